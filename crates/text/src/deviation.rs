//! Deviations in words.

use cordata_domain::Locale;
use cordata_domain::indicator::{
    Attainment, Change, Decimal, Deviation, Indicator, MissingReason, NotComputable, Unit, canonical, rounded,
};

use crate::catalogue::{Words, words};
use crate::format;

/// A value with the digits that the indicator shows, and its unit.
pub fn indicator_value(locale: &Locale, indicator: &Indicator, value: Decimal) -> String {
    let number = canonical(rounded(value, indicator.decimals));
    match &indicator.unit {
        Unit::Percent => format::percent(locale, &number),
        Unit::Named(unit) => format!("{} {}", format::decimal(locale, &number), unit.get(locale)),
    }
}

/// What a deviation says: the change, its word, and how much of the way to the target was covered; or "n.d." with the
/// reason.
pub fn deviation_words(locale: &Locale, indicator: &Indicator, deviation: &Deviation) -> String {
    let words = words(locale);
    match &deviation.change {
        Err(reason) => {
            let reason = not_computable_words(locale, *reason);
            words.format("not-computable", &[("reason", reason.into())])
        }
        Ok(change) => {
            let partial = deviation.reading.as_ref().is_ok_and(|reading| reading.partial);
            let parts = [
                Some(change_words(&words, locale, indicator, change)),
                Some(attainment_words(&words, locale, change)),
                partial.then(|| words.text("deviation-partial")),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
        }
    }
}

/// Why there is no deviation.
pub fn not_computable_words(locale: &Locale, reason: NotComputable) -> String {
    let words = words(locale);
    match reason {
        NotComputable::Missing(reason) => missing_words(locale, reason),
        other => words.text(&key("not-computable", other.into())),
    }
}

/// Why there is no value.
pub fn missing_words(locale: &Locale, reason: MissingReason) -> String {
    words(locale).text(&key("not-computable-missing", reason.into()))
}

fn key(group: &str, name: &str) -> String {
    format!("{group}-{}", name.to_ascii_lowercase().replace('_', "-"))
}

fn change_words(words: &Words, locale: &Locale, indicator: &Indicator, change: &Change) -> String {
    let unit = match &indicator.unit {
        Unit::Percent => words.text("deviation-points"),
        Unit::Named(unit) => unit.get(locale).to_owned(),
    };
    let absolute = signed(change.absolute, |number| format::decimal(locale, number), indicator.decimals);
    let absolute = words.format("deviation-change", &[("change", absolute.into()), ("unit", unit.into())]);
    let relative = change.relative.map_or_else(
        || words.text("deviation-no-relative"),
        |relative| {
            let relative = signed(relative, |number| format::percent(locale, number), 2);
            words.format("deviation-relative", &[("relative", relative.into())])
        },
    );
    let trend = words.text(&key("deviation-trend", change.trend.map_or("neither", Into::into)));
    format!("{absolute} {relative}: {trend}")
}

/// A difference with its sign, also where it is more.
fn signed(value: Decimal, say: impl Fn(&str) -> String, places: u32) -> String {
    let value = rounded(value, places);
    let number = say(&canonical(value));
    if value > Decimal::ZERO { format!("+{number}") } else { number }
}

fn attainment_words(words: &Words, locale: &Locale, change: &Change) -> String {
    match change.attainment {
        Ok(Attainment::Part { percent, class }) => {
            let percent = format::percent(locale, &canonical(rounded(percent, 1)));
            let way = words.format("deviation-attainment", &[("percent", percent.into())]);
            format!("{way} ({})", words.text(&key("deviation-class", class.into())))
        }
        Ok(Attainment::Keep { met: true }) => words.text("deviation-kept"),
        Ok(Attainment::Keep { met: false }) => words.text("deviation-not-kept"),
        Err(reason) => words.text(&key("deviation", reason.into())),
    }
}
