use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::audit::{Snapshot, Traced};
use cordata_domain::event::DomainEvent;
use cordata_domain::ids::{MeetingId, MinutesId, MinutesRemarkId};
use cordata_domain::meeting::{
    MAX_REMARKS, MeetingRecord, Minutes, MinutesRemark, MinutesSight, MinutesText, RemarkDraft,
};
use cordata_domain::period::LocalMoment;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::table::ConcertationTable;
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};

/// Where input names minutes.
const FIELD: &str = "minutesId";

/// Minutes with what they belong to.
struct Held {
    minutes: Minutes,
    record: MeetingRecord,
    table: ConcertationTable,
}

impl Held {
    /// Today, where the meeting took place.
    fn today(&self, work: &Work<'_>) -> NaiveDate {
        LocalMoment::at(work.now, self.record.meeting.plan.starts.zone).date()
    }
}

impl Work<'_> {
    /// Loads minutes with their meeting and table, if the caller may see them. The meeting is locked
    /// first, as by every other command about it.
    async fn visible_minutes(&mut self, id: MinutesId) -> Result<Held, AppError> {
        let meeting = found_at(self.tx.meeting_of_minutes(id).await?, FIELD)?;
        let (record, table) = self.visible_meeting(meeting, FIELD).await?;
        let minutes = found_at(self.tx.minutes(id).await?, FIELD)?;
        let seen = minutes.seen_with(&self.actor().visibility(), table.is_public());
        found_at((seen > MinutesSight::Nothing).then_some(Held { minutes, record, table }), FIELD)
    }

    /// The same for whoever may do `act` to the version that they read.
    async fn minutes_for(&mut self, act: Act, id: MinutesId, expected: i64) -> Result<Held, AppError> {
        let held = self.visible_minutes(id).await?;
        self.require(act, &Facts::table(held.table.id))?;
        require_version(expected, held.minutes.version)?;
        Ok(held)
    }

    async fn keep_minutes(&mut self, before: &Snapshot, minutes: &Minutes) -> Result<MinutesId, AppError> {
        self.tx.update_minutes(minutes).await?;
        self.audit_change(before, minutes);
        Ok(minutes.id)
    }
}

/// Begins the minutes of a meeting that is over.
#[derive(Debug, Clone)]
pub struct DraftMinutes {
    /// The meeting.
    pub meeting: MeetingId,
    /// What they say.
    pub text: MinutesText,
}

#[async_trait]
impl Command for DraftMinutes {
    const NAME: &'static str = "draftMinutes";
    type Output = MinutesId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MinutesId, AppError> {
        let (record, table) = work.visible_meeting(self.meeting, "meetingId").await?;
        work.require(Act::DraftMinutes, &Facts::table(table.id))?;
        let calendar = work.instance().await?.calendar;
        let minutes = Minutes::draft(work.id(), &record.meeting, &self.text, calendar)?;
        work.tx.insert_minutes(&minutes).await.map_err(|error| error.under("meetingId"))?;
        work.audit_new(&minutes);
        Ok(minutes.id)
    }
}

/// Replaces the text of minutes that were not approved yet. What was circulated becomes a draft again.
#[derive(Debug, Clone)]
pub struct ReviseMinutes {
    /// The minutes.
    pub minutes: MinutesId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// What they say.
    pub text: MinutesText,
}

#[async_trait]
impl Command for ReviseMinutes {
    const NAME: &'static str = "reviseMinutes";
    type Output = MinutesId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MinutesId, AppError> {
        let Held { mut minutes, .. } = work.minutes_for(Act::DraftMinutes, self.minutes, self.expected_version).await?;
        let before = minutes.snapshot();
        minutes.revise(&self.text)?;
        work.keep_minutes(&before, &minutes).await
    }
}

/// Sends minutes to everybody who holds a seat of the table.
#[derive(Debug, Clone)]
pub struct CirculateMinutes {
    /// The minutes.
    pub minutes: MinutesId,
    /// The version that the caller read.
    pub expected_version: i64,
}

