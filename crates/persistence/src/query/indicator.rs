//! Indicators, what is known of them, and the facts that deviations are made of.

mod conditions;

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::indicator::{Basis, FactsOf, IndicatorFilter, IndicatorReads};
use cordata_app::ports::read::Lookup;
use cordata_domain::ids::{AxisId, BaselineId, IndicatorId, MeasurementId, ObjectiveId, PlanId, TargetId};
use cordata_domain::indicator::{
    Baseline, FactBook, Indicator, IndicatorFacts, IndicatorState, Measurement, MeasurementState, Target,
};
use cordata_domain::policy::Visibility;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, WindowStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use self::conditions::{filtered, goals_in_sight, measurements_in_sight, of_plan, submitted, visible, with_objective};
use crate::connect::Database;
use crate::convert::indicator as convert;
use crate::convert::value::{by_owner, name_of, of, uuids};
use crate::entity::{
    baseline, deviation_explanation, indicator, indicator_objective, indicator_series, measurement, objective, target,
};
use crate::error::store_error;
use crate::page::{Keyset, page, try_map};

/// Measurements of one indicator that a screen shows without paging.
const MAX_MEASUREMENTS: i64 = 200;
/// Baselines, and targets, of one indicator that a screen shows without paging.
const MAX_GOALS: i64 = 100;
/// The axis above an objective, whatever owns the objective.
const AXIS_OF_OBJECTIVE: &str = "COALESCE(objective.axis_id, \
     (SELECT strategy.axis_id FROM strategy WHERE strategy.id = objective.strategy_id), \
     (SELECT strategy.axis_id FROM strategy JOIN plan_action ON plan_action.strategy_id = strategy.id \
      WHERE plan_action.id = objective.plan_action_id))";

#[async_trait]
impl IndicatorReads for Database {
    async fn indicators(
        &self,
        sight: &Visibility,
        filter: &IndicatorFilter,
        window: &Window,
    ) -> Result<Page<Indicator>, AppError> {
        use indicator::{Column, Model};
        let by_code =
            Keyset { key: Column::SortKey, id: Column::Id, place: |row: &Model| (row.sort_key.clone(), row.id) };
        let found = page(self.reader(), filtered(sight, filter), by_code, window).await?;
        let parts = self.indicator_parts(found.rows.iter().map(|(_, row)| row.id).collect()).await?;
        try_map(found, |row| parts.indicator(row))
    }

    async fn count_indicators(&self, sight: &Visibility, filter: &IndicatorFilter) -> Result<u64, AppError> {
        filtered(sight, filter).count(self.reader()).await.map_err(store_error)
    }

    async fn indicator(
        &self,
        sight: &Visibility,
        by: &Lookup<IndicatorId, String>,
    ) -> Result<Option<Indicator>, AppError> {
        let this = match by {
            Lookup::Id(id) => indicator::Column::Id.eq(id.0),
            Lookup::Key(code) => indicator::Column::Code.eq(code),
        };
        Ok(self.whole_indicators(visible(sight).filter(this)).await?.pop())
    }

    async fn indicators_by_id(&self, sight: &Visibility, ids: &[IndicatorId]) -> Result<Vec<Indicator>, AppError> {
        self.whole_indicators(visible(sight).filter(indicator::Column::Id.is_in(uuids(ids)))).await
    }

    async fn indicators_of(
        &self,
        sight: &Visibility,
        objectives: &[ObjectiveId],
    ) -> Result<Vec<(ObjectiveId, Indicator)>, AppError> {
        let pointing = with_objective(indicator_objective::Column::ObjectiveId.is_in(uuids(objectives)));
        let found = self.whole_indicators(visible(sight).filter(indicator::Column::Id.in_subquery(pointing))).await?;
        let pairs = found.iter().flat_map(|indicator| {
            let wanted = indicator.objectives.iter().filter(|objective| objectives.contains(objective));
            wanted.map(|objective| (*objective, indicator.clone()))
        });
        Ok(pairs.collect())
    }

    async fn axes_of_objectives(&self, objectives: &[ObjectiveId]) -> Result<Vec<(ObjectiveId, AxisId)>, AppError> {
        let pairs: Vec<(Uuid, Option<Uuid>)> = objective::Entity::find()
            .select_only()
            .column(objective::Column::Id)
            .column_as(Expr::cust(AXIS_OF_OBJECTIVE), "axis")
            .filter(objective::Column::Id.is_in(uuids(objectives)))
            .into_tuple()
            .all(self.reader())
            .await
            .map_err(store_error)?;
        let owned = |(objective, axis): (Uuid, Option<Uuid>)| axis.map(|axis| (objective.into(), axis.into()));
        Ok(pairs.into_iter().filter_map(owned).collect())
    }

