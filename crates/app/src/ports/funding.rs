//! Ports of projects and money.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use cordata_domain::funding::{
    Commitment, CommitmentState, Entry, FundingProgramme, FundingSource, MatrixRow, Nature, Position, ProjectTotals,
};
use cordata_domain::ids::{
    AgreementId, CommitmentId, EntryId, FundingProgrammeId, FundingSourceId, PlanActionId, PlanId, ProjectId,
    StakeholderId,
};
use cordata_domain::policy::Visibility;
use cordata_domain::project::{ActionShare, BudgetRevision, Milestone, Project, ProjectState};
use cordata_domain::stakeholder::Stakeholder;

use super::read::Lookup;
use crate::error::AppError;
use crate::page::{Page, Window};

/// Projects with their shares, milestones and budgets.
#[async_trait]
pub trait ProjectRepo {
    /// Loads and locks a project with everything that its commands change.
    async fn project(&mut self, id: ProjectId) -> Result<Option<Project>, AppError>;
    /// Adds a project, and its totals with the budget in force.
    async fn insert_project(&mut self, project: &Project) -> Result<(), AppError>;
    /// Saves a changed project: shares and milestones become as given, new budgets are added. The totals take over
    /// the budget in force; a cut below what is confirmed marks them as exempt from the check.
    async fn update_project(&mut self, project: &Project) -> Result<(), AppError>;
    /// The organisations that promised something to the project.
    async fn contributors_of(&mut self, id: ProjectId) -> Result<Vec<StakeholderId>, AppError>;
    /// What the project's promises add up to.
    async fn project_totals(&mut self, id: ProjectId) -> Result<ProjectTotals, AppError>;
}

/// Programmes, sources, promises and the ledger.
#[async_trait]
pub trait FundingRepo {
    /// Loads a programme.
    async fn funding_programme(&mut self, id: FundingProgrammeId) -> Result<Option<FundingProgramme>, AppError>;
    /// The programmes that fund a project: those of the sources that promises to it name, over ones apart.
    async fn programmes_of_project(&mut self, id: ProjectId) -> Result<Vec<FundingProgramme>, AppError>;
    /// Adds a programme; its code must be free.
    async fn insert_funding_programme(&mut self, programme: &FundingProgramme) -> Result<(), AppError>;
    /// Loads a source.
    async fn funding_source(&mut self, id: FundingSourceId) -> Result<Option<FundingSource>, AppError>;
    /// Adds a source; its code must be free.
    async fn insert_funding_source(&mut self, source: &FundingSource) -> Result<(), AppError>;
    /// Loads and locks a promise.
    async fn commitment(&mut self, id: CommitmentId) -> Result<Option<Commitment>, AppError>;
    /// Adds a promise, with a position of zero.
    async fn insert_commitment(&mut self, commitment: &Commitment) -> Result<(), AppError>;
    /// Saves a changed promise.
    async fn update_commitment(&mut self, commitment: &Commitment) -> Result<(), AppError>;
    /// What the entries of a promise add up to.
    async fn position(&mut self, id: CommitmentId) -> Result<Position, AppError>;
    /// Loads an entry of the ledger.
    async fn entry(&mut self, id: EntryId) -> Result<Option<Entry>, AppError>;
    /// What was taken back of a payment.
    async fn reversed(&mut self, id: EntryId) -> Result<cordata_domain::money::Cents, AppError>;
    /// Appends an entry and moves the promise's position and the project's totals from `before` to `after`, by their
    /// difference. The database checks the totals once more.
    async fn post_entry(
        &mut self,
        commitment: &Commitment,
        entry: &Entry,
        before: &Position,
        after: &Position,
    ) -> Result<(), AppError>;
}

/// A project that an import made before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRow {
    /// The project.
    pub project: ProjectId,
    /// Its code in the data set.
    pub code: String,
    /// Which row with that code, from 1.
    pub nth: u32,
    /// The hash of the row as it was imported last.
    pub content_hash: Vec<u8>,
}

/// One project as an import makes it: everything is inserted at once, the totals with it.
#[derive(Debug, Clone)]
pub struct ImportedProject {
    /// The project with its budget.
    pub project: Project,
    /// The hash of the row.
    pub content_hash: Vec<u8>,
    /// Its promises with their entries, oldest first.
    pub commitments: Vec<(Commitment, Vec<Entry>)>,
}

