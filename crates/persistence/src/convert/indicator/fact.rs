use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_domain::indicator::{
    Baseline, Dimensions, Explanation, Measurement, Observation, ReferencePeriod, Source, Target, canonical,
};

use super::decimal;
use crate::convert::value::{count, locale, name_of, word};
use crate::entity::{baseline, deviation_explanation, measurement, target};
use crate::error::stored;

fn dimensions(key: &str) -> Result<Dimensions, AppError> {
    Dimensions::parse(key).ok_or_else(|| AppError::fault(format!("the stored part `{key}` is not understood")))
}

fn period(from: NaiveDate, to: NaiveDate) -> Result<ReferencePeriod, AppError> {
    stored(ReferencePeriod::new(from, to))
}

/// The columns of an observation: exactly one of the four is there.
#[derive(Default)]
struct Observed {
    value: Option<String>,
    parts: Option<(String, String)>,
    words: Option<String>,
    missing: Option<String>,
}

impl Observed {
    fn of(observation: &Observation) -> Self {
        match observation {
            Observation::Value(value) => Self { value: Some(canonical(*value)), ..Self::default() },
            Observation::Fraction { numerator, denominator } => {
                Self { parts: Some((canonical(*numerator), canonical(*denominator))), ..Self::default() }
            }
            Observation::Words(words) => Self { words: Some(words.clone()), ..Self::default() },
            Observation::Missing(reason) => Self { missing: Some(name_of(*reason)), ..Self::default() },
        }
    }

    fn read(self) -> Result<Observation, AppError> {
        match (self.value, self.parts, self.words, self.missing) {
            (Some(value), None, None, None) => Ok(Observation::Value(decimal(&value)?)),
            (None, Some((numerator, denominator)), None, None) => {
                Ok(Observation::Fraction { numerator: decimal(&numerator)?, denominator: decimal(&denominator)? })
            }
            (None, None, Some(words), None) => Ok(Observation::Words(words)),
            (None, None, None, Some(reason)) => Ok(Observation::Missing(word(&reason)?)),
            _ => Err(AppError::fault("a stored observation is two things or none")),
        }
    }
}

pub(crate) fn baseline_row(baseline: &Baseline) -> baseline::Model {
    let observed = Observed::of(&baseline.observation);
    let (numerator, denominator) = observed.parts.unzip();
    baseline::Model {
        id: baseline.id.into(),
        indicator_id: baseline.indicator.into(),
        series: baseline.series.into(),
        dimensions: baseline.dimensions.key(),
        zone_id: baseline.dimensions.zone.map(Into::into),
        municipality_id: baseline.dimensions.municipality.map(Into::into),
        period_from: baseline.period.from(),
        period_to: baseline.period.to(),
        source_name: baseline.source.name.clone(),
        source_url: baseline.source.url.clone(),
        source_published_on: baseline.source.published_on,
        confirmation: baseline.confirmation.clone(),
        value: observed.value,
        numerator,
        denominator,
        words: observed.words,
        missing: observed.missing,
        plan_id: baseline.plan.into(),
        late_reason: baseline.late_reason.clone(),
        recorded_at: baseline.recorded_at,
    }
}

pub(crate) fn baseline(row: baseline::Model) -> Result<Baseline, AppError> {
    let parts = row.numerator.zip(row.denominator);
    Ok(Baseline {
        id: row.id.into(),
        indicator: row.indicator_id.into(),
        plan: row.plan_id.into(),
        series: count(row.series)?,
        dimensions: dimensions(&row.dimensions)?,
        period: period(row.period_from, row.period_to)?,
        observation: Observed { value: row.value, parts, words: row.words, missing: row.missing }.read()?,
        source: Source { name: row.source_name, url: row.source_url, published_on: row.source_published_on },
        late_reason: row.late_reason,
        confirmation: row.confirmation,
        recorded_at: row.recorded_at,
    })
}

pub(crate) fn target_row(target: &Target) -> target::Model {
    target::Model {
        id: target.id.into(),
        indicator_id: target.indicator.into(),
        series: target.series.into(),
        dimensions: target.dimensions.key(),
        zone_id: target.dimensions.zone.map(Into::into),
        municipality_id: target.dimensions.municipality.map(Into::into),
        period_from: target.period.from(),
        period_to: target.period.to(),
        source_name: target.source.name.clone(),
        source_url: target.source.url.clone(),
        source_published_on: target.source.published_on,
        confirmation: target.confirmation.clone(),
        plan_id: target.plan.into(),
        value: canonical(target.value),
        reason: target.reason.clone(),
        recorded_at: target.recorded_at,
        ended_at: target.ended_at,
    }
}

