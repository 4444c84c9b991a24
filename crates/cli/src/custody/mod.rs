//! Backups: what they are, where they go, what is said of them. One file for each kind of database.

pub(crate) mod file;
mod program;
pub(crate) mod server;

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
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
