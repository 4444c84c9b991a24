//! The mailroom.

use sea_orm::entity::prelude::*;

/// A row: one mail with its bytes. `next_attempt_at` is set while it waits or is being sent, and only then.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub key: String,
    pub kind: String,
    pub recipient_id: Option<Uuid>,
    pub address: String,
    pub locale: String,
    pub subject: String,
    pub message_id: String,
    pub envelope_from: String,
    pub bytes: Vec<u8>,
    pub state: String,
    pub state_reason: Option<String>,
    pub attempts: i64,
    pub next_attempt_at: Option<DateTimeUtc>,
    pub expires_at: DateTimeUtc,
    pub lease_until: Option<DateTimeUtc>,
    pub lease_owner: Option<String>,
    pub last_error: Option<String>,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
    pub meeting_id: Option<Uuid>,
    pub tables: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
