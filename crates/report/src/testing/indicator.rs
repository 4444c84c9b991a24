//! The worked cases of the arithmetic, as indicators of the small plan.

use cordata_domain::LocalisedText;
use cordata_domain::indicator::{
    Baseline, Counted, Dimensions, Direction, FactBook, Frequency, Indicator, IndicatorClass, IndicatorDraft,
    IndicatorFacts, IndicatorKind, Measurement, MeasurementDraft, MeasurementState, MissingReason, Observation,
    Recording, ReferencePeriod, Series, Source, Target, Unit, parse_decimal,
};

use super::id;

/// All of them: fine dust fell half of the way, waste is sorted better, soil cannot be compared, jobs are not known,
/// visitors belong to no axis.
pub(super) fn book() -> FactBook {
    let dust = Case { number: 71, code: "AMB-1", unit: Some("µg/m³"), objectives: &[41], ..Case::environmental() };
    let waste =
        Case { number: 72, code: "AMB-2", unit: None, objectives: &[43, 42], higher: true, ..Case::environmental() };
    let soil = Case { number: 73, code: "AMB-3", unit: Some("ha"), objectives: &[41], ..Case::environmental() };
    let jobs = Case {
        number: 74,
        code: "ECO-1",
        unit: None,
        objectives: &[42],
        class: IndicatorClass::Economic,
        higher: true,
    };
    let visitors = Case { number: 75, code: "SOC-1", class: IndicatorClass::Social, ..jobs };
    let visitors = Case { objectives: &[], ..visitors };
    [
        dust.facts("36", Some(value("33")), Some("30")),
        waste.facts("51.0", Some(value("61.0")), Some("65")),
        soil.broken(),
        jobs.facts("70", Some(Observation::Missing(MissingReason::NotYetDue)), None),
        visitors.facts("12", Some(value("11")), None),
    ]
    .into_iter()
    .collect()
}

fn value(text: &str) -> Observation {
    Observation::Value(parse_decimal(text).unwrap())
}

fn year(year: i32) -> ReferencePeriod {
    ReferencePeriod::new(format!("{year}-01-01").parse().unwrap(), format!("{year}-12-31").parse().unwrap()).unwrap()
}

fn source(year: i32) -> Source {
    let published_on = format!("{}-06-30", year + 1).parse().unwrap();
    Source { name: format!("ARPA & <istituti> {year}"), url: None, published_on }
}

#[derive(Clone, Copy)]
struct Case {
    number: u128,
    code: &'static str,
    class: IndicatorClass,
    unit: Option<&'static str>,
    objectives: &'static [u128],
    higher: bool,
}

impl Case {
    fn environmental() -> Self {
        Self { number: 0, code: "", class: IndicatorClass::Environmental, unit: None, objectives: &[], higher: false }
    }

    fn indicator(&self) -> Indicator {
        let first = Series {
            version: 1,
            label: LocalisedText::italian("edizione 2020"),
            since: "2000-01-01".parse().unwrap(),
            reason: None,
            formula: None,
        };
        let draft = IndicatorDraft {
            code: self.code.to_owned(),
            name: LocalisedText::italian(format!("Indicatore <{}>", self.code)),
            class: self.class,
            objectives: self.objectives.iter().map(|number| id(*number)).collect(),
            unit: self.unit.map_or(Unit::Percent, |unit| Unit::Named(LocalisedText::italian(unit))),
            kind: IndicatorKind::Ratio,
            direction: if self.higher { Direction::HigherIsBetter } else { Direction::LowerIsBetter },
            tolerance: parse_decimal("0").unwrap(),
            frequency: Frequency::Annual,
            decimals: 1,
            counted: Counted::Things,
            source: "ARPA".to_owned(),
            steward: None,
            series: first,
        };
        let mut indicator = Indicator::new(id(self.number), draft).unwrap();
        indicator.activate().unwrap();
        indicator
    }

    fn facts(&self, start: &str, last: Option<Observation>, target: Option<&str>) -> IndicatorFacts {
        let indicator = self.indicator();
        let last = last.map(|observation| self.measurement(&indicator, 2022, observation));
        IndicatorFacts {
            baselines: vec![self.baseline(start)],
            targets: target.map(|target| self.target(target)).into_iter().collect(),
            measurements: last.into_iter().collect(),
            explanations: Vec::new(),
            indicator,
        }
    }

    /// Measured in another way since 2021.
    fn broken(&self) -> IndicatorFacts {
        let mut facts = self.facts("59000", None, None);
        let label = LocalisedText::italian("edizione 2022");
        facts.indicator.break_series(label, "2021-01-01".parse().unwrap(), "Nuove immagini", None).unwrap();
        facts.measurements = vec![self.measurement(&facts.indicator, 2022, value("58359"))];
        facts
    }

    fn baseline(&self, start: &str) -> Baseline {
        Baseline {
            id: id(self.number + 100),
            indicator: id(self.number),
            plan: id(1),
            series: 1,
            dimensions: Dimensions::default(),
            period: year(2020),
            observation: value(start),
            source: source(2020),
            late_reason: None,
            confirmation: None,
            recorded_at: "2021-07-01T08:00:00Z".parse().unwrap(),
        }
    }

    fn target(&self, wanted: &str) -> Target {
        Target {
            id: id(self.number + 200),
            indicator: id(self.number),
            plan: id(1),
            series: 1,
            dimensions: Dimensions::default(),
            period: year(2023),
            value: parse_decimal(wanted).unwrap(),
            source: source(2020),
            reason: None,
            confirmation: None,
            recorded_at: "2021-07-01T08:00:00Z".parse().unwrap(),
            ended_at: None,
        }
    }

    fn measurement(&self, indicator: &Indicator, of: i32, observation: Observation) -> Measurement {
        let draft = MeasurementDraft {
            series: Some(indicator.current_series()),
            dimensions: Dimensions::default(),
            period: year(of),
            observation,
            source: source(of),
            note: None,
            confirmation: Some("Controllato".to_owned()),
        };
        let recording = Recording {
            today: "2024-01-10".parse().unwrap(),
            others: &[],
            target: None,
            by: None,
            on_behalf_of: None,
            at: "2024-01-10T08:00:00Z".parse().unwrap(),
        };
        let measurement = Measurement::record(id(self.number + 300), indicator, draft, &recording).unwrap();
        Measurement { state: MeasurementState::Published, ..measurement }
    }
}
