//! What leaves the edge: errors with codes from the closed list, nothing internal.

use std::collections::BTreeMap;

use async_graphql::{ErrorExtensionValues, Name, PathSegment, Response, ServerError, Value, value};
use cordata_domain::Locale;
use serde::Serialize;

use super::{
    budget::RateStatus,
    fault::{EdgeError, FaultCode},
    input, meter,
    operation::{Terms, cost_extension},
};

/// Errors of one document that are told; more help nobody.
const TOLD_ERRORS: usize = 20;

/// The body of an answer. `data` is absent when nothing was executed.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) errors: Vec<ServerError>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: BTreeMap<String, Value>,
}

impl Answer {
    /// The answer to an operation that reached the executor.
    pub(super) fn settle(response: Response, terms: &Terms, rate: &RateStatus, request_id: Option<&str>) -> Self {
        let mut answer = Self::message(response, terms, request_id);
        if answer.data.is_some() {
            answer.extensions.insert("cost".to_owned(), cost_extension(rate));
        }
        answer
    }

    /// A message of an operation whose points were taken before.
    pub(super) fn message(response: Response, terms: &Terms, request_id: Option<&str>) -> Self {
        let executed = is_executed(&response);
        let Response { mut data, mut errors, extensions, .. } = response;
        if executed {
            fill_gaps(&mut data, &errors);
            terms.order.apply(&mut data);
        } else {
            errors.truncate(TOLD_ERRORS);
        }
        for error in &mut errors {
            settle_error(error, &terms.locale, request_id);
        }
        Self { data: executed.then_some(data), errors, extensions }
    }

    /// The answer to an operation that was refused before.
    pub(super) fn refusal(error: EdgeError, request_id: Option<&str>) -> Self {
        let mut error = ServerError::from(error);
        set_request_id(&mut error, request_id);
        meter::error(&error);
        Self { data: None, errors: vec![error], extensions: BTreeMap::new() }
    }

    /// The longest wait that one of its errors asks for, in seconds.
    pub(super) fn retry_after(&self) -> Option<u64> {
        let waits = self.errors.iter().filter_map(|error| error.extensions.as_ref()?.get("retryAfter"));
        let seconds = |wait: &Value| if let Value::Number(wait) = wait { wait.as_u64() } else { None };
        waits.filter_map(seconds).max()
    }

    /// The answer as JSON text.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|error| {
            tracing::error!(%error, "an answer could not be written as JSON");
            r#"{"errors":[{"message":"The answer could not be written.","extensions":{"code":"INTERNAL"}}]}"#.to_owned()
        })
    }
}

/// Errors of execution carry a path; those found before it do not.
fn is_executed(response: &Response) -> bool {
    response.data != Value::Null
        || response.errors.is_empty()
        || response.errors.iter().any(|error| !error.path.is_empty())
}

/// The library leaves out the key of a field that failed, and all of an object whose fields
/// were skipped. The specification wants `null` and an empty object.
fn fill_gaps(data: &mut Value, errors: &[ServerError]) {
    if *data == Value::Null && errors.is_empty() {
        *data = value!({});
    }
    for error in errors {
        fill_gap(data, &error.path);
    }
}

fn fill_gap(mut data: &mut Value, path: &[PathSegment]) {
    for segment in path {
        let inner = match (data, segment) {
            (Value::Object(fields), PathSegment::Field(name)) => Some(fields.entry(Name::new(name)).or_default()),
            (Value::List(items), PathSegment::Index(index)) => items.get_mut(*index),
            _ => None,
        };
        match inner {
            Some(inner) => data = inner,
            None => return,
        }
    }
}

/// Gives an error its code, and hides what a resolver did not mean for the client.
fn settle_error(error: &mut ServerError, locale: &Locale, request_id: Option<&str>) {
    let code = chosen_code(error).or_else(|| known_code(error, locale));
    if code.is_none() {
        let path = serde_json::to_string(&error.path).unwrap_or_default();
        tracing::error!(request_id, path, cause = ?error.message, "a resolver failed");
        error.message = EdgeError::internal().message.into_owned();
        error.extensions = None;
    }
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("code", code.unwrap_or(FaultCode::Internal).as_str());
    set_request_id(error, request_id);
    meter::error(error);
}

/// The code a resolver attached itself, if it is on the list.
fn chosen_code(error: &ServerError) -> Option<FaultCode> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(word) => FaultCode::from_word(word),
        _ => None,
    }
}

/// The code of an error of the library that is meant for the client.
fn known_code(error: &mut ServerError, locale: &Locale) -> Option<FaultCode> {
    if input::explain(error, locale) {
        Some(FaultCode::BadUserInput)
    } else if error.path.is_empty() {
        Some(FaultCode::ValidationFailed)
    } else {
        None
    }
}

fn set_request_id(error: &mut ServerError, request_id: Option<&str>) {
    if let Some(id) = request_id {
        let extensions: &mut ErrorExtensionValues = error.extensions.get_or_insert_default();
        extensions.set("requestId", id);
    }
}
