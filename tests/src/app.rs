use std::sync::Arc;

use cordata_api::auth::BearerTokens;
use cordata_api::client::TrustedProxies;
use cordata_api::edge::document::Documents;
use cordata_api::edge::{Edge, EdgeParts, server};
use cordata_api::file::FileState;
use cordata_api::health::{HealthState, LastProof};
use cordata_api::limits::Limits;
use cordata_api::live::Live;
use cordata_api::openid::{OpenIdProvider, OpenIdSettings};
use cordata_api::page::PageState;
use cordata_api::router::{RouterParts, router};
use cordata_api::state::ApiState;
use cordata_api::{examples, schema};
use cordata_app::document::FileIntake;
use cordata_app::ports::queue::Queue;
use cordata_app::ports::read::Reads;
use cordata_app::retention::Retention;
use cordata_app::{App, Caller, Command};
use cordata_mail::Templates;
use cordata_mail::transport::FileTransport;
use cordata_persistence::{ConnectOptions, Database};
use cordata_worker::{SenderSettings, Worker, WorkerParts};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::database::TestDatabase;
use crate::mailbox::Mailbox;
use crate::time::{TestClock, TestIds};

/// The secret by which other machines read the counters.
pub const METRICS_TOKEN: &str = "contatori-per-le-prove-1";

/// The whole product in one process: a database of its own, a clock that stands still, the web server on a free port,
/// the worker with mails as files.
pub struct TestApp {
    /// The use cases.
    pub app: App,
    /// The open database.
    pub database: Database,
    /// The clock.
    pub clock: Arc<TestClock>,
    /// The worker.
    pub worker: Arc<Worker>,
    /// Mails that left.
    pub mailbox: Mailbox,
    /// The address of the web server, without a slash at the end.
    pub url: String,
    /// A client that follows nothing by itself.
    pub client: reqwest::Client,
    shutdown: CancellationToken,
    finished: bool,
    _folder: TempDir,
    store: TestDatabase,
}

impl TestApp {
    /// Starts the product on 2026-09-01 at 8:00 UTC, a Tuesday.
    pub async fn start() -> Self {
        Self::start_with(Limits::default()).await
    }

    /// The same with other limits.
    pub async fn start_with(limits: Limits) -> Self {
        Self::start_as(limits, None).await
    }

    /// The same with an identity provider.
    pub async fn start_with_provider(provider: OpenIdSettings) -> Self {
        Self::start_as(Limits::default(), Some(provider)).await
    }

