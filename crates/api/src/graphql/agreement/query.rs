//! Queries of this area, with their conditions, orders and look-ups.

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};
use cordata_app::ports::agreement;

use super::{Agreement, AgreementKind, AgreementState};
use crate::graphql::id;
use crate::graphql::page::{Connection, OrderDirection, PageArguments, orders};
use crate::scalar::Date;
use crate::state::RequestContext;

orders! {
    /// The order of a list of agreements.
    AgreementOrder, AgreementOrderField {
        /// By title.
        Title
    }
}

/// How an agreement is looked up.
#[derive(Debug, OneofObject)]
pub enum AgreementBy {
    /// By id.
    Id(ID),
}

/// Conditions on a list of agreements. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct AgreementFilter {
    /// Agreements in one of these states today; an empty list sets no condition.
    pub state_in: Option<Vec<AgreementState>>,
    /// Agreements of one of these kinds; an empty list sets no condition.
    pub kind_in: Option<Vec<AgreementKind>>,
    /// Agreements to which this organisation is, or was asked to become, a party.
    pub party_id: Option<ID>,
    /// Agreements about this project.
    pub project_id: Option<ID>,
    /// Agreements with these words in their title.
    pub text: Option<String>,
    /// Agreements that are in force on this day.
    pub in_force_on: Option<Date>,
}

impl AgreementFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self) -> Option<agreement::AgreementFilter> {
        Some(agreement::AgreementFilter {
            states: self.state_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            kinds: self.kind_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            party: id::condition(self.party_id.as_ref())?,
            project: id::condition(self.project_id.as_ref())?,
            text: self.text,
            in_force_on: self.in_force_on.map(|day| day.0),
        })
    }
}

/// Reading about agreements.
#[derive(Debug, Default)]
pub struct AgreementQuery;

#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl AgreementQuery {
    /// One agreement; null if there is none, or none that you may see.
    async fn agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is looked up.")] by: AgreementBy,
    ) -> Result<Option<Agreement>> {
        let AgreementBy::Id(id) = by;
        id::found(ctx, &id, Agreement::by_id).await
    }

    /// The agreements, by title.
    async fn agreements(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which agreements.")] filter: Option<AgreementFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<AgreementOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Agreement>> {
        let direction = AgreementOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        let today = RequestContext::of(ctx).today_here().await?;
        let filter = filter.unwrap_or_default().read().map(|filter| (filter, today));
        Connection::read(ctx, filter, page).await
    }
}
