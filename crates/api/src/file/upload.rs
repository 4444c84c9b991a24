use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use cordata_app::document::Receipt;
use cordata_app::{AppError, Caller};
use cordata_domain::document::{Upload, hexadecimal};
use cordata_domain::{Locale, Refusal, RefusalCode};
use cordata_text::refusal_message;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::time::timeout;
use tower_http::request_id::RequestId;

use super::{FILE, FileState};
use crate::auth::identify;
use crate::client::{caller, network, purse};
use crate::edge::caller::Credentials;
use crate::edge::discard;
use crate::edge::fault::{EdgeError, FaultCode};
use crate::edge::turnstile::Turnstile;
use crate::graphql::id;

/// How long a whole file may take, so that 20 MiB arrive over a slow line.
const WHOLE: Duration = Duration::from_mins(10);
/// How long a sender may be silent.
const SILENCE: Duration = Duration::from_secs(30);
/// How long, and how much of, a refused body is still listened to: a sender that is cut off never sees the answer.
const DISCARDING: Duration = Duration::from_secs(1);
const DISCARDED: usize = 32 * 1024 * 1024;

/// Why a file was not taken in.
enum Failure {
    /// By a rule, or for want of the store.
    App(AppError),
    /// The length was not announced.
    LengthRequired,
    /// It came too slowly.
    TooSlow,
    /// It ended too early.
    BrokenOff,
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

/// Takes in the one file of an address. Its secret is enough; who also shows a token must be the one who asked.
pub(super) async fn receive(
    State(files): State<FileState>,
    Extension(turnstile): Extension<Arc<Turnstile>>,
    Path(secret): Path<String>,
    request: Request,
) -> Response {
    let (parts, mut body) = request.into_parts();
    let request_id = request_id(&parts);
    let credentials =
        Credentials { headers: &parts.headers, network: network(&parts.extensions), request_id: request_id.as_deref() };
    let who = match identify(&files.api, credentials).await {
        Ok(who) => who,
        Err(error) => return refused_before(&error),
    };
    let purse = purse(&who.actor, &parts.extensions);
    let _place = match turnstile.enter(&purse).and_then(|place| turnstile.pay(&purse, FILE).map(|_| place)) {
        Ok(place) => place,
        Err(error) => return refused_before(&error),
    };
    let (caller, locale) = (caller(who.actor, &parts.extensions), who.locale);
    let outcome = match begin(&files, &caller, &secret, &parts.headers).await {
        Ok(receipt) => take_in(receipt, &mut body).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(upload) => (StatusCode::CREATED, no_store(), Json(arrived(&upload))).into_response(),
        Err(failure) => {
            if !parts.headers.contains_key(header::EXPECT) {
                let _ = timeout(DISCARDING, discard(&mut body, DISCARDED)).await;
            }
            told(&failure, &locale, request_id.as_deref())
        }
    }
}

fn request_id(parts: &Parts) -> Option<String> {
    parts.extensions.get::<RequestId>()?.header_value().to_str().ok().map(str::to_owned)
}

/// Checks what can be checked before the body, which is asked for only then.
async fn begin(files: &FileState, caller: &Caller, secret: &str, headers: &HeaderMap) -> Result<Receipt, Failure> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let length: u64 = length.ok_or(Failure::LengthRequired)?;
    Ok(files.intake.begin(caller, secret, length).await?)
}

async fn take_in(mut receipt: Receipt, body: &mut Body) -> Result<Upload, Failure> {
    let whole = async {
        while let Some(frame) = timeout(SILENCE, body.frame()).await.map_err(|_| Failure::TooSlow)? {
            if let Ok(bytes) = frame.map_err(|_| Failure::BrokenOff)?.into_data() {
                receipt.take(&bytes).await?;
            }
        }
        Ok::<_, Failure>(())
    };
    timeout(WHOLE, whole).await.map_err(|_| Failure::TooSlow)??;
    Ok(receipt.finish().await?)
}

fn no_store() -> [(HeaderName, &'static str); 1] {
    [(header::CACHE_CONTROL, "no-store")]
}

/// What arrived, so that the sender can compare.
fn arrived(upload: &Upload) -> Value {
    json!({
        "uploadId": id::encode(upload.id),
        "sizeBytes": upload.size_bytes,
        "mediaType": upload.file.kind().media_type(),
        "sha256": upload.sha256.map(|hash| hexadecimal(&hash)),
    })
}

/// The answer to who is not let through at all.
fn refused_before(error: &EdgeError) -> Response {
    let limited = error.code == FaultCode::RateLimited;
    let by_code = if limited { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNAUTHORIZED };
    let body = json!({ "errors": [{ "message": error.message, "extensions": { "code": error.code.as_str() } }] });
    let wait = error.retry_after_seconds().map(|wait| (header::RETRY_AFTER, HeaderValue::from(wait)));
    let wait: HeaderMap = wait.into_iter().collect();
    (error.status.unwrap_or(by_code), no_store(), wait, Json(body)).into_response()
}

/// Refusals are told like those of mutations, in the caller's language; faults by their status alone.
fn told(failure: &Failure, locale: &Locale, request_id: Option<&str>) -> Response {
    let status = match failure {
        Failure::App(AppError::Refused(refusal)) => return refused(refusal, locale),
        Failure::App(AppError::Busy | AppError::Unavailable(_) | AppError::Uncertain(_)) => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        Failure::App(AppError::Fault(cause)) => {
            tracing::error!(request_id, %cause, "A file could not be taken in");
            StatusCode::INTERNAL_SERVER_ERROR
        }
        Failure::LengthRequired => StatusCode::LENGTH_REQUIRED,
        Failure::TooSlow => StatusCode::REQUEST_TIMEOUT,
        Failure::BrokenOff => StatusCode::BAD_REQUEST,
    };
    let mut response = (status, no_store()).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
}

fn refused(refusal: &Refusal, locale: &Locale) -> Response {
    let status = match refusal.code() {
        RefusalCode::NotFound => StatusCode::NOT_FOUND,
        RefusalCode::LinkUsed => StatusCode::GONE,
        RefusalCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        RefusalCode::ContentTypeMismatch => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        RefusalCode::InvalidInput => StatusCode::BAD_REQUEST,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let code: &'static str = refusal.code().into();
    let error = json!({ "code": code, "message": refusal_message(locale, refusal), "path": refusal.path });
    (status, no_store(), Json(json!({ "userErrors": [error] }))).into_response()
}
