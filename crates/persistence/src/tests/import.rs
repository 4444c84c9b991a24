//! Imports of the recovery plan: once, again, and with changed rows.

use cordata_app::funding::ReduceCommitment;
use cordata_app::import::{ImportReport, RecoveryPlanImport};
use cordata_app::page::Window;
use cordata_app::ports::funding::{CommitmentFilter, FundingReads, MatrixFilter, ProjectFilter};
use cordata_app::ports::read::{PeopleReads, StakeholderFilter};
use cordata_app::project::{AdvanceProject, CreateProject, ReviseBudget};
use cordata_app::{AppError, Caller};
use cordata_domain::funding::recovery_plan::{Row, SourceColumn};
use cordata_domain::funding::{EntryKind, Nature, Position};
use cordata_domain::ids::ProjectId;
use cordata_domain::money::Cents;
use cordata_domain::project::{Cup, Project, ProjectState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::money::{Bench, bench, budget, draft, everybody, today};
use crate::entity::{audit_entry, project_total};

const CUP: &str = "B73C22000050001";

fn row(code: &str, body: Option<&str>, sources: &[(SourceColumn, i64)], total: i64) -> Row {
    Row {
        line: 2,
        code: code.to_owned(),
        cup: Cup::parse(code).ok(),
        measure: "M5C2I2.02.03".to_owned(),
        body: body.map(str::to_owned),
        sources: sources.iter().map(|(source, cents)| (*source, Cents::new(*cents))).collect(),
        to_be_found: Cents::ZERO,
        total: Cents::new(total),
        exact: true,
    }
}

fn rows() -> Vec<Row> {
    use SourceColumn::{Municipality, Private, RecoveryPlan};
    vec![
        row(CUP, Some("COMUNE DI BUSSOLENO"), &[(Municipality, 10_050), (RecoveryPlan, 89_950)], 100_000),
        row(CUP, Some("COMUNE DI BUSSOLENO"), &[(RecoveryPlan, 5_000)], 5_000),
        row("riga-3", None, &[(Private, 700), (RecoveryPlan, 700)], 1_400),
        row("riga-4", None, &[(RecoveryPlan, 961)], 960),
    ]
}

async fn import(bench: &Bench, rows: Vec<Row>) -> Result<ImportReport, AppError> {
    let mut import = survey(bench, rows).await?;
    while import.remaining() > 0 {
        import.step(&bench.app, &Caller::operator(), 1_000).await?;
    }
    Ok(import.into_report())
}

async fn survey(bench: &Bench, rows: Vec<Row>) -> Result<RecoveryPlanImport, AppError> {
    RecoveryPlanImport::survey(&bench.trial.database, &Caller::operator(), rows).await
}

fn counts(report: &ImportReport) -> [usize; 5] {
    [report.created, report.changed, report.unchanged, report.anomalies, report.bodies_added]
}

async fn projects(bench: &Bench) -> Vec<Project> {
    let page =
        bench.trial.database.projects(&everybody(), &ProjectFilter::default(), today(), &Window::first(100)).await;
    page.unwrap().into_items()
}

async fn imported(bench: &Bench, code: &str) -> Project {
    let found = projects(bench)
        .await
        .into_iter()
        .find(|project| project.source_key.as_ref().is_some_and(|key| key.code == code && key.nth == 1));
    found.unwrap()
}

async fn positions(bench: &Bench, project: &Project) -> Vec<(i128, i128, i128)> {
    let found = bench.trial.database.commitments_of(&everybody(), &[project.id]).await.unwrap();
    let numbers = |position: Position| (position.promised.get(), position.confirmed.get(), position.paid.get());
    found.into_iter().map(|(_, position)| numbers(position)).collect()
}

#[tokio::test]
async fn an_import_makes_projects_promises_and_totals() {
    let bench = bench().await;
    let dry = survey(&bench, rows()).await.unwrap().into_preview();
    assert_eq!((counts(&dry), projects(&bench).await.len()), ([4, 0, 0, 1, 3], 0));
    let report = import(&bench, rows()).await.unwrap();
    assert_eq!(counts(&report), [4, 0, 0, 1, 3], "Bussoleno, PNRR, Privati");
    assert_eq!(report.all.total, "1073.60");

    let database = &bench.trial.database;
    let project = imported(&bench, CUP).await;
    assert_eq!((project.state, project.anomaly, project.cups.len()), (ProjectState::Implementing, false, 1));
    let totals = bench.totals(project.id).await;
    assert_eq!((totals.budget_cash, totals.gap_cash()), (Cents::new(100_000), Cents::ZERO));
    assert_eq!(positions(&bench, &project).await, [(10_050, 10_050, 0), (89_950, 89_950, 0)]);
    let promises = database.commitments_of(&everybody(), &[project.id]).await.unwrap();
    assert_eq!(promises[0].0.contributor, project.lead, "a municipality pays for itself");
    let entries = database.entries_of(&everybody(), &[promises[0].0.id]).await.unwrap();
    let kinds: Vec<EntryKind> = entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [EntryKind::Pledged, EntryKind::Confirmed]);

    let over = imported(&bench, "riga-4").await;
    assert_eq!((over.anomaly, over.cups.len(), over.lead), (true, 0, None));
    assert_eq!(bench.totals(over.id).await.gap_cash(), Cents::new(-1));
    let sum = async |certified| {
        let filter = MatrixFilter { certified, ..MatrixFilter::default() };
        let rows = database.matrix_rows(&everybody(), &filter, today()).await.unwrap();
        let by_source = database.totals_by_source(&everybody(), certified).await.unwrap();
        let of_rows: i128 = rows.iter().map(|row| row.position.confirmed.get()).sum();
        assert_eq!(of_rows, by_source.iter().map(|of| of.position.confirmed.get()).sum::<i128>());
        of_rows
    };
    assert_eq!((sum(false).await, sum(true).await), (107_361, 106_400));
    let sources = database.funding_sources(&Window::first(20)).await.unwrap().into_items();
    assert_eq!(sources.len(), 10);
    let plan = sources.iter().find(|source| source.code == "RECOVERY_PLAN").map(|source| source.id);
    let of_plan = CommitmentFilter { source: plan, ..CommitmentFilter::default() };
    assert_eq!(database.count_commitments(&everybody(), &of_plan).await.unwrap(), 4);
}

