//! Puts the layers together.

use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use cordata_api::auth::BearerTokens;
use cordata_api::client::TrustedProxies;
use cordata_api::edge::document::Documents;
use cordata_api::edge::{Edge, EdgeParts};
use cordata_api::file::FileState;
use cordata_api::health::{HealthState, LastProof};
use cordata_api::limits::Limits;
use cordata_api::live::Live;
use cordata_api::openid::OpenIdProvider;
use cordata_api::page::PageState;
use cordata_api::router::{RouterParts, router};
use cordata_api::state::ApiState;
use cordata_api::{examples, schema};
use cordata_app::document::FileIntake;
use cordata_app::instance::{Instance, SetUpInstance};
use cordata_app::ports::queue::Queue;
use cordata_app::ports::read::Reads;
use cordata_app::ports::{Clock, IdGen, Store};
use cordata_app::{App, Caller};
use cordata_domain::identity::EmailAddress;
use cordata_domain::period::WorkingCalendar;
use cordata_mail::Templates;
use cordata_mail::transport::smtp::{SmtpOptions, SmtpTransport};
use cordata_mail::transport::{FileTransport, Transport};
use cordata_persistence::{ConnectOptions, Database, Durability};
use cordata_worker::{Worker, WorkerParts};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::config::Config;
use crate::lock::sqlite_path;
use crate::system::{SystemClock, SystemIds, open_files};

/// The layers below the web server and the worker.
#[derive(Clone)]
pub(crate) struct Layers {
    pub app: App,
    pub reads: Arc<dyn Reads>,
    pub queue: Arc<dyn Queue>,
    pub database: Database,
}

impl Layers {
    /// Opens the database and wires the use cases to it, with the machine's clock.
    pub(crate) async fn open(config: &Config) -> anyhow::Result<Self> {
        private_folder(&config.data_dir)?;
        Self::open_with(&config.database_url(), Durability::Full, Arc::new(SystemClock)).await
    }

    /// The same, but a database that is not there is refused, and nothing made.
    pub(crate) async fn open_existing(config: &Config) -> anyhow::Result<Self> {
        let url = config.database_url();
        if let Some(file) = sqlite_path(&url) {
            let made = file.try_exists()?;
            anyhow::ensure!(made, "there is no database at {} yet: `cordata migrate` makes it", file.display());
        }
        Self::open_with(&url, Durability::Full, Arc::new(SystemClock)).await
    }

    /// The same with another clock or durability, for the demo.
    pub(crate) async fn open_with(url: &str, durability: Durability, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let options = ConnectOptions { durability, ..ConnectOptions::new(url) };
        let database = Database::connect(&options).await.context("the database cannot be opened")?;
        let store: Arc<dyn Store> = Arc::new(database.clone());
        let ids: Arc<dyn IdGen> = Arc::new(SystemIds::default());
        Ok(Self {
            app: App::new(store, clock, ids),
            reads: Arc::new(database.clone()),
            queue: Arc::new(database.clone()),
            database,
        })
    }

    /// Takes files in, into the database.
    pub(crate) fn intake(&self) -> FileIntake {
        FileIntake::new(self.app.clone(), Arc::new(self.database.clone()))
    }

    /// Opens the database for a command that needs an up-to-date schema.
    pub(crate) async fn open_ready(config: &Config) -> anyhow::Result<Self> {
        let layers = Self::open(config).await?;
        layers.require_schema().await?;
        Ok(layers)
    }

    /// Refuses to go on while migrations are pending.
    pub(crate) async fn require_schema(&self) -> anyhow::Result<()> {
        let pending = self.database.pending_migrations().await?;
        anyhow::ensure!(pending.is_empty(), "{} migrations are pending: run `cordata migrate` first", pending.len());
        Ok(())
    }

    /// Gives a new installation a neutral record, so that it can be used before anybody names it.
    pub(crate) async fn ensure_instance(&self) -> anyhow::Result<()> {
        if self.reads.instance().await?.is_none() {
            let instance = Instance {
                name: "Cordata".to_owned(),
                zone: chrono_tz::Europe::Rome,
                calendar: WorkingCalendar::default(),
                sender_name: "Cordata".to_owned(),
                sender_address: EmailAddress::parse("cordata@localhost")?,
            };
            self.app.execute(&Caller::operator(), SetUpInstance(instance)).await?;
        }
        Ok(())
    }
}

