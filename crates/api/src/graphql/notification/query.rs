//! Queries of this area, with their conditions, orders and look-ups.

use async_graphql::{Context, InputObject, Object, Result};

use super::{Mail, MailState};
use crate::graphql::page::{Connection, OrderDirection, PageArguments, orders};

orders! {
    /// The order of a list of mails.
    MailOrder, MailOrderField {
        /// By the time they were written.
        CreatedAt
    }
}

/// Conditions on a list of mails.
#[derive(Debug, InputObject, Default)]
pub struct MailFilter {
    /// Mails in one of these states; an empty list sets no condition.
    pub state_in: Option<Vec<MailState>>,
}

/// Reading the mailroom.
#[derive(Debug, Default)]
pub struct NotificationQuery;

#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl NotificationQuery {
    /// The mails, oldest first; an empty list for those who may not see them.
    ///
    /// Requires: secretariat or auditor or platform-admin.
    async fn mails(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which mails.")] filter: Option<MailFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<MailOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Mail>> {
        let direction = MailOrder::direction(order_by, OrderDirection::Ascending);
        let states = filter.unwrap_or_default().state_in.unwrap_or_default();
        let states = states.into_iter().map(Into::into).collect();
        Connection::read(ctx, Some(states), PageArguments { first, after, last, before, direction }).await
    }
}
