//! What the entries of promises add up to.

use sea_orm::entity::prelude::*;

/// A row: the totals of a promise, in cents.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment_total")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub commitment_id: Uuid,
    pub promised: i64,
    pub confirmed: i64,
    pub ordered: i64,
    pub paid: i64,
    pub exempt: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
