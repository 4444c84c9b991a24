//! Views of the plan.

use async_trait::async_trait;
use cordata_domain::ids::{AxisId, PlanActionId, PlanId, StrategyId, TaxonomyId, TermId, ZoneId};
use cordata_domain::plan::{
    ActionState, Axis, HomogeneousZone, Objective, ObjectiveOwner, PlanAction, StrategicPlan, Strategy, Taxonomy, Term,
};
use cordata_domain::policy::Visibility;

use super::read::Lookup;
use crate::error::AppError;
use crate::page::{Page, Window};

/// Conditions on a list of actions.
#[derive(Debug, Clone, Default)]
pub struct PlanActionFilter {
    /// Of this plan.
    pub plan: Option<PlanId>,
    /// Of this axis.
    pub axis: Option<AxisId>,
    /// Of this strategy.
    pub strategy: Option<StrategyId>,
    /// In one of these states; empty: in any.
    pub states: Vec<ActionState>,
    /// Words that occur in code or title.
    pub text: Option<String>,
}

/// The plan, its tree and its territory. Drafts of plans are shown to those who see everything.
#[async_trait]
pub trait PlanReads: Send + Sync {
    /// Plans, newest edition first by default, ordered by edition.
    async fn plans(&self, sight: &Visibility, window: &Window) -> Result<Page<StrategicPlan>, AppError>;
    /// How many plans there are.
    async fn count_plans(&self, sight: &Visibility) -> Result<u64, AppError>;
    /// One plan, by id or edition.
    async fn plan(&self, sight: &Visibility, by: &Lookup<PlanId, String>) -> Result<Option<StrategicPlan>, AppError>;
    /// Plans by id.
    async fn plans_by_id(&self, sight: &Visibility, ids: &[PlanId]) -> Result<Vec<StrategicPlan>, AppError>;
    /// Axes of plans, by code.
    async fn axes_of(&self, sight: &Visibility, plans: &[PlanId]) -> Result<Vec<Axis>, AppError>;
    /// Axes by id.
    async fn axes_by_id(&self, sight: &Visibility, ids: &[AxisId]) -> Result<Vec<Axis>, AppError>;
    /// Strategies of axes, by code.
    async fn strategies_of(&self, sight: &Visibility, axes: &[AxisId]) -> Result<Vec<Strategy>, AppError>;
    /// Strategies by id.
    async fn strategies_by_id(&self, sight: &Visibility, ids: &[StrategyId]) -> Result<Vec<Strategy>, AppError>;
    /// Actions, ordered by code.
    async fn plan_actions(
        &self,
        sight: &Visibility,
        filter: &PlanActionFilter,
        window: &Window,
    ) -> Result<Page<PlanAction>, AppError>;
    /// How many actions there are.
    async fn count_plan_actions(&self, sight: &Visibility, filter: &PlanActionFilter) -> Result<u64, AppError>;
    /// One action, by id or by edition and code.
    async fn plan_action(
        &self,
        sight: &Visibility,
        by: &Lookup<PlanActionId, (String, String)>,
    ) -> Result<Option<PlanAction>, AppError>;
    /// Actions by id.
    async fn plan_actions_by_id(&self, sight: &Visibility, ids: &[PlanActionId]) -> Result<Vec<PlanAction>, AppError>;
    /// Actions of strategies, by code: at most 100 of each.
    async fn actions_of(&self, sight: &Visibility, strategies: &[StrategyId]) -> Result<Vec<PlanAction>, AppError>;
    /// Objectives of axes, strategies and actions, those of each in order, in one statement.
    async fn objectives_of(&self, sight: &Visibility, owners: &[ObjectiveOwner]) -> Result<Vec<Objective>, AppError>;
    /// All taxonomies, by code.
    async fn taxonomies(&self) -> Result<Vec<Taxonomy>, AppError>;
    /// Terms of taxonomies, by code.
    async fn terms_of(&self, taxonomies: &[TaxonomyId]) -> Result<Vec<Term>, AppError>;
    /// Terms by id.
    async fn terms_by_id(&self, ids: &[TermId]) -> Result<Vec<Term>, AppError>;
    /// All homogeneous zones, by number.
    async fn zones(&self) -> Result<Vec<HomogeneousZone>, AppError>;
    /// Homogeneous zones by id.
    async fn zones_by_id(&self, ids: &[ZoneId]) -> Result<Vec<HomogeneousZone>, AppError>;
}
