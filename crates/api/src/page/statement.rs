//! What the law asks every public site to say about itself.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use cordata_text::Value;

use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::{PageState, Site, respond};

#[derive(Template)]
#[template(path = "statement.html")]
struct StatementPage {
    frame: Frame,
    paragraphs: Vec<String>,
    contact: Option<String>,
}

/// What the sentences of a statement name.
type Facts<'a> = [(&'static str, Value<'a>)];

impl StatementPage {
    fn new(reader: &Reader, site: &Site, area: &str, paragraphs: &[&str], facts: &Facts<'_>) -> Self {
        let mut args = vec![("body", site.name.as_str().into())];
        args.extend_from_slice(facts);
        let text = |name: &&str| reader.format(&format!("page-{area}-{name}"), &args);
        let contact = |address: &str| reader.format(&format!("page-{area}-feedback"), &[("address", address.into())]);
        Self {
            frame: Frame::new(reader.clone(), site, reader.text(&format!("page-{area}-title"))),
            paragraphs: paragraphs.iter().map(text).collect(),
            contact: site.contact.as_ref().map(|address| contact(address.as_str())),
        }
    }
}

/// The accessibility statement.
pub(super) async fn accessibility(State(pages): State<PageState>, reader: Reader) -> Result<Response, Instead> {
    let site = pages.site().await?;
    let parts = ["goal", "tested", "status", "remedy"];
    respond(&StatementPage::new(&reader, &site, "accessibility", &parts, &[]))
}

/// What is known about whom.
pub(super) async fn privacy(State(pages): State<PageState>, reader: Reader) -> Result<Response, Instead> {
    let site = pages.site().await?;
    let parts = ["visitors", "network", "public", "members", "contributors", "records", "kept", "rights", "erasure"];
    let kept = pages.retention;
    let facts = [
        ("mails", kept.mail_bodies_days.into()),
        ("links", kept.links_days.into()),
        ("jobs", kept.finished_jobs_days.into()),
        ("keys", kept.idempotency_keys_days.into()),
        ("hashes", kept.address_hashes_days.into()),
        ("invited", kept.invited_days.into()),
    ];
    respond(&StatementPage::new(&reader, &site, "privacy", &parts, &facts))
}
