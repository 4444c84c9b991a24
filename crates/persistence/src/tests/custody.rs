//! The registry of tables against the schema, and exports that are taken in, or not.

use std::collections::{BTreeMap, BTreeSet};

use cordata_app::ports::live::Outbox;
use cordata_domain::event::{DomainEvent, RecordedEvent};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::fixture::{begin, id, now, people, plan};
use crate::connect::Database;
use crate::custody::{CustodyError, Summary, columns, hexadecimal, tables};
use crate::sql::custody::references;
use crate::trial::{self, Trial};

/// Columns that the database fills in, and that mean nothing elsewhere.
const NOT_COPIED: [(&str, &str); 1] = [("event", "place")];

#[tokio::test]
async fn every_table_and_column_of_the_schema_is_in_the_registry() {
    let trial = trial::database().await;
    let mut schema = columns(trial.database.reader()).await.unwrap();
    schema.remove("seaql_migrations");
    let schema: BTreeMap<_, _> =
        schema.into_iter().map(|(table, columns)| (table, BTreeSet::from_iter(columns))).collect();
    let mut registry: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for table in tables().unwrap() {
        let columns = table.columns.iter().map(|column| column.name.to_owned());
        assert!(
            registry.insert(table.name.to_owned(), columns.collect()).is_none(),
            "{} stands there twice",
            table.name
        );
    }
    for (table, column) in NOT_COPIED {
        registry.get_mut(table).unwrap().insert(column.to_owned());
    }
    assert_eq!(registry.keys().collect::<Vec<_>>(), schema.keys().collect::<Vec<_>>(), "see custody/registry.rs");
    for (table, columns) in schema {
        assert_eq!(registry[&table], columns, "{table}: its entity has other columns than the schema");
    }
}

#[tokio::test]
async fn parents_stand_before_their_children() {
    let trial = trial::database().await;
    let names: Vec<&str> = tables().unwrap().iter().map(|table| table.name).collect();
    let place = |name: &str| names.iter().position(|other| *other == name).unwrap();
    let reader = trial.database.reader();
    let backend = reader.get_database_backend();
    let rows = reader.query_all_raw(Statement::from_string(backend, references(backend))).await.unwrap();
    assert!(rows.len() > 50, "the references were read");
    for row in rows {
        let (child, parent): (String, String) = (row.try_get("", "child").unwrap(), row.try_get("", "parent").unwrap());
        assert!(place(&parent) <= place(&child), "{parent} must stand before {child}");
    }
}

fn event(number: u128) -> RecordedEvent {
    let event = DomainEvent::ProjectFundingChanged { project: id(7) };
    RecordedEvent { id: id(number), at: now(), author: None, event }
}

