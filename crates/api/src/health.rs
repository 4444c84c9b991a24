//! Whether the process lives, whether it can serve, and what it counts.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Json, Router};
use cordata_app::ports::queue::Queue;
use cordata_app::ports::read::Reads;
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::client::is_local;
use crate::edge::caller::Credentials;

/// How long the store may take to answer the smallest question.
const PATIENCE: Duration = Duration::from_secs(2);
/// For how long a proof counts: whoever asks more often does not make the store write more often.
const FRESH: Duration = Duration::from_secs(1);

/// What health is judged by.
#[derive(Clone)]
pub struct HealthState {
    /// The views.
    pub reads: Arc<dyn Reads>,
    /// The queue.
    pub queue: Arc<dyn Queue>,
    /// What was found out last.
    pub proof: LastProof,
    /// Renders the counters in the text format of Prometheus.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
    /// The secret by which others than this machine may read the counters, where there is one.
    pub metrics_token: Option<Arc<str>>,
}

/// Where the process says that it lives.
const LIVE: &str = "/livez";
/// Where it says that it can serve.
const READY: &str = "/readyz";

/// Whether a path asks about health.
pub(crate) fn is_question(path: &str) -> bool {
    [LIVE, READY].contains(&path)
}

/// `/livez` and `/readyz`.
pub fn router(health: HealthState) -> Router {
    Router::new().route(LIVE, get(async || "ok")).route(READY, get(ready)).with_state(health)
}

/// `/metrics`, for this machine and who shows the secret. For others there is no such page.
pub(crate) fn counters(health: HealthState) -> Router {
    Router::new().route("/metrics", any(counted)).with_state(health)
}

async fn counted(State(health): State<HealthState>, request: Request) -> Response {
    let asked = matches!(*request.method(), Method::GET | Method::HEAD);
    if asked && may_count(&health, &request) {
        metrics(State(health)).await.into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

/// Secrets are compared by their hashes, so that the time it takes tells nothing of them.
fn may_count(health: &HealthState, request: &Request) -> bool {
    let credentials = Credentials { headers: request.headers(), network: None, request_id: None };
    let shown = credentials.bearer().ok().flatten().map(Sha256::digest);
    let secret = health.metrics_token.as_deref().map(Sha256::digest);
    is_local(request.extensions(), request.headers()) || (shown.is_some() && shown == secret)
}

/// What the store proved last. Whoever asks meanwhile waits for the same proof.
#[derive(Clone, Default)]
pub struct LastProof(Arc<Mutex<Option<Proof>>>);

struct Proof {
    at: Instant,
    /// What was known of the store then.
    doubts: u64,
    outcome: Result<(), &'static str>,
}

impl LastProof {
    async fn of(&self, reads: &dyn Reads) -> Result<(), &'static str> {
        let mut last = self.0.lock().await;
        let doubts = reads.doubts();
        if let Some(proof) = last.as_ref()
            && proof.at.elapsed() < FRESH
            && proof.doubts == doubts
        {
            return proof.outcome;
        }
        let outcome = prove(reads).await;
        *last = Some(Proof { at: Instant::now(), doubts: reads.doubts(), outcome });
        outcome
    }
}

/// Whether the store takes a change, or why not.
async fn prove(reads: &dyn Reads) -> Result<(), &'static str> {
    match tokio::time::timeout(PATIENCE, reads.prove_writable()).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            tracing::warn!(%error, "The store takes no changes");
            let answers = tokio::time::timeout(PATIENCE, reads.ping()).await.is_ok_and(|ping| ping.is_ok());
            Err(if answers { "takes no changes" } else { "unavailable" })
        }
        Err(_) => Err("too slow"),
    }
}

/// 200 when the store takes changes, 503 with the reason when it does not.
async fn ready(State(health): State<HealthState>) -> impl IntoResponse {
    let (status, store) = match health.proof.of(health.reads.as_ref()).await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, reason),
    };
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
