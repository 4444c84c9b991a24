use std::path::PathBuf;

use clap::Args;

use crate::config::Config;
use crate::custody::{Wish, file, server};
use crate::lock::sqlite_path;
use crate::wire::Layers;

/// Copy the database into a file, while it is in use.
///
/// SQLite is copied into a second database, which is opened, checked and compared. PostgreSQL is dumped by `pg_dump`;
/// its copy is verified where `--verify-url` names a database to restore it into. A damaged database is refused, and a
/// copy ends with a seal by which `restore` finds every changed byte.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
    /// Copy a damaged database as it is; the copy says so
    #[arg(long)]
    accept_damage: bool,
    /// PostgreSQL: an empty scratch database, into which the backup is restored to compare it; it is emptied again
    #[arg(long, value_name = "URL")]
    verify_url: Option<String>,
    /// As one JSON object
    #[arg(long)]
    json: bool,
}

impl Backup {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let url = config.database_url();
        let wish = Wish { force: self.force, accept_damage: self.accept_damage };
        let layers = Layers::open(config).await?;
        let report = if sqlite_path(&url).is_some() {
            anyhow::ensure!(self.verify_url.is_none(), "--verify-url is for PostgreSQL: SQLite verifies by itself");
            file::back_up(&layers.database, &self.output, wish).await?
        } else {
            let backup = server::Backup { url: &url, output: &self.output, wish };
            backup.run(&layers.database, self.verify_url.as_deref()).await?
        };
        layers.database.close().await?;
        report.tell(self.json)
    }
}
