//! Holding a meeting: presence, decisions, items put off.

use async_graphql::{Context, ID, InputObject, Object, Result};
use cordata_app::meeting::{
    AddUrgentItem, AttendanceEntry, CloseMeeting, DeferItem, OpenMeeting, RecordAttendance, RecordDecision,
};
use cordata_domain::meeting::DecisionDraft;
use cordata_domain::{Refusal, meeting};

use super::input::AgendaItemInput;
use super::item_of_meeting;
use crate::graphql::input::{read_id, read_ids, read_language, read_optional_id};
use crate::graphql::meeting::{AgendaItem, Decision, DecisionMethod, Majority, Meeting, Presence};
use crate::graphql::mutation::{Input, Renamed, answer, payloads, versioned};
use crate::scalar::{DateTime, Locale};

/// A convened meeting that begins.
#[derive(Debug, InputObject)]
pub struct OpenMeetingInput {
    /// The meeting.
    pub meeting_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
}

impl Input for OpenMeetingInput {
    type Command = OpenMeeting;

    const RENAMED: Renamed = &[("startsAt", &["meetingId"])];

    fn command(self) -> Result<OpenMeeting, Refusal> {
        Ok(OpenMeeting { meeting: read_id(&self.meeting_id, "meetingId")?, expected_version: self.expected_version })
    }
}

versioned! {
    /// An open meeting that ends.
    CloseMeetingInput {
        /// The meeting.
        meeting_id: "meetingId"
    } => CloseMeeting, |meeting, expected_version| CloseMeeting { meeting, expected_version };
}

/// How one seat is represented from a moment on.
#[derive(Debug, InputObject)]
pub struct AttendanceEntryInput {
    /// The seat.
    pub seat_id: ID,
    /// Who sits on it.
    pub person_id: Option<ID>,
    /// How it is represented.
    pub presence: Presence,
    /// From when; from now on where it is left out.
    pub from: Option<DateTime>,
}

impl AttendanceEntryInput {
    fn read(&self) -> Result<AttendanceEntry, Refusal> {
        Ok(AttendanceEntry {
            seat: read_id(&self.seat_id, "seatId")?,
            person: read_optional_id(self.person_id.as_ref(), "personId")?,
            presence: self.presence.into(),
            from: self.from.map(|from| from.0),
        })
    }
}

/// Who came to an open meeting, and who left.
#[derive(Debug, InputObject)]
pub struct RecordAttendanceInput {
    /// The meeting.
    pub meeting_id: ID,
    /// One entry for each seat that came, left or changed: at most 500.
    pub entries: Vec<AttendanceEntryInput>,
}

impl Input for RecordAttendanceInput {
    type Command = RecordAttendance;

    fn command(self) -> Result<RecordAttendance, Refusal> {
        let meeting = read_id(&self.meeting_id, "meetingId")?;
        let entry = |(index, entry): (usize, &AttendanceEntryInput)| {
            entry.read().map_err(|refusal| refusal.under(index.to_string()).under("entries"))
        };
        let entries = self.entries.iter().enumerate().map(entry).collect::<Result<_, _>>()?;
        Ok(RecordAttendance { meeting, entries })
    }
}

/// Votes, in seats. They add up to the voting seats that are represented and not in conflict.
#[derive(Debug, InputObject)]
pub struct TallyInput {
    /// For.
    pub in_favour: u32,
    /// Against. None under consensus.
    #[graphql(default)]
    pub against: u32,
    /// Abstained.
    #[graphql(default)]
    pub abstained: u32,
    /// Present but not voting.
    #[graphql(default)]
    pub not_voting: u32,
    /// With a declared conflict of interest, and therefore left out of the vote.
    #[graphql(default)]
    pub in_conflict: u32,
}

/// What an open meeting decided on an item.
#[derive(Debug, InputObject)]
pub struct RecordDecisionInput {
    /// The meeting.
    pub meeting_id: ID,
    /// The item of its agenda: one for decision that is not yet dealt with.
    pub agenda_item_id: ID,
    /// What is decided: at most 20,000 characters.
    pub text: String,
    /// The language of the text; Italian where it is left out.
    pub language: Option<Locale>,
    /// How it was taken.
    pub method: DecisionMethod,
    /// Which majority adopts, when votes are counted.
    pub majority: Majority,
    /// The votes.
    pub tally: TallyInput,
    /// The organisations that it binds: at most 50.
    #[graphql(default)]
    pub binds_ids: Vec<ID>,
}

impl Input for RecordDecisionInput {
    type Command = RecordDecision;

    const RENAMED: Renamed = &[("inConflict", &["tally", "inConflict"])];

