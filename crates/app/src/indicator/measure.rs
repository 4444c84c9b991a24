use async_trait::async_trait;
use cordata_domain::audit::{Snapshot, Traced};
use cordata_domain::ids::{IndicatorId, MeasurementId};
use cordata_domain::indicator::{
    Decimal, Dimensions, Indicator, Measurement, MeasurementDraft, Observation, Recording, Source,
};
use cordata_domain::policy::Act;
use serde_json::json;

use super::{about, visible};
use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};

/// The target that new values of a series are compared with: the latest of any plan.
async fn target_of(
    work: &mut Work<'_>,
    indicator: &Indicator,
    series: u32,
    dimensions: &Dimensions,
) -> Result<Option<Decimal>, AppError> {
    let targets = work.tx.targets(indicator.id).await?;
    let fits = targets.iter().filter(|target| target.series == series && target.dimensions == *dimensions);
    Ok(fits.max_by_key(|target| (target.period.to(), target.recorded_at)).map(|target| target.value))
}

/// Notes what became of a measurement; `before` is what it was, or the one that it shall replace.
fn note(work: &mut Work<'_>, indicator: &Indicator, before: Option<&Snapshot>, measurement: &Measurement) {
    if let Some(steward) = indicator.steward {
        work.on_behalf_of(steward);
    }
    match before {
        Some(before) => work.audit_change_of(before, measurement, [("indicator", json!(indicator.id))]),
        None => work.audit_new(measurement),
    }
}

/// Enters a value, or the reason why there is none, in draft.
#[derive(Debug, Clone)]
pub struct RecordMeasurement {
    /// The indicator.
    pub indicator: IndicatorId,
    /// What it is made of.
    pub draft: MeasurementDraft,
}

#[async_trait]
impl Command for RecordMeasurement {
    const NAME: &'static str = "recordMeasurement";
    type Output = MeasurementId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeasurementId, AppError> {
        let indicator = visible(work, self.indicator).await?;
        work.require(Act::RecordMeasurement, &about(&indicator))?;
        let series = indicator.current_series();
        let others = work.tx.standing_measurements(indicator.id, series, &self.draft.dimensions).await?;
        let recording = Recording {
            today: work.today().await?,
            others: &others,
            target: target_of(work, &indicator, series, &self.draft.dimensions).await?,
            by: work.actor().person(),
            on_behalf_of: indicator.steward,
            at: work.now,
        };
        let measurement = Measurement::record(work.id(), &indicator, self.draft.clone(), &recording)?;
        work.tx.insert_measurement(&measurement).await?;
        note(work, &indicator, None, &measurement);
        Ok(measurement.id)
    }
}

/// Enters a corrected value of a period that has one, in draft. It replaces the old one once it has come as far.
#[derive(Debug, Clone)]
pub struct SupersedeMeasurement {
    /// The measurement that is to be replaced.
    pub measurement: MeasurementId,
    /// What was observed.
    pub observation: Observation,
    /// Where the number comes from.
    pub source: Source,
    /// Why.
    pub reason: String,
    /// Why a value that is hard to believe is right.
    pub confirmation: Option<String>,
}

#[async_trait]
impl Command for SupersedeMeasurement {
    const NAME: &'static str = "supersedeMeasurement";
    type Output = MeasurementId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeasurementId, AppError> {
        let (old, indicator) = workable(work, self.measurement, Act::RecordMeasurement).await?;
        let others = work.tx.standing_measurements(indicator.id, old.series, &old.dimensions).await?;
        let recording = Recording {
            today: work.today().await?,
            others: &others,
            target: target_of(work, &indicator, old.series, &old.dimensions).await?,
            by: work.actor().person(),
            on_behalf_of: indicator.steward,
            at: work.now,
        };
        let draft = MeasurementDraft {
            series: Some(old.series),
            dimensions: old.dimensions.clone(),
            period: old.period,
            observation: self.observation.clone(),
            source: self.source.clone(),
            note: Some(self.reason.clone()),
            confirmation: self.confirmation.clone(),
        };
        let new = old.replacement(work.id(), &indicator, draft, &recording)?;
        work.tx.insert_measurement(&new).await?;
        work.because(Some(&self.reason));
        note(work, &indicator, Some(&old.snapshot()), &new);
        Ok(new.id)
    }
}

