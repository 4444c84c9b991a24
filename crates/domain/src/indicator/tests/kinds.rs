use rstest::rstest;

use super::*;
use Direction::{HigherIsBetter, LowerIsBetter};

const PER_PERIOD: IndicatorKind = IndicatorKind::Flow(FlowMode::PerPeriod);
const CUMULATIVE: IndicatorKind = IndicatorKind::Flow(FlowMode::Cumulative);
const STOCK: IndicatorKind = IndicatorKind::Stock { max_age_days: 365 };

#[test]
fn consumed_soil_of_two_editions_is_not_comparable() {
    let soil = Story::new(IndicatorKind::Stock { max_age_days: 1_100 }, LowerIsBetter)
        .from("2019-12-31", "59000")
        .breaking("2022-01-01")
        .measured("2021-12-31", "58359");
    let deviation = soil.on("2023-12-31");
    assert_eq!(deviation.change, Err(NotComputable::NotComparable));
    assert_eq!(deviation.outcome(), Outcome::NotComputable);
    assert_eq!(deviation.baseline.as_ref().map(|baseline| baseline.series), Some(1), "shown, not compared");
    assert_eq!(deviation.reading.as_ref().map(|reading| (reading.series, reading.value)), Ok((2, dec("58359"))));
    let restated = soil.from("2019-12-31", "58100");
    assert_eq!(restated.change("2023-12-31").absolute, dec("259"));
    assert_eq!(restated.change("2023-12-31").trend, Some(Trend::Worsened));
}

#[test]
fn a_flow_compares_the_last_full_period_of_the_same_length() {
    let days = Story::new(PER_PERIOD, LowerIsBetter)
        .from("2019-01-01/2019-10-18", "52")
        .measured("2020-01-01/2020-10-18", "48")
        .measured("2021-01-01/2021-10-18", "36")
        .measured("2021-10-19/2021-12-31", "30");
    assert_eq!(days.change("2021-12-31").absolute, dec("-16"));
    assert_eq!(days.change("2021-10-17").absolute, dec("-4"), "a period that is not over is not read");
    assert_eq!(days.refused("2019-12-31"), NotComputable::NoMeasurement);
    let years = Story::new(PER_PERIOD, LowerIsBetter).from("2019", "52").measured("2021-01-01/2021-10-18", "36");
    assert_eq!(years.refused("2021-12-31"), NotComputable::NoEqualPeriod);
}

#[test]
fn a_target_of_another_length_gives_no_attainment() {
    let flow =
        Story::new(PER_PERIOD, LowerIsBetter).from("2019", "52").towards("2023-12-31", "35").measured("2021", "40");
    assert_eq!(flow.change("2021-12-31").attainment, Err(NoAttainment::NoEqualPeriod));
    let equal = Story::new(PER_PERIOD, LowerIsBetter).from("2019", "52").towards("2023", "35").measured("2021", "40");
    assert!(equal.change("2021-12-31").attainment.is_ok());
}

#[rstest]
#[case::whole(&[("2021", "10"), ("2022", "5")], "2022-12-31", "115", false)]
#[case::by_the_cut_off(&[("2021", "10"), ("2022", "5")], "2022-06-30", "110", true)]
#[case::gap(&[("2021", "10"), ("2023", "5")], "2023-12-31", "115", true)]
#[case::short_period(&[("2021", "10"), ("2022-01-01/2022-06-30", "5")], "2022-12-31", "115", true)]
#[case::before_the_baseline(&[("2019", "70"), ("2021", "10")], "2021-12-31", "110", false)]
#[case::over_the_baseline(&[("2020-07-01/2021-06-30", "70"), ("2021-07-01/2022-06-30", "10")], "2022-06-30", "110", true)]
fn a_cumulative_flow_adds_each_later_period_once(
    #[case] measured: &[(&str, &str)],
    #[case] cut_off: &str,
    #[case] value: &str,
    #[case] partial: bool,
) {
    let start = Story::new(CUMULATIVE, HigherIsBetter).from("2020", "100");
    let trees = measured.iter().fold(start, |story, (when, value)| story.measured(when, value));
    let reading = trees.on(cut_off).reading.unwrap();
    assert_eq!((reading.value, reading.partial), (dec(value), partial));
}

