//! Whether the store answers, and takes changes.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::read::HealthReads;
use sea_orm::{ConnectionTrait, Statement};

use crate::connect::Database;
use crate::error::store_error;

#[async_trait]
impl HealthReads for Database {
    async fn ping(&self) -> Result<(), AppError> {
        let question = Statement::from_string(self.reader().get_database_backend(), "SELECT 1");
        self.reader().query_one_raw(question).await.map(|_| ()).map_err(store_error)
    }

    async fn prove_writable(&self) -> Result<(), AppError> {
        let tx = self.write_tx().await?;
        tx.connection().execute_unprepared("UPDATE instance SET name = name").await.map_err(store_error)?;
        tx.finish().await
    }
}