#[async_trait]
impl Command for CirculateMinutes {
    const NAME: &'static str = "circulateMinutes";
    type Output = MinutesId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MinutesId, AppError> {
        let Held { mut minutes, record, table } =
            work.minutes_for(Act::CirculateMinutes, self.minutes, self.expected_version).await?;
        let before = minutes.snapshot();
        let calendar = work.instance().await?.calendar;
        let version = minutes.circulate(&record.meeting, calendar, work.now)?;
        work.tx.insert_minutes_version(&version).await?;
        let (meeting, minutes_id) = (record.meeting.id, minutes.id);
        work.emit(DomainEvent::MinutesCirculated { meeting, table: table.id, minutes: minutes_id });
        work.keep_minutes(&before, &minutes).await
    }
}

/// Says something about circulated minutes, for an organisation of the table.
#[derive(Debug, Clone)]
pub struct RemarkOnMinutes {
    /// The minutes.
    pub minutes: MinutesId,
    /// What is said, and for whom.
    pub remark: RemarkDraft,
}

#[async_trait]
impl Command for RemarkOnMinutes {
    const NAME: &'static str = "remarkOnMinutes";
    type Output = (MinutesId, MinutesRemarkId);

    async fn run(&self, work: &mut Work<'_>) -> Result<(MinutesId, MinutesRemarkId), AppError> {
        let held = work.visible_minutes(self.minutes).await?;
        let organisation = self.remark.on_behalf_of;
        let facts = Facts { table: Some(held.table.id), organisation: Some(organisation), person: None };
        work.require(Act::RemarkOnMinutes, &facts)?;
        work.require_seated(&held.table, organisation).await?;
        let used = work.tx.remarks_by_organisation(held.minutes.id).await?;
        work.room(MAX_REMARKS).await?.require(&used, organisation)?;
        let (author, at) = (work.actor().person(), (held.today(work), work.now));
        let remark = MinutesRemark::new(work.id(), &held.minutes, &self.remark, author, at)?;
        work.tx.insert_minutes_remark(&remark).await?;
        work.at_table(held.table.id);
        work.audit(Minutes::KIND, held.minutes.id, json!({ "remark": remark.id, "number": remark.number }));
        Ok((held.minutes.id, remark.id))
    }
}

/// Approves circulated minutes, once the term for remarks is over: they never change any more.
#[derive(Debug, Clone)]
pub struct ApproveMinutes {
    /// The minutes.
    pub minutes: MinutesId,
    /// The version that the caller read.
    pub expected_version: i64,
}

#[async_trait]
impl Command for ApproveMinutes {
    const NAME: &'static str = "approveMinutes";
    type Output = MinutesId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MinutesId, AppError> {
        let mut held = work.minutes_for(Act::ApproveMinutes, self.minutes, self.expected_version).await?;
        let before = held.minutes.snapshot();
        held.minutes.approve(held.today(work), work.now)?;
        work.keep_minutes(&before, &held.minutes).await
    }
}

/// Records that approved minutes were signed.
#[derive(Debug, Clone)]
pub struct SignMinutes {
    /// The minutes.
    pub minutes: MinutesId,
    /// The version that the caller read.
    pub expected_version: i64,
}

#[async_trait]
impl Command for SignMinutes {
    const NAME: &'static str = "signMinutes";
    type Output = MinutesId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MinutesId, AppError> {
        let Held { mut minutes, .. } = work.minutes_for(Act::SignMinutes, self.minutes, self.expected_version).await?;
        let before = minutes.snapshot();
        minutes.sign(work.now)?;
        work.keep_minutes(&before, &minutes).await
    }
}

/// Publishes the public part of signed minutes.
#[derive(Debug, Clone)]
pub struct PublishMinutes {
    /// The minutes.
    pub minutes: MinutesId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// Their number in the registry of documents.
    pub protocol_number: String,
}

#[async_trait]
impl Command for PublishMinutes {
    const NAME: &'static str = "publishMinutes";
    type Output = MinutesId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MinutesId, AppError> {
        let Held { mut minutes, record, table } =
            work.minutes_for(Act::PublishMinutes, self.minutes, self.expected_version).await?;
        let before = minutes.snapshot();
        minutes.publish(&self.protocol_number, work.now)?;
        let (meeting, minutes_id) = (record.meeting.id, minutes.id);
        work.emit(DomainEvent::MinutesPublished { meeting, table: table.id, minutes: minutes_id });
        work.keep_minutes(&before, &minutes).await
    }
}
