//! The outbox. Its column `place` is filled in by the database and read by `queue::outbox` alone.

use sea_orm::entity::prelude::*;

/// A row: something that happened.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub at: DateTimeUtc,
    pub author_id: Option<Uuid>,
    pub table_id: Option<Uuid>,
    pub meeting_id: Option<Uuid>,
    pub payload: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
