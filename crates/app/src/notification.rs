//! Use cases of the worker: from an event to notices, from a notice to a mail that is kept.

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::Reason;
use cordata_domain::audit::Traced;
use cordata_domain::event::RecordedEvent;
use cordata_domain::identity::EmailAddress;
use cordata_domain::ids::{DigestId, EventId, JobId, MailId, PersonId};
use cordata_domain::meeting::{Meeting, MeetingRecord, invitees};
use cordata_domain::notification::{
    Cadence, MailKind, MailState, NoticeClass, Preference, Withheld, contribution_mail, is_digested, statutory_mail,
};
use cordata_domain::policy::{Act, Facts};
use serde_json::json;

use crate::app::{App, Caller, Command, Work};
use crate::error::{AppError, found, found_at};
use crate::limit::{self, Quota, end_of_day};
use crate::ports::queue::{Digest, JobPayload, NewJob, NewMail, Notice};
use crate::ports::{ActionLink, LinkPurpose, Tx};
use crate::token;

/// A job as its worker holds it: its effects and its end are one transaction.
#[derive(Debug, Clone)]
pub struct HeldJob {
    /// The job.
    pub id: JobId,
    /// Who holds it.
    pub owner: String,
}

/// What became of a job's transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobEnd {
    /// Its effects are committed.
    Committed,
    /// Another worker holds the job by now: nothing was changed.
    LeaseLost,
}

impl App {
    /// Finds out whom an event concerns and writes their notices; statutory ones are rendered at once by jobs of
    /// their own, the others wait for a digest.
    pub async fn resolve_event(&self, job: &HeldJob, event: EventId) -> Result<JobEnd, AppError> {
        let mut tx = self.begin().await?;
        let recorded = found(tx.event(event).await?)?;
        let record = match recorded.event.meeting() {
            Some(meeting) => tx.meeting(meeting).await?,
            None => None,
        };
        if let Some(record) = record {
            let mut notices = self.statutory_notices(tx.as_mut(), &recorded, &record).await?;
            notices.extend(self.digest_notices(tx.as_mut(), &recorded, &record.meeting).await?);
            let jobs: Vec<NewJob> = notices.iter().filter_map(|notice| self.compose_job(notice)).collect();
            tx.insert_notices(&notices).await?;
            tx.enqueue(&jobs).await?;
        }
        if contribution_mail(&recorded.event).is_some() {
            let (id, run_at) = (self.ids().uuid(self.now()).into(), self.now());
            tx.enqueue(&[NewJob { id, payload: JobPayload::ComposeContribution { event }, run_at }]).await?;
        }
        self.finish(tx, job).await
    }

    async fn statutory_notices(
        &self,
        tx: &mut dyn Tx,
        recorded: &RecordedEvent,
        record: &MeetingRecord,
    ) -> Result<Vec<Notice>, AppError> {
        let Some(mail) = statutory_mail(&recorded.event) else { return Ok(Vec::new()) };
        let people = match mail {
            MailKind::MinutesCirculated => self.seated(tx, recorded, &record.meeting).await?,
            _ => record.invitees.iter().map(|invitee| invitee.person).collect(),
        };
        Ok(people.into_iter().map(|person| self.notice(recorded, &record.meeting, person, Some(mail))).collect())
    }

    /// Everybody who holds a seat of the meeting's table on the day of an event, and a post in the seat's organisation
    /// (rule P1). Who was convened and has left since reads no minutes.
    async fn seated(
        &self,
        tx: &mut dyn Tx,
        recorded: &RecordedEvent,
        meeting: &Meeting,
    ) -> Result<Vec<PersonId>, AppError> {
        let table = found(tx.table(meeting.table).await?)?;
        let day = recorded.at.with_timezone(&table.time_zone).date_naive();
        let seats = tx.seats_of(table.id).await?;
        let organisations: Vec<_> = seats.iter().map(|seat| seat.organisation).collect();
        let posts = tx.affiliations_in(&organisations).await?;
        let holders = invitees(&seats, &posts, day, || self.ids().uuid(self.now()).into());
        let mut people: Vec<PersonId> = holders.into_iter().map(|holder| holder.person).collect();
        people.sort_unstable();
        people.dedup();
        Ok(people)
    }

