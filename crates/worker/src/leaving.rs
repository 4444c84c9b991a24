//! A mail is decided again when it leaves: rights, existence, state and preference as they are then. It is withheld with
//! a reason or goes to a corrected address; it never reaches more people, nor tells more, than when it was written.

use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::ports::queue::{ClaimedMail, MailCause};
use cordata_domain::event::DomainEvent;
use cordata_domain::identity::{EmailAddress, Person};
use cordata_domain::ids::{DigestId, EventId, InvitationId, NoticeId, PersonId, SignInId, TableId};
use cordata_domain::meeting::MeetingState;
use cordata_domain::notification::{Cadence, Leaving, MailKind, Matter, Withheld, contribution_mail};
use cordata_domain::policy::Visibility;
use cordata_mail::message::readdressed;

use crate::job::{is_current, recipient};
use crate::runner::Bench;

/// What was decided.
pub(crate) enum Decision {
    /// It leaves, as it is here.
    Leaves(ClaimedMail),
    /// It does not, for a reason; what a digest would have told waits for the next one.
    Stays { withheld: Withheld, gives_back: Option<DigestId> },
}

/// What was found out about a mail's matter: nothing where the recipient may not see it.
type Found = Result<Matter, Withheld>;

/// Decides whether a mail leaves, and to which address.
pub(crate) async fn decide(parts: &Bench, mail: ClaimedMail) -> Result<Decision, AppError> {
    let Some(cause) = MailCause::of(&mail.key) else { return Ok(Decision::Leaves(mail)) };
    let person = match mail.recipient {
        Some(id) => recipient(parts, id).await?,
        None => None,
    };
    if mail.recipient.is_some() && person.is_none() {
        return Ok(Decision::Stays { withheld: Withheld::Erased, gives_back: None });
    }
    let matter = match cause {
        MailCause::Notice(id) => notice(parts, id, person.as_ref()).await?,
        MailCause::Digest(_) => Ok(Matter::Digest { cadence: cadence(parts, mail.recipient).await? }),
        MailCause::Contribution(id) => contribution(parts, id).await?,
        MailCause::SignIn(id) => Ok(Matter::Access { open: opens(parts, id, &mail.address).await? }),
        MailCause::Invitation(id) => Ok(Matter::Access { open: invites(parts, id).await? }),
    };
    let address = address(cause, person.as_ref(), &mail);
    let withheld = match matter {
        Err(withheld) => Some(withheld),
        Ok(matter) => {
            let readable = sees(parts, mail.recipient, &mail.tables).await?;
            Leaving { addressed: address.is_some(), readable, matter }.withheld()
        }
    };
    Ok(match (withheld, address) {
        (None, Some(address)) => Decision::Leaves(sent_to(mail, address)),
        (withheld, _) => {
            let gives_back = if let MailCause::Digest(digest) = cause { Some(digest) } else { None };
            Decision::Stays { withheld: withheld.unwrap_or(Withheld::NoAddress), gives_back }
        }
    })
}

/// Where it goes: to the address that its recipient has now. A mail to sign in goes where it was asked for.
fn address(cause: MailCause, person: Option<&Person>, mail: &ClaimedMail) -> Option<String> {
    let written = || (!mail.address.is_empty()).then(|| mail.address.clone());
    match (cause, person) {
        (MailCause::SignIn(_), _) | (_, None) => written(),
        (_, Some(person)) => person.email.as_ref().map(|email| email.as_str().to_owned()),
    }
}

fn sent_to(mail: ClaimedMail, address: String) -> ClaimedMail {
    if address == mail.address {
        return mail;
    }
    let bytes = readdressed(&mail.bytes, &mail.address, &address);
    ClaimedMail { address, bytes, ..mail }
}

/// Whether the recipient may see all these tables; citizens are told of none.
async fn sees(parts: &Bench, recipient: Option<PersonId>, tables: &[TableId]) -> Result<bool, AppError> {
    let (Some(recipient), false) = (recipient, tables.is_empty()) else { return Ok(true) };
    let sight = sight(parts, recipient).await?;
    Ok(parts.reads.tables_by_id(&sight, tables).await?.len() == tables.len())
}

async fn sight(parts: &Bench, person: PersonId) -> Result<Visibility, AppError> {
    Ok(parts.reads.standing(person, today(parts).await?).await?.visibility())
}

/// The day it is for the body.
async fn today(parts: &Bench) -> Result<NaiveDate, AppError> {
    let zone = parts.reads.instance().await?.map(|instance| instance.zone).unwrap_or_default();
    Ok(parts.app.now().with_timezone(&zone).date_naive())
}

