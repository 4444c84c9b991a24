use chrono::TimeDelta;
use cordata_app::AppError;
use cordata_app::error::found;
use cordata_app::notification::{HeldJob, JobEnd};
use cordata_app::ports::codesign::SignedContribution;
use cordata_app::ports::queue::{MailCause, NewMail};
use cordata_app::ports::{ActionLink, LinkPurpose};
use cordata_app::token::ClearToken;
use cordata_domain::codesign::{Citizen, Contribution, ContributionState};
use cordata_domain::event::RecordedEvent;
use cordata_domain::ids::{EventId, PersonId};
use cordata_domain::notification::{MailKind, contribution_mail};
use cordata_domain::policy::Visibility;
use cordata_mail::context::{ContributionMail, ContributionOutcome};

use super::post::{Addressee, Letter, Post};
use super::{recipient, render_fault};
use crate::runner::Bench;

/// Days for which a receipt or an answer is worth sending.
const MAIL_DAYS: i64 = 5;
/// Days for which the link to follow a contribution works.
const LINK_DAYS: i64 = 730;

/// An event about a contribution → the mail to its author. An author whose data were erased gets none, and a later
/// answer tells more than an earlier one. Whoever sends a contribution may give any address: nothing they typed stands in
/// the mail, and only so many receipts a day go to one.
pub(crate) async fn run(parts: &Bench, held: &HeldJob, event: EventId) -> Result<JobEnd, AppError> {
    let event = found(parts.reads.recorded_event(event).await?)?;
    match compose(parts, &event).await? {
        Some((mail, link)) if mail.recipient.is_none() && mail.kind == MailKind::ContributionReceipt => {
            parts.app.keep_strangers_mail(held, &mail, &link, parts.sender.from_strangers_per_day).await
        }
        composed => {
            let (mail, link) = composed.unzip();
            parts.app.keep_mail(held, mail.as_ref(), link.as_ref()).await
        }
    }
}

async fn compose(parts: &Bench, event: &RecordedEvent) -> Result<Option<(NewMail, ActionLink)>, AppError> {
    let Some((id, kind)) = contribution_mail(&event.event) else { return Ok(None) };
    let Some((contribution, citizen)) = parts.reads.signed_contribution(id).await? else { return Ok(None) };
    let answered_since = contribution.answer.as_ref().is_some_and(|answer| answer.at > event.at);
    if kind == MailKind::ContributionAnswer && answered_since {
        return Ok(None);
    }
    let Some(to) = author(parts, &(contribution.clone(), citizen)).await? else { return Ok(None) };
    let post = Post::open(parts).await?;
    let clear = ClearToken::generate(parts.app.ids(), "contributo");
    let outcome = match kind {
        MailKind::ContributionAnswer => Some(outcome(parts, &contribution, &to).await?),
        _ => None,
    };
    let is_named = matches!(&outcome, Some(ContributionOutcome::Forwarded { table: Some(_), .. }));
    let named = contribution.table.filter(|_| is_named).into_iter().collect();
    let mail = ContributionMail {
        recipient_name: to.person.map(|_| to.name.clone()),
        reference: contribution.reference.clone(),
        status_url: post.page(&format!("contributions/{}", clear.reveal()))?,
        outcome,
    };
    let content = post.renderer().render_contribution(&to.locale, &mail).map_err(render_fault)?;
    let link = link(parts, &contribution, to.person, &clear);
    let letter = Letter {
        cause: MailCause::Contribution(event.id),
        kind,
        to,
        content,
        table: None,
        meeting: None,
        tells_of: named,
        unsubscribe: None,
        expires_at: parts.app.now() + TimeDelta::days(MAIL_DAYS),
    };
    Ok(Some((post.record(letter), link)))
}

/// A citizen is written to in the language they wrote in and without their name, which is only what somebody typed; a
/// member in their own.
async fn author(parts: &Bench, (contribution, citizen): &SignedContribution) -> Result<Option<Addressee>, AppError> {
    if let Some(Citizen { address, .. }) = citizen {
        let (name, address) = (String::new(), Some(address.clone()));
        return Ok(Some(Addressee { person: None, name, address, locale: contribution.language.clone() }));
    }
    let Some(person) = contribution.author else { return Ok(None) };
    Ok(recipient(parts, person).await?.as_ref().map(Addressee::member))
}

/// What became of it. A reserved table, or a draft, is not named to anybody outside.
async fn outcome(parts: &Bench, contribution: &Contribution, to: &Addressee) -> Result<ContributionOutcome, AppError> {
    let answer = found(contribution.answer.as_ref())?;
    let sight = match to.person {
        Some(person) => parts.reads.standing(person, answer.at.date_naive()).await?.visibility(),
        None => Visibility::default(),
    };
    let message = answer.message.clone();
    match contribution.state {
        ContributionState::Forwarded => {
            let tables = parts.reads.tables_by_id(&sight, contribution.table.as_slice()).await?;
            let table = tables.first().map(|table| table.name.get(&to.locale).to_owned());
            Ok(ContributionOutcome::Forwarded { table, message })
        }
        ContributionState::Merged => {
            let proposals = parts.reads.proposals_by_id(&sight, answer.proposal.as_slice()).await?;
            let proposal = proposals.into_iter().next().map(|proposal| proposal.title);
            Ok(ContributionOutcome::Merged { proposal, message })
        }
        ContributionState::Received | ContributionState::Declined => {
            Ok(ContributionOutcome::Declined { reason: message.unwrap_or_default() })
        }
    }
}

fn link(parts: &Bench, contribution: &Contribution, person: Option<PersonId>, clear: &ClearToken) -> ActionLink {
    let now = parts.app.now();
    ActionLink {
        id: parts.app.ids().uuid(now).into(),
        hash: clear.hash(),
        purpose: LinkPurpose::FollowContribution,
        subject: contribution.id.into(),
        person,
        expires_at: now + TimeDelta::days(LINK_DAYS),
        used_at: None,
    }
}
