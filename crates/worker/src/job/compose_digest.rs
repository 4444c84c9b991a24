use chrono::{NaiveDate, TimeDelta};
use cordata_app::AppError;
use cordata_app::notification::{HeldJob, JobEnd};
use cordata_app::ports::queue::MailCause;
use cordata_app::ports::{ActionLink, LinkPurpose};
use cordata_app::token::ClearToken;
use cordata_domain::ids::PersonId;
use cordata_domain::notification::MailKind;
use cordata_mail::context::DigestMail;

use super::digest::Changes;
use super::post::{Addressee, Letter, Post};
use super::{recipient, render_fault};
use crate::runner::Bench;

/// Days for which a digest is worth sending.
const DIGEST_DAYS: i64 = 5;
/// Days for which the switch in an old digest still works.
const SWITCH_DAYS: i64 = 730;

/// What waits for a member → one mail. Nothing is sent where nothing is left to tell.
pub(crate) async fn run(parts: &Bench, held: &HeldJob, person: PersonId, day: NaiveDate) -> Result<JobEnd, AppError> {
    let digest = parts.app.open_digest(person, day).await?;
    let Some(person) = recipient(parts, person).await? else {
        return parts.app.keep_mail(held, None, None).await;
    };
    let post = Post::open(parts).await?;
    let notices = parts.reads.digest_notices(digest).await?;
    let changes = Changes::load(&post, &person, notices).await?;
    let tables = changes.tables(&post)?;
    if tables.is_empty() {
        return parts.app.keep_mail(held, None, None).await;
    }
    let now = parts.app.now();
    let clear = ClearToken::generate(parts.app.ids(), "riepilogo");
    let stop = post.page(&format!("stop/{}", clear.reveal()))?;
    let mail = DigestMail {
        recipient_name: person.full_name(),
        day,
        tables,
        tasks: changes.tasks(&post)?,
        preferences_url: stop.clone(),
    };
    let content = post.renderer().render_digest(&person.locale, &mail).map_err(render_fault)?;
    let letter = Letter {
        cause: MailCause::Digest(digest),
        kind: MailKind::DailyDigest,
        to: Addressee::member(&person),
        content,
        table: None,
        meeting: None,
        tells_of: changes.tells_of(),
        unsubscribe: Some(stop),
        expires_at: now + TimeDelta::days(DIGEST_DAYS),
    };
    let link = ActionLink {
        id: parts.app.ids().uuid(now).into(),
        hash: clear.hash(),
        purpose: LinkPurpose::StopDigest,
        subject: person.id.into(),
        person: Some(person.id),
        expires_at: now + TimeDelta::days(SWITCH_DAYS),
        used_at: None,
    };
    parts.app.keep_mail(held, Some(&post.record(letter)), Some(&link)).await
}
