//! Targets of indicators.

use sea_orm::entity::prelude::*;

/// A row: what a plan wants to reach.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "target")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub indicator_id: Uuid,
    pub series: i64,
    pub dimensions: String,
    pub zone_id: Option<Uuid>,
    pub municipality_id: Option<Uuid>,
    pub period_from: Date,
    pub period_to: Date,
    pub source_name: String,
    pub source_url: Option<String>,
    pub source_published_on: Date,
    pub confirmation: Option<String>,
    pub plan_id: Uuid,
    pub value: String,
    pub reason: Option<String>,
    pub recorded_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
