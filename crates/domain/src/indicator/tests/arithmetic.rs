use pretty::shown;
use rstest::rstest;

use super::*;
use Direction::{HigherIsBetter, LowerIsBetter, Neutral};

mod pretty {
    use super::super::{Attainment, Change, canonical, rounded};

    /// `absolute | relative | word | attainment`, percentages with two digits.
    pub(super) fn shown(change: &Change) -> String {
        let relative = change.relative.map_or("undefined".to_owned(), |relative| canonical(rounded(relative, 2)));
        let word = change.trend.map_or("neither", Into::into);
        let attainment = match change.attainment {
            Ok(Attainment::Part { percent, class }) => {
                format!("{} {}", canonical(rounded(percent, 1)), <&str>::from(class))
            }
            Ok(Attainment::Keep { met: true }) => "kept".to_owned(),
            Ok(Attainment::Keep { met: false }) => "not kept".to_owned(),
            Err(reason) => <&str>::from(reason).to_owned(),
        };
        format!("{} | {relative} | {word} | {attainment}", canonical(change.absolute))
    }
}

const STOCK: IndicatorKind = IndicatorKind::Stock { max_age_days: 800 };

fn story(direction: Direction, start: &str, target: Option<&str>, value: &str) -> Change {
    let story = Story::new(STOCK, direction).from("2020-12-31", start).measured("2022-12-31", value);
    let story = if let Some(target) = target { story.towards("2023-12-31", target) } else { story };
    story.change("2022-12-31")
}

#[rstest]
#[case::fine_dust(LowerIsBetter, "36", Some("30"), "33", "-3 | -8.33 | IMPROVED | 50 INSUFFICIENT")]
#[case::separate_waste(HigherIsBetter, "51.0", Some("65"), "61.0", "10 | 19.61 | IMPROVED | 71.4 MODERATE")]
#[case::residual_waste(LowerIsBetter, "427314", None, "418524", "-8790 | -2.06 | IMPROVED | NO_TARGET")]
#[case::unchanged(HigherIsBetter, "5", Some("10"), "5", "0 | 0 | STABLE | 0 INSUFFICIENT")]
#[case::wrong_way(LowerIsBetter, "36", Some("30"), "39", "3 | 8.33 | WORSENED | -50 MOVING_AWAY")]
#[case::beyond(HigherIsBetter, "10", Some("20"), "25", "15 | 150 | IMPROVED | 150 REACHED")]
#[case::from_zero(HigherIsBetter, "0", Some("8"), "4", "4 | undefined | IMPROVED | 50 INSUFFICIENT")]
#[case::from_below_zero(HigherIsBetter, "-10", Some("10"), "-5", "5 | 50 | IMPROVED | 25 INSUFFICIENT")]
#[case::keep_kept(HigherIsBetter, "10", Some("10"), "12", "2 | 20 | IMPROVED | kept")]
#[case::keep_lost(HigherIsBetter, "10", Some("10"), "9", "-1 | -10 | WORSENED | not kept")]
#[case::keep_lower(LowerIsBetter, "10", Some("10"), "9", "-1 | -10 | IMPROVED | kept")]
#[case::neutral(Neutral, "10", Some("20"), "15", "5 | 50 | neither | 50 INSUFFICIENT")]
#[case::neutral_same(Neutral, "10", None, "10", "0 | 0 | STABLE | NO_TARGET")]
#[case::neutral_keep(Neutral, "10", Some("10"), "11", "1 | 10 | neither | not kept")]
fn the_worked_cases_and_the_edges(
    #[case] direction: Direction,
    #[case] start: &str,
    #[case] target: Option<&str>,
    #[case] value: &str,
    #[case] expected: &str,
) {
    assert_eq!(shown(&story(direction, start, target, value)), expected);
}

