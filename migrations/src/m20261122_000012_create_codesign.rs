use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, date, pk_uuid, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    uuid_null,
};

use crate::schema::{index, one_of, reference, refuse_changes, sort_text, unique};

const PROPOSAL_STATES: [&str; 4] = ["DRAFT", "OPEN", "ADOPTED", "WITHDRAWN"];
const CONTRIBUTION_KINDS: [&str; 3] = ["IDEA", "PROPOSAL", "OFFER"];
const CONTRIBUTION_STATES: [&str; 4] = ["RECEIVED", "FORWARDED", "MERGED", "DECLINED"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            proposal(),
            proposal_version(),
            clause(),
            comment(),
            endorsement(),
            contribution(),
            contributor(),
            contribution_quota(),
        ] {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        for table in ["proposal_version", "proposal_clause", "endorsement"] {
            refuse_changes(manager, table).await?;
        }
        Ok(())
    }
}

fn proposal() -> TableCreateStatement {
    Table::create()
        .table("proposal")
        .col(pk_uuid("id"))
        .col(uuid("table_id"))
        .col(uuid_null("project_id"))
        .col(text("title"))
        .col(text("language"))
        .col(one_of("state", PROPOSAL_STATES))
        .col(text_null("state_reason"))
        .col(timestamp_with_time_zone_null("opened_at"))
        .col(big_integer("current"))
        .col(big_integer("version"))
        .col(sort_text("sort_key"))
        .col(text("search_text"))
        .foreign_key(&mut reference("proposal", "table_id", "concertation_table"))
        .foreign_key(&mut reference("proposal", "project_id", "project"))
        .take()
}

fn proposal_version() -> TableCreateStatement {
    Table::create()
        .table("proposal_version")
        .col(uuid("proposal_id"))
        .col(big_integer("number").check(Expr::cust("number > 0")))
        .col(uuid("on_behalf_of_id"))
        .col(uuid_null("author_id"))
        .col(text_null("note"))
        .col(blob("hash"))
        .col(timestamp_with_time_zone("saved_at"))
        .primary_key(Index::create().col("proposal_id").col("number"))
        .foreign_key(&mut reference("proposal_version", "proposal_id", "proposal"))
        .foreign_key(&mut reference("proposal_version", "on_behalf_of_id", "stakeholder"))
        .foreign_key(&mut reference("proposal_version", "author_id", "person"))
        .take()
}

fn clause() -> TableCreateStatement {
    Table::create()
        .table("proposal_clause")
        .col(uuid("proposal_id"))
        .col(big_integer("number"))
        .col(uuid("clause_id"))
        .col(big_integer("position"))
        .col(text("title"))
        .col(text("body"))
        .primary_key(Index::create().col("proposal_id").col("number").col("clause_id"))
        .foreign_key(&mut of_version("proposal_clause"))
        .take()
}

/// What is said about a text names the version it was said about.
fn of_version(table: &'static str) -> ForeignKeyCreateStatement {
    let mut foreign_key = ForeignKey::create();
    foreign_key
        .name(format!("fk_{table}_version"))
        .from(table, ("proposal_id", "number"))
        .to("proposal_version", ("proposal_id", "number"));
    foreign_key
}

fn comment() -> TableCreateStatement {
    Table::create()
        .table("proposal_comment")
        .col(pk_uuid("id"))
        .col(uuid("proposal_id"))
        .col(big_integer("number"))
        .col(uuid("clause_id"))
        .col(uuid_null("reply_to_id"))
        .col(uuid("on_behalf_of_id"))
        .col(uuid_null("author_id"))
        .col(text("text"))
        .col(text("language"))
        .col(timestamp_with_time_zone("written_at"))
        .col(timestamp_with_time_zone_null("resolved_at"))
        .col(uuid_null("resolved_by_id"))
        .foreign_key(&mut of_version("proposal_comment"))
        .foreign_key(&mut reference("proposal_comment", "reply_to_id", "proposal_comment"))
        .foreign_key(&mut reference("proposal_comment", "on_behalf_of_id", "stakeholder"))
        .foreign_key(&mut reference("proposal_comment", "author_id", "person"))
        .foreign_key(&mut reference("proposal_comment", "resolved_by_id", "person"))
        .take()
}

