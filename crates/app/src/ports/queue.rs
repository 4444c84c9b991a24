//! The queue of jobs and the mailroom: what the worker claims, and what commands and jobs put in.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use cordata_domain::Locale;
use cordata_domain::event::RecordedEvent;
use cordata_domain::ids::{
    DigestId, EventId, InvitationId, JobId, MailId, MeetingId, NoticeId, PersonId, SignInId, TableId,
};
use cordata_domain::notification::{MailKind, MailShare, MailState, NoticeClass, Preference, Withheld};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::AppError;

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobPayload {
    /// Finds out whom an event concerns, and writes notices.
    ResolveEvent {
        /// The event.
        event: EventId,
    },
    /// Renders the mail of a statutory notice.
    ComposeNotice {
        /// The notice.
        notice: NoticeId,
    },
    /// Renders the mail to the author of a contribution.
    ComposeContribution {
        /// The event that causes it.
        event: EventId,
    },
    /// Renders one digest of one member.
    ComposeDigest {
        /// The member.
        person: PersonId,
        /// The local date of its slot.
        day: NaiveDate,
    },
    /// Renders the mail by which somebody signs in.
    ComposeSignIn {
        /// The request.
        sign_in: SignInId,
    },
    /// Renders the mail of an invitation.
    ComposeInvitation {
        /// The invitation.
        invitation: InvitationId,
    },
    /// Discards what was kept long enough.
    Discard {
        /// The day on which it does.
        day: NaiveDate,
    },
}

impl JobPayload {
    /// The name of the kind, as the queue keeps it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ResolveEvent { .. } => "RESOLVE_EVENT",
            Self::ComposeNotice { .. } => "COMPOSE_NOTICE",
            Self::ComposeContribution { .. } => "COMPOSE_CONTRIBUTION",
            Self::ComposeDigest { .. } => "COMPOSE_DIGEST",
            Self::ComposeSignIn { .. } => "COMPOSE_SIGN_IN",
            Self::ComposeInvitation { .. } => "COMPOSE_INVITATION",
            Self::Discard { .. } => "DISCARD",
        }
    }

    /// The key that keeps the same work from standing in the queue twice, ever.
    pub fn dedupe_key(&self) -> String {
        match self {
            Self::ResolveEvent { event } => format!("resolve:{event}"),
            Self::ComposeNotice { notice } => format!("compose:{notice}"),
            Self::ComposeContribution { event } => format!("contribution:{event}"),
            Self::ComposeDigest { person, day } => format!("digest:{person}:{day}"),
            Self::ComposeSignIn { sign_in } => format!("sign-in:{sign_in}"),
            Self::ComposeInvitation { invitation } => format!("invitation:{invitation}"),
            Self::Discard { day } => format!("discard:{day}"),
        }
    }
}

/// A job to put into the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// What it does.
    pub payload: JobPayload,
    /// Not before.
    pub run_at: DateTime<Utc>,
}

/// A job that a worker holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Its id.
    pub id: JobId,
    /// What it does; absent where the stored form is not understood (a newer version wrote it).
    pub payload: Option<JobPayload>,
    /// Attempts so far, this one included.
    pub attempts: u32,
}

/// One event for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// The event.
    pub event: EventId,
    /// The recipient.
    pub recipient: PersonId,
    /// By which way.
    pub class: NoticeClass,
    /// Which mail, for a statutory one.
    pub mail: Option<MailKind>,
    /// The table.
    pub table: TableId,
    /// The meeting.
    pub meeting: MeetingId,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// What causes a mail: by this it is unique, and by this it is decided again when it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailCause {
    /// A statutory notice.
    Notice(NoticeId),
    /// A digest.
    Digest(DigestId),
    /// An event about a contribution.
    Contribution(EventId),
    /// A request to sign in.
    SignIn(SignInId),
    /// An invitation.
    Invitation(InvitationId),
}

impl MailCause {
    /// The key of the mail.
    pub fn key(self) -> String {
        match self {
            Self::Notice(id) => format!("notice:{id}"),
            Self::Digest(id) => format!("digest:{id}"),
            Self::Contribution(id) => format!("contribution:{id}"),
            Self::SignIn(id) => format!("sign-in:{id}"),
            Self::Invitation(id) => format!("invitation:{id}"),
        }
    }

