//! Browsers that were sent to the identity provider, and whom it knows.

use cordata_domain::identity::{OpenIdAttempt, OpenIdName, OpenIdSubject};

use crate::entity::{openid_attempt, openid_subject};

pub(crate) fn attempt_row(attempt: &OpenIdAttempt) -> openid_attempt::Model {
    openid_attempt::Model {
        id: attempt.id.into(),
        browser: attempt.browser.clone(),
        state: attempt.state.clone(),
        nonce: attempt.nonce.clone(),
        verifier: attempt.verifier.clone(),
        next: attempt.next.clone(),
        session_id: attempt.session.map(Into::into),
        created_at: attempt.created_at,
        used_at: attempt.used_at,
    }
}

pub(crate) fn attempt(row: openid_attempt::Model) -> OpenIdAttempt {
    OpenIdAttempt {
        id: row.id.into(),
        browser: row.browser,
        state: row.state,
        nonce: row.nonce,
        verifier: row.verifier,
        next: row.next,
        session: row.session_id.map(Into::into),
        created_at: row.created_at,
        used_at: row.used_at,
    }
}

pub(crate) fn subject_row(subject: &OpenIdSubject) -> openid_subject::Model {
    openid_subject::Model {
        id: subject.id.into(),
        issuer: subject.name.issuer.clone(),
        subject: subject.name.subject.clone(),
        person_id: subject.person.into(),
        linked_at: subject.linked_at,
    }
}

pub(crate) fn subject(row: openid_subject::Model) -> OpenIdSubject {
    OpenIdSubject {
        id: row.id.into(),
        name: OpenIdName { issuer: row.issuer, subject: row.subject },
        person: row.person_id.into(),
        linked_at: row.linked_at,
    }
}
