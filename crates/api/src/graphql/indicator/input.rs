//! What mutations of indicators take.

use async_graphql::{ID, InputObject};
use cordata_app::indicator::{
    ActivateIndicator, BreakSeries, CreateIndicator, ExplainDeviation, PublishMeasurement, RecordMeasurement,
    RetireIndicator, SetBaseline, SetTarget, SubmitMeasurement, SupersedeMeasurement, ValidateMeasurement,
};
use cordata_domain::indicator::{
    self, BaselineDraft, Direction, FlowMode, IndicatorDraft, MeasurementDraft, Series, TargetDraft, Unit,
};
use cordata_domain::{InputProblem, Refusal};

use super::value::{DimensionsInput, FormulaInput, ObservationInput, SourceInput, TargetRangeInput, decimal, period};
use super::{IndicatorClass, IndicatorCounted, IndicatorDirection, IndicatorFrequency, IndicatorKind};
use crate::graphql::input::{
    PeriodInput, TranslationInput, read_id, read_ids, read_language, read_optional_id, read_title,
};
use crate::graphql::mutation::{Input, versioned};
use crate::scalar::{Date, Decimal, Locale};

/// An indicator to be added, in draft.
#[derive(Debug, InputObject)]
pub struct CreateIndicatorInput {
    /// Its code: at most 40 characters, taken by no other indicator.
    pub code: String,
    /// Its name, once in each language.
    pub name: Vec<TranslationInput>,
    /// The side of sustainability it shows.
    pub class: IndicatorClass,
    /// The objectives it shows the way to, 20 at most.
    #[graphql(default)]
    pub objective_ids: Vec<ID>,
    /// What its numbers are numbers of, once in each language; left out for a percentage.
    pub unit: Option<Vec<TranslationInput>>,
    /// What its numbers are.
    pub kind: IndicatorKind,
    /// After how many days an observation of a stock says nothing any more; for a stock only.
    pub max_age_days: Option<u32>,
    /// Which way is good.
    pub direction: IndicatorDirection,
    /// The best range, where that is the direction.
    pub target_range: Option<TargetRangeInput>,
    /// Up to which change it counts as stable, in the unit; 0 where it is left out.
    pub tolerance: Option<Decimal>,
    /// How often it is measured.
    pub frequency: IndicatorFrequency,
    /// Digits behind the point that are shown, 0 to 6.
    pub decimals: u32,
    /// What it counts.
    pub counted: IndicatorCounted,
    /// Who publishes it: one line of at most 200 characters.
    pub source: String,
    /// The organisation that looks after it.
    pub steward_id: Option<ID>,
    /// The name of its first series, once in each language.
    pub series_label: Vec<TranslationInput>,
    /// From which day on values are measured this way.
    pub since: Date,
    /// How an index is computed; for an index only.
    pub formula: Option<FormulaInput>,
}

impl CreateIndicatorInput {
    fn kind(&self) -> Result<indicator::IndicatorKind, Refusal> {
        let at_age = |problem| Refusal::input(problem).under("maxAgeDays");
        Ok(match (self.kind, self.max_age_days) {
            (IndicatorKind::Stock, Some(max_age_days)) => indicator::IndicatorKind::Stock { max_age_days },
            (IndicatorKind::Stock, None) => return Err(at_age(InputProblem::Blank)),
            (_, Some(_)) => return Err(at_age(InputProblem::Foreign)),
            (IndicatorKind::FlowPerPeriod, None) => indicator::IndicatorKind::Flow(FlowMode::PerPeriod),
            (IndicatorKind::FlowCumulative, None) => indicator::IndicatorKind::Flow(FlowMode::Cumulative),
            (IndicatorKind::Ratio, None) => indicator::IndicatorKind::Ratio,
            (IndicatorKind::Index, None) => indicator::IndicatorKind::Index,
            (IndicatorKind::Qualitative, None) => indicator::IndicatorKind::Qualitative,
        })
    }

    fn direction(&self) -> Result<Direction, Refusal> {
        let at_range = |problem| Refusal::input(problem).under("targetRange");
        Ok(match (self.direction, &self.target_range) {
            (IndicatorDirection::TargetRange, Some(range)) => {
                let end = |value, field| decimal(value, field).map_err(|refusal| refusal.under("targetRange"));
                Direction::TargetRange { lo: end(&range.lo, "lo")?, hi: end(&range.hi, "hi")? }
            }
            (IndicatorDirection::TargetRange, None) => return Err(at_range(InputProblem::Blank)),
            (_, Some(_)) => return Err(at_range(InputProblem::Foreign)),
            (IndicatorDirection::HigherIsBetter, None) => Direction::HigherIsBetter,
            (IndicatorDirection::LowerIsBetter, None) => Direction::LowerIsBetter,
            (IndicatorDirection::Neutral, None) => Direction::Neutral,
        })
    }
}

impl Input for CreateIndicatorInput {
    type Command = CreateIndicator;

