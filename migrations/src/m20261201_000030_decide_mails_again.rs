use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, uuid_null};

use crate::schema::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Reasons that were written as sentences, and their names.
const REASONS: [(&str, &str); 2] = [("the recipient has no address", "NO_ADDRESS"), ("erased", "ERASED")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// A mail names the meeting and the tables that it tells about, so that it can be decided again when it leaves.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in [uuid_null("meeting_id"), text("tables").default("").take()] {
            manager.alter_table(Table::alter().table("mail").add_column(&mut column).take()).await?;
        }
        for (sentence, name) in REASONS {
            let named = Query::update()
                .table("mail")
                .value("state_reason", name)
                .and_where(Expr::col("state").eq("SKIPPED"))
                .and_where(Expr::col("state_reason").eq(sentence))
                .to_owned();
            manager.exec_stmt(named).await?;
        }
        let waiting = Expr::cust("next_attempt_at IS NOT NULL");
        manager.create_index(index("mail", &["meeting_id", "recipient_id"]).and_where(waiting).take()).await
    }
}
