//! Decisions.

use sea_orm::entity::prelude::*;

/// A row: a decision without the organisations it binds.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub table_id: Uuid,
    pub meeting_id: Uuid,
    pub item_id: Uuid,
    pub year: i32,
    pub number: i64,
    pub text: String,
    pub language: String,
    pub method: String,
    pub majority: String,
    pub in_favour: i64,
    pub against: i64,
    pub abstained: i64,
    pub not_voting: i64,
    pub in_conflict: i64,
    pub state: String,
    pub version: i64,
    pub recorded_at: DateTimeUtc,
    pub search_text: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::meeting::Entity", from = "Column::MeetingId", to = "super::meeting::Column::Id")]
    Meeting,
}

impl Related<super::meeting::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Meeting.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
