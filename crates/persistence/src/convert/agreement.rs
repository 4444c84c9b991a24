//! Agreements with their parties and signatures, and the versions of their texts.

use std::collections::HashMap;

use cordata_app::AppError;
use cordata_domain::agreement::{
    Agreement, AgreementText, Clause, Ending, FormalAct, Party, Publication, Signature, SignedText, TextHash,
};
use cordata_domain::ids::{AgreementId, AgreementTextId};
use cordata_domain::period::Validity;
use cordata_domain::search::{search_text, sort_key};
use sea_orm::prelude::{Date, Uuid};

use super::value::{count, locale, name_of, of, places, word};
use crate::entity::{
    agreement, agreement_clause, agreement_party, agreement_project, agreement_signature, agreement_text,
};
use crate::error::stored;

pub(crate) fn agreement_row(agreement: &Agreement) -> agreement::Model {
    let (text, ratified) = (agreement.text.as_ref(), agreement.ratification.as_ref());
    let (published, ended) = (agreement.publication.as_ref(), agreement.ending.as_ref());
    agreement::Model {
        id: agreement.id.into(),
        kind: name_of(agreement.kind),
        title: agreement.title.clone(),
        language: agreement.language.to_string(),
        table_id: agreement.table.map(Into::into),
        valid_from: agreement.period.from,
        valid_to: agreement.period.to,
        renewal_clause: agreement.renewal_clause.clone(),
        varies_planning: agreement.varies_planning,
        stage: name_of(agreement.stage),
        text_id: text.map(|text| text.id.into()),
        text_number: text.map(|text| text.number.into()),
        text_hash: text.map(|text| text.hash.as_str().to_owned()),
        text_recorded_at: text.map(|text| text.recorded_at),
        frozen_on: agreement.frozen_on,
        public_since: agreement.public_since,
        ratified_number: ratified.map(|act| act.number.clone()),
        ratified_on: ratified.map(|act| act.date),
        ratified_body: ratified.map(|act| act.body.clone()),
        published_on: published.map(|publication| publication.on),
        published_in: published.map(|publication| publication.reference.clone()),
        ended_on: ended.map(|ending| ending.on),
        ended_reason: ended.map(|ending| ending.reason.clone()),
        version: agreement.version,
        sort_key: sort_key(&agreement.title),
        search_text: search_text(&agreement.title),
    }
}

/// The rows that belong to agreements, by the id of what they belong to.
pub(crate) struct Parts {
    pub(crate) projects: HashMap<Uuid, Vec<agreement_project::Model>>,
    pub(crate) parties: HashMap<Uuid, Vec<agreement_party::Model>>,
    pub(crate) signatures: HashMap<Uuid, Vec<agreement_signature::Model>>,
}

pub(crate) fn agreement(row: agreement::Model, parts: &Parts) -> Result<Agreement, AppError> {
    let party = |party: &agreement_party::Model| self::party(party, of(&parts.signatures, party.id));
    Ok(Agreement {
        id: row.id.into(),
        kind: word(&row.kind)?,
        title: row.title,
        language: locale(&row.language)?,
        table: row.table_id.map(Into::into),
        projects: of(&parts.projects, row.id).iter().map(|project| project.project_id.into()).collect(),
        period: Validity { from: row.valid_from, to: row.valid_to },
        renewal_clause: row.renewal_clause,
        varies_planning: row.varies_planning,
        stage: word(&row.stage)?,
        text: match (row.text_id, row.text_number, row.text_hash, row.text_recorded_at) {
            (Some(id), Some(number), Some(hash), Some(recorded_at)) => {
                Some(text(&agreement_text::Model { id, agreement_id: row.id, number, hash, recorded_at })?)
            }
            _ => None,
        },
        frozen_on: row.frozen_on,
        public_since: row.public_since,
        ratification: act(row.ratified_number, row.ratified_on, row.ratified_body),
        publication: row.published_on.zip(row.published_in).map(|(on, reference)| Publication { on, reference }),
        ending: row.ended_on.zip(row.ended_reason).map(|(on, reason)| Ending { on, reason }),
        parties: of(&parts.parties, row.id).iter().map(party).collect::<Result<_, _>>()?,
        version: row.version,
    })
}

