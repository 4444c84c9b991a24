//! Projects.

use sea_orm::entity::prelude::*;

/// A row: a project.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "project")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub title: String,
    pub language: String,
    pub lead_id: Option<Uuid>,
    pub table_id: Option<Uuid>,
    pub measure: Option<String>,
    pub measure_key: Option<String>,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub state: String,
    pub state_reason: Option<String>,
    pub source: Option<String>,
    pub source_code: Option<String>,
    pub source_nth: Option<i64>,
    pub content_hash: Option<Vec<u8>>,
    pub anomaly: bool,
    pub version: i64,
    pub sort_key: String,
    pub search_text: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
