//! The indicators of a report: where each started, where it is, where it is to go, and why there is no answer.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use cordata_domain::LocalisedText;
use cordata_domain::indicator::{
    Attainment, Deviation, Direction, Indicator, IndicatorClass, NotComputable, Outcome, ReferencePeriod, Source,
    Tally, Unit, canonical,
};
use serde::{Serialize, Serializer};

use super::ObjectiveText;

/// The indicators of an axis by class. Each indicator stands under one axis, so that axes add up to the plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct IndicatorsReport {
    /// How many went which way, by class.
    pub counts: OutcomeCounts,
    /// The indicators, by class and code.
    pub indicators: Vec<IndicatorReport>,
}

/// How many indicators went which way: improved, stable, worsened and not computable make the total (rule I10).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutcomeCounts(pub BTreeMap<IndicatorClass, Tally>);

impl OutcomeCounts {
    /// Counts every indicator once.
    pub fn of<'a>(indicators: impl IntoIterator<Item = &'a IndicatorReport>) -> Self {
        let mut outcomes: BTreeMap<IndicatorClass, Vec<Outcome>> = BTreeMap::new();
        for one in indicators {
            outcomes.entry(one.indicator.class).or_default().push(one.deviation.outcome());
        }
        Self(outcomes.into_iter().map(|(class, outcomes)| (class, outcomes.into_iter().collect())).collect())
    }

    /// All classes together.
    pub fn total(&self) -> Tally {
        let sum = |sum: Tally, one: &Tally| Tally {
            improved: sum.improved + one.improved,
            stable: sum.stable + one.stable,
            worsened: sum.worsened + one.worsened,
            not_computable: sum.not_computable + one.not_computable,
        };
        self.0.values().fold(Tally::default(), sum)
    }
}

/// One indicator with its deviation, and where its last value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorReport {
    /// The indicator.
    pub indicator: Indicator,
    /// How it moved since the start of the plan.
    pub deviation: Deviation,
    /// Where the value at the cut-off comes from, oldest first; none where there is no value, or where it is computed
    /// from other indicators.
    pub sources: Vec<Source>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CountsView {
    improved: u32,
    stable: u32,
    worsened: u32,
    not_computable: u32,
    total: u32,
}

impl From<&Tally> for CountsView {
    fn from(tally: &Tally) -> Self {
        let Tally { improved, stable, worsened, not_computable } = *tally;
        Self { improved, stable, worsened, not_computable, total: tally.total() }
    }
}

impl Serialize for OutcomeCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let total = self.total();
        let classes = self.0.iter().map(|(class, tally)| (<&str>::from(*class), tally));
        serializer.collect_map(classes.chain([("TOTAL", &total)]).map(|(name, tally)| (name, CountsView::from(tally))))
    }
}

/// What the data say of an indicator.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IndicatorView<'a> {
    code: &'a str,
    name: &'a LocalisedText,
    class: &'static str,
    /// Absent where it is a percentage.
    unit: Option<&'a LocalisedText>,
    direction: &'static str,
    range: Option<[String; 2]>,
    outcome: &'static str,
    reason: Option<&'static str>,
    baseline: Option<StatedView<'a>>,
    last: Option<StatedView<'a>>,
    partial: bool,
    target: Option<StatedView<'a>>,
    change: Option<String>,
    change_percent: Option<String>,
    attainment_percent: Option<String>,
    attainment: Option<&'static str>,
    explanation: Option<ObjectiveText>,
}

/// A number with the days it speaks of and where it comes from.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StatedView<'a> {
    value: Option<String>,
    reason: Option<&'static str>,
    period: ReferencePeriod,
    sources: Vec<SourceView<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceView<'a> {
    name: &'a str,
    url: Option<&'a str>,
    published_on: NaiveDate,
}

impl<'a> From<&'a Source> for SourceView<'a> {
    fn from(source: &'a Source) -> Self {
        Self { name: &source.name, url: source.url.as_deref(), published_on: source.published_on }
    }
}

impl Serialize for IndicatorReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Deviation { change, explanation, .. } = &self.deviation;
        let (direction, range) = direction(self.indicator.direction);
        let change = change.as_ref().ok();
        let attainment = change.map(|change| &change.attainment);
        let view = IndicatorView {
            code: &self.indicator.code,
            name: &self.indicator.name,
            class: self.indicator.class.into(),
            unit: match &self.indicator.unit {
                Unit::Percent => None,
                Unit::Named(unit) => Some(unit),
            },
            direction,
            range,
            outcome: outcome(self.deviation.outcome()),
            reason: self.reason(),
            baseline: self.baseline(),
            last: self.last(),
            partial: self.deviation.reading.as_ref().is_ok_and(|reading| reading.partial),
            target: self.target(),
            change: change.map(|change| canonical(change.absolute)),
            change_percent: change.and_then(|change| change.relative).map(canonical),
            attainment_percent: attainment.and_then(|attainment| match attainment {
                Ok(Attainment::Part { percent, .. }) => Some(canonical(*percent)),
                _ => None,
            }),
            attainment: attainment.map(|attainment| match attainment {
                Ok(Attainment::Part { class, .. }) => (*class).into(),
                Ok(Attainment::Keep { met: true }) => "KEPT",
                Ok(Attainment::Keep { met: false }) => "NOT_KEPT",
                Err(reason) => (*reason).into(),
            }),
            explanation: explanation.as_ref().map(|explanation| ObjectiveText {
                text: explanation.text.clone(),
                language: explanation.language.clone(),
            }),
        };
        view.serialize(serializer)
    }
}

impl IndicatorReport {
    /// Why there is no outcome.
    fn reason(&self) -> Option<&'static str> {
        match &self.deviation.change {
            Err(reason) => Some(word(*reason)),
            Ok(change) => change.trend.is_none().then_some("NEITHER_WAY_IS_GOOD"),
        }
    }

    fn baseline(&self) -> Option<StatedView<'_>> {
        let baseline = self.deviation.baseline.as_ref()?;
        let amount = baseline.observation.amount(&self.indicator.unit);
        Some(StatedView {
            value: amount.ok().map(canonical),
            reason: amount.err().map(word),
            period: baseline.period,
            sources: vec![(&baseline.source).into()],
        })
    }

    fn last(&self) -> Option<StatedView<'_>> {
        let reading = self.deviation.reading.as_ref().ok()?;
        Some(StatedView {
            value: Some(canonical(reading.value)),
            reason: None,
            period: reading.period,
            sources: self.sources.iter().map(SourceView::from).collect(),
        })
    }

    fn target(&self) -> Option<StatedView<'_>> {
        let target = self.deviation.target.as_ref()?;
        let sources = vec![(&target.source).into()];
        Some(StatedView { value: Some(canonical(target.value)), reason: None, period: target.period, sources })
    }
}

/// The word of the API for a reason.
fn word(reason: NotComputable) -> &'static str {
    match reason {
        NotComputable::Missing(reason) => reason.into(),
        other => other.into(),
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Trend(trend) => trend.into(),
        Outcome::NotComputable => "NOT_COMPUTABLE",
    }
}

fn direction(direction: Direction) -> (&'static str, Option<[String; 2]>) {
    match direction {
        Direction::HigherIsBetter => ("HIGHER_IS_BETTER", None),
        Direction::LowerIsBetter => ("LOWER_IS_BETTER", None),
        Direction::TargetRange { lo, hi } => ("TARGET_RANGE", Some([lo, hi].map(canonical))),
        Direction::Neutral => ("NEUTRAL", None),
    }
}
