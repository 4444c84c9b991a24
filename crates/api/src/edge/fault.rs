//! The closed list of fault codes and the one error type of the edge.

use std::{borrow::Cow, time::Duration};

use async_graphql::{ErrorExtensionValues, Pos, ServerError};
use axum::http::StatusCode;

/// The closed list of `extensions.code` values. Clients may rely on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultCode {
    /// No valid token or session where one is needed.
    Unauthenticated,
    /// The caller may not do this.
    Forbidden,
    /// A parameter, variable or argument has a wrong value.
    BadUserInput,
    /// The key of an argument names more than one thing.
    AmbiguousCode,
    /// The document is not GraphQL.
    ParseFailed,
    /// The document does not fit the schema.
    ValidationFailed,
    /// The document is nested too deeply.
    DepthLimit,
    /// The document asks for too much.
    ComplexityLimit,
    /// The caller's budget is spent.
    RateLimited,
    /// The hash names no operation known here.
    PersistedQueryNotFound,
    /// The work took longer than allowed.
    Timeout,
    /// What is behind this server does not answer now; `retryAfter` says when to ask again.
    Unavailable,
    /// A fault on our side; the text never says more.
    Internal,
}

impl FaultCode {
    /// All codes, in the documented order.
    pub const ALL: [Self; 13] = [
        Self::Unauthenticated,
        Self::Forbidden,
        Self::BadUserInput,
        Self::AmbiguousCode,
        Self::ParseFailed,
        Self::ValidationFailed,
        Self::DepthLimit,
        Self::ComplexityLimit,
        Self::RateLimited,
        Self::PersistedQueryNotFound,
        Self::Timeout,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The word that travels in `extensions.code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::AmbiguousCode => "AMBIGUOUS_CODE",
            Self::ParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::ValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::DepthLimit => "DEPTH_LIMIT",
            Self::ComplexityLimit => "COMPLEXITY_LIMIT",
            Self::RateLimited => "RATE_LIMITED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::Timeout => "TIMEOUT",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// The code of this word, if it is on the list.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == word)
    }
}

/// An error the edge answers by itself, before or instead of a resolver.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct EdgeError {
    /// The code for the client.
    pub code: FaultCode,
    /// The text for the client; never internal.
    pub message: Cow<'static, str>,
    /// The place in the document, where there is one.
    pub position: Option<Pos>,
    /// When it is worth trying again (`Retry-After`, rounded up to seconds).
    pub retry_after: Option<Duration>,
    /// The HTTP status where the code alone does not decide it.
    pub status: Option<StatusCode>,
}

impl EdgeError {
    /// An error with a code and a text for the client.
    pub fn new(code: FaultCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), position: None, retry_after: None, status: None }
    }

    /// The token is not valid (401).
    pub fn unauthenticated() -> Self {
        Self::new(FaultCode::Unauthenticated, "The token is not valid or has expired.")
    }

    /// A fault on our side; the cause belongs into the log.
    pub fn internal() -> Self {
        Self::new(FaultCode::Internal, "The server could not answer. Quote the request id when you report this.")
    }

    /// A part behind this server is not reachable now (503 with `Retry-After`).
    pub fn unavailable(retry_after: Duration) -> Self {
        Self {
            retry_after: Some(retry_after),
            status: Some(StatusCode::SERVICE_UNAVAILABLE),
            ..Self::new(
                FaultCode::Unavailable,
                "The service is not available for a moment, and nothing was changed. Try again.",
            )
        }
    }

    /// A part behind this server broke off while it made a change durable: it was made whole, or not at all.
    pub fn uncertain(retry_after: Duration) -> Self {
        let message = "The service broke off while it saved. The change was made whole, or not at all: look before you \
                       ask again, or ask again with the same `idempotencyKey`.";
        Self { message: message.into(), ..Self::unavailable(retry_after) }
    }

    /// The operation ran longer than allowed.
    pub fn timeout() -> Self {
        Self::new(FaultCode::Timeout, "The operation took longer than allowed and was given up.")
    }

    /// A request that is malformed whatever the media type of the answer.
    pub fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FaultCode::BadUserInput, message).with_status(StatusCode::BAD_REQUEST)
    }

    /// The same error with a status of its own.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status: Some(status), ..self }
    }

    /// `Retry-After` in whole seconds, at least one.
    pub fn retry_after_seconds(&self) -> Option<u64> {
        self.retry_after.map(|wait| wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)).max(1))
    }
}

impl From<EdgeError> for ServerError {
    fn from(error: EdgeError) -> Self {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", error.code.as_str());
        if let Some(seconds) = error.retry_after_seconds() {
            extensions.set("retryAfter", seconds);
        }
        let mut answer = Self::new(error.message, error.position);
        answer.extensions = Some(extensions);
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_read_back() {
        for code in FaultCode::ALL {
            assert_eq!(FaultCode::from_word(code.as_str()), Some(code));
        }
        assert_eq!(FaultCode::from_word("NOT_ON_THE_LIST"), None);
    }

    #[test]
    fn the_wait_is_rounded_up() {
        let error = EdgeError::unavailable(Duration::from_millis(1200));
        assert_eq!(error.retry_after_seconds(), Some(2));
        assert_eq!(EdgeError::unavailable(Duration::ZERO).retry_after_seconds(), Some(1));
    }
}