    async fn digest_notices(
        &self,
        tx: &mut dyn Tx,
        recorded: &RecordedEvent,
        meeting: &Meeting,
    ) -> Result<Vec<Notice>, AppError> {
        if !is_digested(&recorded.event) {
            return Ok(Vec::new());
        }
        let table = found(tx.table(meeting.table).await?)?;
        let day = recorded.at.with_timezone(&table.time_zone).date_naive();
        let seats = tx.seats_of(table.id).await?;
        let active = seats.iter().filter(|seat| seat.is_active_on(day));
        let holders = active.flat_map(|seat| seat.holders_on(day)).map(|holder| holder.person);
        let mut people: Vec<PersonId> = holders.chain(table.coordinator).collect();
        people.sort_unstable();
        people.dedup();
        Ok(people.into_iter().map(|person| self.notice(recorded, meeting, person, None)).collect())
    }

    fn notice(
        &self,
        recorded: &RecordedEvent,
        meeting: &Meeting,
        recipient: PersonId,
        mail: Option<MailKind>,
    ) -> Notice {
        let now = self.now();
        Notice {
            id: self.ids().uuid(now).into(),
            event: recorded.id,
            recipient,
            class: if mail.is_some() { NoticeClass::Statutory } else { NoticeClass::Digest },
            mail,
            table: meeting.table,
            meeting: meeting.id,
            created_at: now,
        }
    }

    fn compose_job(&self, notice: &Notice) -> Option<NewJob> {
        let payload = JobPayload::ComposeNotice { notice: notice.id };
        notice.mail.map(|_| NewJob {
            id: self.ids().uuid(notice.created_at).into(),
            payload,
            run_at: notice.created_at,
        })
    }

