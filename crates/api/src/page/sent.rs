use axum::Form;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use cordata_app::Caller;
use cordata_app::session::Browser;
use cordata_domain::policy::Actor;
use serde::de::DeserializeOwned;

use super::instead::Instead;
use crate::client::caller;
use crate::cookie;

/// A form as it was sent, with where it came from.
pub(super) struct Sent<F> {
    pub(super) headers: HeaderMap,
    /// Whoever sent it, as a citizen.
    pub(super) caller: Caller,
    pub(super) form: F,
}

impl<F> Sent<F> {
    /// The browser.
    pub(super) fn browser(&self) -> Browser {
        browser(&self.headers)
    }
}

/// The browser of a request.
pub(super) fn browser(headers: &HeaderMap) -> Browser {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    Browser { agent: agent.unwrap_or_default().to_owned(), known_by: cookie::value(headers, cookie::BROWSER) }
}

impl<S: Send + Sync, F: DeserializeOwned> FromRequest<S> for Sent<F> {
    type Rejection = Instead;

    async fn from_request(request: Request, state: &S) -> Result<Self, Instead> {
        let headers = request.headers().clone();
        let caller = caller(Actor::Public, request.extensions());
        let form = Form::<F>::from_request(request, state).await.map_err(|_| Instead::BadRequest)?;
        Ok(Self { headers, caller, form: form.0 })
    }
}