    fn command(self) -> Result<CreateIndicator, Refusal> {
        let (kind, direction) = (self.kind()?, self.direction()?);
        let formula = self.formula.as_ref().map(FormulaInput::read).transpose()?;
        let label = read_title(self.series_label, "seriesLabel")?;
        let draft = IndicatorDraft {
            code: self.code,
            name: read_title(self.name, "name")?,
            class: self.class.into(),
            objectives: read_ids(&self.objective_ids, "objectiveIds")?,
            unit: self.unit.map_or(Ok(Unit::Percent), |unit| read_title(unit, "unit").map(Unit::Named))?,
            kind,
            direction,
            tolerance: self.tolerance.map(|value| decimal(&value, "tolerance")).transpose()?.unwrap_or_default(),
            frequency: self.frequency.into(),
            decimals: self.decimals,
            counted: self.counted.into(),
            source: self.source,
            steward: read_optional_id(self.steward_id.as_ref(), "stewardId")?,
            series: Series { version: 1, label, since: self.since.0, reason: None, formula },
        };
        Ok(CreateIndicator { draft })
    }
}

/// An indicator that is not measured any more.
#[derive(Debug, InputObject)]
pub struct RetireIndicatorInput {
    /// The indicator.
    pub indicator_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// The indicator that follows it.
    pub successor_id: Option<ID>,
}

impl Input for RetireIndicatorInput {
    type Command = RetireIndicator;

    fn command(self) -> Result<RetireIndicator, Refusal> {
        Ok(RetireIndicator {
            indicator: read_id(&self.indicator_id, "indicatorId")?,
            expected_version: self.expected_version,
            successor: read_optional_id(self.successor_id.as_ref(), "successorId")?,
        })
    }
}

/// A new series of an indicator.
#[derive(Debug, InputObject)]
pub struct BreakSeriesInput {
    /// The indicator.
    pub indicator_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// The name of the new series, once in each language.
    pub label: Vec<TranslationInput>,
    /// From which day on values are measured the new way.
    pub since: Date,
    /// Why, for everybody to read: at most 2,000 characters.
    pub reason: String,
    /// How an index is computed from now on; for an index only.
    pub formula: Option<FormulaInput>,
}

impl Input for BreakSeriesInput {
    type Command = BreakSeries;

    fn command(self) -> Result<BreakSeries, Refusal> {
        Ok(BreakSeries {
            indicator: read_id(&self.indicator_id, "indicatorId")?,
            expected_version: self.expected_version,
            formula: self.formula.as_ref().map(FormulaInput::read).transpose()?,
            label: read_title(self.label, "label")?,
            since: self.since.0,
            reason: self.reason,
        })
    }
}

/// Where a plan started.
#[derive(Debug, InputObject)]
pub struct SetBaselineInput {
    /// The indicator.
    pub indicator_id: ID,
    /// The plan.
    pub plan_id: ID,
    /// The series: it must be named, and be the one in use.
    pub series_version: Option<u32>,
    /// The part of the whole; left out for the whole.
    pub dimensions: Option<DimensionsInput>,
    /// The days it speaks of; not in the future.
    pub period: PeriodInput,
    /// What was observed.
    pub observation: ObservationInput,
    /// Where the number comes from.
    pub source: SourceInput,
    /// Why the period ends after the plan began: one line of at most 500 characters.
    pub late_reason: Option<String>,
    /// Why a value that is hard to believe is right: one line of at most 500 characters.
    pub confirmation: Option<String>,
}

impl Input for SetBaselineInput {
    type Command = SetBaseline;

    fn command(self) -> Result<SetBaseline, Refusal> {
        let draft = BaselineDraft {
            series: self.series_version,
            dimensions: DimensionsInput::read(self.dimensions.as_ref())?,
            period: period(&self.period)?,
            observation: self.observation.read()?,
            source: self.source.read()?,
            late_reason: self.late_reason,
            confirmation: self.confirmation,
        };
        let (indicator, plan) = (read_id(&self.indicator_id, "indicatorId")?, read_id(&self.plan_id, "planId")?);
        Ok(SetBaseline { indicator, plan, draft })
    }
}

/// What a plan wants to reach.
#[derive(Debug, InputObject)]
pub struct SetTargetInput {
    /// The indicator.
    pub indicator_id: ID,
    /// The plan.
    pub plan_id: ID,
    /// The series: it must be named, and be the one in use.
    pub series_version: Option<u32>,
    /// The part of the whole; left out for the whole.
    pub dimensions: Option<DimensionsInput>,
    /// When it is to be reached: of a flow per period as long as the baseline, else usually a day.
    pub period: PeriodInput,
    /// What is to be reached, in the indicator's unit.
    pub value: Decimal,
    /// Where the number comes from.
    pub source: SourceInput,
    /// Why an earlier target is replaced: one line of at most 500 characters.
    pub reason: Option<String>,
    /// Why a value that is hard to believe is right: one line of at most 500 characters.
    pub confirmation: Option<String>,
}

