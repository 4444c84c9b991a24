use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// Which days count as working days for a body: Monday to Friday except national holidays and the patron's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct WorkingCalendar {
    /// Month and day of the local patron (Torino: 24 June).
    pub patron_day: Option<(u32, u32)>,
}

const FIXED_HOLIDAYS: [(u32, u32); 10] =
    [(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)];
/// Saint Francis of Assisi, a national holiday again from 2026.
const SAINT_FRANCIS: (u32, u32) = (10, 4);
const SAINT_FRANCIS_SINCE: i32 = 2026;

impl WorkingCalendar {
    /// Whether `day` is a working day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.is_holiday(day)
    }

    fn is_holiday(&self, day: NaiveDate) -> bool {
        let month_day = (day.month(), day.day());
        FIXED_HOLIDAYS.contains(&month_day)
            || (month_day == SAINT_FRANCIS && day.year() >= SAINT_FRANCIS_SINCE)
            || self.patron_day == Some(month_day)
            || Some(day) == easter_monday(day.year())
    }

    /// Full working days between the day of dispatch and the day of the meeting, neither counted (rule T5).
    pub fn days_of_notice(&self, dispatch: NaiveDate, meeting: NaiveDate) -> u32 {
        let days = dispatch.iter_days().skip(1).take_while(|day| *day < meeting);
        u32::try_from(days.filter(|day| self.is_working_day(*day)).count()).unwrap_or(u32::MAX)
    }

    /// The first working day on which a meeting can be held with `notice` full working days after `dispatch`: what is
    /// proposed to whoever called it too soon. The rule counts the days between, so another day is allowed too.
    pub fn earliest_meeting(&self, dispatch: NaiveDate, notice: u32) -> NaiveDate {
        self.nth_working_day(dispatch, notice.saturating_add(1))
    }

    /// The day at whose midnight a term of `n` working days ends, the first day not counted.
    pub fn nth_working_day(&self, start: NaiveDate, n: u32) -> NaiveDate {
        let wanted = usize::try_from(n).unwrap_or(usize::MAX).saturating_sub(1);
        start.iter_days().skip(1).filter(|day| self.is_working_day(*day)).nth(wanted).unwrap_or(NaiveDate::MAX)
    }
}

/// Easter Monday in the Gregorian calendar, by the anonymous computus.
fn easter_monday(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * late + 114;
    let (month, day) = (u32::try_from(sum / 31).ok()?, u32::try_from(sum % 31 + 1).ok()?);
    NaiveDate::from_ymd_opt(year, month, day)?.checked_add_days(Days::new(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    const TORINO: WorkingCalendar = WorkingCalendar { patron_day: Some((6, 24)) };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("2018-04-02", 2018)]
    #[case("2024-04-01", 2024)]
    #[case("2025-04-21", 2025)]
    #[case("2026-04-06", 2026)]
    #[case("2038-04-26", 2038)]
    fn easter_moves(#[case] monday: &str, #[case] year: i32) {
        assert_eq!(easter_monday(year), Some(day(monday)));
    }

    #[rstest]
    #[case::plain_monday("2026-11-23", true)]
    #[case::saturday("2026-11-21", false)]
    #[case::easter_monday("2026-04-06", false)]
    #[case::republic("2026-06-02", false)]
    #[case::patron("2026-06-24", false)]
    #[case::immaculate("2026-12-08", false)]
    #[case::saint_francis_before_it_was_a_holiday("2024-10-04", true)]
    #[case::saint_francis_on_a_monday("2027-10-04", false)]
    fn knows_the_holidays(#[case] date: &str, #[case] working: bool) {
        assert_eq!(TORINO.is_working_day(day(date)), working);
    }

    #[test]
    fn neither_end_of_the_notice_counts() {
        // Friday 13 to Monday 30 November 2026: two full weeks lie between.
        assert_eq!(TORINO.days_of_notice(day("2026-11-13"), day("2026-11-30")), 10);
        assert_eq!(TORINO.earliest_meeting(day("2026-11-13"), 10), day("2026-11-30"));
        assert_eq!(TORINO.days_of_notice(day("2026-12-04"), day("2026-12-09")), 1, "8 December does not count");
        assert_eq!(TORINO.days_of_notice(day("2026-11-30"), day("2026-11-13")), 0);
    }

    proptest! {
        #[test]
        fn earliest_meeting_is_the_first_working_day_with_enough_notice(offset in 0u64..3000, notice in 0u32..30) {
            let dispatch = day("2020-01-01") + Days::new(offset);
            let enough = |day: &NaiveDate| TORINO.is_working_day(*day) && TORINO.days_of_notice(dispatch, *day) >= notice;
            let first = dispatch.iter_days().skip(1).find(enough);
            prop_assert_eq!(Some(TORINO.earliest_meeting(dispatch, notice)), first);
        }
    }
}