    /// The cause of the mail with this key; absent where a newer version wrote it.
    pub fn of(key: &str) -> Option<Self> {
        let (kind, id) = key.split_once(':')?;
        let id = Uuid::parse_str(id).ok()?;
        match kind {
            "notice" => Some(Self::Notice(id.into())),
            "digest" => Some(Self::Digest(id.into())),
            "contribution" => Some(Self::Contribution(id.into())),
            "sign-in" => Some(Self::SignIn(id.into())),
            "invitation" => Some(Self::Invitation(id.into())),
            _ => None,
        }
    }
}

/// A mail, rendered once and kept: every attempt sends the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// Its id.
    pub id: MailId,
    /// What makes it unique, from [`MailCause::key`].
    pub key: String,
    /// Which kind.
    pub kind: MailKind,
    /// The recipient; absent for a citizen.
    pub recipient: Option<PersonId>,
    /// The meeting that it is about, if it is about one: such mails to one recipient leave in order.
    pub meeting: Option<MeetingId>,
    /// The tables that it tells of: whoever may not see one of them any more does not get it.
    pub tables: Vec<TableId>,
    /// The address of the envelope.
    pub address: String,
    /// The language it was written in.
    pub locale: Locale,
    /// Its subject, for lists of the secretariat.
    pub subject: String,
    /// Its Message-ID.
    pub message_id: String,
    /// The envelope sender.
    pub envelope_from: String,
    /// The whole message; absent where it could not be rendered or is not to be sent.
    pub bytes: Vec<u8>,
    /// Queued, or the reason why it is not sent.
    pub state: MailState,
    /// Why it is in that state, in technical words.
    pub state_reason: Option<String>,
    /// Why it is not sent, where it is skipped.
    pub withheld: Option<Withheld>,
    /// When sending it makes no sense any more.
    pub expires_at: DateTime<Utc>,
    /// When it was rendered.
    pub created_at: DateTime<Utc>,
}

/// A mail that a worker holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedMail {
    /// Its id.
    pub id: MailId,
    /// What makes it unique.
    pub key: String,
    /// Which kind.
    pub kind: MailKind,
    /// The recipient; absent for a citizen.
    pub recipient: Option<PersonId>,
    /// The tables that it tells of.
    pub tables: Vec<TableId>,
    /// The address of the envelope.
    pub address: String,
    /// The envelope sender.
    pub envelope_from: String,
    /// The whole message.
    pub bytes: Vec<u8>,
    /// Attempts so far.
    pub attempts: u32,
    /// When sending it makes no sense any more.
    pub expires_at: DateTime<Utc>,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailResult {
    /// The mail.
    pub id: MailId,
    /// Its state now.
    pub state: MailState,
    /// Attempts so far.
    pub attempts: u32,
    /// When it is tried again.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// What the server said.
    pub error: Option<String>,
    /// Why it is not sent, where it is skipped.
    pub withheld: Option<Withheld>,
    /// The digest whose notices wait for the next one, since nobody was told of them.
    pub gives_back: Option<DigestId>,
    /// When this was learnt.
    pub at: DateTime<Utc>,
}

/// A digest of one member and day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Its id.
    pub id: DigestId,
    /// The member.
    pub person: PersonId,
    /// The local date of its slot.
    pub day: NaiveDate,
}

/// What transactions put into the queue and the mailroom.
#[async_trait]
pub trait QueueRepo {
    /// Puts jobs into the queue; one whose dedupe key was ever there is left out.
    async fn enqueue(&mut self, jobs: &[NewJob]) -> Result<(), AppError>;
    /// Loads an event of the outbox.
    async fn event(&mut self, id: EventId) -> Result<Option<RecordedEvent>, AppError>;
    /// Adds notices; one that exists for the same event, recipient and class is left out.
    async fn insert_notices(&mut self, notices: &[Notice]) -> Result<(), AppError>;
    /// Opens the digest of a member and day, or finds it, and gives it every digest notice of the member that no
    /// digest holds yet.
    async fn open_digest(&mut self, digest: &Digest) -> Result<DigestId, AppError>;
    /// When a member wants digests; absent where they chose nothing.
    async fn preference(&mut self, person: PersonId) -> Result<Option<Preference>, AppError>;
    /// Keeps when a member wants digests.
    async fn put_preference(&mut self, person: PersonId, preference: &Preference) -> Result<(), AppError>;
    /// Keeps a rendered mail; false if one with the same key exists.
    async fn insert_mail(&mut self, mail: &NewMail) -> Result<bool, AppError>;
    /// Locks a mail and answers where it stands.
    async fn mail_state(&mut self, id: MailId) -> Result<Option<MailState>, AppError>;
    /// Puts a dead letter back into the queue; false if it is none.
    async fn redrive_mail(&mut self, id: MailId, now: DateTime<Utc>) -> Result<bool, AppError>;
    /// Finishes a job, if `owner` still holds it; false otherwise.
    async fn finish_job(&mut self, id: JobId, owner: &str, at: DateTime<Utc>) -> Result<bool, AppError>;
}

