//! Mails that let people in. Only here is found out whether anybody reads mail at an address: whoever asked for a mail
//! to sign in is answered before.

use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::notification::{HeldJob, JobEnd};
use cordata_app::ports::queue::MailCause;
use cordata_app::ports::{ActionLink, LinkPurpose};
use cordata_app::token::{ClearToken, code_hash};
use cordata_domain::identity::{Invitation, Offer, Person, SignIn};
use cordata_domain::ids::{InvitationId, SignInId};
use cordata_domain::notification::MailKind;
use cordata_domain::period::LocalMoment;
use cordata_mail::context::{AccessMail, AccessPurpose, OfferedPlace};
use cordata_text::{format, label};

use super::post::{Addressee, Letter, Post};
use super::{recipient, render_fault};
use crate::runner::Bench;

/// Digits of a code.
const CODE_DIGITS: usize = 8;

/// A request to sign in → its mail, if anybody is known at the address. Of several the first one's language is taken.
pub(crate) async fn sign_in(parts: &Bench, held: &HeldJob, id: SignInId) -> Result<JobEnd, AppError> {
    let now = parts.app.now();
    let Some(request) = parts.reads.sign_in_request(id).await?.filter(|request| request.is_open(now)) else {
        return parts.app.finish_idle(held).await;
    };
    let readers = parts.reads.persons_at(&request.address).await?;
    let Some(first) = readers.first() else { return parts.app.finish_idle(held).await };
    let (clear, code) = (ClearToken::generate(parts.app.ids(), "accesso"), code(parts));
    let mail = AccessMail {
        recipient_name: (readers.len() == 1).then(|| first.full_name()),
        url: Post::open(parts).await?.page(&format!("sign-in/{}", clear.reveal()))?,
        until: until(first, request.expires_at()),
        purpose: AccessPurpose::SignIn { code: grouped(&code) },
    };
    let link = link(parts, LinkPurpose::SignIn, &clear, request.expires_at());
    let link = ActionLink { subject: request.id.into(), ..link };
    let to = Addressee {
        person: (readers.len() == 1).then_some(first.id),
        name: mail.recipient_name.clone().unwrap_or_default(),
        address: Some(request.address.clone()),
        locale: first.locale.clone(),
    };
    let facts = (MailCause::SignIn(id), MailKind::SignIn, request.expires_at());
    let mail = letter(parts, to, facts, &mail).await?;
    let request = SignIn { code: Some(code_hash(id.into(), &code)), ..request };
    parts.app.keep_sign_in(held, &request, &mail, &link).await
}

/// An invitation → its mail.
pub(crate) async fn invitation(parts: &Bench, held: &HeldJob, id: InvitationId) -> Result<JobEnd, AppError> {
    let now = parts.app.now();
    let invitation = parts.reads.invitation_by_id(id).await?.filter(|invitation| invitation.is_open(now));
    let Some(invitation) = invitation else { return parts.app.finish_idle(held).await };
    let Some(person) = recipient(parts, invitation.person).await? else { return parts.app.finish_idle(held).await };
    let clear = ClearToken::generate(parts.app.ids(), "invito");
    let mail = AccessMail {
        recipient_name: Some(person.full_name()),
        url: Post::open(parts).await?.page(&format!("invitation/{}", clear.reveal()))?,
        until: until(&person, invitation.expires_at()),
        purpose: AccessPurpose::Invitation {
            organisation: organisation(parts, &invitation, now).await?,
            place: invitation.offer.as_ref().map(|offer| place(&person, offer)),
        },
    };
    let link = link(parts, LinkPurpose::AcceptInvitation, &clear, invitation.expires_at());
    let link = ActionLink { subject: id.into(), person: Some(person.id), ..link };
    let facts = (MailCause::Invitation(id), MailKind::Invitation, invitation.expires_at());
    let mail = letter(parts, Addressee::member(&person), facts, &mail).await?;
    parts.app.keep_mail(held, Some(&mail), Some(&link)).await
}

async fn letter(
    parts: &Bench,
    to: Addressee,
    (cause, kind, expires_at): (MailCause, MailKind, DateTime<Utc>),
    mail: &AccessMail,
) -> Result<cordata_app::ports::queue::NewMail, AppError> {
    let post = Post::open(parts).await?;
    let content = post.renderer().render_access(&to.locale, mail).map_err(render_fault)?;
    Ok(post.record(Letter {
        cause,
        kind,
        to,
        content,
        table: None,
        meeting: None,
        tells_of: Vec::new(),
        unsubscribe: None,
        expires_at,
    }))
}

fn link(parts: &Bench, purpose: LinkPurpose, clear: &ClearToken, expires_at: DateTime<Utc>) -> ActionLink {
    let id = parts.app.ids().uuid(parts.app.now());
    ActionLink { id: id.into(), hash: clear.hash(), purpose, subject: id, person: None, expires_at, used_at: None }
}

/// The organisation that the invited person is to act for: the one that offers a place, else theirs, the first by name;
/// nothing for the body's own staff.
async fn organisation(parts: &Bench, invitation: &Invitation, now: DateTime<Utc>) -> Result<Option<String>, AppError> {
    if let Some(offer) = &invitation.offer {
        let found = parts.reads.stakeholders_by_id(&[offer.organisation]).await?;
        return Ok(found.into_iter().map(|organisation| organisation.name).next());
    }
    let zone = parts.reads.instance().await?.map(|instance| instance.zone).unwrap_or_default();
    let standing = parts.reads.standing(invitation.person, now.with_timezone(&zone).date_naive()).await?;
    let organisations = parts.reads.stakeholders_by_id(&standing.visibility().organisations).await?;
    Ok(organisations.into_iter().map(|organisation| organisation.name).min())
}

fn place(person: &Person, offer: &Offer) -> OfferedPlace {
    let role = offer.role.map(|role| label(&person.locale, "role", role));
    OfferedPlace { post: offer.post.clone(), role }
}

fn until(person: &Person, end: DateTime<Utc>) -> String {
    format::moment(&person.locale, LocalMoment::at(end, person.zone))
}

/// Random digits: each is drawn evenly, from bytes that divide into tens without a rest.
fn code(parts: &Bench) -> String {
    let mut digits = String::with_capacity(CODE_DIGITS);
    while digits.len() < CODE_DIGITS {
        let fair = parts.app.ids().secret().into_iter().filter(|byte| *byte < 250);
        digits.extend(fair.take(CODE_DIGITS - digits.len()).map(|byte| char::from(b'0' + byte % 10)));
    }
    digits
}

/// Two groups are easier to read and to type.
fn grouped(code: &str) -> String {
    let (first, second) = code.split_at(CODE_DIGITS / 2);
    format!("{first} {second}")
}