async fn happened(trial: &Trial, number: u128) {
    let mut tx = begin(trial).await;
    tx.append_events(&[event(number)]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn insert(database: &Database, table: &str, row: Json) {
    let table = tables().unwrap().into_iter().find(|other| other.name == table).unwrap();
    let values = table.values(row.as_object().unwrap().clone()).unwrap();
    table.insert(database.writer(), vec![values]).await.unwrap();
}

/// A plan, people, an event, a job and a mail that a worker holds, a table within another.
async fn inhabited() -> Trial {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    plan(tx.as_mut()).await;
    people(tx.as_mut()).await;
    tx.commit().await.unwrap();
    happened(&trial, 71).await;
    let at = "2026-11-23T09:00:00.123Z";
    let job = json!({ "id": "00000000-0000-0000-0000-000000000051", "kind": "k", "payload": "{}", "payload_version": 1,
        "dedupe_key": "k-1", "run_at": at, "lease_until": at, "lease_owner": "worker", "attempts": 1 });
    insert(&trial.database, "job", job).await;
    let mail = json!({ "id": "00000000-0000-0000-0000-000000000061", "key": "m-1", "kind": "DAILY_DIGEST",
        "address": "ada@example.org", "locale": "it", "subject": "Àèì", "message_id": "<1@x>", "envelope_from": "s@x",
        "bytes": "AAEC/w==", "state": "LEASED", "attempts": 0, "next_attempt_at": at, "expires_at": at,
        "lease_until": at, "lease_owner": "worker", "created_at": at });
    insert(&trial.database, "mail", mail).await;
    // The first of these by id refers to the second.
    for (own, parent) in [(0x81, 0), (0x80, 0x81)] {
        let parent = (parent > 0).then(|| format!("00000000-0000-0000-0000-0000000000{parent:02x}"));
        let table = json!({ "id": format!("00000000-0000-0000-0000-0000000000{own:02x}"), "parent_id": parent });
        insert(&trial.database, "concertation_table", with_defaults("concertation_table", &table)).await;
    }
    trial
}

/// Fills the columns that a test does not care for from a row of the previous schema.
fn with_defaults(table: &str, row: &Json) -> Json {
    let rows = include_str!("previous.jsonl").lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    let mut filled = rows.into_iter().find(|row| row["table"] == table).unwrap()["values"].clone();
    for (column, value) in row.as_object().unwrap() {
        filled[column] = value.clone();
    }
    filled["slug"] = filled["id"].clone();
    for foreign in ["coordinator_id", "zone_id"] {
        filled[foreign] = Json::Null;
    }
    filled
}

async fn exported(database: &Database) -> (String, Summary) {
    let mut file = Vec::new();
    let summary = database.export(now(), &mut file).await.unwrap();
    (String::from_utf8(file).unwrap(), summary)
}

#[tokio::test]
async fn an_export_is_the_same_after_it_was_taken_in() {
    let (from, to) = (inhabited().await, trial::database().await);
    let (file, summary) = exported(&from.database).await;
    for freed in [r#""lease_owner":null"#, r#""state":"QUEUED""#, r#""run_at":"2026-11-23T09:00:00.123Z""#] {
        assert!(file.contains(freed), "{freed}: {file}");
    }
    assert_eq!(to.database.import(file.as_bytes()).await.unwrap(), summary);
    assert_eq!(exported(&to.database).await, (file, summary));
    assert_eq!(to.database.findings().await.unwrap(), Vec::<String>::new());
    // References are looked at at once again.
    let orphan = with_defaults("concertation_table", &json!({ "parent_id": "00000000-0000-0000-0000-0000000000ff" }));
    let table = tables().unwrap().into_iter().find(|table| table.name == "concertation_table").unwrap();
    let values = table.values(orphan.as_object().unwrap().clone()).unwrap();
    let tx = to.database.write_tx().await.unwrap();
    assert!(table.insert(tx.connection(), vec![values]).await.is_err());
}

#[tokio::test]
async fn subscriptions_begin_after_what_was_taken_in() {
    let (from, to) = (inhabited().await, trial::database().await);
    to.database.import(exported(&from.database).await.0.as_bytes()).await.unwrap();
    let mut place = to.database.end().await.unwrap();
    // Transactions of other tests on the same server hold the end of the outbox back for a moment.
    for _ in 0..500 {
        let (events, next) = to.database.events_from(place).await.unwrap();
        place = next;
        if events.iter().any(|event| event.id == id(71)) || to.database.end().await.unwrap() > place {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    happened(&to, 72).await;
    let mut seen = Vec::new();
    for _ in 0..500 {
        let (events, next) = to.database.events_from(place).await.unwrap();
        place = next;
        seen.extend(events.into_iter().map(|event| event.id).filter(|seen| *seen != id(71)));
        if !seen.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(seen, [id(72)]);
}

#[tokio::test]
async fn a_file_that_is_not_whole_leaves_nothing_behind() {
    let (from, to) = (inhabited().await, trial::database().await);
    let (file, _) = exported(&from.database).await;
    let lines: Vec<&str> = file.lines().collect();
    let of = |lines: &[&str]| lines.join("\n") + "\n";
    let last = lines.len() - 1;
    let swapped = {
        let mut lines = lines.clone();
        lines.swap(1, 2);
        lines
    };
    let repeated = {
        let mut lines = lines.clone();
        lines.insert(2, lines[1]);
        lines
    };
    let missing = {
        let mut lines = lines.clone();
        lines.remove(last - 1);
        lines
    };
    let damaged = [
        (String::new(), "ends before"),
        (of(&lines[1..]), "first line of an export"),
        (of(&lines[..last]), "ends before"),
        (file.trim_end().to_owned(), "ends before"),
        (file[..file.len() / 2].to_owned(), "ends before"),
        (of(&swapped), "damaged"),
        (of(&missing), "damaged"),
        (of(&repeated), "not taken"),
        (format!("{file}\n"), "behind the last line"),
        (file.replacen("cordata-export", "another", 1), "not known"),
        (file.replacen(r#""version":1"#, r#""version":2"#, 1), "not known"),
        (file.replacen(&Database::newest_migration().unwrap(), "m20991231_000001_another", 1), "its schema"),
        (file.replacen(r#"{"row":{"table":"plan""#, r#"{"row":{"table":"plane""#, 1), "no table"),
        (file.replacen(r#""edition":"#, r#""addition":"#, 1), "no column"),
        (file.replacen(r#""edition":"2024-2026","#, "", 1), "lacks its column"),
        (file.replacen("2024-2026", "2024-2027", 1), "damaged"),
        (file.replacen("AAEC/w==", "AAEC/w=", 1), "mail.bytes"),
        (file.replacen("AAEC/w==", "AAEC/g==", 1), "damaged"),
    ];
    for (file, says) in damaged {
        let refused: CustodyError = to.database.import(file.as_bytes()).await.unwrap_err();
        assert!(refused.to_string().contains(says), "{says}: {refused}");
        assert_eq!(to.database.occupied_table().await.unwrap(), None, "{says}");
    }
    to.database.import(file.as_bytes()).await.unwrap();
    let twice = to.database.import(file.as_bytes()).await.unwrap_err().to_string();
    assert!(twice.contains("not empty"), "{twice}");
}

#[tokio::test]
async fn a_row_that_refers_to_nothing_is_refused_though_the_digest_is_right() {
    let (from, to) = (inhabited().await, trial::database().await);
    let (file, mut summary) = exported(&from.database).await;
    let gone = r#""id":"00000000-0000-0000-0000-000000000081""#;
    let lines: Vec<&str> = file.lines().filter(|line| !line.contains(gone)).collect();
    let body = lines[..lines.len() - 1].join("\n") + "\n";
    summary.rows -= 1;
    *summary.tables.get_mut("concertation_table").unwrap() -= 1;
    summary.sha256 = hexadecimal(&Sha256::digest(&body));
    let file = format!("{body}{}\n", json!({ "end": summary }));
    let refused = to.database.import(file.as_bytes()).await.unwrap_err().to_string();
    assert!(refused.contains("missing"), "{refused}");
    assert_eq!(to.database.occupied_table().await.unwrap(), None);
}
