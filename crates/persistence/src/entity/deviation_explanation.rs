//! Words about deviations. Append-only.

use sea_orm::entity::prelude::*;

/// A row: what a steward says about a deviation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deviation_explanation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub indicator_id: Uuid,
    pub plan_id: Uuid,
    pub period_from: Date,
    pub period_to: Date,
    pub body: String,
    pub language: String,
    pub on_behalf_of_id: Option<Uuid>,
    pub author_id: Option<Uuid>,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
