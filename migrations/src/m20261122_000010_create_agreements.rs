use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, date, date_null, pk_uuid, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::schema::{index, one_of, reference, sort_text, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const KINDS: [&str; 6] = ["MEMORANDUM", "PA_AGREEMENT", "CONVENTION", "PROGRAMME_AGREEMENT", "PARTNERSHIP", "CODESIGN"];
const STAGES: [&str; 6] = ["DRAFT", "NEGOTIATION", "TEXT_FROZEN", "SIGNING", "TERMINATED", "ABANDONED"];
const PARTY_STATES: [&str; 5] = ["INVITED", "AUTHORISED", "SIGNED", "WITHDRAWN", "DECLINED"];
const SIGNATURE_KINDS: [&str; 5] = ["HANDWRITTEN", "ADVANCED_ELECTRONIC", "QUALIFIED_ELECTRONIC", "DIGITAL", "SPID"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            agreement(),
            agreement_project(),
            agreement_text(),
            agreement_clause(),
            agreement_party(),
            agreement_signature(),
        ] {
            manager.create_table(table).await?;
        }
        manager.alter_table(commitments_under_agreements()).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// The present version of the text stands here, so that who signed it can be asked for without the clauses.
fn agreement() -> TableCreateStatement {
    Table::create()
        .table("agreement")
        .col(pk_uuid("id"))
        .col(one_of("kind", KINDS))
        .col(text("title"))
        .col(text("language"))
        .col(uuid_null("table_id"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(text_null("renewal_clause"))
        .col(boolean("varies_planning"))
        .col(one_of("stage", STAGES))
        .col(uuid_null("text_id"))
        .col(big_integer_null("text_number"))
        .col(text_null("text_hash"))
        .col(timestamp_with_time_zone_null("text_recorded_at"))
        .col(date_null("frozen_on"))
        .col(timestamp_with_time_zone_null("public_since"))
        .col(text_null("ratified_number"))
        .col(date_null("ratified_on"))
        .col(text_null("ratified_body"))
        .col(date_null("published_on"))
        .col(text_null("published_in"))
        .col(date_null("ended_on"))
        .col(text_null("ended_reason"))
        .col(big_integer("version"))
        .col(sort_text("sort_key"))
        .col(text("search_text"))
        .check(Expr::cust("valid_to IS NULL OR valid_to >= valid_from"))
        .check(Expr::cust("frozen_on IS NULL OR text_hash IS NOT NULL"))
        .check(Expr::cust("(ended_on IS NULL) = (stage NOT IN ('TERMINATED', 'ABANDONED'))"))
        .foreign_key(&mut reference("agreement", "table_id", "concertation_table"))
        .take()
}

fn agreement_project() -> TableCreateStatement {
    Table::create()
        .table("agreement_project")
        .col(uuid("agreement_id"))
        .col(uuid("project_id"))
        .col(big_integer("position"))
        .primary_key(Index::create().col("agreement_id").col("project_id"))
        .foreign_key(&mut reference("agreement_project", "agreement_id", "agreement"))
        .foreign_key(&mut reference("agreement_project", "project_id", "project"))
        .take()
}

fn agreement_text() -> TableCreateStatement {
    Table::create()
        .table("agreement_text")
        .col(pk_uuid("id"))
        .col(uuid("agreement_id"))
        .col(big_integer("number"))
        .col(text("hash"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut reference("agreement_text", "agreement_id", "agreement"))
        .take()
}

fn agreement_clause() -> TableCreateStatement {
    Table::create()
        .table("agreement_clause")
        .col(uuid("text_id"))
        .col(uuid("clause_id"))
        .col(big_integer("position"))
        .col(text("heading"))
        .col(text("body"))
        .primary_key(Index::create().col("text_id").col("clause_id"))
        .foreign_key(&mut reference("agreement_clause", "text_id", "agreement_text"))
        .take()
}

fn agreement_party() -> TableCreateStatement {
    Table::create()
        .table("agreement_party")
        .col(pk_uuid("id"))
        .col(uuid("agreement_id"))
        .col(uuid("organisation_id"))
        .col(one_of("participation", ["REQUIRED", "ADHERING"]))
        .col(one_of("state", PARTY_STATES))
        .col(text_null("state_reason"))
        .col(text_null("act_number"))
        .col(date_null("act_date"))
        .col(text_null("act_body"))
        .col(date_null("withdrawn_on"))
        .foreign_key(&mut reference("agreement_party", "agreement_id", "agreement"))
        .foreign_key(&mut reference("agreement_party", "organisation_id", "stakeholder"))
        .take()
}

fn agreement_signature() -> TableCreateStatement {
    Table::create()
        .table("agreement_signature")
        .col(pk_uuid("id"))
        .col(uuid("party_id"))
        .col(one_of("kind", SIGNATURE_KINDS))
        .col(date("signed_on"))
        .col(text("text_hash"))
        .col(uuid_null("signatory_id"))
        .col(one_of("standing", ["DECLARED", "VERIFIED", "INVALID"]))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("voided_at"))
        .foreign_key(&mut reference("agreement_signature", "party_id", "agreement_party"))
        .foreign_key(&mut reference("agreement_signature", "signatory_id", "person"))
        .take()
}

/// SQLite cannot add a foreign key to a table later on, but takes one with its column, as PostgreSQL does.
fn commitments_under_agreements() -> TableAlterStatement {
    let column = uuid_null("agreement_id").extra("REFERENCES agreement (id)").take();
    Table::alter().table("commitment").add_column(column).take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("agreement", &["sort_key", "id"]),
        index("agreement", &["table_id"]),
        index("agreement_project", &["project_id"]),
        unique("agreement_text", &["agreement_id", "number"]),
        unique("agreement_party", &["agreement_id", "organisation_id"]),
        index("agreement_party", &["organisation_id"]),
        index("agreement_signature", &["party_id"]),
        index("agreement_signature", &["signatory_id"]),
        index("commitment", &["agreement_id", "id"]),
    ]
}
