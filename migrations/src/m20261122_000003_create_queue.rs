use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, date, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::schema::{index, one_of, one_of_null, reference, unique};

const MAIL_KINDS: [&str; 5] =
    ["CONVOCATION", "CANCELLATION", "DAILY_DIGEST", "CONTRIBUTION_RECEIPT", "CONTRIBUTION_ANSWER"];
const MAIL_STATES: [&str; 9] =
    ["QUEUED", "LEASED", "SENT", "UNCERTAIN", "DEFERRED", "FAILED", "SUPPRESSED", "EXPIRED", "SKIPPED"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [job(), digest(), notice(), mail(), notification_preference()] {
            manager.create_table(table).await?;
        }
        for index in key_indexes().into_iter().chain(claim_indexes()) {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn job() -> TableCreateStatement {
    Table::create()
        .table("job")
        .col(uuid("id").primary_key())
        .col(text("kind"))
        .col(text("payload"))
        .col(big_integer("payload_version"))
        .col(text("dedupe_key"))
        .col(timestamp_with_time_zone("run_at"))
        .col(timestamp_with_time_zone_null("lease_until"))
        .col(text_null("lease_owner"))
        .col(big_integer("attempts"))
        .col(text_null("last_error"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .col(timestamp_with_time_zone_null("failed_at"))
        .take()
}

fn digest() -> TableCreateStatement {
    Table::create()
        .table("digest")
        .col(uuid("id").primary_key())
        .col(uuid("person_id"))
        .col(one_of("kind", ["DAILY"]))
        .col(date("period_key"))
        .foreign_key(&mut reference("digest", "person_id", "person"))
        .take()
}

fn notice() -> TableCreateStatement {
    Table::create()
        .table("notice")
        .col(uuid("id").primary_key())
        .col(uuid("event_id"))
        .col(uuid("recipient_id"))
        .col(one_of("class", ["STATUTORY", "DIGEST"]))
        .col(one_of_null("mail", MAIL_KINDS))
        .col(uuid("table_id"))
        .col(uuid("meeting_id"))
        .col(uuid_null("digest_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut reference("notice", "event_id", "event"))
        .foreign_key(&mut reference("notice", "recipient_id", "person"))
        .foreign_key(&mut reference("notice", "table_id", "concertation_table"))
        .foreign_key(&mut reference("notice", "meeting_id", "meeting"))
        .foreign_key(&mut reference("notice", "digest_id", "digest"))
        .take()
}

fn mail() -> TableCreateStatement {
    Table::create()
        .table("mail")
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
        .foreign_key(&mut reference("mail", "recipient_id", "person"))
        .take()
}

fn notification_preference() -> TableCreateStatement {
    Table::create()
        .table("notification_preference")
        .col(uuid("person_id").primary_key())
        .col(one_of("cadence", ["DAILY", "OFF"]))
        .col(text("weekdays"))
        .col(big_integer("hour"))
        .col(text("zone"))
        .foreign_key(&mut reference("notification_preference", "person_id", "person"))
        .take()
}

fn key_indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("job", &["dedupe_key"]),
        unique("digest", &["person_id", "kind", "period_key"]),
        unique("notice", &["event_id", "recipient_id", "class"]),
        index("notice", &["recipient_id"]),
        index("notice", &["digest_id"]),
        index("notice", &["table_id"]),
        index("notice", &["meeting_id"]),
        unique("mail", &["key"]),
        index("mail", &["recipient_id"]),
        index("mail", &["created_at", "id"]),
        index("mail", &["state", "created_at", "id"]),
    ]
}

/// What is done stays in its table for ever; these indexes hold only what a claim may find.
fn claim_indexes() -> Vec<IndexCreateStatement> {
    let held = "lease_owner IS NOT NULL";
    vec![
        partial("job", &["run_at", "id"], "finished_at IS NULL AND failed_at IS NULL"),
        partial("job", &["lease_owner"], held),
        partial("job", &["failed_at"], "failed_at IS NOT NULL"),
        partial("mail", &["next_attempt_at", "id"], "next_attempt_at IS NOT NULL"),
        partial("mail", &["lease_owner"], held),
        partial("notice", &["recipient_id", "class"], "digest_id IS NULL"),
    ]
}

fn partial(table: &'static str, columns: &[&'static str], condition: &'static str) -> IndexCreateStatement {
    index(table, columns).and_where(Expr::cust(condition)).take()
}
