//! Ports of indicators, their baselines, targets and measurements.

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::ids::{AxisId, BaselineId, IndicatorId, MeasurementId, ObjectiveId, PlanId, TargetId};
use cordata_domain::indicator::{
    Baseline, Dimensions, Explanation, FactBook, Indicator, IndicatorClass, IndicatorState, Measurement, Target,
};
use cordata_domain::policy::Visibility;

use super::read::Lookup;
use crate::error::AppError;
use crate::page::{Page, Window};

/// Indicators with their series, and what is known of them.
#[async_trait]
pub trait IndicatorRepo {
    /// Loads and locks an indicator with its series and objectives.
    async fn indicator(&mut self, id: IndicatorId) -> Result<Option<Indicator>, AppError>;
    /// Adds an indicator with its series and objectives; its code must be free.
    async fn insert_indicator(&mut self, indicator: &Indicator) -> Result<(), AppError>;
    /// Saves a changed indicator; new series are added.
    async fn update_indicator(&mut self, indicator: &Indicator) -> Result<(), AppError>;
    /// All baselines of an indicator.
    async fn baselines(&mut self, indicator: IndicatorId) -> Result<Vec<Baseline>, AppError>;
    /// Adds a baseline; there is none for its indicator, plan, series and part of the whole (rule I1).
    async fn insert_baseline(&mut self, baseline: &Baseline) -> Result<(), AppError>;
    /// The targets of an indicator that no other replaced.
    async fn targets(&mut self, indicator: IndicatorId) -> Result<Vec<Target>, AppError>;
    /// Adds a target.
    async fn insert_target(&mut self, target: &Target) -> Result<(), AppError>;
    /// Saves the end of a target.
    async fn update_target(&mut self, target: &Target) -> Result<(), AppError>;
    /// The indicator of a measurement. It is locked before its measurements, whatever is done with them.
    async fn indicator_of_measurement(&mut self, id: MeasurementId) -> Result<Option<IndicatorId>, AppError>;
    /// Loads and locks a measurement.
    async fn measurement(&mut self, id: MeasurementId) -> Result<Option<Measurement>, AppError>;
    /// The standing measurements of one series and part of the whole.
    async fn standing_measurements(
        &mut self,
        indicator: IndicatorId,
        series: u32,
        dimensions: &Dimensions,
    ) -> Result<Vec<Measurement>, AppError>;
    /// Adds a measurement.
    async fn insert_measurement(&mut self, measurement: &Measurement) -> Result<(), AppError>;
    /// Saves a changed measurement.
    async fn update_measurement(&mut self, measurement: &Measurement) -> Result<(), AppError>;
    /// Adds words about a deviation.
    async fn insert_explanation(&mut self, explanation: &Explanation) -> Result<(), AppError>;
}

/// Conditions on a list of indicators, which is ordered by code.
#[derive(Debug, Clone, Default)]
pub struct IndicatorFilter {
    /// Of one of these classes; empty: of any.
    pub classes: Vec<IndicatorClass>,
    /// In one of these states; empty: in any.
    pub states: Vec<IndicatorState>,
    /// Pointing to an objective of this plan, or with a baseline of it.
    pub plan: Option<PlanId>,
    /// Pointing to an objective of this axis, its strategies or its actions.
    pub axis: Option<AxisId>,
    /// Pointing to this objective.
    pub objective: Option<ObjectiveId>,
    /// Words that occur in code or name.
    pub text: Option<String>,
}

/// Which measurements count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Only what everybody may read.
    Published,
    /// Also what a second person has validated, but nobody has published yet.
    Validated,
}

/// The indicators whose facts are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactsOf {
    /// All active or retired ones of the plan, as [`IndicatorFilter::plan`] says.
    Plan,
    /// These, and the parts of those that are indexes.
    Indicators(Vec<IndicatorId>),
}

/// Views of indicators. Drafts of indicators, and measurements that are not published, are shown to stewards, to the
/// organisation that looks after the indicator, and to those who see everything.
#[async_trait]
pub trait IndicatorReads: Send + Sync {
    /// Indicators, ordered by code.
    async fn indicators(
        &self,
        sight: &Visibility,
        filter: &IndicatorFilter,
        window: &Window,
    ) -> Result<Page<Indicator>, AppError>;
    /// How many indicators there are.
    async fn count_indicators(&self, sight: &Visibility, filter: &IndicatorFilter) -> Result<u64, AppError>;
    /// One indicator, by id or code.
    async fn indicator(
        &self,
        sight: &Visibility,
        by: &Lookup<IndicatorId, String>,
    ) -> Result<Option<Indicator>, AppError>;
    /// Indicators by id.
    async fn indicators_by_id(&self, sight: &Visibility, ids: &[IndicatorId]) -> Result<Vec<Indicator>, AppError>;
    /// Indicators that point to objectives, each with the objective, by code.
    async fn indicators_of(
        &self,
        sight: &Visibility,
        objectives: &[ObjectiveId],
    ) -> Result<Vec<(ObjectiveId, Indicator)>, AppError>;
    /// The axis under which each objective stands, directly or through a strategy or action.
    async fn axes_of_objectives(&self, objectives: &[ObjectiveId]) -> Result<Vec<(ObjectiveId, AxisId)>, AppError>;
    /// Baselines of indicators, of plans in sight, by series: at most 100 of each indicator.
    async fn baselines_of(&self, sight: &Visibility, indicators: &[IndicatorId]) -> Result<Vec<Baseline>, AppError>;
    /// Targets of indicators, of plans in sight, replaced ones too, oldest first: at most 100 of each indicator.
    async fn targets_of(&self, sight: &Visibility, indicators: &[IndicatorId]) -> Result<Vec<Target>, AppError>;
    /// Baselines by id.
    async fn baselines_by_id(&self, sight: &Visibility, ids: &[BaselineId]) -> Result<Vec<Baseline>, AppError>;
    /// Targets by id.
    async fn targets_by_id(&self, sight: &Visibility, ids: &[TargetId]) -> Result<Vec<Target>, AppError>;
    /// Measurements of indicators by series and period: the latest 200 of each indicator.
    async fn measurements_of(
        &self,
        sight: &Visibility,
        indicators: &[IndicatorId],
    ) -> Result<Vec<Measurement>, AppError>;
    /// Measurements by id.
    async fn measurements_by_id(&self, sight: &Visibility, ids: &[MeasurementId])
    -> Result<Vec<Measurement>, AppError>;
    /// Measurements that wait for a second person, oldest first, as far as they are in sight.
    async fn submitted_measurements(&self, sight: &Visibility, window: &Window) -> Result<Page<Measurement>, AppError>;
    /// How many measurements wait for a second person.
    async fn count_submitted_measurements(&self, sight: &Visibility) -> Result<u64, AppError>;
    /// Everything that the deviations of a plan are made of, up to a cut-off, in at most 10 statements however many
    /// indicators there are (7 where none is an index). Parts of indexes are in the book too: which indicators are
    /// the plan's own, their objectives tell.
    async fn facts(&self, plan: PlanId, of: &FactsOf, basis: Basis, cut_off: NaiveDate) -> Result<FactBook, AppError>;
}
