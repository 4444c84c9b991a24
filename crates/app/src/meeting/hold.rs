use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_domain::audit::Traced;
use cordata_domain::event::DomainEvent;
use cordata_domain::ids::{AgendaItemId, DecisionId, MeetingId, PersonId, SeatId, StakeholderId};
use cordata_domain::meeting::{AgendaItem, AgendaItemDraft, Attendance, DecisionDraft, MeetingRecord, Presence};
use cordata_domain::policy::{Act, Facts};
use cordata_domain::table::ConcertationTable;
use cordata_domain::{InputProblem, Refusal};
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};
use crate::ports::Series;

/// Loads a meeting that the caller may record, as the coordinator or the secretariat.
async fn recordable(work: &mut Work<'_>, id: MeetingId) -> Result<(MeetingRecord, ConcertationTable), AppError> {
    let (record, table) = work.visible_meeting(id, "meetingId").await?;
    work.require(Act::RecordMeeting, &Facts::table(table.id))?;
    Ok((record, table))
}

/// Opens a convened meeting: it gets its number.
#[derive(Debug, Clone)]
pub struct OpenMeeting {
    /// The meeting.
    pub meeting: MeetingId,
    /// The version that the caller read.
    pub expected_version: i64,
}

#[async_trait]
impl Command for OpenMeeting {
    const NAME: &'static str = "openMeeting";
    type Output = MeetingId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeetingId, AppError> {
        let (mut record, table) = recordable(work, self.meeting).await?;
        require_version(self.expected_version, record.meeting.version)?;
        let number = work.tx.next_number(Series::Meeting, table.id, record.meeting.year()).await?;
        let before = record.snapshot();
        record.open(number, work.now)?;
        work.tx.update_meeting(&record).await?;
        work.audit_change(&before, &record);
        work.emit(DomainEvent::MeetingOpened { meeting: record.meeting.id, table: table.id });
        Ok(record.meeting.id)
    }
}

/// How one seat is represented from a moment on.
#[derive(Debug, Clone)]
pub struct AttendanceEntry {
    /// The seat.
    pub seat: SeatId,
    /// Who sits on it.
    pub person: Option<PersonId>,
    /// How.
    pub presence: Presence,
    /// From when; now where absent.
    pub from: Option<DateTime<Utc>>,
}

/// Records who is there, and counts the quorum.
#[derive(Debug, Clone)]
pub struct RecordAttendance {
    /// The meeting.
    pub meeting: MeetingId,
    /// One entry for each seat that came or went.
    pub entries: Vec<AttendanceEntry>,
}

#[async_trait]
impl Command for RecordAttendance {
    const NAME: &'static str = "recordAttendance";
    type Output = MeetingId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeetingId, AppError> {
        let (mut record, table) = recordable(work, self.meeting).await?;
        if self.entries.len() > 500 {
            return Err(Refusal::input(InputProblem::TooMany { max: 500 }).under("entries").into());
        }
        let seats = work.tx.seats_of(table.id).await?;
        let posts = work.posts_behind(&seats).await?;
        let before = record.snapshot();
        for (index, entry) in self.entries.iter().enumerate() {
            let attendance = Attendance {
                id: work.id(),
                seat: entry.seat,
                person: entry.person,
                presence: entry.presence,
                from: entry.from.unwrap_or(work.now),
                until: None,
            };
            let recorded = record.record_attendance(attendance, (&seats, &posts), work.now);
            recorded.map_err(|refusal| refusal.under(index.to_string()).under("entries"))?;
        }
        record.check_quorum(work.id(), None, &seats, work.now)?;
        work.tx.update_meeting(&record).await?;
        work.audit_change(&before, &record);
        work.emit_meeting_changed(&record);
        Ok(record.meeting.id)
    }
}

/// Records what the meeting decided on an item; the quorum is counted at that moment.
#[derive(Debug, Clone)]
pub struct RecordDecision {
    /// The meeting.
    pub meeting: MeetingId,
    /// What was decided.
    pub draft: DecisionDraft,
}

#[async_trait]
impl Command for RecordDecision {
    const NAME: &'static str = "recordDecision";
    type Output = DecisionId;

