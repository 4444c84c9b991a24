//! Dates, times, numbers and amounts as people of a language write them. Everything is exact: no value passes through
//! a floating-point number. The conventions are those that the catalogue names.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use cordata_domain::Locale;
use cordata_domain::period::LocalMoment;
use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::enums::DateFieldSet;
use icu_datetime::fieldsets::{E, T, YMD};
use icu_datetime::input::Time;
use icu_datetime::options::YearStyle;
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;

use crate::catalogue::words;

/// `31/12/2023`.
pub fn date(locale: &Locale, day: NaiveDate) -> String {
    in_calendar(locale, day, DateFieldSet::YMD(YMD::short().with_year_style(YearStyle::Full)))
        .unwrap_or_else(|| day.to_string())
}

/// `lunedì 15 ottobre 2018`.
pub fn long_date(locale: &Locale, day: NaiveDate) -> String {
    let weekday = in_calendar(locale, day, DateFieldSet::E(E::long()));
    let parts = weekday.zip(in_calendar(locale, day, DateFieldSet::YMD(YMD::long())));
    let text = parts.map(|(weekday, date)| {
        words(locale).format("format-long-date", &[("weekday", weekday.into()), ("date", date.into())])
    });
    text.unwrap_or_else(|| day.to_string())
}

/// `15 ottobre 2018`.
pub fn day_in_words(locale: &Locale, day: NaiveDate) -> String {
    in_calendar(locale, day, DateFieldSet::YMD(YMD::long())).unwrap_or_else(|| day.to_string())
}

/// `10:00`.
pub fn time(locale: &Locale, time: NaiveTime) -> String {
    let formatter = NoCalendarFormatter::try_new(conventions(locale, "format-date-locale").into(), T::hm()).ok();
    let text = formatter.zip(clock_time(time)).map(|(formatter, time)| formatter.format(&time).to_string());
    text.unwrap_or_else(|| time.format("%H:%M").to_string())
}

/// `lunedì 15 ottobre 2018, ore 10:00`: what the wall shows, without its zone.
pub fn moment(locale: &Locale, moment: LocalMoment) -> String {
    let day = long_date(locale, moment.date());
    let time = time(locale, moment.local.time());
    words(locale).format("format-moment", &[("date", day.into()), ("time", time.into())])
}

/// `1.234.567`.
pub fn integer(locale: &Locale, number: i64) -> String {
    grouped(locale, &Decimal::from(number))
}

/// Exact decimal text like `-1234.50`, as the domain writes it, for people: `-1.234,50`. All its digits are kept.
/// Text that is no number is given back as it is.
pub fn decimal(locale: &Locale, canonical: &str) -> String {
    canonical.parse().map_or_else(|_| canonical.to_owned(), |number| grouped(locale, &number))
}

/// Exact decimal text in percent: `12.5` is `12,5 %`, with a no-break space where the language has a space.
pub fn percent(locale: &Locale, canonical: &str) -> String {
    words(locale).format("format-percent", &[("number", decimal(locale, canonical).into())])
}

/// Hundredths of a percent, without needless zeros: `1250` is `12,5 %`.
pub fn percent_hundredths(locale: &Locale, hundredths: i64) -> String {
    let mut number = Decimal::from(hundredths);
    number.multiply_pow10(-2);
    number.trim_end();
    percent(locale, &number.to_string())
}

/// An amount in cents of a currency (ISO 4217 code): `1.234.567,89 €`, with a no-break space where the language has a
/// space.
pub fn money_cents(locale: &Locale, cents: i128, currency: &str) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let mut amount = Decimal::from(cents.unsigned_abs());
    amount.multiply_pow10(-2);
    amount.pad_end(-2);
    let amount = grouped(locale, &amount);
    let args = [("sign", sign.into()), ("amount", amount.into()), ("currency", currency.into())];
    words(locale).format("format-money", &args)
}

