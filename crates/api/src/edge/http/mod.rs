//! `/graphql`: the specification "GraphQL over HTTP", with mutations by POST only.

mod body;
mod media;

pub(crate) use self::body::discard;

use std::time::Duration;

use async_graphql::{Executor, parser::types::OperationType};
use axum::{
    body::Body,
    extract::{Query, Request, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
        request::Parts,
    },
    response::Response,
};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::time::Instant;
use tower_http::request_id::RequestId;

use self::media::Media;
use super::{
    Edge,
    answer::Answer,
    budget::Purse,
    caller::{Caller, Credentials},
    fault::{EdgeError, FaultCode},
    meter::Meter,
    operation::{self, Params},
    turnstile::RequestPlace,
};
use crate::client::network;

/// What is known of a sender is looked up again where the body took longer: rights may have ended.
const FRESH: Duration = Duration::from_secs(1);

/// Answers one HTTP request.
pub(super) async fn handle<E: Executor>(State(edge): State<Edge<E>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let request_id = request_id(&parts);
    let mut meter = Meter::start();
    let (media, outcome) = match media::negotiate(&parts.headers) {
        Ok(media) => (media, answer(&edge, &parts, body, &mut meter).await),
        Err(error) => (Media::Json, Err(error)),
    };
    let response = match outcome {
        Ok((answer, headers)) => {
            let status = match (&answer.data, media) {
                (None, Media::GraphqlResponse) => StatusCode::BAD_REQUEST,
                _ => StatusCode::OK,
            };
            reply(media, status, &answer, headers)
        }
        Err(error) => {
            let status = status_of(&error, media);
            let headers = headers_of(&error, status, &parts.method);
            reply(media, status, &Answer::refusal(error, request_id), headers)
        }
    };
    meter.answered(response.status());
    response
}

/// Carries the request through all its stations; the cheap refusals come first, SQL last.
async fn answer<E: Executor>(
    edge: &Edge<E>,
    parts: &Parts,
    body: Body,
    meter: &mut Meter,
) -> Result<(Answer, HeaderMap), EdgeError> {
    let by_get = parts.method == Method::GET;
    if !by_get && parts.method != Method::POST {
        return Err(method_not_allowed("Use GET or POST."));
    }
    let request_id = request_id(parts);
    let credentials = Credentials { headers: &parts.headers, network: network(&parts.extensions), request_id };
    // Before the body: it may take its time, and keeps a place of whoever sends it.
    let arrival = Arrival::of(edge, credentials).await?;
    let params = if by_get {
        params_of_query(parts)?
    } else {
        // Read to the end before any refusal, or a client still sending would not see it.
        let bytes = body::read(&parts.headers, body, &edge.parts.limits).await?;
        media::require_json(&parts.headers)?;
        let json = serde_json::from_slice(&bytes)
            .map_err(|_malformed| EdgeError::bad_request("The body is not valid JSON."))?;
        Params::from_json(json)?
    };
    let (caller, _place) = arrival.caller(edge, credentials).await?;
    let inspected = operation::inspect(edge, params)?;
    meter.kind = Some(inspected.kind);
    match inspected.kind {
        OperationType::Mutation if by_get => {
            return Err(method_not_allowed("Mutations need POST."));
        }
        OperationType::Query | OperationType::Mutation => {}
        OperationType::Subscription => {
            return Err(EdgeError::new(FaultCode::BadUserInput, "Subscriptions need a websocket at `/graphql/ws`."));
        }
    }
    let admitted = operation::admit(edge, inspected, caller)?;
    let mut response = operation::execute(edge, admitted.request).await?;
    let mut headers = std::mem::take(&mut response.http_headers);
    let answer = Answer::settle(response, &admitted.terms, &admitted.rate, request_id);
    headers.extend(answer.retry_after().map(|seconds| (RETRY_AFTER, HeaderValue::from(seconds))));
    Ok((answer, headers))
}

/// A request whose sender is known, and has a place; whether they are refused is told once it is read.
struct Arrival {
    place: RequestPlace,
    caller: Result<Caller, EdgeError>,
    at: Instant,
}