    /// Opens the digest of a member and day, and gives it what waits for one.
    pub async fn open_digest(&self, person: PersonId, day: NaiveDate) -> Result<DigestId, AppError> {
        let mut tx = self.begin().await?;
        let digest = Digest { id: self.ids().uuid(self.now()).into(), person, day };
        let id = tx.open_digest(&digest).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Keeps a rendered mail and the link that it carries, and finishes its job. A mail that exists already stays as
    /// it is: its bytes may be with a server.
    pub async fn keep_mail(
        &self,
        job: &HeldJob,
        mail: Option<&NewMail>,
        link: Option<&ActionLink>,
    ) -> Result<JobEnd, AppError> {
        let mut tx = self.begin().await?;
        if let Some(mail) = mail
            && tx.insert_mail(mail).await?
            && let Some(link) = link
        {
            tx.insert_link(link).await?;
        }
        self.finish(tx, job).await
    }

    /// The same for a mail that a stranger can cause: at most `most` such mails go to one address in a day, whatever
    /// kinds they are. One more is kept as withheld, without its link.
    pub async fn keep_strangers_mail(
        &self,
        job: &HeldJob,
        mail: &NewMail,
        link: &ActionLink,
        most: u32,
    ) -> Result<JobEnd, AppError> {
        let mut tx = self.begin().await?;
        if mail.state == MailState::Queued && !self.count_strangers_mail(tx.as_mut(), &mail.address, most).await? {
            let (state, withheld) = (MailState::Skipped, Some(Withheld::TooMany));
            tx.insert_mail(&NewMail { state, withheld, bytes: Vec::new(), ..mail.clone() }).await?;
        } else if tx.insert_mail(mail).await? {
            tx.insert_link(link).await?;
        }
        self.finish(tx, job).await
    }

    /// Counts a mail that a stranger caused to an address; false where that were more than `most` today. The address is
    /// kept as a salted hash only.
    pub(crate) async fn count_strangers_mail(
        &self,
        tx: &mut dyn Tx,
        address: &str,
        most: u32,
    ) -> Result<bool, AppError> {
        let Ok(address) = EmailAddress::parse(address) else { return Ok(true) };
        let zone = tx.instance().await?.map(|instance| instance.zone).unwrap_or_default();
        let quota = Quota { purpose: "mail-from-strangers", most, until: end_of_day(self.now(), zone) };
        limit::take(tx, self.ids(), quota, address.mailbox().as_bytes()).await
    }

    /// Puts jobs into the queue.
    pub async fn enqueue(&self, payloads: Vec<JobPayload>) -> Result<(), AppError> {
        let run_at = self.now();
        let job = |payload| NewJob { id: self.ids().uuid(run_at).into(), payload, run_at };
        let jobs: Vec<NewJob> = payloads.into_iter().map(job).collect();
        let mut tx = self.begin().await?;
        tx.enqueue(&jobs).await?;
        tx.commit().await
    }

    pub(crate) async fn finish(&self, mut tx: Box<dyn Tx>, job: &HeldJob) -> Result<JobEnd, AppError> {
        if tx.finish_job(job.id, &job.owner, self.now()).await? {
            tx.commit().await?;
            Ok(JobEnd::Committed)
        } else {
            Ok(JobEnd::LeaseLost)
        }
    }
}

/// Whether the caller may read the mailroom: subjects, states and errors of mails.
pub fn may_read_mail(caller: &Caller) -> bool {
    cordata_domain::policy::decide(&caller.actor, Act::ReadMail, &Facts::plan()).is_some()
}

/// Stops the daily digest of a member by the signed link of the digest. Doing it twice changes nothing more.
#[derive(Debug, Clone)]
pub struct StopDigestByLink {
    /// The clear token of the link.
    pub token: String,
}

#[async_trait]
impl Command for StopDigestByLink {
    const NAME: &'static str = "stopDigestByLink";
    type Output = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<(), AppError> {
        let link = work.tx.link(&token::hash(&self.token)).await?;
        let link = link.filter(|link| link.purpose == LinkPurpose::StopDigest && work.now < link.expires_at);
        let person = link.and_then(|link| link.person).ok_or(Reason::LinkUsed)?;
        let zone = work.tx.person(person).await?.ok_or(Reason::LinkUsed)?.zone;
        let preference = Preference { cadence: Cadence::Off, ..Preference::standard(zone) };
        work.choose(person, preference).await
    }
}

/// Sets when somebody wants digests: everybody for themselves.
#[derive(Debug, Clone)]
pub struct SetNotificationPreferences {
    /// Whose digests.
    pub person: PersonId,
    /// When they are wanted.
    pub preference: Preference,
}

#[async_trait]
impl Command for SetNotificationPreferences {
    const NAME: &'static str = "setNotificationPreferences";
    type Output = PersonId;

    async fn run(&self, work: &mut Work<'_>) -> Result<PersonId, AppError> {
        work.require(Act::SetNotificationPreferences, &Facts::person(self.person))?;
        let preference = self.preference.clone().checked()?;
        work.choose(self.person, preference).await?;
        Ok(self.person)
    }
}

impl Work<'_> {
    /// Keeps when a member wants digests.
    async fn choose(&mut self, person: PersonId, preference: Preference) -> Result<(), AppError> {
        let before = self.tx.preference(person).await?.map(|chosen| (person, chosen).snapshot());
        self.tx.put_preference(person, &preference).await?;
        let after = (person, preference);
        self.audit_change(&before.unwrap_or_else(|| after.before_it_was()), &after);
        Ok(())
    }
}

/// Puts a dead letter back into the queue.
#[derive(Debug, Clone)]
pub struct RedriveMail {
    /// The mail.
    pub mail: MailId,
}

#[async_trait]
impl Command for RedriveMail {
    const NAME: &'static str = "redriveMail";
    type Output = MailId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MailId, AppError> {
        work.require_scope(Act::RedriveMail)?;
        if work.require(Act::ReadMail, &Facts::plan()).is_err() {
            return Err(Reason::NotFound.at("mailId").into());
        }
        work.require(Act::RedriveMail, &Facts::plan())?;
        let before = found_at(work.tx.mail_state(self.mail).await?, "mailId")?;
        let state = before.redriven()?;
        if !work.tx.redrive_mail(self.mail, work.now).await? {
            return Err(AppError::Busy);
        }
        work.audit("Mail", self.mail, json!({ "before": { "state": before }, "after": { "state": state } }));
        Ok(self.mail)
    }
}
