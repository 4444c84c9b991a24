//! Indicators, their baselines, targets, measurements and explanations.

mod fact;

pub(crate) use fact::{
    baseline, baseline_row, explanation, explanation_row, measurement, measurement_row, target, target_row,
};

use cordata_app::AppError;
use cordata_domain::indicator::{
    Decimal, Direction, FlowMode, Formula, FormulaPart, Indicator, IndicatorKind, Series, Unit, canonical,
};
use cordata_domain::search::{search_text, sort_key};
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};

use super::value::{count, from_json, name_of, to_json, word};
use crate::entity::{indicator, indicator_objective, indicator_series};

/// A stored decimal.
fn decimal(stored: &str) -> Result<Decimal, AppError> {
    stored.parse().map_err(|_| AppError::fault(format!("the stored value `{stored}` is no decimal")))
}

fn kind_columns(kind: IndicatorKind) -> (&'static str, Option<i64>) {
    match kind {
        IndicatorKind::Flow(FlowMode::PerPeriod) => ("FLOW_PER_PERIOD", None),
        IndicatorKind::Flow(FlowMode::Cumulative) => ("FLOW_CUMULATIVE", None),
        IndicatorKind::Stock { max_age_days } => ("STOCK", Some(max_age_days.into())),
        IndicatorKind::Ratio => ("RATIO", None),
        IndicatorKind::Index => ("INDEX", None),
        IndicatorKind::Qualitative => ("QUALITATIVE", None),
    }
}

fn kind(row: &indicator::Model) -> Result<IndicatorKind, AppError> {
    Ok(match (row.kind.as_str(), row.max_age_days) {
        ("FLOW_PER_PERIOD", None) => IndicatorKind::Flow(FlowMode::PerPeriod),
        ("FLOW_CUMULATIVE", None) => IndicatorKind::Flow(FlowMode::Cumulative),
        ("STOCK", Some(days)) => IndicatorKind::Stock { max_age_days: count(days)? },
        ("RATIO", None) => IndicatorKind::Ratio,
        ("INDEX", None) => IndicatorKind::Index,
        ("QUALITATIVE", None) => IndicatorKind::Qualitative,
        (other, _) => return Err(AppError::fault(format!("the stored kind `{other}` is not understood"))),
    })
}

fn direction(row: &indicator::Model) -> Result<Direction, AppError> {
    Ok(match (row.direction.as_str(), &row.range_lo, &row.range_hi) {
        ("HIGHER_IS_BETTER", None, None) => Direction::HigherIsBetter,
        ("LOWER_IS_BETTER", None, None) => Direction::LowerIsBetter,
        ("TARGET_RANGE", Some(lo), Some(hi)) => Direction::TargetRange { lo: decimal(lo)?, hi: decimal(hi)? },
        ("NEUTRAL", None, None) => Direction::Neutral,
        (other, ..) => return Err(AppError::fault(format!("the stored direction `{other}` is not understood"))),
    })
}

pub(crate) fn indicator_row(indicator: &Indicator) -> Result<indicator::Model, AppError> {
    let (kind, max_age_days) = kind_columns(indicator.kind);
    let (direction, range) = match indicator.direction {
        Direction::HigherIsBetter => ("HIGHER_IS_BETTER", None),
        Direction::LowerIsBetter => ("LOWER_IS_BETTER", None),
        Direction::TargetRange { lo, hi } => ("TARGET_RANGE", Some((lo, hi))),
        Direction::Neutral => ("NEUTRAL", None),
    };
    let names: Vec<&str> = indicator.name.translations().map(|(_, name)| name).collect();
    Ok(indicator::Model {
        id: indicator.id.into(),
        code: indicator.code.clone(),
        sort_key: sort_key(&indicator.code),
        search_text: search_text(&format!("{} {}", indicator.code, names.join(" "))),
        name: to_json(&indicator.name)?,
        class: name_of(indicator.class),
        unit: match &indicator.unit {
            Unit::Percent => None,
            Unit::Named(name) => Some(to_json(name)?),
        },
        kind: kind.to_owned(),
        max_age_days,
        direction: direction.to_owned(),
        range_lo: range.map(|(lo, _)| canonical(lo)),
        range_hi: range.map(|(_, hi)| canonical(hi)),
        tolerance: canonical(indicator.tolerance),
        frequency: name_of(indicator.frequency),
        decimals: indicator.decimals.into(),
        counted: name_of(indicator.counted),
        source: indicator.source.clone(),
        steward_id: indicator.steward.map(Into::into),
        state: name_of(indicator.state),
        successor_id: indicator.successor.map(Into::into),
        version: indicator.version,
    })
}

