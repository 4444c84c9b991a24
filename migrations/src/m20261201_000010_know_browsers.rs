use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{blob, timestamp_with_time_zone, uuid};

use crate::schema::{index, reference};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(browser()).await?;
        for column in ["person_id", "seen_at"] {
            manager.create_index(index("known_browser", &[column])).await?;
        }
        Ok(())
    }
}

/// Browsers in which people signed in, by the hash of a secret that only they have.
fn browser() -> TableCreateStatement {
    Table::create()
        .table("known_browser")
        .col(blob("hash"))
        .col(uuid("person_id"))
        .col(timestamp_with_time_zone("seen_at"))
        .primary_key(Index::create().col("hash").col("person_id"))
        .foreign_key(&mut reference("known_browser", "person_id", "person"))
        .take()
}
