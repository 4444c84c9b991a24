use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::error::{InputProblem, Refusal};

/// When a fact is true: from a day to a day, both included; an open end where `to` is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Validity {
    /// A period; its end is not before its start.
    pub fn new(from: NaiveDate, to: Option<NaiveDate>) -> Result<Self, Refusal> {
        match to {
            Some(to) if to < from => {
                Err(Refusal::input(InputProblem::OutOfRange { min: from.to_string(), max: String::new() }).under("to"))
            }
            _ => Ok(Self { from, to }),
        }
    }

    /// From a day on, without an end.
    pub fn since(from: NaiveDate) -> Self {
        Self { from, to: None }
    }

    /// Whether the fact is true on `day`.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether both periods share a day.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }

    /// The same period, ended on `day` at the latest; `day` is not before its start.
    pub fn ended(self, day: NaiveDate) -> Result<Self, Refusal> {
        let last = self.to.map_or(day, |to| to.min(day));
        Self::new(self.from, Some(last))
    }

    /// Ends the fact before `today`. One that has not been true for a whole day yet keeps its first day and gets the
    /// moment from which on it counts as never having been true.
    pub(crate) fn cut_before(&mut self, today: NaiveDate, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let yesterday = today.pred_opt().filter(|yesterday| *yesterday >= self.from);
        self.to = Some(yesterday.unwrap_or(self.from));
        yesterday.is_none().then_some(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, n).unwrap()
    }

    #[test]
    fn both_ends_are_included() {
        let period = Validity::new(day(3), Some(day(5))).unwrap();
        let inside: Vec<u32> = (1..=7).filter(|n| period.contains(day(*n))).collect();
        assert_eq!(inside, [3, 4, 5]);
        assert!(Validity::new(day(5), Some(day(4))).is_err());
        assert!(period.ended(day(2)).is_err());
        assert_eq!(period.ended(day(9)).unwrap().to, Some(day(5)));
    }

    #[test]
    fn overlap_is_symmetric_and_counts_a_shared_day() {
        let first = Validity::new(day(1), Some(day(4))).unwrap();
        let open = Validity::since(day(4));
        let later = Validity::since(day(5));
        assert!(first.overlaps(&open) && open.overlaps(&first));
        assert!(!first.overlaps(&later) && !later.overlaps(&first));
    }
}
