//! The mailroom as a list: mails without their bytes.

use sea_orm::entity::prelude::*;

/// A row: what the secretariat sees of a mail. It is only read.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub recipient_id: Option<Uuid>,
    pub subject: String,
    pub state: String,
    pub state_reason: Option<String>,
    pub attempts: i64,
    pub last_error: Option<String>,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
