//! How many contributions came from one address in a day.

use sea_orm::entity::prelude::*;

/// A row: a counter, under the hash of the address.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contribution_quota")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub of: Vec<u8>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    pub used: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
