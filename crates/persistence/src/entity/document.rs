//! Documents.

use sea_orm::entity::prelude::*;

/// A row: a document of one meeting, agreement or commitment.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub meeting_id: Option<Uuid>,
    pub agreement_id: Option<Uuid>,
    pub commitment_id: Option<Uuid>,
    pub title: String,
    pub language: String,
    pub visibility: String,
    pub versions: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
