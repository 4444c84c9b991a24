//! The links of mails that let people in, and the set-up link of a new installation. Showing them changes nothing: mail
//! scanners follow links. Pressing the button uses them up.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cordata_app::ports::LinkPurpose;
use cordata_app::session::{AcceptInvitation, EnterAs, Entry, SetUpFirstAdministrator, SignInByLink};
use cordata_app::{AppError, Command, token};
use cordata_text::refusal_message;
use serde::Deserialize;
use uuid::Uuid;

use super::super::answer::DiscreetInstead;
use super::super::frame::Frame;
use super::super::instead::Instead;
use super::super::reader::Reader;
use super::super::sent::Sent;
use super::super::{PageState, respond, visitor};
use super::sign_in::Reading;
use super::{discreet, onward};
use crate::origin;

/// Which of several persons at a mailbox.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PersonForm {
    person: String,
}

/// The first administrator.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SetUpForm {
    given_name: String,
    family_name: String,
    email: String,
}

#[derive(Template)]
#[template(path = "enter.html")]
struct EnterPage {
    frame: Frame,
    lead: String,
    button: String,
    readers: Vec<Reading>,
}

#[derive(Template)]
#[template(path = "set_up.html")]
struct SetUpPage {
    frame: Frame,
    form: SetUpForm,
    mistake: Option<String>,
}

/// Says that a link works no more.
#[derive(Template)]
#[template(path = "spent.html")]
struct SpentPage {
    frame: Frame,
}

/// Shows the button, or where to ask for another link once this one was used. Changes nothing.
pub(super) async fn show_sign_in(
    State(pages): State<PageState>,
    reader: Reader,
    Path(token): Path<String>,
) -> Result<Response, DiscreetInstead> {
    if is_spent(&pages, &token).await? {
        let frame = Frame::new(reader.clone(), &pages.site().await?, reader.text("page-sign-in-link-spent-title"));
        return Ok(discreet((StatusCode::GONE, respond(&SpentPage { frame })?)));
    }
    Ok(discreet(respond(&enter_page(&pages, &reader, "page-sign-in-link", Vec::new()).await?)?))
}

/// Whether this was a link to sign in. What never was one looks like one that works.
async fn is_spent(pages: &PageState, token: &str) -> Result<bool, AppError> {
    let (reads, now) = (pages.reads.as_ref(), pages.app.now());
    let link = reads.link(&token::hash(token)).await?.filter(|link| link.purpose == LinkPurpose::SignIn);
    let Some(link) = link else { return Ok(false) };
    let asked = reads.sign_in_request(link.subject.into()).await?;
    Ok(link.used_at.is_some() || !asked.is_some_and(|asked| asked.is_open(now)))
}

/// Signs in by the link.
pub(super) async fn sign_in(
    State(pages): State<PageState>,
    reader: Reader,
    Path(token): Path<String>,
    sent: Sent<PersonForm>,
) -> Result<Response, DiscreetInstead> {
    let person = Uuid::parse_str(&sent.form.person).ok().map(Into::into);
    let by = EnterAs { person, browser: sent.browser() };
    match run(&pages, &sent, SignInByLink { token, by }).await? {
        Entry::Choose(persons) => {
            let readers = persons.iter().map(Reading::of).collect();
            Ok(discreet(respond(&enter_page(&pages, &reader, "page-sign-in-link", readers).await?)?))
        }
        entry => outcome(&pages, &reader, entry),
    }
}

/// Shows the button. Changes nothing.
pub(super) async fn show_invitation(
    State(pages): State<PageState>,
    reader: Reader,
) -> Result<Response, DiscreetInstead> {
    Ok(discreet(respond(&enter_page(&pages, &reader, "page-invitation", Vec::new()).await?)?))
}

/// Accepts the invitation.
pub(super) async fn accept(
    State(pages): State<PageState>,
    reader: Reader,
    Path(token): Path<String>,
    sent: Sent<PersonForm>,
) -> Result<Response, DiscreetInstead> {
    let entry = run(&pages, &sent, AcceptInvitation { token, browser: sent.browser() }).await?;
    outcome(&pages, &reader, entry)
}

/// Shows the form of the first administrator. Changes nothing.
pub(super) async fn show_set_up(State(pages): State<PageState>, reader: Reader) -> Result<Response, DiscreetInstead> {
    Ok(discreet(respond(&set_up_page(&pages, &reader, SetUpForm::default(), None).await?)?))
}

/// Makes the first administrator.
pub(super) async fn set_up(
    State(pages): State<PageState>,
    reader: Reader,
    Path(token): Path<String>,
    sent: Sent<SetUpForm>,
) -> Result<Response, DiscreetInstead> {
    let command = SetUpFirstAdministrator {
        token,
        given_name: sent.form.given_name.clone(),
        family_name: sent.form.family_name.clone(),
        email: sent.form.email.clone(),
        locale: reader.locale().clone(),
        browser: sent.browser(),
    };
    match run(&pages, &sent, command).await {
        Ok(entry) => outcome(&pages, &reader, entry),
        Err(Failure::App(AppError::Refused(refusal))) => {
            let message = refusal_message(reader.locale(), &refusal);
            let page = set_up_page(&pages, &reader, sent.form, Some(message)).await?;
            Ok(discreet((StatusCode::UNPROCESSABLE_ENTITY, respond(&page)?)))
        }
        Err(failure) => Err(Instead::from(failure).into()),
    }
}

/// Why a form did nothing.
enum Failure {
    /// It came from another site.
    Foreign,
    /// The command failed.
    App(AppError),
}

impl From<Failure> for Instead {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Foreign => Self::Foreign,
            Failure::App(error) => error.into(),
        }
    }
}

async fn run<F, C>(pages: &PageState, sent: &Sent<F>, command: C) -> Result<Entry, Failure>
where
    C: Command<Output = Entry>,
{
    if !origin::is_ours(&sent.headers, &pages.public_url) {
        return Err(Failure::Foreign);
    }
    pages.app.execute(&sent.caller, command).await.map_err(Failure::App)
}

/// In, or the one answer to everything that opens nothing.
fn outcome(pages: &PageState, reader: &Reader, entry: Entry) -> Result<Response, DiscreetInstead> {
    let Entry::Entered(entered) = entry else { return Err(Instead::LinkUnusable.into()) };
    let mut response = onward(&reader.link("/me"));
    for cookie in visitor::entered(&entered, pages) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response.into_response())
}

async fn enter_page(
    pages: &PageState,
    reader: &Reader,
    kind: &str,
    readers: Vec<Reading>,
) -> Result<EnterPage, Instead> {
    let site = pages.site().await?;
    let lead = reader.format(&format!("{kind}-lead"), &[("body", site.name.as_str().into())]);
    let frame = Frame::new(reader.clone(), &site, reader.text(&format!("{kind}-title")));
    Ok(EnterPage { frame, lead, button: reader.text(&format!("{kind}-submit")), readers })
}

async fn set_up_page(
    pages: &PageState,
    reader: &Reader,
    form: SetUpForm,
    mistake: Option<String>,
) -> Result<SetUpPage, Instead> {
    let site = pages.site().await?;
    let frame = Frame::new(reader.clone(), &site, reader.text("page-set-up-title"));
    Ok(SetUpPage { frame, form, mistake })
}
