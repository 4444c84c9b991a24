use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::read::{DecisionFilter, FollowUpFilter};
use cordata_domain::ids::{DecisionId, FollowUpId};
use cordata_domain::meeting;
use cordata_domain::policy::{Act, Facts};

use super::{AgendaItem, Meeting};
use crate::graphql::id;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::table::ConcertationTable;
use crate::loader::{DecisionsCount, DecisionsPage, FollowUpsCount, FollowUpsOf, FollowUpsPage};
use crate::scalar::{Date, Locale};
use crate::state::RequestContext;

/// How a decision was taken.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::DecisionMethod")]
pub enum DecisionMethod {
    /// Nobody objects.
    Consensus,
    /// By show of hands or roll call.
    OpenVote,
    /// By ballot.
    SecretVote,
}

/// Which majority adopts, counted in seats.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::Majority")]
pub enum Majority {
    /// More for than against.
    Simple,
    /// More than half of all voting seats.
    Absolute,
    /// At least two thirds of all voting seats.
    Qualified,
}

/// What became of a decision.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::DecisionState")]
pub enum DecisionState {
    /// Adopted.
    Adopted,
    /// Rejected.
    Rejected,
    /// Replaced by a later decision.
    Superseded,
}

/// Where a follow-up stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::FollowUpState")]
pub enum FollowUpState {
    /// Assigned.
    Open,
    /// Being worked on.
    InProgress,
    /// Said to be done, with evidence.
    Done,
    /// Checked by the secretariat.
    Verified,
    /// Cancelled by a later decision.
    Cancelled,
}

/// A decision of a table.
pub struct Decision(pub meeting::Decision);

