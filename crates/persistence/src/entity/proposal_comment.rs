//! Comments on clauses.

use sea_orm::entity::prelude::*;

/// A row: a comment or a reply.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal_comment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub proposal_id: Uuid,
    pub number: i64,
    pub clause_id: Uuid,
    pub reply_to_id: Option<Uuid>,
    pub on_behalf_of_id: Uuid,
    pub author_id: Option<Uuid>,
    pub text: String,
    pub language: String,
    pub written_at: DateTimeUtc,
    pub resolved_at: Option<DateTimeUtc>,
    pub resolved_by_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
