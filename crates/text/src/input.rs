//! What is said of a value that does not fit the schema of the API.

use cordata_domain::Locale;

use crate::catalogue::words;
use crate::refusal::kebab;

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueProblem<'a> {
    /// It is not of this type of the schema.
    Type(&'a str),
    /// It is none of the values of an enumeration.
    Choice,
    /// A value is needed and there is none.
    Missing,
    /// A field by this name does not exist.
    Unknown,
    /// None or several of fields are given, of which one is needed.
    OneOf,
}

/// What is wrong and what to do, in the language of `locale`, with an example where the type has one.
pub fn value_message(locale: &Locale, problem: ValueProblem<'_>) -> String {
    let words = words(locale);
    match problem {
        ValueProblem::Type(name) => {
            let special = words.find(&format!("input-type-{}", kebab(name)), &[]);
            special.unwrap_or_else(|| words.format("input-type", &[("type", name.into())]))
        }
        ValueProblem::Choice => words.text("input-choice"),
        ValueProblem::Missing => words.text("input-missing"),
        ValueProblem::Unknown => words.text("input-unknown"),
        ValueProblem::OneOf => words.text("input-one-of"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_told_by_an_example_or_by_its_name() {
        let say = |name| value_message(&Locale::english(), ValueProblem::Type(name));
        assert!(say("DateTime").contains("2026-11-30T09:00:00Z"));
        assert!(say("URL").contains("https://"));
        assert!(say("MeetingState").contains("MeetingState"));
        let italian = value_message(&Locale::italian(), ValueProblem::Type("Int"));
        assert!(italian.starts_with("Serve un numero intero"), "{italian}");
    }
}
