//! The conventions of the schema, proved over its introspection.

use std::collections::HashSet;

use cordata_domain::policy::Act;
use serde_json::Value;
use strum::VariantArray;

use crate::schema::{build, sdl};

const INTROSPECTION: &str = "
    { __schema { queryType { name } mutationType { name } subscriptionType { name } types {
        kind name description specifiedByURL isOneOf
        fields(includeDeprecated: true) {
            name description isDeprecated deprecationReason type { ...t }
            args(includeDeprecated: true) { name description isDeprecated deprecationReason type { ...t } }
        }
        inputFields(includeDeprecated: true) { name description isDeprecated deprecationReason type { ...t } }
        enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
    } } }
    fragment t on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// What the schema says about itself.
struct Spoken(Value);

impl Spoken {
    async fn schema() -> Self {
        let answer = build().execute(INTROSPECTION).await;
        assert!(answer.errors.is_empty(), "{:?}", answer.errors);
        Self(answer.data.into_json().unwrap()["__schema"].take())
    }

    /// The types that are ours: neither GraphQL's own nor those of introspection.
    fn types(&self) -> impl Iterator<Item = &Value> {
        let own = |name: &str| !name.starts_with("__") && !["Boolean", "Int", "Float", "String", "ID"].contains(&name);
        self.0["types"].as_array().unwrap().iter().filter(move |ty| own(name(ty)))
    }

    fn find(&self, wanted: &str) -> &Value {
        self.types().find(|ty| name(ty) == wanted).unwrap_or_else(|| panic!("no type {wanted}"))
    }

