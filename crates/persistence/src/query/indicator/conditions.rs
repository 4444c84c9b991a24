//! Which indicators and measurements a query is about, and which of them are in sight.

use cordata_app::ports::indicator::IndicatorFilter;
use cordata_domain::ids::{AxisId, ObjectiveId, PlanId};
use cordata_domain::indicator::{IndicatorState, MeasurementState};
use cordata_domain::policy::Visibility;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select};

use super::super::plan::in_visible_plan;
use crate::convert::value::{name_of, uuids};
use crate::entity::{axis, baseline, indicator, indicator_objective, measurement, objective, plan_action, strategy};
use crate::sql::mentions;

fn sees_all(sight: &Visibility) -> bool {
    sight.everything || sight.measurements
}

/// Drafts are seen by stewards and by the organisation that looks after the indicator.
pub(super) fn visible(sight: &Visibility) -> Select<indicator::Entity> {
    let select = indicator::Entity::find();
    if sees_all(sight) {
        return select;
    }
    let own = indicator::Column::StewardId.is_in(uuids(&sight.organisations));
    select.filter(own.or(indicator::Column::State.ne(name_of(IndicatorState::Draft))))
}

/// Where a plan starts and what it wants to reach is seen with the plan, and by stewards, who set it.
pub(super) fn goals_in_sight<C: ColumnTrait>(sight: &Visibility, plan: C) -> Condition {
    if sees_all(sight) { Condition::all() } else { in_visible_plan(sight, plan) }
}

/// What was published is seen by everybody, also when it was replaced later; the rest as drafts of indicators are.
pub(super) fn measurements_in_sight(sight: &Visibility) -> Condition {
    if sees_all(sight) {
        return Condition::all();
    }
    let own = Query::select()
        .column(indicator::Column::Id)
        .from(indicator::Entity)
        .and_where(indicator::Column::StewardId.is_in(uuids(&sight.organisations)))
        .take();
    Condition::any()
        .add(measurement::Column::PublishedAt.is_not_null())
        .add(measurement::Column::IndicatorId.in_subquery(own))
}

pub(super) fn submitted(sight: &Visibility) -> Select<measurement::Entity> {
    let waiting = measurement::Column::State.eq(name_of(MeasurementState::Submitted));
    measurement::Entity::find().filter(waiting).filter(measurements_in_sight(sight))
}

pub(super) fn filtered(sight: &Visibility, filter: &IndicatorFilter) -> Select<indicator::Entity> {
    use indicator::Column;
    let classes = filter.classes.iter().copied().map(name_of);
    let states = filter.states.iter().copied().map(name_of);
    let pointing_to = |objective: ObjectiveId| {
        Column::Id.in_subquery(with_objective(indicator_objective::Column::ObjectiveId.eq(objective.0)))
    };
    let wanted = Condition::all()
        .add_option((!filter.classes.is_empty()).then(|| Column::Class.is_in(classes)))
        .add_option((!filter.states.is_empty()).then(|| Column::State.is_in(states)))
        .add_option(filter.plan.map(of_plan))
        .add_option(filter.axis.map(|axis| Column::Id.in_subquery(under_objectives(of_axis(axis)))))
        .add_option(filter.objective.map(pointing_to))
        .add(mentions(Column::SearchText, filter.text.as_deref()));
    visible(sight).filter(wanted)
}

/// The ids of indicators that point to an objective for which a condition holds.
pub(super) fn with_objective(condition: Expr) -> SelectStatement {
    Query::select()
        .column(indicator_objective::Column::IndicatorId)
        .from(indicator_objective::Entity)
        .and_where(condition)
        .take()
}

fn under_objectives(objectives: Condition) -> SelectStatement {
    let ids = Query::select().column(objective::Column::Id).from(objective::Entity).cond_where(objectives).take();
    with_objective(indicator_objective::Column::ObjectiveId.in_subquery(ids))
}

/// Objectives of an axis, of its strategies and of their actions.
fn of_axis(axis: AxisId) -> Condition {
    let strategies = || {
        Query::select()
            .column(strategy::Column::Id)
            .from(strategy::Entity)
            .and_where(strategy::Column::AxisId.eq(axis.0))
            .take()
    };
    let actions = Query::select()
        .column(plan_action::Column::Id)
        .from(plan_action::Entity)
        .and_where(plan_action::Column::StrategyId.in_subquery(strategies()))
        .take();
    Condition::any()
        .add(objective::Column::AxisId.eq(axis.0))
        .add(objective::Column::StrategyId.in_subquery(strategies()))
        .add(objective::Column::PlanActionId.in_subquery(actions))
}

/// Indicators of a plan: pointing to one of its objectives, or with a baseline of it.
pub(super) fn of_plan(plan: PlanId) -> Condition {
    let axes =
        Query::select().column(axis::Column::Id).from(axis::Entity).and_where(axis::Column::PlanId.eq(plan.0)).take();
    let strategies = Query::select()
        .column(strategy::Column::Id)
        .from(strategy::Entity)
        .and_where(strategy::Column::PlanId.eq(plan.0))
        .take();
    let actions = Query::select()
        .column(plan_action::Column::Id)
        .from(plan_action::Entity)
        .and_where(plan_action::Column::PlanId.eq(plan.0))
        .take();
    let objectives = Condition::any()
        .add(objective::Column::AxisId.in_subquery(axes))
        .add(objective::Column::StrategyId.in_subquery(strategies))
        .add(objective::Column::PlanActionId.in_subquery(actions));
    let with_baseline = Query::select()
        .column(baseline::Column::IndicatorId)
        .from(baseline::Entity)
        .and_where(baseline::Column::PlanId.eq(plan.0))
        .take();
    Condition::any()
        .add(indicator::Column::Id.in_subquery(under_objectives(objectives)))
        .add(indicator::Column::Id.in_subquery(with_baseline))
}
