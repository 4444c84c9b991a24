use std::path::PathBuf;

use clap::Args;
use uuid::Uuid;

use crate::config::Config;
use crate::custody::note::Meant;
use crate::custody::{Kind, Wish, file, server};
use crate::heads::heads_file;
use crate::lock::{ProcessLock, hold, sqlite_path};

/// Put a backup into the configured database, all of it or nothing. What is older is migrated.
///
/// A damaged backup is refused, and what is in the database stays.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup, as `backup` wrote it
    file: PathBuf,
    /// Replace what is in the database
    #[arg(long)]
    force: bool,
    /// Restore a damaged backup as far as it can be read
    #[arg(long)]
    accept_damage: bool,
    /// Why an older state is restored on purpose: noted in the audit log for good, so that the doctor does not take it for
    /// a cut
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The id of the person who decides it
    #[arg(long, value_name = "ID", requires = "reason")]
    by: Option<Uuid>,
    /// As one JSON object
    #[arg(long)]
    json: bool,
}

impl Restore {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let url = config.database_url();
        let _lock = ProcessLock::take(&url)?;
        let _holding = hold(config, "restore")?;
        let wish = Wish { force: self.force, accept_damage: self.accept_damage };
        let heads = heads_file(&config.data_dir);
        let meant = self.reason.as_deref().map(|reason| Meant { reason, by: self.by, heads: &heads });
        let report = match (Kind::of(&self.file)?, sqlite_path(&url)) {
            (Kind::Sqlite, Some(target)) => file::restore(&self.file, &target, wish, meant).await?,
            (Kind::Postgres, None) => server::restore(&url, &self.file, wish, meant).await?,
            (kind, _) => anyhow::bail!(
                "this is a backup of {}, and the database is none: move between the two with `export all` and \
                 `import all`",
                kind.name()
            ),
        };
        report.tell(self.json)
    }
}
