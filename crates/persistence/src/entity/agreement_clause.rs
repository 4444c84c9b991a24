//! Clauses of agreements.

use sea_orm::entity::prelude::*;

/// A row: a clause in a version of a text.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement_clause")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub text_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub clause_id: Uuid,
    pub position: i64,
    pub heading: String,
    pub body: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::agreement_text::Entity",
        from = "Column::TextId",
        to = "super::agreement_text::Column::Id"
    )]
    Text,
}

impl ActiveModelBehavior for ActiveModel {}
