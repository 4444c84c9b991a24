use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::timestamp_with_time_zone_null;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Posts and roles can be withdrawn before their first day is over: they then counted on no day.
const TABLES: [&str; 2] = ["affiliation", "role_grant"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            let mut withdrawn_at = timestamp_with_time_zone_null("withdrawn_at");
            manager.alter_table(Table::alter().table(table).add_column(&mut withdrawn_at).take()).await?;
        }
        Ok(())
    }
}
