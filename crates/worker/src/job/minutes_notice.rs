//! The notice that minutes were circulated. It carries nothing of their text.

use chrono::TimeDelta;
use cordata_app::AppError;
use cordata_app::ports::queue::{MailCause, NewMail, Notice};
use cordata_domain::event::RecordedEvent;
use cordata_domain::meeting::{Minutes, MinutesState};
use cordata_domain::notification::MailKind;
use cordata_domain::policy::Standing;
use cordata_mail::context::{MinutesMail, Recipient};

use super::post::{Addressee, Letter, Post};
use super::{recipient, render_fault};

/// Days for which the notice is worth sending after the term for remarks.
const LATE_DAYS: i64 = 5;

/// The mail to somebody who holds a seat; nothing where they may not read the minutes any more, or where another version
/// took the place of the circulated one, so that a later notice tells more.
pub(super) async fn compose(
    post: &Post<'_>,
    notice: &Notice,
    event: &RecordedEvent,
) -> Result<Option<NewMail>, AppError> {
    let (reads, now) = (&post.parts.reads, post.parts.app.now());
    let Some(person) = recipient(post.parts, notice.recipient).await? else { return Ok(None) };
    let standing = reads.standing(person.id, now.with_timezone(&post.instance.zone).date_naive()).await?;
    let sight = standing.visibility();
    let minutes = reads.minutes_of(&sight, &[notice.meeting]).await?.into_iter().next();
    let minutes = minutes.filter(|minutes| is_current(minutes, event));
    let meeting = reads.meetings_by_id(&sight, &[notice.meeting]).await?.into_iter().next();
    let table = reads.tables_by_id(&sight, &[notice.table]).await?.into_iter().next();
    let (Some(minutes), Some(meeting), Some(table)) = (minutes, meeting, table) else { return Ok(None) };
    let (Some(sent), Some(organisation)) = (minutes.circulation, organisation(post, &standing, notice).await?) else {
        return Ok(None);
    };
    // Who has no address gets a printable letter; the record of the mail says so.
    let address = person.email.clone().unwrap_or_else(|| post.instance.sender_address.clone());
    let mail = MinutesMail {
        meeting: post.meeting_facts(&meeting, &table, &person)?,
        recipient: Recipient { name: person.full_name(), address, organisation },
        remarks_until: sent.remarks_until,
        again: minutes.number > 1,
        url: post.page(&format!("meetings/{}/minutes", meeting.id))?,
    };
    let content = post.renderer().render_minutes(&person.locale, &mail).map_err(render_fault)?;
    let term = sent.remarks_until.and_time(chrono::NaiveTime::MIN).and_utc();
    Ok(Some(post.record(Letter {
        cause: MailCause::Notice(notice.id),
        kind: MailKind::MinutesCirculated,
        to: Addressee::member(&person),
        content,
        table: Some(&table),
        meeting: Some(meeting.id),
        tells_of: Vec::new(),
        unsubscribe: None,
        expires_at: term.max(now) + TimeDelta::days(LATE_DAYS),
    })))
}

/// Whether what was circulated by `event` is still what is to be read.
pub(crate) fn is_current(minutes: &Minutes, event: &RecordedEvent) -> bool {
    minutes.state != MinutesState::Draft && minutes.circulation.is_some_and(|sent| sent.at == event.at)
}

/// The organisation for which they sit at the table; nothing if they do not any more.
async fn organisation(post: &Post<'_>, standing: &Standing, notice: &Notice) -> Result<Option<String>, AppError> {
    let Some(seat) = standing.seats.iter().find(|seat| seat.table == notice.table) else { return Ok(None) };
    let organisations = post.parts.reads.stakeholders_by_id(&[seat.organisation]).await?;
    Ok(organisations.into_iter().next().map(|organisation| organisation.name))
}
