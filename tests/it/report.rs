//! The sustainability report: what citizens read adds up to what was promised, confirmed and paid.

use std::process::Command;

use cordata_app::funding::{
    AcceptInKind, ConfirmCommitment, DeclareInKind, DocumentInKind, PledgeCommitment, RecordPayment,
};
use cordata_app::plan::{
    AdvancePlan, AdvancePlanAction, CreateAxis, CreatePlan, CreatePlanAction, CreateStrategy, PlanActionStep,
};
use cordata_app::ports::plan::PlanReads;
use cordata_app::ports::{IdGen, Store};
use cordata_app::project::CreateProject;
use cordata_domain::funding::{Commitment, CommitmentDraft, Entry, EntryKind, InKindDraft, Nature, Position};
use cordata_domain::ids::{CommitmentId, ObjectiveId, PersonId, PlanActionId, PlanId, ProjectId, StakeholderId};
use cordata_domain::indicator::{
    Baseline, BaselineDraft, Counted, Decimal, Dimensions, Direction, Frequency, Indicator, IndicatorClass,
    IndicatorDraft, IndicatorKind, Measurement, MeasurementDraft, Observation, Recording, ReferencePeriod, Series,
    Source, Target, TargetDraft, Unit,
};
use cordata_domain::money::Cents;
use cordata_domain::percent::Share;
use cordata_domain::period::Validity;
use cordata_domain::plan::{CityRole, Competence, ObjectiveOwner, PlanActionCode, PlanActionDraft, PlanState};
use cordata_domain::policy::Visibility;
use cordata_domain::project::{Budget, ProjectDraft};
use cordata_domain::{Locale, LocalisedText};
use cordata_tests::TestApp;
use cordata_tests::fixture::{organisation, person, set_up};
use cordata_tests::time::TestIds;
use serde_json::{Value, json};

use crate::command_line::program;

fn period() -> Validity {
    Validity::new("2026-01-01".parse().unwrap(), Some("2028-12-31".parse().unwrap())).unwrap()
}

/// A plan of 2026 with axes of so many actions each, in one strategy.
async fn plan(app: &TestApp, actions_of_axes: &[usize]) -> (PlanId, Vec<PlanActionId>) {
    let title = LocalisedText::bilingual("Piano di prova", "Trial plan");
    let plan = app.run(CreatePlan { edition: "2026-2028".to_owned(), title, period: period() }).await;
    let mut actions = Vec::new();
    for (index, count) in actions_of_axes.iter().enumerate() {
        let code = (index + 1).to_string();
        let title = LocalisedText::italian(format!("Asse di prova {code}"));
        let axis = app.run(CreateAxis { plan, code: code.clone(), title: title.clone(), terms: Vec::new() }).await;
        let strategy = app.run(CreateStrategy { axis, code: format!("{code}.1"), title }).await;
        for n in 1..=*count {
            let draft = PlanActionDraft {
                code: PlanActionCode::parse(&format!("{code}.1.{n}")).unwrap(),
                title: LocalisedText::italian(format!("Azione di prova {n}")),
                competence: Competence::Shared,
                city_role: CityRole::Directs,
                lead: None,
                terms: Vec::new(),
            };
            let objectives = vec![format!("Obiettivo {n}")];
            let create = CreatePlanAction { strategy, draft, objectives, language: Locale::italian() };
            actions.push(app.run(create).await);
        }
    }
    (plan, actions)
}

/// Opens the plan to everybody.
async fn publish(app: &TestApp, plan: PlanId) {
    app.run(AdvancePlan { plan, expected_version: 1, target: PlanState::Consultation, act: None }).await;
}

