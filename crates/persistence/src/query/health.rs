//! Whether the store answers.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::read::HealthReads;

use crate::connect::Database;
use crate::error::store_error;

#[async_trait]
impl HealthReads for Database {
    async fn ping(&self) -> Result<(), AppError> {
        self.reader().ping().await.map_err(store_error)
    }
}
