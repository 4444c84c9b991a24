//! Who may do what: a table of grounds per act, and one function that decides.
//!
//! [`decide`] is used by every command; [`Standing::visibility`] is the same policy as a condition of a query. The
//! table (role × act) is a snapshot in the acceptance suite, so that a change of it is visible in review.

mod act;
mod audit;
mod scope;
mod standing;

pub use act::{Act, Ground};
pub use audit::AuditSight;
pub use standing::{HeldSeat, Reach, Standing, Visibility};

use crate::error::{Reason, Refusal};
use crate::ids::{PersonId, StakeholderId, TableId};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody that we know: a citizen.
    Public,
    /// A person with the roles they hold at this moment.
    Person(Box<Standing>),
    /// The operator at the console or the worker: the installation itself.
    Operator,
}

impl Actor {
    /// The person, if it is one.
    pub fn person(&self) -> Option<PersonId> {
        self.standing().map(|standing| standing.person)
    }

    /// The roles of the person, if it is one.
    pub fn standing(&self) -> Option<&Standing> {
        match self {
            Self::Person(standing) => Some(standing),
            Self::Public | Self::Operator => None,
        }
    }

    /// What the actor may see.
    pub fn visibility(&self) -> Visibility {
        match self {
            Self::Public => Visibility::default(),
            Self::Person(standing) => standing.visibility(),
            Self::Operator => Visibility { everything: true, ..Visibility::default() },
        }
    }

    /// Which part of the trail the actor may read.
    pub fn audit_sight(&self) -> AuditSight {
        match self {
            Self::Public => AuditSight::default(),
            Self::Person(standing) => AuditSight::of(standing),
            Self::Operator => AuditSight { everything: true, ..AuditSight::default() },
        }
    }
}

/// What an act is about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// The table.
    pub table: Option<TableId>,
    /// The organisation for which one acts, or that owns the thing.
    pub organisation: Option<StakeholderId>,
    /// The person the thing belongs to.
    pub person: Option<PersonId>,
}

impl Facts {
    /// Nothing in particular: the whole plan.
    pub const fn plan() -> Self {
        Self { table: None, organisation: None, person: None }
    }

    /// About a table.
    pub const fn table(table: TableId) -> Self {
        Self { table: Some(table), organisation: None, person: None }
    }

    /// About an organisation.
    pub const fn organisation(organisation: StakeholderId) -> Self {
        Self { table: None, organisation: Some(organisation), person: None }
    }

    /// About a person.
    pub const fn person(person: PersonId) -> Self {
        Self { table: None, organisation: None, person: Some(person) }
    }
}

/// The ground on which the actor may do `act`, if there is one.
pub fn decide(actor: &Actor, act: Act, facts: &Facts) -> Option<Ground> {
    match actor {
        Actor::Operator => Some(Ground::Operator),
        Actor::Public => act.grounds().iter().copied().find(|ground| *ground == Ground::Everyone),
        Actor::Person(standing) if standing.scope < act.scope() => None,
        Actor::Person(standing) => act.grounds().iter().copied().find(|ground| standing.has(*ground, facts)),
    }
}

/// Refuses with `FORBIDDEN` what [`decide`] finds no ground for, and says so where only the token is too narrow. Whether
/// the object may be seen at all is the query's business: what may not be seen is not found.
pub fn require(actor: &Actor, act: Act, facts: &Facts) -> Result<Ground, Refusal> {
    require_scope(actor, act)?;
    decide(actor, act, facts).ok_or_else(|| Reason::Forbidden.into())
}

/// Refuses an act that the token which was shown is too narrow for, whatever it is done to.
pub fn require_scope(actor: &Actor, act: Act) -> Result<(), Refusal> {
    actor.standing().map_or(Ok(()), |standing| standing.require_scope(act.scope()))
}
