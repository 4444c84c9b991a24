use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{blob, text, text_null, uuid};

use crate::schema::{index, reference};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(value()).await?;
        manager.create_index(index("audit_value", &["person_id"])).await
    }
}

/// The personal values that entries of the trail hold hashes of. Erasing a person removes theirs.
fn value() -> TableCreateStatement {
    Table::create()
        .table("audit_value")
        .col(uuid("entry_id"))
        .col(text("field"))
        .col(uuid("person_id"))
        .col(blob("salt"))
        .col(text_null("before"))
        .col(text_null("after"))
        .primary_key(Index::create().col("entry_id").col("field"))
        .foreign_key(&mut reference("audit_value", "entry_id", "audit_entry"))
        .foreign_key(&mut reference("audit_value", "person_id", "person"))
        .take()
}
