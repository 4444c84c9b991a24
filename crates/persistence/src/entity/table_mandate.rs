//! Axes and strategies that tables work on.

use sea_orm::entity::prelude::*;

/// A row: one axis or one strategy, at its place in the mandate.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "table_mandate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub table_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    pub axis_id: Option<Uuid>,
    pub strategy_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