#[tokio::test]
async fn a_second_run_of_the_same_file_changes_nothing() {
    let bench = bench().await;
    import(&bench, rows()).await.unwrap();
    let before = projects(&bench).await;
    let report = import(&bench, rows()).await.unwrap();
    assert_eq!(counts(&report), [0, 0, 4, 1, 0]);
    assert_eq!(projects(&bench).await, before);
    assert_eq!(bench.trial.database.count_commitments(&everybody(), &CommitmentFilter::default()).await.unwrap(), 6);
}

#[tokio::test]
async fn a_changed_row_adds_a_budget_and_entries() {
    use SourceColumn::{Municipality, OtherFunds, RecoveryPlan};
    let bench = bench().await;
    import(&bench, rows()).await.unwrap();
    let mut changed = rows();
    let sources = [(Municipality, 20_050), (RecoveryPlan, 79_950), (OtherFunds, 500)];
    changed[0] = row(CUP, Some("COMUNE DI BUSSOLENO"), &sources, 100_500);
    let report = import(&bench, changed).await.unwrap();
    assert_eq!(counts(&report), [0, 1, 3, 1, 1]);
    let project = imported(&bench, CUP).await;
    assert_eq!(
        positions(&bench, &project).await,
        [(20_050, 20_050, 0), (79_950, 79_950, 0), (500, 500, 0)],
        "although one rose before the other fell"
    );
    let budgets = bench.trial.database.budgets_of(&everybody(), &[project.id]).await.unwrap();
    let cash: Vec<i128> = budgets.iter().map(|(_, revision)| revision.budget.cash.get()).collect();
    assert_eq!(cash, [100_000, 100_500]);
    let promises = bench.trial.database.commitments_of(&everybody(), &[project.id]).await.unwrap();
    let entries = bench.trial.database.entries_of(&everybody(), &[promises[1].0.id]).await.unwrap();
    assert_eq!(entries.last().map(|entry| (entry.kind, entry.amount.get())), Some((EntryKind::Reduced, 10_000)));
    assert_eq!(bench.totals(project.id).await.gap_cash(), Cents::ZERO);
}

