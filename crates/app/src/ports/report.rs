//! What only the report of a plan reads: each view is one statement, however much the plan holds.

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::ids::{PlanId, ProjectId};
use cordata_domain::plan::{Axis, Objective, PlanAction};
use cordata_domain::policy::Visibility;
use cordata_domain::project::{ActionShare, Project};

use crate::error::AppError;

/// Views over a whole plan.
#[async_trait]
pub trait ReportReads: Send + Sync {
    /// The axes of a plan by code, without their terms.
    async fn axes_of_plan(&self, sight: &Visibility, plan: PlanId) -> Result<Vec<Axis>, AppError>;
    /// The actions of a plan by code, without their terms.
    async fn actions_of_plan(&self, sight: &Visibility, plan: PlanId) -> Result<Vec<PlanAction>, AppError>;
    /// The objectives of a plan's axes, strategies and actions, in order.
    async fn objectives_of_plan(&self, sight: &Visibility, plan: PlanId) -> Result<Vec<Objective>, AppError>;
    /// The parts, on `day`, of the projects that are then under actions of the plan: those under other plans too.
    async fn shares_under_plan(
        &self,
        sight: &Visibility,
        plan: PlanId,
        day: NaiveDate,
    ) -> Result<Vec<(ProjectId, ActionShare)>, AppError>;
    /// The projects under actions of the plan on `day` whose amounts contradict each other (rule M11), by title,
    /// without their codes.
    async fn anomalies_under_plan(
        &self,
        sight: &Visibility,
        plan: PlanId,
        day: NaiveDate,
    ) -> Result<Vec<Project>, AppError>;
}
