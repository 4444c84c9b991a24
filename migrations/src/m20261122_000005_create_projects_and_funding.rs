use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob_null, boolean, date, date_null, json_binary, pk_uuid, text, text_null,
    timestamp_with_time_zone, uuid, uuid_null,
};

use crate::schema::{index, one_of, reference, refuse_changes, sort_text, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const PROJECT_STATES: [&str; 8] =
    ["IDEA", "CO_DESIGN", "APPROVED", "IMPLEMENTING", "FINALISING", "CLOSED", "SUSPENDED", "CANCELLED"];
const COMMITMENT_STATES: [&str; 5] = ["PLEDGED", "CONFIRMED", "CLOSED", "REVOKED", "DECOMMITTED"];
const ENTRY_KINDS: [&str; 6] = ["PLEDGED", "CONFIRMED", "REDUCED", "ORDERED", "PAID", "REVERSED"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            project(),
            project_cup(),
            project_action_share(),
            milestone(),
            budget_revision(),
            project_total(),
            funding_programme(),
            funding_source(),
            commitment(),
            commitment_total(),
            ledger_entry(),
        ] {
            manager.create_table(table).await?;
        }
        for index in project_indexes().into_iter().chain(funding_indexes()) {
            manager.create_index(index).await?;
        }
        refuse_changes(manager, "ledger_entry").await
    }
}

fn project() -> TableCreateStatement {
    Table::create()
        .table("project")
        .col(pk_uuid("id"))
        .col(text("title"))
        .col(text("language"))
        .col(uuid_null("lead_id"))
        .col(uuid_null("table_id"))
        .col(text_null("measure"))
        .col(text_null("measure_key"))
        .col(date_null("starts_on"))
        .col(date_null("ends_on"))
        .col(one_of("state", PROJECT_STATES))
        .col(text_null("state_reason"))
        .col(text_null("source"))
        .col(text_null("source_code"))
        .col(big_integer_null("source_nth"))
        .col(blob_null("content_hash"))
        .col(boolean("anomaly"))
        .col(big_integer("version"))
        .col(sort_text("sort_key"))
        .col(text("search_text"))
        .check(Expr::cust("starts_on IS NULL OR ends_on IS NULL OR ends_on >= starts_on"))
        .check(Expr::cust("(source IS NULL) = (source_code IS NULL) AND (source IS NULL) = (source_nth IS NULL)"))
        .foreign_key(&mut reference("project", "lead_id", "stakeholder"))
        .foreign_key(&mut reference("project", "table_id", "concertation_table"))
        .take()
}

fn project_cup() -> TableCreateStatement {
    Table::create()
        .table("project_cup")
        .col(uuid("project_id"))
        .col(text("cup"))
        .col(big_integer("position"))
        .primary_key(Index::create().col("project_id").col("cup"))
        .foreign_key(&mut reference("project_cup", "project_id", "project"))
        .take()
}

fn project_action_share() -> TableCreateStatement {
    Table::create()
        .table("project_action_share")
        .col(uuid("project_id"))
        .col(uuid("action_id"))
        .col(big_integer("points").check(Expr::cust("points BETWEEN 0 AND 10000")))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .primary_key(Index::create().col("project_id").col("action_id").col("valid_from"))
        .check(Expr::cust("valid_to IS NULL OR valid_to >= valid_from"))
        .foreign_key(&mut reference("project_action_share", "project_id", "project"))
        .foreign_key(&mut reference("project_action_share", "action_id", "plan_action"))
        .take()
}

fn milestone() -> TableCreateStatement {
    Table::create()
        .table("milestone")
        .col(pk_uuid("id"))
        .col(uuid("project_id"))
        .col(text("title"))
        .col(date("due"))
        .col(big_integer("percent_done").check(Expr::cust("percent_done BETWEEN 0 AND 100")))
        .foreign_key(&mut reference("milestone", "project_id", "project"))
        .take()
}

