//! Whether the process lives, whether it can serve, and what it counts.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use cordata_app::ports::queue::Queue;
use cordata_app::ports::read::Reads;
use serde_json::json;

/// How long the store may take to answer the smallest question.
const PATIENCE: Duration = Duration::from_secs(2);

/// What health is judged by.
#[derive(Clone)]
pub struct HealthState {
    /// The views.
    pub reads: Arc<dyn Reads>,
    /// The queue.
    pub queue: Arc<dyn Queue>,
    /// Renders the counters in the text format of Prometheus.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
}

/// `/livez`, `/readyz` and `/metrics`.
pub fn router(health: HealthState) -> Router {
    Router::new()
        .route("/livez", get(async || "ok"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(health)
}

/// 200 when the store answers, 503 with the reason when it does not.
async fn ready(State(health): State<HealthState>) -> impl IntoResponse {
    let store = match tokio::time::timeout(PATIENCE, health.reads.ping()).await {
        Ok(Ok(())) => "ok",
        Ok(Err(error)) => {
            tracing::warn!(%error, "The store does not answer");
            "unavailable"
        }
        Err(_) => "too slow",
    };
    let status = if store == "ok" { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(json!({ "store": store })))
}

/// Counters, and how much waits in the queue at this moment.
async fn metrics(State(health): State<HealthState>) -> impl IntoResponse {
    if let Ok(Ok(backlog)) = tokio::time::timeout(PATIENCE, health.queue.backlog()).await {
        let gauges = [
            ("cordata_jobs_waiting", backlog.jobs_waiting),
            ("cordata_jobs_failed", backlog.jobs_failed),
            ("cordata_mails_waiting", backlog.mails_waiting),
            ("cordata_mails_failed", backlog.mails_failed),
        ];
        for (name, value) in gauges {
            metrics::gauge!(name).set(f64::from(u32::try_from(value).unwrap_or(u32::MAX)));
        }
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], (health.metrics)())
}
