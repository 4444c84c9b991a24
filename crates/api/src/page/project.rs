mod view;

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::ports::funding::ProjectFilter;
use cordata_app::ports::read::{Lookup, Reads};
use cordata_domain::LocalisedText;
use cordata_domain::agreement::Agreement;
use cordata_domain::funding::{Checked, Commitment, Nature, Position, ProjectTotals};
use cordata_domain::ids::{CommitmentId, FundingSourceId, ProjectId, StakeholderId};
use cordata_domain::plan::{PlanAction, StrategicPlan};
use cordata_domain::policy::Visibility;
use cordata_domain::project::{Cup, Project};
use serde::Deserialize;

use self::view::{ProjectLine, ProjectPage};
use super::address::{self, Key};
use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::view::{Continuation, names, next_page, query_value, unique};
use super::visitor::Visitor;
use super::{PageState, agreement, respond};

/// The most characters of a search that are looked at.
const MAX_WORDS: usize = 200;

/// Which projects are asked for.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(flatten)]
    part: Continuation,
    q: Option<String>,
}

impl Wanted {
    /// The words that the titles shall contain.
    fn words(&self) -> Option<String> {
        let words = self.q.as_deref().map(str::trim).filter(|words| !words.is_empty())?;
        Some(words.chars().take(MAX_WORDS).collect())
    }
}

#[derive(Template)]
#[template(path = "projects.html")]
struct ProjectsPage {
    frame: Frame,
    words: Option<String>,
    projects: Vec<ProjectLine>,
    next: Option<String>,
}

/// The projects, by title: what each needs and what is still to be found.
pub(super) async fn list(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Instead> {
    let (reads, window, words) = (pages.reads.as_ref(), wanted.part.window()?, wanted.words());
    let sight = visitor.sight();
    let site = pages.site().await?;
    let filter = ProjectFilter { text: words.clone(), ..ProjectFilter::default() };
    let page = reads.projects(&sight, &filter, site.today(pages.app.now()), &window).await?;
    let next = next_page(&reader, "/projects", &page).map(|next| going_on(next, words.as_deref()));
    let projects = page.into_items();
    let ids: Vec<ProjectId> = projects.iter().map(|project| project.id).collect();
    let totals: HashMap<_, _> = reads.totals_of(&sight, &ids).await?.into_iter().collect();
    let line =
        |project: &Project| ProjectLine::new(&reader, project, &totals.get(&project.id).copied().unwrap_or_default());
    let projects = projects.iter().map(line).collect();
    let frame = Frame::new(reader.clone(), &site, reader.text("page-projects-title"));
    respond(&ProjectsPage { frame, words, projects, next })
}

/// The address of the next part of a list, which goes on looking for the same words.
fn going_on(next: String, words: Option<&str>) -> String {
    match words {
        Some(words) => format!("{next}&q={}", query_value(words)),
        None => next,
    }
}

/// A project: what it needs, who contributes what, how far it is.
pub(super) async fn show(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
) -> Result<Response, Instead> {
    let (reads, sight) = (pages.reads.as_ref(), visitor.sight());
    let by = if let Some(id) = key.uuid() {
        Lookup::Id(ProjectId::from(id))
    } else {
        let cup = Cup::parse(key.text()).map_err(|_| Instead::NotFound)?;
        Lookup::Key(cup.as_str().to_owned())
    };
    let project = reads.project(&sight, &by).await?.ok_or(Instead::NotFound)?;
    address::require_canonical(&reader, &address::project(&project))?;
    let site = pages.site().await?;
    let record = Record::load(reads, &sight, project, site.today(pages.app.now())).await?;
    respond(&ProjectPage::new(&reader, &site, &record))
}

/// What is known about a project.
struct Record {
    today: NaiveDate,
    /// With its shares, milestones and budgets.
    project: Project,
    totals: ProjectTotals,
    commitments: Vec<(Commitment, Position)>,
    /// What is validated and reported, by promise, and for the whole project.
    checked: HashMap<CommitmentId, Checked>,
    checked_sums: HashMap<Nature, Checked>,
    names: HashMap<StakeholderId, String>,
    sources: HashMap<FundingSourceId, LocalisedText>,
    /// The actions it stands under that the visitor may see, and their plans.
    actions: Vec<PlanAction>,
    plans: Vec<StrategicPlan>,
    agreements: Vec<Agreement>,
}

impl Record {
    async fn load(
        reads: &dyn Reads,
        sight: &Visibility,
        mut project: Project,
        today: NaiveDate,
    ) -> Result<Self, AppError> {
        let id = [project.id];
        let (shares, milestones, budgets, totals, commitments, agreements) = tokio::try_join!(
            reads.shares_of(sight, &id),
            reads.milestones_of(sight, &id),
            reads.budgets_of(sight, &id),
            reads.totals_of(sight, &id),
            reads.commitments_of(sight, &id),
            agreement::about_project(reads, sight, project.id, today),
        )?;
        project.shares = owned(shares);
        project.milestones = owned(milestones);
        project.budgets = owned(budgets);
        let organisations = commitments.iter().filter_map(|(commitment, _)| commitment.contributor).chain(project.lead);
        let sources = unique(commitments.iter().filter_map(|(commitment, _)| commitment.source));
        let actions = unique(project.shares.iter().map(|share| share.action));
        let promises: Vec<CommitmentId> = commitments.iter().map(|(commitment, _)| commitment.id).collect();
        let (names, checked, checked_sums, sources, actions) = tokio::try_join!(
            names(reads, organisations),
            reads.checked_of(&promises),
            reads.checked_of_projects(&id),
            reads.funding_sources_by_id(&sources),
            reads.plan_actions_by_id(sight, &actions),
        )?;
        let plans = reads.plans_by_id(sight, &unique(actions.iter().map(|action| action.plan))).await?;
        Ok(Self {
            today,
            project,
            totals: totals.into_iter().next().map(|(_, totals)| totals).unwrap_or_default(),
            commitments,
            checked: checked.into_iter().collect(),
            checked_sums: checked_sums.into_iter().map(|(_, nature, checked)| (nature, checked)).collect(),
            names,
            sources: sources.into_iter().map(|source| (source.id, source.name)).collect(),
            actions,
            plans,
            agreements,
        })
    }
}

/// What belongs to the one project that was asked for.
fn owned<T>(rows: Vec<(ProjectId, T)>) -> Vec<T> {
    rows.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests;
