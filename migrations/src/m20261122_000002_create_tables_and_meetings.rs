use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, date, date_null, integer, integer_null, json_binary, json_binary_null,
    text, text_null, timestamp, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::schema::{index, one_of, one_of_null, reference, sort_text, unique};

const PERIOD: &str = "valid_to IS NULL OR valid_to >= valid_from";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            concertation_table(),
            table_mandate(),
            seat(),
            seat_holder(),
            meeting(),
            agenda_item(),
            invitee(),
            attendance(),
            quorum_check(),
            decision(),
            decision_binds(),
            follow_up(),
            number_series(),
        ] {
            manager.create_table(table).await?;
        }
        for index in table_indexes().into_iter().chain(meeting_indexes()).chain(decision_indexes()) {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn concertation_table() -> TableCreateStatement {
    const KINDS: [&str; 5] = ["PERMANENT_MOUNTAIN", "COORDINATION", "THEMATIC", "ZONE", "WORKING_GROUP"];
    Table::create()
        .table("concertation_table")
        .col(uuid("id").primary_key())
        .col(text("slug"))
        .col(json_binary("name"))
        .col(one_of("kind", KINDS))
        .col(uuid_null("parent_id"))
        .col(text_null("founding_act"))
        .col(json_binary("rules"))
        .col(uuid_null("zone_id"))
        .col(text("time_zone"))
        .col(uuid_null("coordinator_id"))
        .col(one_of("publicity", ["PUBLIC", "RESERVED"]))
        .col(one_of("state", ["PROPOSED", "ACTIVE", "SUSPENDED", "DISSOLVED"]))
        .col(big_integer("version"))
        .col(sort_text("sort_key"))
        .col(text("search_text"))
        .foreign_key(&mut reference("concertation_table", "parent_id", "concertation_table"))
        .foreign_key(&mut reference("concertation_table", "zone_id", "homogeneous_zone"))
        .foreign_key(&mut reference("concertation_table", "coordinator_id", "person"))
        .take()
}

fn table_mandate() -> TableCreateStatement {
    Table::create()
        .table("table_mandate")
        .col(uuid("table_id"))
        .col(big_integer("position"))
        .col(uuid_null("axis_id"))
        .col(uuid_null("strategy_id"))
        .primary_key(Index::create().col("table_id").col("position"))
        .foreign_key(&mut reference("table_mandate", "table_id", "concertation_table"))
        .foreign_key(&mut reference("table_mandate", "axis_id", "axis"))
        .foreign_key(&mut reference("table_mandate", "strategy_id", "strategy"))
        .check(Expr::cust("(axis_id IS NULL) <> (strategy_id IS NULL)"))
        .take()
}

fn seat() -> TableCreateStatement {
    Table::create()
        .table("seat")
        .col(uuid("id").primary_key())
        .col(uuid("table_id"))
        .col(uuid("organisation_id"))
        .col(one_of("kind", ["EX_OFFICIO", "EFFECTIVE", "INVITED", "TECHNICAL_SUPPORT"]))
        .col(boolean("voting"))
        .col(one_of("state", ["INVITED", "ACTIVE", "SUSPENDED", "ENDED"]))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(timestamp_with_time_zone("recorded_at"))
        .check(Expr::cust(PERIOD))
        .foreign_key(&mut reference("seat", "table_id", "concertation_table"))
        .foreign_key(&mut reference("seat", "organisation_id", "stakeholder"))
        .take()
}

fn seat_holder() -> TableCreateStatement {
    Table::create()
        .table("seat_holder")
        .col(uuid("id").primary_key())
        .col(uuid("seat_id"))
        .col(uuid("person_id"))
        .col(one_of("capacity", ["TITULAR", "SUBSTITUTE"]))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(timestamp_with_time_zone("recorded_at"))
        .check(Expr::cust(PERIOD))
        .foreign_key(&mut reference("seat_holder", "seat_id", "seat"))
        .foreign_key(&mut reference("seat_holder", "person_id", "person"))
        .take()
}

fn meeting() -> TableCreateStatement {
    Table::create()
        .table("meeting")
        .col(uuid("id").primary_key())
        .col(uuid("table_id"))
        .col(text("title"))
        .col(one_of("kind", ["ORDINARY", "URGENT", "SECOND_CALL"]))
        .col(one_of("mode", ["IN_PERSON", "REMOTE", "HYBRID"]))
        .col(text_null("place"))
        .col(text_null("link"))
        .col(timestamp("starts_local"))
        .col(text("time_zone"))
        .col(timestamp_with_time_zone("starts_at"))
        .col(big_integer("minutes"))
        .col(one_of("state", ["DRAFT", "CONVENED", "POSTPONED", "OPEN", "CLOSED", "CANCELLED"]))
        .col(one_of_null("outcome", ["VALID", "INQUORATE"]))
        .col(integer_null("convocation_year"))
        .col(big_integer_null("convocation_number"))
        .col(timestamp_with_time_zone_null("dispatched_at"))
        .col(big_integer_null("days_of_notice"))
        .col(text_null("urgency"))
        .col(integer_null("year"))
        .col(big_integer_null("number"))
        .col(json_binary_null("rules"))
        .col(text_null("state_reason"))
        .col(big_integer("sequence"))
        .col(timestamp_with_time_zone_null("opened_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(big_integer("version"))
        .foreign_key(&mut reference("meeting", "table_id", "concertation_table"))
        .take()
}

fn agenda_item() -> TableCreateStatement {
    Table::create()
        .table("agenda_item")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(big_integer("position"))
        .col(text("title"))
        .col(text_null("body"))
        .col(one_of("kind", ["INFORMATION", "DISCUSSION", "DECISION"]))
        .col(text("language"))
        .col(text_null("urgency"))
        .col(uuid_null("carried_from_id"))
        .col(one_of("state", ["OPEN", "DISCUSSED", "DECIDED", "DEFERRED"]))
        .foreign_key(&mut reference("agenda_item", "meeting_id", "meeting"))
        .foreign_key(&mut reference("agenda_item", "carried_from_id", "agenda_item"))
        .take()
}

fn invitee() -> TableCreateStatement {
    Table::create()
        .table("invitee")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(uuid("seat_id"))
        .col(uuid("organisation_id"))
        .col(uuid("person_id"))
        .col(one_of("capacity", ["TITULAR", "SUBSTITUTE"]))
        .col(boolean("voting"))
        .col(one_of_null("answer", ["ATTENDING", "SUBSTITUTE_ATTENDS", "ABSENT"]))
        .col(timestamp_with_time_zone_null("answered_at"))
        .check(Expr::cust("(answer IS NULL) = (answered_at IS NULL)"))
        .foreign_key(&mut reference("invitee", "meeting_id", "meeting"))
        .foreign_key(&mut reference("invitee", "seat_id", "seat"))
        .foreign_key(&mut reference("invitee", "organisation_id", "stakeholder"))
        .foreign_key(&mut reference("invitee", "person_id", "person"))
        .take()
}

fn attendance() -> TableCreateStatement {
    Table::create()
        .table("attendance")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(uuid("seat_id"))
        .col(uuid_null("person_id"))
        .col(one_of("presence", ["IN_PERSON", "REMOTE", "ABSENT"]))
        .col(timestamp_with_time_zone("from_at"))
        .col(timestamp_with_time_zone_null("until_at"))
        .foreign_key(&mut reference("attendance", "meeting_id", "meeting"))
        .foreign_key(&mut reference("attendance", "seat_id", "seat"))
        .foreign_key(&mut reference("attendance", "person_id", "person"))
        .take()
}

fn quorum_check() -> TableCreateStatement {
    Table::create()
        .table("quorum_check")
        .col(uuid("id").primary_key())
        .col(uuid("meeting_id"))
        .col(uuid_null("item_id"))
        .col(big_integer("represented"))
        .col(big_integer("base"))
        .col(big_integer("required"))
        .col(timestamp_with_time_zone("at"))
        .foreign_key(&mut reference("quorum_check", "meeting_id", "meeting"))
        .foreign_key(&mut reference("quorum_check", "item_id", "agenda_item"))
        .take()
}

fn decision() -> TableCreateStatement {
    Table::create()
        .table("decision")
        .col(uuid("id").primary_key())
        .col(uuid("table_id"))
        .col(uuid("meeting_id"))
        .col(uuid("item_id"))
        .col(integer("year"))
        .col(big_integer("number"))
        .col(text("text"))
        .col(text("language"))
        .col(one_of("method", ["CONSENSUS", "OPEN_VOTE", "SECRET_VOTE"]))
        .col(one_of("majority", ["SIMPLE", "ABSOLUTE", "QUALIFIED"]))
        .col(big_integer("in_favour"))
        .col(big_integer("against"))
        .col(big_integer("abstained"))
        .col(big_integer("not_voting"))
        .col(big_integer("in_conflict"))
        .col(one_of("state", ["ADOPTED", "REJECTED", "SUPERSEDED"]))
        .col(big_integer("version"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(text("search_text"))
        .foreign_key(&mut reference("decision", "table_id", "concertation_table"))
        .foreign_key(&mut reference("decision", "meeting_id", "meeting"))
        .foreign_key(&mut reference("decision", "item_id", "agenda_item"))
        .take()
}

fn decision_binds() -> TableCreateStatement {
    Table::create()
        .table("decision_binds")
        .col(uuid("decision_id"))
        .col(big_integer("position"))
        .col(uuid("organisation_id"))
        .primary_key(Index::create().col("decision_id").col("position"))
        .foreign_key(&mut reference("decision_binds", "decision_id", "decision"))
        .foreign_key(&mut reference("decision_binds", "organisation_id", "stakeholder"))
        .take()
}

fn follow_up() -> TableCreateStatement {
    Table::create()
        .table("follow_up")
        .col(uuid("id").primary_key())
        .col(uuid("decision_id"))
        .col(uuid("meeting_id"))
        .col(uuid("table_id"))
        .col(uuid("owner_id"))
        .col(text("text"))
        .col(text("language"))
        .col(date("due"))
        .col(text_null("evidence"))
        .col(one_of("state", ["OPEN", "IN_PROGRESS", "DONE", "VERIFIED", "CANCELLED"]))
        .col(big_integer("version"))
        .foreign_key(&mut reference("follow_up", "decision_id", "decision"))
        .foreign_key(&mut reference("follow_up", "meeting_id", "meeting"))
        .foreign_key(&mut reference("follow_up", "table_id", "concertation_table"))
        .foreign_key(&mut reference("follow_up", "owner_id", "stakeholder"))
        .take()
}

fn number_series() -> TableCreateStatement {
    Table::create()
        .table("number_series")
        .col(one_of("kind", ["CONVOCATION", "MEETING", "DECISION"]))
        .col(uuid("table_id"))
        .col(integer("year"))
        .col(big_integer("last"))
        .primary_key(Index::create().col("kind").col("table_id").col("year"))
        .foreign_key(&mut reference("number_series", "table_id", "concertation_table"))
        .take()
}

fn table_indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("concertation_table", &["slug"]),
        index("concertation_table", &["sort_key", "id"]),
        index("concertation_table", &["parent_id"]),
        index("concertation_table", &["zone_id"]),
        index("concertation_table", &["coordinator_id"]),
        index("table_mandate", &["axis_id"]),
        index("table_mandate", &["strategy_id"]),
        index("seat", &["table_id"]),
        index("seat", &["organisation_id"]),
        index("seat_holder", &["seat_id"]),
        index("seat_holder", &["person_id"]),
        index("number_series", &["table_id"]),
    ]
}

fn meeting_indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("meeting", &["table_id", "year", "number"]),
        unique("meeting", &["table_id", "convocation_year", "convocation_number"]),
        index("meeting", &["starts_at", "id"]),
        index("meeting", &["table_id", "starts_at", "id"]),
        index("agenda_item", &["meeting_id", "position"]),
        index("agenda_item", &["carried_from_id"]),
        unique("invitee", &["meeting_id", "seat_id", "person_id"]),
        index("invitee", &["seat_id"]),
        index("invitee", &["organisation_id"]),
        index("invitee", &["person_id"]),
        index("attendance", &["meeting_id"]),
        index("attendance", &["seat_id"]),
        index("attendance", &["person_id"]),
        index("quorum_check", &["meeting_id"]),
        index("quorum_check", &["item_id"]),
    ]
}

fn decision_indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("decision", &["table_id", "year", "number"]),
        index("decision", &["recorded_at", "id"]),
        index("decision", &["meeting_id"]),
        index("decision", &["item_id"]),
        index("decision_binds", &["organisation_id"]),
        index("follow_up", &["due", "id"]),
        index("follow_up", &["decision_id", "due"]),
        index("follow_up", &["meeting_id"]),
        index("follow_up", &["table_id"]),
        index("follow_up", &["owner_id"]),
    ]
}