/// How large a file is, as the programs of its readers say it: `950 byte`, `12,3 kB`, `20 MB`, in steps of 1,024.
pub fn file_size(locale: &Locale, bytes: u64) -> String {
    const STEP: u64 = 1024;
    const SQUARE: u64 = STEP * STEP;
    let (unit, key) = match bytes {
        0..STEP => (1, "document-size-bytes"),
        STEP..SQUARE => (STEP, "document-size-kilobytes"),
        SQUARE.. => (SQUARE, "document-size-megabytes"),
    };
    let tenths = bytes.saturating_mul(10).saturating_add(unit / 2) / unit;
    let number = match tenths % 10 {
        0 => (tenths / 10).to_string(),
        part => format!("{}.{part}", tenths / 10),
    };
    words(locale).format(key, &[("number", decimal(locale, &number).into())])
}

/// The conventions that the catalogue of this language names under `key`.
fn conventions(locale: &Locale, key: &str) -> icu_locale_core::Locale {
    words(locale).text(key).parse().unwrap_or(icu_locale_core::Locale::UNKNOWN)
}

/// The fields of a day; absent for years that the calendar of people does not reach.
fn in_calendar(locale: &Locale, day: NaiveDate, fields: DateFieldSet) -> Option<String> {
    let conventions = conventions(locale, "format-date-locale");
    let formatter = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(conventions.into(), fields).ok()?;
    let (month, day_of_month) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    let day = Date::try_new_gregorian(day.year(), month, day_of_month).ok()?;
    Some(formatter.format(&day).to_string())
}

fn clock_time(time: NaiveTime) -> Option<Time> {
    let (hour, minute) = (u8::try_from(time.hour()).ok()?, u8::try_from(time.minute()).ok()?);
    Time::try_new(hour, minute, 0, 0).ok()
}

