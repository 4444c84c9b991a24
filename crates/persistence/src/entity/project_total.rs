//! What the promises of projects add up to.

use sea_orm::entity::prelude::*;

/// A row: the totals of a project, in cents.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "project_total")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub project_id: Uuid,
    pub budget_cash: i64,
    pub budget_in_kind: i64,
    pub promised_cash: i64,
    pub promised_in_kind: i64,
    pub confirmed_cash: i64,
    pub confirmed_in_kind: i64,
    pub paid_cash: i64,
    pub paid_in_kind: i64,
    pub exempt: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
