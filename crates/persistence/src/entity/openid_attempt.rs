//! Browsers that were sent to the identity provider.

use sea_orm::entity::prelude::*;

/// A row: a browser that is awaited back.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "openid_attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub browser: Vec<u8>,
    pub state: Vec<u8>,
    pub nonce: String,
    pub verifier: String,
    pub next: String,
    pub session_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
