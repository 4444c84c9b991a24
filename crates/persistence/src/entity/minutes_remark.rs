//! Remarks on minutes.

use sea_orm::entity::prelude::*;

/// A row: a remark on one circulated version, which never changes.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "minutes_remark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub minutes_id: Uuid,
    pub number: i64,
    pub on_behalf_of_id: Uuid,
    pub author_id: Option<Uuid>,
    pub text: String,
    pub language: String,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
