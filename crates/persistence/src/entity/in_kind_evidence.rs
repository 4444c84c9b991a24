//! Papers that show that work was given.

use sea_orm::entity::prelude::*;

/// A row: one paper of a report.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "in_kind_evidence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub in_kind_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub reference: String,
    pub document_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    pub added_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
