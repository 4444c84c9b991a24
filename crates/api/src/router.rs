//! Everything under one roof: API, explorer, pages, health.

use std::time::Duration;

use async_graphql::Executor;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request, StatusCode, header};
use axum::middleware::{map_request, map_request_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::client::{TrustedProxies, locate};
use crate::edge::Edge;
use crate::explorer::{self, Example};
use crate::file::{self, FileState};
use crate::health::{self, HealthState};
use crate::page::{self, PageState};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest id of a request that is taken over, in characters.
const MAX_REQUEST_ID: usize = 64;
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
    /// Whose word is taken about where a request comes from.
    pub proxies: TrustedProxies,
}

/// The router of the whole server. Every answer carries the id of its request, which the log knows too.
pub fn router<E: Executor>(parts: RouterParts<E>) -> Router {
    let turnstile = parts.edge.turnstile();
    let files = file::router(parts.files, &parts.pages, &turnstile);
    let counters = page::dressed(health::counters(parts.health.clone()), &parts.pages);
    let pages = page::router(parts.pages, turnstile)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PAGE_TIMEOUT))
        .layer(CompressionLayer::new());
    Router::new()
        .merge(pages)
        .merge(files)
        .merge(explorer::router(&parts.examples).layer(CompressionLayer::new()))
        .merge(parts.edge.routes())
        .merge(health::router(parts.health))
        .merge(counters)
        .layer(CatchPanicLayer::new())
        .layer(no_sniffing())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(map_request(with_safe_id))
        .layer(map_request_with_state(parts.proxies, locate))
}

/// Keeps the id that a client or proxy gave, if it is one token of at most 64 letters, digits, `-`, `_` and `.`; another
/// one, or a second one, is forgotten, and the request gets an id of ours.
async fn with_safe_id(mut request: Request<Body>) -> Request<Body> {
    let mut given = request.headers().get_all(&REQUEST_ID).iter();
    let safe = given.next().is_some_and(|id| is_safe_id(id.as_bytes())) && given.next().is_none();
    if !safe {
        request.headers_mut().remove(&REQUEST_ID);
    }
    request
}

fn is_safe_id(id: &[u8]) -> bool {
    let safe = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    (1..=MAX_REQUEST_ID).contains(&id.len()) && id.iter().all(safe)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The id that remains of those given.
    async fn kept(given: &[&'static str]) -> Option<String> {
        let mut request = Request::new(Body::empty());
        for id in given {
            request.headers_mut().append(REQUEST_ID, HeaderValue::from_static(id));
        }
        let request = with_safe_id(request).await;
        request.headers().get(REQUEST_ID).map(|id| id.to_str().unwrap().to_owned())
    }

    #[tokio::test]
    async fn only_a_short_safe_token_is_taken_over_as_id_of_a_request() {
        for safe in ["a", "4f0c8a52-0b1e-4f6e-9d7b-1f6f0c0f2a11", "trace_1.2"] {
            assert_eq!(kept(&[safe]).await.as_deref(), Some(safe));
        }
        let long = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        for unsafe_id in ["", " ", "a b", "a\tb", "<script>", "a;b", "{}", long] {
            assert_eq!(kept(&[unsafe_id]).await, None, "{unsafe_id}");
        }
        assert_eq!(kept(&["a", "b"]).await, None, "two ids are none");
    }
}
