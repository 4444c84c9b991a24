//! Proposals that organisations write together.

use sea_orm::entity::prelude::*;

/// A row: a proposal. `current` is the number of its last version.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub table_id: Uuid,
    pub project_id: Option<Uuid>,
    pub title: String,
    pub language: String,
    pub state: String,
    pub state_reason: Option<String>,
    pub opened_at: Option<DateTimeUtc>,
    pub current: i64,
    pub version: i64,
    pub sort_key: String,
    pub search_text: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::concertation_table::Entity",
        from = "Column::TableId",
        to = "super::concertation_table::Column::Id"
    )]
    Table,
}

impl ActiveModelBehavior for ActiveModel {}
