use cordata_domain::LocalisedText;
use cordata_domain::indicator::{
    Baseline, Counted, Direction, FactBook, Frequency, IndicatorClass, IndicatorDraft, IndicatorFacts, IndicatorKind,
    MeasurementDraft, MissingReason, Observation, Recording, ReferencePeriod, Series, Source, Target, Unit,
    parse_decimal,
};
use cordata_domain::period::Validity;
use cordata_domain::plan::PlanState;

use super::*;
use crate::page::testing::{id, is_sound, reader, site};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn year(year: i32) -> ReferencePeriod {
    ReferencePeriod::new(day(&format!("{year}-01-01")), day(&format!("{year}-12-31"))).unwrap()
}

fn value(text: &str) -> Observation {
    Observation::Value(parse_decimal(text).unwrap())
}

fn source(year: i32) -> Source {
    Source::new("ARPA & <b>rete</b>", Some("https://arpa.example.org/pm10"), day(&format!("{year}-06-30"))).unwrap()
}

/// Fine dust in the air, with a hostile name.
fn indicator() -> Indicator {
    let draft = IndicatorDraft {
        code: "ARIA-PM10".to_owned(),
        name: LocalisedText::italian("<script>alert(1)</script> PM10"),
        class: IndicatorClass::Environmental,
        objectives: Vec::new(),
        unit: Unit::Named(LocalisedText::italian("µg/m³")),
        kind: IndicatorKind::Ratio,
        direction: Direction::LowerIsBetter,
        tolerance: parse_decimal("0").unwrap(),
        frequency: Frequency::Annual,
        decimals: 0,
        counted: Counted::Things,
        source: "ARPA Piemonte".to_owned(),
        steward: Some(id(9)),
        series: Series {
            version: 1,
            label: LocalisedText::bilingual("Prima serie", "First series"),
            since: day("2015-01-01"),
            reason: None,
            formula: None,
        },
    };
    let mut indicator = Indicator::new(id(7), draft).unwrap();
    indicator.activate().unwrap();
    indicator
}

fn measured(indicator: &Indicator, of: i32, observation: Observation) -> Measurement {
    let draft = MeasurementDraft {
        series: Some(indicator.current_series()),
        dimensions: Dimensions::default(),
        period: year(of),
        observation,
        source: source(of + 1),
        note: None,
        confirmation: None,
    };
    let recording = Recording {
        today: day("2024-01-10"),
        others: &[],
        target: None,
        by: None,
        on_behalf_of: None,
        at: "2024-01-10T08:00:00Z".parse().unwrap(),
    };
    let number = u128::from(of.unsigned_abs());
    let measurement = Measurement::record(id(number), indicator, draft, &recording).unwrap();
    Measurement { state: MeasurementState::Published, ..measurement }
}

fn plan() -> StrategicPlan {
    let title = LocalisedText::bilingual("Torino Metropoli Aumentata", "Torino Augmented Metropolis");
    let period = Validity { from: day("2021-01-01"), to: Some(day("2023-12-31")) };
    let plan = StrategicPlan::new(id(3), "2021-2023", title, period).unwrap();
    StrategicPlan { state: PlanState::InForce, ..plan }
}

fn baseline(observation: Observation) -> Baseline {
    Baseline {
        id: id(20),
        indicator: id(7),
        plan: id(3),
        series: 1,
        dimensions: Dimensions::default(),
        period: year(2020),
        observation,
        source: source(2021),
        late_reason: None,
        confirmation: None,
        recorded_at: "2021-07-01T08:00:00Z".parse().unwrap(),
    }
}

fn target() -> Target {
    Target {
        id: id(30),
        indicator: id(7),
        plan: id(3),
        series: 1,
        dimensions: Dimensions::default(),
        period: year(2023),
        value: parse_decimal("30").unwrap(),
        source: source(2021),
        reason: None,
        confirmation: None,
        recorded_at: "2021-07-01T08:00:00Z".parse().unwrap(),
        ended_at: None,
    }
}