#[test]
fn a_missing_period_of_a_cumulative_flow_is_not_zero() {
    let missing = || Observation::Missing(MissingReason::NotAvailable);
    let trees = Story::new(CUMULATIVE, HigherIsBetter).from("2020", "100").observing("2021", missing());
    assert_eq!(trees.refused("2021-12-31"), NotComputable::Missing(MissingReason::NotAvailable));
    let reading = trees.measured("2022", "5").on("2022-12-31").reading.unwrap();
    assert_eq!((reading.value, reading.partial), (dec("105"), true));
}

#[test]
fn a_replacement_is_not_added_to_what_it_replaces() {
    let mut trees = Story::new(CUMULATIVE, HigherIsBetter).from("2020", "100").measured("2021", "10");
    let mut again = trees.facts.measurements[0].clone();
    (again.id, again.vintage, again.observation) = (measurement_id(7), 2, Observation::Value(dec("12")));
    trees.facts.measurements.push(again);
    assert_eq!(trees.on("2021-12-31").reading.unwrap().value, dec("112"));
}

#[test]
fn a_stock_is_its_last_observation_unless_it_is_too_old() {
    let stock = Story::new(STOCK, HigherIsBetter).from("2020-12-31", "10").measured("2021-12-31", "11");
    assert_eq!(stock.change("2022-12-31").absolute, dec("1"), "365 days old");
    assert_eq!(stock.refused("2023-01-01"), NotComputable::TooOld);
    assert_eq!(stock.refused("2021-12-30"), NotComputable::NoMeasurement);
    let later = stock.measured("2022-06-30", "14");
    assert_eq!(later.change("2022-12-31").absolute, dec("4"));
    assert_eq!(later.change("2022-06-29").absolute, dec("1"));
}

fn ratio() -> Story {
    let draft = indicator_draft(IndicatorKind::Ratio, LowerIsBetter);
    Story::of(IndicatorDraft { unit: Unit::Percent, ..draft })
}

#[test]
fn a_ratio_sums_parts_and_never_takes_the_mean() {
    let halves = ratio().from("2020", "20").counting("2021-01-01/2021-06-30", "1", "10").counting(
        "2021-07-01/2021-12-31",
        "30",
        "90",
    );
    let reading = halves.on("2021-12-31").reading.unwrap();
    assert_eq!(
        (reading.value, reading.period),
        (dec("31"), period("2021")),
        "31 of 100, not the mean of 10 % and 33.3 %"
    );
    assert_eq!(reading.measurements, [measurement_id(1), measurement_id(2)]);
    assert_eq!(halves.refused("2021-06-30"), NotComputable::NoEqualPeriod);
}

#[test]
fn a_ratio_of_nothing_is_not_computable() {
    assert_eq!(
        ratio().from("2020", "20").counting("2021", "0", "0").refused("2021-12-31"),
        NotComputable::ZeroDenominator
    );
    let zero = Observation::Fraction { numerator: dec("3"), denominator: dec("0") };
    let from_nothing = ratio().starting("2020", zero).measured("2021", "5");
    assert_eq!(from_nothing.refused("2021-12-31"), NotComputable::ZeroDenominator);
    assert_eq!(
        ratio().from("2020", "20").counting("2021", "1", "3").change("2021-12-31").absolute,
        "13.3333333333".parse().unwrap()
    );
}

