use rstest::rstest;

use super::*;
use crate::error::{Reason, Refusal, RefusalCode};
use crate::period::Validity;

const FLOW: IndicatorKind = IndicatorKind::Flow(FlowMode::PerPeriod);

fn active() -> Indicator {
    Story::new(FLOW, Direction::LowerIsBetter).facts.indicator
}

fn record(indicator: &Indicator, when: &str, others: &[Measurement]) -> Result<Measurement, Refusal> {
    let draft = measurement_draft(indicator, when, Observation::Value(dec("36")));
    Measurement::record(measurement_id(u128::try_from(others.len()).unwrap() + 1), indicator, draft, &recording(others))
}

#[test]
fn a_measurement_goes_through_its_states_and_needs_two_people() {
    let mut one = record(&active(), "2021", &[]).unwrap();
    assert_eq!(one.validate(Some(person(2)), at()).unwrap_err().code(), RefusalCode::IllegalTransition);
    assert!(one.publish(at()).is_err());
    one.submit().unwrap();
    assert_eq!(one.validate(Some(person(1)), at()), Err(Reason::FourEyes.at("measurementId")));
    one.validate(Some(person(2)), at()).unwrap();
    assert_eq!((one.state, one.validated_by), (MeasurementState::Validated, Some(person(2))));
    one.publish(at()).unwrap();
    assert!(one.submit().is_err());
}

#[test]
fn the_console_is_no_second_person_for_itself() {
    let draft = measurement_draft(&active(), "2021", Observation::Value(dec("36")));
    let by_console = Recording { by: None, ..recording(&[]) };
    let mut one = Measurement::record(measurement_id(1), &active(), draft, &by_console).unwrap();
    one.submit().unwrap();
    assert_eq!(one.validate(None, at()).unwrap_err().reason, Reason::FourEyes);
    assert!(one.validate(Some(person(1)), at()).is_ok());
}

#[test]
fn a_value_needs_its_series() {
    let mut indicator = active();
    let draft =
        |series| MeasurementDraft { series, ..measurement_draft(&active(), "2021", Observation::Value(dec("1"))) };
    let refused = |indicator: &Indicator, series| {
        Measurement::record(measurement_id(1), indicator, draft(series), &recording(&[])).unwrap_err()
    };
    assert_eq!(refused(&indicator, None).code(), RefusalCode::InvalidInput);
    assert_eq!(refused(&indicator, None).path, ["seriesVersion"]);
    assert_eq!(refused(&indicator, Some(2)).reason, Reason::NotFound);
    indicator.break_series(LocalisedText::italian("2022"), day("2022-01-01"), "Nuovo metodo", None).unwrap();
    assert_eq!(refused(&indicator, Some(1)), Reason::SeriesBreak { current: 2 }.at("seriesVersion"));
}

#[test]
fn a_break_of_a_series_needs_a_reason_and_a_later_day() {
    let mut indicator = active();
    let label = LocalisedText::italian("2022");
    assert_eq!(
        indicator.break_series(label.clone(), day("2022-01-01"), " ", None),
        Err(Reason::ReasonRequired.at("reason"))
    );
    assert_eq!(indicator.break_series(label, day("2015-01-01"), "Metodo", None).unwrap_err().path, ["since"]);
}

#[rstest]
#[case("2026-11-23", RefusalCode::FuturePeriod, &["period", "to"])]
#[case("2026", RefusalCode::FuturePeriod, &["period", "to"])]
#[case("2020-12-31", RefusalCode::OverlappingPeriod, &["period"])]
#[case("2020-07-01/2021-06-30", RefusalCode::OverlappingPeriod, &["period"])]
fn periods_are_past_and_those_of_a_flow_do_not_overlap(
    #[case] when: &str,
    #[case] code: RefusalCode,
    #[case] path: &[&str],
) {
    let indicator = active();
    let other = record(&indicator, "2020", &[]).unwrap();
    let refusal = record(&indicator, when, &[other]).unwrap_err();
    assert_eq!((refusal.code(), refusal.path.iter().map(String::as_str).collect::<Vec<_>>()), (code, path.to_vec()));
}

#[test]
fn a_stock_has_one_value_a_day() {
    let indicator = Story::new(IndicatorKind::Stock { max_age_days: 9 }, Direction::Neutral).facts.indicator;
    let other = record(&indicator, "2020", &[]).unwrap();
    assert!(record(&indicator, "2020-12-31", std::slice::from_ref(&other)).is_ok());
    assert_eq!(record(&indicator, "2020", &[other]).unwrap_err().code(), RefusalCode::OverlappingPeriod);
}

#[test]
fn what_is_hard_to_believe_is_confirmed_with_a_note() {
    let indicator = active();
    let draft = |value: &str, confirmation: Option<&str>| MeasurementDraft {
        confirmation: confirmation.map(str::to_owned),
        ..measurement_draft(&indicator, "2021", Observation::Value(dec(value)))
    };
    let with_target = Recording { target: Some(dec("30")), ..recording(&[]) };
    let record = |draft| Measurement::record(measurement_id(1), &indicator, draft, &with_target);
    assert_eq!(record(draft("301", None)).unwrap_err(), Reason::ImplausibleValue.at("observation"));
    assert!(record(draft("300", None)).is_ok());
    assert_eq!(record(draft("301", Some("Incendi"))).unwrap().confirmation.as_deref(), Some("Incendi"));
}

