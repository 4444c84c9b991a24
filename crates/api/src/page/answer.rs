//! The answer to a convocation by the one-time link of a mail. Showing it changes nothing; sending the form records
//! the answer. The secret in the address is the credential, so the page is kept nowhere and tells its address nobody.

use std::convert::Infallible;

use askama::Template;
use axum::Form;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cordata_app::meeting::AnswerByLink;
use cordata_app::ports::LinkPurpose;
use cordata_app::ports::read::Lookup;
use cordata_app::{App, AppError, Caller, token};
use cordata_domain::Reason;
use cordata_domain::ids::InviteeId;
use cordata_domain::meeting::{AnswerKind, Invitee, Meeting, MeetingState};
use cordata_domain::period::LocalMoment;
use cordata_domain::policy::{Actor, Visibility};
use cordata_domain::table::{ConcertationTable, HolderCapacity, Seat};
use cordata_text::{Value, format};
use serde::Deserialize;

use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::view::{Said, datetime, names, place, query_value};
use super::visitor::Visitor;
use super::{PageState, Site, address, respond};
use crate::client::caller;
use crate::origin;

/// Nobody keeps the page, learns its address from it, or lists it.
pub(super) const DISCREET: [(HeaderName, &str); 3] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
];

#[derive(Deserialize)]
struct AnswerForm {
    #[serde(default)]
    answer: String,
}

/// The form as it was sent.
pub(super) struct Submission {
    headers: HeaderMap,
    caller: Caller,
    /// Absent where none of the choices was made.
    answer: Option<AnswerKind>,
}

impl<S: Send + Sync> FromRequest<S> for Submission {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Infallible> {
        let headers = request.headers().clone();
        let caller = caller(Actor::Public, request.extensions());
        let form = Form::<AnswerForm>::from_request(request, state).await.ok();
        let answer = form.and_then(|Form(form)| form.answer.parse().ok());
        Ok(Self { headers, caller, answer })
    }
}

/// One of the answers that can be given.
pub(super) struct Choice {
    pub(super) value: &'static str,
    pub(super) label: String,
    pub(super) checked: bool,
}

/// What an invitation is about, on both pages.
struct Summary {
    title: String,
    table: Said,
    organisation: String,
    when: String,
    datetime: String,
    place: String,
    /// The page of the meeting, where everybody may read it.
    page: Option<String>,
}

#[derive(Template)]
#[template(path = "answer.html")]
struct AnswerPage {
    frame: Frame,
    summary: Summary,
    lead: String,
    current: Option<String>,
    once: String,
    missing: bool,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "answered.html")]
struct AnsweredPage {
    frame: Frame,
    summary: Summary,
    /// What was recorded, or what was recorded before and stands.
    told: String,
    /// Whether this answer was taken.
    taken: bool,
    /// Where the answer can be changed.
    change: String,
}

/// Shows the meeting and the choices, or what was answered by this link before. Changes nothing.
pub(super) async fn ask(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, DiscreetInstead> {
    let invitation = Invitation::load(&pages, &token).await?;
    let site = pages.site().await?;
    if invitation.used {
        let page = invitation.answered(&reader, &site, &visitor, true).ok_or(Instead::LinkUnusable)?;
        return Ok((DISCREET, respond(&page)?).into_response());
    }
    Ok((DISCREET, respond(&invitation.question(&reader, &site, false))?).into_response())
}

/// Records the answer. Sent twice, it shows what was recorded the first time; a second answer that differs is not taken,
/// and the page says so.
pub(super) async fn record(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(token): Path<String>,
    submission: Submission,
) -> Result<Response, DiscreetInstead> {
    if !origin::is_ours(&submission.headers, &pages.public_url) {
        return Err(Instead::Foreign.into());
    }
    let mut invitation = Invitation::load(&pages, &token).await?;
    let site = pages.site().await?;
    if !invitation.used {
        let Some(answer) = submission.answer.filter(|answer| invitation.open().contains(answer)) else {
            let page = respond(&invitation.question(&reader, &site, true))?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, DISCREET, page).into_response());
        };
        answer_by_link(&pages.app, &submission.caller, AnswerByLink { token: token.clone(), answer }).await?;
        invitation = Invitation::load(&pages, &token).await?;
    }
    let taken = invitation.invitee.answer.as_ref().map(|answer| answer.kind) == submission.answer;
    let page = invitation.answered(&reader, &site, &visitor, taken).ok_or(Instead::LinkUnusable)?;
    let status = if taken { StatusCode::OK } else { StatusCode::CONFLICT };
    Ok((status, DISCREET, respond(&page)?).into_response())
}

