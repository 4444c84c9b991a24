use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::definition::{Indicator, IndicatorKind};
use super::deviation::{Deviation, NotComputable, change};
use super::dimension::Dimensions;
use super::formula::Formula;
use super::goal::{Baseline, Explanation, Target};
use super::measurement::Measurement;
use super::reading::{Reading, Series};
use super::reference_period::ReferencePeriod;
use crate::ids::{IndicatorId, PlanId};

/// What the deviations of one indicator are made of.
#[derive(Debug, Clone)]
pub struct IndicatorFacts {
    /// The indicator with its series.
    pub indicator: Indicator,
    /// Its baselines.
    pub baselines: Vec<Baseline>,
    /// Its targets.
    pub targets: Vec<Target>,
    /// Its measurements; only validated ones count (rule I4).
    pub measurements: Vec<Measurement>,
    /// What stewards said about its deviations.
    pub explanations: Vec<Explanation>,
}

/// The facts of many indicators, so that an index finds its parts.
#[derive(Debug, Clone, Default)]
pub struct FactBook(BTreeMap<IndicatorId, IndicatorFacts>);

impl FromIterator<IndicatorFacts> for FactBook {
    fn from_iter<I: IntoIterator<Item = IndicatorFacts>>(facts: I) -> Self {
        Self(facts.into_iter().map(|facts| (facts.indicator.id, facts)).collect())
    }
}

impl FactBook {
    /// The facts of one indicator.
    pub fn get(&self, id: IndicatorId) -> Option<&IndicatorFacts> {
        self.0.get(&id)
    }

    /// All facts, by id.
    pub fn iter(&self) -> impl Iterator<Item = &IndicatorFacts> {
        self.0.values()
    }

    /// How an indicator moved since the start of `plan`, as it stood on the day of the cut-off; nothing where the
    /// book has no such indicator. The cut-off is about the days that values speak of.
    pub fn deviation(
        &self,
        id: IndicatorId,
        plan: PlanId,
        dimensions: &Dimensions,
        cut_off: NaiveDate,
    ) -> Option<Deviation> {
        let view = View { book: self, facts: self.get(id)?, plan, dimensions, cut_off };
        Some(view.deviation())
    }
}

/// One indicator, plan, part of the whole and cut-off.
struct View<'a> {
    book: &'a FactBook,
    facts: &'a IndicatorFacts,
    plan: PlanId,
    dimensions: &'a Dimensions,
    cut_off: NaiveDate,
}

impl<'a> View<'a> {
    fn deviation(&self) -> Deviation {
        let reading = self.reading();
        let series = reading.as_ref().map_or(self.series_in_use(), |reading| reading.series);
        let own = self.baseline(Some(series));
        let baseline = own.or_else(|| self.baseline(None));
        let target = self.target(series);
        Deviation {
            baseline: baseline.cloned(),
            target: target.cloned(),
            explanation: reading.as_ref().ok().and_then(|reading| self.explanation(reading.period)).cloned(),
            change: self.change(own, baseline, &reading, target),
            reading,
        }
    }

    /// Computed only inside one series (rule I3).
    fn change(
        &self,
        own: Option<&Baseline>,
        any: Option<&Baseline>,
        reading: &Result<Reading, NotComputable>,
        target: Option<&Target>,
    ) -> Result<super::deviation::Change, NotComputable> {
        let indicator = &self.facts.indicator;
        if indicator.kind == IndicatorKind::Qualitative {
            return Err(NotComputable::Qualitative);
        }
        if any.is_none() {
            return Err(NotComputable::NoBaseline);
        }
        let reading = reading.as_ref().map_err(|reason| *reason)?;
        let baseline = own.ok_or(NotComputable::NotComparable)?;
        change(indicator, baseline, reading.value, target)
    }

