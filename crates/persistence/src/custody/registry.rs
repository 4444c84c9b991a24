//! The one list of all tables, parents before children. A test compares it with the schema.

use cordata_app::AppError;
use serde_json::{Value as Json, json};

use super::table::{Row, Table};
use crate::entity;

macro_rules! tables {
    ($($name:ident $(leaving $change:ident)?),+ $(,)?) => {
        vec![$(Table::of::<entity::$name::Entity>()?$(.leaving($change))?),+]
    };
}

/// Every table but the list of migrations: what an export holds, in this order.
#[rustfmt::skip]
pub(crate) fn tables() -> Result<Vec<Table>, AppError> {
    Ok(tables![
        taxonomy, term, homogeneous_zone, municipality, instance, instance_limit, instance_salt, stakeholder_kind,
        stakeholder, person, affiliation, api_token, sign_in, invitation, invitation_offer, session, known_browser,
        notification_preference,
        openid_attempt, openid_subject,
        plan, axis, axis_term, strategy, plan_action, plan_action_term, objective,
        audit_entry, audit_link, audit_value, event, action_link, idempotency,
        concertation_table, table_mandate, seat, seat_holder, role_grant,
        meeting, agenda_item, invitee, attendance, quorum_check, decision, decision_binds, follow_up, number_series,
        minutes, minutes_text, minutes_remark,
        job leaving without_lease, digest, notice, mail leaving unsent,
        project, project_cup, project_action_share, milestone, budget_revision, project_total,
        agreement, agreement_project, agreement_text, agreement_clause, agreement_party, agreement_signature,
        funding_programme, funding_source, commitment, commitment_total, ledger_entry, entry_check,
        in_kind_contribution,
        indicator, indicator_objective, indicator_series, baseline, target, measurement, deviation_explanation,
        proposal, proposal_version, proposal_origin, proposal_clause, proposal_comment, endorsement,
        contribution, contributor, usage_quota,
        upload, document, document_version, blob_piece, in_kind_evidence,
    ])
}

/// Nobody holds what is copied: the process that does is not there.
fn without_lease(row: &mut Row) {
    row.insert("lease_until".to_owned(), Json::Null);
    row.insert("lease_owner".to_owned(), Json::Null);
}

/// A mail that is being sent waits again, as when its worker was killed.
fn unsent(row: &mut Row) {
    without_lease(row);
    if row.get("state") == Some(&json!("LEASED")) {
        let was_tried = row.get("attempts").and_then(Json::as_i64).unwrap_or_default() > 0;
        row.insert("state".to_owned(), json!(if was_tried { "DEFERRED" } else { "QUEUED" }));
    }
}
