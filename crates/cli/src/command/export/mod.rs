//! Taking data out, one file for each kind.

mod all;
mod audit;

use clap::{Args, Subcommand};

use crate::config::Config;

/// Take data out.
#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Everything, as lines of JSON that either database takes in again
    All(all::All),
    /// The trail of commands as JSON lines with its proof, which `doctor --audit-file` verifies
    Audit(audit::ExportAudit),
}

impl Export {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        match &self.what {
            What::All(export) => export.run(config).await,
            What::Audit(audit) => audit.run(config).await,
        }
    }
}
