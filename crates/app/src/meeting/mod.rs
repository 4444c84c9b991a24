//! Use cases of meetings, in the order of a meeting's life: prepared, convened, held, recorded in minutes, followed up.

mod convene;
mod follow_up;
mod hold;
mod minutes;
mod prepare;

pub use convene::{AnswerByLink, AnswerConvocation, CancelMeeting, ConveneMeeting, PostponeMeeting};
pub use follow_up::{AddFollowUp, AdvanceFollowUp};
pub use hold::{
    AddUrgentItem, AttendanceEntry, CloseMeeting, DeferItem, OpenMeeting, RecordAttendance, RecordDecision,
};
pub use minutes::{
    ApproveMinutes, CirculateMinutes, DraftMinutes, PublishMinutes, RemarkOnMinutes, ReviseMinutes, SignMinutes,
};
pub use prepare::{DraftMeeting, ProposeAgendaItem, SetAgenda, UpdateMeeting};

use cordata_domain::event::DomainEvent;
use cordata_domain::identity::Affiliation;
use cordata_domain::ids::{MeetingId, TableId};
use cordata_domain::meeting::{AgendaItem, MeetingRecord};
use cordata_domain::table::{ConcertationTable, Seat};

use crate::app::Work;
use crate::error::{AppError, found_at};

impl Work<'_> {
    /// Loads a meeting and its table, if the caller may see both: a draft is seen by those of the table.
    pub(crate) async fn visible_meeting(
        &mut self,
        id: MeetingId,
        field: &str,
    ) -> Result<(MeetingRecord, ConcertationTable), AppError> {
        let record = found_at(self.tx.meeting(id).await?, field)?;
        let table = found_at(self.tx.table(record.meeting.table).await?, field)?;
        let public = table.is_public() && record.meeting.is_announced();
        let visible = self.actor().visibility().sees(table.id, public).then_some((record, table));
        found_at(visible, field)
    }

    /// What earlier meetings of a table left open and no other meeting took over, for the agenda of the next one.
    async fn returning_items(&mut self, table: TableId) -> Result<Vec<AgendaItem>, AppError> {
        let deferred = self.tx.deferred_items(table).await?;
        Ok((1..).zip(deferred).map(|(position, item)| item.carried_over(self.id(), position)).collect())
    }

    /// All posts in the organisations of these seats.
    async fn posts_behind(&mut self, seats: &[Seat]) -> Result<Vec<Affiliation>, AppError> {
        let organisations: Vec<_> = seats.iter().map(|seat| seat.organisation).collect();
        self.tx.affiliations_in(&organisations).await
    }

    /// Tells those who watch a meeting that a step was made which has no event of its own.
    pub(crate) fn emit_meeting_changed(&mut self, record: &MeetingRecord) {
        self.emit(DomainEvent::MeetingChanged { meeting: record.meeting.id, table: record.meeting.table });
    }
}
