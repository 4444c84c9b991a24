//! A small plan of two axes, with every case that a report has to tell apart.

mod indicator;

use std::collections::HashMap;

use chrono_tz::Europe::Rome;
use cordata_domain::funding::{MatrixRow, Nature, Position};
use cordata_domain::money::Cents;
use cordata_domain::percent::Share;
use cordata_domain::period::{LocalMoment, Validity};
use cordata_domain::plan::{
    ActionState, Axis, AxisCode, CityRole, Competence, Objective, ObjectiveOwner, PlanAction, PlanActionCode,
    PlanState, StrategicPlan, Strategy, StrategyCode,
};
use cordata_domain::project::{ActionShare, Project, ProjectDraft};
use cordata_domain::report::CutOff;
use cordata_domain::{Locale, LocalisedText};
use uuid::Uuid;

use crate::build::ReportFacts;

pub(crate) fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn axis(number: u128, code: &str, title: LocalisedText) -> Axis {
    Axis { id: id(number), plan: id(1), code: AxisCode::parse(code).unwrap(), title, terms: Vec::new() }
}

fn strategy(number: u128, axis: u128, code: &str, title: &str) -> Strategy {
    Strategy {
        id: id(number),
        plan: id(1),
        axis: id(axis),
        code: StrategyCode::parse(code).unwrap(),
        title: LocalisedText::italian(title),
    }
}

fn action(number: u128, strategy: u128, code: &str, state: ActionState) -> PlanAction {
    PlanAction {
        id: id(number),
        plan: id(1),
        strategy: id(strategy),
        code: PlanActionCode::parse(code).unwrap(),
        title: LocalisedText::italian(format!("Azione di prova {number}")),
        competence: Competence::Shared,
        city_role: CityRole::Directs,
        lead: None,
        terms: Vec::new(),
        state,
        state_reason: None,
        version: 1,
    }
}

fn actions() -> Vec<PlanAction> {
    let led = PlanAction {
        competence: Competence::Own,
        city_role: CityRole::Delivers,
        lead: Some(id(50)),
        ..action(31, 21, "1.1.1", ActionState::Active)
    };
    let abandoned = PlanAction {
        state_reason: Some("Il finanziamento è stato revocato".to_owned()),
        ..action(32, 21, "1.1.2", ActionState::Abandoned)
    };
    vec![led, abandoned, action(33, 22, "2.1.1", ActionState::Completed)]
}

fn objective(number: u128, owner: ObjectiveOwner, text: &str) -> Objective {
    Objective { id: id(number), owner, position: 1, text: text.to_owned(), language: Locale::italian() }
}

/// What an organisation gives to a project, in cents.
fn row(contributor: Option<u128>, project: u128, nature: Nature, [promised, confirmed, paid]: [i64; 3]) -> MatrixRow {
    let position = Position {
        promised: Cents::new(promised),
        confirmed: Cents::new(confirmed),
        ordered: Cents::new(paid),
        paid: Cents::new(paid),
    };
    MatrixRow { contributor: contributor.map(id), project: id(project), nature, position }
}

fn share(project: u128, action: u128, points: u32) -> (cordata_domain::ids::ProjectId, ActionShare) {
    let validity = Validity::since("2021-01-01".parse().unwrap());
    (id(project), ActionShare { action: id(action), share: Share::from_points(points).unwrap(), validity })
}

/// A project whose published amounts contradict each other.
fn contradictory() -> Project {
    let draft = ProjectDraft {
        title: "Palestra <comunale> & \"scuola\"".to_owned(),
        language: Locale::italian(),
        table: None,
        lead: None,
        cups: Vec::new(),
        measure: None,
        starts_on: None,
        ends_on: None,
    };
    Project { anomaly: true, ..Project::new(id(63), draft).unwrap() }
}

/// The plan as of 31 December 2023. Project 61 is divided among both axes, 62 is under 1.1.1 only, 63 contradicts
/// itself, half of 64 belongs to another plan.
pub(crate) fn facts() -> ReportFacts {
    let period = Validity::new("2021-01-01".parse().unwrap(), Some("2023-12-31".parse().unwrap())).unwrap();
    let title = LocalisedText::bilingual("Torino Metropoli Aumentata", "Torino Augmented Metropolis");
    let plan = StrategicPlan::new(id(1), "2021-2023", title, period).unwrap();
    let plan = StrategicPlan { state: PlanState::Closed, adopting_act: Some("Delibera 7/2021".to_owned()), ..plan };
    let now = "2024-06-30T08:00:00Z".parse().unwrap();
    ReportFacts {
        publisher: "Città metropolitana di Torino".to_owned(),
        cut_off: CutOff::new(Some("2023-12-31".parse().unwrap()), &plan, Rome, now).unwrap(),
        computed_at: LocalMoment::at(now, Rome),
        plan,
        axes: vec![
            axis(11, "1", LocalisedText::bilingual("Digitalizzazione", "Digitalisation")),
            axis(12, "2", LocalisedText::italian("Rivoluzione <verde>")),
        ],
        strategies: vec![strategy(21, 11, "1.1", "Capacità 4.0"), strategy(22, 12, "2.1", "Metropoli verde")],
        actions: actions(),
        objectives: vec![
            objective(41, ObjectiveOwner::Axis(id(12)), "Aria più pulita"),
            objective(42, ObjectiveOwner::Strategy(id(21)), "Più lavoro"),
            objective(43, ObjectiveOwner::Action(id(33)), "Meno rifiuti"),
        ],
        money: vec![
            row(Some(50), 61, Nature::Cash, [10_000, 8_000, 5_001]),
            row(None, 62, Nature::Cash, [1_000, 1_000, 0]),
            row(Some(51), 62, Nature::InKind, [3_000, 0, 0]),
            row(Some(51), 63, Nature::Cash, [96_000, 96_000, 111_150]),
            row(Some(51), 64, Nature::Cash, [2_000, 2_000, 2_000]),
        ],
        shares: vec![
            share(61, 31, 3_333),
            share(61, 33, 6_667),
            share(62, 31, 10_000),
            share(63, 33, 10_000),
            share(64, 33, 5_000),
            share(64, 99, 5_000),
        ],
        anomalies: vec![contradictory()],
        organisations: HashMap::from([
            (id(50), "Comune di Susa".to_owned()),
            (id(51), "Associazione <Dislivelli> & amici".to_owned()),
        ]),
        indicators: indicator::book(),
    }
}