    /// Everything that carries a description, with its path: types, fields, arguments, input fields, enum values.
    fn members(&self) -> Vec<(String, &Value)> {
        let mut all = Vec::new();
        for ty in self.types() {
            all.push((name(ty).to_owned(), ty));
            for member in ["fields", "inputFields", "enumValues"].into_iter().flat_map(|part| list(&ty[part])) {
                let path = format!("{}.{}", name(ty), name(member));
                all.extend(list(&member["args"]).map(|argument| (format!("{path}({})", name(argument)), argument)));
                all.push((path, member));
            }
        }
        all
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn name(value: &Value) -> &str {
    value["name"].as_str().unwrap_or_default()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// The name of a type without the marks of lists and obligation.
fn bare(mut ty: &Value) -> &str {
    while ty["ofType"].is_object() {
        ty = &ty["ofType"];
    }
    name(ty)
}

#[tokio::test]
async fn everything_is_described() {
    let schema = Spoken::schema().await;
    let members = schema.members();
    let silent: Vec<&str> = members
        .iter()
        .filter(|(_, it)| text(it, "description").trim().is_empty())
        .map(|(path, _)| path.as_str())
        .collect();
    assert!(silent.is_empty(), "without a description: {silent:#?}");
    assert!(members.len() > 300, "the walk saw {} members only", members.len());
}

#[tokio::test]
async fn scalars_name_their_specification_and_there_are_no_floats() {
    let schema = Spoken::schema().await;
    let scalars: Vec<&Value> = schema.types().filter(|ty| ty["kind"] == "SCALAR").collect();
    assert!(scalars.len() >= 8);
    for scalar in scalars {
        assert!(text(scalar, "specifiedByURL").starts_with("https://"), "{}", name(scalar));
    }
    for (path, member) in schema.members() {
        assert_ne!(bare(&member["type"]), "Float", "{path}: money and measures are exact");
    }
}

#[tokio::test]
async fn every_connection_has_the_same_fields_and_arguments() {
    let schema = Spoken::schema().await;
    let connections: Vec<&Value> = schema.types().filter(|ty| name(ty).ends_with("Connection")).collect();
    assert!(connections.len() >= 8);
    for connection in connections {
        let fields: HashSet<&str> = list(&connection["fields"]).map(name).collect();
        assert_eq!(fields, HashSet::from(["edges", "nodes", "pageInfo", "totalCount"]), "{}", name(connection));
    }
    for (path, field) in schema.members().into_iter().filter(|(_, it)| bare(&it["type"]).ends_with("Connection")) {
        let arguments: HashSet<&str> = list(&field["args"]).map(name).collect();
        let missing: Vec<&str> = ["first", "after", "last", "before", "orderBy"]
            .into_iter()
            .filter(|argument| !arguments.contains(argument))
            .collect();
        assert!(missing.is_empty(), "{path} lacks {missing:?}");
    }
}

#[tokio::test]
async fn things_are_looked_up_by_exactly_one_key() {
    let schema = Spoken::schema().await;
    let lookups: Vec<&Value> =
        list(&schema.find("Query")["fields"]).filter(|field| list(&field["args"]).any(|it| name(it) == "by")).collect();
    assert!(lookups.len() >= 5);
    for lookup in lookups {
        let by = list(&lookup["args"]).find(|argument| name(argument) == "by").unwrap();
        assert_eq!(schema.find(bare(&by["type"]))["isOneOf"], true, "{}", name(lookup));
        assert_ne!(lookup["type"]["kind"], "NON_NULL", "{}: what is absent or hidden is null", name(lookup));
    }
}

#[tokio::test]
async fn every_mutation_takes_one_input_and_answers_user_errors() {
    let schema = Spoken::schema().await;
    let Some(mutation) = schema.0["mutationType"]["name"].as_str() else { return };
    for field in list(&schema.find(mutation)["fields"]) {
        let arguments: Vec<&Value> = list(&field["args"]).collect();
        assert_eq!(arguments.len(), 1, "{}", name(field));
        assert_eq!((name(arguments[0]), &arguments[0]["type"]["kind"]), ("input", &"NON_NULL".into()));
        let payload = schema.find(bare(&field["type"]));
        let errors = list(&payload["fields"]).find(|it| name(it) == "userErrors");
        let errors = errors.unwrap_or_else(|| panic!("{} has no userErrors", name(payload)));
        assert_eq!(errors["type"]["kind"], "NON_NULL", "{}", name(payload));
        assert_eq!(bare(&errors["type"]), "UserError", "{}", name(payload));
        assert!(text(field, "description").lines().last().unwrap().starts_with("Requires: "), "{}", name(field));
    }
}

#[tokio::test]
async fn every_subscription_follows_one_thing_and_says_who_may() {
    let schema = Spoken::schema().await;
    let subscription = schema.find(schema.0["subscriptionType"]["name"].as_str().unwrap());
    let fields: Vec<&Value> = list(&subscription["fields"]).collect();
    assert!(fields.len() >= 2);
    for field in fields {
        let arguments: Vec<&str> = list(&field["args"]).map(name).collect();
        assert!(matches!(arguments[..], [id, "withCurrent"] if id.ends_with("Id")), "{}: {arguments:?}", name(field));
        assert_eq!(field["type"]["kind"], "NON_NULL", "{}: a message always tells how things stand", name(field));
        assert!(text(field, "description").lines().last().unwrap().starts_with("Requires: "), "{}", name(field));
    }
}

#[tokio::test]
async fn requirements_are_those_of_the_policy() {
    let schema = Spoken::schema().await;
    let known: HashSet<String> = Act::VARIANTS.iter().map(|act| act.requires()).collect();
    let mut told = 0;
    for (path, member) in schema.members() {
        let lines: Vec<&str> = text(member, "description").lines().collect();
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("Requires: ")) {
            assert!(known.contains(*line), "{path}: no act has `{line}`");
            assert_eq!(index + 1, lines.len(), "{path}: it is the last line");
            told += 1;
        }
    }
    assert!(told >= 5);
}

#[tokio::test]
async fn what_is_deprecated_says_until_when_and_what_comes_instead() {
    for (path, member) in Spoken::schema().await.members().into_iter().filter(|(_, it)| it["isDeprecated"] == true) {
        let reason = text(member, "deprecationReason");
        let dated = reason
            .split(|c: char| c.is_whitespace() || ".,;".contains(c))
            .any(|word| word.len() == 10 && word.parse::<chrono::NaiveDate>().is_ok());
        assert!(dated && reason.contains('`'), "{path}: {reason:?} names a day of removal and a replacement");
    }
}

#[test]
fn the_text_of_the_schema_is_complete_and_stable() {
    let text = sdl();
    assert_eq!(text, sdl());
    for part in ["@specifiedBy(url: ", "@oneOf", "interface Node", "type MeetingConnection", "scalar DateTime"] {
        assert!(text.contains(part), "{part}");
    }
}
