//! What somebody did about money and work: checked, reported, documented, decided.

use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, Select};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::entity::{entry_check, in_kind_contribution, in_kind_evidence};

pub(super) fn checks(id: Uuid) -> Select<entry_check::Entity> {
    use entry_check::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::EntryId)
}

pub(super) fn of_check(row: &entry_check::Model) -> Value {
    json!({ "entry": row.entry_id, "at": row.checked_at, "note": row.note })
}

pub(super) fn reports(id: Uuid) -> Select<in_kind_contribution::Entity> {
    use in_kind_contribution::{Column, Entity};
    let theirs = Column::DeclaredBy.eq(id).or(Column::DecidedBy.eq(id));
    Entity::find().filter(theirs).order_by_asc(Column::Id)
}

pub(super) fn of_report(row: &in_kind_contribution::Model) -> Value {
    json!({
        "commitment": row.commitment_id, "cents": row.amount, "givenOn": row.given_on, "description": row.description,
        "act": row.act, "declaredBy": row.declared_by, "declaredAt": row.declared_at, "state": row.state,
        "decidedBy": row.decided_by, "decidedAt": row.decided_at, "reason": row.reason,
    })
}

pub(super) fn papers(id: Uuid) -> Select<in_kind_evidence::Entity> {
    use in_kind_evidence::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(id)).order_by_asc(Column::InKindId).order_by_asc(Column::Number)
}

pub(super) fn of_paper(row: &in_kind_evidence::Model) -> Value {
    json!({ "inKindContribution": row.in_kind_id, "reference": row.reference, "addedAt": row.added_at })
}
