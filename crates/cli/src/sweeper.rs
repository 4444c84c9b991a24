//! Keeps what was deleted from staying readable in an SQLite file.

use std::ops::Range;
use std::time::Duration;

use chrono::{DateTime, Timelike, Utc};
use cordata_app::AppError;
use cordata_persistence::Database;
use tokio_util::sync::CancellationToken;

/// Between two looks for people who were erased.
const PAUSE: Duration = Duration::from_secs(2);
/// Looks between two at which the log is emptied, whatever was deleted.
const LOOKS_PER_EMPTYING: u32 = 30;
/// A file of up to so many bytes is written anew at once: whoever wants to write waits for less than a second.
const QUICK: u64 = 64 * 1024 * 1024;
/// The hours, in UTC, in which a larger one is.
const NIGHT: Range<u32> = 0..4;

/// Writes the file anew after people were erased, and empties its log all the time.
pub(crate) struct Sweeper<'a> {
    database: &'a Database,
    /// The last erasure of which nothing is left in the log.
    emptied: Option<DateTime<Utc>>,
    /// The last erasure of which nothing is left anywhere.
    swept: Option<DateTime<Utc>>,
}

impl<'a> Sweeper<'a> {
    pub(crate) fn new(database: &'a Database) -> Self {
        Self { database, emptied: None, swept: None }
    }

    /// Sweeps until the process is to end.
    pub(crate) async fn run(mut self, now: impl Fn() -> DateTime<Utc>, shutdown: CancellationToken) {
        for look in (0..LOOKS_PER_EMPTYING).cycle() {
            if let Err(error) = self.look(now(), look == 0).await {
                tracing::warn!(%error, "What was deleted could not be swept from the file: the next start tries again");
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    /// Once: after an erasure, and wherever `empty` says so.
    pub(crate) async fn look(&mut self, now: DateTime<Utc>, empty: bool) -> Result<(), AppError> {
        let Some(size) = self.database.file_size().await? else { return Ok(()) };
        let last = self.database.last_erasure().await?;
        let is_new = last > self.emptied;
        self.emptied = last;
        if last > self.swept && (size <= QUICK || NIGHT.contains(&now.hour())) {
            // What fails once, for want of space, is not tried at every look.
            self.swept = last;
            self.database.rewrite().await
        } else if is_new || empty {
            self.database.empty_log().await
        } else {
            Ok(())
        }
    }
}
