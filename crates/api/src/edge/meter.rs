//! What the edge counts. No label tells who asked or what for.

use async_graphql::{ServerError, Value, parser::types::OperationType};
use axum::http::StatusCode;
use tokio::time::Instant;

/// One HTTP request that is being answered.
pub(super) struct Meter {
    begun: Instant,
    /// What it runs, once that is known.
    pub(super) kind: Option<OperationType>,
}

impl Meter {
    /// A request that begins now.
    pub(super) fn start() -> Self {
        Self { begun: Instant::now(), kind: None }
    }

    /// The request was answered.
    pub(super) fn answered(self, status: StatusCode) {
        let operation = match self.kind {
            Some(OperationType::Query) => "query",
            Some(OperationType::Mutation) => "mutation",
            Some(OperationType::Subscription) => "subscription",
            None => "unknown",
        };
        let status = status.as_str().to_owned();
        metrics::counter!("cordata_graphql_requests_total", "operation" => operation, "status" => status).increment(1);
        metrics::histogram!("cordata_graphql_request_duration_seconds", "operation" => operation)
            .record(self.begun.elapsed());
    }
}

/// Counts an error that is answered, by its code, whatever the transport.
pub(super) fn error(error: &ServerError) {
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    let code = if let Some(Value::String(code)) = code { code.clone() } else { String::new() };
    metrics::counter!("cordata_graphql_errors_total", "code" => code).increment(1);
}

/// A websocket, counted as long as it is open.
pub(super) struct OpenSocket(());

impl OpenSocket {
    /// One more.
    pub(super) fn open() -> Self {
        metrics::gauge!("cordata_websocket_connections").increment(1.0);
        Self(())
    }
}

impl Drop for OpenSocket {
    fn drop(&mut self) {
        metrics::gauge!("cordata_websocket_connections").decrement(1.0);
    }
}
