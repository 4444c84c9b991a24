//! Actions of strategies.

use sea_orm::entity::prelude::*;

/// A row: an action.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_action")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    pub strategy_id: Uuid,
    pub code: String,
    pub sort_key: String,
    pub search_text: String,
    pub title: Json,
    pub competence: String,
    pub city_role: String,
    pub lead_id: Option<Uuid>,
    pub state: String,
    pub state_reason: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
