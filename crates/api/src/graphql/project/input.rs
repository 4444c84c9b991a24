//! What mutations of projects take.

use async_graphql::{ID, InputObject};
use cordata_app::project::{
    AddMilestone, AdvanceProject, CreateProject, ReportMilestone, ResumeProject, ReviseBudget, SetProjectActions,
};
use cordata_domain::Refusal;
use cordata_domain::ids::PlanActionId;
use cordata_domain::percent::Share;
use cordata_domain::project::{Budget, ProjectDraft, ProjectState};

use crate::graphql::input::{read_amount, read_id, read_language, read_optional_id, read_share};
use crate::graphql::mutation::{Input, Renamed, versioned};
use crate::scalar::{Cup, Date, Decimal, Locale};

/// The part of a project that counts under one action.
#[derive(Debug, InputObject)]
pub struct ProjectShareInput {
    /// The action.
    pub action_id: ID,
    /// How much of the project, in percent with at most two decimals: `33.33`.
    pub share: Decimal,
}

fn read_actions(actions: &[ProjectShareInput]) -> Result<Vec<(PlanActionId, Share)>, Refusal> {
    let each = |(index, part): (usize, &ProjectShareInput)| {
        let read = || Ok((read_id(&part.action_id, "actionId")?, read_share(&part.share, "share")?));
        read().map_err(|refusal: Refusal| refusal.under(index.to_string()))
    };
    actions.iter().enumerate().map(each).collect::<Result<_, _>>().map_err(|refusal| refusal.under("actions"))
}

/// What a project costs, in money and in work.
#[derive(Debug, InputObject)]
pub struct BudgetInput {
    /// The part in euro, like `1140734.99`.
    pub cash: Decimal,
    /// The part in work and goods, valued in euro; nothing where it is left out.
    pub in_kind: Option<Decimal>,
}

impl BudgetInput {
    fn read(&self) -> Result<Budget, Refusal> {
        let in_kind = self.in_kind.as_ref().map(|amount| read_amount(amount, "inKind")).transpose();
        let budget = || Budget::new(read_amount(&self.cash, "cash")?, in_kind?.unwrap_or_default());
        budget().map_err(|refusal| refusal.under("budget"))
    }
}

/// A project to be added.
#[derive(Debug, InputObject)]
pub struct CreateProjectInput {
    /// Its title: one line of at most 300 characters.
    pub title: String,
    /// The language of the title; Italian where it is left out.
    pub language: Option<Locale>,
    /// The organisation that leads it.
    pub lead_id: Option<ID>,
    /// The active table at which it is designed: whoever coordinates that table may add it, and edit it until it is
    /// approved. Where none is named, only the secretariat may.
    pub table_id: Option<ID>,
    /// Its codes as a public investment project.
    #[graphql(default)]
    pub cups: Vec<Cup>,
    /// The measure of the recovery plan it belongs to: at most 40 characters.
    pub measure: Option<String>,
    /// Its first day.
    pub starts_on: Option<Date>,
    /// Its last day.
    pub ends_on: Option<Date>,
    /// The actions under which it counts from today on, at most 20: together 100 %, or none.
    #[graphql(default)]
    pub actions: Vec<ProjectShareInput>,
    /// Its budget, where it is known.
    pub budget: Option<BudgetInput>,
}

impl Input for CreateProjectInput {
    type Command = CreateProject;

    fn command(self) -> Result<CreateProject, Refusal> {
        let draft = ProjectDraft {
            title: self.title,
            language: read_language(self.language),
            lead: read_optional_id(self.lead_id.as_ref(), "leadId")?,
            table: read_optional_id(self.table_id.as_ref(), "tableId")?,
            cups: self.cups.into_iter().map(|cup| cup.0).collect(),
            measure: self.measure,
            starts_on: self.starts_on.map(|day| day.0),
            ends_on: self.ends_on.map(|day| day.0),
        };
        let budget = self.budget.as_ref().map(BudgetInput::read).transpose()?;
        Ok(CreateProject { draft, actions: read_actions(&self.actions)?, budget })
    }
}

/// The actions under which a project counts.
#[derive(Debug, InputObject)]
pub struct SetProjectActionsInput {
    /// The project.
    pub project_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// The actions with their parts, at most 20: together 100 %, or none.
    pub actions: Vec<ProjectShareInput>,
    /// From which day on. Parts before that day stay as they were.
    pub from: Date,
}

impl Input for SetProjectActionsInput {
    type Command = SetProjectActions;

    const RENAMED: Renamed = &[("to", &["from"])];

    fn command(self) -> Result<SetProjectActions, Refusal> {
        Ok(SetProjectActions {
            project: read_id(&self.project_id, "projectId")?,
            expected_version: self.expected_version,
            actions: read_actions(&self.actions)?,
            from: self.from.0,
        })
    }
}

