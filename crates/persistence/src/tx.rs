//! Write transactions.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::{Store, Tx};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, IsolationLevel, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use tokio::sync::Notify;

use crate::connect::Database;
use crate::error::{Trouble, commit_error, store_error, trouble};
#[cfg(test)]
use crate::faults::Place;
use crate::trust::{ATTEMPTS, Pool, Trust};

/// One write transaction. Dropping it undoes everything.
#[derive(Debug)]
pub struct WriteTx {
    transaction: Open,
    outbox: Arc<Notify>,
    has_events: bool,
}

/// A transaction that is open. After its first error it takes nothing more and is not committed, as PostgreSQL has it:
/// SQLite may have undone it by itself, and would then take every further statement for one on its own; and PostgreSQL
/// answers the COMMIT of a failed transaction as if all were well.
#[derive(Debug)]
pub(crate) struct Open {
    transaction: DatabaseTransaction,
    trust: Arc<Trust>,
    failed: AtomicBool,
}

impl Open {
    /// The transaction itself, for migrations, which bring statements of their own.
    pub(crate) fn transaction(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    async fn ask<T>(&self, answer: impl Future<Output = Result<T, DbErr>> + Send) -> Result<T, DbErr> {
        self.require_intact()?;
        #[cfg(test)]
        let answer = self.trust.faults.meet(Place::Statement, answer);
        let answer = self.trust.watch(answer).await;
        self.failed.fetch_or(answer.is_err(), Ordering::AcqRel);
        answer
    }

    fn require_intact(&self) -> Result<(), DbErr> {
        if self.failed.load(Ordering::Acquire) {
            return Err(DbErr::Custom("an earlier statement of this transaction failed".to_owned()));
        }
        Ok(())
    }

    /// Makes everything durable. Whatever went wrong there, the connection is not used again.
    async fn commit(self) -> Result<(), AppError> {
        self.require_intact().map_err(store_error)?;
        let Self { transaction, trust, .. } = self;
        let answer = transaction.commit();
        #[cfg(test)]
        let answer = trust.faults.meet(Place::Commit, answer);
        trust.watch(answer).await.map_err(|error| {
            if trouble(&error) != Trouble::Contention {
                trust.distrust(&error);
            }
            commit_error(error)
        })
    }
}

#[async_trait]
impl ConnectionTrait for Open {
    fn get_database_backend(&self) -> DbBackend {
        ConnectionTrait::get_database_backend(&self.transaction)
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.ask(self.transaction.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.ask(self.transaction.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.ask(self.transaction.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.ask(self.transaction.query_all_raw(statement)).await
    }
}

impl WriteTx {
    /// What repositories send their statements through.
    pub(crate) fn connection(&self) -> &Open {
        &self.transaction
    }

    /// Notes that the outbox grows with this transaction.
    pub(crate) fn note_events(&mut self) {
        self.has_events = true;
    }

    /// Whether entries of the trail are chained by the transaction that writes them. SQLite has one writer, so nobody
    /// waits for that; on PostgreSQL all writers would queue up, so a sealer chains what they committed.
    pub(crate) fn chains_as_it_writes(&self) -> bool {
        chains_as_it_writes(self.transaction.get_database_backend())
    }

    /// Takes the place of the one sealer until this transaction ends; false while another process has it.
    pub(crate) async fn try_to_be_sealer(&self) -> Result<bool, AppError> {
        const KEY: i64 = 0x0C02_DA7B;
        let lock = format!("SELECT pg_try_advisory_xact_lock({KEY}) AS taken");
        let lock = Statement::from_string(DbBackend::Postgres, lock);
        let row = self.transaction.query_one_raw(lock).await.map_err(store_error)?;
        row.map_or(Ok(false), |row| row.try_get("", "taken").map_err(store_error))
    }

    /// Makes everything durable, and wakes who waits for events.
    pub(crate) async fn finish(self) -> Result<(), AppError> {
        self.transaction.commit().await?;
        if self.has_events {
            self.outbox.notify_one();
        }
        Ok(())
    }
}

#[async_trait]
impl Tx for WriteTx {
    async fn commit(self: Box<Self>) -> Result<(), AppError> {
        self.finish().await
    }
}

#[async_trait]
impl Store for Database {
    async fn begin(&self) -> Result<Box<dyn Tx>, AppError> {
        Ok(Box::new(self.write_tx().await?))
    }
}

/// Begins a transaction that may write: IMMEDIATE on SQLite, so that it waits at its start and never fails at its
/// first write; READ COMMITTED on PostgreSQL, which the connection sets.
pub(crate) async fn write_tx(writer: &Pool, outbox: &Arc<Notify>) -> Result<WriteTx, AppError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = begin(writer, options).await.map_err(store_error)?;
    let trust = Arc::clone(writer.trust());
    let transaction = Open { transaction, trust, failed: AtomicBool::new(false) };
    Ok(WriteTx { transaction, outbox: Arc::clone(outbox), has_events: false })
}

/// Begins a transaction. Nothing was done yet, so a connection that turns out to be broken is replaced by another one.
async fn begin(pool: &Pool, options: TransactionOptions) -> Result<DatabaseTransaction, DbErr> {
    for _ in 1..ATTEMPTS {
        match begin_once(pool, options).await {
            Err(error) if begins_anew(trouble(&error)) => {}
            answer => return answer,
        }
    }
    begin_once(pool, options).await
}

/// A BEGIN that fails leaves a connection about which nothing is known.
async fn begin_once(pool: &Pool, options: TransactionOptions) -> Result<DatabaseTransaction, DbErr> {
    let answer = pool.connections().begin_with_options(options);
    #[cfg(test)]
    let answer = pool.trust().faults.meet(Place::Begin, answer);
    let answer = pool.trust().watch(answer).await;
    if let Err(error) = &answer
        && !matches!(trouble(error), Trouble::Contention | Trouble::NoConnection)
    {
        pool.trust().distrust(error);
    }
    answer
}

/// Whether another connection may do better: not where there is none, and not where one waited long enough.
fn begins_anew(trouble: Trouble) -> bool {
    !matches!(trouble, Trouble::Contention | Trouble::NoConnection | Trouble::Silent | Trouble::GivenUp)
}

/// Whether this kind of database chains the trail as it writes it.
pub(crate) fn chains_as_it_writes(backend: DbBackend) -> bool {
    backend != DbBackend::Postgres
}

/// Begins a transaction that reads one state of the whole database, however long it takes.
pub(crate) async fn read_tx(reader: &Pool) -> Result<DatabaseTransaction, DbErr> {
    if reader.get_database_backend() != DbBackend::Postgres {
        return begin(reader, TransactionOptions::default()).await;
    }
    let options = TransactionOptions {
        isolation_level: Some(IsolationLevel::RepeatableRead),
        access_mode: Some(AccessMode::ReadOnly),
        ..TransactionOptions::default()
    };
    let transaction = begin(reader, options).await?;
    // Whoever takes what is read may be slow.
    transaction.execute_unprepared("SET LOCAL idle_in_transaction_session_timeout = 0").await?;
    Ok(transaction)
}

/// Lets one process migrate at a time. SQLite's write transaction does that already.
pub(crate) async fn hold_migration_lock(tx: &WriteTx) -> Result<(), DbErr> {
    const KEY: i64 = 0x0C02_DA7A;
    let connection = tx.connection();
    if connection.get_database_backend() == DbBackend::Postgres {
        connection.execute_unprepared("SET LOCAL lock_timeout = 0").await?;
        connection.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({KEY})")).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use cordata_domain::period::Validity;
    use cordata_domain::plan::StrategicPlan;
    use cordata_domain::stakeholder::StakeholderKind;
    use cordata_domain::{LocalisedText, Reason};
    use sea_orm::prelude::Uuid;

    use super::*;
    use crate::trial;

    fn plan() -> StrategicPlan {
        let period = Validity::new("2024-01-01".parse().unwrap(), Some("2026-12-31".parse().unwrap())).unwrap();
        StrategicPlan::new(Uuid::from_u128(1).into(), "2024-2026", LocalisedText::italian("Piano"), period).unwrap()
    }

    #[tokio::test]
    async fn what_is_dropped_was_never_there() {
        let trial = trial::database().await;
        let mut tx = trial.database.begin().await.unwrap();
        tx.insert_plan(&plan()).await.unwrap();
        drop(tx);
        let mut tx = trial.database.begin().await.unwrap();
        assert_eq!(tx.plan(plan().id).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_taken_key_a_reference_to_nothing_and_a_stale_version_are_told_apart() {
        let trial = trial::database().await;
        let mut tx = trial.database.begin().await.unwrap();
        tx.insert_plan(&plan()).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = trial.database.begin().await.unwrap();
        let taken = tx.insert_plan(&StrategicPlan { id: Uuid::from_u128(2).into(), ..plan() }).await.unwrap_err();
        assert!(matches!(taken, AppError::Refused(refusal) if refusal.reason == Reason::AlreadyExists));
        drop(tx);

        let mut tx = trial.database.begin().await.unwrap();
        let kind = StakeholderKind::delivered().remove(0);
        let body = cordata_domain::stakeholder::Stakeholder::new(Uuid::from_u128(3).into(), "Comune", &kind, None);
        let dangling = tx.insert_stakeholder(&body.unwrap()).await.unwrap_err();
        assert!(matches!(dangling, AppError::Refused(refusal) if refusal.reason == Reason::NotFound));
        drop(tx);

        let mut tx = trial.database.begin().await.unwrap();
        tx.update_plan(&plan()).await.unwrap();
        assert_eq!(tx.plan(plan().id).await.unwrap().map(|plan| plan.version), Some(2));
        assert!(matches!(tx.update_plan(&plan()).await, Err(AppError::Busy)));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn writers_of_one_plan_queue_up_and_lose_nothing() {
        let trial = trial::database().await;
        let mut tx = trial.database.begin().await.unwrap();
        tx.insert_plan(&plan()).await.unwrap();
        tx.commit().await.unwrap();
        let mut writers = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let database = trial.database.clone();
            writers.spawn(async move {
                let mut tx = database.begin().await.unwrap();
                let plan = tx.plan(plan().id).await.unwrap().unwrap();
                tokio::time::sleep(Duration::from_millis(2)).await;
                tx.update_plan(&plan).await.unwrap();
                tx.commit().await.unwrap();
            });
        }
        writers.join_all().await;
        let mut tx = trial.database.begin().await.unwrap();
        assert_eq!(tx.plan(plan().id).await.unwrap().map(|plan| plan.version), Some(13));
    }
}
