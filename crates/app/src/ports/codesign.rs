//! Proposals and contributions: what commands change, and views to read from.

use std::collections::BTreeMap;

use async_trait::async_trait;
use cordata_domain::codesign::{
    Citizen, Clause, Comment, Contribution, ContributionKind, ContributionState, Endorsement, Proposal, ProposalState,
    ProposalVersion, SavedText,
};
use cordata_domain::event::RecordedEvent;
use cordata_domain::ids::{CommentId, ContributionId, EventId, ProjectId, ProposalId, StakeholderId, TableId};
use cordata_domain::policy::{Actor, Visibility};

use crate::error::AppError;
use crate::page::{Page, Window};

/// Proposals with their versions, comments and endorsements.
#[async_trait]
pub trait ProposalRepo {
    /// Loads and locks a proposal.
    async fn proposal(&mut self, id: ProposalId) -> Result<Option<Proposal>, AppError>;
    /// Adds a proposal.
    async fn insert_proposal(&mut self, proposal: &Proposal) -> Result<(), AppError>;
    /// Saves a changed proposal.
    async fn update_proposal(&mut self, proposal: &Proposal) -> Result<(), AppError>;
    /// The clauses of one version, in order; none where there is no such version.
    async fn clauses(&mut self, proposal: ProposalId, number: u32) -> Result<Vec<Clause>, AppError>;
    /// Adds a version with its clauses, which nobody can change any more.
    async fn insert_proposal_version(&mut self, version: &ProposalVersion) -> Result<(), AppError>;
    /// Loads a comment.
    async fn comment(&mut self, id: CommentId) -> Result<Option<Comment>, AppError>;
    /// The texts of a proposal as they were saved, oldest first, and whether others have used them.
    async fn saved_texts(&mut self, proposal: ProposalId) -> Result<Vec<SavedText>, AppError>;
    /// A text with its clauses.
    async fn proposal_version(
        &mut self,
        proposal: ProposalId,
        number: u32,
    ) -> Result<Option<ProposalVersion>, AppError>;
    /// How many comments each organisation made on a proposal.
    async fn comments_by_organisation(
        &mut self,
        proposal: ProposalId,
    ) -> Result<BTreeMap<StakeholderId, u64>, AppError>;
    /// Adds a comment.
    async fn insert_comment(&mut self, comment: &Comment) -> Result<(), AppError>;
    /// Saves the end of a thread.
    async fn update_comment(&mut self, comment: &Comment) -> Result<(), AppError>;
    /// How many versions of a proposal each organisation endorsed.
    async fn endorsements_by_organisation(
        &mut self,
        proposal: ProposalId,
    ) -> Result<BTreeMap<StakeholderId, u64>, AppError>;
    /// Adds an endorsement; an organisation endorses a version once.
    async fn insert_endorsement(&mut self, endorsement: &Endorsement) -> Result<(), AppError>;
}

/// Contributions.
#[async_trait]
pub trait ContributionRepo {
    /// Loads and locks a contribution.
    async fn contribution(&mut self, id: ContributionId) -> Result<Option<Contribution>, AppError>;
    /// Adds a contribution, and the citizen it comes from apart from it.
    async fn insert_contribution(
        &mut self,
        contribution: &Contribution,
        citizen: Option<&Citizen>,
    ) -> Result<(), AppError>;
    /// Saves a changed contribution.
    async fn update_contribution(&mut self, contribution: &Contribution) -> Result<(), AppError>;
}

/// Conditions on a list of proposals, which is ordered by title.
#[derive(Debug, Clone, Default)]
pub struct ProposalFilter {
    /// Of this table.
    pub table: Option<TableId>,
    /// That design this project.
    pub project: Option<ProjectId>,
    /// In one of these states; empty: in any.
    pub states: Vec<ProposalState>,
    /// Words that occur in the title.
    pub text: Option<String>,
}

/// Conditions on a list of contributions, which is ordered by the time they came in.
#[derive(Debug, Clone, Default)]
pub struct ContributionFilter {
    /// Meant for, or forwarded to, this table.
    pub table: Option<TableId>,
    /// In one of these states; empty: in any.
    pub states: Vec<ContributionState>,
    /// Of one of these kinds; empty: of any.
    pub kinds: Vec<ContributionKind>,
    /// Words that occur in the title.
    pub text: Option<String>,
}

/// A contribution with the citizen it comes from, if it comes from one whose data were not erased.
pub type SignedContribution = (Contribution, Option<Citizen>);

/// Views of co-design. A proposal is seen by those of its table, and by everybody once it was opened at a public
/// table; whatever belongs to it is seen with it. A contribution is seen by its author, by those of its table and by
/// whoever sees everything; the citizen behind it by nobody.
#[async_trait]
pub trait CodesignReads: Send + Sync {
    /// Proposals, ordered by title.
    async fn proposals(
        &self,
        sight: &Visibility,
        filter: &ProposalFilter,
        window: &Window,
    ) -> Result<Page<Proposal>, AppError>;
    /// How many proposals there are.
    async fn count_proposals(&self, sight: &Visibility, filter: &ProposalFilter) -> Result<u64, AppError>;
    /// Proposals by id.
    async fn proposals_by_id(&self, sight: &Visibility, ids: &[ProposalId]) -> Result<Vec<Proposal>, AppError>;
    /// The versions of proposals without their clauses, oldest first.
    async fn versions_of(&self, sight: &Visibility, proposals: &[ProposalId])
    -> Result<Vec<ProposalVersion>, AppError>;
    /// The clauses of versions, in order, each with its version.
    async fn proposal_clauses_of(
        &self,
        sight: &Visibility,
        versions: &[(ProposalId, u32)],
    ) -> Result<Vec<((ProposalId, u32), Clause)>, AppError>;
    /// The comments on proposals, oldest first.
    async fn comments_of(&self, sight: &Visibility, proposals: &[ProposalId]) -> Result<Vec<Comment>, AppError>;
    /// The endorsements of proposals, oldest first.
    async fn endorsements_of(&self, sight: &Visibility, proposals: &[ProposalId])
    -> Result<Vec<Endorsement>, AppError>;
    /// Contributions, ordered by the time they came in.
    async fn contributions(
        &self,
        viewer: &Actor,
        filter: &ContributionFilter,
        window: &Window,
    ) -> Result<Page<Contribution>, AppError>;
    /// How many contributions there are.
    async fn count_contributions(&self, viewer: &Actor, filter: &ContributionFilter) -> Result<u64, AppError>;
    /// Contributions by id.
    async fn contributions_by_id(&self, viewer: &Actor, ids: &[ContributionId]) -> Result<Vec<Contribution>, AppError>;
    /// One contribution with its author, for the mail to them and the page behind their link.
    async fn signed_contribution(&self, id: ContributionId) -> Result<Option<SignedContribution>, AppError>;
    /// An event of the outbox, for the worker.
    async fn recorded_event(&self, id: EventId) -> Result<Option<RecordedEvent>, AppError>;
}
