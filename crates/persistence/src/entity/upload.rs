//! Files on their way.

use sea_orm::entity::prelude::*;

/// A row: an address for one PUT, and what arrived there.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "upload")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub hash: Vec<u8>,
    pub person_id: Option<Uuid>,
    pub file_name: String,
    pub kind: String,
    pub size_bytes: i64,
    pub blob_id: Uuid,
    pub sha256: Option<Vec<u8>>,
    pub expires_at: DateTimeUtc,
    pub state: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
