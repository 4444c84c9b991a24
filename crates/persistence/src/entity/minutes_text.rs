//! Versions of minutes that were circulated.

use sea_orm::entity::prelude::*;

/// A row: one version, which never changes.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "minutes_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub minutes_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub language: String,
    pub public_text: String,
    pub reserved_text: Option<String>,
    pub hash: Vec<u8>,
    pub circulated_at: DateTimeUtc,
    pub remarks_until: Date,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