/// An indicator with its objectives and its series, oldest first.
pub(crate) fn indicator(
    row: indicator::Model,
    objectives: &[indicator_objective::Model],
    series_rows: &[indicator_series::Model],
) -> Result<Indicator, AppError> {
    Ok(Indicator {
        kind: kind(&row)?,
        direction: direction(&row)?,
        id: row.id.into(),
        code: row.code,
        name: from_json(row.name)?,
        class: word(&row.class)?,
        objectives: objectives.iter().map(|link| link.objective_id.into()).collect(),
        unit: row.unit.map_or(Ok(Unit::Percent), |unit| from_json(unit).map(Unit::Named))?,
        tolerance: decimal(&row.tolerance)?,
        frequency: word(&row.frequency)?,
        decimals: count(row.decimals)?,
        counted: word(&row.counted)?,
        source: row.source,
        steward: row.steward_id.map(Into::into),
        state: word(&row.state)?,
        successor: row.successor_id.map(Into::into),
        series: series_rows.iter().map(series).collect::<Result<_, _>>()?,
        version: row.version,
    })
}

pub(crate) fn objective_rows(indicator: &Indicator) -> Vec<indicator_objective::Model> {
    let id: Uuid = indicator.id.into();
    let row = |objective: &cordata_domain::ids::ObjectiveId| indicator_objective::Model {
        indicator_id: id,
        objective_id: (*objective).into(),
    };
    indicator.objectives.iter().map(row).collect()
}

pub(crate) fn series_rows(indicator: &Indicator) -> Result<Vec<indicator_series::Model>, AppError> {
    let row = |series: &Series| {
        Ok(indicator_series::Model {
            indicator_id: indicator.id.into(),
            number: series.version.into(),
            label: to_json(&series.label)?,
            since: series.since,
            reason: series.reason.clone(),
            formula: series.formula.as_ref().map(|formula| to_json(&StoredFormula::of(formula))).transpose()?,
        })
    };
    indicator.series.iter().map(row).collect()
}

fn series(row: &indicator_series::Model) -> Result<Series, AppError> {
    let stored: Option<StoredFormula> = row.formula.clone().map(from_json).transpose()?;
    Ok(Series {
        version: count(row.number)?,
        label: from_json(row.label.clone())?,
        since: row.since,
        reason: row.reason.clone(),
        formula: stored.map(StoredFormula::read).transpose()?,
    })
}

/// A formula as JSON: values as texts, so that no digit is lost.
#[derive(Serialize, Deserialize)]
struct StoredFormula {
    missing: String,
    parts: Vec<StoredPart>,
}

#[derive(Serialize, Deserialize)]
struct StoredPart {
    indicator: Uuid,
    weight: String,
    worst: String,
    best: String,
}

impl StoredFormula {
    fn of(formula: &Formula) -> Self {
        let part = |part: &FormulaPart| StoredPart {
            indicator: part.indicator.into(),
            weight: canonical(part.weight),
            worst: canonical(part.worst),
            best: canonical(part.best),
        };
        Self { missing: name_of(formula.missing), parts: formula.parts.iter().map(part).collect() }
    }

    fn read(self) -> Result<Formula, AppError> {
        let part = |part: StoredPart| {
            Ok(FormulaPart {
                indicator: part.indicator.into(),
                weight: decimal(&part.weight)?,
                worst: decimal(&part.worst)?,
                best: decimal(&part.best)?,
            })
        };
        let parts = self.parts.into_iter().map(part).collect::<Result<_, AppError>>()?;
        Ok(Formula { parts, missing: word(&self.missing)? })
    }
}
