//! Queries of this area, with their conditions and orders.

use async_graphql::{Context, ID, InputObject, Object, Result};
use cordata_app::ports::{funding, validation};
use cordata_domain::ids::PlanId;

use super::matrix::{self, ContributionCell};
use super::{
    Commitment, CommitmentState, FundingProgramme, FundingSource, InKindContribution, InKindState, LedgerEntry,
    SourceTotals,
};
use crate::graphql::id;
use crate::graphql::page::{Connection, OrderDirection, PageArguments, orders};
use crate::scalar::DateTime;
use crate::state::RequestContext;

orders! {
    /// The order of a list of promises.
    CommitmentOrder, CommitmentOrderField {
        /// By the time they were entered.
        EnteredAt
    }
}

orders! {
    /// The order of a list of programmes.
    FundingProgrammeOrder, FundingProgrammeOrderField {
        /// By code.
        Code
    }
}

orders! {
    /// The order of a list of sources.
    FundingSourceOrder, FundingSourceOrderField {
        /// By code.
        Code
    }
}

orders! {
    /// The order of a list of entries of the ledger.
    LedgerEntryOrder, LedgerEntryOrderField {
        /// By the time they were recorded.
        RecordedAt
    }
}

orders! {
    /// The order of a list of reports of work.
    InKindContributionOrder, InKindContributionOrderField {
        /// By the time they were reported.
        DeclaredAt
    }
}

/// Conditions on a list of reports of work. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct InKindContributionFilter {
    /// Work on this promise.
    pub commitment_id: Option<ID>,
    /// Work for this project.
    pub project_id: Option<ID>,
    /// Reports in one of these states; an empty list sets no condition.
    pub state_in: Option<Vec<InKindState>>,
}

impl InKindContributionFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self) -> Option<validation::InKindFilter> {
        Some(validation::InKindFilter {
            commitment: id::condition(self.commitment_id.as_ref())?,
            project: id::condition(self.project_id.as_ref())?,
            states: self.state_in.unwrap_or_default().into_iter().map(Into::into).collect(),
        })
    }
}

/// Conditions on a list of promises. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct CommitmentFilter {
    /// Promises to this project.
    pub project_id: Option<ID>,
    /// Promises of this organisation.
    pub contributor_id: Option<ID>,
    /// Promises from this source.
    pub source_id: Option<ID>,
    /// Promises under this agreement.
    pub agreement_id: Option<ID>,
    /// Promises in one of these states; an empty list sets no condition.
    pub state_in: Option<Vec<CommitmentState>>,
}

impl CommitmentFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self) -> Option<funding::CommitmentFilter> {
        Some(funding::CommitmentFilter {
            project: id::condition(self.project_id.as_ref())?,
            contributor: id::condition(self.contributor_id.as_ref())?,
            source: id::condition(self.source_id.as_ref())?,
            agreement: id::condition(self.agreement_id.as_ref())?,
            states: self.state_in.unwrap_or_default().into_iter().map(Into::into).collect(),
        })
    }
}

/// Over what a contribution matrix is made. All conditions that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct ContributionMatrixFilter {
    /// Only this project.
    pub project_id: Option<ID>,
    /// Only actions of this plan.
    pub plan_id: Option<ID>,
    /// Only this action.
    pub action_id: Option<ID>,
    /// Only certified projects: those whose amounts do not contradict each other.
    #[graphql(default)]
    pub certified: bool,
}

impl ContributionMatrixFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self, as_of: Option<DateTime>) -> Option<funding::MatrixFilter> {
        Some(funding::MatrixFilter {
            project: id::condition(self.project_id.as_ref())?,
            plan: id::condition::<PlanId>(self.plan_id.as_ref())?,
            action: id::condition(self.action_id.as_ref())?,
            certified: self.certified,
            as_of: as_of.map(|moment| moment.0),
        })
    }
}

/// Reading about money.
#[derive(Debug, Default)]
pub struct FundingQuery;

#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl FundingQuery {
    /// What is promised to projects, in the order in which it was entered.
    async fn commitments(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which promises.")] filter: Option<CommitmentFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<CommitmentOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Commitment>> {
        let direction = CommitmentOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        Connection::read(ctx, filter.unwrap_or_default().read(), page).await
    }

    /// The payments that wait for a second person, oldest first, as far as you may see them.
    ///
    /// Requires: delegate or org-manager or secretariat or auditor.
    async fn payments_to_validate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<LedgerEntryOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<LedgerEntry>> {
        let direction = LedgerEntryOrder::direction(order_by, OrderDirection::Ascending);
        Connection::read(ctx, Some(()), PageArguments { first, after, last, before, direction }).await
    }

    /// Work that organisations report to have given, oldest first, as far as you may see it.
    ///
    /// Requires: delegate or org-manager or secretariat or auditor.
    async fn in_kind_contributions(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which reports.")] filter: Option<InKindContributionFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<InKindContributionOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<InKindContribution>> {
        let direction = InKindContributionOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        Connection::read(ctx, filter.unwrap_or_default().read(), page).await
    }

    /// The programmes that fund projects, by code.
    async fn funding_programmes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<FundingProgrammeOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<FundingProgramme>> {
        let direction = FundingProgrammeOrder::direction(order_by, OrderDirection::Ascending);
        Connection::read(ctx, Some(()), PageArguments { first, after, last, before, direction }).await
    }

    /// The sources of money, by code.
    async fn funding_sources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<FundingSourceOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<FundingSource>> {
        let direction = FundingSourceOrder::direction(order_by, OrderDirection::Ascending);
        Connection::read(ctx, Some(()), PageArguments { first, after, last, before, direction }).await
    }

    /// Who contributes how much to which action: the promises to projects that you may see, divided among the actions of
    /// each project by its parts. At most 2,000 cells: narrow the conditions where there are more.
    async fn contribution_matrix(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Over what.")] filter: Option<ContributionMatrixFilter>,
        #[graphql(desc = "As it was recorded at this moment, with the parts of that day; now where it is left out.")]
        as_of: Option<DateTime>,
    ) -> Result<Vec<ContributionCell>> {
        let request = RequestContext::of(ctx);
        let Some(filter) = filter.unwrap_or_default().read(as_of) else { return Ok(Vec::new()) };
        let day = request.day_here(filter.as_of.unwrap_or(request.now)).await?;
        matrix::cells(request, &filter, day).await
    }

    /// What each source gives to all projects that you may see: money and work each in an entry of its own.
    async fn funding_totals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whether projects whose amounts contradict each other are left out.")] certified: bool,
    ) -> Result<Vec<SourceTotals>> {
        let request = RequestContext::of(ctx);
        let rows = request.tell(request.reads().totals_by_source(&request.sight, certified).await)?;
        Ok(rows.into_iter().map(SourceTotals).collect())
    }
}
