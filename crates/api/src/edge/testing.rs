//! A small schema, its accounts and a server on the loopback, for the tests of the edge.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use async_graphql::{Context, Data, Error, ErrorExtensions, Object, Schema, Subscription};
use axum::{Router, routing::get};
use futures_util::{Stream, stream};
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinHandle, time::sleep};
use tokio_util::sync::CancellationToken;
use tower_http::request_id::{MakeRequestUuid, SetRequestIdLayer};

use axum::middleware::map_request_with_state;

use super::{
    Edge, EdgeParts, LazySchema, Served,
    budget::{Purse, RateStatus},
    caller::{Authenticate, Caller, Credentials},
    document::Documents,
    fault::EdgeError,
    guard::Lists,
    server::serve,
};
use crate::{
    client::{TrustedProxies, locate},
    limits::Limits,
};

/// The caller's name, as resolvers see it.
struct Name(String);

struct Query;

#[Object]
#[expect(clippy::unused_async, reason = "resolvers are async by the library's rule")]
impl Query {
    async fn echo(&self, text: String) -> String {
        text
    }

    async fn number(&self, n: i32) -> i32 {
        n
    }

    async fn me(&self, ctx: &Context<'_>) -> String {
        ctx.data_unchecked::<Name>().0.clone()
    }

    async fn remaining(&self, ctx: &Context<'_>) -> u64 {
        ctx.data_unchecked::<RateStatus>().remaining
    }

    async fn items(&self, first: Option<i32>) -> Vec<Query> {
        (0..first.unwrap_or(1)).map(|_| Query).collect()
    }

    async fn leak(&self) -> Result<Option<i32>, Error> {
        Err(Error::new("password of the database: 1234"))
    }

    async fn denied(&self) -> Result<Option<i32>, Error> {
        Err(Error::new("Not for you.").extend_with(|_, set| set.set("code", "FORBIDDEN")))
    }

    async fn panic(&self, yes: Option<bool>) -> i32 {
        assert!(yes == Some(false), "a resolver panics");
        1
    }

    async fn slow(&self) -> i32 {
        sleep(Duration::from_mins(1)).await;
        1
    }

    /// Begins the shutdown and answers later.
    async fn shut_down(&self, ctx: &Context<'_>, millis: u64) -> bool {
        ctx.data_unchecked::<CancellationToken>().cancel();
        sleep(Duration::from_millis(millis)).await;
        true
    }

    async fn wait(&self, millis: u64) -> bool {
        sleep(Duration::from_millis(millis)).await;
        true
    }
}

struct Mutation;

#[Object]
impl Mutation {
    async fn change(&self) -> bool {
        true
    }
}

struct Events;

#[Subscription]
#[expect(clippy::unused_async, reason = "resolvers are async by the library's rule")]
impl Events {
    async fn count(&self, to: i32) -> impl Stream<Item = i32> {
        stream::iter(1..=to)
    }

    async fn forever(&self) -> impl Stream<Item = i32> {
        stream::pending()
    }

    async fn hidden(&self) -> Result<stream::Pending<i32>, Error> {
        Err(Error::new("secret"))
    }
}

/// Tokens are names; `revoked` is nobody's.
struct Accounts;

#[async_trait::async_trait]
impl Authenticate for Accounts {
    async fn authenticate(&self, credentials: Credentials<'_>) -> Result<Caller, EdgeError> {
        let known = match credentials.bearer()? {
            Some("revoked") => return Err(EdgeError::unauthenticated()),
            known => known.map(str::to_owned),
        };
        let mut data = Data::default();
        data.insert(Name(known.clone().unwrap_or_else(|| "anonymous".to_owned())));
        let asked = credentials.headers.get("accept-language").and_then(|header| header.to_str().ok());
        let locale = asked.map(cordata_text::negotiate).unwrap_or_default();
        Ok(Caller { purse: Purse::new(known, credentials.network), locale, data })
    }
}

/// A running server.
pub(super) struct TestServer {
    pub(super) address: SocketAddr,
    pub(super) shutdown: CancellationToken,
    pub(super) served: JoinHandle<()>,
}

impl TestServer {
    pub(super) async fn start() -> Self {
        Self::with_limits(Limits::default()).await
    }

    pub(super) async fn with_limits(limits: Limits) -> Self {
        let shutdown = CancellationToken::new();
        let router = router(limits.clone(), shutdown.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let token = shutdown.clone();
        let served =
            tokio::spawn(async move { serve(listener, router, TrustedProxies::default(), &limits, token).await });
        Self { address, shutdown, served }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/graphql", self.address)
    }

    /// Posts a body as JSON and takes the modern media type.
    pub(super) async fn post(&self, body: &Value) -> Reply {
        let request =
            reqwest::Client::new().post(self.url()).header("accept", "application/graphql-response+json").json(body);
        Reply::of(request).await
    }
}

/// An answer with its body read.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: reqwest::header::HeaderMap,
    pub(super) body: Value,
}

impl Reply {
    pub(super) async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.json().await.unwrap(),
        }
    }

    /// The code of the first error.
    pub(super) fn code(&self) -> &str {
        self.body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

fn router(limits: Limits, shutdown: CancellationToken) -> Router {
    let data = shutdown.clone();
    let schema = move || Schema::build(Query, Mutation, Events).data(data).finish();
    let edge = Edge::new(EdgeParts {
        schema: LazySchema::new(Box::new(|| Served { executor: schema(), lists: Lists::default() })),
        authenticate: Arc::new(Accounts),
        documents: Documents::open(&limits),
        limits,
        origins: vec!["https://app.example.it".to_owned()],
        shutdown,
    });
    edge.routes()
        .route("/livez", get(async || "ok"))
        .layer(map_request_with_state(TrustedProxies::default(), locate))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}
