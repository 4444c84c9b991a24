//! Promises of money or work.

use sea_orm::entity::prelude::*;

/// A row: a promise; its amounts are in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub project_id: Uuid,
    pub contributor_id: Option<Uuid>,
    pub source_id: Option<Uuid>,
    pub nature: String,
    pub agreement_id: Option<Uuid>,
    pub conditions: Option<String>,
    pub decision_id: Option<Uuid>,
    pub act: Option<String>,
    pub imported: bool,
    pub anomaly: bool,
    pub state: String,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::commitment_total::Entity",
        from = "Column::Id",
        to = "super::commitment_total::Column::CommitmentId"
    )]
    Total,
    #[sea_orm(belongs_to = "super::project::Entity", from = "Column::ProjectId", to = "super::project::Column::Id")]
    Project,
}

impl ActiveModelBehavior for ActiveModel {}
