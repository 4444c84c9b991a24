use super::YearNumber;
use super::agenda::{AgendaItem, AgendaItemKind, AgendaItemState};
use super::attendance::{Attendance, QuorumCheck, count_quorum};
use super::convocation::{AnswerKind, Convocation, Invitee};
use super::decision::{Decision, DecisionDraft};
use super::preparation::{MeetingDraft, MeetingKind, MeetingOutcome, MeetingState};
use crate::error::{InputProblem, Reason, Refusal};
use crate::identity::Affiliation;
use crate::ids::{AgendaItemId, DecisionId, InviteeId, MeetingId, PersonId, QuorumCheckId, TableId};
use crate::period::{LocalMoment, WorkingCalendar};
use crate::table::{QuorumShare, RulesOfProcedure, Seat};
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};

/// A meeting of a table: what its page begins with.
#[derive(Debug, Clone)]
pub struct Meeting {
    /// Its id: links and calendar ids use it.
    pub id: MeetingId,
    /// The table.
    pub table: TableId,
    /// What its preparation set.
    pub plan: MeetingDraft,
    /// Where it stands.
    pub state: MeetingState,
    /// How it ended.
    pub outcome: Option<MeetingOutcome>,
    /// The dispatch of its convocation.
    pub convocation: Option<Convocation>,
    /// Its number, given when it opened.
    pub number: Option<YearNumber>,
    /// The rules frozen at the convocation (rule T9).
    pub rules: Option<RulesOfProcedure>,
    /// Why it was postponed or cancelled.
    pub state_reason: Option<String>,
    /// The SEQUENCE of its calendar entry: raised by every change that guests were told of.
    pub sequence: u32,
    /// When it was opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Raised by every change.
    pub version: i64,
}

/// A meeting with everything that happened at it: what commands load, change and save.
#[derive(Debug, Clone)]
pub struct MeetingRecord {
    /// The meeting itself.
    pub meeting: Meeting,
    /// Its agenda, in order.
    pub agenda: Vec<AgendaItem>,
    /// The addressees of its convocation.
    pub invitees: Vec<Invitee>,
    /// Who was there.
    pub attendance: Vec<Attendance>,
    /// Counts of seats.
    pub quorum_checks: Vec<QuorumCheck>,
}

/// What dispatching a convocation needs besides the meeting itself.
#[derive(Debug)]
pub struct ConveneOrder<'a> {
    /// The table's rules now.
    pub rules: RulesOfProcedure,
    /// The body's working days.
    pub calendar: WorkingCalendar,
    /// The next free number of a convocation in the year of dispatch.
    pub number: u32,
    /// Why the notice is short.
    pub urgency: Option<&'a str>,
    /// The addressees.
    pub invitees: Vec<Invitee>,
    /// What earlier meetings left open, which goes on this agenda (rule T14).
    pub returning: Vec<AgendaItem>,
    /// Now.
    pub now: DateTime<Utc>,
}

impl Meeting {
    /// The year in which its number counts: the local year of its start.
    pub fn year(&self) -> i32 {
        self.plan.starts.date().year()
    }

    /// The UID of its calendar entry: the same in every mail and file about it.
    pub fn calendar_uid(&self) -> String {
        format!("{}@cordata", self.id)
    }

    /// The day of the meeting on the wall.
    pub fn day(&self) -> NaiveDate {
        self.plan.starts.date()
    }

    /// Whether everybody who may see the table sees it: drafts are for those who prepare.
    pub fn is_announced(&self) -> bool {
        self.convocation.is_some() || matches!(self.state, MeetingState::Open | MeetingState::Closed)
    }
}

impl MeetingRecord {
    /// A new meeting in draft.
    pub fn draft(id: MeetingId, table: TableId, plan: MeetingDraft) -> Result<Self, Refusal> {
        let meeting = Meeting {
            id,
            table,
            plan: plan.checked()?,
            state: MeetingState::Draft,
            outcome: None,
            convocation: None,
            number: None,
            rules: None,
            state_reason: None,
            sequence: 0,
            opened_at: None,
            closed_at: None,
            version: 1,
        };
        Ok(Self { meeting, agenda: vec![], invitees: vec![], attendance: vec![], quorum_checks: vec![] })
    }

