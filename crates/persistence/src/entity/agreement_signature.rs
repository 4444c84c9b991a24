//! Signatures under agreements.

use sea_orm::entity::prelude::*;

/// A row: a signature, as it stays in the history of its party.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement_signature")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub party_id: Uuid,
    pub kind: String,
    pub signed_on: Date,
    pub text_hash: String,
    pub signatory_id: Option<Uuid>,
    pub standing: String,
    pub recorded_at: DateTimeUtc,
    pub voided_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
