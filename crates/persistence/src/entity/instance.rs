//! The record of the installation.

use sea_orm::entity::prelude::*;

/// A row: the only one.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "instance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub name: String,
    pub zone: String,
    pub patron_month: Option<i64>,
    pub patron_day: Option<i64>,
    pub sender_name: String,
    pub sender_address: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
