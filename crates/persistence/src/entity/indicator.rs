//! Indicators.

use sea_orm::entity::prelude::*;

/// A row: something that is measured; without a unit, in percent.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub sort_key: String,
    pub search_text: String,
    pub name: Json,
    pub class: String,
    pub unit: Option<Json>,
    pub kind: String,
    pub max_age_days: Option<i64>,
    pub direction: String,
    pub range_lo: Option<String>,
    pub range_hi: Option<String>,
    pub tolerance: String,
    pub frequency: String,
    pub decimals: i64,
    pub counted: String,
    pub source: String,
    pub steward_id: Option<Uuid>,
    pub state: String,
    pub successor_id: Option<Uuid>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
