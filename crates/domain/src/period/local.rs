use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::error::{InputProblem, Refusal};

/// A wall-clock time in a zone, as a convocation says it: it stays the same when the zone's rules change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalMoment {
    /// Date and time on the wall.
    pub local: NaiveDateTime,
    /// The IANA zone.
    pub zone: Tz,
}

impl LocalMoment {
    /// A wall-clock time in a zone.
    pub fn new(local: NaiveDateTime, zone: Tz) -> Self {
        Self { local, zone }
    }

    /// What the wall shows in `zone` at `instant`.
    pub fn at(instant: DateTime<Utc>, zone: Tz) -> Self {
        Self { local: instant.with_timezone(&zone).naive_local(), zone }
    }

    /// Refuses a time that no clock of the zone shows, because daylight saving skips it.
    pub fn require_shown(&self) -> Result<(), Refusal> {
        match self.zone.from_local_datetime(&self.local) {
            LocalResult::None => Err(Refusal::input(InputProblem::SkippedTime)),
            LocalResult::Single(_) | LocalResult::Ambiguous(..) => Ok(()),
        }
    }

    /// The instant it names. An ambiguous time is the first of the two; one that daylight saving skips takes the
    /// offset in force before the gap.
    pub fn instant(&self) -> DateTime<Utc> {
        match self.zone.from_local_datetime(&self.local) {
            LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => time.to_utc(),
            LocalResult::None => self.instant_in_gap(),
        }
    }

    fn instant_in_gap(&self) -> DateTime<Utc> {
        let before = self.local - Duration::hours(3);
        match self.zone.from_local_datetime(&before) {
            LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => time.to_utc() + Duration::hours(3),
            LocalResult::None => self.local.and_utc(),
        }
    }

    /// What the wall shows, to the minute: `2026-10-01T10:00:00`. It names the ends of ranges.
    pub fn to_minute(&self) -> String {
        self.local.format("%Y-%m-%dT%H:%M:00").to_string()
    }

    /// The day on the wall.
    pub fn date(&self) -> NaiveDate {
        self.local.date()
    }
}

/// Reads the name of an IANA zone.
pub fn parse_zone(name: &str) -> Result<Tz, Refusal> {
    name.parse().map_err(|_| Refusal::input(InputProblem::Format { expected: "IANA" }))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Rome;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::winter("2026-01-15T10:00:00", "2026-01-15T09:00:00Z")]
    #[case::summer("2026-07-15T10:00:00", "2026-07-15T08:00:00Z")]
    #[case::skipped_by_the_spring_change("2026-03-29T02:30:00", "2026-03-29T01:30:00Z")]
    #[case::first_of_the_two_in_autumn("2026-10-25T02:30:00", "2026-10-25T00:30:00Z")]
    fn names_one_instant(#[case] wall: &str, #[case] utc: &str) {
        let moment = LocalMoment::new(wall.parse().unwrap(), Rome);
        assert_eq!(moment.instant(), utc.parse::<DateTime<Utc>>().unwrap());
    }

    #[test]
    fn says_what_the_wall_shows_to_the_minute() {
        let instant = "2026-10-01T08:05:30Z".parse().unwrap();
        assert_eq!(LocalMoment::at(instant, Rome).to_minute(), "2026-10-01T10:05:00");
    }

    #[rstest]
    #[case::before_the_gap("2026-03-29T01:59:59", true)]
    #[case::in_the_gap("2026-03-29T02:00:00", false)]
    #[case::still_in_the_gap("2026-03-29T02:59:59", false)]
    #[case::after_the_gap("2026-03-29T03:00:00", true)]
    #[case::shown_twice("2026-10-25T02:30:00", true)]
    fn knows_what_clocks_never_show(#[case] wall: &str, #[case] shown: bool) {
        assert_eq!(LocalMoment::new(wall.parse().unwrap(), Rome).require_shown().is_ok(), shown);
    }
}
