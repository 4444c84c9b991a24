use std::path::PathBuf;

use clap::Args;

use crate::config::Config;
use crate::custody::{Wish, file};
use crate::lock::{hold, sqlite_path};
use crate::wire::Layers;

/// Bring the schema up to date.
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// Only say what is pending
    #[arg(long)]
    dry_run: bool,
    /// Make no backup of an SQLite file before it is changed
    #[arg(long)]
    no_backup: bool,
}

/// Whether a file that has data is copied before its schema changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Safety {
    BackupFirst,
    NoBackup,
}

impl Migrate {
    pub(crate) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let layers = Layers::open(config).await?;
        let pending = layers.database.pending_migrations().await?;
        if !self.dry_run {
            let safety = if self.no_backup { Safety::NoBackup } else { Safety::BackupFirst };
            if let Some(backup) = upgrade(&layers, config, safety).await? {
                say!("backup: {}", backup.display())?;
            }
        }
        let verb = if self.dry_run { "pending" } else { "applied" };
        for name in &pending {
            say!("{verb}: {name}")?;
        }
        say!("{} migrations {verb}", pending.len())?;
        layers.database.close().await?;
        Ok(())
    }
}

/// Applies what is pending. An SQLite file that has data is copied beside itself before, under the name of its schema,
/// and written anew.
pub(crate) async fn upgrade(layers: &Layers, config: &Config, safety: Safety) -> anyhow::Result<Option<PathBuf>> {
    let database = &layers.database;
    if database.pending_migrations().await?.is_empty() {
        return Ok(None);
    }
    let mut backup = None;
    if safety == Safety::BackupFirst && database.occupied_table().await?.is_some() {
        let schema = database.applied_migrations().await?.pop();
        backup = sqlite_path(&config.database_url()).zip(schema);
    }
    let backup = backup.map(|(path, schema)| path.with_added_extension(format!("{schema}.backup")));
    if let Some(backup) = &backup {
        file::back_up(database, backup, Wish { force: true, ..Wish::default() }).await?;
        tracing::info!(file = %backup.display(), "The database was copied before its schema changes");
    }
    let holding = hold(config, "migrate")?;
    // What was deleted before deleted rows were overwritten goes now, and what SQLite left behind since.
    database.rewrite().await?;
    database.migrate().await?;
    drop(holding);
    Ok(backup)
}
