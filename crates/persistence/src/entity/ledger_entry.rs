//! The append-only ledger.

use sea_orm::entity::prelude::*;

/// A row: one movement, in cents.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub commitment_id: Uuid,
    pub kind: String,
    pub amount: i64,
    pub effective_on: Date,
    pub recorded_at: DateTimeUtc,
    pub person_id: Option<Uuid>,
    pub corrects_id: Option<Uuid>,
    pub reference: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
