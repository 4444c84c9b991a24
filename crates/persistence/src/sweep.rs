//! Leaving nothing of what was deleted in an SQLite file. A deleted row is overwritten at once (`secure_delete`), but two
//! things outlast it: the pages of the log, until it is emptied, and what SQLite left behind when it moved rows from page
//! to page, until the file is written anew. PostgreSQL has its own ways for both.

use chrono::{DateTime, Utc};
use cordata_app::AppError;
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect, Statement};

use crate::connect::{BUSY_TIMEOUT, Database};
use crate::entity::person;
use crate::error::store_error;
use crate::sql::sweep::{empty_log, file_size, rewrite};

impl Database {
    /// Moves everything from the log into the file and empties the log. While somebody reads an older state, that is left
    /// for another time, and nobody waits.
    pub async fn empty_log(&self) -> Result<(), AppError> {
        self.sweep(empty_log(self.writer().get_database_backend(), BUSY_TIMEOUT)).await
    }

    /// Writes the whole file anew, and empties the log. Nobody can write meanwhile: for about a second for each 100 MB.
    pub async fn rewrite(&self) -> Result<(), AppError> {
        self.sweep(rewrite(self.writer().get_database_backend()).map(str::to_owned)).await?;
        self.empty_log().await
    }

    async fn sweep(&self, statement: Option<String>) -> Result<(), AppError> {
        let Some(statement) = statement else { return Ok(()) };
        self.writer().execute_unprepared(&statement).await.map(|_| ()).map_err(store_error)
    }

    /// How many bytes the file of SQLite has; nothing on a server.
    pub async fn file_size(&self) -> Result<Option<u64>, AppError> {
        let backend = self.reader().get_database_backend();
        let Some(question) = file_size(backend) else { return Ok(None) };
        let row = self.reader().query_one_raw(Statement::from_string(backend, question)).await.map_err(store_error)?;
        let size: Option<i64> = row.map(|row| row.try_get("", "size")).transpose().map_err(store_error)?;
        Ok(size.and_then(|size| u64::try_from(size).ok()))
    }

    /// When somebody was erased last.
    pub async fn last_erasure(&self) -> Result<Option<DateTime<Utc>>, AppError> {
        use person::{Column, Entity};
        use sea_orm::ColumnTrait;
        let last = Entity::find().select_only().column_as(Column::ErasedAt.max(), "last").into_tuple();
        let found: Option<Option<DateTime<Utc>>> = last.one(self.reader()).await.map_err(store_error)?;
        Ok(found.flatten())
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::trial;

    /// Whether any file of the database holds some bytes.
    fn holds(url: &str, bytes: &[u8]) -> bool {
        let path = url.trim_start_matches("sqlite://").split('?').next().unwrap();
        ["", "-wal", "-shm"].iter().any(|ending| {
            let file = std::fs::read(format!("{path}{ending}")).unwrap_or_default();
            file.windows(bytes.len()).any(|window| window == bytes)
        })
    }

    #[tokio::test]
    async fn a_deleted_row_leaves_no_byte_in_file_and_log() {
        let trial = trial::database().await;
        if trial.database.file_size().await.unwrap().is_none() {
            assert!(trial.database.rewrite().await.is_ok(), "a server has nothing of the kind");
            return;
        }
        let execute = async |sql: &str| trial.database.writer().execute_unprepared(sql).await.unwrap();
        execute("CREATE TABLE secret (words TEXT PRIMARY KEY, more TEXT)").await;
        execute("INSERT INTO secret VALUES ('Zaccheo Quintiliano', zeroblob(20000) || 'lontano')").await;
        trial.database.empty_log().await.unwrap();
        assert!(holds(&trial.url, b"Zaccheo Quint") && holds(&trial.url, b"lontano"));
        execute("DELETE FROM secret").await;
        trial.database.empty_log().await.unwrap();
        assert!(!holds(&trial.url, b"Zaccheo Quint") && !holds(&trial.url, b"lontano"));
    }

    #[tokio::test]
    async fn what_was_deleted_before_deleted_rows_were_overwritten_goes_when_the_file_is_written_anew() {
        let trial = trial::database().await;
        if trial.database.file_size().await.unwrap().is_none() {
            return assert!(trial.database.rewrite().await.is_ok(), "a server has nothing of the kind");
        }
        let execute = async |sql: &str| trial.database.writer().execute_unprepared(sql).await.unwrap();
        execute("PRAGMA secure_delete = OFF").await;
        execute("CREATE TABLE secret (words TEXT PRIMARY KEY)").await;
        execute("INSERT INTO secret VALUES ('Zaccheo Quintiliano')").await;
        execute("DELETE FROM secret").await;
        trial.database.empty_log().await.unwrap();
        assert!(holds(&trial.url, b"Zaccheo Quint"));
        trial.database.rewrite().await.unwrap();
        assert!(!holds(&trial.url, b"Zaccheo Quint"));
    }

    #[tokio::test]
    async fn an_open_reader_makes_nobody_wait_for_the_log_to_be_emptied() {
        let trial = trial::database().await;
        let snapshot = trial.database.snapshot().await.unwrap();
        let mut tx = trial.database.write_tx().await.unwrap();
        tx.note_events();
        tx.connection().execute_unprepared("UPDATE instance SET name = 'x'").await.unwrap();
        tx.finish().await.unwrap();
        let begun = Instant::now();
        trial.database.empty_log().await.unwrap();
        assert!(begun.elapsed() < BUSY_TIMEOUT.min(Duration::from_secs(4)));
        snapshot.close().await.unwrap();
        if trial.database.file_size().await.unwrap().is_some() {
            let asked = Statement::from_string(sea_orm::DbBackend::Sqlite, "PRAGMA busy_timeout");
            let row = trial.database.writer().query_one_raw(asked).await.unwrap().unwrap();
            assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), i64::try_from(BUSY_TIMEOUT.as_millis()).unwrap());
        }
    }
}
