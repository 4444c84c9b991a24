use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, timestamp_with_time_zone};

use crate::schema::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(salt()).await?;
        manager.create_table(quota()).await?;
        manager.create_index(index("usage_quota", &["until"])).await?;
        // Its hashes had no salt, and nothing ever removed them.
        manager.drop_table(Table::drop().table("contribution_quota").to_owned()).await
    }
}

/// The salt is made when it is first needed, by the process that needs it.
fn salt() -> TableCreateStatement {
    Table::create()
        .table("instance_salt")
        .col(big_integer("id").primary_key().check(Expr::cust("id = 1")))
        .col(blob("salt"))
        .take()
}

fn quota() -> TableCreateStatement {
    Table::create()
        .table("usage_quota")
        .col(blob("of"))
        .col(timestamp_with_time_zone("until"))
        .col(big_integer("used").check(Expr::cust("used > 0")))
        .primary_key(Index::create().col("of").col("until"))
        .take()
}
