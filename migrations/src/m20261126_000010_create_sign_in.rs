use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, blob_null, pk_uuid, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
    uuid, uuid_null,
};

use crate::schema::{index, one_of, reference, unique};

const MAIL_KINDS: [&str; 7] = [
    "CONVOCATION",
    "CANCELLATION",
    "DAILY_DIGEST",
    "CONTRIBUTION_RECEIPT",
    "CONTRIBUTION_ANSWER",
    "SIGN_IN",
    "INVITATION",
];
const MAIL_STATES: [&str; 9] =
    ["QUEUED", "LEASED", "SENT", "UNCERTAIN", "DEFERRED", "FAILED", "SUPPRESSED", "EXPIRED", "SKIPPED"];
const MAIL_COLUMNS: &str = "id, key, kind, recipient_id, address, locale, subject, message_id, envelope_from, bytes, state, \
     state_reason, attempts, next_attempt_at, expires_at, lease_until, lease_owner, last_error, created_at, sent_at";
const PURPOSES: [&str; 6] =
    ["ANSWER_CONVOCATION", "STOP_DIGEST", "FOLLOW_CONTRIBUTION", "SIGN_IN", "ACCEPT_INVITATION", "SET_UP"];
const LINK_COLUMNS: &str = "id, hash, purpose, subject_id, person_id, expires_at, used_at";
const METHODS: [&str; 5] = ["MAIL_LINK", "MAIL_CODE", "INVITATION", "SET_UP", "OPEN_ID"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        widen(manager, "mail", mail("mail_wider"), MAIL_COLUMNS).await?;
        widen(manager, "action_link", action_link("action_link_wider"), LINK_COLUMNS).await?;
        for table in [sign_in(), invitation(), session()] {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        narrow_tokens(manager).await
    }
}

/// Puts a table of the same columns, whose lists of words are longer, in the place of `table`.
async fn widen(
    manager: &SchemaManager<'_>,
    table: &'static str,
    wider: TableCreateStatement,
    columns: &str,
) -> Result<(), DbErr> {
    manager.create_table(wider).await?;
    let copy = format!("INSERT INTO {table}_wider ({columns}) SELECT {columns} FROM {table}");
    manager.get_connection().execute_unprepared(&copy).await?;
    manager.drop_table(Table::drop().table(table).take()).await?;
    manager.rename_table(Table::rename().table(format!("{table}_wider"), table).take()).await
}

fn mail(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(uuid("id").primary_key())
        .col(text("key"))
        .col(one_of("kind", MAIL_KINDS))
        .col(uuid_null("recipient_id"))
        .col(text("address"))
        .col(text("locale"))
        .col(text("subject"))
        .col(text("message_id"))
        .col(text("envelope_from"))
        .col(blob("bytes"))
        .col(one_of("state", MAIL_STATES))
        .col(text_null("state_reason"))
        .col(big_integer("attempts"))
        .col(timestamp_with_time_zone_null("next_attempt_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("lease_until"))
        .col(text_null("lease_owner"))
        .col(text_null("last_error"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("sent_at"))
        .foreign_key(&mut reference(name, "recipient_id", "person"))
        .take()
}

fn action_link(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(pk_uuid("id"))
        .col(blob("hash"))
        .col(one_of("purpose", PURPOSES))
        .col(uuid("subject_id"))
        .col(uuid_null("person_id"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .foreign_key(&mut reference(name, "person_id", "person"))
        .take()
}

fn sign_in() -> TableCreateStatement {
    Table::create()
        .table("sign_in")
        .col(pk_uuid("id"))
        .col(text("address"))
        .col(blob("browser"))
        .col(blob_null("code"))
        .col(big_integer("wrong_codes"))
        .col(timestamp_with_time_zone("requested_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .take()
}

fn invitation() -> TableCreateStatement {
    Table::create()
        .table("invitation")
        .col(pk_uuid("id"))
        .col(uuid("person_id"))
        .col(uuid_null("invited_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("accepted_at"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .foreign_key(&mut reference("invitation", "person_id", "person"))
        .foreign_key(&mut reference("invitation", "invited_by", "person"))
        .take()
}

fn session() -> TableCreateStatement {
    Table::create()
        .table("session")
        .col(pk_uuid("id"))
        .col(uuid("person_id"))
        .col(blob("hash"))
        .col(blob_null("earlier_hash"))
        .col(blob("form_key"))
        .col(one_of("method", METHODS))
        .col(text("agent"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("last_used_at"))
        .col(timestamp_with_time_zone("rotated_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .foreign_key(&mut reference("session", "person_id", "person"))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    let held = "lease_owner IS NOT NULL";
    vec![
        unique("mail", &["key"]),
        index("mail", &["recipient_id"]),
        index("mail", &["created_at", "id"]),
        index("mail", &["state", "created_at", "id"]),
        partial("mail", &["next_attempt_at", "id"], "next_attempt_at IS NOT NULL"),
        partial("mail", &["lease_owner"], held),
        unique("action_link", &["hash"]),
        index("action_link", &["subject_id"]),
        index("action_link", &["person_id"]),
        unique("sign_in", &["browser"]),
        index("sign_in", &["requested_at"]),
        index("invitation", &["person_id"]),
        index("invitation", &["invited_by"]),
        unique("session", &["hash"]),
        index("session", &["earlier_hash"]),
        index("session", &["person_id"]),
    ]
}

fn partial(table: &'static str, columns: &[&'static str], condition: &'static str) -> IndexCreateStatement {
    index(table, columns).and_where(Expr::cust(condition)).take()
}

/// Tokens made before scopes reach as far as their person, as they did.
async fn narrow_tokens(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let scope = one_of("scope", ["READ", "WRITE", "MANAGE"]).default("MANAGE").take();
    manager.alter_table(Table::alter().table("api_token").add_column(scope).take()).await?;
    let last_use = timestamp_with_time_zone_null("last_used_at");
    manager.alter_table(Table::alter().table("api_token").add_column(last_use).take()).await
}
