use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use cordata_api::edge::server;
use tokio::net::TcpListener;

use crate::command::migrate::{Safety, upgrade};
use crate::config::Config;
use crate::lifecycle::shutdown_signal;
use crate::lock::ProcessLock;
use crate::telemetry::start_metrics;
use crate::wire::{self, Layers};

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
        let layers = Layers::open(config).await?;
        if self.migrate || config.database_url().starts_with("sqlite:") {
            upgrade(&layers, config, Safety::BackupFirst).await?;
        }
        layers.require_schema().await?;
        layers.ensure_instance().await?;
        let shutdown = shutdown_signal()?;
        let listener = TcpListener::bind(&config.listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {}", config.listen))?;
        let public_url = wire::public_url(config, listener.local_addr()?)?;
        let router = wire::web(&layers, config, &public_url, start_metrics()?, shutdown.clone());
        tracing::info!(address = %listener.local_addr()?, %public_url, "Serving");
        println!("Cordata serves at {public_url} (API: {public_url}graphql, explorer: {public_url}explorer)");
        let working = async {
            if self.no_worker {
                return Ok(());
            }
            let transport = wire::transport(config.smtp_url.as_deref(), &config.mail_dir(), &public_url)?;
            let worker = wire::worker(&layers, transport, config.template_dir.as_deref(), public_url.clone())?;
            Arc::clone(&worker).run(shutdown.clone()).await;
            anyhow::Ok(())
        };
        let (worked, ()) = tokio::join!(working, server::serve(listener, router, &config.limits, shutdown.clone()));
        layers.database.close().await?;
        tracing::info!("Stopped");
        worked
    }
}
