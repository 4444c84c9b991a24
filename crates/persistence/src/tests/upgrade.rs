//! From the schema before this one, with data in every table, to the newest.

use std::collections::BTreeSet;

use cordata_app::ports::queue::Queue;
use cordata_app::ports::read::PeopleReads;
use cordata_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait};
use serde_json::Value as Json;

use crate::connect::Database;
use crate::custody::{Row, columns, tables};
use crate::entity::project_total;
use crate::sql::custody::{defer_references, settle_references};
use crate::trial;

/// The last migration of the previous schema.
const PREVIOUS: &str = "m20261122_000013_create_documents";
/// Tables of that schema that are gone since, and what they held with them.
const GONE: [&str; 1] = ["contribution_quota"];
/// Rows of every table of that schema, as an export writes them.
const ROWS: &str = include_str!("previous.jsonl");

fn rows() -> Vec<(String, Row)> {
    let parsed = ROWS.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    parsed.map(|row| (row["table"].as_str().unwrap().to_owned(), row["values"].as_object().unwrap().clone())).collect()
}

/// Brings an empty database to the previous schema and fills it.
async fn fill(database: &Database) {
    let steps = Migrator::migrations().iter().position(|migration| migration.name() == PREVIOUS).unwrap() + 1;
    let tx = database.write_tx().await.unwrap();
    Migrator::up(tx.connection().transaction(), Some(u32::try_from(steps).unwrap())).await.unwrap();
    let backend = tx.connection().get_database_backend();
    tx.connection().execute_unprepared(&defer_references(backend)).await.unwrap();
    let tables = tables().unwrap();
    for (name, row) in rows() {
        let table = tables.iter().find(|table| table.name == name).unwrap();
        table.insert(tx.connection(), vec![table.values(row).unwrap()]).await.unwrap();
    }
    if let Some(settle) = settle_references(backend) {
        tx.connection().execute_unprepared(&settle).await.unwrap();
    }
    tx.finish().await.unwrap();
}

/// SQLite made numbers that are not whole of sums that left 64 bits; PostgreSQL refused them.
#[tokio::test]
async fn totals_that_were_too_large_can_be_read_after_the_migrations() {
    let trial = trial::empty_database().await;
    let database = &trial.database;
    fill(database).await;
    let tx = database.write_tx().await.unwrap();
    let more = if tx.connection().get_database_backend() == DbBackend::Sqlite { " + 1" } else { "" };
    let spoil = format!("UPDATE project_total SET promised_cash = {}{more}", i64::MAX);
    tx.connection().execute_unprepared(&spoil).await.unwrap();
    tx.finish().await.unwrap();
    database.migrate().await.unwrap();
    let totals = project_total::Entity::find().all(database.reader()).await.unwrap();
    let promised: Vec<i64> = totals.into_iter().map(|row| row.promised_cash).collect();
    assert!(!promised.is_empty() && promised.iter().all(|cents| *cents == i64::MAX), "{promised:?}");
}

#[tokio::test]
async fn what_the_previous_schema_holds_is_there_after_the_migrations() {
    let trial = trial::empty_database().await;
    let database = &trial.database;
    fill(database).await;
    assert_eq!(database.applied_migrations().await.unwrap().last().map(String::as_str), Some(PREVIOUS));
    let mut old = columns(database.reader()).await.unwrap().into_keys().collect::<BTreeSet<_>>();
    for table in GONE.iter().chain(&["seaql_migrations"]) {
        assert!(old.remove(*table), "{table}");
    }
    assert_eq!(rows().into_iter().map(|(table, _)| table).collect::<BTreeSet<_>>(), old, "rows of every table");

    database.migrate().await.unwrap();
    assert_eq!(database.pending_migrations().await.unwrap(), Vec::<String>::new());
    assert_eq!(database.findings().await.unwrap(), Vec::<String>::new());
    let snapshot = database.snapshot().await.unwrap();
    for table in tables().unwrap() {
        let expected: Vec<Row> =
            rows().into_iter().filter(|(name, _)| name == table.name).map(|(_, row)| row).collect();
        let mut found: Vec<Row> = Vec::new();
        let keep = |row| {
            found.push(row);
            Ok(())
        };
        snapshot.each_row(&table, keep).await.unwrap();
        for row in expected {
            let is_same = |now: &Row| row.iter().all(|(column, value)| now.get(column).is_none_or(|now| now == value));
            assert!(found.iter().any(is_same), "{}: {row:?} is not in {found:?}", table.name);
        }
    }
    snapshot.close().await.unwrap();
    let backlog = database.backlog().await.unwrap();
    assert_eq!((backlog.jobs_failed, backlog.mails_failed), (0, 0));
    assert!(database.instance().await.unwrap().is_some());
    let exported = database.export(super::fixture::now(), &mut Vec::new()).await.unwrap();
    assert!(exported.rows >= u64::try_from(rows().len()).unwrap());
}
