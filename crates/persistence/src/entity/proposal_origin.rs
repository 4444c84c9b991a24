//! How texts of proposals came about that are no versions of their own; they only grow.

use sea_orm::entity::prelude::*;

/// A row: a text that goes on with the version before, or that brings an earlier one back.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal_origin")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub proposal_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub continues: bool,
    pub restores: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::proposal_version::Entity",
        from = "(Column::ProposalId, Column::Number)",
        to = "(super::proposal_version::Column::ProposalId, super::proposal_version::Column::Number)"
    )]
    Version,
}

impl Related<super::proposal_version::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Version.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
