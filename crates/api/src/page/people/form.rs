//! What forms have in common: their key, choices, days, and mistakes at their field.

use chrono::NaiveDate;
use chrono_tz::Tz;
use cordata_domain::period::Validity;
use cordata_domain::{InputProblem, Locale, Refusal};
use cordata_text::{available, refusal_message, words};
use serde::Deserialize;

use super::super::reader::Reader;

/// A form of a session.
pub(super) trait Keyed {
    /// The key that every form of a session carries.
    fn key(&self) -> &str;
}

/// Implements [`Keyed`] by the field `key`.
macro_rules! keyed {
    ($($form:ty),+) => {$(
        impl $crate::page::people::form::Keyed for $form {
            fn key(&self) -> &str {
                &self.key
            }
        }
    )+};
}

pub(super) use keyed;

/// One entry of a list to choose from.
pub(in super::super) struct Choice {
    pub(in super::super) value: String,
    pub(in super::super) label: String,
    pub(in super::super) selected: bool,
}

impl Choice {
    pub(in super::super) fn new(value: impl Into<String>, label: impl Into<String>, chosen: &str) -> Self {
        let value = value.into();
        Self { selected: value == chosen, label: label.into(), value }
    }
}

/// Why a form did nothing: in words, in which of the forms of the page, and at which of its fields.
pub(in super::super) struct Mistake {
    pub(in super::super) text: String,
    form: &'static str,
    field: String,
}

impl Mistake {
    pub(in super::super) fn new(reader: &Reader, form: &'static str, refusal: &Refusal) -> Self {
        let field = refusal.path.last().map(String::as_str).unwrap_or_default();
        Self { text: refusal_message(reader.locale(), refusal), form, field: snake(field) }
    }

    /// Whether it happened in this form.
    pub(in super::super) fn is_in(&self, form: &str) -> bool {
        self.form == form
    }

    /// Whether it is about this field of this form.
    pub(in super::super) fn is_at(&self, form: &str, field: &str) -> bool {
        self.is_in(form) && self.field == field
    }
}

/// `givenName` as forms write it: `given_name`. An id is chosen in the field of the thing.
fn snake(field: &str) -> String {
    let mut snake = String::with_capacity(field.len() + 2);
    for letter in field.trim_end_matches("Id").chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// The languages to choose from.
pub(super) fn languages(chosen: &str) -> Vec<Choice> {
    let choice = |locale: Locale| {
        let name = words(&locale).text("page-language-this");
        Choice::new(locale.to_string(), name, chosen)
    };
    available().into_iter().map(choice).collect()
}

/// The language that a form holds.
pub(super) fn read_language(text: &str) -> Result<Locale, Refusal> {
    let known = available().into_iter().find(|locale| locale.as_str() == text);
    known.ok_or_else(|| Refusal::input(InputProblem::Format { expected: "BCP 47" }).under("locale"))
}

/// The time zone that a form holds.
pub(in super::super) fn read_zone(text: &str) -> Result<Tz, Refusal> {
    text.trim().parse().map_err(|_| Refusal::input(InputProblem::Format { expected: "Europe/Rome" }).under("zone"))
}

/// The day that a field holds; nothing where it is empty.
pub(in super::super) fn read_day(text: &str, field: &str) -> Result<Option<NaiveDate>, Refusal> {
    let text = Some(text.trim()).filter(|text| !text.is_empty());
    let wrong = |_| Refusal::input(InputProblem::Format { expected: "2026-01-31" }).under(field);
    text.map(|text| text.parse().map_err(wrong)).transpose()
}

/// From when to when something holds: from today where nothing is said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Days {
    pub(super) from: String,
    pub(super) to: String,
}

impl Days {
    /// As the empty form suggests them.
    pub(super) fn since(today: NaiveDate) -> Self {
        Self { from: today.to_string(), to: String::new() }
    }

    pub(super) fn read(&self, today: NaiveDate) -> Result<Validity, Refusal> {
        Validity::new(read_day(&self.from, "from")?.unwrap_or(today), read_day(&self.to, "to")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_stands_at_the_field_of_the_form() {
        assert_eq!(snake("givenName"), "given_name");
        assert_eq!(snake("organisationId"), "organisation");
        assert_eq!(snake("email"), "email");
    }

    #[test]
    fn days_that_are_left_open_begin_today() {
        let today = "2026-09-01".parse().unwrap();
        assert_eq!(Days::default().read(today).unwrap(), Validity::since(today));
        let wrong = Days { from: "1.9.2026".to_owned(), to: String::new() };
        assert_eq!(wrong.read(today).unwrap_err().path, ["from"]);
    }
}