/// What an import compares a file with before it writes.
#[async_trait]
pub trait ImportReads: Send + Sync {
    /// The projects of a data set that were imported before.
    async fn imported_rows(&self, data_set: &str) -> Result<Vec<KnownRow>, AppError>;
    /// The texts that names of stakeholders are matched by.
    async fn stakeholder_names(&self) -> Result<Vec<String>, AppError>;
}

/// What imports need: many rows in few statements.
#[async_trait]
pub trait ImportRepo {
    /// The projects of a data set that were imported before with one of these codes.
    async fn known_rows(&mut self, data_set: &str, codes: &[&str]) -> Result<Vec<KnownRow>, AppError>;
    /// All stakeholders by the text that names are matched by.
    async fn stakeholders_by_search_text(&mut self) -> Result<Vec<(String, StakeholderId)>, AppError>;
    /// Adds stakeholders; a slug that is taken gets a number.
    async fn insert_stakeholders(&mut self, stakeholders: &[Stakeholder]) -> Result<(), AppError>;
    /// All sources by code.
    async fn funding_sources_by_code(&mut self) -> Result<Vec<(String, FundingSourceId)>, AppError>;
    /// Adds projects with their promises and totals. Totals of anomalous projects are exempt from the check.
    async fn insert_imported(&mut self, projects: &[ImportedProject]) -> Result<(), AppError>;
    /// The promises of a project.
    async fn commitments_of_project(&mut self, id: ProjectId) -> Result<Vec<Commitment>, AppError>;
    /// Sets the hash of a row that was imported again. Until the project is updated it counts as anomalous, so that its
    /// amounts can move one by one.
    async fn reopen_imported(&mut self, id: ProjectId, hash: &[u8]) -> Result<(), AppError>;
}

/// Conditions on a list of projects.
#[derive(Debug, Clone, Default)]
pub struct ProjectFilter {
    /// In one of these states; empty: in any.
    pub states: Vec<ProjectState>,
    /// Under this action today.
    pub action: Option<PlanActionId>,
    /// Led by this organisation.
    pub lead: Option<StakeholderId>,
    /// With this measure, compared as `cordata_domain::funding::recovery_plan::same_measure` says.
    pub measure: Option<String>,
    /// Only those that contradict themselves, or only the others.
    pub anomaly: Option<bool>,
    /// Words that occur in the title.
    pub text: Option<String>,
}

/// Conditions on a list of promises, which is ordered by id.
#[derive(Debug, Clone, Default)]
pub struct CommitmentFilter {
    /// Of this project.
    pub project: Option<ProjectId>,
    /// Of this contributor.
    pub contributor: Option<StakeholderId>,
    /// From this source.
    pub source: Option<FundingSourceId>,
    /// Under this agreement.
    pub agreement: Option<AgreementId>,
    /// In one of these states; empty: in any.
    pub states: Vec<CommitmentState>,
}

/// What a contribution matrix is made over.
#[derive(Debug, Clone, Default)]
pub struct MatrixFilter {
    /// Only this project.
    pub project: Option<ProjectId>,
    /// Only projects under actions of this plan.
    pub plan: Option<PlanId>,
    /// Only projects under this action.
    pub action: Option<PlanActionId>,
    /// Only certified projects: those that do not contradict themselves.
    pub certified: bool,
    /// What was so recorded at this moment; now where absent.
    pub as_of: Option<DateTime<Utc>>,
}

/// What one source gives to projects, of one nature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceTotals {
    /// The source; absent for what comes from no named source.
    pub source: Option<FundingSourceId>,
    /// Money or work.
    pub nature: Nature,
    /// How much.
    pub position: Position,
    /// To how many projects.
    pub projects: u64,
}