impl Decision {
    /// The decision with this id, if the caller may see it.
    pub async fn by_id(ctx: &Context<'_>, id: DecisionId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// A decision of a table.
#[Object]
impl Decision {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The table that took it.
    async fn table(&self, ctx: &Context<'_>) -> Result<ConcertationTable> {
        RequestContext::of(ctx).load_named(self.0.table).await.map(ConcertationTable)
    }

    /// The meeting at which it was taken.
    async fn meeting(&self, ctx: &Context<'_>) -> Result<Meeting> {
        RequestContext::of(ctx).load_named(self.0.meeting).await.map(Meeting)
    }

    /// The item of the agenda it is about.
    async fn agenda_item(&self, ctx: &Context<'_>) -> Result<Option<AgendaItem>> {
        AgendaItem::of(ctx, self.0.meeting, self.0.item).await
    }

    /// The year in which its number counts.
    async fn year(&self) -> i32 {
        self.0.number.year
    }

    /// Its number in the table and year, without gaps.
    async fn number(&self) -> u32 {
        self.0.number.number
    }

    /// What is decided.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// The language of the text.
    async fn language(&self) -> Locale {
        self.0.language.clone().into()
    }

    /// How it was taken.
    async fn method(&self) -> DecisionMethod {
        self.0.method.into()
    }

    /// Which majority it needed.
    async fn majority(&self) -> Majority {
        self.0.majority.into()
    }

    /// The votes, in seats.
    async fn tally(&self) -> Tally {
        let votes = self.0.tally;
        Tally {
            in_favour: votes.in_favour,
            against: votes.against,
            abstained: votes.abstained,
            not_voting: votes.not_voting,
            in_conflict: self.0.in_conflict,
        }
    }

    /// The organisations that it binds.
    async fn binds(&self, ctx: &Context<'_>) -> Result<Vec<Stakeholder>> {
        let bound = RequestContext::of(ctx).load_all(self.0.binds.iter().copied()).await?;
        Ok(bound.into_iter().map(Stakeholder).collect())
    }

    /// What became of it.
    async fn state(&self) -> DecisionState {
        self.0.state.into()
    }

    /// What follows from it, by due date.
    async fn follow_ups(&self, ctx: &Context<'_>) -> Result<Vec<FollowUp>> {
        let follow_ups = RequestContext::of(ctx).load_named(FollowUpsOf(self.0.id)).await?;
        Ok(follow_ups.into_iter().map(FollowUp).collect())
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> DecisionViewerCan {
        let facts = Facts::table(self.0.table);
        DecisionViewerCan { add_follow_up: RequestContext::of(ctx).may(Act::ManageFollowUp, &facts) }
    }
}

impl Listed for Decision {
    type Filter = DecisionFilter;

    async fn page(
        request: &RequestContext,
        filter: &DecisionFilter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        let page = match filter.only_table() {
            Some(table) => request.read(DecisionsPage(table, window.clone())).await?.unwrap_or_else(Page::empty),
            None => request.reads().decisions(&request.sight, filter, window).await?,
        };
        Ok(wrapped(page, Self))
    }

    async fn count(request: &RequestContext, filter: &DecisionFilter) -> Result<u64, Arc<AppError>> {
        Ok(match filter.only_table() {
            Some(table) => request.read(DecisionsCount(table)).await?.unwrap_or_default(),
            None => request.reads().count_decisions(&request.sight, filter).await?,
        })
    }
}

/// What your roles allow you to do with a decision. Its state may still refuse it.
#[derive(Debug, SimpleObject)]
pub struct DecisionViewerCan {
    /// Give an organisation a task that follows from it.
    add_follow_up: bool,
}

/// Votes, in seats.
#[derive(Debug, SimpleObject)]
pub struct Tally {
    /// For.
    in_favour: u32,
    /// Against.
    against: u32,
    /// Abstained.
    abstained: u32,
    /// Present but not voting.
    not_voting: u32,
    /// With a declared conflict of interest, and therefore left out of the vote.
    in_conflict: u32,
}

/// A task that follows from a decision; an organisation does it by a day.
pub struct FollowUp(pub meeting::FollowUp);

impl FollowUp {
    /// The follow-up with this id, if the caller may see it.
    pub async fn by_id(ctx: &Context<'_>, id: FollowUpId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// A task that follows from a decision; an organisation does it by a day.
#[Object]
impl FollowUp {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The decision it comes from.
    async fn decision(&self, ctx: &Context<'_>) -> Result<Decision> {
        RequestContext::of(ctx).load_named(self.0.decision).await.map(Decision)
    }

    /// The meeting of that decision.
    async fn meeting(&self, ctx: &Context<'_>) -> Result<Meeting> {
        RequestContext::of(ctx).load_named(self.0.meeting).await.map(Meeting)
    }

    /// The table of that decision.
    async fn table(&self, ctx: &Context<'_>) -> Result<ConcertationTable> {
        RequestContext::of(ctx).load_named(self.0.table).await.map(ConcertationTable)
    }

    /// The organisation that does it.
    async fn owner(&self, ctx: &Context<'_>) -> Result<Stakeholder> {
        RequestContext::of(ctx).load_named(self.0.owner).await.map(Stakeholder)
    }

    /// What is to be done.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// The language of the text.
    async fn language(&self) -> Locale {
        self.0.language.clone().into()
    }

    /// The last day on which it is in time.
    async fn due(&self) -> Date {
        self.0.due.into()
    }

    /// Whether it is late today, in the time zone of the table.
    async fn overdue(&self, ctx: &Context<'_>) -> Result<bool> {
        let request = RequestContext::of(ctx);
        let table = request.load_named(self.0.table).await?;
        Ok(self.0.is_overdue(request.today(table.time_zone)))
    }

    /// What shows that it is done; null until then.
    async fn evidence(&self) -> Option<&str> {
        self.0.evidence.as_deref()
    }

    /// Where it stands.
    async fn state(&self) -> FollowUpState {
        self.0.state.into()
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> FollowUpViewerCan {
        let facts = Facts { table: Some(self.0.table), organisation: Some(self.0.owner), person: None };
        let may = |act| RequestContext::of(ctx).may(act, &facts);
        FollowUpViewerCan { advance: may(Act::AdvanceFollowUp), verify: may(Act::VerifyFollowUp) }
    }
}

impl Listed for FollowUp {
    type Filter = FollowUpFilter;

    async fn page(
        request: &RequestContext,
        filter: &FollowUpFilter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        let page = match filter.only_table() {
            Some(table) => request.read(FollowUpsPage(table, window.clone())).await?.unwrap_or_else(Page::empty),
            None => request.reads().follow_ups(&request.sight, filter, window).await?,
        };
        Ok(wrapped(page, Self))
    }

    async fn count(request: &RequestContext, filter: &FollowUpFilter) -> Result<u64, Arc<AppError>> {
        Ok(match filter.only_table() {
            Some(table) => request.read(FollowUpsCount(table)).await?.unwrap_or_default(),
            None => request.reads().count_follow_ups(&request.sight, filter).await?,
        })
    }
}

/// What your roles allow you to do with a follow-up. Its state may still refuse it.
#[derive(Debug, SimpleObject)]
pub struct FollowUpViewerCan {
    /// Say that it is under way or done.
    advance: bool,
    /// Confirm that it is done.
    verify: bool,
}
