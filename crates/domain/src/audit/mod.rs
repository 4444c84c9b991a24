//! The trail of commands: who did what, for whom, when and why. Persons are named by id only; nothing personal
//! stands in an entry, so that erasing a person leaves the trail intact.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::ids::{AuditEntryId, PersonId, StakeholderId};

/// One command in the trail. Append-only.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Its id.
    pub id: AuditEntryId,
    /// When the command was committed.
    pub recorded_at: DateTime<Utc>,
    /// Who acted; absent for the operator at the console.
    pub person: Option<PersonId>,
    /// The organisation for which they acted.
    pub on_behalf_of: Option<StakeholderId>,
    /// The command's name, like `conveneMeeting`.
    pub command: &'static str,
    /// The kind of object that changed, like `Meeting`.
    pub subject_kind: &'static str,
    /// The object that changed.
    pub subject: Uuid,
    /// What changed, without personal data.
    pub detail: Value,
    /// Why, where a rule asks for a reason.
    pub reason: Option<String>,
    /// The request that brought the command.
    pub request_id: Option<String>,
}
