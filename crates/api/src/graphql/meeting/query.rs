//! Queries of this area, with their conditions, orders and look-ups.

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};
use cordata_app::ports::read::{self, Lookup};
use cordata_domain::ids::{StakeholderId, TableId};

use super::{Decision, FollowUp, FollowUpState, Meeting, MeetingState, Minutes};
use crate::graphql::id;
use crate::graphql::page::{Connection, OrderDirection, PageArguments, orders};
use crate::scalar::{Date, DateTime};
use crate::state::RequestContext;

orders! {
    /// The order of a list of meetings.
    MeetingOrder, MeetingOrderField {
        /// By start.
        StartsAt
    }
}

orders! {
    /// The order of a list of decisions.
    DecisionOrder, DecisionOrderField {
        /// By the time they were recorded.
        RecordedAt
    }
}

orders! {
    /// The order of a list of follow-ups.
    FollowUpOrder, FollowUpOrderField {
        /// By due date.
        Due
    }
}

/// How a meeting is looked up.
#[derive(Debug, OneofObject)]
pub enum MeetingBy {
    /// By id.
    Id(ID),
    /// By table, year and number.
    Key(MeetingKey),
}

/// The key by which people name a meeting that was opened.
#[derive(Debug, InputObject)]
pub struct MeetingKey {
    /// The table.
    pub table_id: ID,
    /// The year in which its number counts.
    pub year: i32,
    /// Its number in the table and year.
    pub number: u32,
}

/// How minutes are looked up.
#[derive(Debug, OneofObject)]
pub enum MinutesBy {
    /// By id.
    Id(ID),
    /// By the id of their meeting.
    MeetingId(ID),
}

/// Conditions on a list of meetings. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct MeetingFilter {
    /// Meetings of this table.
    pub table_id: Option<ID>,
    /// Meetings in one of these states; an empty list sets no condition.
    pub state_in: Option<Vec<MeetingState>>,
    /// Meetings that begin then or later.
    pub from: Option<DateTime>,
    /// Meetings that begin before.
    pub to: Option<DateTime>,
}

impl MeetingFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self) -> Option<read::MeetingFilter> {
        Some(read::MeetingFilter {
            table: id::condition::<TableId>(self.table_id.as_ref())?,
            states: self.state_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            from: self.from.map(|from| from.0),
            to: self.to.map(|to| to.0),
        })
    }
}

/// Conditions on a list of decisions. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct DecisionFilter {
    /// Decisions of this table.
    pub table_id: Option<ID>,
    /// Decisions with these words in their text.
    pub text: Option<String>,
}

impl DecisionFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self) -> Option<read::DecisionFilter> {
        let table = id::condition::<TableId>(self.table_id.as_ref())?;
        Some(read::DecisionFilter { table, text: self.text })
    }
}

/// Conditions on a list of follow-ups. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct FollowUpFilter {
    /// Follow-ups of decisions of this table.
    pub table_id: Option<ID>,
    /// Follow-ups that this organisation does.
    pub owner_id: Option<ID>,
    /// Follow-ups in one of these states; an empty list sets no condition.
    pub state_in: Option<Vec<FollowUpState>>,
    /// Follow-ups due on this day or before.
    pub due_by: Option<Date>,
}

impl FollowUpFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self) -> Option<read::FollowUpFilter> {
        Some(read::FollowUpFilter {
            table: id::condition::<TableId>(self.table_id.as_ref())?,
            owner: id::condition::<StakeholderId>(self.owner_id.as_ref())?,
            states: self.state_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            due_by: self.due_by.map(|day| day.0),
        })
    }
}

/// Reading about meetings, decisions and follow-ups.
#[derive(Debug, Default)]
pub struct MeetingQuery;

#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl MeetingQuery {
    /// One meeting.
    async fn meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is looked up.")] by: MeetingBy,
    ) -> Result<Option<Meeting>> {
        let request = RequestContext::of(ctx);
        let key = match by {
            MeetingBy::Id(id) => return id::found(ctx, &id, Meeting::by_id).await,
            MeetingBy::Key(key) => key,
        };
        let Some(table) = id::decode_as(&key.table_id) else { return Ok(None) };
        let by = Lookup::Key((table, key.year, key.number));
        let meeting = request.tell(request.reads().meeting(&request.sight, &by).await)?;
        Ok(meeting.map(Meeting))
    }

    /// The meetings that you may see, by start.
    async fn meetings(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which meetings.")] filter: Option<MeetingFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<MeetingOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Meeting>> {
        let direction = MeetingOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        Connection::read(ctx, filter.unwrap_or_default().read(), page).await
    }

    /// The minutes of a meeting. Until they are published, they are for those of the table; the reserved part stays so.
    async fn minutes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what they are looked up.")] by: MinutesBy,
    ) -> Result<Option<Minutes>> {
        match by {
            MinutesBy::Id(id) => id::found(ctx, &id, Minutes::by_id).await,
            MinutesBy::MeetingId(id) => id::found(ctx, &id, Minutes::of_meeting).await,
        }
    }

    /// The decisions that you may see, in the order in which they were recorded.
    async fn decisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which decisions.")] filter: Option<DecisionFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<DecisionOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Decision>> {
        let direction = DecisionOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        Connection::read(ctx, filter.unwrap_or_default().read(), page).await
    }

    /// The follow-ups that you may see, by due date.
    async fn follow_ups(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which follow-ups.")] filter: Option<FollowUpFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<FollowUpOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<FollowUp>> {
        let direction = FollowUpOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        Connection::read(ctx, filter.unwrap_or_default().read(), page).await
    }
}