#[tokio::test]
async fn money_of_another_body_is_promised_anew_and_what_was_paid_stays_with_the_first() {
    use SourceColumn::{Municipality, RecoveryPlan};
    let bench = bench().await;
    import(&bench, rows()).await.unwrap();
    let project = imported(&bench, CUP).await;
    let database = &bench.trial.database;
    let first = database.commitments_of(&everybody(), &[project.id]).await.unwrap()[0].0.clone();
    bench.pay(first.id, 50).await.unwrap();
    let of = |body: &str| {
        let mut changed = rows();
        changed[0] = row(CUP, Some(body), &[(Municipality, 10_050), (RecoveryPlan, 89_950)], 100_000);
        changed
    };
    import(&bench, of("COMUNE DI SUSA")).await.unwrap();
    let expected = [(50, 50, 50), (89_950, 89_950, 0), (10_000, 10_000, 0)];
    assert_eq!(positions(&bench, &project).await, expected);
    let promises = database.commitments_of(&everybody(), &[project.id]).await.unwrap();
    assert_eq!(promises[0].0.contributor, first.contributor, "its entries are its own");
    let now = imported(&bench, CUP).await;
    assert_ne!(now.lead, first.contributor);
    assert_eq!((promises[2].0.contributor, now.anomaly), (now.lead, false));
    assert_eq!(bench.totals(project.id).await.gap_cash(), Cents::ZERO);

    import(&bench, of("COMUNE DI BUSSOLENO")).await.unwrap();
    let expected = [(10_050, 10_050, 50), (89_950, 89_950, 0), (0, 0, 0)];
    assert_eq!(positions(&bench, &project).await, expected, "the first body is named again");
}

#[tokio::test]
async fn totals_are_exempt_from_the_check_only_while_their_amounts_break_it() {
    let bench = bench().await;
    import(&bench, rows()).await.unwrap();
    let exempt = async |project: ProjectId| {
        let found = project_total::Entity::find_by_id(project.0).one(bench.trial.database.reader()).await;
        found.unwrap().unwrap().exempt
    };
    let over = imported(&bench, "riga-4").await.id;
    let promise = bench.trial.database.commitments_of(&everybody(), &[over]).await.unwrap()[0].0.id;
    bench.pay(promise, 1).await.unwrap();
    assert!(exempt(over).await, "more sources than the total");
    let mut mended = rows();
    mended[3] = row("riga-4", None, &[(SourceColumn::RecoveryPlan, 960)], 960);
    import(&bench, mended).await.unwrap();
    assert!(!exempt(over).await, "mended by the publisher");

    let cut = bench.project("Sentiero", budget(1_000, 0), &[]).await;
    let promise = bench.pledge(cut, 12, Nature::Cash, 800).await;
    bench.confirm(promise).await.unwrap();
    let revise = ReviseBudget {
        project: cut,
        expected_version: 1,
        budget: budget(500, 0),
        effective_on: today(),
        reason: Some("ribasso".to_owned()),
    };
    bench.run(revise).await.unwrap();
    assert!(exempt(cut).await, "less budget than what is confirmed");
    let reduce = async |cents: i64| {
        let reduce = ReduceCommitment {
            idempotency_key: format!("meno {cents}"),
            commitment: promise,
            amount: Cents::new(cents),
            reason: "ribasso".to_owned(),
        };
        bench.run(reduce).await.unwrap();
    };
    reduce(299).await;
    assert!(exempt(cut).await);
    reduce(1).await;
    assert!(!exempt(cut).await, "the entry that mends it brings the check back");
}

#[tokio::test]
async fn a_cut_below_what_is_paid_is_kept_as_an_anomaly_until_it_is_mended() {
    use SourceColumn::RecoveryPlan;
    let bench = bench().await;
    import(&bench, rows()).await.unwrap();
    let project = imported(&bench, "riga-3").await;
    let promise = bench.trial.database.commitments_of(&everybody(), &[project.id]).await.unwrap()[1].0.id;
    bench.pay(promise, 600).await.unwrap();
    let with = |amount: i64| {
        let mut changed = rows();
        changed[2] = row("riga-3", None, &[(RecoveryPlan, amount)], amount);
        changed
    };
    import(&bench, with(500)).await.unwrap();
    assert_eq!(positions(&bench, &project).await, [(0, 0, 0), (500, 500, 600)]);
    assert!(imported(&bench, "riga-3").await.anomaly);
    import(&bench, with(650)).await.unwrap();
    assert_eq!(positions(&bench, &project).await, [(0, 0, 0), (650, 650, 600)]);
    assert!(!imported(&bench, "riga-3").await.anomaly);
}

#[tokio::test]
async fn a_project_that_was_called_off_here_does_not_stop_an_import() {
    let bench = bench().await;
    import(&bench, rows()).await.unwrap();
    let project = imported(&bench, "riga-3").await;
    let cancel = AdvanceProject {
        project: project.id,
        expected_version: project.version,
        target: ProjectState::Cancelled,
        reason: Some("rinuncia".to_owned()),
    };
    bench.run(cancel).await.unwrap();
    let mut changed = rows();
    changed[2] = row("riga-3", None, &[(SourceColumn::Private, 900)], 900);
    assert_eq!(import(&bench, changed).await.unwrap().changed, 1);
    assert_eq!(imported(&bench, "riga-3").await.state, ProjectState::Cancelled);
    assert_eq!(bench.totals(project.id).await.budget_cash, Cents::new(900));
}

