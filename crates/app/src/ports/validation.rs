//! Ports of what second persons validate: payments, and work given.

use async_trait::async_trait;
use cordata_domain::funding::{Checked, Entry, EntryCheck, InKindContribution, InKindState, Nature};
use cordata_domain::ids::{CommitmentId, EntryId, InKindId, ProjectId};
use cordata_domain::money::Cents;
use cordata_domain::policy::Visibility;

use crate::error::AppError;
use crate::page::{Page, Window};

/// Checks of entries, and reports of work.
#[async_trait]
pub trait ValidationRepo {
    /// Whether an entry was validated.
    async fn is_checked(&mut self, id: EntryId) -> Result<bool, AppError>;
    /// Adds a check; checks are never changed.
    async fn insert_check(&mut self, check: &EntryCheck) -> Result<(), AppError>;
    /// Loads and locks a report of work with its papers.
    async fn in_kind(&mut self, id: InKindId) -> Result<Option<InKindContribution>, AppError>;
    /// What was reported on a promise and neither accepted nor rejected yet.
    async fn in_kind_waiting(&mut self, commitment: CommitmentId) -> Result<Cents, AppError>;
    /// Adds a report without papers.
    async fn insert_in_kind(&mut self, report: &InKindContribution) -> Result<(), AppError>;
    /// Saves a changed report, and adds the papers that are new.
    async fn update_in_kind(&mut self, report: &InKindContribution) -> Result<(), AppError>;
}

/// Conditions on a list of reports of work.
#[derive(Debug, Clone, Default)]
pub struct InKindFilter {
    /// On this promise.
    pub commitment: Option<CommitmentId>,
    /// For this project.
    pub project: Option<ProjectId>,
    /// In one of these states; empty: in any.
    pub states: Vec<InKindState>,
}

/// Views of what was validated, and of what waits. Sums are as public as what they are sums of; what waits, and reports
/// of work, are seen by the people of the contributor and by those who see everything.
#[async_trait]
pub trait ValidationReads: Send + Sync {
    /// The checks of entries.
    async fn checks_of(&self, entries: &[EntryId]) -> Result<Vec<EntryCheck>, AppError>;
    /// What is validated and declared on promises; promises without either are left out.
    async fn checked_of(&self, commitments: &[CommitmentId]) -> Result<Vec<(CommitmentId, Checked)>, AppError>;
    /// What is validated and declared for projects, money and work apart (rule M4).
    async fn checked_of_projects(&self, projects: &[ProjectId]) -> Result<Vec<(ProjectId, Nature, Checked)>, AppError>;
    /// Payments of which something is left and that nobody validated, oldest first.
    async fn payments_to_validate(&self, sight: &Visibility, window: &Window) -> Result<Page<Entry>, AppError>;
    /// How many there are.
    async fn count_payments_to_validate(&self, sight: &Visibility) -> Result<u64, AppError>;
    /// Reports of work, oldest first.
    async fn in_kind_contributions(
        &self,
        sight: &Visibility,
        filter: &InKindFilter,
        window: &Window,
    ) -> Result<Page<InKindContribution>, AppError>;
    /// How many there are.
    async fn count_in_kind_contributions(&self, sight: &Visibility, filter: &InKindFilter) -> Result<u64, AppError>;
    /// Reports of work by id.
    async fn in_kind_by_id(&self, sight: &Visibility, ids: &[InKindId]) -> Result<Vec<InKindContribution>, AppError>;
}
