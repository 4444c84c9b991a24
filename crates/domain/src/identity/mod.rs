//! Persons, their dated posts in organisations, the roles they hold, and the tokens that stand for them.

mod affiliation;
mod email;
mod erasure;
mod grant;
mod lapse;
mod openid;
mod person;
mod session;
mod sign_in;
#[cfg(test)]
mod testing;
mod token;

pub use affiliation::Affiliation;
pub use email::EmailAddress;
pub use erasure::Offices;
pub use grant::{Grant, GrantScope, Role, require_administrator};
pub use lapse::{Lapse, PostChange};
pub use openid::{OpenIdAttempt, OpenIdName, OpenIdSubject};
pub use person::PersonChange;
pub use session::{Session, SignInMethod};
pub use sign_in::{Invitation, Offer, SignIn};
pub use token::{ApiToken, TokenScope};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::error::{Reason, Refusal};
use crate::ids::PersonId;
use crate::locale::Locale;

/// A human. Several persons may share a mailbox: an address is not an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Where mail reaches them.
    pub email: Option<EmailAddress>,
    /// The language they are written to.
    pub locale: Locale,
    /// The zone that their digests follow.
    pub zone: Tz,
    /// Raised by every change.
    pub version: i64,
    /// When their personal data were erased.
    pub erased_at: Option<DateTime<Utc>>,
}

impl Person {
    /// Given and family name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }

    /// Refuses to give this person a right that `giver` would hold then: nobody gives rights to themselves, nor to
    /// another person at their own mailbox, where that person's links arrive.
    pub fn require_other_than(&self, giver: &Self) -> Result<(), Refusal> {
        if self.may_be(giver) { Err(Reason::SelfAppointment.into()) } else { Ok(()) }
    }

    /// Refuses as a second pair of eyes whoever may be the same human as `first` (rules I5, P4).
    pub fn require_second_after(&self, first: &Self) -> Result<(), Refusal> {
        if self.may_be(first) { Err(Reason::FourEyes.into()) } else { Ok(()) }
    }

    /// Whether both may be one human: the same person, or two names at one mailbox, where the links of both arrive.
    fn may_be(&self, other: &Self) -> bool {
        let mailboxes = self.email.as_ref().zip(other.email.as_ref());
        self.id == other.id || mailboxes.is_some_and(|(own, other)| own.is_same_mailbox(other))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::testing::person;
    use super::*;

    #[rstest]
    #[case::somebody_else(person(2, Some("due@ente.it")), true)]
    #[case::somebody_without_a_mailbox(person(2, None), true)]
    #[case::oneself(person(1, Some("uno@ente.it")), false)]
    #[case::another_name_at_the_own_mailbox(person(2, Some("uno@ENTE.it")), false)]
    #[case::another_name_at_the_own_mailbox_in_other_letters(person(2, Some("UNO@ente.it")), false)]
    fn nobody_gives_rights_to_themselves(#[case] receiver: Person, #[case] allowed: bool) {
        let first = person(1, Some("uno@ente.it"));
        assert_eq!(receiver.require_other_than(&first).is_ok(), allowed);
        assert_eq!(receiver.require_second_after(&first).is_ok(), allowed, "four eyes are of two humans");
    }
}