    async fn baselines_of(&self, sight: &Visibility, indicators: &[IndicatorId]) -> Result<Vec<Baseline>, AppError> {
        use baseline::Column;
        let these = Condition::all()
            .add(Column::IndicatorId.is_in(uuids(indicators)))
            .add(goals_in_sight(sight, Column::PlanId));
        let newest = newest(baseline::Entity, (Column::IndicatorId, Column::RecordedAt), these, MAX_GOALS);
        let rows = baseline::Entity::find()
            .filter(Column::Id.in_subquery(newest))
            .order_by_asc(Column::Series)
            .order_by_asc(Column::Id);
        let rows = rows.all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert::baseline).collect()
    }

    async fn targets_of(&self, sight: &Visibility, indicators: &[IndicatorId]) -> Result<Vec<Target>, AppError> {
        use target::Column;
        let these = Condition::all()
            .add(Column::IndicatorId.is_in(uuids(indicators)))
            .add(goals_in_sight(sight, Column::PlanId));
        let newest = newest(target::Entity, (Column::IndicatorId, Column::RecordedAt), these, MAX_GOALS);
        let rows = target::Entity::find()
            .filter(Column::Id.in_subquery(newest))
            .order_by_asc(Column::RecordedAt)
            .order_by_asc(Column::Id);
        let rows = rows.all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert::target).collect()
    }

    async fn baselines_by_id(&self, sight: &Visibility, ids: &[BaselineId]) -> Result<Vec<Baseline>, AppError> {
        let these = baseline::Entity::find()
            .filter(goals_in_sight(sight, baseline::Column::PlanId))
            .filter(baseline::Column::Id.is_in(uuids(ids)));
        all(Some(these.all(self.reader()).await.map_err(store_error)?), convert::baseline)
    }

    async fn targets_by_id(&self, sight: &Visibility, ids: &[TargetId]) -> Result<Vec<Target>, AppError> {
        let these = target::Entity::find()
            .filter(goals_in_sight(sight, target::Column::PlanId))
            .filter(target::Column::Id.is_in(uuids(ids)));
        all(Some(these.all(self.reader()).await.map_err(store_error)?), convert::target)
    }

    async fn measurements_of(
        &self,
        sight: &Visibility,
        indicators: &[IndicatorId],
    ) -> Result<Vec<Measurement>, AppError> {
        use measurement::Column;
        let these =
            Condition::all().add(Column::IndicatorId.is_in(uuids(indicators))).add(measurements_in_sight(sight));
        let newest = newest(measurement::Entity, (Column::IndicatorId, Column::PeriodTo), these, MAX_MEASUREMENTS);
        let rows = measurement::Entity::find()
            .filter(Column::Id.in_subquery(newest))
            .order_by_asc(Column::Series)
            .order_by_asc(Column::PeriodTo)
            .order_by_asc(Column::Vintage)
            .order_by_asc(Column::Id);
        let rows = rows.all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert::measurement).collect()
    }

    async fn measurements_by_id(
        &self,
        sight: &Visibility,
        ids: &[MeasurementId],
    ) -> Result<Vec<Measurement>, AppError> {
        let these = measurement::Entity::find()
            .filter(measurement::Column::Id.is_in(uuids(ids)))
            .filter(measurements_in_sight(sight));
        let rows = these.all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert::measurement).collect()
    }

    async fn submitted_measurements(&self, sight: &Visibility, window: &Window) -> Result<Page<Measurement>, AppError> {
        use measurement::{Column, Model};
        let by_age = Keyset { key: Column::Id, id: Column::Id, place: |row: &Model| (row.id, row.id) };
        try_map(page(self.reader(), submitted(sight), by_age, window).await?, convert::measurement)
    }

    async fn count_submitted_measurements(&self, sight: &Visibility) -> Result<u64, AppError> {
        submitted(sight).count(self.reader()).await.map_err(store_error)
    }

    async fn facts(&self, plan: PlanId, of: &FactsOf, basis: Basis, cut_off: NaiveDate) -> Result<FactBook, AppError> {
        let begun = indicator::Column::State.ne(name_of(IndicatorState::Draft));
        let wanted = match of {
            FactsOf::Plan => of_plan(plan),
            FactsOf::Indicators(ids) => Condition::all().add(indicator::Column::Id.is_in(uuids(ids))),
        };
        let mut indicators =
            self.whole_indicators(indicator::Entity::find().filter(begun.clone()).filter(wanted)).await?;
        let parts = missing_parts(&indicators);
        if !parts.is_empty() {
            let these = indicator::Entity::find().filter(begun).filter(indicator::Column::Id.is_in(uuids(&parts)));
            indicators.extend(self.whole_indicators(these).await?);
        }
        self.known_of(indicators, plan, basis, cut_off).await
    }
}

/// The indicators that formulas name and that are not there.
fn missing_parts(indicators: &[Indicator]) -> Vec<IndicatorId> {
    let known: BTreeSet<IndicatorId> = indicators.iter().map(|indicator| indicator.id).collect();
    let formulas = indicators.iter().flat_map(|indicator| &indicator.series).filter_map(|one| one.formula.as_ref());
    let named: BTreeSet<IndicatorId> = formulas.flat_map(|formula| &formula.parts).map(|part| part.indicator).collect();
    named.difference(&known).copied().collect()
}

/// Objectives and series of indicators.
struct Parts {
    objectives: HashMap<Uuid, Vec<indicator_objective::Model>>,
    series: HashMap<Uuid, Vec<indicator_series::Model>>,
}

