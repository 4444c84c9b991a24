//! The trail of commands; the database refuses to change it.

use sea_orm::entity::prelude::*;

/// A row: one command and one object it changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub recorded_at: DateTimeUtc,
    pub person_id: Option<Uuid>,
    pub on_behalf_of: Option<Uuid>,
    pub command: String,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub detail: Json,
    pub reason: Option<String>,
    pub request_id: Option<String>,
    pub table_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_one = "super::audit_link::Entity")]
    Link,
}

impl Related<super::audit_link::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Link.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
