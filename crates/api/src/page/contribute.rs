//! The form by which anybody contributes. Sending it runs the same command as the mutation; what was wrong is told at
//! its field, and nothing that was written is lost.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cordata_app::codesign::{CitizenDraft, SubmitContribution};
use cordata_app::page::Window;
use cordata_app::ports::read::TableFilter;
use cordata_app::token::ClearToken;
use cordata_app::{AppError, limit};
use cordata_domain::codesign::{ContributionDraft, ContributionKind, MOST_CONTRIBUTIONS_AN_HOUR};
use cordata_domain::policy::Visibility;
use cordata_domain::table::TableState;
use cordata_domain::{InputProblem, Reason, Refusal};
use cordata_text::refusal_message;
use serde::Deserialize;
use uuid::Uuid;

use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::sent::Sent;
use super::view::Said;
use super::{PageState, Site, respond};
use crate::origin;

/// The largest form that is read, in bytes: the longest text, with every character written as nine.
pub(super) const MAX_FORM: usize = 128 * 1024;
/// The most tables to choose from.
const MOST_TABLES: u32 = 100;

/// The form as it was sent, or empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ContributionForm {
    /// The idempotency key.
    key: String,
    kind: String,
    title: String,
    text: String,
    table: String,
    name: String,
    address: String,
    consent: Option<String>,
}

pub(super) type Submission = Sent<ContributionForm>;

struct Choice {
    value: String,
    said: Said,
    chosen: bool,
}

/// What is wrong, and at which field of the form.
struct Mistake {
    /// The id of the field; nothing where no single field is to blame.
    field: Option<&'static str>,
    message: String,
}

#[derive(Template)]
#[template(path = "contribute.html")]
struct ContributePage {
    frame: Frame,
    form: ContributionForm,
    kinds: Vec<Choice>,
    tables: Vec<Choice>,
    mistake: Option<Mistake>,
}

impl ContributePage {
    /// Whether a field is the one to blame.
    fn blames(&self, field: &str) -> bool {
        self.mistake.as_ref().is_some_and(|mistake| mistake.field == Some(field))
    }
}

#[derive(Template)]
#[template(path = "contributed.html")]
struct ContributedPage {
    frame: Frame,
    thanks: String,
}

/// Shows the form. Changes nothing: the key in it only keeps the same form from counting twice.
pub(super) async fn ask(State(pages): State<PageState>, reader: Reader) -> Result<Response, Instead> {
    let key = ClearToken::generate(pages.app.ids(), "modulo").reveal().to_owned();
    let form = ContributionForm { key, kind: <&str>::from(ContributionKind::Idea).to_owned(), ..Default::default() };
    respond(&question(&pages, &reader, form, None).await?)
}

