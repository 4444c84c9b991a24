//! An installation that moves to another database gives the same answers.

use std::path::Path;

use cordata_tests::database::{DatabaseKind, TestDatabase};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::command_line::{end, start};
use crate::custody::{cordata, done};

const SCHEMA: &str = "{ __schema {
    queryType { fields { name args { name type { ...t } } type { ...t } } }
    types { name kind enumValues { name } inputFields { name type { ...t } }
        fields { name args { name type { kind } } type { ...t } } }
} }
fragment t on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// A type without its lists and its being required.
fn bare(mut kind: &Value) -> &Value {
    while kind["ofType"].is_object() {
        kind = &kind["ofType"];
    }
    kind
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// What the schema says, to build operations from.
struct Schema(Value);

impl Schema {
    fn of(&self, name: &Value) -> &Value {
        list(&self.0["types"]).iter().find(|other| other["name"] == *name).unwrap_or(&Value::Null)
    }

    /// Every plain value of a type, and of the things it leads to, to a depth.
    fn selection(&self, name: &Value, depth: u8) -> String {
        let mut selection = vec!["__typename".to_owned()];
        for field in list(&self.of(name)["fields"]) {
            let (kind, is_plain) = (bare(&field["type"]), list(&field["args"]).is_empty());
            let field = field["name"].as_str().unwrap();
            match kind["kind"].as_str().unwrap() {
                // Asking is a use.
                "SCALAR" if field == "lastUsedAt" => {}
                "SCALAR" | "ENUM" if is_plain => selection.push(field.to_owned()),
                "OBJECT" if is_plain && depth > 0 => {
                    selection.push(format!("{field} {{ {} }}", self.selection(&kind["name"], depth - 1)));
                }
                _ => {}
            }
        }
        selection.join(" ")
    }

    /// The arguments to ask a list with: a page from either end, and by each of two states of each filter.
    fn arguments(&self, field: &Value) -> Vec<String> {
        let mut variants = Vec::new();
        for argument in list(&field["args"]) {
            if argument["name"] == "first" {
                variants.extend(["first: 12".to_owned(), "last: 3".to_owned()]);
            }
            if argument["name"] == "where" {
                for input in list(&self.of(&bare(&argument["type"])["name"])["inputFields"]) {
                    let values = list(&self.of(&bare(&input["type"])["name"])["enumValues"]);
                    let is_list = input["type"].to_string().contains("\"LIST\"");
                    for value in values.iter().take(2).map(|value| value["name"].as_str().unwrap()) {
                        let value = if is_list { format!("[{value}]") } else { value.to_owned() };
                        variants.push(format!("where: {{ {}: {value} }}", input["name"].as_str().unwrap()));
                    }
                }
            }
        }
        if variants.is_empty() { vec![String::new()] } else { variants }
    }

    /// Operations over everything that can be asked without an id.
    fn operations(&self) -> Vec<String> {
        let fields = list(&self.0["queryType"]["fields"]).iter();
        let open =
            fields.filter(|field| list(&field["args"]).iter().all(|argument| argument["type"]["kind"] != "NON_NULL"));
        let mut operations = Vec::new();
        for field in open.filter(|field| field["name"] != "rateLimit") {
            let (name, kind) = (field["name"].as_str().unwrap(), &bare(&field["type"])["name"]);
            let page = list(&self.of(kind)["fields"]).iter().find(|field| field["name"] == "nodes");
            let selection = match page {
                Some(nodes) => {
                    let nodes = self.selection(&bare(&nodes["type"])["name"], 1);
                    format!("totalCount nodes {{ {nodes} }} pageInfo {{ hasNextPage startCursor endCursor }}")
                }
                None => self.selection(kind, 1),
            };
            for arguments in self.arguments(field) {
                let arguments = if arguments.is_empty() { arguments } else { format!("({arguments})") };
                operations.push(format!("{{ {name}{arguments} {{ {selection} }} }}"));
            }
        }
        operations
    }
}

/// The answers of an installation, to each operation as each viewer.
async fn answers(url: &str, folder: &TempDir, viewers: &[(String, Option<String>)]) -> Vec<(String, Value)> {
    let mut serve = cordata(url, folder);
    serve.args(["serve", "--no-worker", "--listen", "127.0.0.1:0"]);
    serve.env("CORDATA_LIMITS__COMPLEXITY_PER_MINUTE", "100000000");
    let (server, line) = start(&mut serve);
    let at = line.split_once(" at ").unwrap().1.split_once(" (").unwrap().0;
    let graphql = format!("{at}graphql");
    let client = reqwest::Client::new();
    let ask = async |token: &Option<String>, query: &str| -> Value {
        let request = client.post(&graphql).json(&json!({ "query": query }));
        let request = if let Some(token) = token { request.bearer_auth(token) } else { request };
        request.send().await.unwrap().json().await.unwrap()
    };
    let schema = Schema(ask(&viewers[0].1, SCHEMA).await["data"]["__schema"].clone());
    let mut answers = Vec::new();
    for (viewer, token) in viewers {
        for operation in schema.operations() {
            let mut answer = ask(token, &operation).await;
            // What it cost says how long ago the budget was renewed.
            answer.as_object_mut().unwrap().remove("extensions");
            for error in answer["errors"].as_array_mut().into_iter().flatten() {
                error["extensions"].as_object_mut().map(|extensions| extensions.remove("requestId"));
            }
            answers.push((format!("{viewer}: {operation}"), answer));
        }
    }
    end(server);
    answers
}

fn copy(from: (&str, &TempDir), to: (&str, &TempDir), file: &Path) -> String {
    let file = file.to_str().unwrap();
    done(cordata(from.0, from.1).args(["export", "all", "--force", "-o", file]));
    done(cordata(to.0, to.1).arg("migrate"));
    done(cordata(to.0, to.1).args(["import", "all", file]));
    done(cordata(to.0, to.1).arg("doctor"));
    let text = std::fs::read_to_string(file).unwrap();
    // The first line says when, and the last one has a digest of that too.
    let lines: Vec<&str> = text.lines().collect();
    lines[1..lines.len() - 1].join("\n")
}

fn assert_same(before: &[(String, Value)], after: &[(String, Value)]) {
    assert_eq!(before.len(), after.len());
    for ((operation, before), (_, after)) in before.iter().zip(after) {
        assert_eq!(before, after, "{operation}");
    }
}

#[tokio::test]
async fn a_moved_installation_gives_the_same_answers() {
    let folders: [TempDir; 3] = std::array::from_fn(|_| tempfile::tempdir().unwrap());
    let file_of = |folder: &TempDir| format!("sqlite://{}", folder.path().join("cordata.db").display());
    let home = file_of(&folders[0]);
    let (demo, line) = start(cordata(&home, &folders[0]).args(["demo", "--json", "--listen", "127.0.0.1:0"]));
    end(demo);
    let invitation: Value = serde_json::from_str(&line).unwrap();
    let tokens = invitation["tokens"].as_object().unwrap().iter();
    let mut viewers: Vec<_> =
        tokens.map(|(role, token)| (role.clone(), Some(token.as_str().unwrap().to_owned()))).collect();
    viewers.push(("public".to_owned(), None));
    let before = answers(&home, &folders[0], &viewers).await;
    let full = before.iter().filter(|(_, answer)| answer["errors"].is_null()).count();
    assert!(full >= 100, "{full} operations were answered without an error");

    let server = TestDatabase::create().await;
    let away = match server.kind() {
        DatabaseKind::Postgres => server.url().to_owned(),
        DatabaseKind::Sqlite => file_of(&folders[1]),
    };
    let file = folders[2].path().join("export.jsonl");
    let out = copy((&home, &folders[0]), (&away, &folders[1]), &file);
    let back_home = file_of(&folders[2]);
    let back = copy((&away, &folders[1]), (&back_home, &folders[2]), &file);
    assert!(out == back, "the same lines come out of the other database");
    assert_same(&before, &answers(&away, &folders[1], &viewers).await);
    assert_same(&before, &answers(&back_home, &folders[2], &viewers).await);
}
