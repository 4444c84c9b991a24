use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::Duration;
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::read::MeetingFilter;
use cordata_domain::document::DocumentSubject;
use cordata_domain::ids::MeetingId;
use cordata_domain::meeting;
use cordata_domain::policy::{Act, Facts};

use super::presence::Sitting;
use super::{AgendaItem, Attendance, Convocation, Decision, Invitee, Minutes, QuorumCheck};
use crate::graphql::document::Document;
use crate::graphql::id;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::table::{ConcertationTable, RulesOfProcedure};
use crate::loader::{AttendanceOf, DecisionsOf, InviteesOf, MeetingsCount, MeetingsPage, QuorumChecksOf};
use crate::scalar::{DateTime, LocalDateTime, TimeZone, Url};
use crate::state::RequestContext;

/// Which kind of meeting.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::MeetingKind")]
pub enum MeetingKind {
    /// With full notice.
    Ordinary,
    /// With short notice and a reason.
    Urgent,
    /// After a first call without quorum, with a lower quorum.
    SecondCall,
}

/// Where people meet.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::MeetingMode")]
pub enum MeetingMode {
    /// In a room.
    InPerson,
    /// By a live link.
    Remote,
    /// Both.
    Hybrid,
}

/// Where a meeting stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::MeetingState")]
pub enum MeetingState {
    /// Being prepared.
    Draft,
    /// Convened: the convocation was dispatched.
    Convened,
    /// Put off; to be convened again.
    Postponed,
    /// Under way.
    Open,
    /// Over.
    Closed,
    /// Called off, with a reason.
    Cancelled,
}

/// How a meeting ended.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::MeetingOutcome")]
pub enum MeetingOutcome {
    /// The quorum was reached.
    Valid,
    /// It was not.
    Inquorate,
}

/// A meeting of a table. Drafts are seen by those of the table only.
pub struct Meeting(pub meeting::Meeting);

impl Meeting {
    /// The meeting with this id, if the caller may see it.
    pub async fn by_id(ctx: &Context<'_>, id: MeetingId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }

    fn sitting(&self) -> Sitting {
        Sitting { meeting: self.0.id, table: self.0.table, day: self.0.day() }
    }
}

/// A meeting of a table. Drafts are seen by those of the table only.
#[Object]
impl Meeting {
    /// Its id: links and calendar entries use it.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The table.
    async fn table(&self, ctx: &Context<'_>) -> Result<ConcertationTable> {
        RequestContext::of(ctx).load_named(self.0.table).await.map(ConcertationTable)
    }

    /// The year in which its number counts: that of its start.
    async fn year(&self) -> i32 {
        self.0.year()
    }

    /// Its number in the table and year, without gaps; null until it is opened.
    async fn number(&self) -> Option<u32> {
        self.0.number.map(|number| number.number)
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.plan.title
    }

    /// Which kind of meeting.
    async fn kind(&self) -> MeetingKind {
        self.0.plan.kind.into()
    }

    /// Where people meet.
    async fn mode(&self) -> MeetingMode {
        self.0.plan.mode.into()
    }

    /// The room; null for a remote meeting.
    async fn place(&self) -> Option<&str> {
        self.0.plan.place.as_deref()
    }

    /// The live link; null where there is none, and for everybody outside the table.
    async fn link(&self, ctx: &Context<'_>) -> Option<Url> {
        let inside = RequestContext::of(ctx).sight.sees(self.0.table, false);
        self.0.plan.link.clone().filter(|_| inside).map(Url)
    }

    /// When it begins.
    async fn starts_at(&self) -> DateTime {
        self.0.plan.starts.instant().into()
    }

    /// When it begins, as the clock on the wall shows it in its time zone.
    async fn starts_at_local(&self) -> LocalDateTime {
        self.0.plan.starts.local.into()
    }

    /// The time zone of its place.
    async fn time_zone(&self) -> TimeZone {
        self.0.plan.starts.zone.into()
    }

    /// When it is expected to end.
    async fn ends_at(&self) -> DateTime {
        (self.0.plan.starts.instant() + Duration::minutes(self.0.plan.minutes.into())).into()
    }

    /// Where it stands.
    async fn state(&self) -> MeetingState {
        self.0.state.into()
    }

    /// How it ended; null until it is closed.
    async fn outcome(&self) -> Option<MeetingOutcome> {
        self.0.outcome.map(Into::into)
    }

    /// Why it was postponed or cancelled; null otherwise.
    async fn state_reason(&self) -> Option<&str> {
        self.0.state_reason.as_deref()
    }

