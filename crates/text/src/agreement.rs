//! Whether an agreement is in force, in words.

use chrono::NaiveDate;
use cordata_domain::Locale;
use cordata_domain::agreement::{Agreement, Force, Lack};

use crate::catalogue::{Words, words};
use crate::format;
use crate::label::label_key;

/// Whether an agreement is in force on a day, and why: since when, or what is missing.
pub fn force_sentence(locale: &Locale, agreement: &Agreement, day: NaiveDate) -> String {
    let words = words(locale);
    let written = |day| format::date(locale, day);
    match agreement.force(day) {
        Force::InForce { since, until: None } => {
            words.format("agreement-in-force-since", &[("since", written(since).into())])
        }
        Force::InForce { since, until: Some(until) } => {
            let args = [("since", written(since).into()), ("until", written(until).into())];
            words.format("agreement-in-force-from-to", &args)
        }
        Force::NotInForce { lacks } => {
            let reasons: Vec<String> = lacks.iter().map(|lack| reason(&words, agreement, *lack, day)).collect();
            words.format("agreement-not-in-force", &[("reasons", reasons.join("; ").into())])
        }
    }
}

fn reason(words: &Words, agreement: &Agreement, lack: Lack, day: NaiveDate) -> String {
    let missing = agreement.unsigned(day).count();
    let from = format::date(words.locale(), agreement.period.from);
    let args = [("missing", missing.into()), ("from", from.into())];
    words.format(&label_key("agreement-lack", lack.into()), &args)
}
