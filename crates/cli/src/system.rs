//! The real clock and the real source of chance.

use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound, Utc};
use cordata_app::ports::{Clock, IdGen};
use rand::RngExt;
use uuid::{ContextV7, Timestamp, Uuid};

/// The clock of the machine, truncated to milliseconds.
#[derive(Debug, Default)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the door by which time comes in")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(3)
    }

    fn steady(&self) -> Duration {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        START.elapsed()
    }
}

/// Ids ordered by time, also within one millisecond, and secrets of the operating system's generator.
#[derive(Default)]
pub(crate) struct SystemIds(Mutex<Counter>);

struct Counter(ContextV7);

impl Default for Counter {
    fn default() -> Self {
        Self(ContextV7::new())
    }
}

impl IdGen for SystemIds {
    fn uuid(&self, at: DateTime<Utc>) -> Uuid {
        let counter = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(&counter.0, seconds, at.timestamp_subsec_nanos()))
    }

    fn secret(&self) -> [u8; 32] {
        rand::rng().random()
    }

    fn jitter(&self) -> u32 {
        rand::rng().random_range(0..=1000)
    }
}

/// How many files this process may have open at once, where the system says so.
pub(crate) fn open_files() -> Option<u32> {
    most_open_files(&std::fs::read_to_string("/proc/self/limits").ok()?)
}

/// The soft limit in the list that Linux gives.
fn most_open_files(limits: &str) -> Option<u32> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_soft_limit_of_open_files_is_read() {
        let limits = "Limit           Soft Limit  Hard Limit  Units\nMax open files  1024        524288      files\n";
        assert_eq!(most_open_files(limits), Some(1024));
        assert_eq!(most_open_files("Max open files  unlimited  unlimited  files"), None);
        assert_eq!(most_open_files(""), None);
    }
}
