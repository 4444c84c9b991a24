use chrono::TimeDelta;
use cordata_app::AppError;
use cordata_app::error::found;
use cordata_app::notification::{HeldJob, JobEnd};
use cordata_app::ports::queue::{MailCause, NewMail, Notice};
use cordata_app::ports::{ActionLink, LinkPurpose};
use cordata_app::token::ClearToken;
use cordata_domain::event::RecordedEvent;
use cordata_domain::identity::Person;
use cordata_domain::ids::NoticeId;
use cordata_domain::meeting::{Invitee, Meeting, MeetingState};
use cordata_domain::notification::MailKind;
use cordata_domain::policy::Visibility;
use cordata_domain::table::ConcertationTable;
use cordata_mail::context::{AgendaLine, CancellationMail, ConvocationMail, MeetingFacts, Recipient};
use cordata_mail::message::Rendered;

use super::post::{Addressee, Letter, Post};
use super::{minutes_notice, recipient, render_fault};
use crate::leaving::withheld_notice;
use crate::runner::Bench;

/// Days for which a cancellation is worth sending.
const CANCELLATION_DAYS: i64 = 5;

/// A statutory notice → a mail. What the recipient may see, and whether there is still something to tell, is decided
/// now, not when the event happened.
pub(crate) async fn run(parts: &Bench, held: &HeldJob, id: NoticeId) -> Result<JobEnd, AppError> {
    let (notice, event) = found(parts.reads.notice(id).await?)?;
    let post = Post::open(parts).await?;
    if let Some(mail) = unwritten(&post, &notice).await? {
        return parts.app.keep_mail(held, Some(&mail), None).await;
    }
    if notice.mail == Some(MailKind::MinutesCirculated) {
        let mail = minutes_notice::compose(&post, &notice, &event).await?;
        return parts.app.keep_mail(held, mail.as_ref(), None).await;
    }
    let composed = match Case::load(&post, &notice, event).await? {
        Some(case) => case.compose(&post).await?,
        None => None,
    };
    let (mail, link) = composed.unzip();
    parts.app.keep_mail(held, mail.as_ref(), link.flatten().as_ref()).await
}

/// The record of a mail that is not written, since there is nothing to tell any more: the secretariat sees why.
async fn unwritten(post: &Post<'_>, notice: &Notice) -> Result<Option<NewMail>, AppError> {
    let (Some(kind), Some(person)) = (notice.mail, recipient(post.parts, notice.recipient).await?) else {
        return Ok(None);
    };
    let Some(withheld) = withheld_notice(post.parts, notice.id, &person).await? else { return Ok(None) };
    let all = Visibility { everything: true, ..Visibility::default() };
    let meeting = post.parts.reads.meetings_by_id(&all, &[notice.meeting]).await?.into_iter().next();
    let subject = meeting.map_or_else(String::new, |meeting| meeting.plan.title);
    Ok(Some(post.unwritten((MailCause::Notice(notice.id), kind), &person, (subject, notice.meeting), withheld)))
}

/// Everything that one statutory mail is about.
struct Case {
    cause: MailCause,
    kind: MailKind,
    event: RecordedEvent,
    meeting: Meeting,
    table: ConcertationTable,
    person: Person,
    invitee: Invitee,
    organisation: String,
    counterpart: Option<String>,
    sight: Visibility,
}

impl Case {
    /// Loads it with the recipient's own eyes; `None` if the recipient may not see the meeting any more or is no
    /// longer among its addressees.
    async fn load(post: &Post<'_>, notice: &Notice, event: RecordedEvent) -> Result<Option<Self>, AppError> {
        let (reads, app) = (&post.parts.reads, &post.parts.app);
        let today = app.now().with_timezone(&post.instance.zone).date_naive();
        let Some(kind) = notice.mail else { return Ok(None) };
        let Some(person) = recipient(post.parts, notice.recipient).await? else { return Ok(None) };
        let sight = reads.standing(person.id, today).await?.visibility();
        let meeting = reads.meetings_by_id(&sight, &[notice.meeting]).await?.into_iter().next();
        let table = reads.tables_by_id(&sight, &[notice.table]).await?.into_iter().next();
        let invitees = reads.invitees_of(&sight, &[notice.meeting]).await?;
        let invitee = invitees.iter().map(|(_, invitee)| invitee).find(|invitee| invitee.person == person.id).cloned();
        let (Some(meeting), Some(table), Some(invitee)) = (meeting, table, invitee) else { return Ok(None) };
        let organisation = reads.stakeholders_by_id(&[invitee.organisation]).await?.into_iter().next();
        let other = invitees.iter().map(|(_, i)| i).find(|i| i.seat == invitee.seat && i.person != person.id);
        let counterpart = match other {
            Some(other) => recipient(post.parts, other.person).await?.map(|person| person.full_name()),
            None => None,
        };
        let cause = MailCause::Notice(notice.id);
        let organisation = organisation.map_or_else(String::new, |organisation| organisation.name);
        Ok(Some(Self { cause, kind, event, meeting, table, person, invitee, organisation, counterpart, sight }))
    }

