use axum::Form;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use tower_http::request_id::RequestId;

use super::instead::Instead;

/// A form as it was sent, with where it came from.
pub(super) struct Sent<F> {
    pub(super) headers: HeaderMap,
    pub(super) request_id: Option<String>,
    pub(super) form: F,
}

impl<F> Sent<F> {
    /// The browser, in its own words.
    pub(super) fn agent(&self) -> String {
        let agent = self.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        agent.unwrap_or_default().to_owned()
    }
}

impl<S: Send + Sync, F: DeserializeOwned> FromRequest<S> for Sent<F> {
    type Rejection = Instead;

    async fn from_request(request: Request, state: &S) -> Result<Self, Instead> {
        let headers = request.headers().clone();
        let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
        let request_id = id.map(str::to_owned);
        let form = Form::<F>::from_request(request, state).await.map_err(|_| Instead::BadRequest)?;
        Ok(Self { headers, request_id, form: form.0 })
    }
}
