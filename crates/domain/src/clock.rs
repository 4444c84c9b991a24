//! Whether the clock on the wall can be believed. A machine's clock may be set, by hand or by a time server, forward by
//! a year and back again; what is discarded or given up in between does not come back.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// How a clock is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockRules {
    /// How far it may be moved at once and be believed at once. More than any machine drifts, less than what is waited
    /// for in hours.
    pub step: Duration,
    /// How long a clock has to go on as it was moved, or since a start, until it is believed.
    pub hold: Duration,
}

impl Default for ClockRules {
    /// An hour each: whoever sets a clock wrongly has so long to set it right.
    fn default() -> Self {
        Self { step: Duration::from_hours(1), hold: Duration::from_hours(1) }
    }
}

/// What the clock says, and how far that is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockReading {
    /// The time to work by: the clock's, or what time it should be while the clock is doubted.
    pub now: DateTime<Utc>,
    /// How far it is believed.
    pub trust: ClockTrust,
}

/// How far a clock is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockTrust {
    /// It was not watched for long enough yet: nothing is discarded by it.
    New,
    /// Nothing speaks against it.
    Trusted,
    /// It was moved: nothing is discarded by it, and work goes on by the time that it should be.
    Doubted,
}

/// Watches a clock beside another that nobody can set, and that only counts.
#[derive(Debug, Clone, Copy)]
pub struct ClockWatch {
    rules: ClockRules,
    /// When it was last believed, by both clocks.
    believed: Moment,
    /// Since when it goes on without being moved, by both clocks; it is believed when that is long ago.
    since: Moment,
    trust: ClockTrust,
}

/// One moment by both clocks.
#[derive(Debug, Clone, Copy)]
struct Moment {
    wall: DateTime<Utc>,
    steady: Duration,
}

impl Moment {
    /// What the clock on the wall should say when the other says `steady`.
    fn expected(self, steady: Duration) -> DateTime<Utc> {
        let elapsed = TimeDelta::from_std(steady.saturating_sub(self.steady)).unwrap_or(TimeDelta::MAX);
        self.wall.checked_add_signed(elapsed).unwrap_or(self.wall)
    }

    /// Whether the clock was moved from here to `other` by more than `step`.
    fn is_moved(self, other: Self, step: Duration) -> bool {
        (other.wall - self.expected(other.steady)).abs().to_std().is_ok_and(|moved| moved > step)
    }
}

impl ClockWatch {
    /// Begins to watch a clock.
    pub fn new(wall: DateTime<Utc>, steady: Duration, rules: ClockRules) -> Self {
        let start = Moment { wall, steady };
        Self { rules, believed: start, since: start, trust: ClockTrust::New }
    }

    /// How far the clock was believed when it was last looked at.
    pub fn trust(&self) -> ClockTrust {
        self.trust
    }

    /// Looks at both clocks. A clock that was moved is believed again as soon as it is moved back, or when it was left so
    /// for long enough.
    pub fn look(&mut self, wall: DateTime<Utc>, steady: Duration) -> ClockReading {
        let here = Moment { wall, steady };
        if !self.believed.is_moved(here, self.rules.step) {
            if self.trust == ClockTrust::Doubted {
                self.trust = ClockTrust::Trusted;
            }
            self.believed = here;
        } else if self.trust == ClockTrust::New {
            // It may as well have been wrong before as now.
            *self = Self::new(wall, steady, self.rules);
        } else {
            if self.trust == ClockTrust::Trusted || self.since.is_moved(here, self.rules.step) {
                self.since = here;
            }
            self.trust = ClockTrust::Doubted;
        }
        self.believe_in_time(here);
        let now = if self.trust == ClockTrust::Doubted { self.believed.expected(steady) } else { wall };
        ClockReading { now, trust: self.trust }
    }

    fn believe_in_time(&mut self, here: Moment) {
        let held = here.steady.saturating_sub(self.since.steady) >= self.rules.hold;
        if held && self.trust != ClockTrust::Trusted {
            self.believed = here;
            self.trust = ClockTrust::Trusted;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60;

    fn wall(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minutes)
    }

    fn steady(minutes: u64) -> Duration {
        Duration::from_secs(minutes * MINUTE)
    }

    const YEAR: i64 = 365 * 24 * 60;

    /// A clock that was watched for two hours.
    fn watched() -> ClockWatch {
        let mut watch = ClockWatch::new(wall(0), steady(0), ClockRules::default());
        assert_eq!(watch.look(wall(1), steady(1)).trust, ClockTrust::New);
        assert_eq!(watch.look(wall(120), steady(120)), ClockReading { now: wall(120), trust: ClockTrust::Trusted });
        watch
    }

    #[test]
    fn a_year_forward_and_back_is_not_believed() {
        let mut watch = watched();
        let forward = watch.look(wall(YEAR + 121), steady(121));
        assert_eq!(forward, ClockReading { now: wall(121), trust: ClockTrust::Doubted });
        assert_eq!(watch.look(wall(YEAR + 150), steady(150)).now, wall(150), "time goes on as it should");
        let back = watch.look(wall(151), steady(151));
        assert_eq!(back, ClockReading { now: wall(151), trust: ClockTrust::Trusted });
    }

    #[test]
    fn a_clock_that_is_left_as_it_was_set_is_believed_in_time() {
        let mut watch = watched();
        watch.look(wall(YEAR + 121), steady(121));
        assert_eq!(watch.look(wall(YEAR + 180), steady(180)).trust, ClockTrust::Doubted);
        let held = watch.look(wall(YEAR + 181), steady(181));
        assert_eq!(held, ClockReading { now: wall(YEAR + 181), trust: ClockTrust::Trusted });
    }

    #[test]
    fn a_clock_that_is_moved_again_is_watched_anew() {
        let mut watch = watched();
        watch.look(wall(YEAR + 121), steady(121));
        assert_eq!(watch.look(wall(2 * YEAR + 175), steady(175)).now, wall(175));
        assert_eq!(watch.look(wall(2 * YEAR + 185), steady(185)).trust, ClockTrust::Doubted);
        assert_eq!(watch.look(wall(2 * YEAR + 235), steady(235)).trust, ClockTrust::Trusted);
    }

    #[test]
    fn small_steps_are_believed_and_do_not_add_up() {
        let mut watch = watched();
        for turn in 1..=10_u64 {
            let ahead = i64::try_from(turn).unwrap() * 50;
            let reading = watch.look(wall(120 + ahead), steady(120));
            assert_eq!(reading, ClockReading { now: wall(120 + ahead), trust: ClockTrust::Trusted });
        }
    }

    #[test]
    fn a_clock_that_is_put_right_soon_after_a_start_is_followed_at_once() {
        let mut watch = ClockWatch::new(wall(YEAR), steady(0), ClockRules::default());
        let right = watch.look(wall(5), steady(5));
        assert_eq!(right, ClockReading { now: wall(5), trust: ClockTrust::New });
        assert_eq!(watch.look(wall(65), steady(65)).trust, ClockTrust::Trusted);
    }

    #[test]
    fn two_hours_back_is_doubted_too() {
        let mut watch = watched();
        let back = watch.look(wall(1), steady(121));
        assert_eq!(back, ClockReading { now: wall(121), trust: ClockTrust::Doubted });
    }
}
