//! The right to be forgotten: what has to end first, and what stays.

use chrono::{DateTime, Utc};

use super::Person;
use crate::error::{Reason, Refusal};

/// What an erased person is called wherever no reader's language is known.
const NEUTRAL: (&str, &str) = ("Persona", "cancellata");

/// What a person holds today, or is to hold later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Offices {
    /// Posts in organisations.
    pub posts: u32,
    /// Roles.
    pub roles: u32,
    /// Seats of tables, as titular or substitute.
    pub seats: u32,
    /// Tables that they coordinate.
    pub tables: u32,
}

impl Offices {
    /// Refuses to erase whoever holds anything: what they do for others has to end first.
    pub fn require_none(&self) -> Result<(), Refusal> {
        if *self == Self::default() { Ok(()) } else { Err(Reason::StillInOffice(*self).into()) }
    }
}

impl Person {
    /// Whether their personal data were erased.
    pub fn is_erased(&self) -> bool {
        self.erased_at.is_some()
    }

    /// Replaces name and address by neutral ones. What the person signed, decided and entered stays under their id.
    pub fn erase(&mut self, offices: &Offices, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.is_erased() {
            return Err(Reason::IllegalTransition { from: "ERASED", action: "erasePerson" }.into());
        }
        offices.require_none()?;
        let (given_name, family_name) = NEUTRAL;
        given_name.clone_into(&mut self.given_name);
        family_name.clone_into(&mut self.family_name);
        self.email = None;
        self.erased_at = Some(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::error::RefusalCode;
    use crate::identity::testing::ada;

    #[rstest]
    #[case::nothing(Offices::default(), true)]
    #[case::a_post(Offices { posts: 1, ..Offices::default() }, false)]
    #[case::a_role(Offices { roles: 1, ..Offices::default() }, false)]
    #[case::a_seat(Offices { seats: 1, ..Offices::default() }, false)]
    #[case::a_table(Offices { tables: 1, ..Offices::default() }, false)]
    fn who_holds_something_is_not_erased(#[case] offices: Offices, #[case] erased: bool) {
        let mut person = ada();
        let outcome = person.erase(&offices, "2026-11-26T10:00:00Z".parse().unwrap());
        assert_eq!(outcome.err().map(|refusal| refusal.code()), (!erased).then_some(RefusalCode::StillInOffice));
        assert_eq!((person.is_erased(), person.email.is_none(), person.given_name != "Ada"), (erased, erased, erased));
    }

    #[test]
    fn nobody_is_erased_twice() {
        let (mut person, now) = (ada(), "2026-11-26T10:00:00Z".parse().unwrap());
        person.erase(&Offices::default(), now).unwrap();
        let again = person.erase(&Offices::default(), now).unwrap_err();
        assert_eq!(again.code(), RefusalCode::IllegalTransition);
    }
}