/// Makes the folder for data where it is missing; nobody else on the machine may look into it.
fn private_folder(folder: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder.create(folder).with_context(|| format!("cannot create {}", folder.display()))
}

/// The way out for mails: the relay, or files where none is configured.
fn transport(smtp_url: Option<&str>, mail_dir: &Path, public_url: &Url) -> anyhow::Result<Arc<dyn Transport>> {
    let Some(relay) = smtp_url else {
        std::fs::create_dir_all(mail_dir).with_context(|| format!("cannot create {}", mail_dir.display()))?;
        return Ok(Arc::new(FileTransport::new(mail_dir)));
    };
    let hello = public_url.host_str().unwrap_or("localhost");
    let relay = relay.parse().context("smtp_url is wrong")?;
    Ok(Arc::new(SmtpTransport::new(relay, SmtpOptions::new(hello))?))
}

/// The worker over these layers; mails that become files stand in `mail_dir`.
pub(crate) fn worker(
    layers: &Layers,
    config: &Config,
    mail_dir: &Path,
    public_url: Url,
) -> anyhow::Result<Arc<Worker>> {
    Ok(Worker::new(WorkerParts {
        app: layers.app.clone(),
        queue: Arc::clone(&layers.queue),
        reads: Arc::clone(&layers.reads),
        templates: Templates::new(config.template_dir.as_deref())?,
        transport: transport(config.smtp_url.as_deref(), mail_dir, &public_url)?,
        public_url,
        sender: config.mail.sender(),
        retention: config.retention,
    }))
}

/// The proxies in front of the web server.
pub(crate) fn proxies(config: &Config) -> TrustedProxies {
    TrustedProxies::new(config.trusted_proxies.iter().copied())
}

/// Files that the process holds open besides connections: the database, its log, mails, relays.
const OTHER_FILES: u32 = 200;

/// The limits of the web server, with no more connections than the system lets this process open: it answers those it
/// has no place for, while the system would leave them waiting, questions about health too.
pub(crate) fn limits(config: &Config) -> Limits {
    let limits = config.limits.clone();
    let places = open_files()
        .map(|files| files.saturating_sub(OTHER_FILES.saturating_add(limits.connections_for_health)).max(1));
    let Some(connections) = places.filter(|places| *places < limits.connections) else { return limits };
    tracing::warn!(connections, wanted = limits.connections, "The limit of open files allows fewer connections");
    Limits { connections, ..limits }
}

/// The web server over these layers.
pub(crate) fn web(
    layers: &Layers,
    config: &Config,
    public_url: &Url,
    metrics: PrometheusHandle,
    shutdown: CancellationToken,
) -> anyhow::Result<axum::Router> {
    let live = Live::new(Arc::new(layers.database.clone()));
    tokio::spawn(live.clone().run(shutdown.clone()));
    let public_url = public_url.as_str().trim_end_matches('/');
    let openid = config.oidc.clone().map(|settings| OpenIdProvider::new(settings, public_url)).transpose();
    let openid = openid.context("the identity provider is wrong")?.map(Arc::new);
    let reads = Arc::clone(&layers.reads);
    let state = ApiState { app: layers.app.clone(), reads, public_url: Arc::from(public_url), live };
    let edge = Edge::new(EdgeParts {
        schema: schema::served(),
        authenticate: Arc::new(BearerTokens(state.clone())),
        limits: config.limits.clone(),
        documents: Documents::open(&config.limits),
        origins: config.allowed_origins.clone(),
        shutdown,
    });
    Ok(router(RouterParts {
        edge,
        examples: examples::examples(),
        pages: PageState {
            app: layers.app.clone(),
            reads: Arc::clone(&layers.reads),
            public_url: public_url.to_owned(),
            version: env!("CARGO_PKG_VERSION"),
            openid,
            retention: config.retention,
        },
        files: FileState { api: state, intake: layers.intake() },
        health: HealthState {
            reads: Arc::clone(&layers.reads),
            queue: Arc::clone(&layers.queue),
            proof: LastProof::default(),
            metrics: Arc::new(move || metrics.render()),
            metrics_token: config.metrics_token.as_deref().map(Arc::from),
        },
        proxies: proxies(config),
    }))
}