async fn project(app: &TestApp, parts: &[(PlanActionId, u32)]) -> ProjectId {
    let draft = ProjectDraft {
        title: "Progetto di prova".to_owned(),
        language: Locale::italian(),
        lead: None,
        table: None,
        cups: Vec::new(),
        measure: None,
        starts_on: None,
        ends_on: None,
    };
    let actions = parts.iter().map(|(action, points)| (*action, Share::from_points(*points).unwrap())).collect();
    let budget = Some(Budget::new(Cents::new(100_000_000), Cents::new(100_000_000)).unwrap());
    app.run(CreateProject { draft, actions, budget }).await
}

/// A promise in cents, confirmed.
async fn give(
    app: &TestApp,
    project: ProjectId,
    by: Option<StakeholderId>,
    nature: Nature,
    cents: i64,
) -> CommitmentId {
    let draft = CommitmentDraft { project, contributor: by, source: None, nature, agreement: None, conditions: None };
    let key = format!("{project} {} {nature:?} {cents}", by.map_or_else(String::new, |by| by.to_string()));
    let pledge = PledgeCommitment {
        idempotency_key: format!("p {key}"),
        draft,
        amount: Cents::new(cents),
        act: None,
        confirmation: None,
    };
    let commitment = app.run(pledge).await;
    let act = Some("DGC 12/2026".to_owned());
    app.run(ConfirmCommitment { idempotency_key: format!("c {key}"), commitment, act, decision: None }).await;
    commitment
}

/// What is given on a promise: money is paid, work is reported and accepted.
async fn settle(app: &TestApp, commitment: CommitmentId, nature: Nature, cents: i64) {
    if nature == Nature::Cash {
        return pay(app, commitment, cents).await;
    }
    let draft = InKindDraft {
        amount: Cents::new(cents),
        given_on: "2026-08-20".parse().unwrap(),
        description: "Una giornata di lavoro".to_owned(),
        act: None,
    };
    let key = format!("{commitment} {cents}");
    let in_kind = app.run(DeclareInKind { idempotency_key: key.clone(), commitment, draft }).await;
    let reference = "Foglio ore".to_owned();
    app.run(DocumentInKind { in_kind, expected_version: 1, reference, document: None }).await;
    app.run(AcceptInKind { idempotency_key: key, in_kind }).await;
}

async fn pay(app: &TestApp, commitment: CommitmentId, cents: i64) {
    let payment = RecordPayment {
        idempotency_key: format!("{commitment} {cents}"),
        commitment,
        amount: Cents::new(cents),
        on: "2026-08-20".parse().unwrap(),
        reference: Some("Mandato 7".to_owned()),
        order_only: false,
    };
    app.run(payment).await;
}

fn on(day: &str) -> ReferencePeriod {
    ReferencePeriod::day(day.parse().unwrap())
}

fn source() -> Source {
    Source::new("ARPA Piemonte", None, "2026-07-15".parse().unwrap()).unwrap()
}

fn stock(n: usize, objective: ObjectiveId) -> IndicatorDraft {
    IndicatorDraft {
        code: format!("IND-{n}"),
        name: LocalisedText::italian(format!("Indicatore di prova {n}")),
        class: [IndicatorClass::Economic, IndicatorClass::Social, IndicatorClass::Environmental][n % 3],
        objectives: vec![objective],
        unit: Unit::Named(LocalisedText::italian("t")),
        kind: IndicatorKind::Stock { max_age_days: 400 },
        direction: Direction::LowerIsBetter,
        tolerance: Decimal::ZERO,
        frequency: Frequency::Annual,
        decimals: 1,
        counted: Counted::Things,
        source: "ARPA Piemonte".to_owned(),
        steward: None,
        series: Series {
            version: 1,
            label: LocalisedText::italian("Prima"),
            since: "2015-01-01".parse().unwrap(),
            reason: None,
            formula: None,
        },
    }
}

