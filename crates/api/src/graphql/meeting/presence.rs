use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_domain::ids::{MeetingId, SeatId, TableId};
use cordata_domain::meeting;

use super::AgendaItem;
use crate::graphql::id;
use crate::graphql::identity::Person;
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::table::{HolderCapacity, Seat};
use crate::loader::SeatsOf;
use crate::scalar::DateTime;
use crate::state::RequestContext;

/// What an addressee answers to a convocation.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::AnswerKind")]
pub enum AnswerKind {
    /// Comes.
    Attending,
    /// Does not come; the substitute does.
    SubstituteAttends,
    /// Nobody comes for the organisation.
    Absent,
}

/// How a seat is represented at a meeting.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "meeting::Presence")]
pub enum Presence {
    /// In the room.
    InPerson,
    /// By a live link.
    Remote,
    /// Not there.
    Absent,
}

/// The dispatch of a convocation.
#[derive(SimpleObject)]
pub struct Convocation {
    /// The year in which its number counts.
    year: i32,
    /// Its number in the table and year, which is not the meeting's.
    number: u32,
    /// When it was dispatched.
    dispatched_at: DateTime,
    /// Full working days between dispatch and meeting.
    days_of_notice: u32,
    /// Why the notice is short; null for ordinary notice.
    urgency: Option<String>,
}

impl From<&meeting::Convocation> for Convocation {
    fn from(convocation: &meeting::Convocation) -> Self {
        Self {
            year: convocation.number.year,
            number: convocation.number.number,
            dispatched_at: convocation.dispatched_at.into(),
            days_of_notice: convocation.days_of_notice,
            urgency: convocation.urgency.clone(),
        }
    }
}

/// One addressee of a convocation, as it was dispatched.
pub struct Invitee {
    pub(super) table: TableId,
    pub(super) invitee: meeting::Invitee,
}

/// One addressee of a convocation, as it was dispatched.
#[Object]
impl Invitee {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.invitee.id)
    }

    /// The organisation that was convened.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Stakeholder> {
        RequestContext::of(ctx).load_named(self.invitee.organisation).await.map(Stakeholder)
    }

    /// The person who held the seat; null where you may not see them.
    ///
    /// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::by_id(ctx, self.invitee.person).await
    }

    /// In which capacity.
    async fn capacity(&self) -> HolderCapacity {
        self.invitee.capacity.into()
    }

    /// Whether the seat votes.
    async fn voting(&self) -> bool {
        self.invitee.voting
    }

    /// The latest answer; null while there is none, and for everybody outside the table.
    async fn answer(&self, ctx: &Context<'_>) -> Option<InviteeAnswer> {
        let inside = RequestContext::of(ctx).sight.sees(self.table, false);
        let answer = self.invitee.answer.as_ref().filter(|_| inside)?;
        Some(InviteeAnswer { kind: answer.kind.into(), at: answer.at.into() })
    }
}

/// An answer to a convocation.
#[derive(SimpleObject)]
pub struct InviteeAnswer {
    /// What was answered.
    kind: AnswerKind,
    /// When.
    at: DateTime,
}

/// Where and when people were present: the meeting, its table and its day.
#[derive(Clone, Copy)]
pub(super) struct Sitting {
    pub(super) meeting: MeetingId,
    pub(super) table: TableId,
    pub(super) day: NaiveDate,
}

impl Sitting {
    async fn seat(self, ctx: &Context<'_>, id: SeatId) -> Result<Seat> {
        let request = RequestContext::of(ctx);
        let seats = request.load_named(SeatsOf(self.table)).await?;
        let seat = seats.into_iter().find(|seat| seat.id == id);
        let seat = request.tell(seat.ok_or_else(|| AppError::fault("attendance of a seat that is not there")))?;
        Ok(Seat::on(seat, self.day))
    }
}

/// The presence of one seat at a meeting, from a moment to a moment.
pub struct Attendance {
    pub(super) sitting: Sitting,
    pub(super) attendance: meeting::Attendance,
}

/// The presence of one seat at a meeting, from a moment to a moment.
#[Object]
impl Attendance {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.attendance.id)
    }

    /// The seat, with its holders on the day of the meeting.
    async fn seat(&self, ctx: &Context<'_>) -> Result<Seat> {
        self.sitting.seat(ctx, self.attendance.seat).await
    }

    /// Who sits on it; null where nobody is recorded, or where you may not see them.
    ///
    /// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        match self.attendance.person {
            Some(person) => Person::by_id(ctx, person).await,
            None => Ok(None),
        }
    }

    /// How it is represented.
    async fn presence(&self) -> Presence {
        self.attendance.presence.into()
    }

    /// From when.
    async fn from(&self) -> DateTime {
        self.attendance.from.into()
    }

    /// Until when; null while it lasts.
    async fn until(&self) -> Option<DateTime> {
        self.attendance.until.map(DateTime)
    }
}

/// A count of the voting seats represented at one moment.
pub struct QuorumCheck {
    pub(super) sitting: Sitting,
    pub(super) check: meeting::QuorumCheck,
}

/// A count of the voting seats represented at one moment.
#[Object]
impl QuorumCheck {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.check.id)
    }

    /// When seats were counted.
    async fn at(&self) -> DateTime {
        self.check.at.into()
    }

    /// The item at which they were counted; null for a count at another moment.
    async fn agenda_item(&self, ctx: &Context<'_>) -> Result<Option<AgendaItem>> {
        match self.check.item {
            Some(item) => AgendaItem::of(ctx, self.sitting.meeting, item).await,
            None => Ok(None),
        }
    }

    /// Voting seats represented. Seats count, not people.
    async fn represented(&self) -> u32 {
        self.check.represented
    }

    /// Voting seats active at the table.
    async fn base(&self) -> u32 {
        self.check.base
    }

    /// Voting seats required.
    async fn required(&self) -> u32 {
        self.check.required
    }

    /// Whether enough voting seats were represented.
    async fn passes(&self) -> bool {
        self.check.passes()
    }
}
