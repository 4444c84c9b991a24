use anyhow::Context;

use crate::config::Config;
use crate::heads::TrailKeeper;
use crate::lifecycle::shutdown_signal;
use crate::lock::ProcessLock;
use crate::wire::{self, Layers};

/// Runs the notification worker alone, beside API processes on the same PostgreSQL.
pub(crate) async fn run(config: &Config) -> anyhow::Result<()> {
    let _lock = ProcessLock::take(&config.database_url())?;
    let layers = Layers::open_ready(config).await?;
    layers.ensure_instance().await?;
    let address = config.public_url.clone().unwrap_or_else(|| format!("http://{}", config.listen));
    let public_url = format!("{}/", address.trim_end_matches('/')).parse().context("public_url is wrong")?;
    let transport = wire::transport(config.smtp_url.as_deref(), &config.mail_dir(), &public_url)?;
    let worker = wire::worker(&layers, transport, config.template_dir.as_deref(), public_url, config.retention)?;
    let shutdown = shutdown_signal()?;
    let mut trail = TrailKeeper::new(&layers, &config.data_dir);
    tokio::join!(worker.run(shutdown.clone()), trail.run(shutdown));
    trail.finish().await;
    layers.database.close().await?;
    Ok(())
}
