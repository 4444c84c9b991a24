//! Programmes that fund projects.

use sea_orm::entity::prelude::*;

/// A row: a programme; shares in hundredths of a percent.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "funding_programme")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub sort_key: String,
    pub name: Json,
    pub in_kind_cap: Option<i64>,
    pub eligible_from: Option<Date>,
    pub eligible_to: Option<Date>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
