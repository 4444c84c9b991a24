//! Queries of this area, with their conditions, orders and look-ups.

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};
use cordata_app::ports::indicator;
use cordata_app::ports::read::Lookup;
use cordata_domain::ids::PlanId;

use super::deviation::DeviationsOf;
use super::{Deviation, Indicator, IndicatorClass, IndicatorState, Measurement};
use crate::graphql::id;
use crate::graphql::page::{Connection, OrderDirection, PageArguments, orders};
use crate::graphql::plan::StrategicPlan;
use crate::scalar::Date;
use crate::state::RequestContext;

orders! {
    /// The order of a list of indicators.
    IndicatorOrder, IndicatorOrderField {
        /// By code.
        Code
    }
}

orders! {
    /// The order of a list of measurements.
    MeasurementOrder, MeasurementOrderField {
        /// By when they were entered.
        EnteredAt
    }
}

/// How an indicator is looked up.
#[derive(Debug, OneofObject)]
pub enum IndicatorBy {
    /// By id.
    Id(ID),
    /// By code.
    Code(String),
}

/// Conditions on a list of indicators. All that are given must hold.
#[derive(Debug, InputObject, Default)]
pub struct IndicatorFilter {
    /// Indicators of one of these classes; an empty list sets no condition.
    pub class_in: Option<Vec<IndicatorClass>>,
    /// Indicators in one of these states; an empty list sets no condition.
    pub state_in: Option<Vec<IndicatorState>>,
    /// Indicators that point to an objective of this plan, or have a baseline of it.
    pub plan_id: Option<ID>,
    /// Indicators that point to an objective of this axis, its strategies or its actions.
    pub axis_id: Option<ID>,
    /// Indicators that point to this objective.
    pub objective_id: Option<ID>,
    /// Indicators with these words in their code or name.
    pub text: Option<String>,
}

impl IndicatorFilter {
    /// The conditions as they are read; nothing where an id names nothing.
    fn read(self) -> Option<indicator::IndicatorFilter> {
        Some(indicator::IndicatorFilter {
            classes: self.class_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            states: self.state_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            plan: id::condition(self.plan_id.as_ref())?,
            axis: id::condition(self.axis_id.as_ref())?,
            objective: id::condition(self.objective_id.as_ref())?,
            text: self.text,
        })
    }
}

/// Whose deviations are listed. All conditions that are given must hold.
#[derive(Debug, InputObject)]
pub struct DeviationFilter {
    /// The plan whose baselines and targets count.
    pub plan_id: ID,
    /// Indicators of one of these classes; an empty list sets no condition.
    pub class_in: Option<Vec<IndicatorClass>>,
    /// Indicators that point to an objective of this axis, its strategies or its actions.
    pub axis_id: Option<ID>,
    /// Indicators with these words in their code or name.
    pub text: Option<String>,
}

impl DeviationFilter {
    /// The conditions as they are read; nothing where an id names nothing. Drafts have no deviation.
    fn read(self, cut_off: chrono::NaiveDate) -> Option<DeviationsOf> {
        let plan = id::decode_as(&self.plan_id)?;
        let indicators = indicator::IndicatorFilter {
            classes: self.class_in.unwrap_or_default().into_iter().map(Into::into).collect(),
            states: [IndicatorState::Active, IndicatorState::Retired].map(Into::into).to_vec(),
            plan: Some(plan),
            axis: id::condition(self.axis_id.as_ref())?,
            objective: None,
            text: self.text,
        };
        Some(DeviationsOf { indicators, plan, cut_off })
    }
}

/// Reading about indicators.
#[derive(Debug, Default)]
pub struct IndicatorQuery;

#[Object]
#[allow(clippy::too_many_arguments, reason = "the arguments of a list in GraphQL")]
impl IndicatorQuery {
    /// One indicator.
    async fn indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what it is looked up.")] by: IndicatorBy,
    ) -> Result<Option<Indicator>> {
        let request = RequestContext::of(ctx);
        let by = match by {
            IndicatorBy::Id(id) => return id::found(ctx, &id, Indicator::by_id).await,
            IndicatorBy::Code(code) => Lookup::Key(code),
        };
        Ok(request.tell(request.reads().indicator(&request.sight, &by).await)?.map(Indicator))
    }

    /// The indicators, by code.
    async fn indicators(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which indicators.")] filter: Option<IndicatorFilter>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<IndicatorOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Indicator>> {
        let direction = IndicatorOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        Connection::read(ctx, filter.unwrap_or_default().read(), page).await
    }

    /// How the indicators of a plan moved since its start, by code of the indicator. Only published values count.
    async fn deviations(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Of which plan, and which indicators.")] filter: DeviationFilter,
        #[graphql(desc = "The last day that values may speak of; today where it is left out.")] as_of: Option<Date>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<IndicatorOrder>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Deviation>> {
        let direction = IndicatorOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        let cut_off = match as_of {
            Some(day) => day.0,
            None => RequestContext::of(ctx).today_here().await?,
        };
        let plan: Option<PlanId> = id::decode_as(&filter.plan_id);
        let visible = match plan {
            Some(plan) => StrategicPlan::by_id(ctx, plan).await?.is_some(),
            None => false,
        };
        Connection::read(ctx, filter.read(cut_off).filter(|_| visible), page).await
    }

    /// The measurements that wait for a second person, oldest first, as far as you may see them.
    ///
    /// Requires: delegate or org-manager or secretariat or steward or auditor.
    async fn measurements_to_validate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start: 1 to 100, 20 where nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end: 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only entries before this cursor.")] before: Option<String>,
        #[graphql(desc = "How the list is ordered.")] order_by: Option<MeasurementOrder>,
    ) -> Result<Connection<Measurement>> {
        let direction = MeasurementOrder::direction(order_by, OrderDirection::Ascending);
        let page = PageArguments { first, after, last, before, direction };
        Connection::read(ctx, Some(()), page).await
    }
}
