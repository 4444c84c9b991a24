//! Seats of tables.

use sea_orm::entity::prelude::*;

/// A row: the seat of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub table_id: Uuid,
    pub organisation_id: Uuid,
    pub kind: String,
    pub voting: bool,
    pub state: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::concertation_table::Entity",
        from = "Column::TableId",
        to = "super::concertation_table::Column::Id"
    )]
    Table,
    #[sea_orm(
        belongs_to = "super::stakeholder::Entity",
        from = "Column::OrganisationId",
        to = "super::stakeholder::Column::Id"
    )]
    Organisation,
}

impl ActiveModelBehavior for ActiveModel {}
