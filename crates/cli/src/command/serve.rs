use std::fs::OpenOptions;
use std::io::{IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;

use anyhow::Context;
use clap::Args;
use cordata_api::edge::server;
use cordata_app::Caller;
use cordata_app::session::OfferSetUp;
use tokio::net::TcpListener;
use url::Url;

use crate::command::migrate::{Safety, upgrade};
use crate::config::Config;
use crate::heads::TrailKeeper;
use crate::lifecycle::shutdown_signal;
use crate::lock::ProcessLock;
use crate::sweeper::Sweeper;
use crate::telemetry::start_metrics;
use crate::wire::{self, Layers};

/// The file with the set-up link, in the data folder.
const SET_UP_FILE: &str = "set-up-link.txt";

/// Serve the API and the pages.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Do not run the worker in this process
    #[arg(long)]
    no_worker: bool,
    /// Apply pending migrations on PostgreSQL too (SQLite applies them always)
    #[arg(long)]
    migrate: bool,
}

impl Serve {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let _lock = ProcessLock::take(&config.database_url())?;
        let listener = TcpListener::bind(&config.listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {}", config.listen))?;
        let public_url = config.public_url(listener.local_addr()?)?;
        let layers = Layers::open(config).await?;
        let worker = || wire::worker(&layers, config, &config.mail_dir(), public_url.clone());
        let worker = if self.no_worker { None } else { Some(worker()?) };
        if self.migrate || config.database_url().starts_with("sqlite:") {
            upgrade(&layers, config, Safety::BackupFirst).await?;
        }
        layers.require_schema().await?;
        layers.ensure_instance().await?;
        let shutdown = shutdown_signal()?;
        let router = wire::web(&layers, config, &public_url, start_metrics()?, shutdown.clone())?;
        tracing::info!(address = %listener.local_addr()?, %public_url, "Serving");
        tell(&format!("Cordata serves at {public_url} (API: {public_url}graphql, explorer: {public_url}explorer)"));
        offer_set_up(&layers, config, &public_url).await?;
        let working = async {
            if let Some(worker) = worker {
                worker.run(shutdown.clone()).await;
            }
        };
        let mut trail = TrailKeeper::new(&layers, &config.data_dir);
        let limits = wire::limits(config);
        let serving = server::serve(listener, router, wire::proxies(config), &limits, shutdown.clone());
        let sweeping = Sweeper::new(&layers.database).run(|| layers.app.now(), shutdown.clone());
        tokio::join!(working, serving, trail.run(shutdown.clone()), sweeping);
        trail.finish().await;
        layers.database.close().await?;
        tracing::info!("Stopped");
        Ok(())
    }
}

/// Shows the way in to an installation that nobody administers yet: on a terminal in the banner, elsewhere in a file
/// that only this user can read, so that the link stays out of logs.
async fn offer_set_up(layers: &Layers, config: &Config, public_url: &Url) -> anyhow::Result<()> {
    let Some(token) = layers.app.execute(&Caller::operator(), OfferSetUp).await? else { return Ok(()) };
    let link = public_url.join(&format!("set-up/{}", token.reveal()))?;
    if std::io::stdout().is_terminal() {
        tell(&format!(
            "Nobody administers this installation yet. Open this link, once, to become its administrator: {link}"
        ));
        return Ok(());
    }
    let path = config.data_dir.join(SET_UP_FILE);
    let mut file = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&path)?;
    writeln!(file, "{link}")?;
    tell(&format!(
        "Nobody administers this installation yet. The link to become its administrator is in {}",
        path.display()
    ));
    Ok(())
}

/// Writes a line for whoever reads along; nobody has to.
fn tell(line: &str) {
    if say!("{line}").is_err() {
        tracing::debug!("Nobody reads the banner");
    }
}