/// A time-limited right to work on something.
#[derive(Debug, Clone, Copy)]
pub struct Lease<'a> {
    /// Who works.
    pub owner: &'a str,
    /// Now.
    pub now: DateTime<Utc>,
    /// Until when, at most five minutes ahead.
    pub until: DateTime<Utc>,
    /// How many at most.
    pub limit: u32,
}

impl Lease<'_> {
    /// No lease that begins now lasts longer. One that does was given by a clock that was ahead.
    pub fn longest(&self) -> DateTime<Utc> {
        self.until + (self.until - self.now)
    }
}

/// No job waits longer than so many minutes for its next attempt: one that does was put off by a clock that was ahead,
/// and is due.
pub const LONGEST_JOB_WAIT_MINUTES: i64 = 10;

/// The same for mails, whose longest wait is somewhat more than a day.
pub const LONGEST_MAIL_WAIT_HOURS: i64 = 48;

/// A member for whom something waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingMember {
    /// The member.
    pub person: PersonId,
    /// When they want digests.
    pub preference: Preference,
    /// When the oldest of what waits was written.
    pub since: DateTime<Utc>,
}

/// How many jobs and mails wait or failed, for health and metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backlog {
    /// Jobs that wait or run.
    pub jobs_waiting: u64,
    /// Jobs that were given up.
    pub jobs_failed: u64,
    /// Mails that wait or are being sent.
    pub mails_waiting: u64,
    /// Mails that were given up.
    pub mails_failed: u64,
}

/// What the worker does with the queue outside transactions of its own: each call is one statement.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Claims due jobs, oldest first.
    async fn claim_jobs(&self, lease: Lease<'_>) -> Result<Vec<ClaimedJob>, AppError>;
    /// Gives a job back, to be tried at `at`.
    async fn retry_job(&self, id: JobId, owner: &str, at: DateTime<Utc>, error: &str) -> Result<(), AppError>;
    /// Gives a job up: a dead letter.
    async fn fail_job(&self, id: JobId, owner: &str, at: DateTime<Utc>, error: &str) -> Result<(), AppError>;
    /// Gives up the mails that nobody holds and whose time has run out.
    async fn expire_mails(&self, now: DateTime<Utc>) -> Result<(), AppError>;
    /// Claims due mails of a share, oldest first; of those about one meeting to one recipient only the first.
    async fn claim_mails(&self, lease: Lease<'_>, share: MailShare) -> Result<Vec<ClaimedMail>, AppError>;
    /// Prolongs the leases of mails that are still being sent.
    async fn renew_mails(&self, ids: &[MailId], lease: Lease<'_>) -> Result<(), AppError>;
    /// Records what became of claimed mails, in one transaction, where `owner` still holds them.
    async fn settle_mails(&self, owner: &str, results: &[MailResult]) -> Result<(), AppError>;
    /// Gives back whatever `owner` holds: at shutdown.
    async fn release(&self, owner: &str) -> Result<(), AppError>;
    /// Members with digest notices that no digest holds yet, but for those who want none; at most `limit`, by id after
    /// `after`.
    async fn members_to_digest(&self, after: Option<PersonId>, limit: u32) -> Result<Vec<WaitingMember>, AppError>;
    /// When the newest event of the outbox was written, by the clock of then.
    async fn newest_event(&self) -> Result<Option<DateTime<Utc>>, AppError>;
    /// How much waits.
    async fn backlog(&self) -> Result<Backlog, AppError>;
}
