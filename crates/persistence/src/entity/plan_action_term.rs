//! Terms that actions are linked to.

use sea_orm::entity::prelude::*;

/// A row: a link of an action to a term.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_action_term")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_action_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub term_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