/// Where an indicator starts, at 40, and where it is to go, to 20.
fn course(app: &TestApp, ids: &TestIds, indicator: &Indicator, plan: PlanId) -> (Baseline, Target) {
    let now = app.app.now();
    let start = BaselineDraft {
        series: Some(1),
        dimensions: Dimensions::default(),
        period: on("2025-12-31"),
        observation: Observation::Value(Decimal::from(40)),
        source: source(),
        late_reason: None,
        confirmation: None,
    };
    let goal = TargetDraft {
        series: Some(1),
        dimensions: Dimensions::default(),
        period: on("2028-12-31"),
        value: Decimal::from(20),
        source: source(),
        reason: None,
        confirmation: None,
    };
    let moment = (now.date_naive(), now);
    let baseline = Baseline::set(ids.uuid(now).into(), indicator, (plan, &period()), start, moment).unwrap();
    let target = Target::set(ids.uuid(now).into(), indicator, plan, goal, (Some(&baseline), None, now)).unwrap();
    (baseline, target)
}

/// A published value of 30.
fn published(app: &TestApp, ids: &TestIds, indicator: &Indicator, by: PersonId) -> Measurement {
    let now = app.app.now();
    let draft = MeasurementDraft {
        series: Some(1),
        dimensions: Dimensions::default(),
        period: on("2026-06-30"),
        observation: Observation::Value(Decimal::from(30)),
        source: source(),
        note: None,
        confirmation: None,
    };
    let recording =
        Recording { today: now.date_naive(), others: &[], target: None, by: None, on_behalf_of: None, at: now };
    let mut value = Measurement::record(ids.uuid(now).into(), indicator, draft, &recording).unwrap();
    value.submit().unwrap();
    value.validate(Some(by), now).unwrap();
    value.publish(now).unwrap();
    value
}

