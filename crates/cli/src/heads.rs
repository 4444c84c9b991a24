//! Heads of the trail's chain, kept outside the database: whoever cuts or rewrites the chain does not reach them.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::ports::audit::{AuditReads, AuditSealer, Sweep};
use cordata_domain::audit::{Anchor, AuditHash, Head};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::wire::Layers;

/// Between two looks for entries that wait to be chained.
const PAUSE: Duration = Duration::from_secs(1);
/// Looks between two writings of the head.
const LOOKS_PER_HEAD: u32 = 3;
/// Looks between two that go through the whole trail.
const LOOKS_PER_SWEEP: u32 = 300;
/// More than one line takes.
const TAIL: u64 = 4096;

/// The file of heads in a folder.
pub(crate) fn heads_file(folder: &Path) -> PathBuf {
    folder.join("audit-heads.jsonl")
}

/// One line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    seq: i64,
    hash: AuditHash,
    at: DateTime<Utc>,
}

/// Why a file of heads cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HeadsError {
    /// It cannot be read.
    #[error("the file of heads cannot be read")]
    Unreadable(#[from] std::io::Error),
    /// A line is no head.
    #[error("line {0} of the file of heads is not understood")]
    Line(usize),
}

/// The heads of a file, one by one.
pub(crate) fn heads(
    path: &Path,
) -> Result<impl Iterator<Item = Result<Anchor, HeadsError>> + Send + use<>, HeadsError> {
    let lines = BufReader::new(File::open(path)?).lines().enumerate();
    Ok(lines.map(|(index, line)| {
        let Line { seq, hash, at } = serde_json::from_str(&line?).map_err(|_| HeadsError::Line(index + 1))?;
        Ok(Anchor { head: Head { seq, hash }, at })
    }))
}

/// Chains what waits to be chained, and writes the head down wherever it grew.
pub(crate) struct TrailKeeper<'a> {
    layers: &'a Layers,
    path: PathBuf,
    last: Option<Head>,
    warned: bool,
}

impl<'a> TrailKeeper<'a> {
    /// Goes on with the file in `folder`.
    pub(crate) fn new(layers: &'a Layers, folder: &Path) -> Self {
        let path = heads_file(folder);
        let last = last_head(&path);
        Self { layers, path, last, warned: false }
    }

    /// Keeps the trail until the process is to end.
    pub(crate) async fn run(&mut self, shutdown: CancellationToken) {
        for look in (0..LOOKS_PER_SWEEP).cycle() {
            let sweep = if look == 0 { Sweep::All } else { Sweep::Recent };
            self.look(sweep, look.is_multiple_of(LOOKS_PER_HEAD)).await;
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    /// Once more, after everything else has ended.
    pub(crate) async fn finish(mut self) {
        self.look(Sweep::Recent, true).await;
    }

    async fn look(&mut self, sweep: Sweep, write: bool) {
        let kept = async {
            self.layers.database.seal_audit(sweep).await?;
            if write { self.anchor().await } else { Ok(()) }
        };
        if let Err(error) = kept.await {
            tracing::warn!(%error, "The trail could not be chained or its head not written; trying again");
        }
    }

    /// Writes the head down, if it grew.
    async fn anchor(&mut self) -> Result<(), AppError> {
        let head = self.layers.database.audit_head().await?;
        if self.last.is_some_and(|last| head.seq <= last.seq && head != last) {
            // A restore may have been noted meanwhile.
            self.last = last_head(&self.path);
        }
        let last = self.last.unwrap_or(Head::START);
        if head.seq > last.seq {
            append(&self.path, &head, self.layers.app.now()).map_err(|error| AppError::Fault(error.into()))?;
            self.last = Some(head);
        } else if head != last && !self.warned {
            self.warned = true;
            tracing::error!(seq = head.seq, anchored = last.seq, "The trail was cut or rewritten: run doctor --audit");
        }
        Ok(())
    }
}

/// Writes a head down as the newest one.
pub(crate) fn append(path: &Path, head: &Head, at: DateTime<Utc>) -> std::io::Result<()> {
    let mut line = serde_json::to_string(&Line { seq: head.seq, hash: head.hash, at })?;
    line.push('\n');
    let mut file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    file.write_all(line.as_bytes())?;
    file.sync_data()
}

/// The head of the last line, without reading the others.
fn last_head(path: &Path) -> Option<Head> {
    let mut file = File::open(path).ok()?;
    let size = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL))).ok()?;
    let mut tail = String::new();
    file.read_to_string(&mut tail).ok()?;
    let line: Line = serde_json::from_str(tail.lines().next_back()?).ok()?;
    Some(Head { seq: line.seq, hash: line.hash })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn heads_are_appended_to_a_private_file_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = heads_file(folder.path());
        assert_eq!(last_head(&path), None);
        let head = |seq| Head { seq, ..Head::START };
        for seq in 1..200 {
            append(&path, &head(seq), DateTime::UNIX_EPOCH).unwrap();
        }
        assert_eq!(last_head(&path), Some(head(199)));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let read: Vec<Head> = heads(&path).unwrap().map(|anchor| anchor.unwrap().head).collect();
        assert_eq!((read.len(), read[41]), (199, head(42)));
        std::fs::write(&path, "{\"seq\":1}\n").unwrap();
        assert!(matches!(heads(&path).unwrap().next(), Some(Err(HeadsError::Line(1)))));
    }
}