impl Arrival {
    async fn of<E>(edge: &Edge<E>, credentials: Credentials<'_>) -> Result<Self, EdgeError> {
        let caller = operation::authenticate(edge, credentials).await;
        let stranger = || Purse::new(None, credentials.network);
        let purse = caller.as_ref().map_or_else(|_| stranger(), |caller| caller.purse.clone());
        Ok(Self { place: edge.turnstile.enter(&purse)?, caller, at: Instant::now() })
    }

    /// The sender as they are now that everything was read.
    async fn caller<E>(
        self,
        edge: &Edge<E>,
        credentials: Credentials<'_>,
    ) -> Result<(Caller, RequestPlace), EdgeError> {
        let known =
            if self.at.elapsed() > FRESH { operation::authenticate(edge, credentials).await } else { self.caller };
        Ok((known?, self.place))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct QueryString {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

fn params_of_query(parts: &Parts) -> Result<Params, EdgeError> {
    let Query(given) = Query::<QueryString>::try_from_uri(&parts.uri)
        .map_err(|_malformed| EdgeError::bad_request("The query string cannot be read."))?;
    let mut body = Map::new();
    body.insert("query".to_owned(), given.query.into());
    body.insert("operationName".to_owned(), given.operation_name.into());
    for (name, text) in [("variables", given.variables), ("extensions", given.extensions)] {
        let value = text
            .filter(|text| !text.is_empty())
            .map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|_malformed| EdgeError::bad_request(format!("`{name}` is not valid JSON.")))?;
        body.insert(name.to_owned(), value.unwrap_or(Value::Null));
    }
    Params::from_json(Value::Object(body))
}

fn method_not_allowed(message: &'static str) -> EdgeError {
    EdgeError::new(FaultCode::BadUserInput, message).with_status(StatusCode::METHOD_NOT_ALLOWED)
}

/// The status of a refusal: its own, or by code; only well-formed but wrong documents depend
/// on the media type.
fn status_of(error: &EdgeError, media: Media) -> StatusCode {
    if let Some(status) = error.status {
        return status;
    }
    match (error.code, media) {
        (FaultCode::Unauthenticated, _) => StatusCode::UNAUTHORIZED,
        (FaultCode::Forbidden, _) => StatusCode::FORBIDDEN,
        (FaultCode::RateLimited, _) => StatusCode::TOO_MANY_REQUESTS,
        (FaultCode::Timeout, _) => StatusCode::GATEWAY_TIMEOUT,
        (FaultCode::Unavailable, _) => StatusCode::SERVICE_UNAVAILABLE,
        (FaultCode::Internal, _) => StatusCode::INTERNAL_SERVER_ERROR,
        (_, Media::GraphqlResponse) => StatusCode::BAD_REQUEST,
        (_, Media::Json) => StatusCode::OK,
    }
}

fn headers_of(error: &EdgeError, status: StatusCode, method: &Method) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        let allowed = if *method == Method::GET { "POST" } else { "GET, POST" };
        headers.insert(ALLOW, HeaderValue::from_static(allowed));
    }
    if let Some(seconds) = error.retry_after_seconds() {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    headers
}

fn reply(media: Media, status: StatusCode, answer: &Answer, mut headers: HeaderMap) -> Response {
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let mut response = Response::new(Body::from(answer.to_json()));
    *response.status_mut() = status;
    response.headers_mut().extend(headers);
    response
}

/// The answer to a request refused before it was read.
pub(super) fn refuse(error: EdgeError, parts: &Parts) -> Response {
    let status = status_of(&error, Media::Json);
    let headers = headers_of(&error, status, &parts.method);
    let answer = Answer::refusal(error, request_id(parts));
    reply(Media::Json, status, &answer, headers)
}

/// The id the request-id layer gave this request.
pub(super) fn request_id(parts: &Parts) -> Option<&str> {
    let id = parts.extensions.get::<RequestId>()?;
    id.header_value().to_str().ok()
}

#[cfg(test)]
mod tests;
