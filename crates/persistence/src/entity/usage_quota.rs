//! How often something was done in a window of time.

use sea_orm::entity::prelude::*;

/// A row: a count, under the salted hash of who is counted.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "usage_quota")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub of: Vec<u8>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub until: DateTimeUtc,
    pub used: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
