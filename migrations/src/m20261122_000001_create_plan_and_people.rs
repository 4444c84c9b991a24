use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, boolean, date, date_null, json_binary, pk_uuid, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::{index, one_of, outbox_keys, reference, reference_key, refuse_changes, sort_text, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const PLAN_STATES: [&str; 6] = ["DRAFT", "CONSULTATION", "ADOPTED", "IN_FORCE", "CLOSED", "REPORTED"];
const ACTION_STATES: [&str; 4] = ["DRAFT", "ACTIVE", "COMPLETED", "ABANDONED"];
const COMPETENCES: [&str; 3] = ["OWN", "OTHERS", "SHARED"];
const CITY_ROLES: [&str; 4] = ["DELIVERS", "DIRECTS", "STIMULATES", "PROMOTES"];
const ACTOR_GROUPS: [&str; 4] =
    ["INSTITUTIONAL_BODY", "ECONOMIC_OR_SOCIAL_PARTY", "CIVIL_SOCIETY", "UNIVERSITY_OR_TRAINING_BODY"];
const PERIOD: &str = "valid_to IS NULL OR valid_to >= valid_from";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(r#"CREATE COLLATION "binary" FROM "C""#).await?;
        }
        create_taxonomies(manager).await?;
        create_territory(manager).await?;
        create_instance(manager).await?;
        create_stakeholders(manager).await?;
        create_people(manager).await?;
        create_plan(manager).await?;
        create_plan_actions(manager).await?;
        create_objectives(manager).await?;
        create_audit(manager).await?;
        create_outbox(manager).await?;
        create_links(manager).await
    }
}

async fn create_taxonomies(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let taxonomy =
        Table::create().table("taxonomy").col(pk_uuid("id")).col(text("code")).col(json_binary("title")).take();
    manager.create_table(taxonomy).await?;
    manager.create_index(unique("taxonomy", &["code"])).await?;

    let term = Table::create()
        .table("term")
        .col(pk_uuid("id"))
        .col(uuid("taxonomy_id"))
        .col(text("code"))
        .col(sort_text("sort_key"))
        .col(json_binary("title"))
        .foreign_key(&mut reference("term", "taxonomy_id", "taxonomy"))
        .take();
    manager.create_table(term).await?;
    manager.create_index(unique("term", &["taxonomy_id", "code"])).await
}