    /// Changes the preparation; only a draft can be changed silently.
    pub fn replan(&mut self, plan: MeetingDraft) -> Result<(), Refusal> {
        self.require(&[MeetingState::Draft, MeetingState::Postponed], "updateMeeting")?;
        self.meeting.plan = plan.checked()?;
        Ok(())
    }

    /// Draft or Postponed → Convened: notice is respected in working days, or the meeting is urgent with a reason
    /// (rule T5); the rules in force stay with the meeting (rule T9).
    pub fn convene(&mut self, mut order: ConveneOrder<'_>) -> Result<(), Refusal> {
        self.require(&[MeetingState::Draft, MeetingState::Postponed], "conveneMeeting")?;
        self.set_agenda(std::mem::take(&mut order.returning), self.own_items())?;
        if self.agenda.is_empty() {
            return Err(Refusal::input(InputProblem::Blank).under("agenda"));
        }
        if order.invitees.is_empty() {
            return Err(Refusal::input(InputProblem::Blank).under("seats"));
        }
        let here = LocalMoment::at(order.now, self.meeting.plan.starts.zone);
        if self.meeting.plan.starts.instant() <= order.now {
            let range = InputProblem::OutOfRange { min: here.to_minute(), max: String::new() };
            return Err(Refusal::input(range).under("startsAtLocal"));
        }
        let dispatch = here.date();
        let urgency = self.urgency(&order)?;
        let required = self.required_notice(&order.rules);
        let given = order.calendar.days_of_notice(dispatch, self.meeting.plan.starts.date());
        if given < required {
            let earliest = order.calendar.earliest_meeting(dispatch, required);
            return Err(Reason::NoticeTooShort { required, given, earliest }.at("startsAt"));
        }
        self.meeting.sequence =
            if self.meeting.convocation.is_some() { self.meeting.sequence.saturating_add(1) } else { 0 };
        let number = YearNumber { year: dispatch.year(), number: order.number };
        self.meeting.convocation =
            Some(Convocation { number, dispatched_at: order.now, days_of_notice: given, urgency });
        self.meeting.rules = Some(order.rules);
        self.invitees = order.invitees;
        self.meeting.state = MeetingState::Convened;
        Ok(())
    }

    fn urgency(&self, order: &ConveneOrder<'_>) -> Result<Option<String>, Refusal> {
        match (self.meeting.plan.kind, order.urgency) {
            (MeetingKind::Urgent, Some(reason)) => {
                crate::search::paragraphs(reason, 2_000).map(Some).map_err(|_| Reason::ReasonRequired.at("urgency"))
            }
            (MeetingKind::Urgent, None) => Err(Reason::ReasonRequired.at("urgency")),
            (MeetingKind::Ordinary | MeetingKind::SecondCall, _) => Ok(None),
        }
    }

    fn required_notice(&self, rules: &RulesOfProcedure) -> u32 {
        match self.meeting.plan.kind {
            MeetingKind::Ordinary => rules.ordinary_notice_days,
            MeetingKind::Urgent | MeetingKind::SecondCall => rules.urgent_notice_days,
        }
    }

    /// Records the answer of an addressee, in place of an earlier one: while the meeting is convened and has not begun.
    /// Among the `seats` of the table is theirs, whose substitute they may announce.
    pub fn answer(
        &mut self,
        id: InviteeId,
        kind: AnswerKind,
        seats: &[Seat],
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        self.require(&[MeetingState::Convened], "answerConvocation")?;
        let (starts, day) = (self.meeting.plan.starts.instant(), self.meeting.day());
        let invitee = self.invitees.iter_mut().find(|invitee| invitee.id == id).ok_or(Reason::NotFound)?;
        if !invitee.choices(seats, day).contains(&kind) {
            return Err(Refusal::input(InputProblem::Foreign).under("answer"));
        }
        invitee.answer(kind, at, starts)
    }

    /// Convened → Postponed, with a reason; guests are told.
    pub fn postpone(&mut self, reason: &str) -> Result<(), Refusal> {
        self.require(&[MeetingState::Convened], "postponeMeeting")?;
        self.end_with_reason(MeetingState::Postponed, reason)
    }

