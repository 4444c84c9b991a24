use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, Utc};
use cordata_app::ports::Clock;

use crate::system::SystemClock;

/// A clock that stands still in the past while the demo's history is told, and then follows the machine.
#[derive(Default)]
pub(crate) struct StoryClock(Mutex<Option<DateTime<Utc>>>);

impl StoryClock {
    /// Puts the clock to an instant of the story.
    pub(crate) fn set(&self, at: DateTime<Utc>) {
        *self.story() = Some(at);
    }

    /// Lets the clock follow the machine from here on.
    pub(crate) fn release(&self) {
        *self.story() = None;
    }

    fn story(&self) -> std::sync::MutexGuard<'_, Option<DateTime<Utc>>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for StoryClock {
    fn now(&self) -> DateTime<Utc> {
        self.story().unwrap_or_else(|| SystemClock.now())
    }

    /// In a story as much time passes as is told.
    fn steady(&self) -> Duration {
        (self.now() - DateTime::UNIX_EPOCH).to_std().unwrap_or_default()
    }
}
