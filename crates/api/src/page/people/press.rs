//! Buttons without a form around them: to invite again, to take an invitation back, to end a post, to take a role.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use cordata_app::Command;
use cordata_app::identity::{EndAffiliation, RevokeRole};
use cordata_app::session::{InvitePerson, WithdrawInvitation};
use cordata_domain::Reason;
use cordata_text::refusal_message;
use serde::Deserialize;

use super::super::account::{discreet, next_page, onward};
use super::super::address::Key;
use super::super::answer::DiscreetInstead;
use super::super::frame::Frame;
use super::super::instead::Instead;
use super::super::respond;
use super::super::sent::Sent;
use super::desk::{Desk, named};
use super::form::keyed;

/// A button, and the page it stands on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ButtonForm {
    key: String,
    back: String,
}

keyed!(ButtonForm);

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage {
    frame: Frame,
    text: String,
    back: String,
}

/// Invites a person, for the first time or again.
pub(super) async fn invite(
    desk: Desk,
    Path(key): Path<Key>,
    sent: Sent<ButtonForm>,
) -> Result<Response, DiscreetInstead> {
    let command = InvitePerson { person: named(&key)? };
    Ok(press(&desk, &sent, command, "invited").await?)
}

/// Takes an invitation back.
pub(super) async fn withdraw(
    desk: Desk,
    Path(key): Path<Key>,
    sent: Sent<ButtonForm>,
) -> Result<Response, DiscreetInstead> {
    let command = WithdrawInvitation { invitation: named(&key)? };
    Ok(press(&desk, &sent, command, "withdrawn").await?)
}

/// Ends a post at this moment.
pub(super) async fn end_post(
    desk: Desk,
    Path(key): Path<Key>,
    sent: Sent<ButtonForm>,
) -> Result<Response, DiscreetInstead> {
    let command = EndAffiliation { affiliation: named(&key)?, last_day: None };
    Ok(press(&desk, &sent, command, "ended").await?)
}

/// Takes a role at this moment.
pub(super) async fn end_role(
    desk: Desk,
    Path(key): Path<Key>,
    sent: Sent<ButtonForm>,
) -> Result<Response, DiscreetInstead> {
    let command = RevokeRole { grant: named(&key)? };
    Ok(press(&desk, &sent, command, "ended").await?)
}

/// Does what a button says, and goes back to its page; a refusal is told on a page of its own.
async fn press<C: Command>(desk: &Desk, sent: &Sent<ButtonForm>, command: C, done: &str) -> Result<Response, Instead> {
    let caller = desk.sender(sent)?;
    let back = next_page(&desk.reader, &sent.form.back);
    match desk.carry_out(&caller, Ok(command)).await? {
        Ok(_) => Ok(onward(&format!("{back}?done={done}"))),
        Err(refusal) if refusal.reason == Reason::NotFound => Err(Instead::NotFound),
        Err(refusal) => {
            let site = desk.pages.site().await?;
            let frame = desk.frame(&site, desk.reader.text("page-people-refused"));
            let text = refusal_message(desk.reader.locale(), &refusal);
            Ok(discreet((StatusCode::UNPROCESSABLE_ENTITY, respond(&RefusedPage { frame, text, back })?)))
        }
    }
}
