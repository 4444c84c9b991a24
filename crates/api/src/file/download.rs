use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cordata_app::ports::document::{BlobStore, PIECE_BYTES};
use cordata_app::{AppError, token};
use cordata_domain::document::{Document, DocumentVersion};
use cordata_domain::ids::{BlobId, DocumentId};
use cordata_domain::policy::{Actor, Visibility};
use futures_util::stream;
use serde::Deserialize;
use uuid::Uuid;

use super::disposition::attachment;
use super::range::{Asked, Part, asked};
use super::{FILE, FileState};
use crate::auth::identify;
use crate::client::purse;
use crate::cookie;
use crate::edge::caller::Credentials;
use crate::edge::fault::EdgeError;
use crate::edge::turnstile::Turnstile;

/// What everybody may read never changes; everything else is kept nowhere.
const PUBLIC: &str = "public, max-age=31536000, immutable";
const PRIVATE: &str = "private, no-store";
/// A file is saved, never shown or run as a page of this site.
const POLICY: &str = "default-src 'none'; sandbox";

/// The part of an address that says which version is meant.
#[derive(Deserialize)]
pub(super) struct Key {
    id: String,
    version: String,
}

/// A version that the caller may read.
struct Found {
    document: Document,
    version: DocumentVersion,
    caching: &'static str,
}

/// Serves a version of a document. What may not be read answers like what does not exist.
pub(super) async fn serve(
    State(files): State<FileState>,
    Extension(turnstile): Extension<Arc<Turnstile>>,
    Path(key): Path<Key>,
    request: Parts,
) -> Response {
    let Parts { method, headers, extensions, .. } = request;
    let who = own(&files, &headers).await;
    let actor = who.as_ref().ok().cloned().flatten().unwrap_or(Actor::Public);
    let purse = purse(&actor, &extensions);
    let _place = match turnstile.enter(&purse).and_then(|place| turnstile.pay(&purse, FILE).map(|_| place)) {
        Ok(place) => place,
        Err(error) => return too_many(&error),
    };
    match find(&files, &key, who).await {
        Ok(Some(found)) => respond(&files, &found, &method, &headers),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(status) => status.into_response(),
    }
}

/// The page says in words what this says by its status.
fn too_many(error: &EdgeError) -> Response {
    let wait = HeaderValue::from(error.retry_after_seconds().unwrap_or(1));
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, wait)]).into_response()
}

/// The version that an address names, if it is public, or else if `who` may see it. Whoever shows what opens nothing
/// still reads what is public.
async fn find(
    files: &FileState,
    key: &Key,
    who: Result<Option<Actor>, StatusCode>,
) -> Result<Option<Found>, StatusCode> {
    let (Ok(id), Ok(number)) = (Uuid::parse_str(&key.id), key.version.parse()) else { return Ok(None) };
    let wanted = (DocumentId(id), number);
    let public = look(files, wanted, &Visibility::default(), PUBLIC).await?;
    if public.is_some() {
        return Ok(public);
    }
    match who? {
        Some(actor) => look(files, wanted, &actor.visibility(), PRIVATE).await,
        None => Ok(None),
    }
}

/// Who calls, if they show it: by their token, or by the session of their browser, whose pages lead here. A download
/// changes nothing, so the cookie alone is enough.
async fn own(files: &FileState, headers: &HeaderMap) -> Result<Option<Actor>, StatusCode> {
    if headers.contains_key(header::AUTHORIZATION) {
        let credentials = Credentials { headers, network: None, request_id: None };
        let identified = identify(&files.api, credentials).await;
        let identified = identified.map_err(|error| error.status.unwrap_or(StatusCode::UNAUTHORIZED))?;
        return Ok(Some(identified.actor));
    }
    let Some(secret) = cookie::value(headers, cookie::SESSION) else { return Ok(None) };
    let open = files.api.reads.open_session(&token::hash(&secret), files.api.app.now()).await;
    Ok(open.map_err(|error| fault(&error))?.map(|open| Actor::Person(Box::new(open.standing))))
}

