mod view;

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::page::Window;
use cordata_app::ports::agreement::AgreementFilter;
use cordata_app::ports::funding::CommitmentFilter;
use cordata_app::ports::read::Reads;
use cordata_domain::agreement::{Agreement, Clause};
use cordata_domain::funding::{Commitment, Position};
use cordata_domain::ids::{AgreementId, ProjectId, StakeholderId};
use cordata_domain::policy::Visibility;
use cordata_domain::project::Project;

pub(super) use self::view::AgreementLine;
use self::view::AgreementPage;
use super::address::{self, Key};
use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::view::{Continuation, names, next_page, unique};
use super::visitor::Visitor;
use super::{PageState, respond};

/// How many promises the page of an agreement shows, and how many agreements that of a project.
const MOST_SHOWN: u32 = 100;

#[derive(Template)]
#[template(path = "agreements.html")]
struct AgreementsPage {
    frame: Frame,
    agreements: Vec<AgreementLine>,
    next: Option<String>,
}

/// The agreements that the visitor may read, by title.
pub(super) async fn list(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Query(part): Query<Continuation>,
) -> Result<Response, Instead> {
    let (sight, all, window) = (visitor.sight(), AgreementFilter::default(), part.window()?);
    let site = pages.site().await?;
    let today = site.today(pages.app.now());
    let page = pages.reads.agreements(&sight, &all, today, &window).await?;
    let next = next_page(&reader, "/agreements", &page);
    let agreements = page.into_items().iter().map(|agreement| AgreementLine::new(&reader, agreement, today)).collect();
    let frame = Frame::new(reader.clone(), &site, reader.text("page-agreements-title"));
    respond(&AgreementsPage { frame, agreements, next })
}

/// The agreements about a project that somebody may read.
pub(super) async fn about_project(
    reads: &dyn Reads,
    sight: &Visibility,
    project: ProjectId,
    today: NaiveDate,
) -> Result<Vec<Agreement>, AppError> {
    let filter = AgreementFilter { project: Some(project), ..AgreementFilter::default() };
    let page = reads.agreements(sight, &filter, today, &Window::first(MOST_SHOWN)).await?;
    Ok(page.into_items())
}

/// An agreement: its parties, its text, and whether it is in force.
pub(super) async fn show(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
) -> Result<Response, Instead> {
    let id = AgreementId::from(key.uuid().ok_or(Instead::NotFound)?);
    let (reads, sight) = (pages.reads.as_ref(), visitor.sight());
    let found = reads.agreements_by_id(&sight, &[id]).await?.pop();
    let agreement = found.ok_or(Instead::NotFound)?;
    address::require_canonical(&reader, &address::agreement(&agreement))?;
    let site = pages.site().await?;
    let record = Record::load(reads, &sight, agreement, site.today(pages.app.now())).await?;
    respond(&AgreementPage::new(&reader, &site, &record))
}

/// What is known about an agreement.
struct Record {
    today: NaiveDate,
    agreement: Agreement,
    clauses: Vec<Clause>,
    commitments: Vec<(Commitment, Position)>,
    projects: Vec<Project>,
    names: HashMap<StakeholderId, String>,
}

impl Record {
    async fn load(
        reads: &dyn Reads,
        sight: &Visibility,
        agreement: Agreement,
        today: NaiveDate,
    ) -> Result<Self, AppError> {
        let texts: Vec<_> = agreement.text.iter().map(|text| text.id).collect();
        let under_it = CommitmentFilter { agreement: Some(agreement.id), ..CommitmentFilter::default() };
        let window = Window::first(MOST_SHOWN);
        let (clauses, commitments) =
            tokio::try_join!(reads.agreement_clauses_of(sight, &texts), reads.commitments(sight, &under_it, &window))?;
        let commitments = commitments.into_items();
        let promised_to = commitments.iter().map(|(commitment, _)| commitment.project);
        let projects = unique(agreement.projects.iter().copied().chain(promised_to));
        let contributors = commitments.iter().filter_map(|(commitment, _)| commitment.contributor);
        let organisations = agreement.parties.iter().map(|party| party.organisation).chain(contributors);
        let (projects, names) = tokio::try_join!(reads.projects_by_id(sight, &projects), names(reads, organisations))?;
        let clauses = clauses.into_iter().map(|(_, clause)| clause).collect();
        Ok(Self { today, agreement, clauses, commitments, projects, names })
    }
}

#[cfg(test)]
mod tests;
