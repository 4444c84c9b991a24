//! Checks of entries, and reports of work with their papers.

use cordata_app::AppError;
use cordata_domain::funding::{EntryCheck, Evidence, Hand, InKindContribution, InKindDraft};
use cordata_domain::money::Cents;
use sea_orm::prelude::Uuid;

use super::value::{name_of, places, word};
use crate::entity::{entry_check, in_kind_contribution, in_kind_evidence};

pub(crate) fn check_row(check: &EntryCheck) -> entry_check::Model {
    entry_check::Model {
        entry_id: check.entry.into(),
        person_id: check.person.map(Into::into),
        checked_at: check.at,
        note: check.note.clone(),
    }
}

pub(crate) fn check(row: entry_check::Model) -> EntryCheck {
    EntryCheck { entry: row.entry_id.into(), person: row.person_id.map(Into::into), at: row.checked_at, note: row.note }
}

pub(crate) fn in_kind_row(report: &InKindContribution) -> in_kind_contribution::Model {
    let decided = report.decided;
    in_kind_contribution::Model {
        id: report.id.into(),
        commitment_id: report.commitment.into(),
        amount: report.draft.amount.to_stored(),
        given_on: report.draft.given_on,
        description: report.draft.description.clone(),
        act: report.draft.act.clone(),
        declared_by: report.declared.person.map(Into::into),
        declared_at: report.declared.at,
        state: name_of(report.state),
        decided_by: decided.and_then(|hand| hand.person).map(Into::into),
        decided_at: decided.map(|hand| hand.at),
        reason: report.reason.clone(),
        entry_id: report.entry.map(Into::into),
        version: report.version,
    }
}

pub(crate) fn evidence_rows(report: &InKindContribution) -> Vec<in_kind_evidence::Model> {
    let row = |(number, paper): (i64, &Evidence)| in_kind_evidence::Model {
        in_kind_id: report.id.into(),
        number,
        reference: paper.reference.clone(),
        document_id: paper.document.map(Into::into),
        person_id: paper.by.person.map(Into::into),
        added_at: paper.by.at,
    };
    places(&report.evidence).map(row).collect()
}

pub(crate) fn in_kind(
    row: in_kind_contribution::Model,
    papers: &[in_kind_evidence::Model],
) -> Result<InKindContribution, AppError> {
    let hand = |person: Option<Uuid>, at| Hand { person: person.map(Into::into), at };
    let paper = |paper: &in_kind_evidence::Model| Evidence {
        reference: paper.reference.clone(),
        document: paper.document_id.map(Into::into),
        by: hand(paper.person_id, paper.added_at),
    };
    Ok(InKindContribution {
        id: row.id.into(),
        commitment: row.commitment_id.into(),
        draft: InKindDraft {
            amount: Cents::new(row.amount),
            given_on: row.given_on,
            description: row.description,
            act: row.act,
        },
        declared: hand(row.declared_by, row.declared_at),
        evidence: papers.iter().map(paper).collect(),
        state: word(&row.state)?,
        decided: row.decided_at.map(|at| hand(row.decided_by, at)),
        reason: row.reason,
        entry: row.entry_id.map(Into::into),
        version: row.version,
    })
}
