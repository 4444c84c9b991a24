//! Meetings.

use sea_orm::entity::prelude::*;

/// A row: a meeting without what happened at it. `starts_at` is the instant of `starts_local` and is there to sort
/// by.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub table_id: Uuid,
    pub title: String,
    pub kind: String,
    pub mode: String,
    pub place: Option<String>,
    pub link: Option<String>,
    pub starts_local: DateTime,
    pub time_zone: String,
    pub starts_at: DateTimeUtc,
    pub minutes: i64,
    pub state: String,
    pub outcome: Option<String>,
    pub convocation_year: Option<i32>,
    pub convocation_number: Option<i64>,
    pub dispatched_at: Option<DateTimeUtc>,
    pub days_of_notice: Option<i64>,
    pub urgency: Option<String>,
    pub year: Option<i32>,
    pub number: Option<i64>,
    pub rules: Option<Json>,
    pub state_reason: Option<String>,
    pub sequence: i64,
    pub opened_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::concertation_table::Entity",
        from = "Column::TableId",
        to = "super::concertation_table::Column::Id"
    )]
    Table,
}

impl ActiveModelBehavior for ActiveModel {}