/// Views of projects and money. A project is seen as `Project::is_visible` says, and all that belongs to it with it:
/// milestones, budgets, promises, entries, and each sum over them. Programmes and sources are public.
#[async_trait]
pub trait FundingReads: Send + Sync {
    /// Projects, ordered by title; shares, milestones and budgets are loaded apart and empty here.
    async fn projects(
        &self,
        sight: &Visibility,
        filter: &ProjectFilter,
        day: NaiveDate,
        window: &Window,
    ) -> Result<Page<Project>, AppError>;
    /// How many projects there are.
    async fn count_projects(&self, sight: &Visibility, filter: &ProjectFilter, day: NaiveDate)
    -> Result<u64, AppError>;
    /// One project by id or CUP; a CUP that several projects in sight have is refused as ambiguous.
    async fn project(&self, sight: &Visibility, by: &Lookup<ProjectId, String>) -> Result<Option<Project>, AppError>;
    /// Projects by id.
    async fn projects_by_id(&self, sight: &Visibility, ids: &[ProjectId]) -> Result<Vec<Project>, AppError>;
    /// Shares of projects, now and before.
    async fn shares_of(
        &self,
        sight: &Visibility,
        projects: &[ProjectId],
    ) -> Result<Vec<(ProjectId, ActionShare)>, AppError>;
    /// Milestones of projects, by date.
    async fn milestones_of(
        &self,
        sight: &Visibility,
        projects: &[ProjectId],
    ) -> Result<Vec<(ProjectId, Milestone)>, AppError>;
    /// Budgets of projects, oldest first.
    async fn budgets_of(
        &self,
        sight: &Visibility,
        projects: &[ProjectId],
    ) -> Result<Vec<(ProjectId, BudgetRevision)>, AppError>;
    /// Totals of projects.
    async fn totals_of(
        &self,
        sight: &Visibility,
        projects: &[ProjectId],
    ) -> Result<Vec<(ProjectId, ProjectTotals)>, AppError>;
    /// Promises, oldest first, with their positions.
    async fn commitments(
        &self,
        sight: &Visibility,
        filter: &CommitmentFilter,
        window: &Window,
    ) -> Result<Page<(Commitment, Position)>, AppError>;
    /// How many promises there are.
    async fn count_commitments(&self, sight: &Visibility, filter: &CommitmentFilter) -> Result<u64, AppError>;
    /// Promises of projects, oldest first, with their positions: at most 200 of each project.
    async fn commitments_of(
        &self,
        sight: &Visibility,
        projects: &[ProjectId],
    ) -> Result<Vec<(Commitment, Position)>, AppError>;
    /// Promises by id, with their positions.
    async fn commitments_by_id(
        &self,
        sight: &Visibility,
        ids: &[CommitmentId],
    ) -> Result<Vec<(Commitment, Position)>, AppError>;
    /// Entries of promises, oldest first.
    async fn entries_of(&self, sight: &Visibility, commitments: &[CommitmentId]) -> Result<Vec<Entry>, AppError>;
    /// Entries by id.
    async fn entries_by_id(&self, sight: &Visibility, ids: &[EntryId]) -> Result<Vec<Entry>, AppError>;
    /// Programmes, ordered by code.
    async fn funding_programmes(&self, window: &Window) -> Result<Page<FundingProgramme>, AppError>;
    /// How many programmes there are.
    async fn count_funding_programmes(&self) -> Result<u64, AppError>;
    /// Programmes by id.
    async fn funding_programmes_by_id(&self, ids: &[FundingProgrammeId]) -> Result<Vec<FundingProgramme>, AppError>;
    /// Sources, ordered by code.
    async fn funding_sources(&self, window: &Window) -> Result<Page<FundingSource>, AppError>;
    /// How many sources there are.
    async fn count_funding_sources(&self) -> Result<u64, AppError>;
    /// Sources by id.
    async fn funding_sources_by_id(&self, ids: &[FundingSourceId]) -> Result<Vec<FundingSource>, AppError>;
    /// What contributors give to projects, summed by contributor, project and nature, in one statement. Which projects
    /// are under a plan or an action is asked for `day`.
    async fn matrix_rows(
        &self,
        sight: &Visibility,
        filter: &MatrixFilter,
        day: NaiveDate,
    ) -> Result<Vec<MatrixRow>, AppError>;
    /// What sources give in all, money and work apart (rule M4), in one statement: to all projects in sight, or to
    /// certified ones of them only.
    async fn totals_by_source(&self, sight: &Visibility, certified: bool) -> Result<Vec<SourceTotals>, AppError>;
}
