use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::definition::{FlowMode, Indicator, IndicatorKind};
use super::deviation::NotComputable;
use super::goal::Baseline;
use super::measurement::Measurement;
use super::observation::Observation;
use super::reference_period::{Length, ReferencePeriod};
use crate::ids::MeasurementId;

/// The value of an indicator at a cut-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The series it belongs to.
    pub series: u32,
    /// The value, in the indicator's unit.
    pub value: Decimal,
    /// The days it speaks of.
    pub period: ReferencePeriod,
    /// Whether a part of what it should be made of is missing.
    pub partial: bool,
    /// The measurements it was made of, oldest first; none for an index, which is made of other indicators.
    pub measurements: Vec<MeasurementId>,
}

/// Reads one series of one part of the whole.
pub(super) struct Series<'a> {
    pub(super) indicator: &'a Indicator,
    pub(super) version: u32,
    /// Its validated measurements, each period once, oldest first.
    pub(super) measurements: Vec<&'a Measurement>,
    /// The baseline in this series.
    pub(super) baseline: Option<&'a Baseline>,
    /// The baseline in an earlier or later series, whose period tells how long a comparable one is.
    pub(super) other_baseline: Option<&'a Baseline>,
    pub(super) cut_off: NaiveDate,
}

impl Series<'_> {
    /// The value at the cut-off, as the kind of indicator asks for it.
    pub(super) fn reading(&self) -> Result<Reading, NotComputable> {
        match self.indicator.kind {
            IndicatorKind::Qualitative => Err(NotComputable::Qualitative),
            IndicatorKind::Index => Err(NotComputable::NoMeasurement),
            IndicatorKind::Flow(FlowMode::Cumulative) => self.cumulated(),
            IndicatorKind::Flow(FlowMode::PerPeriod) => self.last_of_length(),
            IndicatorKind::Stock { max_age_days } => self.youngest(max_age_days),
            IndicatorKind::Ratio => self.ratio(),
        }
    }

    /// Measurements of days after the baseline that are over by the cut-off, oldest first.
    fn later(&self) -> impl DoubleEndedIterator<Item = &Measurement> {
        let start = self.baseline.map(|baseline| baseline.period.to());
        let later = move |one: &&Measurement| start.is_none_or(|start| one.period.to() > start);
        self.measurements.iter().copied().filter(later).filter(|one| one.period.to() <= self.cut_off)
    }

    /// How long a comparable period is: as the baseline's, else as often as it is measured.
    fn length(&self) -> Option<Length> {
        let baseline = self.baseline.or(self.other_baseline);
        let months = self.indicator.frequency.months().map(Length::months);
        baseline.map(|baseline| baseline.period.length()).or(months)
    }

    fn fits(&self, period: ReferencePeriod) -> bool {
        self.length().is_none_or(|length| period.length() == length)
    }

    /// Why there is no value of the right length.
    fn none(&self) -> NotComputable {
        if self.later().next().is_some() { NotComputable::NoEqualPeriod } else { NotComputable::NoMeasurement }
    }

    fn single(&self, one: &Measurement) -> Result<Reading, NotComputable> {
        Ok(Reading {
            series: self.version,
            value: one.observation.amount(&self.indicator.unit)?,
            period: one.period,
            partial: false,
            measurements: vec![one.id],
        })
    }

    /// The last full period, as long as the baseline's.
    fn last_of_length(&self) -> Result<Reading, NotComputable> {
        let last = self.later().rfind(|one| self.fits(one.period)).ok_or_else(|| self.none())?;
        self.single(last)
    }

    /// The last observation, if it is not too old.
    fn youngest(&self, max_age_days: u32) -> Result<Reading, NotComputable> {
        let last = self.later().next_back().ok_or(NotComputable::NoMeasurement)?;
        if last.period.age_on(self.cut_off).num_days() > i64::from(max_age_days) {
            return Err(NotComputable::TooOld);
        }
        self.single(last)
    }

    /// The baseline and everything since. Periods without a value, gaps between periods, periods shorter than usual
    /// and periods that reach over the baseline or the cut-off make it partial: what is missing is not 0.
    fn cumulated(&self) -> Result<Reading, NotComputable> {
        let Some(baseline) = self.baseline else {
            return self.last_of_length();
        };
        let whole: Vec<&Measurement> = self.later().filter(|one| one.period.from() > baseline.period.to()).collect();
        let (first, last) = whole.first().zip(whole.last()).ok_or(NotComputable::NoMeasurement)?;
        let mut sum = baseline.observation.amount(&self.indicator.unit)?;
        let mut summed = Vec::new();
        let mut gap = None;
        for one in &whole {
            match one.observation.amount(&self.indicator.unit) {
                Ok(value) => {
                    sum = sum.checked_add(value).ok_or(NotComputable::TooLarge)?;
                    summed.push(one.id);
                }
                Err(reason) => gap = Some(reason),
            }
        }
        if let Some(reason) = gap.filter(|_| summed.is_empty()) {
            return Err(reason);
        }
        let partial = gap.is_some() || self.is_incomplete(baseline, &whole);
        let period = first.period.through(&last.period);
        Ok(Reading { series: self.version, value: sum, period, partial, measurements: summed })
    }

    fn is_incomplete(&self, baseline: &Baseline, whole: &[&Measurement]) -> bool {
        let usual = self.indicator.frequency.months().map(Length::months);
        let short = |one: &&Measurement| usual.is_some_and(|usual| one.period.length() < usual);
        let mut before = baseline.period;
        let gap = whole.iter().any(|one| !std::mem::replace(&mut before, one.period).adjoins(&one.period));
        let straddles = |one: &&Measurement| {
            let over = |day: NaiveDate| one.period.from() <= day && day < one.period.to();
            over(baseline.period.to()) || over(self.cut_off)
        };
        gap || whole.iter().any(short) || self.measurements.iter().any(straddles)
    }

    /// The last full period: its own value, else that of the shorter periods that make it up, by the sums of their
    /// parts, never by a mean of their ratios.
    fn ratio(&self) -> Result<Reading, NotComputable> {
        let ends = self.later().rev();
        let mut tried = ends.filter_map(|last| {
            if self.fits(last.period) { Some(self.single(last)) } else { self.composed(last).transpose() }
        });
        tried.next().unwrap_or_else(|| Err(self.none()))
    }

    /// The period that ends with `last`, made up of shorter ones; nothing where they leave a gap.
    fn composed(&self, last: &Measurement) -> Result<Option<Reading>, NotComputable> {
        let mut chain = vec![last];
        let mut period = last.period;
        while !self.fits(period) {
            let before =
                self.later().find(|one| one.period.adjoins(&period) && self.length() > Some(one.period.length()));
            let Some(before) = before.filter(|_| self.length() > Some(period.length())) else {
                return Ok(None);
            };
            period = before.period.through(&period);
            chain.insert(0, before);
        }
        let (mut above, mut below) = (Decimal::ZERO, Decimal::ZERO);
        for one in &chain {
            match one.observation {
                Observation::Fraction { numerator, denominator } => {
                    above = above.checked_add(numerator).ok_or(NotComputable::TooLarge)?;
                    below = below.checked_add(denominator).ok_or(NotComputable::TooLarge)?;
                }
                Observation::Missing(reason) => return Err(NotComputable::Missing(reason)),
                Observation::Value(_) | Observation::Words(_) => return Ok(None),
            }
        }
        let whole = Observation::Fraction { numerator: above, denominator: below };
        Ok(Some(Reading {
            series: self.version,
            value: whole.amount(&self.indicator.unit)?,
            period,
            partial: false,
            measurements: chain.iter().map(|one| one.id).collect(),
        }))
    }
}
