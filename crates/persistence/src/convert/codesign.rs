//! Proposals with their versions, comments and endorsements; contributions and the citizens behind them.

use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_domain::codesign::{
    Citizen, Clause, Comment, Contribution, ContributionAnswer, Endorsement, Proposal, ProposalVersion, Resolution,
    TextHash,
};
use cordata_domain::identity::EmailAddress;
use cordata_domain::search::{search_text, sort_key};

use super::value::{count, locale, name_of, places, word};
use crate::entity::{
    contribution, contributor, endorsement, proposal, proposal_clause, proposal_comment, proposal_origin,
    proposal_version,
};
use crate::error::stored;

pub(crate) fn proposal_row(proposal: &Proposal) -> proposal::Model {
    proposal::Model {
        id: proposal.id.into(),
        table_id: proposal.table.into(),
        project_id: proposal.project.map(Into::into),
        title: proposal.title.clone(),
        language: proposal.language.to_string(),
        state: name_of(proposal.state),
        state_reason: proposal.state_reason.clone(),
        opened_at: proposal.opened_at,
        current: proposal.current.into(),
        version: proposal.version,
        sort_key: sort_key(&proposal.title),
        search_text: search_text(&proposal.title),
    }
}

pub(crate) fn proposal(row: proposal::Model) -> Result<Proposal, AppError> {
    Ok(Proposal {
        id: row.id.into(),
        table: row.table_id.into(),
        project: row.project_id.map(Into::into),
        title: row.title,
        language: locale(&row.language)?,
        state: word(&row.state)?,
        state_reason: row.state_reason,
        opened_at: row.opened_at,
        current: count(row.current)?,
        version: row.version,
    })
}

pub(crate) fn version_row(version: &ProposalVersion) -> proposal_version::Model {
    proposal_version::Model {
        proposal_id: version.proposal.into(),
        number: version.number.into(),
        on_behalf_of_id: version.on_behalf_of.into(),
        author_id: version.author.map(Into::into),
        note: version.note.clone(),
        hash: version.hash.0.to_vec(),
        saved_at: version.saved_at,
    }
}

/// How a version came about, where it is no version of its own.
pub(crate) fn origin_row(version: &ProposalVersion) -> Option<proposal_origin::Model> {
    (version.continues || version.restores.is_some()).then(|| proposal_origin::Model {
        proposal_id: version.proposal.into(),
        number: version.number.into(),
        continues: version.continues,
        restores: version.restores.map(Into::into),
    })
}

/// A version without its clauses, and how it came about.
pub(crate) fn version(
    (row, origin): (proposal_version::Model, Option<proposal_origin::Model>),
) -> Result<ProposalVersion, AppError> {
    Ok(ProposalVersion {
        proposal: row.proposal_id.into(),
        number: count(row.number)?,
        on_behalf_of: row.on_behalf_of_id.into(),
        author: row.author_id.map(Into::into),
        note: row.note,
        saved_at: row.saved_at,
        continues: origin.as_ref().is_some_and(|origin| origin.continues),
        restores: origin.and_then(|origin| origin.restores).map(count).transpose()?,
        hash: hash(&row.hash)?,
        clauses: Vec::new(),
    })
}

fn hash(bytes: &[u8]) -> Result<TextHash, AppError> {
    TextHash::from_bytes(bytes).ok_or_else(|| AppError::fault("a stored hash has not 32 bytes"))
}

pub(crate) fn clause_rows(version: &ProposalVersion) -> Vec<proposal_clause::Model> {
    let row = |(position, clause): (i64, &Clause)| proposal_clause::Model {
        proposal_id: version.proposal.into(),
        number: version.number.into(),
        clause_id: clause.id.into(),
        position,
        title: clause.title.clone(),
        body: clause.body.clone(),
    };
    places(&version.clauses).map(row).collect()
}

pub(crate) fn clause(row: proposal_clause::Model) -> Clause {
    Clause { id: row.clause_id.into(), title: row.title, body: row.body }
}

