//! Who holds an SQLite file for longer than others like to wait. It stands in a small file beside the database, and is
//! true as long as that file is locked: the system lets go of the lock however a process ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};

/// How often a command looks whether it may hold the database: as long as it would wait for SQLite's own lock.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// The notice of a command that holds the database, until it is dropped.
#[derive(Debug)]
pub struct Holding(#[expect(dead_code, reason = "the lock ends when the file is closed")] File);

/// Why a command does not get to hold the database.
#[derive(Debug, thiserror::Error)]
pub enum HoldingError {
    /// Another one does.
    #[error("the database is held by {0}: try again when that has ended")]
    Held(String),
    /// The notice cannot be written.
    #[error("cannot write {}", .1.display())]
    Notice(#[source] std::io::Error, PathBuf),
}

impl Holding {
    /// Says beside the database `file` that `command` of this process holds it from `now` on. Waits up to five seconds
    /// for another one that holds it.
    pub fn announce(file: &Path, command: &str, now: DateTime<Utc>) -> Result<Self, HoldingError> {
        let since = now.to_rfc3339_opts(SecondsFormat::Secs, true);
        Self::post(file, &format!("`cordata {command}`, process {}, since {since}", std::process::id()), LOOKS)
    }

    fn post(file: &Path, text: &str, looks: u32) -> Result<Self, HoldingError> {
        let path = notice_beside(file);
        let failed = |error| HoldingError::Notice(error, path.clone());
        let notice = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
        let mut notice = notice.map_err(failed)?;
        for look in 1.. {
            match notice.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(failed(error)),
                Err(TryLockError::WouldBlock) if look < looks => sleep(BETWEEN_LOOKS),
                Err(TryLockError::WouldBlock) => return Err(HoldingError::Held(holder(file).unwrap_or_else(unnamed))),
            }
        }
        notice.set_len(0).and_then(|()| notice.write_all(text.as_bytes())).map_err(failed)?;
        Ok(Self(notice))
    }
}

/// Which command holds the database `file`, in words, if one said so that still runs.
pub fn holder(file: &Path) -> Option<String> {
    let mut notice = File::open(notice_beside(file)).ok()?;
    match notice.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {}
        _ => return None,
    }
    let mut text = String::new();
    notice.read_to_string(&mut text).ok()?;
    // Its holder is just about to write.
    Some(text).filter(|text| !text.is_empty()).or_else(|| Some(unnamed()))
}

fn unnamed() -> String {
    "another command".to_owned()
}

fn notice_beside(file: &Path) -> PathBuf {
    file.with_added_extension("holder")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holder_is_named_as_long_as_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.sqlite");
        let since = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        assert_eq!(holder(&file), None);
        let holding = Holding::announce(&file, "import all", since).unwrap();
        let named = format!("`cordata import all`, process {}, since 2027-01-15T08:00:00Z", std::process::id());
        assert_eq!(holder(&file).as_deref(), Some(named.as_str()));
        let second = Holding::post(&file, "`cordata migrate`", 2).unwrap_err();
        assert!(second.to_string().contains(&named), "{second}");
        drop(holding);
        assert_eq!(holder(&file), None, "what is written there is past");
        Holding::announce(&file, "migrate", since).unwrap();
    }
}
