//! Programmes, sources, promises and the ledger.

use cordata_app::AppError;
use cordata_domain::funding::{Commitment, Entry, FundingProgramme, FundingSource, Position};
use cordata_domain::money::Cents;
use cordata_domain::period::Validity;
use cordata_domain::search::sort_key;

use super::project::points;
use super::value::{from_json, name_of, to_json, word};
use crate::entity::{commitment, commitment_total, funding_programme, funding_source, ledger_entry};

pub(crate) fn programme_row(programme: &FundingProgramme) -> Result<funding_programme::Model, AppError> {
    Ok(funding_programme::Model {
        id: programme.id.into(),
        code: programme.code.clone(),
        sort_key: sort_key(&programme.code),
        name: to_json(&programme.name)?,
        in_kind_cap: programme.in_kind_cap.map(|cap| cap.points().into()),
        eligible_from: programme.eligibility.map(|period| period.from),
        eligible_to: programme.eligibility.and_then(|period| period.to),
        version: programme.version,
    })
}

pub(crate) fn programme(row: funding_programme::Model) -> Result<FundingProgramme, AppError> {
    Ok(FundingProgramme {
        id: row.id.into(),
        code: row.code,
        name: from_json(row.name)?,
        in_kind_cap: row.in_kind_cap.map(points).transpose()?,
        eligibility: row.eligible_from.map(|from| Validity { from, to: row.eligible_to }),
        version: row.version,
    })
}

pub(crate) fn source_row(source: &FundingSource) -> Result<funding_source::Model, AppError> {
    Ok(funding_source::Model {
        id: source.id.into(),
        code: source.code.clone(),
        sort_key: sort_key(&source.code),
        name: to_json(&source.name)?,
        programme_id: source.programme.map(Into::into),
        rate: source.rate.map(|rate| rate.points().into()),
    })
}

pub(crate) fn source(row: funding_source::Model) -> Result<FundingSource, AppError> {
    Ok(FundingSource {
        id: row.id.into(),
        code: row.code,
        name: from_json(row.name)?,
        programme: row.programme_id.map(Into::into),
        rate: row.rate.map(points).transpose()?,
    })
}

pub(crate) fn commitment_row(commitment: &Commitment) -> commitment::Model {
    commitment::Model {
        id: commitment.id.into(),
        project_id: commitment.project.into(),
        contributor_id: commitment.contributor.map(Into::into),
        source_id: commitment.source.map(Into::into),
        nature: name_of(commitment.nature),
        agreement_id: commitment.agreement.map(Into::into),
        conditions: commitment.conditions.clone(),
        decision_id: commitment.decision.map(Into::into),
        act: commitment.act.clone(),
        imported: commitment.imported,
        anomaly: commitment.anomaly,
        state: name_of(commitment.state),
        version: commitment.version,
    }
}

pub(crate) fn commitment(row: commitment::Model) -> Result<Commitment, AppError> {
    Ok(Commitment {
        id: row.id.into(),
        project: row.project_id.into(),
        contributor: row.contributor_id.map(Into::into),
        source: row.source_id.map(Into::into),
        nature: word(&row.nature)?,
        agreement: row.agreement_id.map(Into::into),
        conditions: row.conditions,
        decision: row.decision_id.map(Into::into),
        act: row.act,
        imported: row.imported,
        anomaly: row.anomaly,
        state: word(&row.state)?,
        version: row.version,
    })
}

/// What a promise's entries add up to. Amounts that break a rule since they were imported are exempt from the check.
pub(crate) fn position_row(commitment: &Commitment, position: &Position) -> commitment_total::Model {
    commitment_total::Model {
        commitment_id: commitment.id.into(),
        promised: position.promised.to_stored(),
        confirmed: position.confirmed.to_stored(),
        ordered: position.ordered.to_stored(),
        paid: position.paid.to_stored(),
        exempt: commitment.anomaly,
    }
}

pub(crate) fn position(row: &commitment_total::Model) -> Position {
    Position {
        promised: Cents::new(row.promised),
        confirmed: Cents::new(row.confirmed),
        ordered: Cents::new(row.ordered),
        paid: Cents::new(row.paid),
    }
}

pub(crate) fn entry_row(entry: &Entry) -> ledger_entry::Model {
    ledger_entry::Model {
        id: entry.id.into(),
        commitment_id: entry.commitment.into(),
        kind: name_of(entry.kind),
        amount: entry.amount.to_stored(),
        effective_on: entry.effective_on,
        recorded_at: entry.recorded_at,
        person_id: entry.person.map(Into::into),
        corrects_id: entry.corrects.map(Into::into),
        reference: entry.reference.clone(),
    }
}

pub(crate) fn entry(row: ledger_entry::Model) -> Result<Entry, AppError> {
    Ok(Entry {
        id: row.id.into(),
        commitment: row.commitment_id.into(),
        kind: word(&row.kind)?,
        amount: Cents::new(row.amount),
        effective_on: row.effective_on,
        recorded_at: row.recorded_at,
        person: row.person_id.map(Into::into),
        corrects: row.corrects_id.map(Into::into),
        reference: row.reference,
    })
}
