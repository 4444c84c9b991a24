use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use cordata_app::page::Direction;
use cordata_app::ports::read::DecisionFilter;

use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::view::{Continuation, DecisionLine, decision_lines, next_page};
use super::visitor::Visitor;
use super::{PageState, respond};

#[derive(Template)]
#[template(path = "decisions.html")]
struct DecisionsPage {
    frame: Frame,
    decisions: Vec<DecisionLine>,
    next: Option<String>,
}

/// The decisions of all tables that the visitor may see, latest first.
pub(super) async fn list(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Query(part): Query<Continuation>,
) -> Result<Response, Instead> {
    let (reads, sight) = (pages.reads.as_ref(), visitor.sight());
    let (all, window) = (DecisionFilter::default(), part.window()?.directed(Direction::Descending));
    let (site, page) = tokio::try_join!(pages.site(), reads.decisions(&sight, &all, &window))?;
    let next = next_page(&reader, "/decisions", &page);
    let decisions = decision_lines(reads, &sight, &reader, &page.into_items()).await?;
    let frame = Frame::new(reader.clone(), &site, reader.text("page-decisions-title"));
    respond(&DecisionsPage { frame, decisions, next })
}
