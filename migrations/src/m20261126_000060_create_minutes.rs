use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, date, date_null, pk_uuid, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::schema::{freeze, index, one_of, one_of_null, reference, refuse_changes, unique};

const STATES: [&str; 5] = ["DRAFT", "CIRCULATED", "APPROVED", "SIGNED", "PUBLISHED"];
const MAIL_KINDS: [&str; 8] = [
    "CONVOCATION",
    "CANCELLATION",
    "MINUTES_CIRCULATED",
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
const NOTICE_COLUMNS: &str = "id, event_id, recipient_id, class, mail, table_id, meeting_id, digest_id, created_at";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [minutes(), minutes_text(), minutes_remark()] {
            manager.create_table(table).await?;
        }
        widen(manager, "notice", notice("notice_again"), NOTICE_COLUMNS).await?;
        widen(manager, "mail", mail("mail_again"), MAIL_COLUMNS).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        for table in ["minutes_text", "minutes_remark"] {
            refuse_changes(manager, table).await?;
        }
        let approved = "IN ('APPROVED', 'SIGNED', 'PUBLISHED')";
        let kept =
            ["meeting_id", "table_id", "number", "language", "public_text", "reserved_text", "hash", "approved_at"];
        freeze(manager, "minutes", ("state", approved), &kept).await
    }
}

/// Each meeting has minutes once. Whoever approved them approved this text: it never changes then.
fn minutes() -> TableCreateStatement {
    Table::create()
        .table("minutes")
        .col(pk_uuid("id"))
        .col(uuid("table_id"))
        .col(uuid("meeting_id"))
        .col(one_of("state", STATES))
        .col(big_integer("number").check(Expr::cust("number > 0")))
        .col(text("language"))
        .col(text("public_text"))
        .col(text_null("reserved_text"))
        .col(blob("hash"))
        .col(date("due"))
        .col(timestamp_with_time_zone_null("circulated_at"))
        .col(date_null("remarks_until"))
        .col(timestamp_with_time_zone_null("approved_at"))
        .col(timestamp_with_time_zone_null("signed_at"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(text_null("protocol_number"))
        .col(big_integer("version"))
        .check(Expr::cust("(state = 'DRAFT') = (circulated_at IS NULL)"))
        .check(Expr::cust("(circulated_at IS NULL) = (remarks_until IS NULL)"))
        .check(Expr::cust("(state IN ('APPROVED', 'SIGNED', 'PUBLISHED')) = (approved_at IS NOT NULL)"))
        .check(Expr::cust("(state IN ('SIGNED', 'PUBLISHED')) = (signed_at IS NOT NULL)"))
        .check(Expr::cust("(state = 'PUBLISHED') = (published_at IS NOT NULL)"))
        .check(Expr::cust("(published_at IS NULL) = (protocol_number IS NULL)"))
        .foreign_key(&mut reference("minutes", "table_id", "concertation_table"))
        .foreign_key(&mut reference("minutes", "meeting_id", "meeting"))
        .take()
}

/// Every version that was circulated, as those who remarked on it read it.
fn minutes_text() -> TableCreateStatement {
    Table::create()
        .table("minutes_text")
        .col(uuid("minutes_id"))
        .col(big_integer("number").check(Expr::cust("number > 0")))
        .col(text("language"))
        .col(text("public_text"))
        .col(text_null("reserved_text"))
        .col(blob("hash"))
        .col(timestamp_with_time_zone("circulated_at"))
        .col(date("remarks_until"))
        .primary_key(Index::create().col("minutes_id").col("number"))
        .foreign_key(&mut reference("minutes_text", "minutes_id", "minutes"))
        .take()
}

fn minutes_remark() -> TableCreateStatement {
    let mut of_text = ForeignKey::create();
    of_text
        .name("fk_minutes_remark_text")
        .from("minutes_remark", ("minutes_id", "number"))
        .to("minutes_text", ("minutes_id", "number"));
    Table::create()
        .table("minutes_remark")
        .col(pk_uuid("id"))
        .col(uuid("minutes_id"))
        .col(big_integer("number"))
        .col(uuid("on_behalf_of_id"))
        .col(uuid_null("author_id"))
        .col(text("text"))
        .col(text("language"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut of_text)
        .foreign_key(&mut reference("minutes_remark", "on_behalf_of_id", "stakeholder"))
        .foreign_key(&mut reference("minutes_remark", "author_id", "person"))
        .take()
}

/// Puts a table of the same columns, whose lists of words are longer, in the place of `table`.
async fn widen(
    manager: &SchemaManager<'_>,
    table: &'static str,
    wider: TableCreateStatement,
    columns: &str,
) -> Result<(), DbErr> {
    manager.create_table(wider).await?;
    let copy = format!("INSERT INTO {table}_again ({columns}) SELECT {columns} FROM {table}");
    manager.get_connection().execute_unprepared(&copy).await?;
    manager.drop_table(Table::drop().table(table).take()).await?;
    manager.rename_table(Table::rename().table(format!("{table}_again"), table).take()).await
}

fn notice(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(uuid("id").primary_key())
        .col(uuid("event_id"))
        .col(uuid("recipient_id"))
        .col(one_of("class", ["STATUTORY", "DIGEST"]))
        .col(one_of_null("mail", MAIL_KINDS))
        .col(uuid("table_id"))
        .col(uuid("meeting_id"))
        .col(uuid_null("digest_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut reference(name, "event_id", "event"))
        .foreign_key(&mut reference(name, "recipient_id", "person"))
        .foreign_key(&mut reference(name, "table_id", "concertation_table"))
        .foreign_key(&mut reference(name, "meeting_id", "meeting"))
        .foreign_key(&mut reference(name, "digest_id", "digest"))
        .take()
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

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("minutes", &["meeting_id"]),
        index("minutes", &["table_id"]),
        index("minutes_remark", &["minutes_id", "number"]),
        index("minutes_remark", &["on_behalf_of_id"]),
        index("minutes_remark", &["author_id"]),
        unique("notice", &["event_id", "recipient_id", "class"]),
        index("notice", &["recipient_id"]),
        index("notice", &["digest_id"]),
        index("notice", &["table_id"]),
        index("notice", &["meeting_id"]),
        partial("notice", &["recipient_id", "class"], "digest_id IS NULL"),
        unique("mail", &["key"]),
        index("mail", &["recipient_id"]),
        index("mail", &["created_at", "id"]),
        index("mail", &["state", "created_at", "id"]),
        partial("mail", &["next_attempt_at", "id"], "next_attempt_at IS NOT NULL"),
        partial("mail", &["lease_owner"], "lease_owner IS NOT NULL"),
    ]
}

fn partial(table: &'static str, columns: &[&'static str], condition: &'static str) -> IndexCreateStatement {
    index(table, columns).and_where(Expr::cust(condition)).take()
}