fn record(indicator: Indicator, start: Observation, measurements: Vec<Measurement>) -> Record {
    let facts = IndicatorFacts {
        indicator: indicator.clone(),
        baselines: vec![baseline(start)],
        targets: vec![target()],
        measurements: measurements.clone(),
        explanations: Vec::new(),
    };
    let book: FactBook = [facts].into_iter().collect();
    let deviation = book.deviation(id(7), id(3), &Dimensions::default(), day("2024-01-10")).unwrap();
    let course = Some(Course { plan: plan(), deviation });
    Record { indicator, steward: Some("Città <metropolitana>".to_owned()), measurements, course }
}

fn html(record: &Record, address: &'static str) -> String {
    let html = IndicatorPage::new(&reader(address), &site(), record).render().unwrap();
    assert!(is_sound(&html), "{html}");
    html.replace('\u{a0}', " ")
}

fn bars(html: &str) -> usize {
    html.matches("<progress").count()
}

#[test]
fn every_bar_repeats_a_number_that_is_written() {
    let indicator = indicator();
    let last = measured(&indicator, 2022, value("33"));
    let html = html(&record(indicator, value("36"), vec![last]), "/it/indicators/x");
    for part in [
        "Dall&#39;inizio del piano 2021-2023",
        "-3 µg/m³ (-8,33 %): migliorato; 50 % del percorso verso il traguardo (insufficiente)",
        "È meglio se diminuisce",
        "<td>36 µg/m³ <progress max=\"100\" value=\"100\" aria-hidden=\"true\"></progress></td>",
        "<td>33 µg/m³ <progress max=\"100\" value=\"92\" aria-hidden=\"true\"></progress></td>",
        "<td>30 µg/m³ <progress max=\"100\" value=\"83\" aria-hidden=\"true\"></progress></td>",
        "dal 01/01/2022 al 31/12/2022",
        "<div>30/06/2023</div>",
        "href=\"https://arpa.example.org/pm10\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    // Start, last value, target, the way to the target, and the one value of the series.
    assert_eq!(bars(&html), 5);
    assert!(!html.contains("<b>rete") && !html.contains("<metropolitana>"), "{html}");
}

#[test]
fn what_is_missing_says_why_and_has_no_bar() {
    let indicator = indicator();
    let last = measured(&indicator, 2022, Observation::Missing(MissingReason::NotYetDue));
    let start = Observation::Missing(MissingReason::NotAvailable);
    let html = html(&record(indicator, start, vec![last]), "/it/indicators/x");
    assert!(html.contains("<td>n.d.: "), "{html}");
    for reason in ["not-computable-missing-not-available", "not-computable-missing-not-yet-due"] {
        let reason = reader("/it").text(reason);
        assert!(html.contains(&format!("<td>n.d.: {}</td>", reason.replace('\'', "&#39;"))), "{reason}: {html}");
    }
    // Only the target is known.
    assert_eq!(bars(&html), 1);
}

#[test]
fn a_broken_series_is_not_compared() {
    let mut indicator = indicator();
    let before = measured(&indicator, 2019, value("40"));
    let label = LocalisedText::bilingual("Edizione 2022", "Edition of 2022");
    indicator.break_series(label, day("2022-01-01"), "Nuove <i>stazioni</i>", None).unwrap();
    let after = measured(&indicator, 2022, value("33"));
    let html = html(&record(indicator, value("36"), vec![before, after]), "/en/indicators/x");
    for part in [
        "n.d.: not comparable, the way of measuring changed",
        "these values are not comparable with those of earlier series. Reason: Nuove &#60;i&#62;stazioni",
        "<h3 id=\"series-2\">Edition of 2022</h3>",
        "<span lang=\"it\">",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    // One bar in each series, none across them.
    assert_eq!(bars(&html), 2);
}