/// A link that somebody used a moment ago is no failure: the page shows what they recorded.
async fn answer_by_link(app: &App, caller: &Caller, command: AnswerByLink) -> Result<(), Instead> {
    match app.execute(caller, command).await {
        Err(AppError::Refused(refusal)) if refusal.reason != Reason::LinkUsed => Err(Instead::LinkUnusable),
        Ok(_) | Err(AppError::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// What a link opens.
struct Invitation {
    used: bool,
    invitee: Invitee,
    meeting: Meeting,
    table: ConcertationTable,
    seats: Vec<Seat>,
    organisation: String,
}

impl Invitation {
    /// Follows the link. Whatever does not lead to an answer looks the same from outside.
    async fn load(pages: &PageState, token: &str) -> Result<Self, Instead> {
        let (reads, now) = (pages.reads.as_ref(), pages.app.now());
        let link = reads.link(&token::hash(token)).await?;
        let link = link.filter(|link| link.purpose == LinkPurpose::AnswerConvocation && now < link.expires_at);
        let link = link.ok_or(Instead::LinkUnusable)?;
        let invitee = reads.invitee(InviteeId::from(link.subject)).await?;
        let (meeting, invitee) = invitee.ok_or(Instead::LinkUnusable)?;
        // The link opens its own meeting, of a reserved table too.
        let sight = Visibility { everything: true, ..Visibility::default() };
        let meeting = reads.meeting(&sight, &Lookup::Id(meeting)).await?;
        let open = |meeting: &Meeting| meeting.state == MeetingState::Convened && now < meeting.plan.starts.instant();
        let meeting = meeting.filter(open).ok_or(Instead::LinkUnusable)?;
        let (table, tables) = (Lookup::Id(meeting.table), [meeting.table]);
        let (table, seats, mut names) = tokio::try_join!(
            reads.table(&sight, &table),
            reads.seats_of(&sight, &tables),
            names(reads, [invitee.organisation])
        )?;
        let table = table.ok_or(Instead::LinkUnusable)?;
        let organisation = names.remove(&invitee.organisation).unwrap_or_default();
        Ok(Self { used: link.used_at.is_some(), invitee, meeting, table, seats, organisation })
    }

    fn summary(&self, reader: &Reader) -> Summary {
        let page = reader.link(&address::meeting(&self.meeting));
        Summary {
            title: self.meeting.plan.title.clone(),
            table: Said::translated(reader, &self.table.name),
            organisation: self.organisation.clone(),
            when: format::moment(reader.locale(), self.meeting.plan.starts),
            datetime: datetime(&self.meeting),
            place: place(reader, &self.meeting),
            page: self.table.is_public().then_some(page),
        }
    }

    fn question(&self, reader: &Reader, site: &Site, missing: bool) -> AnswerPage {
        let summary = self.summary(reader);
        let organisation = [("organisation", self.organisation.as_str().into())];
        AnswerPage {
            frame: Frame::new(reader.clone(), site, reader.text("page-answer-title")),
            lead: reader.format("page-answer-lead", &organisation),
            current: current(reader, &self.meeting, &self.invitee),
            once: reader.format("page-answer-once", &[("moment", summary.when.as_str().into())]),
            choices: choices(reader, &self.meeting, &self.seats, &self.invitee),
            missing,
            summary,
        }
    }

    /// The answers that can be given.
    fn open(&self) -> Vec<AnswerKind> {
        self.invitee.choices(&self.seats, self.meeting.day())
    }

    /// The page after an answer; where `taken` is false, the one for an answer that the link did not take any more.
    fn answered(&self, reader: &Reader, site: &Site, visitor: &Visitor, taken: bool) -> Option<AnsweredPage> {
        let title = if taken { "page-answer-done-title" } else { "page-answer-kept-title" };
        let page = format!("{}#answer", reader.link(&address::meeting(&self.meeting)));
        let sign_in = || format!("{}?next={}", reader.link("/sign-in"), query_value(&page));
        Some(AnsweredPage {
            frame: Frame::new(reader.clone(), site, reader.text(title)),
            told: if taken { self.thanks(reader)? } else { self.kept(reader)? },
            taken,
            change: if visitor.session().is_some() { page } else { sign_in() },
            summary: self.summary(reader),
        })
    }

    fn thanks(&self, reader: &Reader) -> Option<String> {
        let key = match self.invitee.answer.as_ref()?.kind {
            AnswerKind::Attending => "page-answer-done-attending",
            AnswerKind::SubstituteAttends => "page-answer-done-substitute-attends",
            AnswerKind::Absent => "page-answer-done-absent",
        };
        Some(reader.format(key, &[("organisation", self.organisation.as_str().into())]))
    }

    fn kept(&self, reader: &Reader) -> Option<String> {
        Some(reader.format("page-answer-kept", &given(reader, &self.meeting, &self.invitee)?))
    }
}

/// What was answered so far, and when.
pub(super) fn current(reader: &Reader, meeting: &Meeting, invitee: &Invitee) -> Option<String> {
    Some(reader.format("page-answer-current", &given(reader, meeting, invitee)?))
}

fn given(reader: &Reader, meeting: &Meeting, invitee: &Invitee) -> Option<[(&'static str, Value<'static>); 2]> {
    let answer = invitee.answer.as_ref()?;
    let moment = LocalMoment::at(answer.at, meeting.plan.starts.zone);
    let label = reader.label("answer-kind", answer.kind);
    Some([("answer", label.into()), ("moment", format::moment(reader.locale(), moment).into())])
}

/// What an addressee can answer, in words of their own.
pub(super) fn choices(reader: &Reader, meeting: &Meeting, seats: &[Seat], invitee: &Invitee) -> Vec<Choice> {
    let current = invitee.answer.as_ref().map(|answer| answer.kind);
    let substitute = invitee.capacity == HolderCapacity::Substitute;
    let choice = |kind: AnswerKind| Choice {
        value: kind.into(),
        label: reader.text(match kind {
            AnswerKind::Attending if substitute => "page-answer-attending-substitute",
            AnswerKind::Attending => "page-answer-attending",
            AnswerKind::SubstituteAttends => "page-answer-substitute-attends",
            AnswerKind::Absent => "page-answer-absent",
        }),
        checked: current == Some(kind),
    };
    invitee.choices(seats, meeting.day()).into_iter().map(choice).collect()
}

/// What a reader gets instead of one of these pages, as discreetly.
pub(super) struct DiscreetInstead(Instead);

impl<E: Into<Instead>> From<E> for DiscreetInstead {
    fn from(instead: E) -> Self {
        Self(instead.into())
    }
}

impl IntoResponse for DiscreetInstead {
    fn into_response(self) -> Response {
        (DISCREET, self.0).into_response()
    }
}

#[cfg(test)]
mod tests;
