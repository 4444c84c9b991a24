//! Versions of proposals; they only grow.

use sea_orm::entity::prelude::*;

/// A row: one version, without its clauses.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub proposal_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub on_behalf_of_id: Uuid,
    pub author_id: Option<Uuid>,
    pub note: Option<String>,
    pub hash: Vec<u8>,
    pub saved_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_one = "super::proposal_origin::Entity")]
    Origin,
}

impl Related<super::proposal_origin::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Origin.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
