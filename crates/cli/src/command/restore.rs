use std::path::PathBuf;

use clap::Args;

use crate::config::Config;
use crate::custody::{Kind, file, server};
use crate::lock::{ProcessLock, hold, sqlite_path};

/// Put a backup into the configured database, all of it or nothing. What is older is migrated.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup, as `backup` wrote it
    file: PathBuf,
    /// Replace what is in the database
    #[arg(long)]
    force: bool,
    /// As one JSON object
    #[arg(long)]
    json: bool,
}

impl Restore {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let url = config.database_url();
        let _lock = ProcessLock::take(&url)?;
        let _holding = hold(config, "restore")?;
        let report = match (Kind::of(&self.file)?, sqlite_path(&url)) {
            (Kind::Sqlite, Some(target)) => file::restore(&self.file, &target, self.force).await?,
            (Kind::Postgres, None) => server::restore(&url, &self.file, self.force).await?,
            (kind, _) => anyhow::bail!(
                "this is a backup of {}, and the database is none: move between the two with `export all` and \
                 `import all`",
                kind.name()
            ),
        };
        report.tell(self.json)
    }
}