    /// Draft, Convened or Postponed → Cancelled, with a reason; guests are told.
    pub fn cancel(&mut self, reason: &str) -> Result<(), Refusal> {
        self.require(&[MeetingState::Draft, MeetingState::Convened, MeetingState::Postponed], "cancelMeeting")?;
        self.end_with_reason(MeetingState::Cancelled, reason)
    }

    fn end_with_reason(&mut self, state: MeetingState, reason: &str) -> Result<(), Refusal> {
        let reason = crate::search::paragraphs(reason, 2_000).map_err(|_| Reason::ReasonRequired.at("reason"))?;
        self.meeting.state_reason = Some(reason);
        self.meeting.state = state;
        self.meeting.sequence = self.meeting.sequence.saturating_add(1);
        Ok(())
    }

    /// Convened → Open, on the day of the meeting or later; it takes `number`, the next free one of its year.
    pub fn open(&mut self, number: u32, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.require(&[MeetingState::Convened], "openMeeting")?;
        let today = LocalMoment::at(now, self.meeting.plan.starts.zone).date();
        if today < self.meeting.plan.starts.date() {
            let range =
                InputProblem::OutOfRange { min: self.meeting.plan.starts.date().to_string(), max: String::new() };
            return Err(Refusal::input(range).under("startsAt"));
        }
        self.meeting.number = Some(YearNumber { year: self.meeting.year(), number });
        self.meeting.opened_at = Some(now);
        self.meeting.state = MeetingState::Open;
        Ok(())
    }

    /// Records how a seat of the table is represented from `entry.from` on; what was recorded for it before ends there.
    /// Whoever sits on it holds one of `posts`.
    pub fn record_attendance(
        &mut self,
        entry: Attendance,
        (seats, posts): (&[Seat], &[Affiliation]),
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        self.require(&[MeetingState::Open], "recordAttendance")?;
        let day = self.meeting.plan.starts.date();
        let seat = seats.iter().find(|seat| seat.id == entry.seat && seat.is_active_on(day));
        let seat = seat.ok_or_else(|| Refusal::input(InputProblem::Foreign).under("seatId"))?;
        if let Some(person) = entry.person {
            self.require_holder(seat, person, posts)?;
        }
        let opened = self.meeting.opened_at.unwrap_or(now);
        if entry.from < opened || entry.from > now {
            let wall = |at| LocalMoment::at(at, self.meeting.plan.starts.zone).to_minute();
            // The first whole minute: the one in which the meeting was opened began before it was.
            let range = InputProblem::OutOfRange { min: wall(opened + Duration::seconds(59)), max: wall(now) };
            return Err(Refusal::input(range).under("from"));
        }
        for earlier in self.attendance.iter_mut().filter(|a| a.seat == entry.seat && a.until.is_none()) {
            earlier.until = Some(entry.from);
        }
        self.attendance.push(entry);
        Ok(())
    }

    /// Whoever sits on a seat holds it and a post in its organisation, and sits on no other one of this meeting (rules
    /// P1, P2).
    fn require_holder(&self, seat: &Seat, person: PersonId, posts: &[Affiliation]) -> Result<(), Refusal> {
        let day = self.meeting.day();
        let named = seat.holders_on(day).iter().any(|holder| holder.person == person);
        if !named || !Affiliation::is_held(posts, person, seat.organisation, day) {
            return Err(Refusal::input(InputProblem::Foreign).under("personId"));
        }
        let elsewhere = |a: &Attendance| a.person == Some(person) && a.seat != seat.id && a.until.is_none();
        if self.attendance.iter().any(elsewhere) {
            return Err(Refusal::input(InputProblem::Duplicate).under("personId"));
        }
        Ok(())
    }

    fn quorum_share(&self) -> QuorumShare {
        let rules = self.meeting.rules.unwrap_or_default();
        if self.meeting.plan.kind == MeetingKind::SecondCall { rules.second_call_quorum } else { rules.quorum }
    }