fn endorsement() -> TableCreateStatement {
    Table::create()
        .table("endorsement")
        .col(pk_uuid("id"))
        .col(uuid("proposal_id"))
        .col(big_integer("number"))
        .col(uuid("organisation_id"))
        .col(uuid_null("person_id"))
        .col(blob("hash"))
        .col(timestamp_with_time_zone("endorsed_at"))
        .foreign_key(&mut of_version("endorsement"))
        .foreign_key(&mut reference("endorsement", "organisation_id", "stakeholder"))
        .foreign_key(&mut reference("endorsement", "person_id", "person"))
        .take()
}

fn contribution() -> TableCreateStatement {
    Table::create()
        .table("contribution")
        .col(pk_uuid("id"))
        .col(text("reference"))
        .col(one_of("kind", CONTRIBUTION_KINDS))
        .col(text("title"))
        .col(text("text"))
        .col(text("language"))
        .col(uuid_null("table_id"))
        .col(uuid_null("author_id"))
        .col(uuid_null("on_behalf_of_id"))
        .col(timestamp_with_time_zone("submitted_at"))
        .col(one_of("state", CONTRIBUTION_STATES))
        .col(text_null("answer"))
        .col(timestamp_with_time_zone_null("answered_at"))
        .col(uuid_null("answered_by_id"))
        .col(uuid_null("proposal_id"))
        .col(big_integer("version"))
        .col(text("search_text"))
        .check(Expr::cust("(state = 'RECEIVED') = (answered_at IS NULL)"))
        .check(Expr::cust("state <> 'DECLINED' OR answer IS NOT NULL"))
        .check(Expr::cust("(state = 'MERGED') = (proposal_id IS NOT NULL)"))
        .foreign_key(&mut reference("contribution", "table_id", "concertation_table"))
        .foreign_key(&mut reference("contribution", "author_id", "person"))
        .foreign_key(&mut reference("contribution", "on_behalf_of_id", "stakeholder"))
        .foreign_key(&mut reference("contribution", "answered_by_id", "person"))
        .foreign_key(&mut reference("contribution", "proposal_id", "proposal"))
        .take()
}

/// Personal data of citizens stand here and nowhere else: deleting a row erases them.
fn contributor() -> TableCreateStatement {
    Table::create()
        .table("contributor")
        .col(uuid("contribution_id").primary_key())
        .col(text("name"))
        .col(text("address"))
        .col(text("consent"))
        .col(timestamp_with_time_zone("consented_at"))
        .foreign_key(&mut reference("contributor", "contribution_id", "contribution"))
        .take()
}

fn contribution_quota() -> TableCreateStatement {
    Table::create()
        .table("contribution_quota")
        .col(blob("of"))
        .col(date("day"))
        .col(big_integer("used"))
        .primary_key(Index::create().col("of").col("day"))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("proposal", &["sort_key", "id"]),
        index("proposal", &["table_id"]),
        index("proposal", &["project_id"]),
        index("proposal_version", &["on_behalf_of_id"]),
        index("proposal_version", &["author_id"]),
        index("proposal_comment", &["proposal_id", "written_at", "id"]),
        index("proposal_comment", &["reply_to_id"]),
        index("proposal_comment", &["on_behalf_of_id"]),
        index("proposal_comment", &["author_id"]),
        index("proposal_comment", &["resolved_by_id"]),
        unique("endorsement", &["proposal_id", "number", "organisation_id"]),
        index("endorsement", &["organisation_id"]),
        index("endorsement", &["person_id"]),
        unique("contribution", &["reference"]),
        index("contribution", &["submitted_at", "id"]),
        index("contribution", &["table_id"]),
        index("contribution", &["author_id"]),
        index("contribution", &["on_behalf_of_id"]),
        index("contribution", &["answered_by_id"]),
        index("contribution", &["proposal_id"]),
    ]
}
