//! Contributions, without the citizens they come from.

use sea_orm::entity::prelude::*;

/// A row: a contribution with its last answer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contribution")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub reference: String,
    pub kind: String,
    pub title: String,
    pub text: String,
    pub language: String,
    pub table_id: Option<Uuid>,
    pub author_id: Option<Uuid>,
    pub on_behalf_of_id: Option<Uuid>,
    pub submitted_at: DateTimeUtc,
    pub state: String,
    pub answer: Option<String>,
    pub answered_at: Option<DateTimeUtc>,
    pub answered_by_id: Option<Uuid>,
    pub proposal_id: Option<Uuid>,
    pub version: i64,
    pub search_text: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