fn budget_revision() -> TableCreateStatement {
    Table::create()
        .table("budget_revision")
        .col(pk_uuid("id"))
        .col(uuid("project_id"))
        .col(big_integer("number"))
        .col(big_integer("cash").check(Expr::cust("cash >= 0")))
        .col(big_integer("in_kind").check(Expr::cust("in_kind >= 0")))
        .col(date("effective_on"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(text_null("reason"))
        .foreign_key(&mut reference("budget_revision", "project_id", "project"))
        .take()
}

/// Kept up to date by every entry of the ledger. The checks are the last guard against a budget that is promised
/// twice; totals that an import or a cut of the budget left contradictory are exempt.
fn project_total() -> TableCreateStatement {
    let mut table = Table::create().table("project_total").col(uuid("project_id").primary_key()).take();
    for column in [
        "budget_cash",
        "budget_in_kind",
        "promised_cash",
        "promised_in_kind",
        "confirmed_cash",
        "confirmed_in_kind",
        "paid_cash",
        "paid_in_kind",
    ] {
        table.col(big_integer(column));
    }
    table
        .col(boolean("exempt"))
        .check(Expr::cust("confirmed_cash <= budget_cash OR exempt"))
        .check(Expr::cust("confirmed_in_kind <= budget_in_kind OR exempt"))
        .check(Expr::cust("paid_cash >= 0 AND paid_in_kind >= 0"))
        .foreign_key(&mut reference("project_total", "project_id", "project"))
        .take()
}

fn funding_programme() -> TableCreateStatement {
    Table::create()
        .table("funding_programme")
        .col(pk_uuid("id"))
        .col(text("code"))
        .col(sort_text("sort_key"))
        .col(json_binary("name"))
        .col(big_integer_null("in_kind_cap").check(Expr::cust("in_kind_cap BETWEEN 0 AND 10000")))
        .col(date_null("eligible_from"))
        .col(date_null("eligible_to"))
        .col(big_integer("version"))
        .check(Expr::cust("eligible_to IS NULL OR eligible_to >= eligible_from"))
        .take()
}

fn funding_source() -> TableCreateStatement {
    Table::create()
        .table("funding_source")
        .col(pk_uuid("id"))
        .col(text("code"))
        .col(sort_text("sort_key"))
        .col(json_binary("name"))
        .col(uuid_null("programme_id"))
        .col(big_integer_null("rate").check(Expr::cust("rate BETWEEN 0 AND 10000")))
        .foreign_key(&mut reference("funding_source", "programme_id", "funding_programme"))
        .take()
}

fn commitment() -> TableCreateStatement {
    Table::create()
        .table("commitment")
        .col(pk_uuid("id"))
        .col(uuid("project_id"))
        .col(uuid_null("contributor_id"))
        .col(uuid_null("source_id"))
        .col(one_of("nature", ["CASH", "IN_KIND"]))
        .col(text_null("conditions"))
        .col(uuid_null("decision_id"))
        .col(text_null("act"))
        .col(boolean("imported"))
        .col(boolean("anomaly"))
        .col(one_of("state", COMMITMENT_STATES))
        .col(big_integer("version"))
        .foreign_key(&mut reference("commitment", "project_id", "project"))
        .foreign_key(&mut reference("commitment", "contributor_id", "stakeholder"))
        .foreign_key(&mut reference("commitment", "source_id", "funding_source"))
        .foreign_key(&mut reference("commitment", "decision_id", "decision"))
        .take()
}

fn commitment_total() -> TableCreateStatement {
    let mut table = Table::create().table("commitment_total").col(uuid("commitment_id").primary_key()).take();
    for column in ["promised", "confirmed", "ordered", "paid"] {
        table.col(big_integer(column));
    }
    table
        .col(boolean("exempt"))
        .check(Expr::cust("paid >= 0"))
        .check(Expr::cust("paid <= confirmed OR exempt"))
        .check(Expr::cust("confirmed <= promised OR exempt"))
        .foreign_key(&mut reference("commitment_total", "commitment_id", "commitment"))
        .take()
}

fn ledger_entry() -> TableCreateStatement {
    Table::create()
        .table("ledger_entry")
        .col(pk_uuid("id"))
        .col(uuid("commitment_id"))
        .col(one_of("kind", ENTRY_KINDS))
        .col(big_integer("amount").check(Expr::cust("amount > 0")))
        .col(date("effective_on"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(uuid_null("person_id"))
        .col(uuid_null("corrects_id"))
        .col(text_null("reference"))
        .foreign_key(&mut reference("ledger_entry", "commitment_id", "commitment"))
        .foreign_key(&mut reference("ledger_entry", "person_id", "person"))
        .foreign_key(&mut reference("ledger_entry", "corrects_id", "ledger_entry"))
        .take()
}

fn project_indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("project", &["source", "source_code", "source_nth"]),
        index("project", &["sort_key", "id"]),
        index("project", &["lead_id"]),
        index("project", &["table_id"]),
        index("project", &["measure_key"]),
        index("project_cup", &["cup"]),
        index("project_action_share", &["action_id"]),
        index("milestone", &["project_id", "due"]),
        unique("budget_revision", &["project_id", "number"]),
    ]
}

fn funding_indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("funding_programme", &["code"]),
        index("funding_programme", &["sort_key", "id"]),
        unique("funding_source", &["code"]),
        index("funding_source", &["sort_key", "id"]),
        index("funding_source", &["programme_id"]),
        index("commitment", &["project_id", "id"]),
        index("commitment", &["contributor_id", "id"]),
        index("commitment", &["source_id", "id"]),
        index("commitment", &["decision_id"]),
        index("ledger_entry", &["commitment_id", "recorded_at", "id"]),
        index("ledger_entry", &["recorded_at"]),
        index("ledger_entry", &["person_id"]),
        index("ledger_entry", &["corrects_id"]),
    ]
}
