use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::funding::ProjectFilter;
use cordata_domain::ids::ProjectId;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::project;

use super::part::{BudgetRevision, Milestone, ProjectFunding, ProjectShare, ProjectSource};
use crate::graphql::funding::{Commitment, ContributionCell, cells_of_project};
use crate::graphql::id;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::table::ConcertationTable;
use crate::loader::{BudgetsOf, CommitmentsOf, MilestonesOf, SharesOf, TotalsOf};
use crate::scalar::{Cup, Date, Locale};
use crate::state::RequestContext;

/// Where a project stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "project::ProjectState")]
pub enum ProjectState {
    /// An idea.
    Idea,
    /// Being designed together.
    CoDesign,
    /// Approved.
    Approved,
    /// Being carried out.
    Implementing,
    /// Done; its accounts are being closed.
    Finalising,
    /// Closed.
    Closed,
    /// Paused, with a reason.
    Suspended,
    /// Called off, with a reason.
    Cancelled,
}

/// A project: concrete work under one or more actions.
pub struct Project(pub project::Project);

impl Project {
    /// The project with this id.
    pub async fn by_id(ctx: &Context<'_>, id: ProjectId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }

    /// Its milestones, by date.
    pub(super) async fn load_milestones(ctx: &Context<'_>, id: ProjectId) -> Result<Vec<Milestone>> {
        let milestones = RequestContext::of(ctx).load_named(MilestonesOf(id)).await?;
        Ok(milestones.into_iter().map(Milestone).collect())
    }
}

/// A project: concrete work under one or more actions.
#[Object]
impl Project {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The language of the title.
    async fn language(&self) -> Locale {
        self.0.language.clone().into()
    }

    /// The organisation that leads it; null where none is named.
    async fn lead(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        match self.0.lead {
            Some(lead) => Stakeholder::by_id(ctx, lead).await,
            None => Ok(None),
        }
    }

    /// The table at which it is designed; null where there is none, or where you may not see it.
    async fn table(&self, ctx: &Context<'_>) -> Result<Option<ConcertationTable>> {
        match self.0.table {
            Some(table) => ConcertationTable::by_id(ctx, table).await,
            None => Ok(None),
        }
    }

    /// Its codes as a public investment project. Several projects may have the same code.
    async fn cups(&self) -> Vec<Cup> {
        self.0.cups.iter().cloned().map(Cup).collect()
    }

    /// The measure of the recovery plan it belongs to, as published; null where there is none.
    async fn measure(&self) -> Option<&str> {
        self.0.measure.as_deref()
    }

    /// Its first day; null while it is not known.
    async fn starts_on(&self) -> Option<Date> {
        self.0.starts_on.map(Date)
    }

    /// Its last day; null while it is not known.
    async fn ends_on(&self) -> Option<Date> {
        self.0.ends_on.map(Date)
    }

    /// Where it stands.
    async fn state(&self) -> ProjectState {
        self.0.state.into()
    }

    /// Why it was suspended or cancelled last; null where it never was.
    async fn state_reason(&self) -> Option<&str> {
        self.0.state_reason.as_deref()
    }

    /// Where it was imported from; null for a project that was entered here.
    async fn source(&self) -> Option<ProjectSource> {
        self.0.source_key.clone().map(Into::into)
    }

    /// Whether its imported amounts contradict each other. Such a project is shown, and left out of certified totals.
    async fn anomaly(&self) -> bool {
        self.0.anomaly
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The actions under which it counts today, with its parts: together 100 %, or none.
    async fn actions(&self, ctx: &Context<'_>) -> Result<Vec<ProjectShare>> {
        let request = RequestContext::of(ctx);
        let (shares, today) =
            futures_util::future::try_join(request.load_named(SharesOf(self.0.id)), request.today_here()).await?;
        let current = shares.into_iter().filter(|share| share.validity.contains(today));
        Ok(current.map(ProjectShare).collect())
    }

    /// Its milestones, by date.
    async fn milestones(&self, ctx: &Context<'_>) -> Result<Vec<Milestone>> {
        Self::load_milestones(ctx, self.0.id).await
    }

    /// All versions of its budget, oldest first.
    async fn budgets(&self, ctx: &Context<'_>) -> Result<Vec<BudgetRevision>> {
        let budgets = RequestContext::of(ctx).load_named(BudgetsOf(self.0.id)).await?;
        Ok(budgets.into_iter().map(Into::into).collect())
    }

    /// Its budget in force: the latest version. Null where it has none.
    async fn budget(&self, ctx: &Context<'_>) -> Result<Option<BudgetRevision>> {
        let budgets = RequestContext::of(ctx).load_named(BudgetsOf(self.0.id)).await?;
        Ok(budgets.into_iter().max_by_key(|revision| revision.number).map(Into::into))
    }

    /// How far it is paid for, and what is still to be found.
    async fn funding(&self, ctx: &Context<'_>) -> Result<ProjectFunding> {
        let totals = RequestContext::of(ctx).load(TotalsOf(self.0.id)).await?;
        Ok(totals.unwrap_or_default().into())
    }

    /// What is promised to it, oldest first: at most 200 promises. All of them are in `commitments`.
    async fn commitments(&self, ctx: &Context<'_>) -> Result<Vec<Commitment>> {
        let rows = RequestContext::of(ctx).load_named(CommitmentsOf(self.0.id)).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Who contributes how much to it, under which action: its money divided by its parts of today.
    async fn contribution_matrix(&self, ctx: &Context<'_>) -> Result<Vec<ContributionCell>> {
        cells_of_project(ctx, self.0.id).await
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> ProjectViewerCan {
        let request = RequestContext::of(ctx);
        let may = |act| request.may(act, &Facts::plan());
        let managed = request.caller.actor.standing().into_iter().flat_map(|standing| &standing.manager_of);
        let for_one = |organisation: &_| request.may(Act::PledgeCommitment, &Facts::organisation(*organisation));
        ProjectViewerCan {
            edit: request.may(Act::EditProject, &self.0.facts()),
            advance: may(Act::AdvanceProject),
            revise_budget: may(Act::ReviseBudget),
            pledge: may(Act::PledgeCommitment) || managed.into_iter().any(for_one),
        }
    }
}

impl Listed for Project {
    /// The conditions, and the day on which a project is under an action.
    type Filter = (ProjectFilter, NaiveDate);

    async fn page(
        request: &RequestContext,
        (filter, day): &Self::Filter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().projects(&request.sight, filter, *day, window).await?, Self))
    }

    async fn count(request: &RequestContext, (filter, day): &Self::Filter) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_projects(&request.sight, filter, *day).await?)
    }
}

/// What your roles allow you to do with a project. Its state may still refuse it.
#[derive(Debug, SimpleObject)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each act")]
pub struct ProjectViewerCan {
    /// Change its parts under actions and its milestones.
    edit: bool,
    /// Move it on to its next state, suspend or cancel it.
    advance: bool,
    /// Give it a new budget.
    revise_budget: bool,
    /// Promise something to it, for at least one organisation.
    pledge: bool,
}
