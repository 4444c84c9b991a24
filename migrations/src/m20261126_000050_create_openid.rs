use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    blob, pk_uuid, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::schema::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [attempt(), subject()] {
            manager.create_table(table).await?;
        }
        for index in [
            unique("openid_attempt", &["browser"]),
            index("openid_attempt", &["created_at"]),
            unique("openid_subject", &["issuer", "subject"]),
            index("openid_subject", &["person_id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// An attempt outlives its session, if need be, until it is forgotten: nothing holds the session for it.
fn attempt() -> TableCreateStatement {
    Table::create()
        .table("openid_attempt")
        .col(pk_uuid("id"))
        .col(blob("browser"))
        .col(blob("state"))
        .col(text("nonce"))
        .col(text("verifier"))
        .col(text("next"))
        .col(uuid_null("session_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .take()
}

fn subject() -> TableCreateStatement {
    Table::create()
        .table("openid_subject")
        .col(pk_uuid("id"))
        .col(text("issuer"))
        .col(text("subject"))
        .col(uuid("person_id"))
        .col(timestamp_with_time_zone("linked_at"))
        .foreign_key(&mut reference("openid_subject", "person_id", "person"))
        .take()
}