async fn look(
    files: &FileState,
    (document, number): (DocumentId, u32),
    sight: &Visibility,
    caching: &'static str,
) -> Result<Option<Found>, StatusCode> {
    let found = files.api.reads.document_version(sight, document, number).await.map_err(|error| fault(&error))?;
    Ok(found.map(|(document, version)| Found { document, version, caching }))
}

fn fault(error: &AppError) -> StatusCode {
    tracing::error!(%error, "A document could not be looked up");
    match error {
        AppError::Busy | AppError::Unavailable(_) | AppError::Uncertain(_) => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Refused(_) | AppError::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn respond(files: &FileState, found: &Found, method: &Method, headers: &HeaderMap) -> Response {
    let version = &found.version;
    let etag = format!("\"{}\"", version.sha256_hex());
    let sent = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let mut response = if sent(header::IF_NONE_MATCH).is_some_and(|known| known == "*" || known.contains(&etag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let same = sent(header::IF_RANGE).is_none_or(|known| known == etag);
        let range = sent(header::RANGE).filter(|_| same && method == Method::GET);
        content(files, version, asked(range, version.size_bytes))
    };
    let own = [
        (header::ETAG, etag),
        (header::CACHE_CONTROL, found.caching.to_owned()),
        (header::CONTENT_TYPE, version.file.kind().served_as().to_owned()),
        (header::CONTENT_DISPOSITION, attachment(version.file.as_str())),
        (header::CONTENT_LANGUAGE, found.document.language.to_string()),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
    ];
    for (name, value) in own {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The bytes that are asked for, read while they are sent.
fn content(files: &FileState, version: &DocumentVersion, asked: Asked) -> Response {
    let size = version.size_bytes;
    let (status, part) = match asked {
        Asked::Whole => (StatusCode::OK, Part { first: 0, last: size.saturating_sub(1) }),
        Asked::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Asked::Outside => {
            let headers = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response();
        }
    };
    let length = part.last.saturating_sub(part.first).saturating_add(1);
    let pieces = Pieces::new(Arc::clone(files.intake.blobs()), version.blob, part.first, length);
    let body = Body::from_stream(stream::try_unfold(pieces, Pieces::next));
    let mut response = (status, [(header::CONTENT_LENGTH, length.to_string())], body).into_response();
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(range) = HeaderValue::from_str(&format!("bytes {}-{}/{size}", part.first, part.last))
    {
        response.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    response
}

/// What is still to be sent of a file.
struct Pieces {
    blobs: Arc<dyn BlobStore>,
    blob: BlobId,
    position: u32,
    skipped: usize,
    left: u64,
}

impl Pieces {
    fn new(blobs: Arc<dyn BlobStore>, blob: BlobId, first: u64, length: u64) -> Self {
        let piece = u64::try_from(PIECE_BYTES).unwrap_or(u64::MAX);
        Self {
            blobs,
            blob,
            position: u32::try_from(first / piece).unwrap_or(u32::MAX),
            skipped: usize::try_from(first % piece).unwrap_or_default(),
            left: length,
        }
    }

    async fn next(mut self) -> Result<Option<(Bytes, Self)>, AppError> {
        if self.left == 0 {
            return Ok(None);
        }
        let piece = self.blobs.get(self.blob, self.position).await?.map(Bytes::from).unwrap_or_default();
        let wanted = usize::try_from(self.left).unwrap_or(usize::MAX);
        let end = piece.len().min(self.skipped.saturating_add(wanted));
        if end <= self.skipped {
            tracing::error!(blob = %self.blob, position = self.position, "A piece of a file is missing");
            return Err(AppError::fault("a piece of a file is missing"));
        }
        let bytes = piece.slice(self.skipped..end);
        self.left = self.left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.position = self.position.saturating_add(1);
        self.skipped = 0;
        Ok(Some((bytes, self)))
    }
}
