//! Who calls: from a bearer token to a person with everything they are at this moment.

use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use cordata_app::Caller as AppCaller;
use cordata_app::token;
use cordata_domain::Locale;
use cordata_domain::policy::Actor;

use crate::edge::budget::Purse;
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
        let Identified { actor, locale } = identify(&self.0, credentials).await?;
        let purse = Purse::new(actor.person().map(|person| person.to_string()), credentials.network);
        let caller = AppCaller::new(actor)
            .by_request(credentials.request_id.map(str::to_owned))
            .from_network(credentials.network);
        Ok(Caller { purse, locale: locale.clone(), data: request_data(&self.0, caller, locale) })
    }
}

/// Who calls, and the language in which they are answered.
pub(crate) struct Identified {
    /// Who.
    pub(crate) actor: Actor,
    /// The language asked for by name, else the caller's own.
    pub(crate) locale: Locale,
}

/// Tells who shows these credentials; without a token it is nobody that we know.
pub(crate) async fn identify(state: &ApiState, credentials: Credentials<'_>) -> Result<Identified, EdgeError> {
    let asked = asked_language(credentials.headers);
    let Some(clear) = credentials.bearer()? else {
        return Ok(Identified { actor: Actor::Public, locale: asked.unwrap_or_default() });
    };
    let bearer = state.reads.bearer(&token::hash(clear), state.app.now()).await.map_err(|error| {
        tracing::error!(%error, request_id = credentials.request_id, "A token could not be looked up");
        EdgeError::unavailable(RETRY_AFTER)
    })?;
    let (standing, own) = bearer.ok_or_else(EdgeError::unauthenticated)?;
    Ok(Identified { actor: Actor::Person(Box::new(standing)), locale: asked.unwrap_or(own) })
}

/// The language that the request asks for by name; `*` asks for none.
fn asked_language(headers: &HeaderMap) -> Option<Locale> {
    let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let named = header.split(',').any(|range| !range.trim().starts_with('*') && !range.trim().is_empty());
    named.then(|| cordata_text::negotiate(header))
}
