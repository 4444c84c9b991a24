//! Walks the served schema: every root field as an operation, with inputs that fit its types.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::TestApp;

const INTROSPECTION: &str = "{ __schema { queryType { name } mutationType { name } types { kind name isOneOf
    fields { name type { ...t } args { name defaultValue type { ...t } } }
    inputFields { name defaultValue type { ...t } } enumValues { name } } } }
    fragment t on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// The schema as the server describes it.
pub struct Walk {
    types: BTreeMap<String, Value>,
    roots: [String; 2],
}

/// A field of Query or Mutation.
pub struct Root<'a> {
    /// Whether it changes something.
    pub mutation: bool,
    /// Its name.
    pub name: &'a str,
    field: &'a Value,
}

/// Values for inputs, by their path from the argument on (`input`, `scope`, `organisationId`).
pub trait Values {
    /// The value of a field that is not to be made up; optional fields are left out where there is none.
    fn value(&self, root: &str, path: &[String], needed: bool) -> Option<Value>;
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The named type behind marks, and whether there is a list among them.
fn bare(mut ty: &Value) -> (&str, bool) {
    let mut listed = false;
    while ty["ofType"].is_object() {
        listed |= ty["kind"] == "LIST";
        ty = &ty["ofType"];
    }
    (text(ty, "name"), listed)
}

fn written(ty: &Value) -> String {
    match text(ty, "kind") {
        "NON_NULL" => format!("{}!", written(&ty["ofType"])),
        "LIST" => format!("[{}]", written(&ty["ofType"])),
        _ => text(ty, "name").to_owned(),
    }
}

fn is_needed(member: &Value) -> bool {
    member["type"]["kind"] == "NON_NULL" && member["defaultValue"].is_null()
}

impl Walk {
    /// Asks the server for its schema.
    pub async fn of(app: &TestApp) -> Self {
        let schema = app.query(None, INTROSPECTION, json!({})).await["__schema"].clone();
        let types = list(&schema["types"]).map(|ty| (text(ty, "name").to_owned(), ty.clone())).collect();
        let root = |kind: &str| text(&schema[kind], "name").to_owned();
        Self { types, roots: [root("queryType"), root("mutationType")] }
    }

    /// All fields of Query, then all of Mutation, by name.
    pub fn roots(&self) -> Vec<Root<'_>> {
        let mut roots = Vec::new();
        for (mutation, root) in [false, true].into_iter().zip(&self.roots) {
            let mut fields: Vec<&Value> = list(&self.types[root]["fields"]).collect();
            fields.sort_by_key(|field| text(field, "name"));
            roots.extend(fields.into_iter().map(|field| Root { mutation, name: text(field, "name"), field }));
        }
        roots
    }

