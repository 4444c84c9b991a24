//! Persons, their posts and roles, and the tokens that stand for them.

use cordata_app::AppError;
use cordata_domain::identity::{Affiliation, ApiToken, EmailAddress, Grant, GrantScope, Person};
use cordata_domain::period::Validity;
use cordata_domain::search::{search_text, sort_key};

use super::value::{locale, name_of, word, zone};
use crate::entity::{affiliation, api_token, person, role_grant};
use crate::error::stored;

const PLAN: &str = "PLAN";
const ORGANISATION: &str = "ORGANISATION";
const TABLE: &str = "TABLE";

pub(crate) fn person_row(person: &Person) -> person::Model {
    person::Model {
        id: person.id.into(),
        given_name: person.given_name.clone(),
        family_name: person.family_name.clone(),
        sort_key: sort_key(&format!("{} {}", person.family_name, person.given_name)),
        search_text: search_text(&person.full_name()),
        email: person.email.as_ref().map(|email| email.as_str().to_owned()),
        locale: person.locale.to_string(),
        zone: person.zone.name().to_owned(),
        version: person.version,
        erased_at: person.erased_at,
    }
}

pub(crate) fn person(row: person::Model) -> Result<Person, AppError> {
    Ok(Person {
        id: row.id.into(),
        given_name: row.given_name,
        family_name: row.family_name,
        email: stored(row.email.as_deref().map(EmailAddress::parse).transpose())?,
        locale: locale(&row.locale)?,
        zone: zone(&row.zone)?,
        version: row.version,
        erased_at: row.erased_at,
    })
}

pub(crate) fn affiliation_row(affiliation: &Affiliation) -> affiliation::Model {
    affiliation::Model {
        id: affiliation.id.into(),
        person_id: affiliation.person.into(),
        organisation_id: affiliation.organisation.into(),
        post: affiliation.post.clone(),
        valid_from: affiliation.validity.from,
        valid_to: affiliation.validity.to,
        recorded_at: affiliation.recorded_at,
        withdrawn_at: affiliation.withdrawn_at,
    }
}

pub(crate) fn affiliation(row: affiliation::Model) -> Affiliation {
    Affiliation {
        id: row.id.into(),
        person: row.person_id.into(),
        organisation: row.organisation_id.into(),
        post: row.post,
        validity: Validity { from: row.valid_from, to: row.valid_to },
        recorded_at: row.recorded_at,
        withdrawn_at: row.withdrawn_at,
    }
}

pub(crate) fn grant_row(grant: &Grant) -> role_grant::Model {
    let (scope, organisation_id, table_id) = match grant.scope {
        GrantScope::Plan => (PLAN, None, None),
        GrantScope::Organisation(id) => (ORGANISATION, Some(id.into()), None),
        GrantScope::Table(id) => (TABLE, None, Some(id.into())),
    };
    role_grant::Model {
        id: grant.id.into(),
        person_id: grant.person.into(),
        role: name_of(grant.role),
        scope: scope.to_owned(),
        organisation_id,
        table_id,
        valid_from: grant.validity.from,
        valid_to: grant.validity.to,
        recorded_at: grant.recorded_at,
        withdrawn_at: grant.withdrawn_at,
    }
}

pub(crate) fn grant(row: &role_grant::Model) -> Result<Grant, AppError> {
    Ok(Grant {
        id: row.id.into(),
        person: row.person_id.into(),
        role: word(&row.role)?,
        scope: grant_scope(row),
        validity: Validity { from: row.valid_from, to: row.valid_to },
        recorded_at: row.recorded_at,
        withdrawn_at: row.withdrawn_at,
    })
}

/// What a stored role is held for: the database keeps the scope and its two references in step.
fn grant_scope(row: &role_grant::Model) -> GrantScope {
    match (row.organisation_id, row.table_id) {
        (Some(organisation), _) => GrantScope::Organisation(organisation.into()),
        (None, Some(table)) => GrantScope::Table(table.into()),
        (None, None) => GrantScope::Plan,
    }
}

pub(crate) fn token_row(token: &ApiToken) -> api_token::Model {
    api_token::Model {
        id: token.id.into(),
        person_id: token.person.into(),
        label: token.label.clone(),
        scope: name_of(token.scope),
        hash: token.hash.clone(),
        created_at: token.created_at,
        expires_at: token.expires_at,
        revoked_at: token.revoked_at,
        last_used_at: token.last_used_at,
    }
}

pub(crate) fn token(row: api_token::Model) -> Result<ApiToken, AppError> {
    Ok(ApiToken {
        id: row.id.into(),
        person: row.person_id.into(),
        scope: word(&row.scope)?,
        label: row.label,
        hash: row.hash,
        created_at: row.created_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        last_used_at: row.last_used_at,
    })
}
