use chrono::{Months, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::error::{InputProblem, Reason, Refusal};

/// The days that a value speaks of, first and last included; for a stock usually one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReferencePeriod {
    from: NaiveDate,
    to: NaiveDate,
}

/// How long a period is, as the calendar counts: whole months, then days. All years are equal, leap years too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length {
    /// Whole months.
    pub months: u32,
    /// Days beyond them.
    pub days: i64,
}

impl Length {
    /// Whole months.
    pub const fn months(months: u32) -> Self {
        Self { months, days: 0 }
    }
}

impl ReferencePeriod {
    /// A period; its end is not before its start, and both lie between the years 1900 and 2200.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, Refusal> {
        let (first, last) = (NaiveDate::from_yo_opt(1900, 1), NaiveDate::from_yo_opt(2200, 1));
        let range = |min: Option<NaiveDate>| {
            let bound = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
            Refusal::input(InputProblem::OutOfRange { min: bound(min), max: bound(last) })
        };
        if first.is_some_and(|first| from < first) {
            return Err(range(first).under("from"));
        }
        if to < from || last.is_some_and(|last| to > last) {
            return Err(range(Some(from)).under("to"));
        }
        Ok(Self { from, to })
    }

    /// One day.
    pub const fn day(day: NaiveDate) -> Self {
        Self { from: day, to: day }
    }

    /// The first day.
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub const fn to(&self) -> NaiveDate {
        self.to
    }

    /// How long it is.
    pub fn length(&self) -> Length {
        let end = self.to.succ_opt().unwrap_or(self.to);
        let reaches = |months: u32| self.from.checked_add_months(Months::new(months)).filter(|day| *day <= end);
        let years = end.years_since(self.from).unwrap_or_default();
        let months = (0..=12).map(|more| years * 12 + more).take_while(|months| reaches(*months).is_some()).last();
        let months = months.unwrap_or_default();
        let rest = reaches(months).unwrap_or(end);
        Length { months, days: end.signed_duration_since(rest).num_days() }
    }

    /// Whether both share a day.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// Whether `later` begins on the day after this one ends.
    pub fn adjoins(&self, later: &Self) -> bool {
        self.to.succ_opt() == Some(later.from)
    }

    /// From the first day of this one to the last day of `later`.
    #[must_use]
    pub fn through(&self, later: &Self) -> Self {
        Self { from: self.from.min(later.from), to: self.to.max(later.to) }
    }

    /// How long it is over on `day`; negative where it is not.
    pub fn age_on(&self, day: NaiveDate) -> TimeDelta {
        day.signed_duration_since(self.to)
    }

    /// Refuses a period that is not over today (rule I7).
    pub fn require_past(&self, today: NaiveDate) -> Result<(), Refusal> {
        if self.to > today { Err(Reason::FuturePeriod { today }.at("to")) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn period(from: &str, to: &str) -> ReferencePeriod {
        ReferencePeriod::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
    }

    #[rstest]
    #[case("2020-01-01", "2020-12-31", 12, 0)]
    #[case("2021-01-01", "2021-12-31", 12, 0)]
    #[case("2019-01-01", "2021-12-31", 36, 0)]
    #[case("2020-02-01", "2020-02-29", 1, 0)]
    #[case("2020-01-01", "2020-10-18", 9, 18)]
    #[case("2021-01-01", "2021-10-18", 9, 18)]
    #[case("2021-10-18", "2021-10-18", 0, 1)]
    #[case("2021-07-01", "2022-06-30", 12, 0)]
    fn years_are_equally_long(#[case] from: &str, #[case] to: &str, #[case] months: u32, #[case] days: i64) {
        assert_eq!(period(from, to).length(), Length { months, days });
    }

    #[test]
    fn a_period_that_is_not_over_is_refused() {
        let today = "2021-12-30".parse().unwrap();
        let refusal = period("2021-01-01", "2021-12-31").require_past(today).unwrap_err();
        assert_eq!((refusal.reason, refusal.path), (Reason::FuturePeriod { today }, vec!["to".to_owned()]));
        assert!(period("2021-01-01", "2021-12-30").require_past(today).is_ok());
        assert!(ReferencePeriod::new(today, "2021-12-29".parse().unwrap()).is_err());
        assert!(ReferencePeriod::new("0001-01-01".parse().unwrap(), today).is_err());
    }

    #[test]
    fn quarters_adjoin_and_make_a_year() {
        let (first, second) = (period("2021-01-01", "2021-06-30"), period("2021-07-01", "2021-12-31"));
        assert!(first.adjoins(&second) && !second.adjoins(&first) && !first.overlaps(&second));
        assert_eq!(first.through(&second).length(), Length::months(12));
    }
}
