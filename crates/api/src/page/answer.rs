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
use cordata_domain::table::{ConcertationTable, HolderCapacity};
use cordata_text::format;
use serde::Deserialize;

use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::view::{Said, datetime, names, place};
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

struct Choice {
    value: &'static str,
    label: String,
    checked: bool,
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
    thanks: String,
}

/// Shows the meeting and the choices, or what was answered by this link before. Changes nothing.
pub(super) async fn ask(
    State(pages): State<PageState>,
    reader: Reader,
    Path(token): Path<String>,
) -> Result<Response, DiscreetInstead> {
    let invitation = Invitation::load(&pages, &token).await?;
    let site = pages.site().await?;
    if invitation.used {
        let page = invitation.confirmation(&reader, &site).ok_or(Instead::LinkUnusable)?;
        return Ok((DISCREET, respond(&page)?).into_response());
    }
    Ok((DISCREET, respond(&invitation.question(&reader, &site, false))?).into_response())
}

/// Records the answer. Sent twice, it shows what was recorded the first time.
pub(super) async fn record(
    State(pages): State<PageState>,
    reader: Reader,
    Path(token): Path<String>,
    submission: Submission,
) -> Result<Response, DiscreetInstead> {
    if !origin::is_ours(&submission.headers, &pages.public_url) {
        return Err(Instead::Foreign.into());
    }
    let mut invitation = Invitation::load(&pages, &token).await?;
    let site = pages.site().await?;
    if !invitation.used {
        let Some(answer) = submission.answer else {
            let page = respond(&invitation.question(&reader, &site, true))?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, DISCREET, page).into_response());
        };
        answer_by_link(&pages.app, &submission.caller, AnswerByLink { token: token.clone(), answer }).await?;
        invitation = Invitation::load(&pages, &token).await?;
    }
    let page = invitation.confirmation(&reader, &site).ok_or(Instead::LinkUnusable)?;
    Ok((DISCREET, respond(&page)?).into_response())
}

/// A link that somebody used a moment ago is no failure: the page shows what they recorded.
async fn answer_by_link(app: &App, caller: &Caller, command: AnswerByLink) -> Result<(), Instead> {
    match app.execute(caller, command).await {
        Err(AppError::Refused(refusal)) if refusal.reason != Reason::LinkUsed => Err(Instead::LinkUnusable),
        Err(error @ (AppError::Busy | AppError::Unavailable(_) | AppError::Fault(_))) => Err(error.into()),
        Ok(_) | Err(AppError::Refused(_)) => Ok(()),
    }
}

/// What a link opens.
struct Invitation {
    used: bool,
    invitee: Invitee,
    meeting: Meeting,
    table: ConcertationTable,
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
        let table = Lookup::Id(meeting.table);
        let (table, mut names) = tokio::try_join!(reads.table(&sight, &table), names(reads, [invitee.organisation]))?;
        let table = table.ok_or(Instead::LinkUnusable)?;
        let organisation = names.remove(&invitee.organisation).unwrap_or_default();
        Ok(Self { used: link.used_at.is_some(), invitee, meeting, table, organisation })
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
            current: self.current(reader),
            once: reader.format("page-answer-once", &[("moment", summary.when.as_str().into())]),
            choices: self.choices(reader),
            missing,
            summary,
        }
    }

    fn current(&self, reader: &Reader) -> Option<String> {
        let answer = self.invitee.answer.as_ref()?;
        let moment = LocalMoment::at(answer.at, self.meeting.plan.starts.zone);
        let args = [
            ("answer", reader.label("answer-kind", answer.kind).into()),
            ("moment", format::moment(reader.locale(), moment).into()),
        ];
        Some(reader.format("page-answer-current", &args))
    }

    /// What can be answered; a substitute is not asked about a substitute.
    fn choices(&self, reader: &Reader) -> Vec<Choice> {
        let current = self.invitee.answer.as_ref().map(|answer| answer.kind);
        let choice = |kind: AnswerKind, key: &str| Choice {
            value: kind.into(),
            label: reader.text(key),
            checked: current == Some(kind),
        };
        match self.invitee.capacity {
            HolderCapacity::Titular => vec![
                choice(AnswerKind::Attending, "page-answer-attending"),
                choice(AnswerKind::SubstituteAttends, "page-answer-substitute-attends"),
                choice(AnswerKind::Absent, "page-answer-absent"),
            ],
            HolderCapacity::Substitute => vec![
                choice(AnswerKind::Attending, "page-answer-attending-substitute"),
                choice(AnswerKind::Absent, "page-answer-absent"),
            ],
        }
    }

    fn confirmation(&self, reader: &Reader, site: &Site) -> Option<AnsweredPage> {
        let key = match self.invitee.answer.as_ref()?.kind {
            AnswerKind::Attending => "page-answer-done-attending",
            AnswerKind::SubstituteAttends => "page-answer-done-substitute-attends",
            AnswerKind::Absent => "page-answer-done-absent",
        };
        Some(AnsweredPage {
            frame: Frame::new(reader.clone(), site, reader.text("page-answer-done-title")),
            thanks: reader.format(key, &[("organisation", self.organisation.as_str().into())]),
            summary: self.summary(reader),
        })
    }
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
