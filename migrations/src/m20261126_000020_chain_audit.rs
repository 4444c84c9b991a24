use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, uuid, uuid_null};

use crate::schema::{index, reference, refuse_changes, unique};

/// The chain of the trail: a link for each entry, and the table that an entry is about.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The trail names things by id, like its subjects: it outlives rules about what they refer to.
        let about = Table::alter().table("audit_entry").add_column(uuid_null("table_id")).take();
        manager.alter_table(about).await?;
        manager.create_index(index("audit_entry", &["table_id", "recorded_at"])).await?;
        manager.create_index(index("audit_entry", &["request_id"])).await?;

        let link = Table::create()
            .table("audit_link")
            .col(big_integer("seq").primary_key().check(Expr::cust("seq > 0")))
            .col(uuid("entry_id"))
            .col(big_integer("format"))
            .col(blob("hash"))
            .foreign_key(&mut reference("audit_link", "entry_id", "audit_entry"))
            .take();
        manager.create_table(link).await?;
        manager.create_index(unique("audit_link", &["entry_id"])).await?;
        refuse_changes(manager, "audit_link").await
    }
}