impl Parts {
    fn indicator(&self, row: indicator::Model) -> Result<Indicator, AppError> {
        let (objectives, series) = (of(&self.objectives, row.id), of(&self.series, row.id));
        convert::indicator(row, objectives, series)
    }
}

impl Database {
    async fn indicator_parts(&self, ids: Vec<Uuid>) -> Result<Parts, AppError> {
        let objectives = indicator_objective::Entity::find()
            .filter(indicator_objective::Column::IndicatorId.is_in(ids.clone()))
            .order_by_asc(indicator_objective::Column::ObjectiveId);
        let series = indicator_series::Entity::find()
            .filter(indicator_series::Column::IndicatorId.is_in(ids))
            .order_by_asc(indicator_series::Column::Number);
        let objectives = objectives.all(self.reader()).await.map_err(store_error)?;
        let series = series.all(self.reader()).await.map_err(store_error)?;
        Ok(Parts {
            objectives: by_owner(objectives, |row| row.indicator_id),
            series: by_owner(series, |row| row.indicator_id),
        })
    }

    /// The indicators of a query by code, with their parts: three statements.
    async fn whole_indicators(&self, select: Select<indicator::Entity>) -> Result<Vec<Indicator>, AppError> {
        let ordered = select.order_by_asc(indicator::Column::SortKey).order_by_asc(indicator::Column::Id);
        let rows = ordered.all(self.reader()).await.map_err(store_error)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let parts = self.indicator_parts(rows.iter().map(|row| row.id).collect()).await?;
        rows.into_iter().map(|row| parts.indicator(row)).collect()
    }

    /// What is known of indicators: four statements.
    async fn known_of(
        &self,
        indicators: Vec<Indicator>,
        plan: PlanId,
        basis: Basis,
        cut_off: NaiveDate,
    ) -> Result<FactBook, AppError> {
        let ids: Vec<Uuid> = indicators.iter().map(|indicator| indicator.id.0).collect();
        let baselines = baseline::Entity::find()
            .filter(baseline::Column::PlanId.eq(plan.0))
            .filter(baseline::Column::IndicatorId.is_in(ids.clone()));
        let targets = target::Entity::find()
            .filter(target::Column::PlanId.eq(plan.0))
            .filter(target::Column::EndedAt.is_null())
            .filter(target::Column::IndicatorId.is_in(ids.clone()));
        let measurements = measurement::Entity::find()
            .filter(measurement::Column::State.is_in(states(basis)))
            .filter(measurement::Column::PeriodFrom.lte(cut_off))
            .filter(measurement::Column::IndicatorId.is_in(ids.clone()));
        let explanations = deviation_explanation::Entity::find()
            .filter(deviation_explanation::Column::PlanId.eq(plan.0))
            .filter(deviation_explanation::Column::IndicatorId.is_in(ids));
        let baselines = baselines.all(self.reader()).await.map_err(store_error)?;
        let targets = targets.all(self.reader()).await.map_err(store_error)?;
        let measurements = measurements.all(self.reader()).await.map_err(store_error)?;
        let explanations = explanations.all(self.reader()).await.map_err(store_error)?;
        let mut baselines = by_owner(baselines, |row| row.indicator_id);
        let mut targets = by_owner(targets, |row| row.indicator_id);
        let mut measurements = by_owner(measurements, |row| row.indicator_id);
        let mut explanations = by_owner(explanations, |row| row.indicator_id);
        let facts = |indicator: Indicator| {
            let id = indicator.id.0;
            Ok(IndicatorFacts {
                baselines: all(baselines.remove(&id), convert::baseline)?,
                targets: all(targets.remove(&id), convert::target)?,
                measurements: all(measurements.remove(&id), convert::measurement)?,
                explanations: all(explanations.remove(&id), convert::explanation)?,
                indicator,
            })
        };
        indicators.into_iter().map(facts).collect()
    }
}

fn all<M, T>(rows: Option<Vec<M>>, convert: impl Fn(M) -> Result<T, AppError>) -> Result<Vec<T>, AppError> {
    rows.unwrap_or_default().into_iter().map(convert).collect()
}

fn states(basis: Basis) -> Vec<String> {
    let states: &[MeasurementState] = match basis {
        Basis::Published => &[MeasurementState::Published],
        Basis::Validated => &[MeasurementState::Published, MeasurementState::Validated],
    };
    states.iter().copied().map(name_of).collect()
}

/// The ids of the newest rows of each owner, by age, among those for which a condition holds.
fn newest<E: EntityTrait, C: ColumnTrait>(
    entity: E,
    (owner, age): (C, C),
    these: Condition,
    most: i64,
) -> SelectStatement {
    let within_owner =
        WindowStatement::partition_by(owner).order_by(age, Order::Desc).order_by("id", Order::Desc).take();
    let ranked = Query::select()
        .column("id")
        .expr_window_as(Expr::cust("ROW_NUMBER()"), within_owner, "place")
        .from(entity)
        .cond_where(these)
        .take();
    Query::select().column("id").from_subquery(ranked, "ranked").and_where(Expr::col("place").lte(most)).take()
}
