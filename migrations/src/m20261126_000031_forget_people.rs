use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::timestamp_with_time_zone_null;

use crate::schema::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let erased_at = timestamp_with_time_zone_null("erased_at");
        manager.alter_table(Table::alter().table("person").add_column(erased_at).to_owned()).await?;
        for (table, column) in [("action_link", "expires_at"), ("job", "finished_at")] {
            manager.create_index(index(table, &[column])).await?;
        }
        Ok(())
    }
}
