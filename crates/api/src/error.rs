//! The one place that tells errors of use cases in GraphQL.

use std::time::Duration;

use async_graphql::{Error, ErrorExtensionValues, ServerError};
use cordata_app::AppError;
use cordata_domain::{Locale, Reason, Refusal};
use cordata_text::refusal_message;

use crate::edge::fault::{EdgeError, FaultCode};

/// How long a client waits before it asks a store again that did not answer.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// A top-level error: a refused argument with its reason, everything else without details. What happened inside
/// stands in the log, beside the request's id.
pub fn told(error: &AppError, locale: &Locale, request_id: Option<&str>) -> Error {
    match error {
        AppError::Refused(refusal) => refused(refusal, locale),
        AppError::Busy => from_edge(EdgeError::unavailable(RETRY_AFTER)),
        AppError::Unavailable(cause) => {
            tracing::warn!(request_id, cause = %cause, "The store does not answer");
            from_edge(EdgeError::unavailable(RETRY_AFTER))
        }
        AppError::Uncertain(cause) => {
            tracing::error!(request_id, cause = %cause, "Nobody knows whether a change was committed");
            from_edge(EdgeError::uncertain(RETRY_AFTER))
        }
        AppError::Fault(cause) => {
            tracing::error!(request_id, cause = %cause, "An operation failed");
            from_edge(EdgeError::internal())
        }
    }
}

/// A refused argument; or a token that does not reach as far as the act, where nothing about the thing itself is told.
fn refused(refusal: &Refusal, locale: &Locale) -> Error {
    let mut extensions = ErrorExtensionValues::default();
    let code = match refusal.reason {
        Reason::OutOfScope { .. } => FaultCode::Forbidden,
        Reason::AmbiguousCode => FaultCode::AmbiguousCode,
        _ => FaultCode::BadUserInput,
    };
    extensions.set("code", code.as_str());
    if code != FaultCode::Forbidden {
        extensions.set("path", refusal.path.clone());
    }
    Error { message: refusal_message(locale, refusal), source: None, extensions: Some(extensions) }
}

/// An error of the edge, as a resolver answers it.
pub(crate) fn from_edge(error: EdgeError) -> Error {
    let ServerError { message, extensions, .. } = error.into();
    Error { message, source: None, extensions }
}

#[cfg(test)]
mod tests {
    use async_graphql::Value;
    use cordata_domain::InputProblem;

    use super::*;

    fn extension(error: &Error, name: &str) -> Option<Value> {
        error.extensions.as_ref().and_then(|all| all.get(name)).cloned()
    }

    #[test]
    fn a_refused_argument_names_its_place_in_the_callers_language() {
        let range = InputProblem::OutOfRange { min: "1".to_owned(), max: "100".to_owned() };
        let refusal = AppError::from(Refusal::input(range).under("first"));
        let [italian, english] =
            [Locale::italian(), Locale::english()].map(|locale| told(&refusal, &locale, Some("r-1")));
        assert_ne!(italian.message, english.message);
        assert!(english.message.contains("100"), "{}", english.message);
        assert_eq!(extension(&english, "code"), Some(Value::from("BAD_USER_INPUT")));
        assert_eq!(extension(&english, "path"), Some(Value::List(vec![Value::from("first")])));
    }

    #[test]
    fn a_fault_tells_nothing_and_a_busy_store_says_when_to_come_back() {
        let fault = told(&AppError::fault("password of the database: 1234"), &Locale::italian(), None);
        assert_eq!(extension(&fault, "code"), Some(Value::from("INTERNAL")));
        assert!(!fault.message.contains("1234"), "{}", fault.message);
        let busy = told(&AppError::Busy, &Locale::italian(), None);
        assert_eq!(extension(&busy, "code"), Some(Value::from("UNAVAILABLE")));
        assert_eq!(extension(&busy, "retryAfter"), Some(Value::from(2)));
        let uncertain = told(&AppError::Uncertain("broken pipe".into()), &Locale::italian(), None);
        assert_eq!(extension(&uncertain, "code"), Some(Value::from("UNAVAILABLE")));
        assert_ne!(uncertain.message, busy.message);
        assert!(!uncertain.message.contains("pipe"), "{}", uncertain.message);
        assert_eq!(extension(&told(&Reason::NotFound.into(), &Locale::italian(), None), "retryAfter"), None);
    }
}
