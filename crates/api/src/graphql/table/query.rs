//! Queries of this area, with their conditions, orders and look-ups.

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};
use cordata_app::ports::read::{self, Lookup};

use super::{ConcertationTable, TableKind, TableState};
use crate::graphql::id;
use crate::graphql::page::{Connection, OrderDirection, PageArguments, orders};
use crate::state::RequestContext;

orders! {
    /// The order of a list of tables.
    ConcertationTableOrder, ConcertationTableOrderField {
        /// By Italian name.
        Name
    }
}

/// How a table is looked up.
#[derive(Debug, OneofObject)]
pub enum ConcertationTableBy {
    /// By id.
    Id(ID),
    /// By its key in addresses of pages.
    Slug(String),
}

/// Conditions on a list of tables. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct ConcertationTableFilter {
    /// Tables of one of these kinds; an empty list sets no condition.
    pub kind_in: Option<Vec<TableKind>>,
    /// Tables in one of these states; an empty list sets no condition.
    pub state_in: Option<Vec<TableState>>,
    /// Tables with these words in their name.
    pub text: Option<String>,
}

impl From<ConcertationTableFilter> for read::TableFilter {
    fn from(filter: ConcertationTableFilter) -> Self {
        Self {
            kinds: filter.kind_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            states: filter.state_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            text: filter.text,
        }
    }
}

/// Reading about tables.
#[derive(Debug, Default)]
pub struct TableQuery;

#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl TableQuery {
    /// One table.
    async fn concertation_table(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is looked up.")] by: ConcertationTableBy,
    ) -> Result<Option<ConcertationTable>> {
        let request = RequestContext::of(ctx);
        let by = match by {
            ConcertationTableBy::Id(id) => return id::found(ctx, &id, ConcertationTable::by_id).await,
            ConcertationTableBy::Slug(slug) => Lookup::Key(slug),
        };
        let table = request.tell(request.reads().table(&request.sight, &by).await)?;
        Ok(table.map(ConcertationTable))
    }

    /// The tables that you may see, by name.
    async fn concertation_tables(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which tables.")] filter: Option<ConcertationTableFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<ConcertationTableOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<ConcertationTable>> {
        let direction = ConcertationTableOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        Connection::read(ctx, Some(filter.unwrap_or_default().into()), page).await
    }
}