fn act(number: Option<String>, date: Option<Date>, body: Option<String>) -> Option<FormalAct> {
    Some(FormalAct { number: number?, date: date?, body: body? })
}

pub(crate) fn project_rows(agreement: &Agreement) -> Vec<agreement_project::Model> {
    let row = |(position, project): (i64, &_)| agreement_project::Model {
        agreement_id: agreement.id.into(),
        project_id: Uuid::from(*project),
        position,
    };
    places(&agreement.projects).map(row).collect()
}

pub(crate) fn party_rows(agreement: &Agreement) -> Vec<agreement_party::Model> {
    let row = |party: &Party| agreement_party::Model {
        id: party.id.into(),
        agreement_id: agreement.id.into(),
        organisation_id: party.organisation.into(),
        participation: name_of(party.participation),
        state: name_of(party.state),
        state_reason: party.state_reason.clone(),
        act_number: party.act.as_ref().map(|act| act.number.clone()),
        act_date: party.act.as_ref().map(|act| act.date),
        act_body: party.act.as_ref().map(|act| act.body.clone()),
        withdrawn_on: party.withdrawn_on,
    };
    agreement.parties.iter().map(row).collect()
}

fn party(row: &agreement_party::Model, signatures: &[agreement_signature::Model]) -> Result<Party, AppError> {
    Ok(Party {
        id: row.id.into(),
        organisation: row.organisation_id.into(),
        participation: word(&row.participation)?,
        state: word(&row.state)?,
        state_reason: row.state_reason.clone(),
        act: act(row.act_number.clone(), row.act_date, row.act_body.clone()),
        signatures: signatures.iter().map(signature).collect::<Result<_, _>>()?,
        withdrawn_on: row.withdrawn_on,
    })
}

pub(crate) fn signature_rows(agreement: &Agreement) -> Vec<agreement_signature::Model> {
    let row = |(party, signature): (&Party, &Signature)| agreement_signature::Model {
        id: signature.id.into(),
        party_id: party.id.into(),
        kind: name_of(signature.signed.kind),
        signed_on: signature.signed.signed_on,
        text_hash: signature.signed.hash.as_str().to_owned(),
        signatory_id: signature.signed.signatory.map(Into::into),
        standing: name_of(signature.standing),
        recorded_at: signature.recorded_at,
        voided_at: signature.voided_at,
    };
    let pairs =
        agreement.parties.iter().flat_map(|party| party.signatures.iter().map(move |signature| (party, signature)));
    pairs.map(row).collect()
}

fn signature(row: &agreement_signature::Model) -> Result<Signature, AppError> {
    let signed = SignedText {
        kind: word(&row.kind)?,
        signed_on: row.signed_on,
        hash: stored(TextHash::parse(&row.text_hash))?,
        signatory: row.signatory_id.map(Into::into),
    };
    Ok(Signature {
        id: row.id.into(),
        signed,
        standing: word(&row.standing)?,
        recorded_at: row.recorded_at,
        voided_at: row.voided_at,
    })
}

pub(crate) fn text_row(agreement: AgreementId, text: &AgreementText) -> agreement_text::Model {
    agreement_text::Model {
        id: text.id.into(),
        agreement_id: agreement.into(),
        number: text.number.into(),
        hash: text.hash.as_str().to_owned(),
        recorded_at: text.recorded_at,
    }
}

pub(crate) fn text(row: &agreement_text::Model) -> Result<AgreementText, AppError> {
    Ok(AgreementText {
        id: row.id.into(),
        number: count(row.number)?,
        hash: stored(TextHash::parse(&row.hash))?,
        recorded_at: row.recorded_at,
    })
}

pub(crate) fn clause_rows(text: AgreementTextId, clauses: &[Clause]) -> Vec<agreement_clause::Model> {
    let row = |(position, clause): (i64, &Clause)| agreement_clause::Model {
        text_id: text.into(),
        clause_id: clause.id.into(),
        position,
        heading: clause.heading.clone(),
        body: clause.body.clone(),
    };
    places(clauses).map(row).collect()
}

pub(crate) fn clause(row: agreement_clause::Model) -> Clause {
    Clause { id: row.clause_id.into(), heading: row.heading, body: row.body }
}
