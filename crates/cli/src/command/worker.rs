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
    let worker = wire::worker(&layers, config, &config.mail_dir(), config.public_url(&config.listen)?)?;
    let shutdown = shutdown_signal()?;
    let mut trail = TrailKeeper::new(&layers, &config.data_dir);
    tokio::join!(worker.run(shutdown.clone()), trail.run(shutdown));
    trail.finish().await;
    layers.database.close().await?;
    Ok(())
}
