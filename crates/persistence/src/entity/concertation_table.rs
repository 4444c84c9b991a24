//! Concertation tables.

use sea_orm::entity::prelude::*;

/// A row: a table.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "concertation_table")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub name: Json,
    pub kind: String,
    pub parent_id: Option<Uuid>,
    pub founding_act: Option<String>,
    pub rules: Json,
    pub zone_id: Option<Uuid>,
    pub time_zone: String,
    pub coordinator_id: Option<Uuid>,
    pub publicity: String,
    pub state: String,
    pub version: i64,
    pub sort_key: String,
    pub search_text: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
