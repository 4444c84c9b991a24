//! Stakeholders and their kinds.

use cordata_app::AppError;
use cordata_domain::search::{search_text, sort_key};
use cordata_domain::stakeholder::{Stakeholder, StakeholderKind, TaxCode};

use super::value::{from_json, name_of, to_json, word};
use crate::entity::{stakeholder, stakeholder_kind};
use crate::error::stored;

pub(crate) fn kind_row(kind: &StakeholderKind) -> Result<stakeholder_kind::Model, AppError> {
    Ok(stakeholder_kind::Model {
        code: kind.code.clone(),
        name: to_json(&kind.name)?,
        actor_group: name_of(kind.group),
        public_administration: kind.public_administration,
    })
}

pub(crate) fn kind(row: stakeholder_kind::Model) -> Result<StakeholderKind, AppError> {
    Ok(StakeholderKind {
        code: row.code,
        name: from_json(row.name)?,
        group: word(&row.actor_group)?,
        public_administration: row.public_administration,
    })
}

pub(crate) fn stakeholder_row(stakeholder: &Stakeholder) -> stakeholder::Model {
    stakeholder::Model {
        id: stakeholder.id.into(),
        slug: stakeholder.slug.clone(),
        name: stakeholder.name.clone(),
        sort_key: sort_key(&stakeholder.name),
        search_text: search_text(&stakeholder.name),
        kind: stakeholder.kind.clone(),
        tax_code: stakeholder.tax_code.as_ref().map(|code| code.as_str().to_owned()),
        version: stakeholder.version,
    }
}

pub(crate) fn stakeholder(row: stakeholder::Model) -> Result<Stakeholder, AppError> {
    Ok(Stakeholder {
        id: row.id.into(),
        slug: row.slug,
        name: row.name,
        kind: row.kind,
        tax_code: stored(row.tax_code.as_deref().map(TaxCode::parse).transpose())?,
        version: row.version,
    })
}
