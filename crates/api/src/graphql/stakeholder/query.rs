//! Queries of this area, with their conditions, orders and look-ups.

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};
use cordata_app::ports::read::{self, Lookup};

use super::{Stakeholder, StakeholderKind};
use crate::graphql::id;
use crate::graphql::page::{Connection, OrderDirection, PageArguments, orders};
use crate::state::RequestContext;

orders! {
    /// The order of a list of stakeholders.
    StakeholderOrder, StakeholderOrderField {
        /// By name.
        Name
    }
}

/// How a stakeholder is looked up.
#[derive(Debug, OneofObject)]
pub enum StakeholderBy {
    /// By id.
    Id(ID),
    /// By its key in addresses of pages.
    Slug(String),
}

/// Conditions on a list of stakeholders. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct StakeholderFilter {
    /// Stakeholders of one of these kinds, by their codes; an empty list sets no condition.
    pub kind_in: Option<Vec<String>>,
    /// Stakeholders with these words in their name.
    pub text: Option<String>,
}

/// Reading the stakeholders.
#[derive(Debug, Default)]
pub struct StakeholderQuery;

#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl StakeholderQuery {
    /// One stakeholder.
    async fn stakeholder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is looked up.")] by: StakeholderBy,
    ) -> Result<Option<Stakeholder>> {
        let request = RequestContext::of(ctx);
        let by = match by {
            StakeholderBy::Id(id) => return id::found(ctx, &id, Stakeholder::by_id).await,
            StakeholderBy::Slug(slug) => Lookup::Key(slug),
        };
        let stakeholder = request.tell(request.reads().stakeholder(&by).await)?;
        Ok(stakeholder.map(Stakeholder))
    }

    /// The stakeholders, by name.
    async fn stakeholders(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which stakeholders.")] filter: Option<StakeholderFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<StakeholderOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Stakeholder>> {
        let direction = StakeholderOrder::direction(order_by, OrderDirection::Ascending);
        let filter = filter.unwrap_or_default();
        let filter = read::StakeholderFilter { kinds: filter.kind_in.unwrap_or_default(), text: filter.text };
        Connection::read(ctx, Some(filter), PageArguments { first, after, last, before, direction }).await
    }

    /// All kinds of stakeholders, by code.
    async fn stakeholder_kinds(&self, ctx: &Context<'_>) -> Result<Vec<StakeholderKind>> {
        let request = RequestContext::of(ctx);
        let kinds = request.tell(request.reads().stakeholder_kinds().await)?;
        Ok(kinds.into_iter().map(StakeholderKind).collect())
    }
}
