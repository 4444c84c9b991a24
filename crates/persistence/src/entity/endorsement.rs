//! Endorsements of versions; they only grow.

use sea_orm::entity::prelude::*;

/// A row: an organisation stands behind a version.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "endorsement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub proposal_id: Uuid,
    pub number: i64,
    pub organisation_id: Uuid,
    pub person_id: Option<Uuid>,
    pub hash: Vec<u8>,
    pub endorsed_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
