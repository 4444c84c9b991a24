//! Reads a body within its bounds of size and time.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_LENGTH, EXPECT},
    },
};
use http_body_util::BodyExt;
use tokio::time::timeout;

use crate::{
    edge::fault::{EdgeError, FaultCode},
    limits::Limits,
};

/// Of a body that is too large, so many times the limit are read and thrown away: a client that
/// is still sending when the connection closes would never see the answer.
const DISCARDED: usize = 8;
/// The time spent on that.
const DISCARDING: Duration = Duration::from_secs(1);

/// The whole body.
///
/// # Errors
/// 413 when it is too large (announced or found), 408 when it takes too long, 400 when the
/// client breaks off.
pub(super) async fn read(headers: &HeaderMap, mut body: Body, limits: &Limits) -> Result<Vec<u8>, EdgeError> {
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()).and_then(|value| value.parse::<usize>().ok());
    let bytes = if announced.is_some_and(|length| length > limits.body_bytes) {
        None
    } else {
        timeout(limits.body_timeout, collect(&mut body, limits.body_bytes))
            .await
            .map_err(|_elapsed| too_slow())?
            .map_err(|_broken_off| EdgeError::bad_request("The body could not be read."))?
    };
    if let Some(bytes) = bytes {
        return Ok(bytes);
    }
    let most = limits.body_bytes.saturating_mul(DISCARDED);
    // A client that waits to be asked, or announces even more, is not listened to at all.
    if !headers.contains_key(EXPECT) && announced.is_none_or(|length| length <= most) {
        let _ = timeout(DISCARDING, discard(&mut body, most)).await;
    }
    Err(too_large(limits))
}

/// The body, or `None` as soon as it is longer than allowed.
async fn collect(body: &mut Body, allowed: usize) -> Result<Option<Vec<u8>>, axum::Error> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            if bytes.len().saturating_add(data.len()) > allowed {
                return Ok(None);
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(Some(bytes))
}

/// Reads `most` bytes and throws them away.
pub(crate) async fn discard(body: &mut Body, most: usize) {
    let mut found: usize = 0;
    while found <= most
        && let Some(Ok(frame)) = body.frame().await
    {
        found = found.saturating_add(frame.data_ref().map_or(0, Bytes::len));
    }
}

fn too_slow() -> EdgeError {
    EdgeError::new(FaultCode::Timeout, "The body did not arrive in time.").with_status(StatusCode::REQUEST_TIMEOUT)
}

fn too_large(limits: &Limits) -> EdgeError {
    EdgeError::new(FaultCode::BadUserInput, format!("The body is larger than {} bytes.", limits.body_bytes))
        .with_status(StatusCode::PAYLOAD_TOO_LARGE)
}
