//! What comes in from files.

mod all;
mod pace;
mod pnrr;

use clap::{Args, Subcommand};

use crate::config::Config;

/// Import from a file.
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(subcommand)]
    source: Source,
}

#[derive(Debug, Subcommand)]
enum Source {
    /// Projects of the national recovery plan, as published in CSV
    Pnrr(pnrr::RecoveryPlan),
    /// Everything, as `export all` wrote it, into an empty database
    All(all::All),
}

impl Import {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        match &self.source {
            Source::Pnrr(import) => import.run(config).await,
            Source::All(import) => import.run(config).await,
        }
    }
}
