use async_trait::async_trait;
use cordata_domain::audit::Traced;
use cordata_domain::ids::{AgendaItemId, MeetingId, TableId};
use cordata_domain::meeting::{AgendaItem, AgendaItemDraft, MeetingDraft, MeetingRecord};
use cordata_domain::policy::{Act, Facts};

use crate::app::{Command, Work};
use crate::error::{AppError, require_version};

/// Prepares a meeting. What earlier meetings deferred stands on its agenda by itself (rule T14).
#[derive(Debug, Clone)]
pub struct DraftMeeting {
    /// The table.
    pub table: TableId,
    /// What the preparation sets.
    pub plan: MeetingDraft,
    /// Items of the agenda, after those that return.
    pub agenda: Vec<AgendaItemDraft>,
}

#[async_trait]
impl Command for DraftMeeting {
    const NAME: &'static str = "draftMeeting";
    type Output = MeetingId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeetingId, AppError> {
        let table = work.visible_table(self.table, "tableId").await?;
        work.require(Act::DraftMeeting, &Facts::table(table.id))?;
        table.require_active("draftMeeting")?;
        let mut record = MeetingRecord::draft(work.id(), table.id, self.plan.clone())?;
        let returning = work.returning_items(table.id).await?;
        record.set_agenda(returning, items(work, &self.agenda)?)?;
        work.tx.insert_meeting(&record).await?;
        work.audit_new(&record);
        Ok(record.meeting.id)
    }
}

fn items(work: &Work<'_>, drafts: &[AgendaItemDraft]) -> Result<Vec<AgendaItem>, AppError> {
    let mut items = Vec::new();
    for (index, (position, draft)) in (1..).zip(drafts).enumerate() {
        let item = AgendaItem::new(work.id(), position, draft.clone());
        items.push(item.map_err(|refusal| refusal.under(index.to_string()).under("agenda"))?);
    }
    Ok(items)
}

/// Changes the preparation of a draft.
#[derive(Debug, Clone)]
pub struct UpdateMeeting {
    /// The meeting.
    pub meeting: MeetingId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// The whole preparation, as it shall be.
    pub plan: MeetingDraft,
}

#[async_trait]
impl Command for UpdateMeeting {
    const NAME: &'static str = "updateMeeting";
    type Output = MeetingId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeetingId, AppError> {
        let (mut record, table) = work.visible_meeting(self.meeting, "meetingId").await?;
        work.require(Act::DraftMeeting, &Facts::table(table.id))?;
        require_version(self.expected_version, record.meeting.version)?;
        let before = record.snapshot();
        record.replan(self.plan.clone())?;
        work.tx.update_meeting(&record).await?;
        work.audit_change(&before, &record);
        work.emit_meeting_changed(&record);
        Ok(record.meeting.id)
    }
}

/// Replaces the agenda of a draft; items that returned from earlier meetings stay at its head.
#[derive(Debug, Clone)]
pub struct SetAgenda {
    /// The meeting.
    pub meeting: MeetingId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// The items, in order.
    pub agenda: Vec<AgendaItemDraft>,
}

#[async_trait]
impl Command for SetAgenda {
    const NAME: &'static str = "setAgenda";
    type Output = MeetingId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeetingId, AppError> {
        let (mut record, table) = work.visible_meeting(self.meeting, "meetingId").await?;
        work.require(Act::DraftMeeting, &Facts::table(table.id))?;
        require_version(self.expected_version, record.meeting.version)?;
        let before = record.snapshot();
        let returning = work.returning_items(table.id).await?;
        record.set_agenda(returning, items(work, &self.agenda)?)?;
        work.tx.update_meeting(&record).await?;
        work.audit_change(&before, &record);
        work.emit_meeting_changed(&record);
        Ok(record.meeting.id)
    }
}

/// Adds one item to the agenda of a draft, as members do.
#[derive(Debug, Clone)]
pub struct ProposeAgendaItem {
    /// The meeting.
    pub meeting: MeetingId,
    /// The item.
    pub item: AgendaItemDraft,
}

#[async_trait]
impl Command for ProposeAgendaItem {
    const NAME: &'static str = "proposeAgendaItem";
    type Output = (MeetingId, AgendaItemId);

    async fn run(&self, work: &mut Work<'_>) -> Result<(MeetingId, AgendaItemId), AppError> {
        let (mut record, table) = work.visible_meeting(self.meeting, "meetingId").await?;
        work.require(Act::ProposeAgendaItem, &Facts::table(table.id))?;
        let position = u32::try_from(record.agenda.len()).unwrap_or(u32::MAX).saturating_add(1);
        let item = AgendaItem::new(work.id(), position, self.item.clone())?;
        let (before, id, mut own) = (record.snapshot(), item.id, record.own_items());
        own.push(item);
        record.set_agenda(Vec::new(), own)?;
        work.tx.update_meeting(&record).await?;
        work.audit_change(&before, &record);
        work.emit_meeting_changed(&record);
        Ok((record.meeting.id, id))
    }
}