pub(crate) fn target(row: target::Model) -> Result<Target, AppError> {
    Ok(Target {
        id: row.id.into(),
        indicator: row.indicator_id.into(),
        plan: row.plan_id.into(),
        series: count(row.series)?,
        dimensions: dimensions(&row.dimensions)?,
        period: period(row.period_from, row.period_to)?,
        value: decimal(&row.value)?,
        source: Source { name: row.source_name, url: row.source_url, published_on: row.source_published_on },
        reason: row.reason,
        confirmation: row.confirmation,
        recorded_at: row.recorded_at,
        ended_at: row.ended_at,
    })
}

pub(crate) fn measurement_row(measurement: &Measurement) -> measurement::Model {
    let observed = Observed::of(&measurement.observation);
    let (numerator, denominator) = observed.parts.unzip();
    measurement::Model {
        id: measurement.id.into(),
        indicator_id: measurement.indicator.into(),
        series: measurement.series.into(),
        dimensions: measurement.dimensions.key(),
        zone_id: measurement.dimensions.zone.map(Into::into),
        municipality_id: measurement.dimensions.municipality.map(Into::into),
        period_from: measurement.period.from(),
        period_to: measurement.period.to(),
        source_name: measurement.source.name.clone(),
        source_url: measurement.source.url.clone(),
        source_published_on: measurement.source.published_on,
        confirmation: measurement.confirmation.clone(),
        value: observed.value,
        numerator,
        denominator,
        words: observed.words,
        missing: observed.missing,
        vintage: measurement.vintage.into(),
        note: measurement.note.clone(),
        state: name_of(measurement.state),
        supersedes_id: measurement.supersedes.map(Into::into),
        superseded_by_id: measurement.superseded_by.map(Into::into),
        entered_by_id: measurement.entered_by.map(Into::into),
        on_behalf_of_id: measurement.on_behalf_of.map(Into::into),
        entered_at: measurement.entered_at,
        validated_by_id: measurement.validated_by.map(Into::into),
        validated_at: measurement.validated_at,
        published_at: measurement.published_at,
        version: measurement.version,
    }
}

pub(crate) fn measurement(row: measurement::Model) -> Result<Measurement, AppError> {
    let parts = row.numerator.zip(row.denominator);
    Ok(Measurement {
        id: row.id.into(),
        indicator: row.indicator_id.into(),
        series: count(row.series)?,
        dimensions: dimensions(&row.dimensions)?,
        period: period(row.period_from, row.period_to)?,
        observation: Observed { value: row.value, parts, words: row.words, missing: row.missing }.read()?,
        vintage: count(row.vintage)?,
        source: Source { name: row.source_name, url: row.source_url, published_on: row.source_published_on },
        note: row.note,
        confirmation: row.confirmation,
        state: word(&row.state)?,
        supersedes: row.supersedes_id.map(Into::into),
        superseded_by: row.superseded_by_id.map(Into::into),
        entered_by: row.entered_by_id.map(Into::into),
        on_behalf_of: row.on_behalf_of_id.map(Into::into),
        entered_at: row.entered_at,
        validated_by: row.validated_by_id.map(Into::into),
        validated_at: row.validated_at,
        published_at: row.published_at,
        version: row.version,
    })
}

pub(crate) fn explanation_row(explanation: &Explanation) -> deviation_explanation::Model {
    deviation_explanation::Model {
        id: explanation.id.into(),
        indicator_id: explanation.indicator.into(),
        plan_id: explanation.plan.into(),
        period_from: explanation.period.from(),
        period_to: explanation.period.to(),
        body: explanation.text.clone(),
        language: explanation.language.to_string(),
        on_behalf_of_id: explanation.on_behalf_of.map(Into::into),
        author_id: explanation.author.map(Into::into),
        recorded_at: explanation.recorded_at,
    }
}

pub(crate) fn explanation(row: deviation_explanation::Model) -> Result<Explanation, AppError> {
    Ok(Explanation {
        id: row.id.into(),
        indicator: row.indicator_id.into(),
        plan: row.plan_id.into(),
        period: period(row.period_from, row.period_to)?,
        text: row.body,
        language: locale(&row.language)?,
        on_behalf_of: row.on_behalf_of_id.map(Into::into),
        author: row.author_id.map(Into::into),
        recorded_at: row.recorded_at,
    })
}
