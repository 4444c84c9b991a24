//! Signing in by the identity provider, and linking it to oneself. Whatever is wrong with a return from the provider has
//! one answer; the log says which it was, without a token.

use std::convert::Infallible;

use askama::Template;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cordata_app::session::{
    BeginOpenId, Browser, LinkOpenId, OpenIdBegun, ReturnFromOpenId, SignInByOpenId, UnlinkOpenId,
};
use cordata_app::{AppError, Caller, Command};
use cordata_domain::identity::{OpenIdAttempt, OpenIdName};
use cordata_domain::policy::Actor;
use serde::Deserialize;
use url::Url;
use uuid::Uuid;

use super::super::answer::DiscreetInstead;
use super::super::frame::Frame;
use super::super::instead::Instead;
use super::super::reader::Reader;
use super::super::sent::{Sent, browser};
use super::super::visitor::Visitor;
use super::super::{PageState, respond, visitor};
use super::me::PlainForm;
use super::sign_in::Onward;
use super::{discreet, next_page, onward};
use crate::openid::OpenIdProvider;
use crate::{client, cookie};

const REFRESH: HeaderName = HeaderName::from_static("refresh");

/// What the provider hands back.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Return {
    code: Option<String>,
    state: String,
    /// The provider's name, where it tells it here too (RFC 9207).
    iss: Option<String>,
}

/// A browser that comes from the provider. Nonsense in its address is as good as nothing.
pub(super) struct Returned {
    headers: HeaderMap,
    caller: Caller,
    back: Return,
}

impl<S: Send + Sync> FromRequestParts<S> for Returned {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let back = Query::try_from_uri(&parts.uri).map(|Query(back)| back).unwrap_or_default();
        let caller = client::caller(Actor::Public, &parts.extensions);
        Ok(Self { headers: parts.headers.clone(), caller, back })
    }
}

#[derive(Template)]
#[template(path = "openid_go.html")]
struct GoPage {
    frame: Frame,
    label: String,
    address: String,
}

#[derive(Template)]
#[template(path = "openid_unknown.html")]
struct UnknownPage {
    frame: Frame,
    lead: String,
}

/// Sends the browser to the provider. Changes nothing but what is needed to recognise it on its return.
pub(super) async fn begin(
    State(pages): State<PageState>,
    reader: Reader,
    client::Visitor(caller): client::Visitor,
    Query(wanted): Query<Onward>,
) -> Result<Response, DiscreetInstead> {
    let provider = provider(&pages)?;
    let begin = BeginOpenId { next: next_page(&reader, &wanted.next), session: None };
    let (begun, address) = sent_there(&pages, provider, &caller, begin).await?;
    Ok(with_cookie(&pages, &begun, onward(address.as_str())))
}

/// Sends the browser of somebody who is signed in to the provider, to link it. The page in between is needed: browsers
/// do not let a form of ours lead to another site.
pub(super) async fn begin_link(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    sent: Sent<PlainForm>,
) -> Result<Response, DiscreetInstead> {
    let open = visitor.sent(&sent.headers, sent.form.key(), &pages)?;
    let provider = provider(&pages)?;
    let begin = BeginOpenId { next: reader.link("/me"), session: Some(open.session.id) };
    let (begun, address) = sent_there(&pages, provider, &visitor.caller(sent.caller), begin).await?;
    let site = pages.site().await?;
    let page = GoPage {
        frame: Frame::new(reader.clone(), &site, reader.text("page-openid-go-title")),
        label: reader.format("page-openid-go", &[("provider", provider.label().into())]),
        address: address.to_string(),
    };
    let at_once = [(REFRESH, format!("0; url={address}"))];
    Ok(with_cookie(&pages, &begun, discreet((at_once, respond(&page)?))))
}