/// Why the mail of a notice is not even written; nothing where it is.
pub(crate) async fn withheld_notice(
    parts: &Bench,
    id: NoticeId,
    person: &Person,
) -> Result<Option<Withheld>, AppError> {
    Ok(match notice(parts, id, Some(person)).await? {
        Err(withheld) => Some(withheld),
        // Whoever has no address gets a letter, which is written all the same.
        Ok(matter) => Leaving { addressed: true, readable: true, matter }.withheld(),
    })
}

async fn notice(parts: &Bench, id: NoticeId, person: Option<&Person>) -> Result<Found, AppError> {
    let (Some((notice, event)), Some(person)) = (parts.reads.notice(id).await?, person) else {
        return Ok(Err(Withheld::Superseded));
    };
    let (reads, today) = (&parts.reads, today(parts).await?);
    let sight = sight(parts, person.id).await?;
    let Some(meeting) = reads.meetings_by_id(&sight, &[notice.meeting]).await?.into_iter().next() else {
        return Ok(Err(Withheld::NotEntitled));
    };
    Ok(Ok(match notice.mail {
        Some(MailKind::MinutesCirculated) => {
            let minutes = reads.minutes_of(&sight, &[meeting.id]).await?;
            let newest = minutes.first().is_some_and(|minutes| is_current(minutes, &event));
            Matter::Minutes { newest, seated: is_seated(parts, person.id, (meeting.table, today)).await? }
        }
        Some(MailKind::Cancellation) => {
            let postponed = matches!(event.event, DomainEvent::MeetingPostponed { .. });
            let told = if postponed { MeetingState::Postponed } else { MeetingState::Cancelled };
            let newest = !reads.is_told_later(&notice, event.at).await?;
            Matter::Cancellation { meeting: meeting.state, told, newest }
        }
        _ => {
            let newest = meeting.convocation.as_ref().is_some_and(|last| last.dispatched_at == event.at);
            let seated = is_seated(parts, person.id, (meeting.table, meeting.day())).await?;
            Matter::Convocation { meeting: meeting.state, newest, seated }
        }
    }))
}

/// Whether somebody holds a seat of a table on a day.
async fn is_seated(parts: &Bench, person: PersonId, (table, day): (TableId, NaiveDate)) -> Result<bool, AppError> {
    Ok(parts.reads.standing(person, day).await?.seats.iter().any(|seat| seat.table == table))
}

/// How often somebody wants digests; daily where they chose nothing.
async fn cadence(parts: &Bench, person: Option<PersonId>) -> Result<Cadence, AppError> {
    let Some(person) = person else { return Ok(Cadence::Off) };
    Ok(parts.reads.preference_of(person).await?.map_or(Cadence::Daily, |chosen| chosen.cadence))
}

/// An answer that another took the place of is not sent, nor anything to an author whose data were erased.
async fn contribution(parts: &Bench, id: EventId) -> Result<Found, AppError> {
    let Some(event) = parts.reads.recorded_event(id).await? else { return Ok(Err(Withheld::Superseded)) };
    let Some((id, kind)) = contribution_mail(&event.event) else { return Ok(Err(Withheld::Superseded)) };
    let Some((contribution, citizen)) = parts.reads.signed_contribution(id).await? else {
        return Ok(Err(Withheld::Erased));
    };
    if citizen.is_none() && contribution.author.is_none() {
        return Ok(Err(Withheld::Erased));
    }
    let answered_since = contribution.answer.is_some_and(|answer| answer.at > event.at);
    Ok(Ok(Matter::Contribution { newest: kind == MailKind::ContributionReceipt || !answered_since }))
}

/// Whether a request to sign in still opens something for somebody who reads mail at the address.
async fn opens(parts: &Bench, id: SignInId, address: &str) -> Result<bool, AppError> {
    let (request, Ok(address)) = (parts.reads.sign_in_request(id).await?, EmailAddress::parse(address)) else {
        return Ok(false);
    };
    let open = request.is_some_and(|request| request.is_open(parts.app.now()));
    Ok(open && !parts.reads.persons_at(&address).await?.is_empty())
}

async fn invites(parts: &Bench, id: InvitationId) -> Result<bool, AppError> {
    let invitation = parts.reads.invitation_by_id(id).await?;
    Ok(invitation.is_some_and(|invitation| invitation.is_open(parts.app.now())))
}