fn grouped(locale: &Locale, number: &Decimal) -> String {
    let conventions = conventions(locale, "format-number-locale");
    DecimalFormatter::try_new(conventions.into(), DecimalFormatterOptions::default())
        .map_or_else(|_| number.to_string(), |formatter| formatter.format(number).to_string())
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Rome;
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn dates_and_times_of_both_languages() {
        let (it, en) = (Locale::italian(), Locale::english());
        assert_eq!(date(&it, day("2023-12-31")), "31/12/2023");
        assert_eq!(date(&en, day("2023-12-31")), "31/12/2023");
        assert_eq!(date(&it, day("2024-02-09")), "09/02/2024");
        assert_eq!(long_date(&it, day("2018-10-15")), "lunedì 15 ottobre 2018");
        assert_eq!(long_date(&en, day("2018-10-15")), "Monday 15 October 2018");
        let ten = LocalMoment::new("2018-10-15T10:00:00".parse().unwrap(), Rome);
        assert_eq!(moment(&it, ten), "lunedì 15 ottobre 2018, ore 10:00");
        assert_eq!(moment(&en, ten), "Monday 15 October 2018, 10:00");
        assert_eq!(time(&it, "00:05:59".parse().unwrap()), "00:05");
        assert_eq!(time(&en, "23:59:00".parse().unwrap()), "23:59");
    }

    #[rstest]
    #[case(123_456_789, "1.234.567,89 €", "€1,234,567.89")]
    #[case(0, "0,00 €", "€0.00")]
    #[case(5, "0,05 €", "€0.05")]
    #[case(100_000, "1.000,00 €", "€1,000.00")]
    #[case(-114_073_499, "-1.140.734,99 €", "-€1,140,734.99")]
    #[case(-5, "-0,05 €", "-€0.05")]
    #[case(i128::from(i64::MIN), "-92.233.720.368.547.758,08 €", "-€92,233,720,368,547,758.08")]
    #[case(18_400_000_000_000_000_007, "184.000.000.000.000.000,07 €", "€184,000,000,000,000,000.07")]
    fn amounts(#[case] cents: i128, #[case] italian: &str, #[case] english: &str) {
        assert_eq!(plain(&money_cents(&Locale::italian(), cents, "EUR")), italian);
        assert_eq!(plain(&money_cents(&Locale::english(), cents, "EUR")), english);
    }

    #[test]
    fn other_currencies_keep_their_code() {
        assert_eq!(plain(&money_cents(&Locale::italian(), 715_500_000, "CHF")), "7.155.000,00 CHF");
        assert_eq!(plain(&money_cents(&Locale::english(), -50, "CHF")), "-CHF 0.50");
    }

    #[rstest]
    #[case("12.5", "12,5", "12.5")]
    #[case("-8.30", "-8,30", "-8.30")]
    #[case("427314", "427.314", "427,314")]
    #[case("0", "0", "0")]
    #[case("0.000000000000000000001", "0,000000000000000000001", "0.000000000000000000001")]
    #[case("n.d.", "n.d.", "n.d.")]
    fn decimals_keep_their_digits(#[case] text: &str, #[case] italian: &str, #[case] english: &str) {
        assert_eq!(decimal(&Locale::italian(), text), italian);
        assert_eq!(decimal(&Locale::english(), text), english);
    }

    #[test]
    fn percentages_and_integers() {
        assert_eq!(percent(&Locale::italian(), "12.5"), "12,5\u{a0}%");
        assert_eq!(percent(&Locale::english(), "12.5"), "12.5%");
        assert_eq!(percent_hundredths(&Locale::italian(), 1_250), "12,5\u{a0}%");
        assert_eq!(percent_hundredths(&Locale::italian(), 10_000), "100\u{a0}%");
        assert_eq!(percent_hundredths(&Locale::english(), 3_333), "33.33%");
        assert_eq!(integer(&Locale::italian(), 869_312), "869.312");
        assert_eq!(integer(&Locale::english(), i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[rstest]
    #[case(0, "0 byte", "0 bytes")]
    #[case(1_023, "1.023 byte", "1,023 bytes")]
    #[case(1_024, "1 kB", "1 kB")]
    #[case(12_600, "12,3 kB", "12.3 kB")]
    #[case(20 * 1024 * 1024, "20 MB", "20 MB")]
    fn sizes_of_files(#[case] bytes: u64, #[case] italian: &str, #[case] english: &str) {
        assert_eq!(plain(&file_size(&Locale::italian(), bytes)), italian);
        assert_eq!(plain(&file_size(&Locale::english(), bytes)), english);
    }

    #[test]
    fn an_unknown_language_reads_italian() {
        let finnish = Locale::parse("fi").unwrap();
        assert_eq!(long_date(&finnish, day("2018-10-15")), "lunedì 15 ottobre 2018");
    }

    proptest! {
        #[test]
        fn an_amount_can_be_read_back(cents: i64) {
            for locale in [Locale::italian(), Locale::english()] {
                let text = money_cents(&locale, cents.into(), "EUR");
                let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
                prop_assert_eq!(digits.parse::<i64>().unwrap(), cents);
            }
        }

        #[test]
        fn a_date_can_be_read_back(days in 0_u64..150_000) {
            let day = day("1861-03-17") + chrono::Days::new(days);
            for locale in [Locale::italian(), Locale::english()] {
                let text = date(&locale, day);
                prop_assert_eq!(NaiveDate::parse_from_str(&text, "%d/%m/%Y").unwrap(), day);
            }
        }

        #[test]
        fn any_text_is_a_decimal_or_stays(text in "\\PC{0,40}") {
            prop_assert_eq!(text.is_empty(), decimal(&Locale::italian(), &text).is_empty());
        }
    }

    #[test]
    fn the_ends_of_the_calendar_have_a_form() {
        for day in [NaiveDate::MIN, NaiveDate::MAX] {
            assert!(!date(&Locale::italian(), day).is_empty());
            assert!(!long_date(&Locale::english(), day).is_empty());
        }
    }
}