async fn create_territory(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let zone = Table::create()
        .table("homogeneous_zone")
        .col(pk_uuid("id"))
        .col(big_integer("number"))
        .col(text("name"))
        .col(big_integer("municipalities"))
        .col(big_integer("inhabitants"))
        .col(date("counted_on"))
        .take();
    manager.create_table(zone).await?;
    manager.create_index(unique("homogeneous_zone", &["number"])).await?;

    let municipality = Table::create()
        .table("municipality")
        .col(pk_uuid("id"))
        .col(text("istat_code"))
        .col(text("name"))
        .col(sort_text("sort_key"))
        .col(uuid_null("zone_id"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .check(Expr::cust(PERIOD))
        .foreign_key(&mut reference("municipality", "zone_id", "homogeneous_zone"))
        .take();
    manager.create_table(municipality).await?;
    manager.create_index(unique("municipality", &["istat_code", "valid_from"])).await?;
    manager.create_index(index("municipality", &["zone_id"])).await
}

async fn create_instance(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let instance = Table::create()
        .table("instance")
        .col(big_integer("id").primary_key().check(Expr::col("id").eq(1)))
        .col(text("name"))
        .col(text("zone"))
        .col(big_integer_null("patron_month"))
        .col(big_integer_null("patron_day"))
        .col(text("sender_name"))
        .col(text("sender_address"))
        .check(Expr::cust("(patron_month IS NULL) = (patron_day IS NULL)"))
        .take();
    manager.create_table(instance).await
}

async fn create_stakeholders(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let kind = Table::create()
        .table("stakeholder_kind")
        .col(text("code").primary_key())
        .col(json_binary("name"))
        .col(one_of("actor_group", ACTOR_GROUPS))
        .col(boolean("public_administration"))
        .take();
    manager.create_table(kind).await?;

    let stakeholder = Table::create()
        .table("stakeholder")
        .col(pk_uuid("id"))
        .col(text("slug"))
        .col(text("name"))
        .col(sort_text("sort_key"))
        .col(text("search_text"))
        .col(text("kind"))
        .col(text_null("tax_code"))
        .col(big_integer("version"))
        .foreign_key(&mut reference_key("stakeholder", "kind", "stakeholder_kind", "code"))
        .take();
    manager.create_table(stakeholder).await?;
    manager.create_index(unique("stakeholder", &["slug"])).await?;
    manager.create_index(index("stakeholder", &["sort_key", "id"])).await?;
    manager.create_index(index("stakeholder", &["kind"])).await?;
    manager.create_index(index("stakeholder", &["tax_code"])).await
}

async fn create_people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let person = Table::create()
        .table("person")
        .col(pk_uuid("id"))
        .col(text("given_name"))
        .col(text("family_name"))
        .col(sort_text("sort_key"))
        .col(text("search_text"))
        .col(text_null("email"))
        .col(text("locale"))
        .col(text("zone"))
        .col(big_integer("version"))
        .take();
    manager.create_table(person).await?;
    manager.create_index(index("person", &["sort_key", "id"])).await?;

    let affiliation = Table::create()
        .table("affiliation")
        .col(pk_uuid("id"))
        .col(uuid("person_id"))
        .col(uuid("organisation_id"))
        .col(text("post"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(timestamp_with_time_zone("recorded_at"))
        .check(Expr::cust(PERIOD))
        .foreign_key(&mut reference("affiliation", "person_id", "person"))
        .foreign_key(&mut reference("affiliation", "organisation_id", "stakeholder"))
        .take();
    manager.create_table(affiliation).await?;
    manager.create_index(index("affiliation", &["person_id", "valid_from"])).await?;
    manager.create_index(index("affiliation", &["organisation_id", "person_id"])).await?;

    let token = Table::create()
        .table("api_token")
        .col(pk_uuid("id"))
        .col(uuid("person_id"))
        .col(text("label"))
        .col(blob("hash"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("expires_at"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .foreign_key(&mut reference("api_token", "person_id", "person"))
        .take();
    manager.create_table(token).await?;
    manager.create_index(unique("api_token", &["hash"])).await?;
    manager.create_index(index("api_token", &["person_id"])).await
}

async fn create_plan(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let plan = Table::create()
        .table("plan")
        .col(pk_uuid("id"))
        .col(text("edition"))
        .col(sort_text("sort_key"))
        .col(json_binary("title"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(text_null("adopting_act"))
        .col(one_of("state", PLAN_STATES))
        .col(big_integer("version"))
        .check(Expr::cust(PERIOD))
        .take();
    manager.create_table(plan).await?;
    manager.create_index(unique("plan", &["edition"])).await?;
    manager.create_index(index("plan", &["sort_key", "id"])).await?;

    let axis = Table::create()
        .table("axis")
        .col(pk_uuid("id"))
        .col(uuid("plan_id"))
        .col(text("code"))
        .col(sort_text("sort_key"))
        .col(json_binary("title"))
        .foreign_key(&mut reference("axis", "plan_id", "plan"))
        .take();
    manager.create_table(axis).await?;
    manager.create_index(unique("axis", &["plan_id", "code"])).await?;
    create_links_to_terms(manager, "axis_term", "axis_id", "axis").await?;

    let strategy = Table::create()
        .table("strategy")
        .col(pk_uuid("id"))
        .col(uuid("plan_id"))
        .col(uuid("axis_id"))
        .col(text("code"))
        .col(sort_text("sort_key"))
        .col(json_binary("title"))
        .foreign_key(&mut reference("strategy", "plan_id", "plan"))
        .foreign_key(&mut reference("strategy", "axis_id", "axis"))
        .take();
    manager.create_table(strategy).await?;
    manager.create_index(unique("strategy", &["plan_id", "code"])).await?;
    manager.create_index(index("strategy", &["axis_id"])).await
}

async fn create_plan_actions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let action = Table::create()
        .table("plan_action")
        .col(pk_uuid("id"))
        .col(uuid("plan_id"))
        .col(uuid("strategy_id"))
        .col(text("code"))
        .col(sort_text("sort_key"))
        .col(text("search_text"))
        .col(json_binary("title"))
        .col(one_of("competence", COMPETENCES))
        .col(one_of("city_role", CITY_ROLES))
        .col(uuid_null("lead_id"))
        .col(one_of("state", ACTION_STATES))
        .col(text_null("state_reason"))
        .col(big_integer("version"))
        .foreign_key(&mut reference("plan_action", "plan_id", "plan"))
        .foreign_key(&mut reference("plan_action", "strategy_id", "strategy"))
        .foreign_key(&mut reference("plan_action", "lead_id", "stakeholder"))
        .take();
    manager.create_table(action).await?;
    manager.create_index(unique("plan_action", &["plan_id", "code"])).await?;
    manager.create_index(index("plan_action", &["sort_key", "id"])).await?;
    manager.create_index(index("plan_action", &["plan_id", "sort_key", "id"])).await?;
    manager.create_index(index("plan_action", &["strategy_id", "sort_key", "id"])).await?;
    manager.create_index(index("plan_action", &["lead_id"])).await?;
    create_links_to_terms(manager, "plan_action_term", "plan_action_id", "plan_action").await
}

async fn create_links_to_terms(
    manager: &SchemaManager<'_>,
    table: &'static str,
    owner: &'static str,
    parent: &'static str,
) -> Result<(), DbErr> {
    let links = Table::create()
        .table(table)
        .col(uuid(owner))
        .col(uuid("term_id"))
        .primary_key(Index::create().col(owner).col("term_id"))
        .foreign_key(&mut reference(table, owner, parent))
        .foreign_key(&mut reference(table, "term_id", "term"))
        .take();
    manager.create_table(links).await?;
    manager.create_index(index(table, &["term_id"])).await
}

async fn create_objectives(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let one_owner = "CASE WHEN axis_id IS NULL THEN 0 ELSE 1 END \
        + CASE WHEN strategy_id IS NULL THEN 0 ELSE 1 END \
        + CASE WHEN plan_action_id IS NULL THEN 0 ELSE 1 END = 1";
    let objective = Table::create()
        .table("objective")
        .col(pk_uuid("id"))
        .col(uuid_null("axis_id"))
        .col(uuid_null("strategy_id"))
        .col(uuid_null("plan_action_id"))
        .col(big_integer("position"))
        .col(text("text"))
        .col(text("language"))
        .check(Expr::cust(one_owner))
        .foreign_key(&mut reference("objective", "axis_id", "axis"))
        .foreign_key(&mut reference("objective", "strategy_id", "strategy"))
        .foreign_key(&mut reference("objective", "plan_action_id", "plan_action"))
        .take();
    manager.create_table(objective).await?;
    manager.create_index(index("objective", &["axis_id"])).await?;
    manager.create_index(index("objective", &["strategy_id"])).await?;
    manager.create_index(index("objective", &["plan_action_id", "position"])).await
}

async fn create_audit(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let audit = Table::create()
        .table("audit_entry")
        .col(pk_uuid("id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(uuid_null("person_id"))
        .col(uuid_null("on_behalf_of"))
        .col(text("command"))
        .col(text("subject_kind"))
        .col(uuid("subject_id"))
        .col(json_binary("detail"))
        .col(text_null("reason"))
        .col(text_null("request_id"))
        .foreign_key(&mut reference("audit_entry", "person_id", "person"))
        .foreign_key(&mut reference("audit_entry", "on_behalf_of", "stakeholder"))
        .take();
    manager.create_table(audit).await?;
    manager.create_index(index("audit_entry", &["recorded_at", "id"])).await?;
    manager.create_index(index("audit_entry", &["subject_id", "recorded_at"])).await?;
    manager.create_index(index("audit_entry", &["person_id", "recorded_at"])).await?;
    manager.create_index(index("audit_entry", &["on_behalf_of"])).await?;
    refuse_changes(manager, "audit_entry").await
}

async fn create_outbox(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Tables and meetings are made by a later migration; an event outlives nothing that could be deleted.
    let [id, place] = outbox_keys(manager.get_database_backend());
    let event = Table::create()
        .table("event")
        .col(id)
        .col(place)
        .col(timestamp_with_time_zone("at"))
        .col(uuid_null("author_id"))
        .col(uuid_null("table_id"))
        .col(uuid_null("meeting_id"))
        .col(json_binary("payload"))
        .foreign_key(&mut reference("event", "author_id", "person"))
        .take();
    manager.create_table(event).await?;
    manager.create_index(index("event", &["place"])).await?;
    manager.create_index(index("event", &["at", "id"])).await?;
    manager.create_index(index("event", &["author_id"])).await?;
    manager.create_index(index("event", &["table_id", "at"])).await?;
    manager.create_index(index("event", &["meeting_id", "at"])).await
}

async fn create_links(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let link = Table::create()
        .table("action_link")
        .col(pk_uuid("id"))
        .col(blob("hash"))
        .col(one_of("purpose", ["ANSWER_CONVOCATION", "STOP_DIGEST", "FOLLOW_CONTRIBUTION"]))
        .col(uuid("subject_id"))
        .col(uuid_null("person_id"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .foreign_key(&mut reference("action_link", "person_id", "person"))
        .take();
    manager.create_table(link).await?;
    manager.create_index(unique("action_link", &["hash"])).await?;
    manager.create_index(index("action_link", &["subject_id"])).await?;
    manager.create_index(index("action_link", &["person_id"])).await?;

    let idempotency = Table::create()
        .table("idempotency")
        .col(text("scope"))
        .col(text("key"))
        .col(blob("input_hash"))
        .col(json_binary("answer"))
        .col(timestamp_with_time_zone("recorded_at"))
        .primary_key(Index::create().col("scope").col("key"))
        .take();
    manager.create_table(idempotency).await?;
    manager.create_index(index("idempotency", &["recorded_at"])).await
}
