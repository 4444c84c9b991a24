//! The rules of section 5 of the domain paper, row by row, with its worked cases.

mod arithmetic;
mod kinds;
mod life;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::*;
use crate::ids::{IndicatorId, MeasurementId, PersonId, PlanId};
use crate::locale::LocalisedText;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at() -> DateTime<Utc> {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn dec(text: &str) -> Decimal {
    parse_decimal(text).unwrap()
}

/// A year (`2021`), a span (`2021-01-01/2021-06-30`) or a day.
fn period(text: &str) -> ReferencePeriod {
    match text.split_once('/') {
        Some((from, to)) => ReferencePeriod::new(day(from), day(to)).unwrap(),
        None if text.len() == 4 => period(&format!("{text}-01-01/{text}-12-31")),
        None => ReferencePeriod::day(day(text)),
    }
}

fn person(n: u128) -> PersonId {
    Uuid::from_u128(n).into()
}

fn plan() -> PlanId {
    Uuid::from_u128(2021).into()
}

fn source() -> Source {
    Source { name: "ARPA Piemonte".to_owned(), url: None, published_on: day("2022-05-01") }
}

fn series(version: u32, since: &str) -> Series {
    Series {
        version,
        label: LocalisedText::italian(format!("Serie {version}")),
        since: day(since),
        reason: None,
        formula: None,
    }
}

fn indicator_draft(kind: IndicatorKind, direction: Direction) -> IndicatorDraft {
    IndicatorDraft {
        code: "PM10".to_owned(),
        name: LocalisedText::bilingual("Polveri sottili", "Fine dust"),
        class: IndicatorClass::Environmental,
        objectives: Vec::new(),
        unit: Unit::Named(LocalisedText::italian("µg/m³")),
        kind,
        direction,
        tolerance: Decimal::ZERO,
        frequency: Frequency::Annual,
        decimals: 1,
        counted: Counted::Things,
        source: "ARPA Piemonte".to_owned(),
        steward: None,
        series: series(1, "2015-01-01"),
    }
}

/// One indicator and what is known of it.
struct Story {
    facts: IndicatorFacts,
}

impl Story {
    fn new(kind: IndicatorKind, direction: Direction) -> Self {
        Self::of(indicator_draft(kind, direction))
    }

    fn of(draft: IndicatorDraft) -> Self {
        let mut indicator = Indicator::new(Uuid::from_u128(1).into(), draft).unwrap();
        indicator.activate().unwrap();
        let facts = IndicatorFacts {
            indicator,
            baselines: Vec::new(),
            targets: Vec::new(),
            measurements: Vec::new(),
            explanations: Vec::new(),
        };
        Self { facts }
    }

    fn starting(mut self, when: &str, observation: Observation) -> Self {
        let baseline = Baseline {
            id: Uuid::from_u128(1).into(),
            indicator: self.facts.indicator.id,
            plan: plan(),
            series: self.facts.indicator.current_series(),
            dimensions: Dimensions::default(),
            period: period(when),
            observation,
            source: source(),
            late_reason: None,
            confirmation: None,
            recorded_at: at(),
        };
        self.facts.baselines.push(baseline);
        self
    }

    fn from(self, when: &str, value: &str) -> Self {
        self.starting(when, Observation::Value(dec(value)))
    }

    fn towards(mut self, when: &str, value: &str) -> Self {
        let draft = TargetDraft {
            series: Some(self.facts.indicator.current_series()),
            dimensions: Dimensions::default(),
            period: period(when),
            value: dec(value),
            source: source(),
            reason: None,
            confirmation: Some("Così vuole il piano".to_owned()),
        };
        let target = Target::set(Uuid::from_u128(9).into(), &self.facts.indicator, plan(), draft, (None, None, at()));
        self.facts.targets.push(target.unwrap());
        self
    }

    fn observing(mut self, when: &str, observation: Observation) -> Self {
        let id = Uuid::from_u128(u128::try_from(self.facts.measurements.len()).unwrap() + 1).into();
        let draft = measurement_draft(&self.facts.indicator, when, observation);
        let mut measurement = Measurement::record(id, &self.facts.indicator, draft, &recording(&[])).unwrap();
        measurement.submit().unwrap();
        measurement.validate(Some(person(2)), at()).unwrap();
        self.facts.measurements.push(measurement);
        self
    }

    fn measured(self, when: &str, value: &str) -> Self {
        self.observing(when, Observation::Value(dec(value)))
    }

    fn counting(self, when: &str, numerator: &str, denominator: &str) -> Self {
        let (numerator, denominator) = (dec(numerator), dec(denominator));
        self.observing(when, Observation::Fraction { numerator, denominator })
    }

    fn breaking(mut self, since: &str) -> Self {
        let label = LocalisedText::italian("Nuova serie");
        self.facts.indicator.break_series(label, day(since), "Metodo cambiato", None).unwrap();
        self
    }

    fn on(&self, cut_off: &str) -> Deviation {
        let book: FactBook = [self.facts.clone()].into_iter().collect();
        let id: IndicatorId = self.facts.indicator.id;
        book.deviation(id, plan(), &Dimensions::default(), day(cut_off)).unwrap()
    }

    fn change(&self, cut_off: &str) -> Change {
        self.on(cut_off).change.unwrap()
    }

    fn refused(&self, cut_off: &str) -> NotComputable {
        self.on(cut_off).change.unwrap_err()
    }
}

fn measurement_draft(indicator: &Indicator, when: &str, observation: Observation) -> MeasurementDraft {
    MeasurementDraft {
        series: Some(indicator.current_series()),
        dimensions: Dimensions::default(),
        period: period(when),
        observation,
        source: source(),
        note: None,
        confirmation: None,
    }
}

fn recording(others: &[Measurement]) -> Recording<'_> {
    Recording { today: day("2026-11-22"), others, target: None, by: Some(person(1)), on_behalf_of: None, at: at() }
}

fn measurement_id(n: u128) -> MeasurementId {
    Uuid::from_u128(n).into()
}
