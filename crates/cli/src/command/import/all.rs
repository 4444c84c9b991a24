use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use crate::config::Config;
use crate::lock::hold;
use crate::wire::Layers;

/// Everything, as `export all` wrote it: all of it or nothing.
#[derive(Debug, Args)]
pub(super) struct All {
    /// The file
    file: PathBuf,
    /// Print the counts as one JSON object
    #[arg(long)]
    json: bool,
}

impl All {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let shown = self.file.display();
        let file = File::open(&self.file).with_context(|| format!("cannot read {shown}"))?;
        let layers = Layers::open_ready(config).await?;
        let holding = hold(config, "import all")?;
        let summary = layers.database.import(BufReader::new(file)).await;
        let summary = summary.with_context(|| format!("nothing was imported from {shown}"))?;
        layers.database.close().await?;
        drop(holding);
        if self.json {
            say!("{}", serde_json::to_string(&summary)?)?;
        } else {
            say!("{} rows of {} tables imported from {shown}", summary.rows, summary.tables.len())?;
        }
        Ok(())
    }
}
