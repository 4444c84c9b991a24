use std::io::{BufWriter, stdout};
use std::path::PathBuf;

use clap::Args;
use cordata_app::ports::Clock;

use crate::config::Config;
use crate::custody::NewFile;
use crate::system::SystemClock;
use crate::wire::Layers;

/// Everything, as lines of JSON: one state of the whole database, also while it is in use.
#[derive(Debug, Args)]
pub(super) struct All {
    /// Where to write it; `-` is the standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

impl All {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let layers = Layers::open_ready(config).await?;
        let now = SystemClock.now();
        let summary = if self.output.as_os_str() == "-" {
            layers.database.export(now, &mut BufWriter::new(stdout().lock())).await?
        } else {
            let file = NewFile::beside(&self.output, self.force)?;
            let summary = layers.database.export(now, &mut BufWriter::new(file.open()?)).await?;
            file.keep()?;
            summary
        };
        layers.database.close().await?;
        eprintln!("{} rows of {} tables exported, SHA-256 {}", summary.rows, summary.tables.len(), summary.sha256);
        Ok(())
    }
}