    fn command(self) -> Result<RecordDecision, Refusal> {
        let TallyInput { in_favour, against, abstained, not_voting, in_conflict } = self.tally;
        let draft = DecisionDraft {
            item: read_id(&self.agenda_item_id, "agendaItemId")?,
            text: self.text,
            language: read_language(self.language),
            method: self.method.into(),
            majority: self.majority.into(),
            tally: meeting::Tally { in_favour, against, abstained, not_voting },
            in_conflict,
            binds: read_ids(&self.binds_ids, "bindsIds")?,
        };
        Ok(RecordDecision { meeting: read_id(&self.meeting_id, "meetingId")?, draft })
    }
}

/// An item that is put off.
#[derive(Debug, InputObject)]
pub struct DeferItemInput {
    /// The item of the agenda of an open meeting.
    pub agenda_item_id: ID,
}

impl Input for DeferItemInput {
    type Command = DeferItem;

    fn command(self) -> Result<DeferItem, Refusal> {
        Ok(DeferItem { item: read_id(&self.agenda_item_id, "agendaItemId")? })
    }
}

/// An item that cannot wait, for a meeting that is convened or open.
#[derive(Debug, InputObject)]
pub struct AddUrgentItemInput {
    /// The meeting.
    pub meeting_id: ID,
    /// The item.
    pub item: AgendaItemInput,
    /// Why it cannot wait: at most 2,000 characters.
    pub urgency: String,
}

impl Input for AddUrgentItemInput {
    type Command = AddUrgentItem;

    const RENAMED: Renamed = &[("title", &["item", "title"]), ("bodyMarkdown", &["item", "bodyMarkdown"])];

    fn command(self) -> Result<AddUrgentItem, Refusal> {
        let meeting = read_id(&self.meeting_id, "meetingId")?;
        Ok(AddUrgentItem { meeting, item: self.item.into(), urgency: self.urgency })
    }
}

payloads! {
    /// What became of `addUrgentItem`.
    AddUrgentItemPayload {
        /// The new item, at the end of the agenda.
        agenda_item: AgendaItem,
        /// The meeting with its agenda.
        meeting: Meeting,
    }
    /// What became of `openMeeting`.
    OpenMeetingPayload {
        /// The open meeting, with its number.
        meeting: Meeting
    }
    /// What became of `recordAttendance`.
    RecordAttendancePayload {
        /// The meeting, with its attendance and the new count of seats.
        meeting: Meeting
    }
    /// What became of `recordDecision`.
    RecordDecisionPayload {
        /// The decision, adopted or rejected by the votes.
        decision: Decision
    }
    /// What became of `deferItem`.
    DeferItemPayload {
        /// The meeting with its agenda.
        meeting: Meeting
    }
    /// What became of `closeMeeting`.
    CloseMeetingPayload {
        /// The closed meeting, with its outcome.
        meeting: Meeting
    }
}

/// Holding meetings.
#[derive(Debug, Default)]
pub struct HoldMutation;

#[Object]
impl HoldMutation {
    /// Adds an item to the agenda after the convocation, with the reason why it cannot wait.
    ///
    /// Requires: coordinator or secretariat.
    async fn add_urgent_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting, and the item.")] input: AddUrgentItemInput,
    ) -> Result<AddUrgentItemPayload> {
        answer(ctx, input, item_of_meeting).await
    }

    /// Opens a convened meeting on its day: it gets its number in the table and year.
    ///
    /// Requires: coordinator or secretariat.
    async fn open_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting.")] input: OpenMeetingInput,
    ) -> Result<OpenMeetingPayload> {
        answer(ctx, input, Meeting::by_id).await
    }

    /// Records which seats of the table are represented at an open meeting, and counts the quorum.
    ///
    /// Requires: coordinator or secretariat.
    async fn record_attendance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting, and who came or left.")] input: RecordAttendanceInput,
    ) -> Result<RecordAttendancePayload> {
        answer(ctx, input, Meeting::by_id).await
    }

    /// Records what an open meeting decided on an item. The quorum is counted at that moment, and the votes say whether
    /// it is adopted.
    ///
    /// Requires: coordinator or secretariat.
    async fn record_decision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was decided, and the votes.")] input: RecordDecisionInput,
    ) -> Result<RecordDecisionPayload> {
        answer(ctx, input, Decision::by_id).await
    }

    /// Puts an item of an open meeting off: it returns on the agenda of the next meeting by itself.
    ///
    /// Requires: coordinator or secretariat.
    async fn defer_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which item.")] input: DeferItemInput,
    ) -> Result<DeferItemPayload> {
        answer(ctx, input, Meeting::by_id).await
    }

    /// Closes an open meeting. Items that were not dealt with are deferred; without a quorum, all of them.
    ///
    /// Requires: coordinator or secretariat.
    async fn close_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting.")] input: CloseMeetingInput,
    ) -> Result<CloseMeetingPayload> {
        answer(ctx, input, Meeting::by_id).await
    }
}
