//! Backups: what they are, where they go, what is said of them. One file for each kind of database.

pub(crate) mod file;
pub(crate) mod note;
mod program;
pub(crate) mod seal;
pub(crate) mod server;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use cordata_app::audit::verify_audit;
use cordata_persistence::Database;
use cordata_persistence::custody::TableContent;
use serde::Serialize;
use tempfile::TempDir;

/// What kind of database a backup was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    /// What a file is, by its first bytes.
    pub(crate) fn of(file: &Path) -> anyhow::Result<Self> {
        let mut begin = Vec::new();
        let open = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
        open.take(16).read_to_end(&mut begin)?;
        match begin.as_slice() {
            b"SQLite format 3\0" => Ok(Self::Sqlite),
            dump if dump.starts_with(b"PGDMP") => Ok(Self::Postgres),
            _ => anyhow::bail!("{} is no backup of SQLite or PostgreSQL", file.display()),
        }
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// What was copied, and what is known of the copy.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    /// The backup.
    pub file: PathBuf,
    /// What was done with it.
    #[serde(skip)]
    pub deed: &'static str,
    /// The last migration of its schema.
    pub schema: String,
    /// How many rows in each table.
    pub rows: BTreeMap<String, u64>,
    /// Whether it was restored and compared.
    pub restored: bool,
    /// What was looked at, in words.
    pub verified: Vec<String>,
    /// What is damaged, where that was accepted.
    pub flaws: Vec<String>,
}

/// What was asked of a backup or restore beside its place.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wish {
    /// What is there already may be replaced.
    pub force: bool,
    /// What is damaged is taken knowingly, rather than nothing.
    pub accept_damage: bool,
}

impl Wish {
    /// Refuses what is damaged, unless that was accepted.
    pub(crate) fn tolerate(self, what: &str, flaws: &[String]) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.accept_damage || flaws.is_empty(),
            "{what} is damaged, and nothing was changed: {}. Where nothing better is left, --accept-damage takes it as \
             it is",
            flaws.join("; ")
        );
        Ok(())
    }
}

/// What is wrong with what a database holds: with its file, its references, its trail and its documents. In another
/// schema the last two cannot be read.
pub(crate) async fn flaws(database: &Database) -> Vec<String> {
    let found = async {
        let mut found = database.findings().await?;
        let is_ours = Database::unknown_migration(&database.applied_migrations().await?).is_none();
        if found.is_empty() && is_ours && database.pending_migrations().await?.is_empty() {
            let report = verify_audit::<Infallible>(database, []).await?;
            found.extend(report.faults.iter().map(|fault| format!("the audit log: {fault}")));
            found.extend(database.damaged_documents().await?);
        }
        anyhow::Ok(found)
    };
    // What is damaged enough cannot even be asked.
    found.await.unwrap_or_else(|error| vec![format!("{error:#}")])
}

impl Report {
    /// Says it, to people or to programs.
    pub(crate) fn tell(&self, as_json: bool) -> anyhow::Result<()> {
        if as_json {
            say!("{}", serde_json::to_string(self)?)?;
            return Ok(());
        }
        let rows: u64 = self.rows.values().sum();
        say!(
            "{} {}: {rows} rows in {} tables, schema {}",
            self.deed,
            self.file.display(),
            self.rows.len(),
            self.schema
        )?;
        for fact in &self.verified {
            say!("  {fact}")?;
        }
        for flaw in &self.flaws {
            say!("  DAMAGED: {flaw}")?;
        }
        Ok(())
    }
}

/// Only the numbers of rows.
pub(crate) fn counts(contents: &BTreeMap<String, TableContent>) -> BTreeMap<String, u64> {
    contents.iter().map(|(table, content)| (table.clone(), content.rows)).collect()
}

/// A file that only its owner may read, and that appears under its name when it is complete. Until then it stands in a
/// folder beside, which goes with this value.
pub(crate) struct NewFile {
    folder: TempDir,
    target: PathBuf,
}

impl NewFile {
    /// Begins a file; one that is there already is refused without `replace`.
    pub(crate) fn beside(target: &Path, replace: bool) -> anyhow::Result<Self> {
        let is_free = replace || !target.try_exists()?;
        anyhow::ensure!(is_free, "{} is there already: --force replaces it", target.display());
        let parent = target.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
        let folder = tempfile::Builder::new().prefix(".cordata-").tempdir_in(parent);
        let folder = folder.with_context(|| format!("cannot write in {}", parent.display()))?;
        let file = Self { folder, target: target.to_owned() };
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(file.path())?;
        Ok(file)
    }

    /// Where it stands until it is complete.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("copy")
    }

    /// Opens it to write.
    pub(crate) fn open(&self) -> anyhow::Result<File> {
        Ok(OpenOptions::new().write(true).truncate(true).open(self.path())?)
    }

    /// Puts it under its name, safe from a loss of power.
    pub(crate) fn keep(self) -> anyhow::Result<()> {
        File::open(self.path())?.sync_all()?;
        std::fs::rename(self.path(), &self.target)
            .with_context(|| format!("cannot put the file at {}", self.target.display()))?;
        if let Some(parent) = self.folder.path().parent() {
            File::open(parent)?.sync_all()?;
        }
        Ok(self.folder.close()?)
    }
}