    async fn start_as(limits: Limits, provider: Option<OpenIdSettings>) -> Self {
        let store = TestDatabase::migrated("app", async |url| {
            let database = Database::connect(&ConnectOptions::new(url)).await?;
            database.migrate().await?;
            Ok(database.close().await?)
        })
        .await;
        let database = Database::connect(&ConnectOptions::new(store.url())).await.unwrap();
        let clock = Arc::new(TestClock::at("2026-09-01T08:00:00Z".parse().unwrap()));
        let app = App::new(Arc::new(database.clone()), clock.clone(), Arc::new(TestIds::default()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let worker = worker(&app, &database, &folder, &url);
        let shutdown = CancellationToken::new();
        let openid = provider.map(|settings| Arc::new(OpenIdProvider::new(settings, &url).unwrap()));
        let pages = PageState {
            app: app.clone(),
            reads: Arc::new(database.clone()),
            public_url: url.clone(),
            version: "test",
            openid,
            retention: Retention::default(),
        };
        let router = web(&app, &database, pages, &limits, &shutdown);
        let (stop, served) = (shutdown.clone(), limits.clone());
        tokio::spawn(async move { server::serve(listener, router, proxies(), &served, stop).await });
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self {
            app,
            database,
            clock,
            worker,
            mailbox: Mailbox::at(folder.path()),
            url,
            client,
            shutdown,
            finished: false,
            _folder: folder,
            store,
        }
    }

    /// The address of the database, for other processes.
    pub fn database_url(&self) -> &str {
        self.store.url()
    }

    /// Runs a command as the operator.
    pub async fn run<C: Command>(&self, command: C) -> C::Output {
        self.app.execute(&Caller::operator(), command).await.unwrap()
    }

    /// Puts the clock to a moment.
    pub fn at(&self, moment: &str) {
        self.clock.set(moment.parse().unwrap());
    }

    /// Posts a GraphQL operation and answers the whole response.
    pub async fn post(&self, token: Option<&str>, query: &str, variables: Value) -> Value {
        let request =
            self.client.post(format!("{}/graphql", self.url)).json(&json!({ "query": query, "variables": variables }));
        let request = match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        request.send().await.unwrap().json().await.unwrap()
    }

    /// Posts a GraphQL operation that must succeed, and answers its data.
    pub async fn query(&self, token: Option<&str>, query: &str, variables: Value) -> Value {
        let answer = self.post(token, query, variables).await;
        assert!(answer["errors"].is_null(), "{answer:#}");
        answer["data"].clone()
    }

    /// Runs one mutation `name(input)` and answers its payload, asking for `fields` beside the user errors.
    pub async fn mutate(&self, token: &str, name: &str, fields: &str, input: Value) -> Value {
        let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let query = format!(
            "mutation($input: {kind}!) {{ {name}(input: $input) {{ {fields} userErrors {{ code message path }} }} }}"
        );
        self.query(Some(token), &query, json!({ "input": input })).await[name].clone()
    }

    /// The same for one that must not be refused.
    pub async fn done(&self, token: &str, name: &str, fields: &str, input: Value) -> Value {
        let payload = self.mutate(token, name, fields, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{name}");
        payload
    }

    /// The code of the only refusal of a mutation.
    pub async fn refused(&self, token: &str, name: &str, input: Value) -> String {
        let payload = self.mutate(token, name, "", input).await;
        assert_eq!(payload["userErrors"].as_array().map(Vec::len), Some(1), "{name}: {payload:#}");
        payload["userErrors"][0]["code"].as_str().unwrap().to_owned()
    }

    /// Runs the worker until nothing is due.
    pub async fn work(&self) {
        self.worker.run_until_empty().await.unwrap();
    }

    /// Ends the test: nothing may be left in the queue.
    pub async fn finish(mut self) {
        let backlog = self.database.backlog().await.unwrap();
        assert_eq!((backlog.jobs_waiting, backlog.jobs_failed), (0, 0), "jobs are left: run `work()`");
        self.finished = true;
        self.shutdown.cancel();
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.shutdown.cancel();
        assert!(self.finished || std::thread::panicking(), "end the test with `finish()`");
    }
}

fn worker(app: &App, database: &Database, folder: &TempDir, url: &str) -> Arc<Worker> {
    Worker::new(WorkerParts {
        app: app.clone(),
        queue: Arc::new(database.clone()),
        reads: Arc::new(database.clone()),
        templates: Templates::new(None).unwrap(),
        transport: Arc::new(FileTransport::new(folder.path())),
        public_url: format!("{url}/").parse().unwrap(),
        sender: SenderSettings::default(),
        retention: Retention::default(),
    })
}

fn web(
    app: &App,
    database: &Database,
    pages: PageState,
    limits: &Limits,
    shutdown: &CancellationToken,
) -> axum::Router {
    let reads: Arc<dyn Reads> = Arc::new(database.clone());
    let live = Live::new(Arc::new(database.clone()));
    tokio::spawn(live.clone().run(shutdown.clone()));
    let state =
        ApiState { app: app.clone(), reads: Arc::clone(&reads), public_url: pages.public_url.as_str().into(), live };
    let edge = Edge::new(EdgeParts {
        schema: schema::served(),
        authenticate: Arc::new(BearerTokens(state.clone())),
        limits: limits.clone(),
        documents: Documents::open(limits),
        origins: Vec::new(),
        shutdown: shutdown.clone(),
    });
    router(RouterParts {
        edge,
        examples: examples::examples(),
        pages,
        files: FileState { api: state, intake: FileIntake::new(app.clone(), Arc::new(database.clone())) },
        health: HealthState {
            reads,
            queue: Arc::new(database.clone()),
            proof: LastProof::default(),
            metrics: Arc::new(String::new),
            metrics_token: Some(METRICS_TOKEN.into()),
        },
        proxies: proxies(),
    })
}

/// Tests on this machine may speak for others, as a proxy does.
fn proxies() -> TrustedProxies {
    TrustedProxies::new(["127.0.0.1".parse().unwrap()])
}
