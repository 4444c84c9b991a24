//! What goes out into files.

mod all;

use clap::{Args, Subcommand};

use crate::config::Config;

/// Export into a file.
#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Everything, as lines of JSON that either database takes in again
    All(all::All),
}

impl Export {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        match &self.what {
            What::All(export) => export.run(config).await,
        }
    }
}