#[test]
fn a_replacement_ends_the_old_value_once_it_has_come_as_far() {
    let indicator = active();
    let mut old = record(&indicator, "2020", &[]).unwrap();
    old.submit().unwrap();
    old.validate(Some(person(2)), at()).unwrap();
    old.publish(at()).unwrap();
    let others = [old.clone()];
    let draft = |note: Option<&str>| MeasurementDraft {
        note: note.map(str::to_owned),
        ..measurement_draft(&indicator, "1999", Observation::Value(dec("35")))
    };
    let replace = |note| old.replacement(measurement_id(2), &indicator, draft(note), &recording(&others));
    assert_eq!(replace(None).unwrap_err(), Reason::ReasonRequired.at("reason"));
    let mut new = replace(Some("Dato definitivo")).unwrap();
    assert_eq!((new.period, new.vintage), (old.period, 2));
    new.submit().unwrap();
    new.validate(Some(person(3)), at()).unwrap();
    assert!(!old.give_way(&new), "what is published stands until its replacement is");
    new.publish(at()).unwrap();
    assert!(old.give_way(&new));
    assert_eq!((old.state, old.superseded_by), (MeasurementState::Superseded, Some(new.id)));
    assert!(old.replacement(measurement_id(3), &indicator, draft(Some("x")), &recording(&[])).is_err());
}

#[test]
fn an_indicator_is_measured_while_it_is_active() {
    let mut indicator = Indicator::new(Uuid::nil().into(), indicator_draft(FLOW, Direction::Neutral)).unwrap();
    assert_eq!(record(&indicator, "2020", &[]).unwrap_err().code(), RefusalCode::IllegalTransition);
    indicator.activate().unwrap();
    assert!(record(&indicator, "2020", &[]).is_ok());
    assert!(indicator.retire(Some(indicator.id)).is_err());
    indicator.retire(None).unwrap();
    assert!(record(&indicator, "2020", &[]).is_err());
    assert!(indicator.activate().is_err());
}

#[test]
fn a_baseline_ends_before_the_plan_or_says_why_not() {
    let period_of_plan = Validity::new(day("2021-01-01"), Some(day("2023-12-31"))).unwrap();
    let draft = |when: &str, reason: Option<&str>| BaselineDraft {
        series: Some(1),
        dimensions: Dimensions::default(),
        period: period(when),
        observation: Observation::Value(dec("36")),
        source: source(),
        late_reason: reason.map(str::to_owned),
        confirmation: None,
    };
    let set = |draft| {
        Baseline::set(Uuid::nil().into(), &active(), (plan(), &period_of_plan), draft, (day("2026-11-22"), at()))
    };
    assert!(set(draft("2020", None)).is_ok());
    assert!(set(draft("2021-01-01", None)).is_ok());
    assert_eq!(set(draft("2021", None)).unwrap_err(), Reason::ReasonRequired.at("lateReason"));
    assert!(set(draft("2021", Some("Prima misura della stazione"))).is_ok());
    assert_eq!(set(draft("2027", Some("x"))).unwrap_err().code(), RefusalCode::FuturePeriod);
}

#[test]
fn a_new_target_ends_the_one_before_and_says_why() {
    let draft = |value: &str, reason: Option<&str>| TargetDraft {
        series: Some(1),
        dimensions: Dimensions::default(),
        period: period("2023"),
        value: dec(value),
        source: source(),
        reason: reason.map(str::to_owned),
        confirmation: None,
    };
    let mut first = Target::set(Uuid::nil().into(), &active(), plan(), draft("30", None), (None, None, at())).unwrap();
    let again = Target::set(Uuid::nil().into(), &active(), plan(), draft("28", None), (None, Some(&mut first), at()));
    assert_eq!(again.unwrap_err(), Reason::ReasonRequired.at("reason"));
    assert_eq!(first.ended_at, None);
    let draft = draft("28", Some("Nuova direttiva"));
    assert!(Target::set(Uuid::nil().into(), &active(), plan(), draft, (None, Some(&mut first), at())).is_ok());
    assert_eq!(first.ended_at, Some(at()));
    let story = Story::new(FLOW, Direction::LowerIsBetter).from("2019", "4");
    let tenfold = TargetDraft { confirmation: None, ..draft_of("41") };
    let set = Target::set(Uuid::nil().into(), &active(), plan(), tenfold, (story.facts.baselines.first(), None, at()));
    assert_eq!(set.unwrap_err(), Reason::ImplausibleValue.at("value"));
}

fn draft_of(value: &str) -> TargetDraft {
    TargetDraft {
        series: Some(1),
        dimensions: Dimensions::default(),
        period: period("2023"),
        value: dec(value),
        source: source(),
        reason: None,
        confirmation: None,
    }
}

#[rstest]
#[case("2", true)]
#[case("0", true)]
#[case("3", false)]
fn cells_under_three_persons_are_never_kept(#[case] value: &str, #[case] suppressed: bool) {
    let stock = indicator_draft(IndicatorKind::Stock { max_age_days: 9 }, Direction::Neutral);
    let indicator = Story::of(IndicatorDraft { counted: Counted::Persons, ..stock }).facts.indicator;
    let cell = Dimensions { sex: Some(Sex::Female), age: Some((15, Some(29))), ..Dimensions::default() };
    let record = |dimensions: Dimensions| {
        let draft =
            MeasurementDraft { dimensions, ..measurement_draft(&indicator, "2021", Observation::Value(dec(value))) };
        Measurement::record(measurement_id(1), &indicator, draft, &recording(&[])).unwrap().observation
    };
    let expected = Observation::Missing(MissingReason::Confidential);
    assert_eq!(record(cell) == expected, suppressed);
    assert_eq!(record(Dimensions::default()), Observation::Value(dec(value)), "the whole tells nobody");
}