/// Takes the contribution, or shows the form again with what is wrong.
pub(super) async fn send(
    State(pages): State<PageState>,
    reader: Reader,
    submission: Submission,
) -> Result<Response, Instead> {
    if !origin::is_ours(&submission.headers, &pages.public_url) {
        return Err(Instead::Foreign);
    }
    let outcome = match submission.form.command(&reader) {
        Ok(command) => pages.app.execute(&submission.caller, command).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok((_, reference)) => {
            let site = pages.site().await?;
            let page = ContributedPage::new(&reader, &site, &reference);
            Ok(([(header::CACHE_CONTROL, "no-store")], respond(&page)?).into_response())
        }
        Err(AppError::Refused(refusal)) => {
            let status = status(&refusal);
            let again = again(&refusal, &pages).await?;
            let mistake = Mistake::new(&reader, &refusal);
            let page = question(&pages, &reader, submission.form, Some(mistake)).await?;
            Ok((status, again, [(header::CACHE_CONTROL, "no-store")], respond(&page)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn status(refusal: &Refusal) -> StatusCode {
    match refusal.reason {
        Reason::LimitReached { .. } => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// After how many seconds whoever reached a limit may try again.
async fn again(refusal: &Refusal, pages: &PageState) -> Result<HeaderMap, Instead> {
    let mut headers = HeaderMap::new();
    let Reason::LimitReached { max } = refusal.reason else { return Ok(headers) };
    let (now, zone) = (pages.app.now(), pages.site().await?.zone);
    let until = if max == MOST_CONTRIBUTIONS_AN_HOUR { limit::end_of_hour(now) } else { limit::end_of_day(now, zone) };
    headers.insert(header::RETRY_AFTER, HeaderValue::from((until - now).num_seconds().max(1)));
    Ok(headers)
}

impl ContributionForm {
    fn command(&self, reader: &Reader) -> Result<SubmitContribution, Refusal> {
        let kind = self.kind.parse().map_err(|_| Refusal::input(InputProblem::Blank).under("kind"))?;
        let table = (!self.table.is_empty()).then(|| Uuid::parse_str(&self.table));
        let table = table.transpose().map_err(|_| Reason::NotFound.at("tableId"))?;
        let consent = self.consent.as_ref().map(|_| reader.text("page-contribute-consent"));
        Ok(SubmitContribution {
            idempotency_key: self.key.clone(),
            draft: ContributionDraft {
                kind,
                title: self.title.clone(),
                text: self.text.clone(),
                language: reader.locale().clone(),
                table: table.map(Into::into),
            },
            on_behalf_of: None,
            citizen: Some(CitizenDraft {
                name: self.name.clone(),
                address: self.address.clone(),
                consent: consent.unwrap_or_default(),
            }),
        })
    }
}

impl Mistake {
    fn new(reader: &Reader, refusal: &Refusal) -> Self {
        let field = match refusal.path.last().map(String::as_str) {
            Some("kind") => Some("kind"),
            Some("title") => Some("title"),
            Some("text") => Some("text"),
            Some("tableId") => Some("table"),
            Some("name") => Some("name"),
            Some("address") => Some("address"),
            Some("consent") => Some("consent"),
            _ => None,
        };
        Self { field, message: refusal_message(reader.locale(), refusal) }
    }

    /// The key of the name of the field.
    fn label(&self) -> Option<&'static str> {
        Some(match self.field? {
            "kind" => "page-contribute-kind",
            "title" => "page-contribute-subject",
            "text" => "page-contribute-text",
            "table" => "page-contribute-table",
            "name" => "page-contribute-name",
            "address" => "page-contribute-address",
            _ => "page-contribute-consent-label",
        })
    }
}

impl ContributedPage {
    fn new(reader: &Reader, site: &Site, reference: &str) -> Self {
        Self {
            frame: Frame::new(reader.clone(), site, reader.text("page-contribute-done-title")),
            thanks: reader.format("page-contribute-done", &[("reference", reference.into())]),
        }
    }
}

async fn question(
    pages: &PageState,
    reader: &Reader,
    form: ContributionForm,
    mistake: Option<Mistake>,
) -> Result<ContributePage, Instead> {
    let site = pages.site().await?;
    let filter = TableFilter { states: vec![TableState::Active], ..TableFilter::default() };
    let tables = pages.reads.tables(&Visibility::default(), &filter, &Window::first(MOST_TABLES)).await?;
    let table = |table: &cordata_domain::table::ConcertationTable| Choice {
        value: table.id.to_string(),
        said: Said::translated(reader, &table.name),
        chosen: form.table == table.id.to_string(),
    };
    let kinds = [
        (ContributionKind::Idea, "page-contribute-kind-idea"),
        (ContributionKind::Proposal, "page-contribute-kind-proposal"),
        (ContributionKind::Offer, "page-contribute-kind-offer"),
    ];
    let kind = |(kind, key): (ContributionKind, &str)| Choice {
        value: <&str>::from(kind).to_owned(),
        said: Said { text: reader.text(key), lang: None },
        chosen: form.kind == <&str>::from(kind),
    };
    Ok(ContributePage {
        frame: Frame::new(reader.clone(), &site, reader.text("page-contribute-title")),
        kinds: kinds.into_iter().map(kind).collect(),
        tables: tables.into_items().iter().map(table).collect(),
        form,
        mistake,
    })
}
