//! Versions of documents.

use sea_orm::entity::prelude::*;

/// A row: one version; it is never changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub file_name: String,
    pub kind: String,
    pub size_bytes: i64,
    pub sha256: Vec<u8>,
    pub blob_id: Uuid,
    pub uploaded_at: DateTimeUtc,
    pub person_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
