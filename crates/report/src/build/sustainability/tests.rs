use cordata_domain::money::Cents;

use super::*;
use crate::model::sustainability::{Amounts, Contribution, Money, MoneyReport};
use crate::testing::facts;

fn amounts([promised, confirmed, paid]: [i64; 3]) -> Amounts {
    Amounts { promised: Cents::new(promised), confirmed: Cents::new(confirmed), paid: Cents::new(paid) }
}

/// Money in cents: cash, then in kind.
fn money(cash: [i64; 3], in_kind: [i64; 3]) -> Money {
    Money { cash: amounts(cash), in_kind: amounts(in_kind) }
}

fn named(money: &MoneyReport) -> Vec<(Option<&str>, Money)> {
    let row = |row: &'_ Contribution| row.money;
    let name = |row: &'_ Contribution| row.contributor.as_ref().map(|organisation| organisation.name.clone());
    let rows = money.contributions.iter().map(|one| (name(one), row(one)));
    rows.map(|(name, money)| (name.map(|name| &*name.leak()), money)).collect()
}

#[test]
fn each_action_gets_its_part_of_the_projects_under_it() {
    let report = sustainability_report(&facts());
    let of = |axis: usize, action: usize| report.axes[axis].strategies[0].actions[action].money;
    assert_eq!(of(0, 0), money([4_333, 3_666, 1_667], [3_000, 0, 0]));
    assert_eq!(of(0, 1), Money::default());
    assert_eq!(of(1, 0), money([7_667, 6_334, 4_334], [0, 0, 0]));
}

#[test]
fn axes_add_up_to_the_plan_and_name_who_gave_what() {
    let report = sustainability_report(&facts());
    assert_eq!(report.money.total, money([12_000, 10_000, 6_001], [3_000, 0, 0]));
    let (dislivelli, susa) = (Some("Associazione <Dislivelli> & amici"), Some("Comune di Susa"));
    assert_eq!(
        named(&report.money),
        [
            (dislivelli, money([1_000, 1_000, 1_000], [3_000, 0, 0])),
            (susa, money([10_000, 8_000, 5_001], [0, 0, 0])),
            (None, money([1_000, 1_000, 0], [0, 0, 0])),
        ]
    );
    assert_eq!(
        named(&report.axes[0].money),
        [
            (dislivelli, money([0, 0, 0], [3_000, 0, 0])),
            (susa, money([3_333, 2_666, 1_667], [0, 0, 0])),
            (None, money([1_000, 1_000, 0], [0, 0, 0])),
        ]
    );
    assert_eq!(report.axes[1].money.total, money([7_667, 6_334, 4_334], [0, 0, 0]));
}

#[test]
fn what_contradicts_itself_is_left_out_and_named() {
    let report = sustainability_report(&facts());
    assert_eq!(report.left_out.money, money([96_000, 96_000, 111_150], [0, 0, 0]));
    assert_eq!(report.left_out.projects[0].title, "Palestra <comunale> & \"scuola\"");
    let clean = sustainability_report(&ReportFacts { anomalies: Vec::new(), ..facts() });
    assert_eq!(clean.left_out, crate::model::sustainability::LeftOut::default());
    assert_eq!(clean.money.total.cash, amounts([108_000, 106_000, 117_151]));
}

#[test]
fn actions_are_counted_where_they_stand() {
    let report = sustainability_report(&facts());
    assert_eq!(report.actions, ActionCounts { active: 1, completed: 1, abandoned: 1, total: 3, draft: 0 });
    assert_eq!(report.axes.iter().map(|axis| axis.actions.total).sum::<u32>(), report.actions.total);
}

#[test]
fn shares_that_have_ended_give_nothing() {
    let mut ended = facts();
    for (_, share) in &mut ended.shares {
        share.validity.to = Some("2023-12-30".parse().unwrap());
    }
    assert_eq!(sustainability_report(&ended).money, MoneyReport::default());
}

#[test]
fn every_indicator_stands_in_one_place_and_is_counted_once() {
    let report = sustainability_report(&facts());
    let codes = |indicators: &crate::model::sustainability::IndicatorsReport| -> Vec<String> {
        indicators.indicators.iter().map(|one| one.indicator.code.clone()).collect()
    };
    // Waste points to an objective of each axis, so it stands under the first.
    assert_eq!(codes(&report.axes[0].indicators), ["ECO-1", "AMB-2"]);
    assert_eq!(codes(&report.axes[1].indicators), ["AMB-1", "AMB-3"]);
    assert_eq!(codes(&report.indicators), ["SOC-1"]);
    let all = report.outcomes.total();
    assert_eq!((all.improved, all.stable, all.worsened, all.not_computable, all.total()), (2, 0, 1, 2, 5));
    let parts = report.axes.iter().map(|axis| axis.indicators.counts.total().total()).sum::<u32>();
    assert_eq!(parts + report.indicators.counts.total().total(), all.total());
}

#[test]
fn what_a_second_person_has_not_checked_is_not_in_the_report() {
    let mut unchecked = facts();
    let entered = unchecked.indicators.iter().cloned().map(|mut one| {
        for measurement in &mut one.measurements {
            measurement.state = cordata_domain::indicator::MeasurementState::Submitted;
        }
        one
    });
    unchecked.indicators = entered.collect::<Vec<_>>().into_iter().collect();
    let report = sustainability_report(&unchecked);
    assert_eq!(report.outcomes.total().not_computable, 5);
}