#[rstest]
#[case("100", AttainmentClass::Reached)]
#[case("99.999999", AttainmentClass::OnTrack)]
#[case("95", AttainmentClass::OnTrack)]
#[case("94.999999", AttainmentClass::Moderate)]
#[case("60", AttainmentClass::Moderate)]
#[case("59.999999", AttainmentClass::Insufficient)]
#[case("0", AttainmentClass::Insufficient)]
#[case("-0.000001", AttainmentClass::MovingAway)]
fn classes_are_cut_exactly(#[case] value: &str, #[case] expected: AttainmentClass) {
    for (direction, target, value) in
        [(HigherIsBetter, "100", value.to_owned()), (LowerIsBetter, "-100", canonical(-dec(value)))]
    {
        let change = story(direction, "0", Some(target), &value);
        assert!(matches!(change.attainment, Ok(Attainment::Part { class, .. }) if class == expected), "{value}");
    }
}

#[test]
fn a_third_of_a_third_is_cut_exactly_too() {
    let change = story(HigherIsBetter, "0", Some("0.3"), "0.285");
    assert!(matches!(change.attainment, Ok(Attainment::Part { class: AttainmentClass::OnTrack, .. })));
}

#[rstest]
#[case("10", "18", "8 | 80 | IMPROVED | 80 MODERATE")]
#[case("10", "25", "15 | 150 | IMPROVED | 100 REACHED")]
#[case("40", "35", "-5 | -12.5 | IMPROVED | 50 INSUFFICIENT")]
#[case("40", "50", "10 | 25 | WORSENED | -100 MOVING_AWAY")]
#[case("22", "29", "7 | 31.82 | STABLE | kept")]
#[case("22", "31", "9 | 40.91 | WORSENED | not kept")]
fn a_range_is_its_own_target(#[case] start: &str, #[case] value: &str, #[case] expected: &str) {
    let range = Direction::TargetRange { lo: dec("20"), hi: dec("30") };
    assert_eq!(shown(&story(range, start, None, value)), expected);
}

#[test]
fn a_range_takes_no_other_target_and_has_its_ends_in_order() {
    let range = Direction::TargetRange { lo: dec("20"), hi: dec("30") };
    let indicator = Story::new(STOCK, range).facts.indicator;
    let draft = TargetDraft {
        series: Some(1),
        dimensions: Dimensions::default(),
        period: period("2023"),
        value: dec("25"),
        source: source(),
        reason: None,
        confirmation: None,
    };
    let refusal = Target::set(Uuid::nil().into(), &indicator, plan(), draft, (None, None, at())).unwrap_err();
    assert_eq!(refusal.path, ["value"]);
    let upside_down = Direction::TargetRange { lo: dec("30"), hi: dec("20") };
    let draft = indicator_draft(STOCK, upside_down);
    assert_eq!(Indicator::new(Uuid::nil().into(), draft).unwrap_err().path, ["targetRange", "hi"]);
}

#[rstest]
#[case(HigherIsBetter, "10", "9.5", Some(Trend::Stable), true)]
#[case(HigherIsBetter, "10", "9.4", Some(Trend::Worsened), false)]
#[case(LowerIsBetter, "10", "10.5", Some(Trend::Stable), true)]
#[case(LowerIsBetter, "10", "9.4", Some(Trend::Improved), true)]
#[case(Neutral, "10", "9.5", Some(Trend::Stable), true)]
#[case(Neutral, "10", "10.6", None, false)]
fn within_the_tolerance_nothing_changed(
    #[case] direction: Direction,
    #[case] start: &str,
    #[case] value: &str,
    #[case] trend: Option<Trend>,
    #[case] kept: bool,
) {
    let draft = IndicatorDraft { tolerance: dec("0.5"), ..indicator_draft(STOCK, direction) };
    let story = Story::of(draft).from("2020-12-31", start).towards("2023-12-31", start).measured("2022-12-31", value);
    let change = story.change("2022-12-31");
    assert_eq!((change.trend, change.attainment), (trend, Ok(Attainment::Keep { met: kept })));
}

#[test]
fn a_change_that_is_neither_good_nor_bad_is_counted_as_not_computable() {
    let story = Story::new(STOCK, Neutral).from("2020-12-31", "1").measured("2022-12-31", "2");
    let deviations = [story.on("2022-12-31"), story.on("2021-01-01"), story.on("2030-01-01")];
    let tally: Tally = deviations.iter().map(Deviation::outcome).collect();
    assert_eq!((tally.not_computable, tally.total()), (3, 3));
}
