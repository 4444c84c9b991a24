//! Measurements of indicators.

use sea_orm::entity::prelude::*;

/// A row: one measured value, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "measurement")]
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
    pub vintage: i64,
    pub note: Option<String>,
    pub state: String,
    pub supersedes_id: Option<Uuid>,
    pub superseded_by_id: Option<Uuid>,
    pub entered_by_id: Option<Uuid>,
    pub on_behalf_of_id: Option<Uuid>,
    pub entered_at: DateTimeUtc,
    pub validated_by_id: Option<Uuid>,
    pub validated_at: Option<DateTimeUtc>,
    pub published_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
