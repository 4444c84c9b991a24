use clap::Args;

use crate::config::Config;
use crate::wire::Layers;

/// Bring the schema up to date.
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// Only say what is pending
    #[arg(long)]
    dry_run: bool,
}

impl Migrate {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let layers = Layers::open(config).await?;
        let pending = layers.database.pending_migrations().await?;
        if !self.dry_run {
            layers.database.migrate().await?;
        }
        let verb = if self.dry_run { "pending" } else { "applied" };
        for name in &pending {
            println!("{verb}: {name}");
        }
        println!("{} migrations {verb}", pending.len());
        layers.database.close().await?;
        Ok(())
    }
}
