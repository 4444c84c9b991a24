//! What pages cost. They are paid from the same budgets as the API, and take the same places; the files of the site's
//! own dress are free.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cordata_app::{AppError, token};
use cordata_domain::document::hexadecimal;
use cordata_domain::identity::SignIn;

use super::PageState;
use super::instead::Instead;
use super::visitor::Visitor;
use crate::client::purse;
use crate::cookie;
use crate::edge::budget::Purse;
use crate::edge::fault::EdgeError;
use crate::edge::turnstile::Turnstile;

/// A page, in points of the API: a hundred points are about what a page of one thing with everything around it takes.
const ONE_THING: u64 = 100;
/// The prices of other pages by the end of their address, the first that fits. A page of words reads next to nothing,
/// a list one table; the report reads everything that belongs to a plan and grows with it.
const PRICES: [(&str, u64); 13] = [
    ("/report", 1000),
    ("/report.json", 1000),
    ("/audit", 200),
    ("/projects", 50),
    ("/proposals", 50),
    ("/agreements", 50),
    ("/indicators", 50),
    ("/tables", 50),
    ("/decisions", 50),
    ("/sign-in", 20),
    ("/sign-in/code", 20),
    ("/accessibility", 20),
    ("/privacy", 20),
];

/// The price of the pages at a route.
fn price(route: &str) -> u64 {
    PRICES.iter().find(|(end, _)| route.ends_with(end)).map_or(ONE_THING, |(_, points)| *points)
}

/// Lets a request through that has a place and is paid.
pub(super) async fn pay(
    State((turnstile, pages)): State<(Arc<Turnstile>, PageState)>,
    request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let visitor = request.extensions().get::<Visitor>().cloned().unwrap_or_default();
    let ours = purse(&visitor.actor(), request.extensions());
    let shown = cookie::value(request.headers(), cookie::BROWSER);
    let purse = match by_browser(&pages, ours, shown).await {
        Ok(purse) => purse,
        Err(error) => return Instead::from(error).into_response(),
    };
    let paid = turnstile.enter(&purse).and_then(|place| turnstile.pay(&purse, price(route)).map(|_| place));
    match paid {
        Ok(_place) => next.run(request).await,
        Err(error) => Instead::from(error).into_response(),
    }
}

/// The purse of a stranger's browser, if somebody signed in there before: strangers at the same address keep nobody from
/// signing in again. Who signed in has their own.
async fn by_browser(pages: &PageState, purse: Purse, shown: Option<String>) -> Result<Purse, AppError> {
    let shown = shown.filter(|_| !purse.is_known());
    let Some(hash) = shown.map(|secret| token::hash(&secret)) else { return Ok(purse) };
    let since = SignIn::browser_known_since(pages.app.now());
    if !pages.reads.is_known_browser(&hash, since).await? {
        return Ok(purse);
    }
    Ok(Purse::new(Some(format!("browser {}", hexadecimal(&hash))), purse.network()))
}

impl From<EdgeError> for Instead {
    fn from(error: EdgeError) -> Self {
        Self::TooMany(error.retry_after_seconds().unwrap_or(1))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::the_report("/it/plans/{id}/report", 1000)]
    #[case::as_data("/plans/{id}/report.json", 1000)]
    #[case::a_list("/projects", 50)]
    #[case::one_of_it("/en/projects/{id}/{slug}", 100)]
    #[case::home("/", 100)]
    #[case::words("/it/privacy", 20)]
    #[case::what_does_not_exist("", 100)]
    fn heavier_pages_cost_more(#[case] route: &str, #[case] points: u64) {
        assert_eq!(price(route), points);
    }
}
