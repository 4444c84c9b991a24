//! Jobs, notices, mails and the choices of members.

use chrono::Weekday;
use cordata_app::AppError;
use cordata_app::ports::queue::{ClaimedMail, Digest, JobPayload, NewJob, NewMail, Notice};
use cordata_app::ports::read::MailView;
use cordata_domain::ids::{PersonId, TableId};
use cordata_domain::notification::{MailState, Preference, Withheld};

use uuid::Uuid;

use super::value::{count, name_of, optional_word, word, zone};
use crate::entity::{digest, job, mail, mail_line, notice, notification_preference};

/// The form of stored payloads. A worker leaves alone what a newer version wrote.
const PAYLOAD_VERSION: i64 = 1;
/// Weekdays by the digit they are stored as: 1 is Monday.
const WEEKDAYS: [(char, Weekday); 7] = [
    ('1', Weekday::Mon),
    ('2', Weekday::Tue),
    ('3', Weekday::Wed),
    ('4', Weekday::Thu),
    ('5', Weekday::Fri),
    ('6', Weekday::Sat),
    ('7', Weekday::Sun),
];

pub(crate) fn job_row(job: &NewJob) -> Result<job::Model, AppError> {
    Ok(job::Model {
        id: job.id.into(),
        kind: job.payload.kind().to_owned(),
        payload: serde_json::to_string(&job.payload).map_err(|error| AppError::Fault(error.into()))?,
        payload_version: PAYLOAD_VERSION,
        dedupe_key: job.payload.dedupe_key(),
        run_at: job.run_at,
        lease_until: None,
        lease_owner: None,
        attempts: 0,
        last_error: None,
        finished_at: None,
        failed_at: None,
    })
}

/// What a stored job does; absent where a newer version wrote it.
pub(crate) fn payload(version: i64, stored: &str) -> Option<JobPayload> {
    if version == PAYLOAD_VERSION { serde_json::from_str(stored).ok() } else { None }
}

pub(crate) fn notice_row(notice: &Notice) -> notice::Model {
    notice::Model {
        id: notice.id.into(),
        event_id: notice.event.into(),
        recipient_id: notice.recipient.into(),
        class: name_of(notice.class),
        mail: notice.mail.map(name_of),
        table_id: notice.table.into(),
        meeting_id: notice.meeting.into(),
        digest_id: None,
        created_at: notice.created_at,
    }
}

pub(crate) fn notice(row: &notice::Model) -> Result<Notice, AppError> {
    Ok(Notice {
        id: row.id.into(),
        event: row.event_id.into(),
        recipient: row.recipient_id.into(),
        class: word(&row.class)?,
        mail: optional_word(row.mail.as_deref())?,
        table: row.table_id.into(),
        meeting: row.meeting_id.into(),
        created_at: row.created_at,
    })
}

pub(crate) fn digest_row(digest: &Digest) -> digest::Model {
    digest::Model {
        id: digest.id.into(),
        person_id: digest.person.into(),
        kind: "DAILY".to_owned(),
        period_key: digest.day,
    }
}

pub(crate) fn mail_row(mail: &NewMail) -> mail::Model {
    mail::Model {
        id: mail.id.into(),
        key: mail.key.clone(),
        kind: name_of(mail.kind),
        recipient_id: mail.recipient.map(Into::into),
        address: mail.address.clone(),
        locale: mail.locale.to_string(),
        subject: mail.subject.clone(),
        message_id: mail.message_id.clone(),
        envelope_from: mail.envelope_from.clone(),
        bytes: mail.bytes.clone(),
        state: name_of(mail.state),
        state_reason: mail.withheld.map(name_of).or_else(|| mail.state_reason.clone()),
        attempts: 0,
        next_attempt_at: (mail.state == MailState::Queued).then_some(mail.created_at),
        expires_at: mail.expires_at,
        lease_until: None,
        lease_owner: None,
        last_error: None,
        created_at: mail.created_at,
        sent_at: None,
        meeting_id: mail.meeting.map(Into::into),
        tables: mail.tables.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
    }
}

pub(crate) fn claimed_mail(row: mail::Model) -> Result<ClaimedMail, AppError> {
    Ok(ClaimedMail {
        id: row.id.into(),
        key: row.key,
        kind: word(&row.kind)?,
        recipient: row.recipient_id.map(Into::into),
        tables: tables(&row.tables)?,
        address: row.address,
        envelope_from: row.envelope_from,
        bytes: row.bytes,
        attempts: count(row.attempts)?,
        expires_at: row.expires_at,
    })
}

/// Ids of tables with spaces between them.
fn tables(stored: &str) -> Result<Vec<TableId>, AppError> {
    let ids = stored.split_whitespace().map(|id| Uuid::parse_str(id).map(TableId::from));
    ids.collect::<Result<_, _>>().map_err(|error| AppError::Fault(error.into()))
}

pub(crate) fn mail_view(row: mail_line::Model) -> Result<MailView, AppError> {
    let state: MailState = word(&row.state)?;
    let reason = row.state_reason.filter(|_| matches!(state, MailState::Skipped | MailState::Failed));
    let withheld: Option<Withheld> = reason.as_deref().and_then(|reason| reason.parse().ok());
    Ok(MailView {
        id: row.id.into(),
        kind: word(&row.kind)?,
        recipient: row.recipient_id.map(Into::into),
        subject: row.subject,
        state,
        attempts: count(row.attempts)?,
        last_error: row.last_error.or_else(|| reason.filter(|_| withheld.is_none())),
        withheld,
        created_at: row.created_at,
        sent_at: row.sent_at,
    })
}

pub(crate) fn preference_row(person: PersonId, preference: &Preference) -> notification_preference::Model {
    let chosen = |(digit, day): &(char, Weekday)| preference.weekdays.contains(day).then_some(*digit);
    notification_preference::Model {
        person_id: person.0,
        cadence: name_of(preference.cadence),
        weekdays: WEEKDAYS.iter().filter_map(chosen).collect(),
        hour: i64::from(preference.hour),
        zone: preference.zone.name().to_owned(),
    }
}

pub(crate) fn preference(row: &notification_preference::Model) -> Result<Preference, AppError> {
    let chosen = |(digit, day): &(char, Weekday)| row.weekdays.contains(*digit).then_some(*day);
    Ok(Preference {
        cadence: word(&row.cadence)?,
        weekdays: WEEKDAYS.iter().filter_map(chosen).collect(),
        hour: count(row.hour)?,
        zone: zone(&row.zone)?,
    })
}
