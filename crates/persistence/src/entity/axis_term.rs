//! Terms that axes are linked to.

use sea_orm::entity::prelude::*;

/// A row: a link of an axis to a term.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "axis_term")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub axis_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub term_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
