//! Pages for citizens and for whoever follows a link from a mail: HTML rendered here, without any JavaScript.
//!
//! Every page exists under `/it`, `/en` and so on, one prefix per catalogue, and without a prefix in the language that
//! the browser asks for. Objects are addressed by id; the words after it are for people, and old ones redirect. A GET
//! never changes anything: mail scanners follow links. What may not be seen answers like what does not exist.

mod account;
mod address;
mod agreement;
mod answer;
mod assets;
mod audit;
mod contribute;
mod contribution;
mod decision;
mod digest_stop;
mod frame;
mod home;
mod indicator;
mod instead;
mod meeting;
mod minutes;
mod people;
mod plan;
mod project;
mod proposal;
mod reader;
mod report;
mod sent;
mod statement;
mod table;
#[cfg(test)]
mod testing;
mod toll;
mod view;
mod visitor;

use std::sync::Arc;

use askama::Template;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, response::Html};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Rome;
use chrono_tz::Tz;
use cordata_app::ports::read::Reads;
use cordata_app::retention::Retention;
use cordata_app::{App, AppError};
use cordata_domain::identity::EmailAddress;
use cordata_text::available;
use tower_http::catch_panic::CatchPanicLayer;

use self::instead::Instead;
use crate::edge::turnstile::Turnstile;
use crate::openid::OpenIdProvider;

/// The largest form that is read, in bytes.
const MAX_FORM: usize = 4096;

/// What the pages are made from; cheap to clone.
#[derive(Clone)]
pub struct PageState {
    /// The use cases: an answer to a convocation goes through them.
    pub app: App,
    /// The views.
    pub reads: Arc<dyn Reads>,
    /// The address under which people reach this installation, without a slash at the end.
    pub public_url: String,
    /// The version that the footer names.
    pub version: &'static str,
    /// The identity provider, where there is one.
    pub openid: Option<Arc<OpenIdProvider>>,
    /// How long things are kept, as the page on privacy says.
    pub retention: Retention,
}

/// The body that publishes the pages.
struct Site {
    name: String,
    contact: Option<EmailAddress>,
    zone: Tz,
    version: &'static str,
}

impl Site {
    /// Which day it is there.
    fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.zone).date_naive()
    }
}

impl PageState {
    /// The record of the installation; before its set-up, a neutral one.
    async fn site(&self) -> Result<Site, AppError> {
        let instance = self.reads.instance().await?;
        Ok(instance.map_or_else(
            || self.unnamed_site(),
            |instance| Site {
                name: instance.name,
                contact: Some(instance.sender_address),
                zone: instance.zone,
                version: self.version,
            },
        ))
    }

    fn unnamed_site(&self) -> Site {
        Site { name: "Cordata".to_owned(), contact: None, zone: Rome, version: self.version }
    }
}

/// All pages with their assets. Whatever has no route gets the page that says so, so the router brings a fallback.
pub fn router(pages: PageState, turnstile: Arc<Turnstile>) -> Router {
    let prefixes = available().into_iter().map(|locale| format!("/{locale}")).chain([String::new()]);
    let recognise = from_fn_with_state(pages.clone(), visitor::recognise);
    let dress = from_fn_with_state(pages.clone(), frame::dress);
    prefixes
        .fold(Router::new(), |router, prefix| router.merge(routes(&prefix)))
        .fallback(async || Instead::NotFound)
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state((turnstile, pages.clone()), toll::pay))
        .layer(recognise)
        .layer(dress)
        .route("/static/{bundle}/{*file}", get(assets::serve))
        .with_state(pages)
}

/// Gives answers of other routes the headers and the words of a page.
pub(crate) fn dressed(routes: Router, pages: &PageState) -> Router {
    routes.layer(CatchPanicLayer::new()).layer(from_fn_with_state(pages.clone(), frame::dress))
}

fn routes(prefix: &str) -> Router<PageState> {
    let at = |path: &str| format!("{prefix}{path}");
    let router = if prefix.is_empty() { Router::new() } else { Router::new().route(prefix, get(home::show)) };
    router
        .merge(account::routes(prefix))
        .merge(people::routes(prefix))
        .route(&at("/"), get(home::show))
        .route(&at("/plans/{id}"), get(plan::show))
        .route(&at("/plans/{id}/{slug}"), get(plan::show))
        .route(&at("/plans/{id}/report"), get(report::show))
        .route(&at("/plans/{id}/report.json"), get(report::data))
        .route(&at("/projects"), get(project::list))
        .route(&at("/projects/{id}"), get(project::show))
        .route(&at("/projects/{id}/{slug}"), get(project::show))
        .route(&at("/proposals"), get(proposal::list))
        .route(&at("/proposals/{id}"), get(proposal::show))
        .route(&at("/proposals/{id}/{slug}"), get(proposal::show))
        .route(&at("/proposals/{id}/comments"), post(proposal::take_part::comment))
        .route(&at("/proposals/{id}/endorsements"), post(proposal::take_part::endorse))
        .route(&at("/proposals/{id}/restorations"), post(proposal::take_part::restore))
        .route(
            &at("/contribute"),
            get(contribute::ask).post(contribute::send).layer(DefaultBodyLimit::max(contribute::MAX_FORM)),
        )
        .route(&at("/contributions/{token}"), get(contribution::show))
        .route(&at("/agreements"), get(agreement::list))
        .route(&at("/agreements/{id}"), get(agreement::show))
        .route(&at("/agreements/{id}/{slug}"), get(agreement::show))
        .route(&at("/indicators"), get(indicator::list))
        .route(&at("/indicators/{id}"), get(indicator::show))
        .route(&at("/indicators/{id}/{slug}"), get(indicator::show))
        .route(&at("/tables"), get(table::list))
        .route(&at("/tables/{id}"), get(table::show))
        .route(&at("/tables/{id}/{slug}"), get(table::show))
        .route(&at("/decisions"), get(decision::list))
        .route(&at("/meetings/{id}"), get(meeting::show))
        .route(&at("/meetings/{id}/{slug}"), get(meeting::show))
        .route(&at("/meetings/{id}/event.ics"), get(meeting::event))
        .route(&at("/meetings/{id}/letter"), get(meeting::letter))
        .route(&at("/meetings/{id}/minutes"), get(minutes::show))
        .route(&at("/meetings/{id}/answers"), post(meeting::answering::answer))
        .route(&at("/meetings/{id}/remarks"), post(minutes::remark::remark))
        .route(&at("/answer/{token}"), get(answer::ask).post(answer::record).layer(DefaultBodyLimit::max(MAX_FORM)))
        .route(&at("/stop/{token}"), get(digest_stop::ask).post(digest_stop::stop))
        .route(&at("/audit"), get(audit::show))
        .route(&at("/accessibility"), get(statement::accessibility))
        .route(&at("/privacy"), get(statement::privacy))
}

/// A page as an answer. Public pages are asked for again each time: they change with every decision.
fn respond(page: &impl Template) -> Result<Response, Instead> {
    let html = page.render().map_err(|error| AppError::fault(error.to_string()))?;
    Ok(([(header::CACHE_CONTROL, "no-cache")], Html(html)).into_response())
}
