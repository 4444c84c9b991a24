//! Requests to sign in, invitations and sessions.

use cordata_app::AppError;
use cordata_domain::identity::{EmailAddress, Invitation, Offer, Session, SignIn};
use cordata_domain::period::Validity;

use super::value::{count, name_of, word};
use crate::entity::{invitation, invitation_offer, session, sign_in};
use crate::error::stored;

pub(crate) fn sign_in_row(request: &SignIn) -> sign_in::Model {
    sign_in::Model {
        id: request.id.into(),
        address: request.address.as_str().to_owned(),
        browser: request.browser.clone(),
        code: request.code.clone(),
        wrong_codes: request.wrong_codes.into(),
        requested_at: request.requested_at,
        used_at: request.used_at,
    }
}

pub(crate) fn sign_in(row: sign_in::Model) -> Result<SignIn, AppError> {
    Ok(SignIn {
        id: row.id.into(),
        address: stored(EmailAddress::parse(&row.address))?,
        browser: row.browser,
        code: row.code,
        wrong_codes: count(row.wrong_codes)?,
        requested_at: row.requested_at,
        used_at: row.used_at,
    })
}

pub(crate) fn invitation_row(invited: &Invitation) -> invitation::Model {
    invitation::Model {
        id: invited.id.into(),
        person_id: invited.person.into(),
        invited_by: invited.invited_by.map(Into::into),
        created_at: invited.created_at,
        accepted_at: invited.accepted_at,
        withdrawn_at: invited.withdrawn_at,
    }
}

pub(crate) fn offer_row(invited: &Invitation) -> Option<invitation_offer::Model> {
    invited.offer.as_ref().map(|offer| invitation_offer::Model {
        invitation_id: invited.id.into(),
        organisation_id: offer.organisation.into(),
        name: offer.name.clone(),
        address: offer.address.as_str().to_owned(),
        post: offer.post.clone(),
        role: offer.role.map(name_of),
        valid_from: offer.validity.from,
        valid_to: offer.validity.to,
    })
}

pub(crate) fn invitation(
    (row, offered): (invitation::Model, Option<invitation_offer::Model>),
) -> Result<Invitation, AppError> {
    Ok(Invitation {
        id: row.id.into(),
        person: row.person_id.into(),
        invited_by: row.invited_by.map(Into::into),
        offer: offered.map(offer).transpose()?,
        created_at: row.created_at,
        accepted_at: row.accepted_at,
        withdrawn_at: row.withdrawn_at,
    })
}

fn offer(row: invitation_offer::Model) -> Result<Offer, AppError> {
    Ok(Offer {
        organisation: row.organisation_id.into(),
        name: row.name,
        address: stored(EmailAddress::parse(&row.address))?,
        post: row.post,
        role: row.role.as_deref().map(word).transpose()?,
        validity: Validity { from: row.valid_from, to: row.valid_to },
    })
}

pub(crate) fn session_row(open: &Session) -> session::Model {
    session::Model {
        id: open.id.into(),
        person_id: open.person.into(),
        hash: open.hash.clone(),
        earlier_hash: open.earlier_hash.clone(),
        form_key: open.form_key.clone(),
        method: name_of(open.method),
        agent: open.agent.clone(),
        created_at: open.created_at,
        last_used_at: open.last_used_at,
        rotated_at: open.rotated_at,
        ended_at: open.ended_at,
    }
}

pub(crate) fn session(row: session::Model) -> Result<Session, AppError> {
    Ok(Session {
        id: row.id.into(),
        person: row.person_id.into(),
        hash: row.hash,
        earlier_hash: row.earlier_hash,
        form_key: row.form_key,
        method: word(&row.method)?,
        agent: row.agent,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        rotated_at: row.rotated_at,
        ended_at: row.ended_at,
    })
}