#[rstest]
#[case(MissingReason::NotAvailable)]
#[case(MissingReason::NotApplicable)]
#[case(MissingReason::NotYetDue)]
#[case(MissingReason::Confidential)]
fn a_missing_value_is_shown_with_its_reason(#[case] reason: MissingReason) {
    let stock = Story::new(STOCK, HigherIsBetter);
    let value = stock
        .from("2020-12-31", "10")
        .measured("2021-03-31", "11")
        .observing("2021-12-31", Observation::Missing(reason));
    assert_eq!(value.refused("2021-12-31"), NotComputable::Missing(reason), "not the value before");
    let start = Story::new(STOCK, HigherIsBetter)
        .starting("2020-12-31", Observation::Missing(reason))
        .measured("2021-12-31", "11");
    assert_eq!(start.refused("2021-12-31"), NotComputable::Missing(reason));
}

#[test]
fn only_validated_values_count() {
    let mut stock = Story::new(STOCK, HigherIsBetter).from("2020-12-31", "10").measured("2021-12-31", "11");
    for state in [MeasurementState::Draft, MeasurementState::Submitted, MeasurementState::Superseded] {
        stock.facts.measurements[0].state = state;
        assert_eq!(stock.refused("2021-12-31"), NotComputable::NoMeasurement, "{state:?}");
    }
    stock.facts.measurements[0].state = MeasurementState::Published;
    assert!(stock.on("2021-12-31").change.is_ok());
}

#[test]
fn without_a_start_there_is_no_deviation_and_words_are_not_computed() {
    assert_eq!(
        Story::new(STOCK, HigherIsBetter).measured("2021-12-31", "1").refused("2021-12-31"),
        NotComputable::NoBaseline
    );
    let words = Observation::Words("Rete avviata in 3 zone".to_owned());
    let told = Story::new(IndicatorKind::Qualitative, HigherIsBetter).observing("2021", words);
    assert_eq!(told.refused("2021-12-31"), NotComputable::Qualitative);
}

#[test]
fn an_index_takes_the_values_of_its_parts_at_the_cut_off() {
    let part = Story::new(STOCK, LowerIsBetter).from("2020-12-31", "36").measured("2021-12-31", "40").facts;
    let formula = Formula {
        parts: vec![FormulaPart { indicator: part.indicator.id, weight: dec("1"), worst: dec("50"), best: dec("30") }],
        missing: PartMissing::NotComputable,
    };
    let mut draft = indicator_draft(IndicatorKind::Index, HigherIsBetter);
    draft.series.formula = Some(formula);
    let mut index = Story::of(draft).from("2020", "70").facts;
    index.indicator.id = Uuid::from_u128(2).into();
    let id = index.indicator.id;
    let book: FactBook = [part, index].into_iter().collect();
    let deviation = |cut_off: &str| book.deviation(id, plan(), &Dimensions::default(), day(cut_off)).unwrap();
    assert_eq!(deviation("2021-12-31").change.map(|change| change.absolute), Ok(dec("-20")));
    assert_eq!(deviation("2021-06-30").change, Err(NotComputable::PartMissing));
}

#[test]
fn another_formula_is_another_series_and_an_index_is_not_entered() {
    let without = indicator_draft(IndicatorKind::Index, HigherIsBetter);
    assert_eq!(Indicator::new(Uuid::nil().into(), without).unwrap_err().path, ["formula"]);
    let formula = |weight: &str| Formula {
        parts: vec![FormulaPart {
            indicator: Uuid::from_u128(7).into(),
            weight: dec(weight),
            worst: dec("0"),
            best: dec("1"),
        }],
        missing: PartMissing::Reweigh,
    };
    let mut draft = indicator_draft(IndicatorKind::Index, HigherIsBetter);
    draft.series.formula = Some(formula("1"));
    let mut indicator = Story::of(draft).facts.indicator;
    let value = Observation::Value(dec("5"));
    let entered = Measurement::record(
        measurement_id(1),
        &indicator,
        measurement_draft(&indicator, "2021", value),
        &recording(&[]),
    );
    assert_eq!(entered.unwrap_err().path, ["observation"]);
    let label = LocalisedText::italian("Pesi nuovi");
    assert!(indicator.break_series(label.clone(), day("2022-01-01"), "Pesi", None).is_err());
    assert_eq!(indicator.break_series(label, day("2022-01-01"), "Pesi", Some(formula("2"))), Ok(2));
}
