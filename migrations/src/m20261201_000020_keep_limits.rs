use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, text, uuid};
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::refuse_changes;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(limit()).await?;
        manager.create_table(origin()).await?;
        refuse_changes(manager, "proposal_origin").await?;
        mend_totals(manager).await
    }
}

/// The bounds that the body set for itself; where there is none, the delivered one holds.
fn limit() -> TableCreateStatement {
    Table::create().table("instance_limit").col(text("name").primary_key()).col(big_integer("value")).take()
}

/// How a text of a proposal came about, where it is no version of its own: it goes on with the version before, or it
/// brings an earlier one back.
fn origin() -> TableCreateStatement {
    let of_text = |column: &str| {
        let mut key = ForeignKey::create();
        key.name(format!("fk_proposal_origin_{column}"))
            .from("proposal_origin", ("proposal_id", column.to_owned()))
            .to("proposal_version", ("proposal_id", "number"));
        key
    };
    Table::create()
        .table("proposal_origin")
        .col(uuid("proposal_id"))
        .col(big_integer("number"))
        .col(boolean("continues"))
        .col(big_integer_null("restores"))
        .check(Expr::cust("continues <> (restores IS NOT NULL)"))
        .primary_key(Index::create().col("proposal_id").col("number"))
        .foreign_key(&mut of_text("number"))
        .foreign_key(&mut of_text("restores"))
        .take()
}

/// SQLite turned totals of promises that left 64 bits into numbers that are not whole: nobody could read the project
/// any more. They become the largest that is kept. PostgreSQL refused them.
async fn mend_totals(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    for column in ["promised_cash", "promised_in_kind"] {
        let sql = format!("UPDATE project_total SET {column} = {} WHERE typeof({column}) = 'real'", i64::MAX);
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}