    async fn run(&self, work: &mut Work<'_>) -> Result<DecisionId, AppError> {
        let (mut record, table) = recordable(work, self.meeting).await?;
        require_stakeholders(work, &self.draft.binds).await?;
        let seats = work.tx.seats_of(table.id).await?;
        let check = record.check_quorum(work.id(), Some(self.draft.item), &seats, work.now)?;
        let number = work.tx.next_number(Series::Decision, table.id, record.meeting.year()).await?;
        let decision = record.decide(work.id(), self.draft.clone(), &check, number)?;
        work.tx.update_meeting(&record).await?;
        work.tx.insert_decision(&decision, work.now).await?;
        let detail = json!({ "number": decision.number, "state": decision.state, "tally": decision.tally });
        work.audit("Decision", decision.id, detail);
        work.emit(DomainEvent::DecisionRecorded { meeting: record.meeting.id, table: table.id, decision: decision.id });
        Ok(decision.id)
    }
}

async fn require_stakeholders(work: &mut Work<'_>, ids: &[StakeholderId]) -> Result<(), AppError> {
    if ids.len() > 50 {
        return Err(Refusal::input(InputProblem::TooMany { max: 50 }).under("bindsIds").into());
    }
    for id in ids {
        found_at(work.tx.stakeholder(*id).await?, "bindsIds")?;
    }
    Ok(())
}

/// Puts an item off to the next meeting.
#[derive(Debug, Clone)]
pub struct DeferItem {
    /// The item.
    pub item: AgendaItemId,
}

#[async_trait]
impl Command for DeferItem {
    const NAME: &'static str = "deferItem";
    type Output = MeetingId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeetingId, AppError> {
        let meeting = found_at(work.tx.meeting_of_item(self.item).await?, "agendaItemId")?;
        let (mut record, table) = work.visible_meeting(meeting, "agendaItemId").await?;
        work.require(Act::RecordMeeting, &Facts::table(table.id))?;
        let before = record.snapshot();
        record.defer_item(self.item)?;
        work.tx.update_meeting(&record).await?;
        work.audit_change(&before, &record);
        work.emit_meeting_changed(&record);
        Ok(record.meeting.id)
    }
}

/// Adds an item after the convocation, with a recorded urgency.
#[derive(Debug, Clone)]
pub struct AddUrgentItem {
    /// The meeting.
    pub meeting: MeetingId,
    /// The item.
    pub item: AgendaItemDraft,
    /// Why it cannot wait.
    pub urgency: String,
}

#[async_trait]
impl Command for AddUrgentItem {
    const NAME: &'static str = "addUrgentItem";
    type Output = (MeetingId, AgendaItemId);

    async fn run(&self, work: &mut Work<'_>) -> Result<(MeetingId, AgendaItemId), AppError> {
        let (mut record, _) = recordable(work, self.meeting).await?;
        let position = u32::try_from(record.agenda.len()).unwrap_or(u32::MAX).saturating_add(1);
        let item = AgendaItem::new(work.id(), position, self.item.clone())?;
        let id = item.id;
        let before = record.snapshot();
        record.add_urgent_item(item, &self.urgency)?;
        work.tx.update_meeting(&record).await?;
        work.because(Some(&self.urgency));
        work.audit_change(&before, &record);
        work.emit_meeting_changed(&record);
        Ok((record.meeting.id, id))
    }
}

/// Closes a meeting: what is still open is deferred.
#[derive(Debug, Clone)]
pub struct CloseMeeting {
    /// The meeting.
    pub meeting: MeetingId,
    /// The version that the caller read.
    pub expected_version: i64,
}

#[async_trait]
impl Command for CloseMeeting {
    const NAME: &'static str = "closeMeeting";
    type Output = MeetingId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeetingId, AppError> {
        let (mut record, table) = recordable(work, self.meeting).await?;
        require_version(self.expected_version, record.meeting.version)?;
        let before = record.snapshot();
        record.close(work.now)?;
        work.tx.update_meeting(&record).await?;
        work.audit_change(&before, &record);
        work.emit(DomainEvent::MeetingClosed { meeting: record.meeting.id, table: table.id });
        Ok(record.meeting.id)
    }
}