/// Takes the browser back from the provider: once, with the cookie and the state that it was given.
pub(super) async fn come_back(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    returned: Returned,
) -> Result<Response, DiscreetInstead> {
    let Returned { headers, caller, back } = returned;
    let shown = browser(&headers);
    let provider = provider(&pages)?;
    let browser = cookie::value(&headers, cookie::OPENID).unwrap_or_default();
    let take = ReturnFromOpenId { browser, state: back.state.clone() };
    let Some(attempt) = pages.app.execute(&caller, take).await? else {
        return Err(refused(&caller, "it was not awaited").into());
    };
    let (next, began) = (next_page(&reader, &attempt.next), attempt.session);
    let name = identified(&pages, provider, &caller, back, attempt).await?;
    let mut response = match began {
        None => enter(&pages, &reader, &caller, (name, shown), &next).await?,
        Some(session) => {
            if visitor.session().is_none_or(|open| open.session.id != session) {
                return Err(refused(&caller, "another session asked for it").into());
            }
            run(&pages, &visitor.caller(caller), LinkOpenId { session, name }).await?;
            onward(&next)
        }
    };
    if let Some(gone) = cookie::clear(cookie::OPENID, &pages.public_url) {
        response.headers_mut().append(header::SET_COOKIE, gone);
    }
    Ok(response)
}

/// Ends a link of one's own.
pub(super) async fn unlink(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    sent: Sent<PlainForm>,
) -> Result<Response, DiscreetInstead> {
    visitor.sent(&sent.headers, sent.form.key(), &pages)?;
    pages.app.execute(&visitor.caller(sent.caller), UnlinkOpenId { subject: id.into() }).await?;
    Ok(onward(&reader.link("/me")))
}

/// The provider; where none is configured, these pages do not exist.
fn provider(pages: &PageState) -> Result<&OpenIdProvider, Instead> {
    pages.openid.as_deref().ok_or(Instead::NotFound)
}

async fn sent_there(
    pages: &PageState,
    provider: &OpenIdProvider,
    caller: &Caller,
    begin: BeginOpenId,
) -> Result<(OpenIdBegun, Url), Instead> {
    let begun = pages.app.execute(caller, begin).await?;
    let address = provider.address(&begun, pages.app.now()).await;
    let address = address.map_err(|error| AppError::Unavailable(error.into()))?;
    Ok((begun, address))
}

fn with_cookie(pages: &PageState, begun: &OpenIdBegun, mut response: Response) -> Response {
    let secret = begun.browser.reveal().to_owned();
    if let Some(kept) = cookie::set(cookie::OPENID, secret, OpenIdAttempt::MINUTES * 60, &pages.public_url) {
        response.headers_mut().append(header::SET_COOKIE, kept);
    }
    response
}

async fn identified(
    pages: &PageState,
    provider: &OpenIdProvider,
    caller: &Caller,
    back: Return,
    attempt: OpenIdAttempt,
) -> Result<OpenIdName, Instead> {
    if back.iss.is_some_and(|issuer| issuer != provider.issuer()) {
        return Err(refused(caller, "another provider sent it"));
    }
    let Some(code) = back.code else { return Err(refused(caller, "the provider gave no code")) };
    let name = provider.identify(code, attempt, pages.app.now()).await;
    name.map_err(|error| refused(caller, &error.to_string()))
}

/// In, where somebody linked that name; else what to do about it.
async fn enter(
    pages: &PageState,
    reader: &Reader,
    caller: &Caller,
    who: (OpenIdName, Browser),
    next: &str,
) -> Result<Response, Instead> {
    let (name, browser) = who;
    if let Some(entered) = run(pages, caller, SignInByOpenId { name, browser }).await? {
        let mut response = onward(next);
        for cookie in visitor::entered(&entered, pages) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        return Ok(response);
    }
    let site = pages.site().await?;
    let label = provider(pages)?.label();
    let page = UnknownPage {
        frame: Frame::new(reader.clone(), &site, reader.text("page-openid-unknown-title")),
        lead: reader.format("page-openid-unknown", &[("provider", label.into())]),
    };
    Ok(discreet((StatusCode::FORBIDDEN, respond(&page)?)).into_response())
}

/// Runs a command whose refusals are all the same to the outside.
async fn run<C: Command>(pages: &PageState, caller: &Caller, command: C) -> Result<C::Output, Instead> {
    pages.app.execute(caller, command).await.map_err(|error| match error {
        AppError::Refused(refusal) => refused(caller, &refusal.to_string()),
        other => other.into(),
    })
}

/// The answer to everything that opens nothing.
fn refused(caller: &Caller, why: &str) -> Instead {
    tracing::info!(request_id = caller.request_id, why, "A return from the identity provider opened nothing");
    Instead::LinkUnusable
}
