//! Agreements.

use sea_orm::entity::prelude::*;

/// A row: an agreement with the present version of its text.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub title: String,
    pub language: String,
    pub table_id: Option<Uuid>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub renewal_clause: Option<String>,
    pub varies_planning: bool,
    pub stage: String,
    pub text_id: Option<Uuid>,
    pub text_number: Option<i64>,
    pub text_hash: Option<String>,
    pub text_recorded_at: Option<DateTimeUtc>,
    pub frozen_on: Option<Date>,
    pub public_since: Option<DateTimeUtc>,
    pub ratified_number: Option<String>,
    pub ratified_on: Option<Date>,
    pub ratified_body: Option<String>,
    pub published_on: Option<Date>,
    pub published_in: Option<String>,
    pub ended_on: Option<Date>,
    pub ended_reason: Option<String>,
    pub version: i64,
    pub sort_key: String,
    pub search_text: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
