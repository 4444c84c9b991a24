//! Values that do not fit the schema, told in our own words. The library tells them by English sentences alone, which
//! are read here and nowhere else.

use async_graphql::{ServerError, Value};
use cordata_domain::Locale;
use cordata_text::{ValueProblem, value_message};

/// The longest name of an unknown field that is told back, in characters.
const MAX_NAME: usize = 64;

/// A value that does not fit, and where it stands: the argument, the field within it, and so on.
#[derive(Debug, PartialEq, Eq)]
struct Misfit<'a> {
    path: Vec<String>,
    problem: ValueProblem<'a>,
}

/// Tells an error about a value in the caller's language, with the place of the value in `extensions.path`. Other
/// errors stay as they are, and the answer is `false`.
pub(super) fn explain(error: &mut ServerError, locale: &Locale) -> bool {
    let misfit = if error.source.is_some() { None } else { read(&error.message, error.path.is_empty()) };
    let Some(Misfit { path, problem }) = misfit else { return false };
    let message = value_message(locale, problem);
    if !path.is_empty() {
        let path = path.into_iter().map(Value::from).collect();
        error.extensions.get_or_insert_default().set("path", Value::List(path));
    }
    error.message = message;
    true
}

/// Reads what validation says, and what resolvers say of values that validation let pass, such as too large numbers.
fn read(message: &str, validating: bool) -> Option<Misfit<'_>> {
    if validating {
        let (path, reason) = message.strip_prefix("Invalid value for argument \"")?.split_once("\", ")?;
        let (field, problem) = problem(reason);
        let path = path.split('.').chain(field).map(|name| name.chars().take(MAX_NAME).collect()).collect();
        return Some(Misfit { path, problem });
    }
    let name = ["Failed to parse \"", "Expected input type \""].iter().find_map(|start| message.strip_prefix(start))?;
    Some(Misfit { path: Vec::new(), problem: ValueProblem::Type(quoted(name)) })
}

/// The problem, and the field of the value that it is about.
fn problem(reason: &str) -> (Option<&str>, ValueProblem<'_>) {
    if let Some(name) = reason.strip_prefix("expected type \"") {
        (None, ValueProblem::Type(quoted(name)))
    } else if reason.starts_with("enumeration type \"") {
        (None, ValueProblem::Choice)
    } else if let Some(field) = reason.strip_prefix("field \"") {
        (Some(quoted(field)), ValueProblem::Missing)
    } else if let Some(field) = reason.strip_prefix("unknown field \"") {
        (field.rsplit_once("\" of type \"").map(|(field, _)| field), ValueProblem::Unknown)
    } else {
        (None, ValueProblem::OneOf)
    }
}

/// The text up to the closing quotation mark; a list is told by the type of its elements.
fn quoted(text: &str) -> &str {
    let name = text.split('"').next().unwrap_or_default();
    name.trim_matches(['[', ']', '!'])
}

#[cfg(test)]
mod tests {
    use async_graphql::{
        EmptyMutation, EmptySubscription, Enum, InputObject, Object, OneofObject, Request, Schema, Variables,
    };
    use rstest::rstest;

    use super::*;
    use crate::scalar::{Date, Decimal};

    #[derive(Enum, Clone, Copy, PartialEq, Eq)]
    enum Size {
        Small,
        Large,
    }

    #[derive(InputObject)]
    struct Thing {
        name: String,
        size: Option<Size>,
        day: Option<Date>,
        price: Option<Decimal>,
        parts: Option<Vec<Thing>>,
    }

    #[derive(OneofObject)]
    enum By {
        Name(String),
        Number(i32),
    }

    struct Query;

    #[Object]
    impl Query {
        async fn thing(&self, input: Thing) -> bool {
            drop(input);
            true
        }
        async fn find(&self, by: By, first: Option<i32>) -> bool {
            drop(by);
            first.is_none()
        }
    }

    /// The path and the sentence of the first error.
    async fn told(text: &str, variables: &str, locale: &Locale) -> (Option<Value>, String) {
        let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
        let variables: Variables = serde_json::from_str(variables).unwrap();
        let mut error = schema.execute(Request::new(text).variables(variables)).await.errors.remove(0);
        assert!(explain(&mut error, locale), "{error:?}");
        (error.extensions.and_then(|extensions| extensions.get("path").cloned()), error.message)
    }

    #[rstest]
    #[case("{ thing(input: {name: 1}) }", &["input", "name"], ValueProblem::Type("String"))]
    #[case("{ thing(input: {}) }", &["input", "name"], ValueProblem::Missing)]
    #[case("{ thing(input: null) }", &["input"], ValueProblem::Type("Thing"))]
    #[case("{ thing(input: {name: \"a\", size: HUGE}) }", &["input", "size"], ValueProblem::Choice)]
    #[case("{ thing(input: {name: \"a\", size: 3}) }", &["input", "size"], ValueProblem::Type("Size"))]
    #[case("{ thing(input: {name: \"a\", day: \"30/11/2026\"}) }", &["input", "day"], ValueProblem::Type("Date"))]
    #[case("{ thing(input: {name: \"a\", price: 12.5}) }", &["input", "price"], ValueProblem::Type("Decimal"))]
    #[case("{ thing(input: {name: \"a\", colour: 1}) }", &["input", "colour"], ValueProblem::Unknown)]
    #[case(
        "{ thing(input: {name: \"a\", parts: [{name: \"b\"}, {name: true}]}) }",
        &["input", "parts", "1", "name"],
        ValueProblem::Type("String")
    )]
    #[case("{ find(by: {name: \"a\", number: 1}) }", &["by"], ValueProblem::OneOf)]
    #[case("{ find(by: {name: null}) }", &["by"], ValueProblem::OneOf)]
    #[case("{ find(by: {number: 1}, first: \"20\") }", &["first"], ValueProblem::Type("Int"))]
    #[case("{ find(by: {number: 1}, first: 1.5) }", &["first"], ValueProblem::Type("Int"))]
    #[tokio::test]
    async fn a_value_is_told_at_its_place_in_our_words(
        #[case] text: &str,
        #[case] path: &[&str],
        #[case] problem: ValueProblem<'static>,
    ) {
        for locale in [Locale::italian(), Locale::english()] {
            let (told_path, message) = told(text, "{}", &locale).await;
            let path = path.iter().copied().map(Value::from).collect();
            assert_eq!((told_path, message), (Some(Value::List(path)), value_message(&locale, problem)));
        }
    }

    #[tokio::test]
    async fn a_variable_is_told_at_the_argument_that_it_fills() {
        let text = "query ($thing: Thing!) { thing(input: $thing) }";
        let (path, _) = told(text, r#"{"thing": {"name": "a", "x\" of type \"y": 1}}"#, &Locale::english()).await;
        assert_eq!(path, Some(Value::List(vec!["input".into(), "x\" of type \"y".into()])));
    }

    #[tokio::test]
    async fn a_number_beyond_its_type_is_told_without_the_words_of_the_library() {
        let (path, message) = told("{ find(by: {number: 3000000000}) }", "{}", &Locale::italian()).await;
        assert_eq!((path, message), (None, value_message(&Locale::italian(), ValueProblem::Type("Int"))));
    }
}
