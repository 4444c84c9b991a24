//! Indicators in words: where each started, where it is, where it is to go, and what that says.

use cordata_domain::indicator::{
    Attainment, Decimal, Direction, Indicator, IndicatorClass, NotComputable, ReferencePeriod, Source, Tally,
};
use cordata_text::{deviation_words, format, indicator_value, not_computable_words};

use super::Teller;
use super::money::Bar;
use crate::model::sustainability::{IndicatorReport, IndicatorsReport};
use crate::render::html::said::Said;

/// The indicators of an axis, or of the whole plan.
pub(super) struct IndicatorTable {
    /// The id of its caption.
    pub(super) id: String,
    pub(super) caption: String,
    /// Classes with their indicators.
    pub(super) classes: Vec<(String, Vec<IndicatorRow>)>,
}

/// One indicator.
pub(super) struct IndicatorRow {
    pub(super) code: String,
    pub(super) name: Said,
    /// Which way is good.
    pub(super) wanted: String,
    pub(super) start: Vec<String>,
    pub(super) last: Vec<String>,
    pub(super) target: Vec<String>,
    /// What became of it, or why nobody can tell.
    pub(super) says: String,
    pub(super) progress: Option<Bar>,
    pub(super) explanation: Option<Said>,
}

/// How many indicators of a class, or of all, went which way.
pub(super) struct OutcomeRow {
    pub(super) name: String,
    pub(super) tally: Tally,
}

impl IndicatorTable {
    pub(super) fn new(teller: &Teller<'_>, id: String, caption: String, report: &IndicatorsReport) -> Self {
        let classes = report.counts.0.keys().map(|class| {
            let of_class = report.indicators.iter().filter(|one| one.indicator.class == *class);
            (teller.class(*class), of_class.map(|one| IndicatorRow::new(teller, one)).collect())
        });
        Self { id, caption, classes: classes.collect() }
    }
}

impl IndicatorRow {
    fn new(teller: &Teller<'_>, one: &IndicatorReport) -> Self {
        let (indicator, deviation) = (&one.indicator, &one.deviation);
        let explanation = deviation.explanation.as_ref();
        Self {
            code: indicator.code.clone(),
            name: Said::translated(teller.locale(), &indicator.name),
            wanted: teller.wanted(indicator),
            start: start(teller, one),
            last: last(teller, one),
            target: target(teller, one),
            says: deviation_words(teller.locale(), indicator, deviation),
            progress: progress(teller, one),
            explanation: explanation.map(|words| Said::written(teller.locale(), &words.text, &words.language)),
        }
    }
}

fn start(teller: &Teller<'_>, one: &IndicatorReport) -> Vec<String> {
    let Some(baseline) = &one.deviation.baseline else { return vec![teller.missing(NotComputable::NoBaseline)] };
    let amount = baseline.observation.amount(&one.indicator.unit);
    teller.stated(&one.indicator, amount, baseline.period, std::slice::from_ref(&baseline.source))
}

fn last(teller: &Teller<'_>, one: &IndicatorReport) -> Vec<String> {
    match &one.deviation.reading {
        Ok(reading) => teller.stated(&one.indicator, Ok(reading.value), reading.period, &one.sources),
        Err(reason) => vec![teller.missing(*reason)],
    }
}

fn target(teller: &Teller<'_>, one: &IndicatorReport) -> Vec<String> {
    match &one.deviation.target {
        Some(target) => {
            teller.stated(&one.indicator, Ok(target.value), target.period, std::slice::from_ref(&target.source))
        }
        None => vec![teller.text("deviation-no-target")],
    }
}

/// How much of the way to the target is covered: the bar ends at 0 and at 100, the words do not.
fn progress(teller: &Teller<'_>, one: &IndicatorReport) -> Option<Bar> {
    let change = one.deviation.change.as_ref().ok()?;
    let Ok(Attainment::Part { percent, .. }) = change.attainment else { return None };
    let shown = cordata_domain::indicator::rounded(percent, 1);
    let text = format::percent(teller.locale(), &cordata_domain::indicator::canonical(shown));
    let filled = shown.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED).trunc();
    Some(Bar { text, filled: filled.to_string().parse().unwrap_or_default() })
}

impl Teller<'_> {
    /// How many indicators went which way, by class.
    pub(super) fn outcomes(&self) -> (Vec<OutcomeRow>, OutcomeRow) {
        let outcomes = &self.report.outcomes;
        let row = |(class, tally): (&IndicatorClass, &Tally)| OutcomeRow { name: self.class(*class), tally: *tally };
        let total = OutcomeRow { name: self.text("report-money-total"), tally: outcomes.total() };
        (outcomes.0.iter().map(row).collect(), total)
    }

    /// The summary of the indicators.
    pub(super) fn outcomes_sentence(&self) -> String {
        let tally = self.report.outcomes.total();
        let args = [
            ("total", tally.total().into()),
            ("improved", tally.improved.into()),
            ("stable", tally.stable.into()),
            ("worsened", tally.worsened.into()),
            ("missing", tally.not_computable.into()),
        ];
        self.words.format("report-summary-indicators", &args)
    }

    fn class(&self, class: IndicatorClass) -> String {
        self.label("report-class", class)
    }

    fn missing(&self, reason: NotComputable) -> String {
        let reason = not_computable_words(self.locale(), reason);
        self.words.format("not-computable", &[("reason", reason.into())])
    }

    /// A value, the days it speaks of, and where it comes from.
    fn stated(
        &self,
        indicator: &Indicator,
        amount: Result<Decimal, NotComputable>,
        period: ReferencePeriod,
        sources: &[Source],
    ) -> Vec<String> {
        let value = amount.map_or_else(|reason| self.missing(reason), |value| self.value(indicator, value));
        let source = |source: &Source| {
            let day = format::date(self.locale(), source.published_on);
            let args = [("source", source.name.as_str().into()), ("day", day.into())];
            self.words.format("report-indicator-source", &args)
        };
        let computed = sources.is_empty().then(|| self.text("report-indicator-computed"));
        [value, self.days(period)].into_iter().chain(sources.iter().map(source)).chain(computed).collect()
    }

    fn value(&self, indicator: &Indicator, value: Decimal) -> String {
        indicator_value(self.locale(), indicator, value)
    }

    fn days(&self, period: ReferencePeriod) -> String {
        let day = |day| format::date(self.locale(), day);
        if period.from() == period.to() {
            return self.words.format("report-indicator-day", &[("day", day(period.to()).into())]);
        }
        self.words.format("page-from-to", &[("from", day(period.from()).into()), ("to", day(period.to()).into())])
    }

    fn wanted(&self, indicator: &Indicator) -> String {
        match indicator.direction {
            Direction::HigherIsBetter => self.text("report-wanted-higher"),
            Direction::LowerIsBetter => self.text("report-wanted-lower"),
            Direction::Neutral => self.text("report-wanted-neutral"),
            Direction::TargetRange { lo, hi } => {
                let args = [("lo", self.value(indicator, lo).into()), ("hi", self.value(indicator, hi).into())];
                self.words.format("report-wanted-range", &args)
            }
        }
    }

    /// The table of an axis; with its code where it is one.
    pub(super) fn indicators_of(&self, code: Option<&str>, report: &IndicatorsReport) -> IndicatorTable {
        let caption = match code {
            Some(code) => self.words.format("report-indicators-of-axis", &[("code", code.into())]),
            None => self.text("report-indicators-of-plan"),
        };
        IndicatorTable::new(self, format!("indicators-{}", code.unwrap_or("plan")), caption, report)
    }
}
