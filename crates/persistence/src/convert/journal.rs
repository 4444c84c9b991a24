//! The outbox and links.

use cordata_app::AppError;
use cordata_app::ports::{ActionLink, IdempotentAnswer, LinkPurpose};
use cordata_domain::event::RecordedEvent;

use super::value::{from_json, to_json};
use crate::entity::{action_link, event, idempotency};

const ANSWER_CONVOCATION: &str = "ANSWER_CONVOCATION";
const STOP_DIGEST: &str = "STOP_DIGEST";
const FOLLOW_CONTRIBUTION: &str = "FOLLOW_CONTRIBUTION";
const SIGN_IN: &str = "SIGN_IN";
const ACCEPT_INVITATION: &str = "ACCEPT_INVITATION";
const SET_UP: &str = "SET_UP";

pub(crate) fn event_row(recorded: &RecordedEvent) -> Result<event::Model, AppError> {
    Ok(event::Model {
        id: recorded.id.into(),
        at: recorded.at,
        author_id: recorded.author.map(Into::into),
        table_id: recorded.event.table().map(Into::into),
        meeting_id: recorded.event.meeting().map(Into::into),
        payload: to_json(&recorded.event)?,
    })
}

pub(crate) fn recorded_event(row: event::Model) -> Result<RecordedEvent, AppError> {
    Ok(RecordedEvent {
        id: row.id.into(),
        at: row.at,
        author: row.author_id.map(Into::into),
        event: from_json(row.payload)?,
    })
}

pub(crate) fn link_row(link: &ActionLink) -> action_link::Model {
    let purpose = match link.purpose {
        LinkPurpose::AnswerConvocation => ANSWER_CONVOCATION,
        LinkPurpose::StopDigest => STOP_DIGEST,
        LinkPurpose::FollowContribution => FOLLOW_CONTRIBUTION,
        LinkPurpose::SignIn => SIGN_IN,
        LinkPurpose::AcceptInvitation => ACCEPT_INVITATION,
        LinkPurpose::SetUp => SET_UP,
    };
    action_link::Model {
        id: link.id.into(),
        hash: link.hash.clone(),
        purpose: purpose.to_owned(),
        subject_id: link.subject,
        person_id: link.person.map(Into::into),
        expires_at: link.expires_at,
        used_at: link.used_at,
    }
}

pub(crate) fn action_link(row: action_link::Model) -> Result<ActionLink, AppError> {
    let purpose = match row.purpose.as_str() {
        ANSWER_CONVOCATION => LinkPurpose::AnswerConvocation,
        STOP_DIGEST => LinkPurpose::StopDigest,
        FOLLOW_CONTRIBUTION => LinkPurpose::FollowContribution,
        SIGN_IN => LinkPurpose::SignIn,
        ACCEPT_INVITATION => LinkPurpose::AcceptInvitation,
        SET_UP => LinkPurpose::SetUp,
        other => return Err(AppError::fault(format!("the stored purpose `{other}` of a link is not understood"))),
    };
    Ok(ActionLink {
        id: row.id.into(),
        hash: row.hash,
        purpose,
        subject: row.subject_id,
        person: row.person_id.map(Into::into),
        expires_at: row.expires_at,
        used_at: row.used_at,
    })
}

pub(crate) fn idempotent_answer(row: idempotency::Model) -> IdempotentAnswer {
    IdempotentAnswer { input_hash: row.input_hash, answer: row.answer }
}
