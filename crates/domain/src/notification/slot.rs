use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{InputProblem, Refusal};
use crate::period::LocalMoment;

/// The last hour of a day on the wall.
const LAST_HOUR: u32 = 23;

/// How often a member wants the digest of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Cadence {
    /// On the chosen weekdays.
    Daily,
    /// Never.
    Off,
}

/// When a member wants digests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preference {
    /// How often.
    pub cadence: Cadence,
    /// The chosen weekdays of a daily digest.
    pub weekdays: Vec<Weekday>,
    /// The hour on the wall.
    pub hour: u32,
    /// The member's zone.
    pub zone: Tz,
}

impl Preference {
    /// What a member has who chose nothing: daily from Monday to Friday at 7.
    pub fn standard(zone: Tz) -> Self {
        let weekdays = vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        Self { cadence: Cadence::Daily, weekdays, hour: 7, zone }
    }

    /// Checks what a member chose: an hour of the day, and a day at least where digests are wanted. Weekdays are put
    /// in order, each once.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        if self.hour > LAST_HOUR {
            let range = InputProblem::OutOfRange { min: "0".to_owned(), max: LAST_HOUR.to_string() };
            return Err(Refusal::input(range).under("hour"));
        }
        if self.cadence == Cadence::Daily && self.weekdays.is_empty() {
            return Err(Refusal::input(InputProblem::Blank).under("weekdays"));
        }
        self.weekdays.sort_unstable_by_key(Weekday::num_days_from_monday);
        self.weekdays.dedup();
        Ok(self)
    }
}

/// One due digest: at most one exists per member, kind and key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestSlot {
    /// The local date of the slot.
    pub key: NaiveDate,
    /// Its instant.
    pub at: DateTime<Utc>,
}

/// The latest slot at or before `now`, looking back at most two weeks; after an outage there is one, not many.
pub fn latest_slot(preference: &Preference, now: DateTime<Utc>) -> Option<DigestSlot> {
    if preference.cadence == Cadence::Off {
        return None;
    }
    let today = LocalMoment::at(now, preference.zone).date();
    let time = NaiveTime::from_hms_opt(preference.hour.min(23), 0, 0)?;
    (0..=14)
        .filter_map(|back| today.checked_sub_days(Days::new(back)))
        .filter(|day| preference.weekdays.contains(&day.weekday()))
        .map(|day| DigestSlot { key: day, at: LocalMoment::new(day.and_time(time), preference.zone).instant() })
        .find(|slot| slot.at <= now)
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Rome;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::before_the_hour_it_is_yesterdays("2026-11-24T05:59:59Z", "2026-11-23")]
    #[case::at_the_hour("2026-11-24T06:00:00Z", "2026-11-24")]
    #[case::on_sunday_it_is_fridays("2026-11-22T18:00:00Z", "2026-11-20")]
    #[case::summer_time_is_an_hour_earlier("2026-07-07T05:00:00Z", "2026-07-07")]
    fn the_latest_slot(#[case] now: &str, #[case] key: &str) {
        let slot = latest_slot(&Preference::standard(Rome), now.parse().unwrap()).unwrap();
        assert_eq!(slot.key, key.parse::<NaiveDate>().unwrap());
    }

    #[test]
    fn a_slot_in_the_spring_gap_exists_once() {
        let every_day = vec![Weekday::Sat, Weekday::Sun, Weekday::Mon];
        let night = Preference { hour: 2, weekdays: every_day, ..Preference::standard(Rome) };
        let slot = latest_slot(&night, "2026-03-29T12:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(slot.at, "2026-03-29T01:00:00Z".parse::<DateTime<Utc>>().unwrap());
    }

    #[test]
    fn who_opted_out_has_none() {
        let off = Preference { cadence: Cadence::Off, ..Preference::standard(Rome) };
        assert_eq!(latest_slot(&off, "2026-11-24T06:00:00Z".parse().unwrap()), None);
    }
}
