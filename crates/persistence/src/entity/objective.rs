//! Objectives of axes, strategies and actions.

use sea_orm::entity::prelude::*;

/// A row: an objective, with exactly one owner.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "objective")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub axis_id: Option<Uuid>,
    pub strategy_id: Option<Uuid>,
    pub plan_action_id: Option<Uuid>,
    pub position: i64,
    pub text: String,
    pub language: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
