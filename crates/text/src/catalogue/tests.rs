use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;
use rstest::rstest;

use super::*;

type Variables = BTreeMap<String, BTreeSet<String>>;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/locales")
}

fn folders() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    entries.collect()
}

/// File, key and variables of every message of a language; a syntax error or a key that stands twice fails.
fn messages(language: &str) -> BTreeMap<String, Variables> {
    let mut keys = BTreeSet::new();
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder().join(language)).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let resource = parse(text.as_str()).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        let mut found = Variables::new();
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let pattern = message.value.unwrap();
            assert!(keys.insert(message.id.name.to_owned()), "{language}: {} stands twice", message.id.name);
            found.insert(message.id.name.to_owned(), variables(&pattern));
        }
        files.insert(path.file_name().unwrap().to_string_lossy().into_owned(), found);
    }
    files
}

fn variables(pattern: &Pattern<&str>) -> BTreeSet<String> {
    let expressions = pattern.elements.iter().filter_map(|element| match element {
        PatternElement::Placeable { expression } => Some(expression),
        PatternElement::TextElement { .. } => None,
    });
    expressions.flat_map(of_expression).collect()
}

fn of_expression(expression: &Expression<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let (Expression::Inline(inline) | Expression::Select { selector: inline, .. }) = expression;
    if let InlineExpression::VariableReference { id } = inline {
        found.insert(id.name.to_owned());
    }
    if let Expression::Select { variants, .. } = expression {
        found.extend(variants.iter().flat_map(|variant| variables(&variant.value)));
    }
    found
}

#[test]
fn every_language_has_the_keys_and_variables_of_italian() {
    let italian = messages("it");
    let count: usize = italian.values().map(BTreeMap::len).sum();
    assert!(count > 300, "only {count} messages were read");
    for language in folders() {
        let other = messages(&language);
        assert_eq!(italian.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "files of {language}");
        for (file, texts) in &italian {
            assert_eq!(texts, &other[file], "{language}/{file}");
        }
    }
}

#[test]
fn every_message_is_filled_in_without_rest() {
    for language in folders() {
        let words = words(&Locale::parse(&language).unwrap());
        for (key, names) in messages(&language).into_values().flatten() {
            let names: Vec<&'static str> = names.into_iter().map(|name| &*name.leak()).collect();
            for number in [0, 1, 2, 5] {
                let args: Vec<_> = names.iter().map(|name| (*name, Value::from(number))).collect();
                let text = words.find(&key, &args).unwrap_or_else(|| panic!("{language}: {key}"));
                assert!(!text.contains(['{', '\u{2068}']) && !text.trim().is_empty(), "{language}: {key} = {text}");
            }
        }
    }
}

#[test]
fn a_folder_is_a_language() {
    let mut expected = folders();
    expected.sort_by_key(|language| (language != "it", language.clone()));
    assert_eq!(available().iter().map(Locale::as_str).collect::<Vec<_>>(), expected);
    assert_eq!(available().iter().map(|locale| words(locale).locale().clone()).collect::<Vec<_>>(), available());
}

#[test]
fn fills_in_plurals_and_text_as_it_is() {
    let subject = |locale: &Locale, count: i32| {
        words(locale).format("mail-digest-subject", &[("count", count.into()), ("date", "15/10/2018".into())])
    };
    assert_eq!(subject(&Locale::italian(), 1), "Riepilogo di 15/10/2018: una novità dai tavoli");
    assert_eq!(subject(&Locale::italian(), 0), "Riepilogo di 15/10/2018: 0 novità dai tavoli");
    assert_eq!(subject(&Locale::english(), 3), "Digest of 15/10/2018: 3 changes at your tables");
    let table = [("table", "{ $x }".into()), ("title", "<b>".into()), ("date", "1/1".into())];
    assert_eq!(
        words(&Locale::italian()).format("mail-convocation-subject", &table),
        "[{ $x }] Convocazione: <b> – 1/1"
    );
}

#[test]
fn falls_back_to_italian_then_to_the_key() {
    let finnish = words(&Locale::parse("fi").unwrap());
    assert_eq!(finnish.text("page-nav-plan"), "Il piano");
    assert_eq!(finnish.locale(), &Locale::italian());
    assert_eq!(finnish.text("no-such-key"), "no-such-key");
}

#[rstest]
#[case("", "it")]
#[case("en", "en")]
#[case("en-GB,en;q=0.9,it;q=0.8", "en")]
#[case("it;q=0.5, en;q=0.7", "en")]
#[case("fi, de;q=0.9, en;q=0.1", "en")]
#[case("fi", "it")]
#[case("*", "it")]
#[case("en;q=0, *", "it")]
#[case("en;q=0", "it")]
#[case("it, en", "it")]
#[case("en, it", "en")]
#[case("en;q=9, it;q=0.1", "it")]
#[case(";;,q=,\u{0},en-", "en")]
fn negotiates(#[case] header: &str, #[case] expected: &str) {
    assert_eq!(negotiate(header).as_str(), expected);
}
