//! The trail of commands: who did what, for whom, when and why. Persons are named by id only; of personal values an
//! entry holds salted hashes, so that erasing a person leaves the trail intact. Entries are chained by their hashes: an edit,
//! a deletion or a swap breaks the chain, and a head that was kept elsewhere shows a truncation.

mod canonical;
mod chain;
mod change;
mod export;
mod personal;
mod restore;
mod view;

pub use chain::{Anchor, AuditHash, AuditLink, Break, BreakKind, ChainWalk, FORMAT, Head, link_after};
pub use change::{FieldChange, Snapshot, Traced, difference, difference_and, field_changes};
pub use export::{ExportHeader, ExportLine, ExportWalk, FileFault};
pub use personal::{PersonalChange, is_hashed, personal_changes, revealed_changes, traced_values};
pub use restore::NotedRestore;

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::ids::{AuditEntryId, PersonId, StakeholderId, TableId};

/// One command in the trail. Append-only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditEntry {
    /// Its id.
    pub id: AuditEntryId,
    /// When the command was committed.
    pub recorded_at: DateTime<Utc>,
    /// Who acted; absent for the operator at the console.
    pub person: Option<PersonId>,
    /// The organisation for which they acted.
    pub on_behalf_of: Option<StakeholderId>,
    /// The table that the command was about.
    pub table: Option<TableId>,
    /// The command's name, like `conveneMeeting`.
    pub command: Cow<'static, str>,
    /// The kind of object that changed, like `Meeting`.
    pub subject_kind: Cow<'static, str>,
    /// The object that changed.
    pub subject: Uuid,
    /// What changed, without personal data.
    pub detail: Value,
    /// Why, where a rule asks for a reason.
    pub reason: Option<String>,
    /// The request that brought the command.
    pub request_id: Option<String>,
}

#[cfg(test)]
mod tests;
