use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{InputProblem, Refusal};
use crate::ids::{GrantId, PersonId, StakeholderId, TableId};
use crate::period::Validity;

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
}