/// Loads a measurement with its indicator, if the caller may do `act` on it. What was not published is not there for
/// those who may not.
async fn workable(work: &mut Work<'_>, id: MeasurementId, act: Act) -> Result<(Measurement, Indicator), AppError> {
    let indicator = found_at(work.tx.indicator_of_measurement(id).await?, "measurementId")?;
    let indicator = found_at(work.tx.indicator(indicator).await?, "measurementId")?;
    let measurement = found_at(work.tx.measurement(id).await?, "measurementId")?;
    let sight = work.actor().visibility();
    let own = indicator.steward.is_some_and(|steward| sight.organisations.contains(&steward));
    if measurement.published_at.is_none() && !own && !sight.everything && !sight.measurements {
        found_at::<()>(None, "measurementId")?;
    }
    work.require(act, &about(&indicator))?;
    Ok((measurement, indicator))
}

/// A step of a measurement that was entered.
#[derive(Debug, Clone, Copy)]
enum Step {
    Submit,
    Validate,
    Publish,
}

async fn advance(
    work: &mut Work<'_>,
    id: MeasurementId,
    expected_version: i64,
    step: Step,
) -> Result<MeasurementId, AppError> {
    let act = if matches!(step, Step::Submit) { Act::RecordMeasurement } else { Act::ValidateMeasurement };
    let (mut measurement, indicator) = workable(work, id, act).await?;
    require_version(expected_version, measurement.version)?;
    let before = measurement.snapshot();
    match step {
        Step::Submit => measurement.submit()?,
        Step::Validate => {
            work.require_second(measurement.entered_by, "measurementId").await?;
            measurement.validate(work.actor().person(), work.now)?;
        }
        Step::Publish => measurement.publish(work.now)?,
    }
    work.tx.update_measurement(&measurement).await?;
    if let Some(replaced) = measurement.supersedes {
        let mut old = found_at(work.tx.measurement(replaced).await?, "measurementId")?;
        if old.give_way(&measurement) {
            work.tx.update_measurement(&old).await?;
        }
    }
    note(work, &indicator, Some(&before), &measurement);
    Ok(measurement.id)
}

/// Hands a draft over to a second person.
#[derive(Debug, Clone)]
pub struct SubmitMeasurement {
    /// The measurement.
    pub measurement: MeasurementId,
    /// The version that the caller read.
    pub expected_version: i64,
}

#[async_trait]
impl Command for SubmitMeasurement {
    const NAME: &'static str = "submitMeasurement";
    type Output = MeasurementId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeasurementId, AppError> {
        advance(work, self.measurement, self.expected_version, Step::Submit).await
    }
}

/// Confirms a value that somebody else entered.
#[derive(Debug, Clone)]
pub struct ValidateMeasurement {
    /// The measurement.
    pub measurement: MeasurementId,
    /// The version that the caller read.
    pub expected_version: i64,
}

#[async_trait]
impl Command for ValidateMeasurement {
    const NAME: &'static str = "validateMeasurement";
    type Output = MeasurementId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeasurementId, AppError> {
        advance(work, self.measurement, self.expected_version, Step::Validate).await
    }
}

/// Opens a validated value to everybody.
#[derive(Debug, Clone)]
pub struct PublishMeasurement {
    /// The measurement.
    pub measurement: MeasurementId,
    /// The version that the caller read.
    pub expected_version: i64,
}

#[async_trait]
impl Command for PublishMeasurement {
    const NAME: &'static str = "publishMeasurement";
    type Output = MeasurementId;

    async fn run(&self, work: &mut Work<'_>) -> Result<MeasurementId, AppError> {
        advance(work, self.measurement, self.expected_version, Step::Publish).await
    }
}