pub(crate) fn comment_row(comment: &Comment) -> proposal_comment::Model {
    proposal_comment::Model {
        id: comment.id.into(),
        proposal_id: comment.proposal.into(),
        number: comment.number.into(),
        clause_id: comment.clause.into(),
        reply_to_id: comment.reply_to.map(Into::into),
        on_behalf_of_id: comment.on_behalf_of.into(),
        author_id: comment.author.map(Into::into),
        text: comment.text.clone(),
        language: comment.language.to_string(),
        written_at: comment.written_at,
        resolved_at: comment.resolution.map(|resolution| resolution.at),
        resolved_by_id: comment.resolution.and_then(|resolution| resolution.by).map(Into::into),
    }
}

pub(crate) fn comment(row: proposal_comment::Model) -> Result<Comment, AppError> {
    let by = row.resolved_by_id.map(Into::into);
    Ok(Comment {
        id: row.id.into(),
        proposal: row.proposal_id.into(),
        number: count(row.number)?,
        clause: row.clause_id.into(),
        reply_to: row.reply_to_id.map(Into::into),
        on_behalf_of: row.on_behalf_of_id.into(),
        author: row.author_id.map(Into::into),
        text: row.text,
        language: locale(&row.language)?,
        written_at: row.written_at,
        resolution: row.resolved_at.map(|at| Resolution { at, by }),
    })
}

pub(crate) fn endorsement_row(endorsement: &Endorsement) -> endorsement::Model {
    endorsement::Model {
        id: endorsement.id.into(),
        proposal_id: endorsement.proposal.into(),
        number: endorsement.number.into(),
        organisation_id: endorsement.organisation.into(),
        person_id: endorsement.person.map(Into::into),
        hash: endorsement.hash.0.to_vec(),
        endorsed_at: endorsement.endorsed_at,
    }
}

pub(crate) fn endorsement(row: &endorsement::Model) -> Result<Endorsement, AppError> {
    Ok(Endorsement {
        id: row.id.into(),
        proposal: row.proposal_id.into(),
        number: count(row.number)?,
        organisation: row.organisation_id.into(),
        person: row.person_id.map(Into::into),
        hash: hash(&row.hash)?,
        endorsed_at: row.endorsed_at,
    })
}

pub(crate) fn contribution_row(contribution: &Contribution) -> contribution::Model {
    let answer = contribution.answer.as_ref();
    contribution::Model {
        id: contribution.id.into(),
        reference: contribution.reference.clone(),
        kind: name_of(contribution.kind),
        title: contribution.title.clone(),
        text: contribution.text.clone(),
        language: contribution.language.to_string(),
        table_id: contribution.table.map(Into::into),
        author_id: contribution.author.map(Into::into),
        on_behalf_of_id: contribution.on_behalf_of.map(Into::into),
        submitted_at: contribution.submitted_at,
        state: name_of(contribution.state),
        answer: answer.and_then(|answer| answer.message.clone()),
        answered_at: answer.map(|answer| answer.at),
        answered_by_id: answer.and_then(|answer| answer.by).map(Into::into),
        proposal_id: answer.and_then(|answer| answer.proposal).map(Into::into),
        version: contribution.version,
        search_text: search_text(&contribution.title),
    }
}

pub(crate) fn contribution(row: contribution::Model) -> Result<Contribution, AppError> {
    let (message, proposal, by) = (row.answer, row.proposal_id.map(Into::into), row.answered_by_id.map(Into::into));
    let answer = row.answered_at.map(|at| ContributionAnswer { message, proposal, at, by });
    Ok(Contribution {
        id: row.id.into(),
        reference: row.reference,
        kind: word(&row.kind)?,
        title: row.title,
        text: row.text,
        language: locale(&row.language)?,
        table: row.table_id.map(Into::into),
        author: row.author_id.map(Into::into),
        on_behalf_of: row.on_behalf_of_id.map(Into::into),
        submitted_at: row.submitted_at,
        state: word(&row.state)?,
        answer,
        version: row.version,
    })
}

pub(crate) fn contributor_row(contribution: &Contribution, citizen: &Citizen, at: DateTime<Utc>) -> contributor::Model {
    contributor::Model {
        contribution_id: contribution.id.into(),
        name: citizen.name.clone(),
        address: citizen.address.as_str().to_owned(),
        consent: citizen.consent.clone(),
        consented_at: at,
    }
}

pub(crate) fn citizen(row: contributor::Model) -> Result<Citizen, AppError> {
    let address = stored(EmailAddress::parse(&row.address))?;
    Ok(Citizen { name: row.name, address, consent: row.consent })
}
