//! The switch that stops the daily digest, by the signed link of a digest. Showing it changes nothing; sending the form,
//! or a mail program's one-click POST, stops the digest at once, without a session.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use cordata_app::notification::StopDigestByLink;
use cordata_app::ports::LinkPurpose;
use cordata_app::{AppError, token};
use cordata_domain::Reason;

use super::answer::{DISCREET, DiscreetInstead};
use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::{PageState, respond};
use crate::client::Visitor;

#[derive(Template)]
#[template(path = "digest_stop.html")]
struct DigestStopPage {
    frame: Frame,
    stopped: bool,
}

/// Asks whether the digest shall stop. Changes nothing.
pub(super) async fn ask(
    State(pages): State<PageState>,
    reader: Reader,
    Path(token): Path<String>,
) -> Result<Response, DiscreetInstead> {
    let link = pages.reads.link(&token::hash(&token)).await?;
    let now = pages.app.now();
    link.filter(|link| link.purpose == LinkPurpose::StopDigest && now < link.expires_at)
        .ok_or(Instead::LinkUnusable)?;
    show(&pages, reader, false).await
}

/// Stops the digest. The link is the credential, so that mail programs can do it for their reader.
pub(super) async fn stop(
    State(pages): State<PageState>,
    reader: Reader,
    Path(token): Path<String>,
    Visitor(caller): Visitor,
) -> Result<Response, DiscreetInstead> {
    match pages.app.execute(&caller, StopDigestByLink { token }).await {
        Ok(()) => show(&pages, reader, true).await,
        Err(AppError::Refused(refusal)) if refusal.reason == Reason::LinkUsed => Err(Instead::LinkUnusable.into()),
        Err(error) => Err(error.into()),
    }
}

async fn show(pages: &PageState, reader: Reader, stopped: bool) -> Result<Response, DiscreetInstead> {
    let site = pages.site().await?;
    let title = reader.text("page-digest-stop-title");
    let page = DigestStopPage { frame: Frame::new(reader, &site, title), stopped };
    Ok((DISCREET, respond(&page)?).into_response())
}
