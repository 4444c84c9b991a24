//! Parts of projects under actions.

use sea_orm::entity::prelude::*;

/// A row: how much of a project counts under an action, with dates.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "project_action_share")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub project_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub action_id: Uuid,
    pub points: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::plan_action::Entity",
        from = "Column::ActionId",
        to = "super::plan_action::Column::Id"
    )]
    Action,
}

impl ActiveModelBehavior for ActiveModel {}