/// Indicators of the actions' objectives, each half of the way from its baseline to its target.
async fn indicators(app: &TestApp, plan: PlanId, actions: &[PlanActionId], count: usize) {
    let owners: Vec<ObjectiveOwner> = actions.iter().copied().map(ObjectiveOwner::Action).collect();
    let everything = Visibility { everything: true, ..Visibility::default() };
    let objectives = app.database.objectives_of(&everything, &owners).await.unwrap();
    let validator = person(app, "Validatore", "it").await;
    let ids = TestIds::default();
    let mut tx = app.database.begin().await.unwrap();
    for n in 0..count {
        let draft = stock(n, objectives[n % objectives.len()].id);
        let mut indicator = Indicator::new(ids.uuid(app.app.now()).into(), draft).unwrap();
        indicator.activate().unwrap();
        let (baseline, target) = course(app, &ids, &indicator, plan);
        tx.insert_indicator(&indicator).await.unwrap();
        tx.insert_baseline(&baseline).await.unwrap();
        tx.insert_target(&target).await.unwrap();
        tx.insert_measurement(&published(app, &ids, &indicator, validator)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn cents(amount: &Value) -> i64 {
    Cents::parse(amount["amount"].as_str().unwrap()).unwrap().to_stored()
}

const REPORT: &str = "query($asOf: Date) { sustainabilityReport(by: { edition: \"2026-2028\" }, asOf: $asOf) {
    asOf actions { total draft active completed abandoned }
    money { ...given } leftOut { projects { id } } outcomes { total { improved total } }
    axes { code actions { total } indicators { outcomes { total { total } } } objectives { text } money { ...given }
        strategies { actions { code state objectives { text } money { cash { paid { amount } } } } } } } }
    fragment given on ReportMoneyByContributor { total { ...both } contributions { contributor { name } money { ...both } } }
    fragment both on ReportMoney { cash { promised { amount } confirmed { amount } paid { amount } }
        inKind { promised { amount } confirmed { amount } paid { amount } } }";

async fn report(app: &TestApp, as_of: Option<&str>) -> Value {
    app.query(None, REPORT, json!({ "asOf": as_of })).await["sustainabilityReport"].clone()
}

/// Cash and work: promised, confirmed, paid.
fn figures(money: &Value) -> [i64; 6] {
    let [cash, in_kind] =
        ["cash", "inKind"].map(|nature| ["promised", "confirmed", "paid"].map(|step| cents(&money[nature][step])));
    [cash[0], cash[1], cash[2], in_kind[0], in_kind[1], in_kind[2]]
}

fn added(parts: impl Iterator<Item = [i64; 6]>) -> [i64; 6] {
    parts.fold([0; 6], |sum, part| std::array::from_fn(|index| sum[index] + part[index]))
}

#[tokio::test]
async fn a_large_plan_is_accounted_for_in_twenty_statements_and_adds_up() {
    let app = TestApp::start().await;
    set_up(&app).await;
    let (id, actions) = plan(&app, &[20, 20, 20, 20, 20, 13]).await;
    publish(&app, id).await;
    let mut organisations = Vec::new();
    for n in 0..300 {
        organisations.push(organisation(&app, &format!("Comune di prova {n}")).await);
    }
    for (n, action) in actions.iter().enumerate().take(60) {
        let project = project(&app, &[(*action, 3_333), (actions[n + 50], 6_667)]).await;
        for by in &organisations[n * 5..n * 5 + 5] {
            let nature = if n % 4 == 0 { Nature::InKind } else { Nature::Cash };
            let given = give(&app, project, Some(*by), nature, 10_001 + i64::try_from(n).unwrap()).await;
            settle(&app, given, nature, 77).await;
        }
        give(&app, project, None, Nature::Cash, 333).await;
    }
    indicators(&app, id, &actions, 200).await;
    let before = app.database.statements();
    let told = report(&app, None).await;
    let statements = app.database.statements() - before;
    assert!(statements <= 20, "{statements} statements");
    let page = app.client.get(format!("{}/it/plans/{id}/report", app.url));
    let before = app.database.statements();
    assert_eq!(page.send().await.unwrap().status(), 200);
    assert!(app.database.statements() - before <= 20);

    assert_eq!(told["actions"]["total"], 113);
    assert_eq!(told["actions"]["draft"], 113);
    assert_eq!(told["money"]["contributions"].as_array().unwrap().len(), 301, "300 organisations and one unnamed row");
    assert_eq!(told["outcomes"]["total"], json!({ "improved": 200, "total": 200 }));
    let total = figures(&told["money"]["total"]);
    let axes = told["axes"].as_array().unwrap();
    let placed = axes.iter().map(|axis| axis["indicators"]["outcomes"]["total"]["total"].as_i64().unwrap());
    assert_eq!(placed.sum::<i64>(), 200, "each indicator stands under one axis");
    assert_eq!(added(axes.iter().map(|axis| figures(&axis["money"]["total"]))), total);
    let rows = told["money"]["contributions"].as_array().unwrap();
    assert_eq!(added(rows.iter().map(|row| figures(&row["money"]))), total);

    let cell = "promised { amount } confirmed { amount } paid { amount } inKindPromised { amount } inKindConfirmed { amount } inKindGiven { amount }";
    let plan_id =
        app.query(None, "{ plan(by: { edition: \"2026-2028\" }) { id } }", json!({})).await["plan"]["id"].clone();
    let query =
        format!("query($plan: ID!) {{ contributionMatrix(where: {{ planId: $plan, certified: true }}) {{ {cell} }} }}");
    let matrix = app.query(None, &query, json!({ "plan": plan_id })).await["contributionMatrix"].clone();
    let names = ["promised", "confirmed", "paid", "inKindPromised", "inKindConfirmed", "inKindGiven"];
    let cells = matrix.as_array().unwrap().iter().map(|cell| names.map(|name| cents(&cell[name])));
    assert_eq!(added(cells), total, "the report and the matrix are two views of one ledger");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn a_report_of_an_earlier_day_knows_nothing_of_later_ones() {
    let app = TestApp::start().await;
    set_up(&app).await;
    let (id, actions) = plan(&app, &[1]).await;
    assert_eq!(report(&app, None).await, Value::Null, "a draft is hidden");
    publish(&app, id).await;
    let step = PlanActionStep::Activate;
    app.run(AdvancePlanAction { action: actions[0], expected_version: 1, step }).await;
    let project = project(&app, &[(actions[0], 10_000)]).await;
    let susa = organisation(&app, "Comune di Susa").await;
    let given = give(&app, project, Some(susa), Nature::Cash, 60_000).await;
    app.at("2026-09-10T08:00:00Z");
    pay(&app, given, 25_000).await;

    let paid = |told: &Value| figures(&told["money"]["total"])[2];
    assert_eq!(paid(&report(&app, None).await), 25_000);
    assert_eq!(paid(&report(&app, Some("2026-09-10")).await), 25_000);
    assert_eq!(paid(&report(&app, Some("2026-09-09")).await), 0);
    assert_eq!(figures(&report(&app, Some("2026-09-09")).await["money"]["total"])[0], 60_000);
    assert_eq!(figures(&report(&app, Some("2026-08-31")).await["money"]["total"]), [0; 6]);
    for day in ["2026-09-11", "2025-12-31"] {
        let refused = app.post(None, REPORT, json!({ "asOf": day })).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{day}: {refused}");
        assert_eq!(refused["errors"][0]["extensions"]["path"], json!(["asOf"]));
    }

    let get = async |path: String| {
        let answer = app.client.get(format!("{}{path}", app.url)).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let (status, page) = get(format!("/it/plans/{id}/report?asOf=2026-09-09")).await;
    assert_eq!(status, 200);
    assert!(page.contains("Comune di Susa") && page.contains("09/09/2026") && page.contains("600,00"), "{page}");
    assert!(!page.contains("<script") && !page.contains("style=\""));
    let (_, english) = get(format!("/en/plans/{id}/report")).await;
    assert!(english.contains("€250.00"), "{english}");
    let (_, data) = get(format!("/it/plans/{id}/report.json?asOf=2026-09-10")).await;
    let data: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(data["money"]["total"]["cash"]["paid"], "250.00");
    assert_eq!(data["actions"]["active"], 1);
    for path in ["report?asOf=2027-01-01", "report?asOf=ieri", "report.json?asOf=2027-01-01"] {
        assert_eq!(get(format!("/it/plans/{id}/{path}")).await.0, 400, "{path}");
    }
    let (_, plan) = get(format!("/it/plans/{id}/2026-2028")).await;
    assert!(plan.contains(&format!("/it/plans/{id}/report")), "{plan}");
    app.work().await;
    app.finish().await;
}

/// So many promises of 10^15 euro, as they could be made before amounts were bounded.
async fn promised_before_bounds(app: &TestApp, project: ProjectId, by: StakeholderId, count: usize) {
    let (ids, now) = (TestIds::default(), app.app.now());
    let mut tx = app.database.begin().await.unwrap();
    for _ in 0..count {
        let nature = Nature::Cash;
        let (contributor, source, agreement, conditions) = (Some(by), None, None, None);
        let draft = CommitmentDraft { project, contributor, source, nature, agreement, conditions };
        let commitment = Commitment::pledge(ids.uuid(now).into(), &draft).unwrap();
        let entry = Entry {
            id: ids.uuid(now).into(),
            commitment: commitment.id,
            kind: EntryKind::Pledged,
            amount: Cents::new(HUGE),
            effective_on: now.date_naive(),
            recorded_at: now,
            person: None,
            corrects: None,
            reference: None,
        };
        let (before, after) = (Position::default(), Position::of([&entry]));
        tx.insert_commitment(&commitment).await.unwrap();
        tx.post_entry(&commitment, &entry, &before, &after).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// 10^15 euro, in cents.
const HUGE: i128 = 100_000_000_000_000_000;

#[tokio::test]
async fn stored_promises_of_any_size_are_added_up_and_shown() {
    let app = TestApp::start().await;
    set_up(&app).await;
    let (id, actions) = plan(&app, &[2]).await;
    publish(&app, id).await;
    let bobbio = organisation(&app, "Comune di Bobbio").await;
    for action in &actions {
        let project = project(&app, &[(*action, 10_000)]).await;
        promised_before_bounds(&app, project, bobbio, 92).await;
        give(&app, project, Some(bobbio), Nature::InKind, 100).await;
    }
    let sum = "184000000000000000.00";
    let query = "query($at: DateTime) { fundingTotals(certified: false) { nature promised { amount } }
        contributionMatrix { promised { amount } } past: contributionMatrix(asOf: $at) { promised { amount } }
        projects { nodes { funding { totals { promisedCash { amount } } gap { cash { amount } } } } } }";
    let told = app.query(None, query, json!({ "at": "2026-09-01T08:00:00Z" })).await;
    let cash = json!({ "nature": "CASH", "promised": { "amount": sum } });
    assert!(told["fundingTotals"].as_array().unwrap().contains(&cash), "{told}");
    for matrix in ["contributionMatrix", "past"] {
        let digits = |cell: &Value| cell["promised"]["amount"].as_str().unwrap().replace('.', "");
        let promised = told[matrix].as_array().unwrap().iter().map(|cell| digits(cell).parse::<i128>().unwrap());
        assert_eq!(promised.sum::<i128>(), 184 * HUGE, "{matrix}: {told}");
    }
    for project in told["projects"]["nodes"].as_array().unwrap() {
        assert_eq!(project["funding"]["totals"]["promisedCash"]["amount"], "92000000000000000.00");
        assert_eq!(project["funding"]["gap"]["cash"]["amount"], "1000000.00");
    }
    let report = report(&app, None).await;
    assert_eq!(report["money"]["total"]["cash"]["promised"]["amount"], sum);
    for path in ["report", "report.json", "2026-2028"].map(|part| format!("/it/plans/{id}/{part}")) {
        let answer = app.client.get(format!("{}{path}", app.url)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        let text = answer.text().await.unwrap();
        assert!(path.ends_with("2026-2028") || text.contains("184.000.000") || text.contains(sum), "{path}: {text}");
    }
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn an_operator_writes_the_report_into_a_file() {
    let app = TestApp::start().await;
    set_up(&app).await;
    let (id, actions) = plan(&app, &[1]).await;
    publish(&app, id).await;
    let project = project(&app, &[(actions[0], 10_000)]).await;
    give(&app, project, None, Nature::InKind, 4_200).await;
    let folder = tempfile::tempdir().unwrap();
    let cordata = |arguments: &[&str]| {
        let mut command = Command::new(program());
        command.env("CORDATA_DATA_DIR", folder.path()).env("CORDATA_DATABASE_URL", app.database_url());
        command.arg("report").args(arguments).output().unwrap()
    };
    // The binary has the clock of the machine, which may stand before the plan: it is asked for no day.
    let output = cordata(&["--plan", "2026-2028", "--format", "json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["plan"]["edition"], "2026-2028");
    let file = folder.path().join("report.html");
    let output = cordata(&["--plan", "2026-2028", "--language", "en", "--output", file.to_str().unwrap()]);
    assert!(output.status.success() && output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let html = std::fs::read_to_string(&file).unwrap();
    assert!(
        html.contains("<html lang=\"en\">") && html.contains("Sustainability report of the plan 2026-2028"),
        "{html}"
    );
    let unknown = cordata(&["--plan", "1999-2001"]);
    assert!(!unknown.status.success() && String::from_utf8_lossy(&unknown.stderr).contains("1999-2001"), "{unknown:?}");
    assert!(!cordata(&["--plan", "2026-2028", "--language", "xx"]).status.success());
    assert!(!cordata(&["--plan", "2026-2028", "--as-of", "2999-01-01"]).status.success());
    app.work().await;
    app.finish().await;
}
