use async_trait::async_trait;
use chrono::Datelike;
use cordata_domain::Reason;
use cordata_domain::audit::{Snapshot, Traced};
use cordata_domain::event::DomainEvent;
use cordata_domain::ids::{InviteeId, MeetingId};
use cordata_domain::meeting::{AnswerKind, ConveneOrder, MeetingRecord, invitees};
use cordata_domain::period::LocalMoment;
use cordata_domain::policy::{Act, Facts};

use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};
use crate::ports::{LinkPurpose, Series};
use crate::token;

/// Dispatches the convocation of a meeting to everybody who holds a seat.
#[derive(Debug, Clone)]
pub struct ConveneMeeting {
    /// The meeting.
    pub meeting: MeetingId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// Why the notice is short, for an urgent meeting.
    pub urgency: Option<String>,
}

#[async_trait]
impl Command for ConveneMeeting {
    const NAME: &'static str = "conveneMeeting";
    type Output = MeetingId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeetingId, AppError> {
        let (mut record, table) = work.visible_meeting(self.meeting, "meetingId").await?;
        work.require(Act::ConveneMeeting, &Facts::table(table.id))?;
        require_version(self.expected_version, record.meeting.version)?;
        table.require_active("conveneMeeting")?;
        let seats = work.tx.seats_of(table.id).await?;
        let posts = work.posts_behind(&seats).await?;
        let year = LocalMoment::at(work.now, record.meeting.plan.starts.zone).date().year();
        let order = ConveneOrder {
            rules: table.rules,
            calendar: work.instance().await?.calendar,
            number: work.tx.next_number(Series::Convocation, table.id, year).await?,
            urgency: self.urgency.as_deref(),
            invitees: invitees(&seats, &posts, record.meeting.day(), || work.id()),
            returning: work.returning_items(table.id).await?,
            now: work.now,
        };
        let before = record.snapshot();
        record.convene(order)?;
        work.tx.update_meeting(&record).await?;
        work.because(self.urgency.as_deref());
        work.audit_change(&before, &record);
        work.emit(DomainEvent::MeetingConvened { meeting: record.meeting.id, table: table.id });
        Ok(record.meeting.id)
    }
}

/// Puts a convened meeting off; it can be changed and convened again.
#[derive(Debug, Clone)]
pub struct PostponeMeeting {
    /// The meeting.
    pub meeting: MeetingId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// Why.
    pub reason: String,
}

#[async_trait]
impl Command for PostponeMeeting {
    const NAME: &'static str = "postponeMeeting";
    type Output = MeetingId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeetingId, AppError> {
        let (mut record, table) = work.visible_meeting(self.meeting, "meetingId").await?;
        work.require(Act::CancelMeeting, &Facts::table(table.id))?;
        require_version(self.expected_version, record.meeting.version)?;
        let before = record.snapshot();
        record.postpone(&self.reason)?;
        work.emit(DomainEvent::MeetingPostponed { meeting: record.meeting.id, table: table.id });
        save_ended(work, &before, &record).await
    }
}

/// Calls a meeting off.
#[derive(Debug, Clone)]
pub struct CancelMeeting {
    /// The meeting.
    pub meeting: MeetingId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// Why.
    pub reason: String,
}

#[async_trait]
impl Command for CancelMeeting {
    const NAME: &'static str = "cancelMeeting";
    type Output = MeetingId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeetingId, AppError> {
        let (mut record, table) = work.visible_meeting(self.meeting, "meetingId").await?;
        work.require(Act::CancelMeeting, &Facts::table(table.id))?;
        require_version(self.expected_version, record.meeting.version)?;
        let before = record.snapshot();
        record.cancel(&self.reason)?;
        if record.meeting.convocation.is_some() {
            work.emit(DomainEvent::MeetingCancelled { meeting: record.meeting.id, table: table.id });
        } else {
            work.emit_meeting_changed(&record);
        }
        save_ended(work, &before, &record).await
    }
}

async fn save_ended(work: &mut Work<'_>, before: &Snapshot, record: &MeetingRecord) -> Result<MeetingId, AppError> {
    work.tx.update_meeting(record).await?;
    work.because(record.meeting.state_reason.as_deref());
    work.audit_change(before, record);
    Ok(record.meeting.id)
}

/// Answers a convocation, as the addressee or for them.
#[derive(Debug, Clone)]
pub struct AnswerConvocation {
    /// The addressee.
    pub invitee: InviteeId,
    /// What is answered.
    pub answer: AnswerKind,
}

#[async_trait]
impl Command for AnswerConvocation {
    const NAME: &'static str = "answerConvocation";
    type Output = MeetingId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeetingId, AppError> {
        let meeting = found_at(work.tx.meeting_of_invitee(self.invitee).await?, "inviteeId")?;
        let (record, table) = work.visible_meeting(meeting, "inviteeId").await?;
        let invitee = found_at(record.invitees.iter().find(|invitee| invitee.id == self.invitee), "inviteeId")?;
        // Who has left the organisation answers for it no more (rule P1).
        let speaks = work.has_post(invitee.person, Some(invitee.organisation)).await?;
        let person = speaks.then_some(invitee.person);
        let facts = Facts { table: Some(table.id), organisation: Some(invitee.organisation), person };
        work.require(Act::AnswerConvocation, &facts)?;
        answer(work, record, self.invitee, self.answer).await
    }
}

/// Answers a convocation by the signed link of the mail: the link stands for the addressee and works once.
#[derive(Debug, Clone)]
pub struct AnswerByLink {
    /// The clear token of the link.
    pub token: String,
    /// What is answered.
    pub answer: AnswerKind,
}

#[async_trait]
impl Command for AnswerByLink {
    const NAME: &'static str = "answerByLink";
    type Output = MeetingId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeetingId, AppError> {
        let link = work.tx.link(&token::hash(&self.token)).await?;
        let link = link.filter(|link| link.purpose == LinkPurpose::AnswerConvocation && work.now < link.expires_at);
        let link = link.ok_or(Reason::LinkUsed)?;
        if !work.tx.use_link(link.id, work.now).await? {
            return Err(Reason::LinkUsed.into());
        }
        let invitee = InviteeId::from(link.subject);
        let meeting = work.tx.meeting_of_invitee(invitee).await?.ok_or(Reason::LinkUsed)?;
        let record = work.tx.meeting(meeting).await?.ok_or(Reason::LinkUsed)?;
        let addressee = record.invitees.iter().find(|other| other.id == invitee).ok_or(Reason::LinkUsed)?;
        if !work.has_post(addressee.person, Some(addressee.organisation)).await? {
            return Err(Reason::LinkUsed.into());
        }
        answer(work, record, invitee, self.answer).await
    }
}

async fn answer(
    work: &mut Work<'_>,
    mut record: MeetingRecord,
    id: InviteeId,
    kind: AnswerKind,
) -> Result<MeetingId, AppError> {
    let before = record.snapshot();
    let seats = work.tx.seats_of(record.meeting.table).await?;
    record.answer(id, kind, &seats, work.now)?;
    work.tx.update_meeting(&record).await?;
    let organisation = record.invitees.iter().find(|invitee| invitee.id == id).map(|invitee| invitee.organisation);
    let (meeting, table) = (record.meeting.id, record.meeting.table);
    if let Some(organisation) = organisation {
        work.on_behalf_of(organisation);
        work.emit(DomainEvent::ConvocationAnswered { meeting, table, organisation });
    }
    work.audit_change(&before, &record);
    Ok(meeting)
}
