//! Use cases of projects: work under actions, with milestones and a budget that is revised.

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::audit::Traced;
use cordata_domain::event::DomainEvent;
use cordata_domain::ids::{MilestoneId, PlanActionId, ProjectId};
use cordata_domain::percent::Share;
use cordata_domain::period::Validity;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::project::{
    ActionShare, Budget, BudgetRevision, Milestone, Project, ProjectDraft, ProjectState, check_shares,
};
use cordata_domain::{InputProblem, Refusal, search};

use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};
use crate::funding::require_in_kind_caps;

/// Adds a project, as an idea, with its parts under actions and its first budget.
#[derive(Debug, Clone)]
pub struct CreateProject {
    /// What it is made of.
    pub draft: ProjectDraft,
    /// Its parts under actions, from today on; none, or together 100 %.
    pub actions: Vec<(PlanActionId, Share)>,
    /// Its budget.
    pub budget: Option<Budget>,
}

#[async_trait]
impl Command for CreateProject {
    const NAME: &'static str = "createProject";
    type Output = ProjectId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProjectId, AppError> {
        let mut project = Project::new(work.id(), self.draft.clone())?;
        if let Some(table) = self.draft.table {
            work.visible_table(table, "tableId").await?.require_active(Self::NAME)?;
        }
        work.require(Act::CreateProject, &project.facts())?;
        if let Some(lead) = self.draft.lead {
            found_at(work.tx.stakeholder(lead).await?, "leadId")?;
        }
        let today = work.today().await?;
        let shares = shares(work, &self.actions, today).await?;
        project.set_shares(shares, today)?;
        if let Some(budget) = self.budget {
            require_budget(work, budget).await?;
            project.revise_budget(revision(work, budget, today, None))?;
        }
        work.tx.insert_project(&project).await?;
        work.audit_new(&project);
        Ok(project.id)
    }
}

async fn shares(
    work: &mut Work<'_>,
    wanted: &[(PlanActionId, Share)],
    from: NaiveDate,
) -> Result<Vec<ActionShare>, AppError> {
    check_shares(wanted)?;
    if wanted.len() > 20 {
        return Err(Refusal::input(InputProblem::TooMany { max: 20 }).under("actions").into());
    }
    for (action, _) in wanted {
        let action = found_at(work.tx.plan_action(*action).await?, "actions")?;
        work.visible_plan(action.plan, "actions").await?;
    }
    let validity = Validity::since(from);
    Ok(wanted.iter().map(|(action, share)| ActionShare { action: *action, share: *share, validity }).collect())
}

/// Refuses a budget with a part that is larger than one amount may be here.
async fn require_budget(work: &mut Work<'_>, budget: Budget) -> Result<(), AppError> {
    for (part, amount) in [("cash", budget.cash), ("inKind", budget.in_kind)] {
        work.require_amount(amount).await.map_err(|error| error.under(part).under("budget"))?;
    }
    Ok(())
}

fn revision(work: &Work<'_>, budget: Budget, effective_on: NaiveDate, reason: Option<String>) -> BudgetRevision {
    BudgetRevision { id: work.id(), number: 0, budget, effective_on, recorded_at: work.now, reason }
}

/// Divides a project among actions from a day on.
#[derive(Debug, Clone)]
pub struct SetProjectActions {
    /// The project.
    pub project: ProjectId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// Actions with their shares: none, or together 100 %.
    pub actions: Vec<(PlanActionId, Share)>,
    /// From which day on.
    pub from: NaiveDate,
}

#[async_trait]
impl Command for SetProjectActions {
    const NAME: &'static str = "setProjectActions";
    type Output = ProjectId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProjectId, AppError> {
        let mut project = work.visible_project(self.project, "projectId").await?;
        work.require(Act::EditProject, &project.facts())?;
        require_version(self.expected_version, project.version)?;
        let shares = shares(work, &self.actions, self.from).await?;
        let before = project.snapshot();
        project.set_shares(shares, self.from)?;
        work.tx.update_project(&project).await?;
        work.audit_change(&before, &project);
        Ok(project.id)
    }
}

/// Moves a project on, or halts it.
#[derive(Debug, Clone)]
pub struct AdvanceProject {
    /// The project.
    pub project: ProjectId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// The next state.
    pub target: ProjectState,
    /// Why, for a suspension or a cancellation.
    pub reason: Option<String>,
}

#[async_trait]
impl Command for AdvanceProject {
    const NAME: &'static str = "advanceProject";
    type Output = ProjectId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProjectId, AppError> {
        let mut project = work.visible_project(self.project, "projectId").await?;
        work.require(Act::AdvanceProject, &Facts::plan())?;
        require_version(self.expected_version, project.version)?;
        let before = project.snapshot();
        match self.target {
            ProjectState::Suspended | ProjectState::Cancelled => {
                project.halt(self.target, self.reason.as_deref().unwrap_or_default())?;
            }
            _ => project.advance(self.target)?,
        }
        work.tx.update_project(&project).await?;
        work.because(project.state_reason.as_deref());
        work.audit_change(&before, &project);
        Ok(project.id)
    }
}

