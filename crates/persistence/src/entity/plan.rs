//! Editions of the strategic plan.

use sea_orm::entity::prelude::*;

/// A row: an edition.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub edition: String,
    pub sort_key: String,
    pub title: Json,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub adopting_act: Option<String>,
    pub state: String,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