    /// Counts the voting seats represented at `now` and keeps the count.
    pub fn check_quorum(
        &mut self,
        id: QuorumCheckId,
        item: Option<AgendaItemId>,
        seats: &[Seat],
        now: DateTime<Utc>,
    ) -> Result<QuorumCheck, Refusal> {
        self.require(&[MeetingState::Open], "checkQuorum")?;
        let moment = (self.meeting.plan.starts.date(), now);
        let (represented, base, required) = count_quorum(seats, &self.attendance, self.quorum_share(), moment);
        let check = QuorumCheck { id, item, represented, base, required, at: now };
        self.quorum_checks.push(check.clone());
        Ok(check)
    }

    /// Records what was decided on an item of the agenda. Needs an open meeting with a quorum at that item (rule T4),
    /// an item that waits for a decision (rule T6) and votes that add up (rules T7, T8).
    pub fn decide(
        &mut self,
        id: DecisionId,
        draft: DecisionDraft,
        check: &QuorumCheck,
        number: u32,
    ) -> Result<Decision, Refusal> {
        self.require(&[MeetingState::Open], "recordDecision")?;
        if !check.passes() {
            return Err(Reason::QuorumNotMet { represented: check.represented, required: check.required }.into());
        }
        draft.tally.require_sum(draft.voters(check.represented)?)?;
        let text = crate::search::paragraphs(&draft.text, 20_000).map_err(|refusal| refusal.under("text"))?;
        let state = draft.outcome(check.base, self.meeting.rules.unwrap_or_default().tie_adopts)?;
        let year = self.meeting.year();
        let item = self.undecided_item(draft.item)?;
        item.state = AgendaItemState::Decided;
        Ok(Decision {
            id,
            table: self.meeting.table,
            meeting: self.meeting.id,
            item: draft.item,
            number: YearNumber { year, number },
            text,
            language: draft.language,
            method: draft.method,
            majority: draft.majority,
            tally: draft.tally,
            in_conflict: draft.in_conflict,
            binds: draft.binds,
            state,
            version: 1,
        })
    }

    fn undecided_item(&mut self, id: AgendaItemId) -> Result<&mut AgendaItem, Refusal> {
        let item = self.agenda.iter_mut().find(|item| item.id == id);
        let item = item.ok_or_else(|| Refusal::input(InputProblem::Foreign).under("agendaItemId"))?;
        if item.state == AgendaItemState::Open && item.kind == AgendaItemKind::Decision {
            Ok(item)
        } else {
            Err(Reason::IllegalTransition { from: item.state.into(), action: "recordDecision" }.at("agendaItemId"))
        }
    }

    /// Puts an open item off to the next meeting.
    pub fn defer_item(&mut self, id: AgendaItemId) -> Result<(), Refusal> {
        self.require(&[MeetingState::Open], "deferItem")?;
        let item = self.agenda.iter_mut().find(|item| item.id == id);
        let item = item.ok_or_else(|| Refusal::input(InputProblem::Foreign).under("agendaItemId"))?;
        if item.state != AgendaItemState::Open {
            return Err(Reason::IllegalTransition { from: item.state.into(), action: "deferItem" }.at("agendaItemId"));
        }
        item.state = AgendaItemState::Deferred;
        Ok(())
    }

    /// Open → Closed: what was to be told counts as told, what is still open is deferred (rule T14). The meeting was
    /// valid when a quorum was counted at least once.
    pub fn close(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.require(&[MeetingState::Open], "closeMeeting")?;
        let valid = self.quorum_checks.iter().any(QuorumCheck::passes);
        for item in &mut self.agenda {
            if valid {
                item.close();
            } else {
                item.state = AgendaItemState::Deferred;
            }
        }
        for present in self.attendance.iter_mut().filter(|a| a.until.is_none()) {
            present.until = Some(now);
        }
        self.meeting.outcome = Some(if valid { MeetingOutcome::Valid } else { MeetingOutcome::Inquorate });
        self.meeting.closed_at = Some(now);
        self.meeting.state = MeetingState::Closed;
        Ok(())
    }

    pub(super) fn require(&self, states: &[MeetingState], action: &'static str) -> Result<(), Refusal> {
        if states.contains(&self.meeting.state) {
            Ok(())
        } else {
            Err(Reason::IllegalTransition { from: self.meeting.state.into(), action }.into())
        }
    }
}