    /// The operation that asks for a root field, with a variable for each argument that `variables` has.
    pub fn document(&self, root: &Root<'_>, variables: &Value) -> String {
        let given: Vec<&Value> =
            list(&root.field["args"]).filter(|argument| !variables[text(argument, "name")].is_null()).collect();
        let declared: Vec<String> = given
            .iter()
            .map(|argument| format!("${}: {}", text(argument, "name"), written(&argument["type"])))
            .collect();
        let passed: Vec<String> = given.iter().map(|argument| format!("{0}: ${0}", text(argument, "name"))).collect();
        let around =
            |parts: Vec<String>| if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) };
        let kind = if root.mutation { "mutation" } else { "query" };
        let selection = self.selection(bare(&root.field["type"]).0);
        format!("{kind}{} {{ {}{}{selection} }}", around(declared), root.name, around(passed))
    }

    fn selection(&self, name: &str) -> String {
        let ty = &self.types[name];
        let fields: Vec<&str> = list(&ty["fields"]).map(|field| text(field, "name")).collect();
        match text(ty, "kind") {
            "OBJECT" if fields.contains(&"userErrors") => " { userErrors { code message path } }".to_owned(),
            "OBJECT" if fields.contains(&"pageInfo") => " { totalCount nodes { __typename } }".to_owned(),
            "OBJECT" | "INTERFACE" => " { __typename }".to_owned(),
            _ => String::new(),
        }
    }

    /// What is needed to ask for a root field, and whatever `values` adds.
    pub fn variables(&self, root: &Root<'_>, values: &dyn Values) -> Value {
        let members = list(&root.field["args"]);
        Value::Object(self.members(root.name, members, &[], values))
    }

    fn members<'a>(
        &self,
        root: &str,
        members: impl Iterator<Item = &'a Value>,
        path: &[String],
        values: &dyn Values,
    ) -> Map<String, Value> {
        let mut object = Map::new();
        for member in members {
            let name = text(member, "name").to_owned();
            let path = [path, std::slice::from_ref(&name)].concat();
            if let Some(value) = values.value(root, &path, is_needed(member)) {
                object.insert(name, value);
            } else if is_needed(member) {
                object.insert(name, self.made_up(root, &member["type"], &path, values));
            }
        }
        object
    }

    fn made_up(&self, root: &str, ty: &Value, path: &[String], values: &dyn Values) -> Value {
        let (name, listed) = bare(ty);
        let ty = &self.types[name];
        let one = match (text(ty, "kind"), name) {
            ("ENUM", _) => ty["enumValues"][0]["name"].clone(),
            ("INPUT_OBJECT", _) if ty["isOneOf"] == true => self.one_of(root, ty, path, values),
            ("INPUT_OBJECT", _) => Value::Object(self.members(root, list(&ty["inputFields"]), path, values)),
            (_, "Boolean") => json!(true),
            (_, "Int") => json!(1),
            (_, "Date") => json!("2026-10-01"),
            (_, "DateTime") => json!("2026-10-01T08:15:00Z"),
            (_, "LocalDateTime") => json!("2026-11-20T10:00:00"),
            (_, "Decimal") => json!("1.00"),
            (_, "Locale") => json!("it"),
            (_, "ID") => json!("AAAA"),
            _ => json!("Testo"),
        };
        if listed { json!([one]) } else { one }
    }

    fn one_of(&self, root: &str, ty: &Value, path: &[String], values: &dyn Values) -> Value {
        let choices: Vec<&Value> = list(&ty["inputFields"]).collect();
        let inner = |choice: &Value| [path, &[text(choice, "name").to_owned()]].concat();
        let given = choices.iter().find_map(|choice| Some((*choice, values.value(root, &inner(choice), true)?)));
        let (choice, value) =
            given.unwrap_or_else(|| (choices[0], self.made_up(root, &choices[0]["type"], &inner(choices[0]), values)));
        json!({ text(choice, "name"): value })
    }

    /// The paths of all places of a root field that take an id, through optional and listed inputs too.
    pub fn places_of_ids(&self, root: &Root<'_>) -> Vec<Vec<String>> {
        let mut places = Vec::new();
        for argument in list(&root.field["args"]) {
            self.collect(argument, &mut vec![], &mut places);
        }
        places
    }

    fn collect(&self, member: &Value, path: &mut Vec<String>, places: &mut Vec<Vec<String>>) {
        let (name, _) = bare(&member["type"]);
        path.push(text(member, "name").to_owned());
        if name == "ID" {
            places.push(path.clone());
        } else if self.types[name]["kind"] == "INPUT_OBJECT" && path.len() < 6 {
            for field in list(&self.types[name]["inputFields"]) {
                self.collect(field, path, places);
            }
        }
        path.pop();
    }

    /// `variables` with `id` at a place; what is needed on the way there is made up.
    pub fn with_id(
        &self,
        root: &Root<'_>,
        variables: &Value,
        place: &[String],
        values: &dyn Values,
    ) -> impl Fn(&Value) -> Value {
        let argument = list(&root.field["args"]).find(|argument| text(argument, "name") == place[0]).unwrap().clone();
        let shell = self.shell((root.name, values), &argument["type"], variables.get(&place[0]), place);
        let (variables, name) = (variables.clone(), place[0].clone());
        move |id: &Value| {
            let filled = shell.to_string().replace(PLACE, text(&json!({ "id": id }), "id"));
            let mut variables = variables.clone();
            variables[&name] = serde_json::from_str(&filled).unwrap();
            variables
        }
    }

    fn shell(
        &self,
        (root, values): (&str, &dyn Values),
        ty: &Value,
        present: Option<&Value>,
        place: &[String],
    ) -> Value {
        let (name, listed) = bare(ty);
        if place.len() == 1 {
            return if listed { json!([PLACE]) } else { json!(PLACE) };
        }
        let ty = &self.types[name];
        let present = present.filter(|value| !value.is_null());
        let present = present.map(|value| value.as_array().map_or(value, |items| &items[0]));
        let mut object = match present.and_then(Value::as_object) {
            _ if ty["isOneOf"] == true => Map::new(),
            Some(object) => object.clone(),
            None => self.members(root, list(&ty["inputFields"]), &place[..1], values),
        };
        let field = list(&ty["inputFields"]).find(|field| text(field, "name") == place[1]).unwrap();
        let inner = self.shell((root, values), &field["type"], object.get(&place[1]), &place[1..]);
        object.insert(place[1].clone(), inner);
        let object = Value::Object(object);
        if listed { json!([object]) } else { object }
    }
}

/// Stands where an id will be.
const PLACE: &str = "@the-id@";
