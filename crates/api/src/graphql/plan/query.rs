//! Queries of this area, with their conditions, orders and look-ups.

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};
use cordata_app::ports::plan;
use cordata_app::ports::read::Lookup;
use cordata_domain::ids::{AxisId, PlanId, StrategyId};

use super::{ActionState, HomogeneousZone, PlanAction, StrategicPlan, Taxonomy};
use crate::graphql::id;
use crate::graphql::page::{Connection, OrderDirection, PageArguments, orders};
use crate::state::RequestContext;

orders! {
    /// The order of a list of plans.
    StrategicPlanOrder, StrategicPlanOrderField {
        /// By edition.
        Edition
    }
}

orders! {
    /// The order of a list of actions.
    PlanActionOrder, PlanActionOrderField {
        /// By code, `2.1.9` before `2.1.10`.
        Code
    }
}

/// How a plan is looked up.
#[derive(Debug, OneofObject)]
pub enum PlanBy {
    /// By id.
    Id(ID),
    /// By edition, like `2024-2026`.
    Edition(String),
}

/// How an action is looked up.
#[derive(Debug, OneofObject)]
pub enum PlanActionBy {
    /// By id.
    Id(ID),
    /// By edition and code.
    Key(PlanActionKey),
}

/// The key by which people name an action.
#[derive(Debug, InputObject)]
pub struct PlanActionKey {
    /// The edition of the plan, like `2024-2026`.
    pub edition: String,
    /// The code inside the edition, like `2.1.3`.
    pub code: String,
}

/// Conditions on a list of actions. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct PlanActionFilter {
    /// Actions of this plan.
    pub plan_id: Option<ID>,
    /// Actions of this axis.
    pub axis_id: Option<ID>,
    /// Actions of this strategy.
    pub strategy_id: Option<ID>,
    /// Actions in one of these states; an empty list sets no condition.
    pub state_in: Option<Vec<ActionState>>,
    /// Actions with these words in code or title.
    pub text: Option<String>,
}

impl PlanActionFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self) -> Option<plan::PlanActionFilter> {
        Some(plan::PlanActionFilter {
            plan: id::condition::<PlanId>(self.plan_id.as_ref())?,
            axis: id::condition::<AxisId>(self.axis_id.as_ref())?,
            strategy: id::condition::<StrategyId>(self.strategy_id.as_ref())?,
            states: self.state_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            text: self.text,
        })
    }
}

/// Reading the plan.
#[derive(Debug, Default)]
pub struct PlanQuery;

#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl PlanQuery {
    /// One plan. A draft is seen by the secretariat and the auditor only.
    async fn plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is looked up.")] by: PlanBy,
    ) -> Result<Option<StrategicPlan>> {
        let request = RequestContext::of(ctx);
        let by = match by {
            PlanBy::Id(id) => return id::found(ctx, &id, StrategicPlan::by_id).await,
            PlanBy::Edition(edition) => Lookup::Key(edition),
        };
        let plan = request.tell(request.reads().plan(&request.sight, &by).await)?;
        Ok(plan.map(StrategicPlan))
    }

    /// The plans, newest edition first.
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<StrategicPlanOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<StrategicPlan>> {
        let direction = StrategicPlanOrder::direction(order_by, OrderDirection::Descending);
        Connection::read(ctx, Some(()), PageArguments { first, after, last, before, direction }).await
    }

    /// One action.
    async fn plan_action(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is looked up.")] by: PlanActionBy,
    ) -> Result<Option<PlanAction>> {
        let request = RequestContext::of(ctx);
        let by = match by {
            PlanActionBy::Id(id) => return id::found(ctx, &id, PlanAction::by_id).await,
            PlanActionBy::Key(key) => Lookup::Key((key.edition, key.code)),
        };
        let action = request.tell(request.reads().plan_action(&request.sight, &by).await)?;
        Ok(action.map(PlanAction))
    }

    /// Actions of all plans, by code.
    async fn plan_actions(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which actions.")] filter: Option<PlanActionFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<PlanActionOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<PlanAction>> {
        let direction = PlanActionOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        Connection::read(ctx, filter.unwrap_or_default().read(), page).await
    }

    /// All homogeneous zones, by number.
    async fn homogeneous_zones(&self, ctx: &Context<'_>) -> Result<Vec<HomogeneousZone>> {
        let request = RequestContext::of(ctx);
        let zones = request.tell(request.reads().zones().await)?;
        Ok(zones.into_iter().map(HomogeneousZone).collect())
    }

    /// All taxonomies, by code: a short list that grows with what outside lists there are, such as the missions of the
    /// recovery plan.
    async fn taxonomies(&self, ctx: &Context<'_>) -> Result<Vec<Taxonomy>> {
        let request = RequestContext::of(ctx);
        let taxonomies = request.tell(request.reads().taxonomies().await)?;
        Ok(taxonomies.into_iter().map(Taxonomy).collect())
    }
}
