use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_domain::ids::{AxisId, PlanId, StrategyId};
use cordata_domain::plan;
use cordata_domain::policy::{Act, Facts};

use super::action::PlanAction;
use super::goal::{Objective, Term, objectives, terms};
use crate::graphql::id;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::value::{Period, Translation, translations};
use crate::loader::{ActionsOf, AxesOf, StrategiesOf};
use crate::scalar::Locale;
use crate::state::RequestContext;

/// Where a plan stands in its life.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "plan::PlanState")]
pub enum PlanState {
    /// Being written; seen by the secretariat and the auditor only.
    Draft,
    /// Open for contributions.
    Consultation,
    /// Adopted by its act.
    Adopted,
    /// Being carried out.
    InForce,
    /// Its period is over.
    Closed,
    /// Accounted for in a published report.
    Reported,
}

/// A strategic plan: one edition, with its tree of axes, strategies and actions.
pub struct StrategicPlan(pub plan::StrategicPlan);

impl StrategicPlan {
    /// The plan with this id, if the caller may see it.
    pub async fn by_id(ctx: &Context<'_>, id: PlanId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// A strategic plan: one edition, with its tree of axes, strategies and actions.
#[Object]
impl StrategicPlan {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its edition, like `2024-2026`: the key by which people name it.
    async fn edition(&self) -> &str {
        &self.0.edition
    }

    /// Its title, in the language asked for or else in that of the request.
    async fn title(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.title, locale.as_ref())
    }

    /// Its title in every language there is.
    async fn title_translations(&self) -> Vec<Translation> {
        translations(&self.0.title)
    }

    /// First and last day of the plan.
    async fn period(&self) -> Period {
        self.0.period.into()
    }

    /// The formal resolution that adopted it; null until then.
    async fn adopting_act(&self) -> Option<&str> {
        self.0.adopting_act.as_deref()
    }

    /// Where it stands.
    async fn state(&self) -> PlanState {
        self.0.state.into()
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Its axes, by code.
    async fn axes(&self, ctx: &Context<'_>) -> Result<Vec<Axis>> {
        let axes = RequestContext::of(ctx).load_named(AxesOf(self.0.id)).await?;
        Ok(axes.into_iter().map(Axis).collect())
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> StrategicPlanViewerCan {
        let request = RequestContext::of(ctx);
        StrategicPlanViewerCan {
            edit_tree: request.may(Act::EditPlanTree, &Facts::plan()),
            advance: request.may(Act::AdvancePlan, &Facts::plan()),
        }
    }
}

impl Listed for StrategicPlan {
    type Filter = ();

    async fn page(request: &RequestContext, (): &(), window: &Window) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().plans(&request.sight, window).await?, Self))
    }

    async fn count(request: &RequestContext, (): &()) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_plans(&request.sight).await?)
    }
}

/// What your roles allow you to do with a plan. Its state may still refuse it.
#[derive(Debug, SimpleObject)]
pub struct StrategicPlanViewerCan {
    /// Add axes, strategies and actions.
    edit_tree: bool,
    /// Move the plan on to its next state.
    advance: bool,
}

/// An axis: the first level of a plan.
pub struct Axis(pub plan::Axis);

impl Axis {
    /// The axis with this id, if the caller may see it.
    pub async fn by_id(ctx: &Context<'_>, id: AxisId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// An axis: the first level of a plan.
#[Object]
impl Axis {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its code inside the edition, like `2`.
    async fn code(&self) -> &str {
        self.0.code.as_str()
    }

    /// Its title, in the language asked for or else in that of the request.
    async fn title(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.title, locale.as_ref())
    }

    /// Its title in every language there is.
    async fn title_translations(&self) -> Vec<Translation> {
        translations(&self.0.title)
    }

    /// The plan it belongs to.
    async fn plan(&self, ctx: &Context<'_>) -> Result<StrategicPlan> {
        RequestContext::of(ctx).load_named(self.0.plan).await.map(StrategicPlan)
    }

    /// Terms of taxonomies it is linked to, such as the mission of the recovery plan of the same title.
    async fn terms(&self, ctx: &Context<'_>) -> Result<Vec<Term>> {
        terms(ctx, &self.0.terms).await
    }

    /// What it is to reach, in order.
    async fn objectives(&self, ctx: &Context<'_>) -> Result<Vec<Objective>> {
        objectives(ctx, plan::ObjectiveOwner::Axis(self.0.id)).await
    }

    /// Its strategies, by code.
    async fn strategies(&self, ctx: &Context<'_>) -> Result<Vec<Strategy>> {
        let strategies = RequestContext::of(ctx).load_named(StrategiesOf(self.0.id)).await?;
        Ok(strategies.into_iter().map(Strategy).collect())
    }
}

/// A strategy: the second level of a plan.
pub struct Strategy(pub plan::Strategy);

impl Strategy {
    /// The strategy with this id, if the caller may see it.
    pub async fn by_id(ctx: &Context<'_>, id: StrategyId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// A strategy: the second level of a plan.
#[Object]
impl Strategy {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its code inside the edition, like `2.1`.
    async fn code(&self) -> &str {
        self.0.code.as_str()
    }

    /// Its title, in the language asked for or else in that of the request.
    async fn title(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.title, locale.as_ref())
    }

    /// Its title in every language there is.
    async fn title_translations(&self) -> Vec<Translation> {
        translations(&self.0.title)
    }

    /// The plan it belongs to.
    async fn plan(&self, ctx: &Context<'_>) -> Result<StrategicPlan> {
        RequestContext::of(ctx).load_named(self.0.plan).await.map(StrategicPlan)
    }

    /// The axis it belongs to.
    async fn axis(&self, ctx: &Context<'_>) -> Result<Axis> {
        RequestContext::of(ctx).load_named(self.0.axis).await.map(Axis)
    }

    /// What it is to reach, in order.
    async fn objectives(&self, ctx: &Context<'_>) -> Result<Vec<Objective>> {
        objectives(ctx, plan::ObjectiveOwner::Strategy(self.0.id)).await
    }

    /// Its actions, by code: at most 100. All of them are in `planActions`.
    async fn actions(&self, ctx: &Context<'_>) -> Result<Vec<PlanAction>> {
        let actions = RequestContext::of(ctx).load_named(ActionsOf(self.0.id)).await?;
        Ok(actions.into_iter().map(PlanAction).collect())
    }
}
