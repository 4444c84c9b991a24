//! Minutes of meetings.

use sea_orm::entity::prelude::*;

/// A row: the minutes of one meeting. What is reserved comes without a value where the reader may not know it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "minutes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub table_id: Uuid,
    pub meeting_id: Uuid,
    pub state: String,
    pub number: i64,
    pub language: String,
    pub public_text: String,
    pub reserved_text: Option<String>,
    pub hash: Option<Vec<u8>>,
    pub due: Date,
    pub circulated_at: Option<DateTimeUtc>,
    pub remarks_until: Option<Date>,
    pub approved_at: Option<DateTimeUtc>,
    pub signed_at: Option<DateTimeUtc>,
    pub published_at: Option<DateTimeUtc>,
    pub protocol_number: Option<String>,
    pub version: i64,
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
