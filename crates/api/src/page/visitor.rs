//! Who reads the pages: a citizen, or a person who signed in. Whoever did not pays nothing for it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cordata_app::ports::session::OpenSession;
use cordata_app::session::{Entered, NoteSessionUse, RotateSession};
use cordata_app::token::ClearToken;
use cordata_app::{AppError, Caller, token};
use cordata_domain::identity::SignIn;
use cordata_domain::policy::{Actor, Visibility};

use super::PageState;
use super::instead::Instead;
use crate::{cookie, origin};

/// How long a browser keeps the secret of a session, in seconds; the session ends by its own rules before.
const KEPT_SECONDS: i64 = 14 * 24 * 3600;

/// Who reads.
#[derive(Debug, Clone, Default)]
pub(super) struct Visitor(Option<Arc<OpenSession>>);

impl Visitor {
    /// Who acts.
    pub(super) fn actor(&self) -> Actor {
        self.0.as_ref().map_or(Actor::Public, |open| Actor::Person(Box::new(open.standing.clone())))
    }

    /// What they may see.
    pub(super) fn sight(&self) -> Visibility {
        self.actor().visibility()
    }

    /// Whoever sent a form, as this person.
    pub(super) fn caller(&self, sender: Caller) -> Caller {
        Caller { actor: self.actor(), ..sender }
    }

    /// Their session, if they signed in.
    pub(super) fn session(&self) -> Option<&OpenSession> {
        self.0.as_deref()
    }

    /// Their session; whoever has none signs in first.
    pub(super) fn signed_in(&self) -> Result<&OpenSession, Instead> {
        self.session().ok_or(Instead::SignIn)
    }

    /// What their forms carry, so that no other site can send them.
    pub(super) fn form_key(&self) -> String {
        self.session().map_or_else(String::new, |open| URL_SAFE_NO_PAD.encode(&open.session.form_key))
    }

    /// Their session, where a form was sent by one of our own pages of this session.
    pub(super) fn sent(&self, headers: &HeaderMap, key: &str, pages: &PageState) -> Result<&OpenSession, Instead> {
        let open = self.signed_in()?;
        let fits = origin::is_ours(headers, &pages.public_url) && key == self.form_key();
        if fits { Ok(open) } else { Err(Instead::Foreign) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Finds out who reads; replaces the secret of a session in time, and forgets one that opens nothing any more.
pub(super) async fn recognise(State(pages): State<PageState>, mut request: Request, next: Next) -> Response {
    let Some(secret) = cookie::value(request.headers(), cookie::SESSION) else { return next.run(request).await };
    let open = match pages.reads.open_session(&token::hash(&secret), pages.app.now()).await {
        Ok(open) => open.map(Arc::new),
        Err(error) => return Instead::from(error).into_response(),
    };
    let renewed = match &open {
        Some(open) if request.method() == Method::GET => keep(&pages, open, secret).await,
        Some(_) => None,
        None => cookie::clear(cookie::SESSION, &pages.public_url),
    };
    let signed_in = open.is_some();
    request.extensions_mut().insert(Visitor(open));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if signed_in {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    // A page that sets the cookie itself, signing in or out, knows better.
    if let Some(cookie) = renewed.filter(|_| !headers.contains_key(header::SET_COOKIE)) {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}

/// Replaces the secret where it is due, else notes the use. A page does not fail because this does.
async fn keep(pages: &PageState, open: &OpenSession, shown: String) -> Option<HeaderValue> {
    let now = pages.app.now();
    let nobody = Caller::new(Actor::Public);
    if open.session.is_due_for_rotation(&token::hash(&shown), now) {
        let rotate = RotateSession { session: open.session.id, shown };
        let secret = logged(pages.app.execute(&nobody, rotate).await).flatten()?;
        return session_cookie(&secret, pages);
    }
    if open.session.is_due_for_note(now) {
        logged(pages.app.execute(&nobody, NoteSessionUse { session: open.session.id }).await);
    }
    None
}

fn logged<T>(outcome: Result<T, AppError>) -> Option<T> {
    outcome.inspect_err(|error| tracing::warn!(%error, "A session could not be kept up")).ok()
}

/// The cookies of somebody who is in: of the session, and of the browser, by which it is known the next time.
pub(super) fn entered(entered: &Entered, pages: &PageState) -> impl Iterator<Item = HeaderValue> {
    let known_by = entered.browser.reveal().to_owned();
    let browser = cookie::set(cookie::BROWSER, known_by, SignIn::BROWSER_DAYS * 24 * 3600, &pages.public_url);
    [session_cookie(&entered.secret, pages), browser].into_iter().flatten()
}

fn session_cookie(secret: &ClearToken, pages: &PageState) -> Option<HeaderValue> {
    cookie::set(cookie::SESSION, secret.reveal().to_owned(), KEPT_SECONDS, &pages.public_url)
}
