//! Everything under one roof: API, explorer, pages, health.

use std::time::Duration;

use async_graphql::Executor;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, Request, StatusCode, header};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::edge::Edge;
use crate::explorer::{self, Example};
use crate::file::{self, FileState};
use crate::health::{self, HealthState};
use crate::page::{self, PageState};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// A page that takes longer than this is given up.
const PAGE_TIMEOUT: Duration = Duration::from_secs(20);

/// The parts that are served.
pub struct RouterParts<E> {
    /// The GraphQL edge over its schema.
    pub edge: Edge<E>,
    /// Operations that open in the explorer's tabs.
    pub examples: Vec<Example>,
    /// The pages.
    pub pages: PageState,
    /// Files that are sent and downloaded.
    pub files: FileState,
    /// Health and metrics.
    pub health: HealthState,
}

/// The router of the whole server. Every answer carries the id of its request, which the log knows too.
pub fn router<E: Executor>(parts: RouterParts<E>) -> Router {
    let files = file::router(parts.files, &parts.pages);
    let pages = page::router(parts.pages)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PAGE_TIMEOUT))
        .layer(CompressionLayer::new());
    Router::new()
        .merge(pages)
        .merge(files)
        .merge(explorer::router(&parts.examples).layer(CompressionLayer::new()))
        .merge(parts.edge.routes())
        .merge(health::router(parts.health))
        .layer(CatchPanicLayer::new())
        .layer(no_sniffing())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
}

fn no_sniffing() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"))
}

/// Method and path pattern of a request with its id. The path itself may hold a token, and stays out of the log.
fn span<B>(request: &Request<B>) -> tracing::Span {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or("");
    let route = request.extensions().get::<axum::extract::MatchedPath>().map_or("", axum::extract::MatchedPath::as_str);
    tracing::info_span!("request", method = %request.method(), route, request_id = id)
}