versioned! {
    /// The idea that is now designed together.
    StartCoDesignInput {
        /// The project.
        project_id: "projectId"
    } => AdvanceProject, |project, expected_version| {
        AdvanceProject { project, expected_version, target: ProjectState::CoDesign, reason: None }
    };

    /// The designed project that is approved.
    ApproveProjectInput {
        /// The project.
        project_id: "projectId"
    } => AdvanceProject, |project, expected_version| {
        AdvanceProject { project, expected_version, target: ProjectState::Approved, reason: None }
    };

    /// The approved project that begins to be carried out.
    StartProjectInput {
        /// The project.
        project_id: "projectId"
    } => AdvanceProject, |project, expected_version| {
        AdvanceProject { project, expected_version, target: ProjectState::Implementing, reason: None }
    };

    /// The suspended project that is taken up again.
    ResumeProjectInput {
        /// The project.
        project_id: "projectId"
    } => ResumeProject, |project, expected_version| ResumeProject { project, expected_version };

    /// The project whose work is done.
    FinaliseProjectInput {
        /// The project.
        project_id: "projectId"
    } => AdvanceProject, |project, expected_version| {
        AdvanceProject { project, expected_version, target: ProjectState::Finalising, reason: None }
    };

    /// The project whose accounts are closed.
    CloseProjectInput {
        /// The project.
        project_id: "projectId"
    } => AdvanceProject, |project, expected_version| {
        AdvanceProject { project, expected_version, target: ProjectState::Closed, reason: None }
    };
}

/// A project that is paused.
#[derive(Debug, InputObject)]
pub struct SuspendProjectInput {
    /// The project.
    pub project_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// Why, for everybody to read: at most 2,000 characters.
    pub reason: String,
}

impl Input for SuspendProjectInput {
    type Command = AdvanceProject;

    fn command(self) -> Result<AdvanceProject, Refusal> {
        Ok(AdvanceProject {
            project: read_id(&self.project_id, "projectId")?,
            expected_version: self.expected_version,
            target: ProjectState::Suspended,
            reason: Some(self.reason),
        })
    }
}

/// A project that is called off.
#[derive(Debug, InputObject)]
pub struct CancelProjectInput {
    /// The project.
    pub project_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// Why, for everybody to read: at most 2,000 characters.
    pub reason: String,
}

impl Input for CancelProjectInput {
    type Command = AdvanceProject;

    fn command(self) -> Result<AdvanceProject, Refusal> {
        Ok(AdvanceProject {
            project: read_id(&self.project_id, "projectId")?,
            expected_version: self.expected_version,
            target: ProjectState::Cancelled,
            reason: Some(self.reason),
        })
    }
}

/// A new version of a project's budget.
#[derive(Debug, InputObject)]
pub struct ReviseBudgetInput {
    /// The project.
    pub project_id: ID,
    /// The version of the project that you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// The budget from then on.
    pub budget: BudgetInput,
    /// From which day on.
    pub effective_on: Date,
    /// Why, for everybody to read: at most 2,000 characters. It is needed where there is a budget already.
    pub reason: Option<String>,
}

impl Input for ReviseBudgetInput {
    type Command = ReviseBudget;

    fn command(self) -> Result<ReviseBudget, Refusal> {
        Ok(ReviseBudget {
            project: read_id(&self.project_id, "projectId")?,
            expected_version: self.expected_version,
            budget: self.budget.read()?,
            effective_on: self.effective_on.0,
            reason: self.reason,
        })
    }
}

/// A milestone to be added to a project.
#[derive(Debug, InputObject)]
pub struct AddMilestoneInput {
    /// The project.
    pub project_id: ID,
    /// What is reached: one line of at most 200 characters.
    pub title: String,
    /// Until when.
    pub due: Date,
}

impl Input for AddMilestoneInput {
    type Command = AddMilestone;

    fn command(self) -> Result<AddMilestone, Refusal> {
        let project = read_id(&self.project_id, "projectId")?;
        Ok(AddMilestone { project, title: self.title, due: self.due.0 })
    }
}

/// How far a milestone has come.
#[derive(Debug, InputObject)]
pub struct ReportMilestoneInput {
    /// The project.
    pub project_id: ID,
    /// The milestone.
    pub milestone_id: ID,
    /// How much of it is done, 0 to 100.
    pub percent_done: u32,
}

impl Input for ReportMilestoneInput {
    type Command = ReportMilestone;

    fn command(self) -> Result<ReportMilestone, Refusal> {
        Ok(ReportMilestone {
            project: read_id(&self.project_id, "projectId")?,
            milestone: read_id(&self.milestone_id, "milestoneId")?,
            percent_done: self.percent_done,
        })
    }
}
