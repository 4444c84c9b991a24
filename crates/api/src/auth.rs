//! Who calls: from a bearer token to a person with everything they are at this moment.

use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use cordata_app::Caller as AppCaller;
use cordata_app::token;
use cordata_domain::Locale;
use cordata_domain::policy::Actor;

use crate::edge::caller::{Authenticate, Caller, Credentials};
use crate::edge::fault::EdgeError;
use crate::state::{ApiState, request_data};

/// After how long a client may ask again when the store did not answer.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// Looks bearer tokens up by their hash, anew for each operation: what was revoked ends with the next one.
pub struct BearerTokens(pub ApiState);

#[async_trait::async_trait]
impl Authenticate for BearerTokens {
    async fn authenticate(&self, credentials: Credentials<'_>) -> Result<Caller, EdgeError> {
        let asked = asked_language(credentials.headers);
        let request_id = credentials.request_id.map(str::to_owned);
        let (key, actor, locale) = match credentials.bearer()? {
            None => (anonymous(&credentials), Actor::Public, asked.unwrap_or_default()),
            Some(clear) => {
                let bearer = self.0.reads.bearer(&token::hash(clear), self.0.app.now()).await;
                let bearer = bearer.map_err(|error| {
                    tracing::error!(%error, request_id, "A token could not be looked up");
                    EdgeError::unavailable(RETRY_AFTER)
                })?;
                let (standing, own) = bearer.ok_or_else(EdgeError::unauthenticated)?;
                let key = format!("person:{}", standing.person);
                (key, Actor::Person(Box::new(standing)), asked.unwrap_or(own))
            }
        };
        let data = request_data(&self.0, AppCaller { actor, request_id }, locale.clone());
        Ok(Caller { key, locale, data })
    }
}

/// The language that the request asks for by name; `*` asks for none.
fn asked_language(headers: &HeaderMap) -> Option<Locale> {
    let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let named = header.split(',').any(|range| !range.trim().starts_with('*') && !range.trim().is_empty());
    named.then(|| cordata_text::negotiate(header))
}

/// Those without a token share a budget by address.
fn anonymous(credentials: &Credentials<'_>) -> String {
    credentials.peer.map_or_else(|| "anonymous".to_owned(), |peer| format!("address:{}", peer.ip()))
}