    /// The dispatch of its convocation; null until it is convened.
    async fn convocation(&self) -> Option<Convocation> {
        self.0.convocation.as_ref().map(Into::into)
    }

    /// The rules of procedure that hold for it: those in force when it was convened; null until then.
    async fn rules(&self) -> Option<RulesOfProcedure> {
        self.0.rules.map(Into::into)
    }

    /// Its agenda, in order.
    async fn agenda(&self, ctx: &Context<'_>) -> Result<Vec<AgendaItem>> {
        AgendaItem::all_of(ctx, self.0.id).await
    }

    /// The addressees of its convocation. Their answers are for those inside the table.
    async fn invitees(&self, ctx: &Context<'_>) -> Result<Vec<Invitee>> {
        let invitees = RequestContext::of(ctx).load_named(InviteesOf(self.0.id)).await?;
        let table = self.0.table;
        Ok(invitees.into_iter().map(|invitee| Invitee { table, invitee }).collect())
    }

    /// Which seats were represented, and how.
    async fn attendance(&self, ctx: &Context<'_>) -> Result<Vec<Attendance>> {
        let sitting = self.sitting();
        let attendance = RequestContext::of(ctx).load_named(AttendanceOf(self.0.id)).await?;
        Ok(attendance.into_iter().map(|attendance| Attendance { sitting, attendance }).collect())
    }

    /// The counts of seats, oldest first.
    async fn quorum_checks(&self, ctx: &Context<'_>) -> Result<Vec<QuorumCheck>> {
        let sitting = self.sitting();
        let checks = RequestContext::of(ctx).load_named(QuorumChecksOf(self.0.id)).await?;
        Ok(checks.into_iter().map(|check| QuorumCheck { sitting, check }).collect())
    }

    /// What it decided, by number.
    async fn decisions(&self, ctx: &Context<'_>) -> Result<Vec<Decision>> {
        let decisions = RequestContext::of(ctx).load_named(DecisionsOf(self.0.id)).await?;
        Ok(decisions.into_iter().map(Decision).collect())
    }

    /// Its minutes; null while there are none that you may see: until they are published, they are for those of the
    /// table.
    async fn minutes(&self, ctx: &Context<'_>) -> Result<Option<Minutes>> {
        Minutes::of_meeting(ctx, self.0.id).await
    }

    /// Its documents that you may read, oldest first: 100 at most.
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<Document>> {
        Document::all_of(ctx, DocumentSubject::Meeting(self.0.id)).await
    }

    /// When it was opened; null until then.
    async fn opened_at(&self) -> Option<DateTime> {
        self.0.opened_at.map(DateTime)
    }

    /// When it was closed; null until then.
    async fn closed_at(&self) -> Option<DateTime> {
        self.0.closed_at.map(DateTime)
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> MeetingViewerCan {
        let may = |act| RequestContext::of(ctx).may(act, &Facts::table(self.0.table));
        MeetingViewerCan {
            update: may(Act::DraftMeeting),
            propose_agenda_item: may(Act::ProposeAgendaItem),
            convene: may(Act::ConveneMeeting),
            cancel: may(Act::CancelMeeting),
            record: may(Act::RecordMeeting),
            draft_minutes: may(Act::DraftMinutes),
        }
    }
}

impl Listed for Meeting {
    type Filter = MeetingFilter;

    async fn page(
        request: &RequestContext,
        filter: &MeetingFilter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        let page = match filter.only_table() {
            Some(table) => request.read(MeetingsPage(table, window.clone())).await?.unwrap_or_else(Page::empty),
            None => request.reads().meetings(&request.sight, filter, window).await?,
        };
        Ok(wrapped(page, Self))
    }

    async fn count(request: &RequestContext, filter: &MeetingFilter) -> Result<u64, Arc<AppError>> {
        Ok(match filter.only_table() {
            Some(table) => request.read(MeetingsCount(table)).await?.unwrap_or_default(),
            None => request.reads().count_meetings(&request.sight, filter).await?,
        })
    }
}

/// What your roles allow you to do with a meeting. Its state may still refuse it.
#[derive(Debug, SimpleObject)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each act")]
pub struct MeetingViewerCan {
    /// Change its preparation and set its agenda.
    update: bool,
    /// Propose an item for its agenda.
    propose_agenda_item: bool,
    /// Dispatch its convocation.
    convene: bool,
    /// Postpone or cancel it.
    cancel: bool,
    /// Open it, record presence and decisions, close it.
    record: bool,
    /// Write its minutes, once it is closed.
    draft_minutes: bool,
}