impl Input for SetTargetInput {
    type Command = SetTarget;

    fn command(self) -> Result<SetTarget, Refusal> {
        let draft = TargetDraft {
            series: self.series_version,
            dimensions: DimensionsInput::read(self.dimensions.as_ref())?,
            period: period(&self.period)?,
            value: decimal(&self.value, "value")?,
            source: self.source.read()?,
            reason: self.reason,
            confirmation: self.confirmation,
        };
        let (indicator, plan) = (read_id(&self.indicator_id, "indicatorId")?, read_id(&self.plan_id, "planId")?);
        Ok(SetTarget { indicator, plan, draft })
    }
}

/// A value that is entered, or the reason why there is none.
#[derive(Debug, InputObject)]
pub struct RecordMeasurementInput {
    /// The indicator.
    pub indicator_id: ID,
    /// The series: it must be named, and be the one in use.
    pub series_version: Option<u32>,
    /// The part of the whole; left out for the whole.
    pub dimensions: Option<DimensionsInput>,
    /// The days it speaks of; over by today.
    pub period: PeriodInput,
    /// What was observed.
    pub observation: ObservationInput,
    /// Where the number comes from.
    pub source: SourceInput,
    /// A note for readers: one line of at most 500 characters.
    pub note: Option<String>,
    /// Why a value that is hard to believe is right: one line of at most 500 characters.
    pub confirmation: Option<String>,
}

impl Input for RecordMeasurementInput {
    type Command = RecordMeasurement;

    fn command(self) -> Result<RecordMeasurement, Refusal> {
        let draft = MeasurementDraft {
            series: self.series_version,
            dimensions: DimensionsInput::read(self.dimensions.as_ref())?,
            period: period(&self.period)?,
            observation: self.observation.read()?,
            source: self.source.read()?,
            note: self.note,
            confirmation: self.confirmation,
        };
        Ok(RecordMeasurement { indicator: read_id(&self.indicator_id, "indicatorId")?, draft })
    }
}

/// A corrected value of a period that has one.
#[derive(Debug, InputObject)]
pub struct SupersedeMeasurementInput {
    /// The measurement that is to be replaced.
    pub measurement_id: ID,
    /// What was observed.
    pub observation: ObservationInput,
    /// Where the number comes from.
    pub source: SourceInput,
    /// Why, for everybody to read: one line of at most 500 characters.
    pub reason: String,
    /// Why a value that is hard to believe is right: one line of at most 500 characters.
    pub confirmation: Option<String>,
}

impl Input for SupersedeMeasurementInput {
    type Command = SupersedeMeasurement;

    fn command(self) -> Result<SupersedeMeasurement, Refusal> {
        Ok(SupersedeMeasurement {
            measurement: read_id(&self.measurement_id, "measurementId")?,
            observation: self.observation.read()?,
            source: self.source.read()?,
            reason: self.reason,
            confirmation: self.confirmation,
        })
    }
}

/// Words about a deviation.
#[derive(Debug, InputObject)]
pub struct ExplainDeviationInput {
    /// The indicator.
    pub indicator_id: ID,
    /// The plan.
    pub plan_id: ID,
    /// The period of the value that is explained, as the deviation shows it.
    pub period: PeriodInput,
    /// The words, for everybody to read: at most 2,000 characters.
    pub text: String,
    /// Their language; Italian where it is left out.
    pub language: Option<Locale>,
}

impl Input for ExplainDeviationInput {
    type Command = ExplainDeviation;

    fn command(self) -> Result<ExplainDeviation, Refusal> {
        Ok(ExplainDeviation {
            indicator: read_id(&self.indicator_id, "indicatorId")?,
            plan: read_id(&self.plan_id, "planId")?,
            period: period(&self.period)?,
            text: self.text,
            language: read_language(self.language),
        })
    }
}

versioned! {
    /// An indicator that is measured from now on.
    ActivateIndicatorInput {
        /// The indicator.
        indicator_id: "indicatorId"
    } => ActivateIndicator, |indicator, expected_version| ActivateIndicator { indicator, expected_version };
    /// A draft that is handed over to a second person.
    SubmitMeasurementInput {
        /// The measurement.
        measurement_id: "measurementId"
    } => SubmitMeasurement, |measurement, expected_version| SubmitMeasurement { measurement, expected_version };
    /// A value that somebody else entered, and that you checked.
    ValidateMeasurementInput {
        /// The measurement.
        measurement_id: "measurementId"
    } => ValidateMeasurement, |measurement, expected_version| ValidateMeasurement { measurement, expected_version };
    /// A validated value that everybody may read from now on.
    PublishMeasurementInput {
        /// The measurement.
        measurement_id: "measurementId"
    } => PublishMeasurement, |measurement, expected_version| PublishMeasurement { measurement, expected_version };
}
