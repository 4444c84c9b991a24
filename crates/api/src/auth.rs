//! Who calls: from a bearer token, or the session of a browser, to a person with everything they are at this moment.

use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use cordata_app::session::{NoteSessionUse, NoteTokenUse};
use cordata_app::{AppError, Caller as AppCaller, Command, token};
use cordata_domain::Locale;
use cordata_domain::policy::{Actor, Standing};

use crate::cookie;
use crate::edge::budget::Purse;
use crate::edge::caller::{Authenticate, Caller, Credentials};
use crate::edge::fault::EdgeError;
use crate::origin;
use crate::state::{ApiState, request_data};

/// After how long a client may ask again when the store did not answer.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// Looks tokens and sessions up by their hash, anew for each operation: what was revoked ends with the next one.
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

/// Tells who shows these credentials; without any it is nobody that we know. A wrong token is refused; a session that
/// has ended is nobody's, so that its browser still reads what is public.
pub(crate) async fn identify(state: &ApiState, credentials: Credentials<'_>) -> Result<Identified, EdgeError> {
    let asked = asked_language(credentials.headers);
    let known = match credentials.bearer()? {
        Some(clear) => Some(holder(state, &credentials, clear).await?.ok_or_else(EdgeError::unauthenticated)?),
        None => visitor(state, &credentials).await?,
    };
    let Some((standing, own)) = known else {
        return Ok(Identified { actor: Actor::Public, locale: asked.unwrap_or_default() });
    };
    Ok(Identified { actor: Actor::Person(Box::new(standing)), locale: asked.unwrap_or(own) })
}

/// The person whose bearer token is shown.
async fn holder(
    state: &ApiState,
    credentials: &Credentials<'_>,
    clear: &str,
) -> Result<Option<(Standing, Locale)>, EdgeError> {
    let bearer = state.reads.bearer(&token::hash(clear), state.app.now()).await;
    let Some(bearer) = bearer.map_err(|error| unavailable(&error, credentials))? else { return Ok(None) };
    if bearer.token.is_due_for_note(state.app.now()) {
        note(state, NoteTokenUse { token: bearer.token.id });
    }
    Ok(Some((bearer.standing, bearer.locale)))
}

/// The person whose session the browser shows, if one of our own pages asks: browsers send cookies along from
/// anywhere.
async fn visitor(state: &ApiState, credentials: &Credentials<'_>) -> Result<Option<(Standing, Locale)>, EdgeError> {
    let secret = cookie::value(credentials.headers, cookie::SESSION);
    let Some(secret) = secret.filter(|_| origin::is_ours(credentials.headers, &state.public_url)) else {
        return Ok(None);
    };
    let open = state.reads.open_session(&token::hash(&secret), state.app.now()).await;
    let Some(open) = open.map_err(|error| unavailable(&error, credentials))? else { return Ok(None) };
    if open.session.is_due_for_note(state.app.now()) {
        note(state, NoteSessionUse { session: open.session.id });
    }
    Ok(Some((open.standing, open.locale)))
}

fn unavailable(error: &AppError, credentials: &Credentials<'_>) -> EdgeError {
    tracing::error!(%error, request_id = credentials.request_id, "A token or session could not be looked up");
    EdgeError::unavailable(RETRY_AFTER)
}

/// Notes a use beside the request, which does not wait for it.
fn note<C: Command<Output = ()> + 'static>(state: &ApiState, command: C) {
    let app = state.app.clone();
    tokio::spawn(async move {
        let nobody = AppCaller::new(Actor::Public);
        if let Err(error) = app.execute(&nobody, command).await {
            tracing::warn!(%error, "The use of a token or session could not be noted");
        }
    });
}

/// The language that the request asks for by name; `*` asks for none.
fn asked_language(headers: &HeaderMap) -> Option<Locale> {
    let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let named = header.split(',').any(|range| !range.trim().starts_with('*') && !range.trim().is_empty());
    named.then(|| cordata_text::negotiate(header))
}
