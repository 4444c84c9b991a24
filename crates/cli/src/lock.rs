//! One long-running process for each embedded database.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use cordata_app::AppError;
use cordata_app::ports::Clock;
use cordata_persistence::{Holding, holder};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

use crate::config::Config;
use crate::system::SystemClock;

/// What stands in the address of a file as it is.
const PLAIN: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// Holds the lock of an embedded database until it is dropped; nothing to hold for PostgreSQL.
pub(crate) struct ProcessLock(#[expect(dead_code, reason = "the lock ends when the file is closed")] Option<File>);

impl ProcessLock {
    /// Takes the lock beside the database file, or says who must end first.
    pub(crate) fn take(database_url: &str) -> anyhow::Result<Self> {
        let Some(path) = sqlite_path(database_url) else { return Ok(Self(None)) };
        let path = path.with_added_extension("lock");
        if let Some(folder) = path.parent() {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.with_context(|| format!("cannot create {}", folder.display()))?;
        }
        let open = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = open.with_context(|| format!("cannot open {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(Some(file))),
            Err(TryLockError::WouldBlock) => anyhow::bail!(
                "another cordata serves this database ({}): end it first, or use PostgreSQL for several processes",
                path.display()
            ),
            Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {}", path.display())),
        }
    }
}

/// Says beside an embedded database, until the answer is dropped, that this command holds it for long; refused while
/// another one does.
pub(crate) fn hold(config: &Config, command: &str) -> anyhow::Result<Option<Holding>> {
    let file = sqlite_path(&config.database_url());
    Ok(file.map(|file| Holding::announce(&file, command, SystemClock.now())).transpose()?)
}

/// The error of a command, which says what holds the database if that was in the way.
pub(crate) fn naming_the_holder(error: anyhow::Error, database_url: &str) -> anyhow::Error {
    let busy = error.chain().any(|cause| matches!(cause.downcast_ref(), Some(AppError::Busy)));
    let Some(file) = sqlite_path(database_url).filter(|_| busy) else { return error };
    let holder = holder(&file).unwrap_or_else(|| "another process, perhaps `cordata serve`".to_owned());
    error.context(format!("the database is held by {holder}: try again when that has ended"))
}

/// The file of an embedded database; nothing for PostgreSQL.
pub(crate) fn sqlite_path(database_url: &str) -> Option<PathBuf> {
    let path = database_url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let file = path.split('?').next()?;
    Some(percent_decode_str(file).decode_utf8_lossy().into_owned().into())
}

/// The address of an embedded database in a file.
pub(crate) fn sqlite_url(path: &Path) -> String {
    format!("sqlite://{}", percent_encode(path.as_os_str().as_encoded_bytes(), &PLAIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_of_a_file_has_an_address() {
        let path = Path::new("my data/100% città?.db");
        assert_eq!(sqlite_path(&sqlite_url(path)).as_deref(), Some(path));
        assert_eq!(sqlite_url(Path::new("/var/lib/cordata.db")), "sqlite:///var/lib/cordata.db");
    }

    #[test]
    fn busy_says_who_holds_the_database() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let busy = || format!("{:#}", naming_the_holder(AppError::Busy.into(), &sqlite_url(&path)));
        assert!(busy().contains("perhaps `cordata serve`"), "{}", busy());
        let _holding = Holding::announce(&path, "import all", SystemClock.now()).unwrap();
        assert!(busy().contains("held by `cordata import all`, process "), "{}", busy());
        let other = naming_the_holder(anyhow::anyhow!("no such file"), &sqlite_url(&path));
        assert_eq!(format!("{other:#}"), "no such file");
        let server = naming_the_holder(AppError::Busy.into(), "postgres://db/cordata");
        assert_eq!(format!("{server:#}"), "busy");
    }

    #[test]
    fn a_second_process_is_refused_until_the_first_ends() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/nested/a.db", folder.path().display());
        let first = ProcessLock::take(&url).unwrap();
        assert!(ProcessLock::take(&url).err().unwrap().to_string().contains("another cordata"));
        drop(first);
        assert!(ProcessLock::take(&url).is_ok());
        assert!(ProcessLock::take("postgres://db/cordata").is_ok());
    }
}
