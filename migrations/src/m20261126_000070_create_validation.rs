use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, date, pk_uuid, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    uuid_null,
};

use crate::schema::{index, one_of, reference, refuse_changes, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const STATES: [&str; 4] = ["DECLARED", "DOCUMENTED", "ACCEPTED", "REJECTED"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [entry_check(), in_kind_contribution(), in_kind_evidence()] {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        refuse_changes(manager, "entry_check").await?;
        refuse_changes(manager, "in_kind_evidence").await
    }
}

/// What a second person validated: once for each entry, and for good.
fn entry_check() -> TableCreateStatement {
    Table::create()
        .table("entry_check")
        .col(uuid("entry_id").primary_key())
        .col(uuid_null("person_id"))
        .col(timestamp_with_time_zone("checked_at"))
        .col(text_null("note"))
        .foreign_key(&mut reference("entry_check", "entry_id", "ledger_entry"))
        .foreign_key(&mut reference("entry_check", "person_id", "person"))
        .take()
}

/// Reports of work given. An accepted one names the entry that it posted, and only an accepted one does.
fn in_kind_contribution() -> TableCreateStatement {
    Table::create()
        .table("in_kind_contribution")
        .col(pk_uuid("id"))
        .col(uuid("commitment_id"))
        .col(big_integer("amount").check(Expr::cust("amount > 0")))
        .col(date("given_on"))
        .col(text("description"))
        .col(text_null("act"))
        .col(uuid_null("declared_by"))
        .col(timestamp_with_time_zone("declared_at"))
        .col(one_of("state", STATES))
        .col(uuid_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(text_null("reason"))
        .col(uuid_null("entry_id"))
        .col(big_integer("version"))
        .check(Expr::cust("(state = 'ACCEPTED') = (entry_id IS NOT NULL)"))
        .check(Expr::cust("(state IN ('ACCEPTED', 'REJECTED')) = (decided_at IS NOT NULL)"))
        .check(Expr::cust("(state = 'REJECTED') = (reason IS NOT NULL)"))
        .check(Expr::cust("declared_by IS NULL OR decided_by IS NULL OR declared_by <> decided_by"))
        .foreign_key(&mut reference("in_kind_contribution", "commitment_id", "commitment"))
        .foreign_key(&mut reference("in_kind_contribution", "declared_by", "person"))
        .foreign_key(&mut reference("in_kind_contribution", "decided_by", "person"))
        .foreign_key(&mut reference("in_kind_contribution", "entry_id", "ledger_entry"))
        .take()
}

fn in_kind_evidence() -> TableCreateStatement {
    Table::create()
        .table("in_kind_evidence")
        .col(uuid("in_kind_id"))
        .col(big_integer("number"))
        .col(text("reference"))
        .col(uuid_null("document_id"))
        .col(uuid_null("person_id"))
        .col(timestamp_with_time_zone("added_at"))
        .primary_key(Index::create().col("in_kind_id").col("number"))
        .foreign_key(&mut reference("in_kind_evidence", "in_kind_id", "in_kind_contribution"))
        .foreign_key(&mut reference("in_kind_evidence", "document_id", "document"))
        .foreign_key(&mut reference("in_kind_evidence", "person_id", "person"))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("entry_check", &["person_id"]),
        index("in_kind_contribution", &["commitment_id", "id"]),
        index("in_kind_contribution", &["state", "id"]),
        index("in_kind_contribution", &["declared_by"]),
        index("in_kind_contribution", &["decided_by"]),
        unique("in_kind_contribution", &["entry_id"]),
        index("in_kind_evidence", &["document_id"]),
        index("in_kind_evidence", &["person_id"]),
        index("ledger_entry", &["kind", "id"]),
    ]
}
