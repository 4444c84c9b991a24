//! Parties of agreements.

use sea_orm::entity::prelude::*;

/// A row: an organisation with its part in an agreement.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement_party")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub agreement_id: Uuid,
    pub organisation_id: Uuid,
    pub participation: String,
    pub state: String,
    pub state_reason: Option<String>,
    pub act_number: Option<String>,
    pub act_date: Option<Date>,
    pub act_body: Option<String>,
    pub withdrawn_on: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
