//! Queries of this area, with their conditions, orders and look-ups.

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};
use cordata_app::ports::codesign;

use super::{Contribution, ContributionKind, ContributionState, Proposal, ProposalState};
use crate::graphql::id;
use crate::graphql::page::{Connection, OrderDirection, PageArguments, orders};

orders! {
    /// The order of a list of proposals.
    ProposalOrder, ProposalOrderField {
        /// By title.
        Title
    }
}

orders! {
    /// The order of a list of contributions.
    ContributionOrder, ContributionOrderField {
        /// By the time they came in.
        SubmittedAt
    }
}

/// How a proposal is looked up.
#[derive(Debug, OneofObject)]
pub enum ProposalBy {
    /// By id.
    Id(ID),
}

/// How a contribution is looked up.
#[derive(Debug, OneofObject)]
pub enum ContributionBy {
    /// By id.
    Id(ID),
}

/// Conditions on a list of proposals. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct ProposalFilter {
    /// Proposals of this table.
    pub table_id: Option<ID>,
    /// Proposals that design this project.
    pub project_id: Option<ID>,
    /// Proposals in one of these states; an empty list sets no condition.
    pub state_in: Option<Vec<ProposalState>>,
    /// Proposals with these words in their title.
    pub text: Option<String>,
}

impl ProposalFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self) -> Option<codesign::ProposalFilter> {
        Some(codesign::ProposalFilter {
            table: id::condition(self.table_id.as_ref())?,
            project: id::condition(self.project_id.as_ref())?,
            states: self.state_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            text: self.text,
        })
    }
}

/// Conditions on a list of contributions. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct ContributionFilter {
    /// Contributions meant for, or forwarded to, this table.
    pub table_id: Option<ID>,
    /// Contributions in one of these states; an empty list sets no condition.
    pub state_in: Option<Vec<ContributionState>>,
    /// Contributions of one of these kinds; an empty list sets no condition.
    pub kind_in: Option<Vec<ContributionKind>>,
    /// Contributions with these words in their title.
    pub text: Option<String>,
}

impl ContributionFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self) -> Option<codesign::ContributionFilter> {
        Some(codesign::ContributionFilter {
            table: id::condition(self.table_id.as_ref())?,
            states: self.state_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            kinds: self.kind_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            text: self.text,
        })
    }
}

/// Reading about proposals and contributions.
#[derive(Debug, Default)]
pub struct CodesignQuery;

#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl CodesignQuery {
    /// One proposal.
    async fn proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is looked up.")] by: ProposalBy,
    ) -> Result<Option<Proposal>> {
        let ProposalBy::Id(id) = by;
        id::found(ctx, &id, Proposal::by_id).await
    }

    /// The proposals that you may see, by title.
    async fn proposals(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which proposals.")] filter: Option<ProposalFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<ProposalOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Proposal>> {
        let direction = ProposalOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        Connection::read(ctx, filter.unwrap_or_default().read(), page).await
    }

    /// One contribution: your own, or one that you may sort.
    ///
    /// Requires: themselves or delegate or org-manager or coordinator or secretariat or auditor.
    async fn contribution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is looked up.")] by: ContributionBy,
    ) -> Result<Option<Contribution>> {
        let ContributionBy::Id(id) = by;
        id::found(ctx, &id, Contribution::by_id).await
    }

    /// The contributions that you may see, oldest first: your own, those of your tables, or all.
    ///
    /// Requires: themselves or delegate or org-manager or coordinator or secretariat or auditor.
    async fn contributions(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which contributions.")] filter: Option<ContributionFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<ContributionOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Contribution>> {
        let direction = ContributionOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        Connection::read(ctx, filter.unwrap_or_default().read(), page).await
    }
}