    /// The mail and the link it carries; `None` where the meeting has moved on since, so that a later notice tells more.
    async fn compose(&self, post: &Post<'_>) -> Result<Option<(NewMail, Option<ActionLink>)>, AppError> {
        match (self.kind, self.meeting.state) {
            (MailKind::Convocation, MeetingState::Convened) => {
                let (content, link) = self.convocation(post).await?;
                Ok(Some((post.record(self.letter(content, post)), Some(link))))
            }
            (MailKind::Cancellation, MeetingState::Postponed | MeetingState::Cancelled) => {
                let content = self.cancellation(post)?;
                Ok(Some((post.record(self.letter(content, post)), None)))
            }
            _ => Ok(None),
        }
    }

    fn letter(&self, content: Rendered, post: &Post<'_>) -> Letter<'_> {
        let starts = self.meeting.plan.starts.instant();
        let late = post.parts.app.now() + TimeDelta::days(CANCELLATION_DAYS);
        Letter {
            cause: self.cause,
            kind: self.kind,
            to: Addressee::member(&self.person),
            content,
            table: Some(&self.table),
            meeting: Some(self.meeting.id),
            tells_of: Vec::new(),
            unsubscribe: None,
            expires_at: if self.kind == MailKind::Convocation { starts } else { starts.max(late) },
        }
    }

    fn facts(&self, post: &Post<'_>) -> Result<MeetingFacts, AppError> {
        post.meeting_facts(&self.meeting, &self.table, &self.person)
    }

    fn recipient(&self, post: &Post<'_>) -> Recipient {
        // Who has no address gets a printable letter; the record of the mail says so.
        let address = self.person.email.clone().unwrap_or_else(|| post.instance.sender_address.clone());
        Recipient { name: self.person.full_name(), address, organisation: self.organisation.clone() }
    }

    async fn convocation(&self, post: &Post<'_>) -> Result<(Rendered, ActionLink), AppError> {
        let convocation = found(self.meeting.convocation.as_ref())?;
        let clear = ClearToken::generate(post.parts.app.ids(), "risposta");
        let agenda = post.parts.reads.agendas_of(&self.sight, &[self.meeting.id]).await?;
        let line = |item: cordata_domain::meeting::AgendaItem| AgendaLine {
            position: item.position,
            title: item.title,
            body: item.body,
            language: item.language,
            kind: item.kind,
            urgency: item.urgency,
        };
        let mail = ConvocationMail {
            meeting: self.facts(post)?,
            recipient: self.recipient(post),
            capacity: self.invitee.capacity,
            counterpart: self.counterpart.clone(),
            voting: self.invitee.voting,
            number: convocation.number,
            days_of_notice: convocation.days_of_notice,
            urgency: convocation.urgency.clone(),
            agenda: agenda.into_iter().map(|(_, item)| line(item)).collect(),
            answer_url: post.page(&format!("answer/{}", clear.reveal()))?,
            dispatched_at: convocation.dispatched_at,
            updated: self.meeting.sequence > 0,
        };
        let content = post.renderer().render_convocation(&self.person.locale, &mail).map_err(render_fault)?;
        Ok((content, self.link(post, &clear)))
    }

    fn link(&self, post: &Post<'_>, clear: &ClearToken) -> ActionLink {
        ActionLink {
            id: post.parts.app.ids().uuid(post.parts.app.now()).into(),
            hash: clear.hash(),
            purpose: LinkPurpose::AnswerConvocation,
            subject: self.invitee.id.into(),
            person: Some(self.person.id),
            expires_at: self.meeting.plan.starts.instant(),
            used_at: None,
        }
    }

    fn cancellation(&self, post: &Post<'_>) -> Result<Rendered, AppError> {
        let mail = CancellationMail {
            meeting: self.facts(post)?,
            recipient: self.recipient(post),
            reason: self.meeting.state_reason.clone().unwrap_or_default(),
            postponed: self.meeting.state == MeetingState::Postponed,
            dispatched_at: self.event.at,
        };
        post.renderer().render_cancellation(&self.person.locale, &mail).map_err(render_fault)
    }
}
