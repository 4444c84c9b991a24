//! Baselines of indicators. Append-only.

use sea_orm::entity::prelude::*;

/// A row: where a plan started.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "baseline")]
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
    pub value: Option<String>,
    pub numerator: Option<String>,
    pub denominator: Option<String>,
    pub words: Option<String>,
    pub missing: Option<String>,
    pub plan_id: Uuid,
    pub late_reason: Option<String>,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
