use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::error::{InputProblem, Refusal};
use crate::period::LocalMoment;
use crate::plan::StrategicPlan;

/// Until when a report looks: it counts what was recorded by the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CutOff {
    /// The day, in the zone of the installation.
    pub day: NaiveDate,
    /// The last moment that counts: the end of the day, or now where the day is today.
    pub until: DateTime<Utc>,
}

impl CutOff {
    /// The end of `day`, or now where no day is asked for. A day before the plan began or after today is refused:
    /// there is nothing to account for.
    pub fn new(day: Option<NaiveDate>, plan: &StrategicPlan, zone: Tz, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let today = LocalMoment::at(now, zone).date();
        let Some(day) = day.filter(|day| *day != today) else { return Ok(Self { day: today, until: now }) };
        let first = plan.period.from.min(today);
        let next = day.succ_opt().filter(|_| (first..today).contains(&day)).ok_or_else(|| {
            Refusal::input(InputProblem::OutOfRange { min: first.to_string(), max: today.to_string() }).under("asOf")
        })?;
        let midnight = LocalMoment::new(next.and_time(NaiveTime::MIN), zone).instant();
        Ok(Self { day, until: midnight - TimeDelta::milliseconds(1) })
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Rome;
    use rstest::rstest;

    use super::*;
    use crate::LocalisedText;
    use crate::period::Validity;

    /// At half past eleven in the evening of 30 June 2024 in Rome.
    fn cut(day: Option<&str>) -> Result<CutOff, Refusal> {
        let period = Validity::new("2021-01-01".parse().unwrap(), Some("2023-12-31".parse().unwrap())).unwrap();
        let title = LocalisedText::italian("Piano");
        let plan = StrategicPlan::new(uuid::Uuid::nil().into(), "2021-2023", title, period).unwrap();
        CutOff::new(day.map(|day| day.parse().unwrap()), &plan, Rome, "2024-06-30T21:30:00Z".parse().unwrap())
    }

    #[rstest]
    #[case::nothing_said(None, "2024-06-30", "2024-06-30T21:30:00Z")]
    #[case::today(Some("2024-06-30"), "2024-06-30", "2024-06-30T21:30:00Z")]
    #[case::winter(Some("2023-12-31"), "2023-12-31", "2023-12-31T22:59:59.999Z")]
    #[case::summer(Some("2023-06-30"), "2023-06-30", "2023-06-30T21:59:59.999Z")]
    #[case::first_day(Some("2021-01-01"), "2021-01-01", "2021-01-01T22:59:59.999Z")]
    fn counts_until_the_end_of_the_local_day(#[case] day: Option<&str>, #[case] shown: &str, #[case] until: &str) {
        let expected = CutOff { day: shown.parse().unwrap(), until: until.parse().unwrap() };
        assert_eq!(cut(day).unwrap(), expected);
    }

    #[rstest]
    #[case("2020-12-31")]
    #[case("2024-07-01")]
    #[case("-262143-01-01")]
    #[case("+262142-12-31")]
    fn there_is_no_report_before_the_plan_or_of_the_future(#[case] day: &str) {
        let refusal = cut(Some(day)).unwrap_err();
        assert_eq!(refusal.path, ["asOf"]);
        let range = InputProblem::OutOfRange { min: "2021-01-01".to_owned(), max: "2024-06-30".to_owned() };
        assert_eq!(refusal.reason, crate::Reason::InvalidInput(range));
    }
}
