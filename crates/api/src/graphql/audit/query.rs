//! Queries of this area, with their conditions, orders and look-ups.

use async_graphql::{Context, ID, InputObject, Object, Result};
use cordata_app::ports::audit;
use cordata_domain::ids::{PersonId, StakeholderId, TableId};

use super::AuditEntry;
use crate::graphql::id;
use crate::graphql::page::{Connection, OrderDirection, PageArguments, orders};
use crate::scalar::DateTime;

orders! {
    /// The order of the trail.
    AuditOrder, AuditOrderField {
        /// By the time of the command.
        RecordedAt
    }
}

/// Conditions on the trail. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct AuditFilter {
    /// Commands of this person.
    pub person_id: Option<ID>,
    /// Commands of this name, like `conveneMeeting`.
    pub command: Option<String>,
    /// Commands that changed an object of this kind, like `Meeting`.
    pub subject_kind: Option<String>,
    /// Commands that changed this object.
    pub subject_id: Option<ID>,
    /// Commands on behalf of this organisation.
    pub organisation_id: Option<ID>,
    /// Commands about this table.
    pub table_id: Option<ID>,
    /// Commands at this time or later.
    pub from: Option<DateTime>,
    /// Commands before this time.
    pub to: Option<DateTime>,
    /// Commands that this request brought.
    pub request_id: Option<String>,
}

impl AuditFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self) -> Option<audit::AuditFilter> {
        let subject = match &self.subject_id {
            Some(subject) => Some(id::decode(subject)?.1),
            None => None,
        };
        Some(audit::AuditFilter {
            person: id::condition::<PersonId>(self.person_id.as_ref())?,
            command: self.command,
            subject_kind: self.subject_kind,
            subject,
            organisation: id::condition::<StakeholderId>(self.organisation_id.as_ref())?,
            table: id::condition::<TableId>(self.table_id.as_ref())?,
            from: self.from.map(|from| from.0),
            to: self.to.map(|to| to.0),
            request_id: self.request_id,
        })
    }
}

/// Reading the trail.
#[derive(Debug, Default)]
pub struct AuditQuery;

#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl AuditQuery {
    /// The trail of commands, newest first: everything for the secretariat and the auditor of the plan, the part about
    /// their tables for those of a table and for coordinators, what was done on behalf of their organisation for its
    /// managers; an empty list for everybody else.
    ///
    /// Requires: org-manager or coordinator or secretariat or auditor.
    async fn audit_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which commands.")] filter: Option<AuditFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<AuditOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<AuditEntry>> {
        let direction = AuditOrder::direction(order_by, OrderDirection::Descending);
        let filter = filter.unwrap_or_default().read();
        Connection::read(ctx, filter, PageArguments { first, after, last, before, direction }).await
    }
}
