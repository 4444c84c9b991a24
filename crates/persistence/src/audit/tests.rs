use chrono::TimeDelta;
use cordata_app::audit::verify_audit;
use cordata_app::ports::Store;
use cordata_app::ports::audit::AuditReads;
use cordata_migrations::{Migrator, MigratorTrait};
use sea_orm::prelude::Uuid;
use serde_json::json;

use super::*;
use crate::trial;

fn entry(n: u32) -> AuditEntry {
    let start: DateTime<Utc> = "2026-11-22T10:30:00.007Z".parse().unwrap();
    AuditEntry {
        id: Uuid::from_u128(u128::from(n) * 7919 % 100_003).into(),
        recorded_at: start + TimeDelta::seconds(i64::from(n % 50)),
        person: None,
        on_behalf_of: None,
        table: None,
        command: "createPlan".into(),
        subject_kind: "StrategicPlan".into(),
        subject: Uuid::from_u128(n.into()),
        detail: json!({ "zeta": [1, { "b": null, "a": "è" }], "alpha": -7 }),
        reason: n.is_multiple_of(2).then(|| "perché".to_owned()),
        request_id: None,
    }
}

async fn write(database: &Database, entries: &[AuditEntry]) {
    let mut tx = database.begin().await.unwrap();
    tx.append_audit(entries).await.unwrap();
    tx.commit().await.unwrap();
}

async fn require_whole(database: &Database, entries: u64) {
    let report = verify_audit::<std::fmt::Error>(database, []).await.unwrap();
    assert_eq!((report.faults, report.unsealed), (vec![], 0));
    assert_eq!((report.entries, report.head.seq), (entries, i64::try_from(entries).unwrap()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_and_sealers_make_one_chain_without_gaps() {
    let trial = trial::database().await;
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 0..4 {
        let database = trial.database.clone();
        tasks.spawn(async move {
            for n in 0..25 {
                write(&database, &[entry(writer * 100 + n * 2), entry(writer * 100 + n * 2 + 1)]).await;
                database.seal_audit(Sweep::Recent).await.unwrap();
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.unwrap();
    }
    trial.database.seal_audit(Sweep::All).await.unwrap();
    require_whole(&trial.database, 200).await;
    assert_eq!(trial.database.seal_audit(Sweep::All).await.unwrap(), 0);
}

#[tokio::test]
async fn what_was_written_long_ago_waits_for_a_sweep_of_all() {
    let trial = trial::database().await;
    write(&trial.database, &[entry(1)]).await;
    trial.database.seal_audit(Sweep::All).await.unwrap();
    let late = AuditEntry { recorded_at: entry(1).recorded_at - TimeDelta::days(1), ..entry(2) };
    write(&trial.database, &[late]).await;
    trial.database.seal_audit(Sweep::Recent).await.unwrap();
    let waiting = trial.database.audit_census().await.unwrap();
    assert_eq!(waiting.unsealed, u64::from(waiting.sealed_later));
    trial.database.seal_audit(Sweep::All).await.unwrap();
    require_whole(&trial.database, 2).await;
}

#[tokio::test]
async fn entries_from_before_there_was_a_chain_are_chained_by_the_migration() {
    let trial = trial::empty_database().await;
    let place = Migrator::migrations().iter().position(|it| it.name() == "m20261126_000020_chain_audit").unwrap();
    let earlier = u32::try_from(place).unwrap();
    Migrator::up(trial.database.writer().connections(), Some(earlier)).await.unwrap();
    let is_sqlite = trial.url.starts_with("sqlite");
    // SQLite keeps ids as 16 bytes.
    let literal = |id: Uuid| if is_sqlite { format!("x'{}'", id.simple()) } else { format!("'{id}'") };
    for n in 0..5 {
        let insert = format!(
            "INSERT INTO audit_entry (id, recorded_at, command, subject_kind, subject_id, detail) \
             VALUES ({}, '2026-01-0{}T00:00:00+00:00', 'a', 'b', {}, '{{\"n\": {n}}}')",
            literal(Uuid::from_u128(n)),
            9 - n,
            literal(Uuid::from_u128(99)),
        );
        trial.database.writer().execute_unprepared(&insert).await.unwrap();
    }
    trial.database.migrate().await.unwrap();
    require_whole(&trial.database, 5).await;
    let first = trial.database.audit_chain(0, 1).await.unwrap();
    assert_eq!(first[0].0.entry, Uuid::from_u128(4).into(), "the oldest first");
    write(&trial.database, &[entry(9)]).await;
    trial.database.seal_audit(Sweep::All).await.unwrap();
    require_whole(&trial.database, 6).await;
}
