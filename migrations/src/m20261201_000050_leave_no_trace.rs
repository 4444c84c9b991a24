use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Changes nothing in the schema. Being applied says from when on deleted rows are overwritten in the file of SQLite, which
/// an upgrade writes anew once, and every backup has a seal: one without it lost its end.
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