    /// The baseline in `series`, else the one of the latest series.
    fn baseline(&self, series: Option<u32>) -> Option<&'a Baseline> {
        let mine = |baseline: &&Baseline| baseline.plan == self.plan && baseline.dimensions == *self.dimensions;
        let fits = |baseline: &&Baseline| series.is_none_or(|series| baseline.series == series);
        self.facts.baselines.iter().filter(mine).filter(fits).max_by_key(|baseline| baseline.series)
    }

    fn target(&self, series: u32) -> Option<&'a Target> {
        let fits = |target: &&Target| {
            target.plan == self.plan
                && target.series == series
                && target.dimensions == *self.dimensions
                && target.ended_at.is_none()
        };
        self.facts.targets.iter().find(fits)
    }

    fn explanation(&self, period: ReferencePeriod) -> Option<&'a Explanation> {
        let fits = |explanation: &&Explanation| explanation.plan == self.plan && explanation.period == period;
        self.facts.explanations.iter().filter(fits).max_by_key(|explanation| (explanation.recorded_at, explanation.id))
    }

    /// Validated measurements of a series, each period once: a replacement stands for what it replaces.
    fn measurements(&self, series: u32) -> Vec<&'a Measurement> {
        let mut latest: BTreeMap<ReferencePeriod, &Measurement> = BTreeMap::new();
        for one in &self.facts.measurements {
            if one.series != series || one.dimensions != *self.dimensions || !one.state.is_validated() {
                continue;
            }
            let kept = latest.entry(one.period).or_insert(one);
            if kept.vintage < one.vintage {
                *kept = one;
            }
        }
        let mut measurements: Vec<&Measurement> = latest.into_values().collect();
        measurements.sort_by_key(|one| (one.period.to(), one.period.from()));
        measurements
    }

    /// The latest series that has an observation by the cut-off, else the one in use on that day.
    fn series_in_use(&self) -> u32 {
        let observed = |one: &&Measurement| {
            one.state.is_validated() && one.dimensions == *self.dimensions && one.period.to() <= self.cut_off
        };
        let latest = self.facts.measurements.iter().filter(observed).map(|one| one.series).max();
        let begun = self.facts.indicator.series.iter().filter(|series| series.since <= self.cut_off);
        latest.or_else(|| begun.map(|series| series.version).max()).unwrap_or(1)
    }

    fn reading(&self) -> Result<Reading, NotComputable> {
        let version = self.series_in_use();
        let formula = self.facts.indicator.series(version).and_then(|series| series.formula.as_ref());
        if let Some(formula) = formula {
            return self.index(version, formula);
        }
        let baseline = self.baseline(Some(version));
        let series = Series {
            indicator: &self.facts.indicator,
            version,
            measurements: self.measurements(version),
            baseline,
            other_baseline: baseline.xor(self.baseline(None)),
            cut_off: self.cut_off,
        };
        series.reading()
    }

    /// The value of an index: of the values that its parts have at the same cut-off. An index of indexes is refused
    /// when it is made, and has no value here.
    fn index(&self, version: u32, formula: &Formula) -> Result<Reading, NotComputable> {
        let readings: Vec<Option<Reading>> = formula
            .parts
            .iter()
            .map(|part| self.book.get(part.indicator).filter(|facts| facts.indicator.kind != IndicatorKind::Index))
            .map(|facts| facts.and_then(|facts| Self { facts, ..*self }.reading().ok()))
            .collect();
        let values: Vec<Option<Decimal>> =
            readings.iter().map(|reading| reading.as_ref().map(|reading| reading.value)).collect();
        let (value, missing) = formula.compute(&values)?;
        let known = readings.iter().flatten();
        let partial = missing || known.clone().any(|reading| reading.partial);
        let period = known.map(|reading| reading.period).reduce(|one, other| one.through(&other));
        let period = period.ok_or(NotComputable::PartMissing)?;
        Ok(Reading { series: version, value, period, partial, measurements: Vec::new() })
    }
}
