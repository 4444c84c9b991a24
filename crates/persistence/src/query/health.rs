//! Whether the store answers, and takes changes.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::read::HealthReads;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::connect::Database;
use crate::error::store_error;

#[async_trait]
impl HealthReads for Database {
    async fn ping(&self) -> Result<(), AppError> {
        let question = Statement::from_string(self.reader().get_database_backend(), "SELECT 1");
        self.reader().query_one_raw(question).await.map(|_| ()).map_err(store_error)
    }

    async fn prove_writable(&self) -> Result<(), AppError> {
        if !self.writer().trust().has_room() {
            self.prove_room().await?;
        }
        let tx = self.write_tx().await?;
        tx.connection().execute_unprepared("UPDATE instance SET name = name").await.map_err(store_error)?;
        tx.finish().await
    }

    fn doubts(&self) -> u64 {
        self.writer().trust().doubts()
    }
}

impl Database {
    /// Proves that there is room for as much as ordinary changes take together. A smaller change proves nothing: on a
    /// full disk it still finds its place in SQLite's log, whose file is not made smaller. A server looks after its
    /// own disk.
    async fn prove_room(&self) -> Result<(), AppError> {
        /// More than a connection keeps in memory, so that it is written, and then undone. It is a text of a megabyte.
        const MUCH: &str = "UPDATE instance SET name = hex(zeroblob(524288))";
        if self.reader().get_database_backend() == DbBackend::Sqlite {
            let tx = self.write_tx().await?;
            tx.connection().execute_unprepared(MUCH).await.map_err(store_error)?;
        }
        self.writer().trust().note_room();
        Ok(())
    }
}
