//! Asking for a mail to sign in, and typing its code. The answer is the same whether or not anybody is known at the
//! address.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::limit::end_of_hour;
use cordata_app::session::{EnterAs, Entry, RequestSignIn, SignInByCode};
use cordata_domain::identity::{Person, SignIn};
use cordata_domain::{Reason, Refusal, RefusalCode};
use cordata_text::refusal_message;
use serde::Deserialize;
use uuid::Uuid;

use super::super::answer::DiscreetInstead;
use super::super::frame::Frame;
use super::super::instead::Instead;
use super::super::reader::Reader;
use super::super::sent::Sent;
use super::super::view::query_value;
use super::super::{PageState, respond, visitor};
use super::{discreet, next_page, onward};
use crate::{cookie, origin};

/// Where somebody goes on to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Onward {
    pub(super) next: String,
}

/// An address as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AddressForm {
    email: String,
    next: String,
}

/// A code as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CodeForm {
    code: String,
    person: String,
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: Frame,
    email: String,
    next: String,
    /// What the button of the identity provider says, and where it leads, where there is one.
    provider: Option<(String, String)>,
    mistake: Option<String>,
}

/// One of several persons at a mailbox.
pub(super) struct Reading {
    pub(super) id: String,
    pub(super) name: String,
}

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    frame: Frame,
    sent: String,
    code: String,
    next: String,
    readers: Vec<Reading>,
    mistake: Option<String>,
}

/// Shows the form. Changes nothing.
pub(super) async fn ask(
    State(pages): State<PageState>,
    reader: Reader,
    Query(onward): Query<Onward>,
) -> Result<Response, DiscreetInstead> {
    let form = AddressForm { email: String::new(), next: onward.next };
    Ok(discreet(respond(&question(&pages, &reader, form, None).await?)?))
}

/// Asks for the mail, and goes on to the page of its code.
pub(super) async fn send(
    State(pages): State<PageState>,
    reader: Reader,
    sent: Sent<AddressForm>,
) -> Result<Response, DiscreetInstead> {
    if !origin::is_ours(&sent.headers, &pages.public_url) {
        return Err(Instead::Foreign.into());
    }
    let request = RequestSignIn { address: sent.form.email.clone(), known_by: sent.browser().known_by };
    match pages.app.execute(&sent.caller, request).await {
        Ok(asked) => {
            let next = query_value(&sent.form.next);
            let mut response = onward(&format!("{}?next={next}", reader.link("/sign-in/code")));
            let secret = asked.browser.reveal().to_owned();
            if let Some(kept) = cookie::set(cookie::SIGN_IN, secret, SignIn::MINUTES * 60, &pages.public_url) {
                response.headers_mut().append(header::SET_COOKIE, kept);
            }
            Ok(response)
        }
        Err(AppError::Refused(refusal)) => {
            let message = refusal_message(reader.locale(), &refusal);
            let page = question(&pages, &reader, sent.form, Some(message)).await?;
            Ok(discreet((status(&refusal), again(&refusal, pages.app.now()), respond(&page)?)))
        }
        Err(error) => Err(error.into()),
    }
}

fn status(refusal: &Refusal) -> StatusCode {
    match refusal.code() {
        RefusalCode::LimitReached => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// When somebody who asked too often may ask again.
fn again(refusal: &Refusal, now: DateTime<Utc>) -> HeaderMap {
    let limited = refusal.code() == RefusalCode::LimitReached;
    let wait = || HeaderValue::from((end_of_hour(now) - now).num_seconds().max(1));
    limited.then(|| (header::RETRY_AFTER, wait())).into_iter().collect()
}

async fn question(
    pages: &PageState,
    reader: &Reader,
    form: AddressForm,
    mistake: Option<String>,
) -> Result<SignInPage, Instead> {
    let site = pages.site().await?;
    let frame = Frame::new(reader.clone(), &site, reader.text("page-sign-in-title"));
    let provider = pages.openid.as_ref().map(|provider| {
        let says = reader.format("page-sign-in-openid", &[("provider", provider.label().into())]);
        (says, format!("{}?next={}", reader.link("/sign-in/openid"), query_value(&form.next)))
    });
    Ok(SignInPage { frame, email: form.email, next: form.next, provider, mistake })
}

/// Shows the form for the code. Changes nothing.
pub(super) async fn ask_code(
    State(pages): State<PageState>,
    reader: Reader,
    Query(onward): Query<Onward>,
) -> Result<Response, DiscreetInstead> {
    let form = CodeForm { next: onward.next, ..CodeForm::default() };
    Ok(discreet(respond(&code_page(&pages, &reader, form, None).await?)?))
}

/// Signs in by the code, in the browser that asked for it.
pub(super) async fn enter_code(
    State(pages): State<PageState>,
    reader: Reader,
    sent: Sent<CodeForm>,
) -> Result<Response, DiscreetInstead> {
    if !origin::is_ours(&sent.headers, &pages.public_url) {
        return Err(Instead::Foreign.into());
    }
    let browser = cookie::value(&sent.headers, cookie::SIGN_IN).unwrap_or_default();
    let person = Uuid::parse_str(&sent.form.person).ok().map(Into::into);
    let by = EnterAs { person, browser: sent.browser() };
    let code = SignInByCode { browser, code: sent.form.code.clone(), by };
    match pages.app.execute(&sent.caller, code).await? {
        Entry::Entered(entered) => {
            let mut response = onward(&next_page(&reader, &sent.form.next));
            let used = cookie::clear(cookie::SIGN_IN, &pages.public_url);
            visitor::entered(&entered, &pages).chain(used).for_each(|cookie| {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            });
            Ok(response)
        }
        Entry::Choose(persons) => {
            let page = code_page(&pages, &reader, sent.form, None).await?;
            let page = CodePage { readers: persons.iter().map(Reading::of).collect(), ..page };
            Ok(discreet(respond(&page)?))
        }
        Entry::Refused => {
            let message = refusal_message(reader.locale(), &Reason::LinkUsed.into());
            let page = code_page(&pages, &reader, sent.form, Some(message)).await?;
            Ok(discreet((StatusCode::UNPROCESSABLE_ENTITY, respond(&page)?)))
        }
    }
}

impl Reading {
    pub(super) fn of(person: &Person) -> Self {
        Self { id: person.id.to_string(), name: person.full_name() }
    }
}

async fn code_page(
    pages: &PageState,
    reader: &Reader,
    form: CodeForm,
    mistake: Option<String>,
) -> Result<CodePage, Instead> {
    let site = pages.site().await?;
    Ok(CodePage {
        frame: Frame::new(reader.clone(), &site, reader.text("page-sign-in-code-title")),
        sent: reader.format("page-sign-in-sent", &[("minutes", SignIn::MINUTES.into())]),
        code: form.code,
        next: form.next,
        readers: Vec::new(),
        mistake,
    })
}
