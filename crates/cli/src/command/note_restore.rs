use anyhow::Context;
use clap::Args;
use uuid::Uuid;

use crate::config::Config;
use crate::custody::note::{Meant, Past, in_words};
use crate::heads::heads_file;
use crate::wire::Layers;

/// Say that the database went back to an older state on purpose, where `restore --reason` did not say it already.
///
/// The audit log keeps it for good: the doctor does not take the heads that were given up for a cut any more, and names the
/// restore whenever it verifies the log.
#[derive(Debug, Args)]
pub(crate) struct NoteRestoreCommand {
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The id of the person who decided it
    #[arg(long, value_name = "ID")]
    by: Option<Uuid>,
}

impl NoteRestoreCommand {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let layers = Layers::open_ready(config).await?;
        let heads = heads_file(&config.data_dir);
        let meant = Meant { reason: &self.reason, by: self.by, heads: &heads };
        let note = meant.note(&layers, Past::default(), None).await?;
        let note =
            note.with_context(|| format!("the chain holds every head in {}: nothing to note", heads.display()))?;
        meant.anchor(&layers).await?;
        layers.database.close().await?;
        say!("{}", in_words(&note))?;
        Ok(())
    }
}
