//! Citizens behind contributions: personal data, and nothing else.

use sea_orm::entity::prelude::*;

/// A row: a citizen. Deleting it erases them.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contributor")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub contribution_id: Uuid,
    pub name: String,
    pub address: String,
    pub consent: String,
    pub consented_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