/// Takes a suspended project up again.
#[derive(Debug, Clone)]
pub struct ResumeProject {
    /// The project.
    pub project: ProjectId,
    /// The version that the caller read.
    pub expected_version: i64,
}

#[async_trait]
impl Command for ResumeProject {
    const NAME: &'static str = "resumeProject";
    type Output = ProjectId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProjectId, AppError> {
        let mut project = work.visible_project(self.project, "projectId").await?;
        work.require(Act::AdvanceProject, &Facts::plan())?;
        require_version(self.expected_version, project.version)?;
        let before = project.snapshot();
        project.resume()?;
        work.tx.update_project(&project).await?;
        work.audit_change(&before, &project);
        Ok(project.id)
    }
}

/// Adds a version of a project's budget. A cut may leave more confirmed than budgeted: then it is shown, not clamped.
/// It may not leave more confirmed in kind than the programmes that fund the project allow (rule M4).
#[derive(Debug, Clone)]
pub struct ReviseBudget {
    /// The project.
    pub project: ProjectId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// The budget from then on.
    pub budget: Budget,
    /// From which day on.
    pub effective_on: NaiveDate,
    /// Why; needed when there is a budget already.
    pub reason: Option<String>,
}

#[async_trait]
impl Command for ReviseBudget {
    const NAME: &'static str = "reviseBudget";
    type Output = ProjectId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProjectId, AppError> {
        let mut project = work.visible_project(self.project, "projectId").await?;
        work.require(Act::ReviseBudget, &Facts::plan())?;
        require_version(self.expected_version, project.version)?;
        let reason = self.reason.as_deref().filter(|reason| !reason.trim().is_empty());
        let reason = reason.map(|reason| search::paragraphs(reason, 2_000)).transpose();
        let reason = reason.map_err(|refusal| refusal.under("reason"))?;
        require_budget(work, self.budget).await?;
        let before = project.snapshot();
        project.revise_budget(revision(work, self.budget, self.effective_on, reason.clone()))?;
        let in_kind = work.tx.project_totals(project.id).await?.confirmed_in_kind;
        require_in_kind_caps(work, &project, in_kind).await.map_err(|error| error.under("budget"))?;
        work.tx.update_project(&project).await?;
        work.because(reason.as_deref());
        work.audit_change(&before, &project);
        work.emit(DomainEvent::ProjectFundingChanged { project: project.id });
        Ok(project.id)
    }
}

/// Adds a milestone to a project.
#[derive(Debug, Clone)]
pub struct AddMilestone {
    /// The project.
    pub project: ProjectId,
    /// What is reached.
    pub title: String,
    /// Until when.
    pub due: NaiveDate,
}

#[async_trait]
impl Command for AddMilestone {
    const NAME: &'static str = "addMilestone";
    type Output = (ProjectId, MilestoneId);

    async fn run(&self, work: &mut Work<'_>) -> Result<(ProjectId, MilestoneId), AppError> {
        let mut project = work.visible_project(self.project, "projectId").await?;
        work.require(Act::EditProject, &project.facts())?;
        project.require_open()?;
        if project.milestones.len() >= 100 {
            return Err(Refusal::input(InputProblem::TooMany { max: 100 }).under("milestones").into());
        }
        let milestone = Milestone::new(work.id(), &self.title, self.due)?;
        let id = milestone.id;
        let before = project.snapshot();
        project.milestones.push(milestone);
        work.tx.update_project(&project).await?;
        work.audit_change(&before, &project);
        Ok((project.id, id))
    }
}

/// Notes how far a milestone has come.
#[derive(Debug, Clone)]
pub struct ReportMilestone {
    /// The project.
    pub project: ProjectId,
    /// The milestone.
    pub milestone: MilestoneId,
    /// How much of it is done, 0 to 100.
    pub percent_done: u32,
}

#[async_trait]
impl Command for ReportMilestone {
    const NAME: &'static str = "reportMilestone";
    type Output = ProjectId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProjectId, AppError> {
        let mut project = work.visible_project(self.project, "projectId").await?;
        work.require(Act::EditProject, &project.facts())?;
        let before = project.snapshot();
        let milestone = project.milestones.iter_mut().find(|milestone| milestone.id == self.milestone);
        found_at(milestone, "milestoneId")?.report(self.percent_done)?;
        work.tx.update_project(&project).await?;
        work.audit_change(&before, &project);
        Ok(project.id)
    }
}

impl Work<'_> {
    /// Loads a project, if the caller may see it.
    pub(crate) async fn visible_project(&mut self, id: ProjectId, field: &str) -> Result<Project, AppError> {
        let project = found_at(self.tx.project(id).await?, field)?;
        let public = self.is_public_table(project.table).await?;
        let contributors = if public { Vec::new() } else { self.tx.contributors_of(id).await? };
        let visible = project.is_visible(&self.actor().visibility(), public, &contributors).then_some(project);
        found_at(visible, field)
    }
}