#[tokio::test]
async fn bodies_whose_addresses_clash_get_numbers() {
    let bench = bench().await;
    let long = "AZIENDA ".repeat(12);
    let rows = ["A", "B", "C"].map(|end| row("riga-1", Some(&format!("{long}{end}")), &[], 100));
    assert_eq!(import(&bench, rows.to_vec()).await.unwrap().bodies_added, 3);
    let filter = StakeholderFilter { text: Some("azienda".to_owned()), ..StakeholderFilter::default() };
    let found = bench.trial.database.stakeholders(&filter, &Window::first(10)).await.unwrap().into_items();
    let slugs: std::collections::BTreeSet<String> = found.into_iter().map(|body| body.slug).collect();
    assert_eq!(slugs.len(), 3);
    assert!(slugs.iter().any(|slug| slug.ends_with("-3")), "{slugs:?}");
}

#[tokio::test]
async fn an_import_of_many_rows_takes_few_statements() {
    let bench = bench().await;
    let database = &bench.trial.database;
    let many = |count: usize| -> Vec<Row> {
        (0..count).map(|n| row(&format!("riga-{n}"), None, &[(SourceColumn::RecoveryPlan, 100)], 100)).collect()
    };
    bench.run(CreateProject { draft: draft("Altro", None), actions: vec![], budget: None }).await.unwrap();
    let before = database.statements();
    import(&bench, many(1_200)).await.unwrap();
    let sent = database.statements() - before;
    assert!(sent < 80, "{sent} statements");
    assert_eq!(database.count_projects(&everybody(), &ProjectFilter::default(), today()).await.unwrap(), 1_201);
}

#[tokio::test]
async fn a_run_that_breaks_off_leaves_whole_steps_and_says_what_remained() {
    use SourceColumn::RecoveryPlan;
    let bench = bench().await;
    let file = |amount: i64| -> Vec<Row> {
        (0..10).map(|n| row(&format!("riga-{}", n / 2), None, &[(RecoveryPlan, amount)], amount)).collect()
    };
    let mut broken_off = survey(&bench, file(100)).await.unwrap();
    for _ in 0..2 {
        broken_off.step(&bench.app, &Caller::operator(), 3).await.unwrap();
    }
    drop(broken_off);
    assert_eq!((projects(&bench).await.len(), remaining(&bench).await), (6, vec![7, 4]));

    let mut carried_on = survey(&bench, file(100)).await.unwrap();
    assert_eq!(carried_on.remaining(), 4, "rows of one code keep their numbers");
    while carried_on.remaining() > 0 {
        carried_on.step(&bench.app, &Caller::operator(), 3).await.unwrap();
    }
    assert_eq!(counts(&carried_on.into_report()), [4, 0, 6, 0, 0]);
    assert_eq!(remaining(&bench).await, [7, 4, 1, 0], "one run in the trail");
    assert_eq!(counts(&import(&bench, file(100)).await.unwrap()), [0, 0, 10, 0, 0]);
    assert_eq!(remaining(&bench).await, [7, 4, 1, 0], "nothing to tell");

    let mut changed = survey(&bench, file(200)).await.unwrap();
    changed.step(&bench.app, &Caller::operator(), 60).await.unwrap();
    assert_eq!(changed.remaining(), 8, "a changed row counts as many new ones");
}

/// What remained after each step of the run, oldest first.
async fn remaining(bench: &Bench) -> Vec<u64> {
    let entries = audit_entry::Entity::find()
        .filter(audit_entry::Column::SubjectKind.eq("Import"))
        .order_by_asc(audit_entry::Column::Id)
        .all(bench.trial.database.reader())
        .await
        .unwrap();
    let runs: std::collections::BTreeSet<_> = entries.iter().map(|entry| entry.subject_id).collect();
    assert_eq!(runs.len(), 1);
    entries.iter().map(|entry| entry.detail["remaining"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn two_imports_at_once_write_each_row_once() {
    let bench = bench().await;
    let [mut first, mut second] = [survey(&bench, rows()).await.unwrap(), survey(&bench, rows()).await.unwrap()];
    first.step(&bench.app, &Caller::operator(), 3).await.unwrap();
    second.step(&bench.app, &Caller::operator(), 10).await.unwrap();
    first.step(&bench.app, &Caller::operator(), 3).await.unwrap();
    assert_eq!(counts(&first.into_report()), [3, 0, 1, 1, 3]);
    assert_eq!(counts(&second.into_report()), [1, 0, 3, 1, 0]);
    assert_eq!(projects(&bench).await.len(), 4);
}
