use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{GrantId, PersonId, StakeholderId, TableId};
use crate::period::Validity;
use crate::policy::{Act, Facts};

/// What a person may be, always for something (section 6 of the domain's law).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Speaks for an organisation.
    Delegate,
    /// Manages an organisation's people, promises and payments.
    OrgManager,
    /// Keeps the papers of the whole plan or of one table.
    Secretariat,
    /// Enters or validates measurements.
    Steward,
    /// Reads everything, changes nothing.
    Auditor,
    /// Manages people, grants, taxonomies and dead letters; changes no business data.
    PlatformAdmin,
}

/// What a role is held for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GrantScope {
    /// The whole plan.
    Plan,
    /// One organisation.
    Organisation(StakeholderId),
    /// One table.
    Table(TableId),
}

/// A role of a person, dated. The coordinator of a table is named by the table itself (rule T12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// Who.
    pub person: PersonId,
    /// What.
    pub role: Role,
    /// For what.
    pub scope: GrantScope,
    /// From when to when.
    pub validity: Validity,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// When it was withdrawn before its first day was over: it then counts on no day.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Grant {
    /// Whether it counts on no day from `day` on.
    pub fn is_over(&self, day: NaiveDate) -> bool {
        self.withdrawn_at.is_some() || self.validity.to.is_some_and(|last| last < day)
    }

    /// Whether the role is held on `day`, as far as its dates say: one for an organisation needs a post there too.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.withdrawn_at.is_none() && self.validity.contains(day)
    }

    /// Whether both give one person the same role for the same thing on the same day.
    pub fn overlaps(&self, other: &Self) -> bool {
        let counts = self.withdrawn_at.is_none() && other.withdrawn_at.is_none();
        let same = self.person == other.person && self.role == other.role && self.scope == other.scope;
        counts && same && self.validity.overlaps(&other.validity)
    }

    /// Takes the role away at this moment. One that is still to begin never does.
    pub fn revoke(&mut self, today: NaiveDate, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.is_over(today) {
            return Err(Reason::IllegalTransition { from: "ENDED", action: "revokeRole" }.into());
        }
        self.withdrawn_at = self.validity.cut_before(today, now);
        Ok(())
    }
}

/// Refuses to lose the last administrator, whatever way they would be lost: `admins` are all grants of that role, and
/// `leaves` says which of them would end. Somebody else must hold the role on `day`, and without an end if one of
/// those who leave does.
pub fn require_administrator(admins: &[Grant], day: NaiveDate, leaves: impl Fn(&Grant) -> bool) -> Result<(), Refusal> {
    let held = admins.iter().filter(|grant| grant.role == Role::PlatformAdmin && grant.holds_on(day));
    let (leaving, staying): (Vec<&Grant>, Vec<&Grant>) = held.partition(|grant| leaves(grant));
    let lasts = |grant: &&Grant| grant.validity.to.is_none();
    let lost = staying.is_empty() || (leaving.iter().any(lasts) && !staying.iter().any(lasts));
    if !leaving.is_empty() && lost { Err(Reason::LastAdministrator.into()) } else { Ok(()) }
}

impl Role {
    /// Checks that the role can be held for `scope`: delegates and managers for an organisation; secretariat,
    /// steward and auditor for the plan or a table; administrators for the plan.
    pub fn fits(self, scope: GrantScope) -> Result<(), Refusal> {
        let fits = match self {
            Self::Delegate | Self::OrgManager => matches!(scope, GrantScope::Organisation(_)),
            Self::Secretariat | Self::Steward | Self::Auditor => !matches!(scope, GrantScope::Organisation(_)),
            Self::PlatformAdmin => scope == GrantScope::Plan,
        };
        if fits { Ok(()) } else { Err(Refusal::input(InputProblem::Foreign).under("scope")) }
    }

    /// The power that giving and taking this role for `scope` needs: an organisation's manager names its delegates,
    /// everything else is given by administrators.
    pub fn power_to_give(self, scope: GrantScope) -> (Act, Facts) {
        match (self, scope) {
            (Self::Delegate, GrantScope::Organisation(id)) => (Act::NameDelegate, Facts::organisation(id)),
            _ => (Act::GrantRole, Facts::plan()),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;
    use crate::policy::{Actor, Standing, decide};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn grant(id: u128, from: &str, to: Option<&str>) -> Grant {
        Grant {
            id: Uuid::from_u128(id).into(),
            person: Uuid::from_u128(id).into(),
            role: Role::PlatformAdmin,
            scope: GrantScope::Plan,
            validity: Validity { from: day(from), to: to.map(day) },
            recorded_at: DateTime::UNIX_EPOCH,
            withdrawn_at: None,
        }
    }

    #[rstest]
    #[case::the_only_one(&[], false)]
    #[case::another_without_an_end(&[grant(2, "2026-01-01", None)], true)]
    #[case::another_who_ends(&[grant(2, "2026-01-01", Some("2026-12-31"))], false)]
    #[case::another_who_is_gone(&[grant(2, "2025-01-01", Some("2025-12-31"))], false)]
    #[case::another_who_is_to_come(&[grant(2, "2027-01-01", None)], false)]
    fn somebody_keeps_the_keys(#[case] others: &[Grant], #[case] allowed: bool) {
        let admins: Vec<Grant> = [grant(1, "2026-01-01", None)].iter().chain(others).cloned().collect();
        let leaving = admins[0].person;
        let outcome = require_administrator(&admins, day("2026-06-01"), |grant| grant.person == leaving);
        assert_eq!(outcome.is_ok(), allowed);
    }

    #[test]
    fn a_role_is_lost_at_once_even_on_its_first_day() {
        let mut grant = grant(1, "2026-06-01", None);
        grant.revoke(day("2026-06-01"), DateTime::UNIX_EPOCH).unwrap();
        assert!(!grant.holds_on(day("2026-06-01")));
        assert!(grant.revoke(day("2026-06-01"), DateTime::UNIX_EPOCH).is_err(), "it is lost once");
    }

    #[test]
    fn a_manager_gives_what_a_delegate_needs_and_nothing_else() {
        let (own, other): (StakeholderId, StakeholderId) = (Uuid::from_u128(7).into(), Uuid::from_u128(8).into());
        let manager = Standing { manager_of: vec![own], ..Standing::of(Uuid::nil().into()) };
        let manager = Actor::Person(Box::new(manager));
        let may = |role: Role, scope| {
            let (act, facts) = role.power_to_give(scope);
            decide(&manager, act, &facts).is_some()
        };
        assert!(may(Role::Delegate, GrantScope::Organisation(own)));
        assert!(!may(Role::Delegate, GrantScope::Organisation(other)));
        for role in [Role::OrgManager, Role::Secretariat, Role::Steward, Role::Auditor, Role::PlatformAdmin] {
            assert!(!may(role, GrantScope::Organisation(own)) && !may(role, GrantScope::Plan), "{role:?}");
        }
    }
}
