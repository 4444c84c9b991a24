//! Whatever goes wrong at BEGIN, at a statement, at COMMIT or at ROLLBACK: what was acknowledged is there, what was
//! refused is not, and the next request works.

use cordata_app::AppError;
use cordata_app::ports::{PlanRepo, Store};
use cordata_domain::LocalisedText;
use cordata_domain::period::Validity;
use cordata_domain::plan::StrategicPlan;
use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

use crate::connect::Database;
use crate::faults::{Place, When};
use crate::trial::{self, Trial};
use crate::tx::WriteTx;

/// What goes wrong with one write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mishap {
    /// The answer to a call is lost.
    Lost(Place, When),
    /// The transaction is undone while nobody looks, so that its ROLLBACK fails; nobody commits it.
    UndoneBefore,
    /// The same, and it is committed all the same.
    UndoneAtCommit,
}

const MISHAPS: [Mishap; 8] = [
    Mishap::Lost(Place::Begin, When::Before),
    Mishap::Lost(Place::Begin, When::After),
    Mishap::Lost(Place::Statement, When::Before),
    Mishap::Lost(Place::Statement, When::After),
    Mishap::Lost(Place::Commit, When::Before),
    Mishap::Lost(Place::Commit, When::After),
    Mishap::UndoneBefore,
    Mishap::UndoneAtCommit,
];

/// What a caller knows of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Done,
    Refused,
    Unknown,
}

/// Every mishap after every other, three in a row, on one pool.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_any_three_mishaps_the_books_are_right_and_the_next_write_works() {
    let trial = trial::database().await;
    let witness = trial::open(&trial.url).await;
    let mut number = 0;
    for first in MISHAPS {
        for second in MISHAPS {
            for third in MISHAPS {
                let mut written = Vec::new();
                for mishap in [Some(first), Some(second), Some(third), None] {
                    number += 1;
                    written.push((number, write(&trial, number, mishap).await));
                }
                assert_eq!(written.last().map(|(_, told)| *told), Some(Told::Done), "{first:?} {second:?} {third:?}");
                for (number, told) in written {
                    let there = is_there(&witness, number).await;
                    let wrong = told == Told::Done && !there || told == Told::Refused && there;
                    assert!(!wrong, "{number} was told {told:?}: there is {there} ({first:?} {second:?} {third:?})");
                }
            }
        }
    }
}

async fn write(trial: &Trial, number: u128, mishap: Option<Mishap>) -> Told {
    match attempt(trial, number, mishap).await {
        Ok(()) => Told::Done,
        Err(AppError::Uncertain(_)) => Told::Unknown,
        Err(AppError::Unavailable(_) | AppError::Fault(_)) => Told::Refused,
        Err(other) => panic!("{mishap:?}: {other}"),
    }
}

async fn attempt(trial: &Trial, number: u128, mishap: Option<Mishap>) -> Result<(), AppError> {
    let plan = |fault| trial.database.writer().trust().faults.plan(fault);
    if let Some(Mishap::Lost(place, when)) = mishap {
        plan(Some((place, when)));
    }
    let mut tx = trial.database.write_tx().await?;
    tx.insert_plan(&numbered(number)).await?;
    match mishap {
        Some(Mishap::UndoneBefore) => {
            undo(&tx).await;
            return Err(AppError::fault("given up by the caller"));
        }
        Some(Mishap::UndoneAtCommit) => undo(&tx).await,
        _ => {}
    }
    tx.finish().await
}

/// What a full disk does on SQLite, and the end of a session on PostgreSQL: the transaction is gone, and the driver does
/// not know.
async fn undo(tx: &WriteTx) {
    let end = match tx.connection().get_database_backend() {
        DbBackend::Postgres => "SELECT pg_terminate_backend(pg_backend_pid())",
        _ => "ROLLBACK",
    };
    let _ = tx.connection().transaction().execute_unprepared(end).await;
}

fn numbered(number: u128) -> StrategicPlan {
    let period = Validity::new("2024-01-01".parse().unwrap(), Some("2026-12-31".parse().unwrap())).unwrap();
    let edition = format!("2024-{number}");
    StrategicPlan::new(Uuid::from_u128(number).into(), &edition, LocalisedText::italian("Piano"), period).unwrap()
}

async fn is_there(database: &Database, number: u128) -> bool {
    let mut tx = database.begin().await.unwrap();
    tx.plan(numbered(number).id).await.unwrap().is_some()
}

/// SQLite's own error for a full disk, at a statement: the transaction takes nothing more, and with room again work
/// goes on by itself.
#[tokio::test]
async fn a_full_file_refuses_until_there_is_room_again() {
    let trial = trial::database().await;
    if trial.database.writer().get_database_backend() != DbBackend::Sqlite {
        return;
    }
    let writer = trial.database.writer();
    let room = |pages: u32| format!("PRAGMA max_page_count = {pages}");
    writer.execute_unprepared(&room(1)).await.unwrap();
    let mut refused = 0;
    for number in 1..=400 {
        refused += u32::from(write(&trial, number, None).await == Told::Refused);
        // A new connection would not know of the limit.
        writer.execute_unprepared(&room(if number < 200 { 1 } else { 1 << 20 })).await.unwrap();
    }
    assert!((1..200).contains(&refused), "{refused} writes were refused");
    let mut there = 0;
    for number in 1..=400 {
        there += u32::from(is_there(&trial.database, number).await);
    }
    assert_eq!(there + refused, 400);
}

/// A statement that failed ends its transaction on both databases, whatever the caller makes of it.
#[tokio::test]
async fn a_transaction_with_a_failed_statement_is_not_committed() {
    let trial = trial::database().await;
    let mut tx = trial.database.write_tx().await.unwrap();
    tx.insert_plan(&numbered(1)).await.unwrap();
    tx.connection().execute_unprepared("SELECT nonsense").await.unwrap_err();
    tx.connection().execute_unprepared("SELECT 1").await.unwrap_err();
    assert!(matches!(tx.finish().await, Err(AppError::Fault(_))));
    assert!(!is_there(&trial.database, 1).await);
}

/// When the server ends the sessions that rest, no request fails.
#[tokio::test]
async fn ended_sessions_are_replaced() {
    let trial = trial::database().await;
    if trial.database.writer().get_database_backend() != DbBackend::Postgres {
        return;
    }
    let other = trial::open(&trial.url).await;
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for number in 1..=30 {
        assert_eq!(write(&trial, number, None).await, Told::Done);
        other.writer().execute_unprepared(end).await.unwrap();
        assert!(is_there(&trial.database, number).await, "{number}");
        other.writer().execute_unprepared(end).await.unwrap();
        trial.database.reader().execute_unprepared("SELECT 1").await.unwrap();
    }
}
