//! Requests to sign in, invitations and sessions.

use cordata_app::AppError;
use cordata_domain::identity::{EmailAddress, Invitation, Session, SignIn};

use super::value::{count, name_of, word};
use crate::entity::{invitation, session, sign_in};
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

pub(crate) fn invitation(row: &invitation::Model) -> Invitation {
    Invitation {
        id: row.id.into(),
        person: row.person_id.into(),
        invited_by: row.invited_by.map(Into::into),
        created_at: row.created_at,
        accepted_at: row.accepted_at,
        withdrawn_at: row.withdrawn_at,
    }
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
