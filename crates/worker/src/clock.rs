use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use cordata_app::ports::Clock;
use cordata_domain::clock::{ClockReading, ClockRules, ClockTrust, ClockWatch};

/// The clock by which the worker works: the machine's, unless somebody moved that by more than is believed at once.
pub(crate) struct WatchedClock {
    clock: Arc<dyn Clock>,
    watch: Mutex<ClockWatch>,
}

impl WatchedClock {
    pub(crate) fn new(clock: Arc<dyn Clock>, rules: ClockRules) -> Self {
        let watch = ClockWatch::new(clock.now(), clock.steady(), rules);
        Self { clock, watch: Mutex::new(watch) }
    }

    /// Whether what ends for good may end by this clock.
    pub(crate) fn is_trusted(&self) -> bool {
        self.look().trust == ClockTrust::Trusted
    }

    fn look(&self) -> ClockReading {
        let (now, steady) = (self.clock.now(), self.clock.steady());
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        let before = watch.trust();
        let reading = watch.look(now, steady);
        drop(watch);
        tell(before, reading, now);
        reading
    }
}

impl Clock for WatchedClock {
    fn now(&self) -> DateTime<Utc> {
        self.look().now
    }

    fn steady(&self) -> Duration {
        self.clock.steady()
    }
}

/// Tells once when a clock is not believed any more, and when it is again.
fn tell(before: ClockTrust, reading: ClockReading, clock: DateTime<Utc>) {
    let is_doubted = reading.trust == ClockTrust::Doubted;
    match (before == ClockTrust::Doubted, is_doubted) {
        (false, true) => tracing::error!(
            %clock, expected = %reading.now,
            "The clock of this machine was moved: until it is put right, or left so for long enough, nothing expires and nothing is discarded"
        ),
        (true, false) => tracing::warn!(%clock, "The clock of this machine is believed again"),
        _ => {}
    }
    if before != reading.trust {
        metrics::gauge!("cordata_clock_doubted").set(if is_doubted { 1.0 } else { 0.0 });
    }
}
