//! Mutations of projects.

use async_graphql::{Context, Object, Result};
use cordata_domain::ids::{MilestoneId, ProjectId};

use super::input::{
    AddMilestoneInput, ApproveProjectInput, CancelProjectInput, CloseProjectInput, CreateProjectInput,
    FinaliseProjectInput, ReportMilestoneInput, ResumeProjectInput, ReviseBudgetInput, SetProjectActionsInput,
    StartCoDesignInput, StartProjectInput, SuspendProjectInput,
};
use super::{Milestone, Project};
use crate::graphql::mutation::{answer, payloads};

payloads! {
    /// What became of `createProject`.
    CreateProjectPayload {
        /// The new project.
        project: Project
    }
    /// What became of `setProjectActions`.
    SetProjectActionsPayload {
        /// The project with its parts.
        project: Project
    }
    /// What became of `startCoDesign`.
    StartCoDesignPayload {
        /// The project in co-design.
        project: Project
    }
    /// What became of `approveProject`.
    ApproveProjectPayload {
        /// The approved project.
        project: Project
    }
    /// What became of `startProject`.
    StartProjectPayload {
        /// The project being carried out.
        project: Project
    }
    /// What became of `suspendProject`.
    SuspendProjectPayload {
        /// The suspended project.
        project: Project
    }
    /// What became of `resumeProject`.
    ResumeProjectPayload {
        /// The project being carried out.
        project: Project
    }
    /// What became of `finaliseProject`.
    FinaliseProjectPayload {
        /// The project that is being finalised.
        project: Project
    }
    /// What became of `closeProject`.
    CloseProjectPayload {
        /// The closed project.
        project: Project
    }
    /// What became of `cancelProject`.
    CancelProjectPayload {
        /// The cancelled project.
        project: Project
    }
    /// What became of `reviseBudget`.
    ReviseBudgetPayload {
        /// The project with its new budget.
        project: Project
    }
    /// What became of `reportMilestone`.
    ReportMilestonePayload {
        /// The project with its milestones.
        project: Project
    }
    /// What became of `addMilestone`.
    AddMilestonePayload {
        /// The project with its milestones.
        project: Project,
        /// The new milestone.
        milestone: Milestone,
    }
}

/// A project and one of its milestones.
async fn with_milestone(
    ctx: &Context<'_>,
    (project, milestone): (ProjectId, MilestoneId),
) -> Result<Option<(Project, Milestone)>> {
    let milestones = Project::load_milestones(ctx, project).await?;
    let found = milestones.into_iter().find(|other| other.0.id == milestone);
    Ok(Project::by_id(ctx, project).await?.zip(found))
}

/// Changing projects.
#[derive(Debug, Default)]
pub struct ProjectMutation;

#[Object]
impl ProjectMutation {
    /// Adds a project, as an idea: the coordinator of the table at which it is designed, or the secretariat.
    ///
    /// Requires: coordinator or secretariat.
    async fn create_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: CreateProjectInput,
    ) -> Result<CreateProjectPayload> {
        answer(ctx, input, Project::by_id).await
    }

    /// Divides a project among actions from a day on. What was before that day stays on record.
    ///
    /// Requires: coordinator or secretariat.
    async fn set_project_actions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, and its parts.")] input: SetProjectActionsInput,
    ) -> Result<SetProjectActionsPayload> {
        answer(ctx, input, Project::by_id).await
    }

    /// Opens an idea to be designed together.
    ///
    /// Requires: secretariat.
    async fn start_co_design(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project.")] input: StartCoDesignInput,
    ) -> Result<StartCoDesignPayload> {
        answer(ctx, input, Project::by_id).await
    }

    /// Records that a designed project is approved.
    ///
    /// Requires: secretariat.
    async fn approve_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project.")] input: ApproveProjectInput,
    ) -> Result<ApproveProjectPayload> {
        answer(ctx, input, Project::by_id).await
    }

    /// Records that an approved project begins to be carried out.
    ///
    /// Requires: secretariat.
    async fn start_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project.")] input: StartProjectInput,
    ) -> Result<StartProjectPayload> {
        answer(ctx, input, Project::by_id).await
    }

    /// Pauses a project that is being carried out, with a reason.
    ///
    /// Requires: secretariat.
    async fn suspend_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, and why.")] input: SuspendProjectInput,
    ) -> Result<SuspendProjectPayload> {
        answer(ctx, input, Project::by_id).await
    }

    /// Takes a suspended project up again.
    ///
    /// Requires: secretariat.
    async fn resume_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project.")] input: ResumeProjectInput,
    ) -> Result<ResumeProjectPayload> {
        answer(ctx, input, Project::by_id).await
    }

    /// Records that the work of a project is done and its accounts are being closed.
    ///
    /// Requires: secretariat.
    async fn finalise_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project.")] input: FinaliseProjectInput,
    ) -> Result<FinaliseProjectPayload> {
        answer(ctx, input, Project::by_id).await
    }

    /// Closes a finalised project for good. Nothing can be promised or paid to it any more.
    ///
    /// Requires: secretariat.
    async fn close_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project.")] input: CloseProjectInput,
    ) -> Result<CloseProjectPayload> {
        answer(ctx, input, Project::by_id).await
    }

    /// Calls a project off for good, with a reason. What was recorded stays to be read.
    ///
    /// Requires: secretariat.
    async fn cancel_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, and why.")] input: CancelProjectInput,
    ) -> Result<CancelProjectPayload> {
        answer(ctx, input, Project::by_id).await
    }

    /// Adds a version of a project's budget. A cut below what is confirmed is allowed: it shows as a negative gap.
    /// One that leaves more confirmed in kind than a programme allows is refused.
    ///
    /// Requires: secretariat.
    async fn revise_budget(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project, and its budget.")] input: ReviseBudgetInput,
    ) -> Result<ReviseBudgetPayload> {
        answer(ctx, input, Project::by_id).await
    }

    /// Adds a milestone to a project: at most 100.
    ///
    /// Requires: coordinator or secretariat.
    async fn add_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The milestone.")] input: AddMilestoneInput,
    ) -> Result<AddMilestonePayload> {
        answer(ctx, input, with_milestone).await
    }

    /// Notes how far a milestone has come.
    ///
    /// Requires: coordinator or secretariat.
    async fn report_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which milestone, and how far.")] input: ReportMilestoneInput,
    ) -> Result<ReportMilestonePayload> {
        answer(ctx, input, Project::by_id).await
    }
}
