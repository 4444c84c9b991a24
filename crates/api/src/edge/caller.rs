//! Who calls: the seam between the edge and the application's accounts.

use async_graphql::Data;
use axum::http::{
    HeaderMap, HeaderValue,
    header::{ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE},
};
use cordata_domain::Locale;
use cordata_domain::network::Network;

use super::{budget::Purse, fault::EdgeError};

/// What a request shows about its sender.
#[derive(Debug, Clone, Copy)]
pub struct Credentials<'a> {
    /// All headers; on a websocket those of the handshake, with the token of
    /// `connection_init` as `Authorization`.
    pub headers: &'a HeaderMap,
    /// The network that the request comes from, where it is known.
    pub network: Option<Network>,
    /// The id that also stands in the log and in errors.
    pub request_id: Option<&'a str>,
}

impl<'a> Credentials<'a> {
    /// The bearer token; `None` without an `Authorization` header.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for another scheme or an unreadable header.
    pub fn bearer(&self) -> Result<Option<&'a str>, EdgeError> {
        let Some(value) = self.headers.get(AUTHORIZATION) else {
            return Ok(None);
        };
        let (scheme, token) =
            value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(EdgeError::unauthenticated)?;
        let token = token.trim();
        if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
            return Err(EdgeError::unauthenticated());
        }
        Ok(Some(token))
    }

    /// What decides who the sender is and which language they read: those who show the same are answered the same.
    pub(super) fn identity(&self) -> [&'a [u8]; 3] {
        let headers: &'a HeaderMap = self.headers;
        [AUTHORIZATION, COOKIE, ACCEPT_LANGUAGE]
            .map(|name| headers.get(name).map(HeaderValue::as_bytes).unwrap_or_default())
    }
}

/// The sender of one operation, known or anonymous.
pub struct Caller {
    /// From what the operation is paid; never shown.
    pub purse: Purse,
    /// The language in which refused values are told.
    pub locale: Locale,
    /// What the resolvers need: actor, locale, fresh loaders.
    pub data: Data,
}

/// Tells who calls. Asked once per operation, on a websocket too, so that each operation has
/// fresh data and a revoked token ends with the next operation.
#[async_trait::async_trait]
pub trait Authenticate: Send + Sync + 'static {
    /// The caller; an anonymous one when no token is shown.
    ///
    /// # Errors
    /// [`EdgeError::unauthenticated`] for a token that is not valid,
    /// [`EdgeError::unavailable`] when it cannot be checked now.
    async fn authenticate(&self, credentials: Credentials<'_>) -> Result<Caller, EdgeError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearer(value: Option<&'static str>) -> Result<Option<String>, EdgeError> {
        let mut headers = HeaderMap::new();
        if let Some(value) = value {
            headers.insert(AUTHORIZATION, HeaderValue::from_static(value));
        }
        let credentials = Credentials { headers: &headers, network: None, request_id: None };
        credentials.bearer().map(|token| token.map(str::to_owned))
    }

    #[test]
    fn only_the_bearer_scheme_is_understood() {
        assert_eq!(bearer(None).unwrap(), None);
        assert_eq!(bearer(Some("Bearer abc")).unwrap().as_deref(), Some("abc"));
        assert_eq!(bearer(Some("bearer  abc")).unwrap().as_deref(), Some("abc"));
        for wrong in ["Basic abc", "Bearer", "Bearer ", "abc"] {
            assert!(bearer(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
