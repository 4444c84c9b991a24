//! Reading the trail, and its chain.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_domain::audit::{AuditEntry, AuditLink, Head, PersonalChange};
use cordata_domain::ids::{AuditEntryId, PersonId, StakeholderId, TableId};
use cordata_domain::policy::AuditSight;
use uuid::Uuid;

use crate::error::AppError;
use crate::page::{Page, Window};

/// Conditions on the trail, which is ordered by time.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Commands of this person.
    pub person: Option<PersonId>,
    /// Commands of this name.
    pub command: Option<String>,
    /// About objects of this kind.
    pub subject_kind: Option<String>,
    /// About this object.
    pub subject: Option<Uuid>,
    /// On behalf of this organisation.
    pub organisation: Option<StakeholderId>,
    /// About this table.
    pub table: Option<TableId>,
    /// Recorded then or later.
    pub from: Option<DateTime<Utc>>,
    /// Recorded before.
    pub to: Option<DateTime<Utc>>,
    /// Brought by this request.
    pub request_id: Option<String>,
}

/// How many entries there are, and which of them no link holds yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Census {
    /// All entries.
    pub entries: u64,
    /// Those without a link.
    pub unsealed: u64,
    /// The oldest of them.
    pub first_unsealed: Option<AuditEntryId>,
    /// Whether links are made a moment after the entries; else no entry may be without one.
    pub sealed_later: bool,
}

/// The trail and its chain.
#[async_trait]
pub trait AuditReads: Send + Sync {
    /// Entries in sight, ordered by the time they were recorded.
    async fn audit_log(
        &self,
        sight: &AuditSight,
        filter: &AuditFilter,
        window: &Window,
    ) -> Result<Page<AuditEntry>, AppError>;
    /// How many entries in sight there are.
    async fn count_audit_log(&self, sight: &AuditSight, filter: &AuditFilter) -> Result<u64, AppError>;
    /// The links of entries; one that is not sealed yet is left out.
    async fn audit_links(&self, entries: &[AuditEntryId]) -> Result<Vec<AuditLink>, AppError>;
    /// The links after `seq` in order, at most `limit`, each with the entry that its id names now.
    async fn audit_chain(&self, seq: i64, limit: u64) -> Result<Vec<(AuditLink, Option<AuditEntry>)>, AppError>;
    /// The personal values that entries hold hashes of, as far as they were not erased.
    async fn personal_changes(&self, entries: &[AuditEntryId]) -> Result<Vec<PersonalChange>, AppError>;
    /// The end of the chain; its start where there is no link.
    async fn audit_head(&self) -> Result<Head, AppError>;
    /// What the links with these numbers make; a number without a link is left out.
    async fn audit_heads(&self, seqs: &[i64]) -> Result<Vec<Head>, AppError>;
    /// The numbers of the first and last link of entries that were recorded in a time.
    async fn audit_span(
        &self,
        from: Option<DateTime<Utc>>,
        to: Option<DateTime<Utc>>,
    ) -> Result<Option<(i64, i64)>, AppError>;
    /// Counts the entries.
    async fn audit_census(&self) -> Result<Census, AppError>;
}

/// How far a sealer looks for entries without a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sweep {
    /// Among the newest, which is quick.
    Recent,
    /// Among all.
    All,
}

/// Chains entries that were committed without a link, where the database needs that.
#[async_trait]
pub trait AuditSealer: Send + Sync {
    /// Makes links for entries that have none, in batches, until there are no more; answers how many. Does nothing
    /// where entries are chained as they are written, or while another process is at it.
    async fn seal_audit(&self, sweep: Sweep) -> Result<u64, AppError>;
}
