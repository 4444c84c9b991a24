//! Projects, promises and the ledger: what is stored, what the database refuses, what sums say.

use std::collections::BTreeMap;

use chrono::Duration;
use cordata_app::funding::{ReduceCommitment, ReverseDisbursement};
use cordata_app::page::Window;
use cordata_app::ports::funding::{CommitmentFilter, FundingReads, MatrixFilter, ProjectFilter, SourceTotals};
use cordata_app::ports::read::Lookup;
use cordata_app::project::{AddMilestone, CreateProject, ReviseBudget, SetProjectActions};
use cordata_domain::funding::{EntryKind, MatrixRow, Nature, Position, divide};
use cordata_domain::ids::ProjectId;
use cordata_domain::money::Cents;
use cordata_domain::percent::Share;
use cordata_domain::project::{ProjectState, SourceKey, shares_on};
use cordata_domain::{Reason, RefusalCode};
use sea_orm::ConnectionTrait;

use super::fixture::{begin, id};
use super::money::{actions, bench, budget, confirm, draft, everybody, pledge, reason, today};

const CUP: &str = "B73C22000050001";

fn cents(amounts: [i64; 4]) -> Position {
    let [promised, confirmed, ordered, paid] = amounts.map(Cents::new);
    Position { promised, confirmed, ordered, paid }
}

#[tokio::test]
async fn a_project_comes_back_as_it_was_saved() {
    let bench = bench().await;
    let [first, second] = actions();
    let half = Share::from_points(5_000).unwrap();
    let create = CreateProject {
        draft: draft("Rete ciclabile", Some(CUP)),
        actions: vec![(first, half), (second, half)],
        budget: Some(budget(100_000, 2_000)),
    };
    let project = bench.run(create).await.unwrap();
    let from = today() + Duration::days(10);
    let whole = vec![(second, Share::WHOLE)];
    bench.run(SetProjectActions { project, expected_version: 1, actions: whole, from }).await.unwrap();
    bench.run(AddMilestone { project, title: "Gara".to_owned(), due: from }).await.unwrap();
    let revise = ReviseBudget {
        project,
        expected_version: 3,
        budget: budget(90_000, 2_000),
        effective_on: today(),
        reason: Some("ribasso".to_owned()),
    };
    bench.run(revise).await.unwrap();

    let mut tx = begin(&bench.trial).await;
    let mut saved = tx.project(project).await.unwrap().unwrap();
    assert_eq!((saved.version, saved.shares.len(), saved.milestones.len(), saved.budgets.len()), (4, 3, 1, 2));
    assert_eq!(saved.cups[0].as_str(), CUP);
    assert_eq!(shares_on(&saved.shares, from), [(second, 10_000)]);
    assert_eq!(saved.budget().map(|revision| (revision.number, revision.budget)), Some((2, budget(90_000, 2_000))));
    saved.state = ProjectState::Suspended;
    saved.state_reason = Some("ricorso".to_owned());
    saved.milestones[0].report(40).unwrap();
    tx.update_project(&saved).await.unwrap();
    let again = tx.project(project).await.unwrap().unwrap();
    assert_eq!(again, cordata_domain::project::Project { version: 5, ..saved.clone() });
    tx.commit().await.unwrap();

    let database = &bench.trial.database;
    let found = database.project(&everybody(), &Lookup::Key("b73c22000050001".to_owned())).await.unwrap().unwrap();
    assert_eq!((found.id, found.shares.len()), (project, 0));
    assert_eq!(database.shares_of(&everybody(), &[project]).await.unwrap().len(), 3);
    assert_eq!(database.milestones_of(&everybody(), &[project]).await.unwrap()[0].1.percent_done, 40);
    let numbers: Vec<u32> =
        database.budgets_of(&everybody(), &[project]).await.unwrap().iter().map(|(_, it)| it.number).collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(bench.totals(project).await.budget_cash, Cents::new(90_000));
}

#[tokio::test]
async fn lists_of_projects_are_filtered_and_counted() {
    let bench = bench().await;
    let [first, second] = actions();
    let cycling = bench.project("Rete ciclabile 10", budget(1, 0), &[(first, 10_000)]).await;
    let parks = bench.project("Rete ciclabile 9", budget(1, 0), &[(second, 10_000)]).await;
    let database = &bench.trial.database;
    let ids = async |filter: ProjectFilter| {
        let page = database.projects(&everybody(), &filter, today(), &Window::first(10)).await.unwrap().into_items();
        let found: Vec<ProjectId> = page.iter().map(|project| project.id).collect();
        let count = usize::try_from(database.count_projects(&everybody(), &filter, today()).await.unwrap()).unwrap();
        assert_eq!(found.len(), count);
        found
    };
    assert_eq!(ids(ProjectFilter::default()).await, [parks, cycling], "numbers in titles are ordered as numbers");
    assert_eq!(ids(ProjectFilter { action: Some(first), ..ProjectFilter::default() }).await, [cycling]);
    let measure = Some("m5c2i2.2.3".to_owned());
    assert_eq!(ids(ProjectFilter { measure, ..ProjectFilter::default() }).await.len(), 2);
    assert_eq!(ids(ProjectFilter { text: Some("CICLABILE 9".to_owned()), ..ProjectFilter::default() }).await, [parks]);
    assert_eq!(ids(ProjectFilter { lead: Some(id(11)), ..ProjectFilter::default() }).await, []);
    assert_eq!(ids(ProjectFilter { anomaly: Some(true), ..ProjectFilter::default() }).await, []);
    let before = database.statements();
    ids(ProjectFilter { states: vec![ProjectState::Idea], ..ProjectFilter::default() }).await;
    assert_eq!(database.statements() - before, 3, "the page, its codes and the count");
}

#[tokio::test]
async fn every_entry_moves_the_totals() {
    use EntryKind::{Confirmed, Paid, Pledged, Reduced, Reversed};
    let bench = bench().await;
    let project = bench.project("Bosco", budget(10_000, 5_000), &[]).await;
    let cash = bench.pledge(project, 11, Nature::Cash, 8_000).await;
    let work = bench.pledge(project, 12, Nature::InKind, 3_000).await;
    bench.confirm(cash).await.unwrap();
    bench.confirm(work).await.unwrap();
    let paid = bench.pay(cash, 5_000).await.unwrap();
    let reverse = ReverseDisbursement {
        idempotency_key: "storno".to_owned(),
        entry: paid,
        amount: Cents::new(1_000),
        reason: "errore".to_owned(),
    };
    let reversal = bench.run(reverse.clone()).await.unwrap();
    let more = ReverseDisbursement { idempotency_key: "ancora".to_owned(), amount: Cents::new(4_001), ..reverse };
    assert_eq!(reason(bench.run(more).await), Reason::OverReversal { available: 4_000 });
    let reduce = ReduceCommitment {
        idempotency_key: "taglio".to_owned(),
        commitment: cash,
        amount: Cents::new(2_000),
        reason: "ribasso".to_owned(),
    };
    bench.run(reduce).await.unwrap();

    let database = &bench.trial.database;
    let totals = bench.totals(project).await;
    assert_eq!(
        (totals.promised_cash.get(), totals.confirmed_cash.get(), totals.paid_cash.get()),
        (6_000, 6_000, 4_000)
    );
    assert_eq!((totals.promised_in_kind.get(), totals.confirmed_in_kind.get()), (3_000, 3_000));
    assert_eq!((totals.gap_cash().get(), totals.gap_in_kind().get()), (4_000, 2_000));
    let positions = database.commitments_of(&everybody(), &[project]).await.unwrap();
    assert_eq!(positions[0].1, cents([6_000, 6_000, 0, 4_000]));
    let entries = database.entries_of(&everybody(), &[cash]).await.unwrap();
    assert_eq!(Position::of(&entries), positions[0].1, "the totals are what the ledger adds up to");
    let kinds: Vec<EntryKind> = entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [Pledged, Confirmed, Paid, Reversed, Reduced]);
    assert_eq!(database.entries_by_id(&everybody(), &[reversal]).await.unwrap()[0].corrects, Some(paid));
    let of_work = CommitmentFilter { contributor: Some(id(12)), ..CommitmentFilter::default() };
    let page = database.commitments(&everybody(), &of_work, &Window::first(1)).await.unwrap();
    assert_eq!((page.has_next, page.rows[0].1.0.id), (false, work));
    let page = database.commitments(&everybody(), &CommitmentFilter::default(), &Window::first(1)).await.unwrap();
    let after = Window { after: Some(page.rows[0].0.clone()), ..Window::first(1) };
    let page = database.commitments(&everybody(), &CommitmentFilter::default(), &after).await.unwrap();
    assert_eq!((page.has_next, page.rows[0].1.0.id), (false, work));
}

#[tokio::test]
async fn the_database_refuses_what_the_rules_refuse() {
    let bench = bench().await;
    let project = bench.project("Bosco", budget(10_000, 5_000), &[]).await;
    let cash = bench.pledge(project, 11, Nature::Cash, 8_000).await;
    bench.confirm(cash).await.unwrap();
    let writer = bench.trial.database.writer();
    for against_the_rules in [
        "UPDATE project_total SET confirmed_cash = 10001",
        "UPDATE project_total SET confirmed_in_kind = 5001",
        "UPDATE project_total SET budget_cash = 7999",
        "UPDATE project_total SET paid_cash = -1",
        "UPDATE commitment_total SET paid = 8001",
        "UPDATE commitment_total SET paid = -1",
        "UPDATE commitment_total SET confirmed = 8001",
        "UPDATE budget_revision SET cash = -1",
        "UPDATE ledger_entry SET amount = 1",
        "DELETE FROM ledger_entry",
        "INSERT INTO ledger_entry (id, commitment_id, kind, amount, effective_on, recorded_at) SELECT \
            id, commitment_id, kind, 0, effective_on, recorded_at FROM ledger_entry",
    ] {
        assert!(writer.execute_unprepared(against_the_rules).await.is_err(), "{against_the_rules}");
    }
    for change in ["UPDATE ledger_entry SET amount = 1", "DELETE FROM ledger_entry"] {
        let refused = writer.execute_unprepared(change).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{change}: {refused}");
    }
    let mut tx = begin(&bench.trial).await;
    let commitment = tx.commitment(cash).await.unwrap().unwrap();
    let entry = bench.trial.database.entries_of(&everybody(), &[cash]).await.unwrap().remove(0);
    let entry = cordata_domain::funding::Entry { id: id(99), amount: Cents::new(2_001), ..entry };
    let (before, after) = (cents([8_000, 8_000, 0, 0]), cents([10_001, 10_001, 0, 0]));
    let unasked = tx.post_entry(&commitment, &entry, &before, &after).await;
    assert!(matches!(unasked, Err(cordata_app::AppError::Fault(_))), "{unasked:?}");
}

#[tokio::test]
async fn a_cut_budget_is_shown_as_over_funded_until_it_is_raised() {
    let bench = bench().await;
    let project = bench.project("Bosco", budget(10_000, 0), &[]).await;
    let cash = bench.pledge(project, 11, Nature::Cash, 8_000).await;
    bench.confirm(cash).await.unwrap();
    let revise = |version, amount| ReviseBudget {
        project,
        expected_version: version,
        budget: budget(amount, 0),
        effective_on: today(),
        reason: Some("rimodulazione".to_owned()),
    };
    bench.run(revise(1, 5_000)).await.unwrap();
    assert_eq!(bench.totals(project).await.gap_cash(), Cents::new(-3_000));
    let more = bench.pledge(project, 12, Nature::Cash, 1).await;
    assert_eq!(reason(bench.confirm(more).await), Reason::OverFunding { gap: -3_000 });
    assert!(bench.pay(cash, 100).await.is_ok(), "what is confirmed is still paid");
    bench.run(revise(2, 9_000)).await.unwrap();
    bench.confirm(more).await.unwrap();
    let checked = "UPDATE project_total SET confirmed_cash = 9001";
    assert!(bench.trial.database.writer().execute_unprepared(checked).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_confirmers_never_promise_a_budget_twice() {
    let bench = bench().await;
    let project = bench.project("Bosco", budget(50_000, 0), &[]).await;
    let mut promises = Vec::new();
    for nth in 0..16 {
        promises.push(bench.pledge(project, 11, Nature::Cash, 10_000 + nth).await);
    }
    let confirmers = promises.into_iter().map(|promise| {
        let app = bench.app.clone();
        tokio::spawn(async move { app.execute(&cordata_app::Caller::operator(), confirm(promise)).await })
    });
    let (mut confirmed, mut refused) = (0, 0);
    for confirmer in confirmers.collect::<Vec<_>>() {
        match confirmer.await.unwrap() {
            Ok(_) => confirmed += 1,
            Err(error) => {
                assert_eq!(reason::<()>(Err(error)).code(), RefusalCode::OverFunding);
                refused += 1;
            }
        }
    }
    assert_eq!((confirmed, refused), (4, 12));
    let totals = bench.totals(project).await;
    assert!(totals.gap_cash() >= Cents::ZERO && totals.confirmed_cash >= Cents::new(40_000));
    let positions = bench.trial.database.commitments_of(&everybody(), &[project]).await.unwrap();
    let sum: i128 = positions.iter().map(|(_, position)| position.confirmed.get()).sum();
    assert_eq!(sum, totals.confirmed_cash.get());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_key_does_the_work_once() {
    let bench = bench().await;
    let project = bench.project("Bosco", budget(50_000, 0), &[]).await;
    let again = (0..4).map(|_| {
        let app = bench.app.clone();
        let command = pledge(project, Some(id(11)), Nature::Cash, 700);
        tokio::spawn(async move { app.execute(&cordata_app::Caller::operator(), command).await.unwrap() })
    });
    let mut answers = Vec::new();
    for answer in again.collect::<Vec<_>>() {
        answers.push(answer.await.unwrap());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(bench.totals(project).await.promised_cash, Cents::new(700));
    let mut other = pledge(project, Some(id(11)), Nature::Cash, 700);
    other.amount = Cents::new(701);
    assert_eq!(reason(bench.run(other).await), Reason::IdempotencyMismatch);
    assert_eq!(bench.totals(project).await.promised_cash, Cents::new(700));
}

#[tokio::test]
async fn a_code_of_two_projects_is_ambiguous() {
    let bench = bench().await;
    for title in ["Primo", "Secondo"] {
        let create = CreateProject { draft: draft(title, Some(CUP)), actions: vec![], budget: None };
        bench.run(create).await.unwrap();
    }
    let database = &bench.trial.database;
    assert_eq!(reason(database.project(&everybody(), &Lookup::Key(CUP.to_owned())).await), Reason::AmbiguousCode);
    let none = [CUP.replace('1', "2"), "riga-3".to_owned()];
    for cup in none {
        assert_eq!(database.project(&everybody(), &Lookup::Key(cup)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn the_key_of_a_source_row_is_taken_once() {
    let bench = bench().await;
    let project = bench.project("Primo", budget(1, 0), &[]).await;
    let mut tx = begin(&bench.trial).await;
    let mut project = tx.project(project).await.unwrap().unwrap();
    project.source_key = Some(SourceKey { source: "pnrr".to_owned(), code: "riga-1".to_owned(), nth: 1 });
    tx.update_project(&project).await.unwrap();
    let twin = cordata_domain::project::Project { id: id(77), budgets: vec![], ..project };
    assert_eq!(reason(tx.insert_project(&twin).await), Reason::AlreadyExists);
}

fn sorted(mut rows: Vec<MatrixRow>) -> Vec<MatrixRow> {
    rows.sort_by_key(|row| (row.contributor, row.project, row.nature));
    rows
}

#[tokio::test]
async fn the_matrix_adds_up_to_the_promises() {
    let bench = bench().await;
    let [first, second] = actions();
    let shared = bench.project("Diviso", budget(100_000, 50_000), &[(first, 3_333), (second, 6_667)]).await;
    let alone = bench.project("Intero", budget(100_000, 0), &[(first, 10_000)]).await;
    let apart = bench.project("Senza azione", budget(100_000, 0), &[]).await;
    for (project, from, nature, amount) in [
        (shared, 11, Nature::Cash, 10_001),
        (shared, 11, Nature::Cash, 5_000),
        (shared, 12, Nature::InKind, 777),
        (alone, 12, Nature::Cash, 333),
        (apart, 13, Nature::Cash, 99),
    ] {
        let commitment = bench.pledge(project, from, nature, amount).await;
        bench.confirm(commitment).await.unwrap();
    }
    let unnamed = bench.run(pledge(apart, None, Nature::Cash, 50)).await.unwrap();
    let then = bench.pass_minutes(0);
    bench.pass_minutes(5);
    let cut = ReduceCommitment {
        idempotency_key: "taglio".to_owned(),
        commitment: unnamed,
        amount: Cents::new(20),
        reason: "errore".to_owned(),
    };
    bench.run(cut).await.unwrap();

    let database = &bench.trial.database;
    let rows = async |filter: MatrixFilter| database.matrix_rows(&everybody(), &filter, today()).await.unwrap();
    let promised = |rows: &[MatrixRow]| rows.iter().map(|row| row.position.promised.get()).sum::<i128>();
    let before = database.statements();
    let all = rows(MatrixFilter::default()).await;
    assert_eq!(database.statements() - before, 1);
    let everything = database.commitments_of(&everybody(), &[shared, alone, apart]).await.unwrap();
    assert_eq!(promised(&all), everything.iter().map(|(_, it)| it.promised.get()).sum::<i128>());
    let of_eleven = all.iter().find(|row| row.contributor == Some(id(11))).unwrap();
    assert_eq!((of_eleven.project, of_eleven.position), (shared, cents([15_001, 15_001, 0, 0])));
    let of_nobody = all.iter().find(|row| row.contributor.is_none()).unwrap();
    assert_eq!(of_nobody.position, cents([30, 0, 0, 0]));

    let shares = database.shares_of(&everybody(), &[shared, alone, apart]).await.unwrap();
    let mut weights: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (project, share) in shares {
        weights.entry(project).or_default().extend(shares_on(&[share], today()));
    }
    let cells = divide(&all, &weights);
    let divided: i128 = cells.values().map(|cell| cell.promised.get() + cell.in_kind_promised.get()).sum();
    assert_eq!(divided, promised(&all));

    assert_eq!(promised(&rows(MatrixFilter { plan: Some(id(1)), ..MatrixFilter::default() }).await), 16_111);
    assert_eq!(promised(&rows(MatrixFilter { action: Some(second), ..MatrixFilter::default() }).await), 15_778);
    assert_eq!(promised(&rows(MatrixFilter { project: Some(alone), ..MatrixFilter::default() }).await), 333);
    let earlier = promised(&rows(MatrixFilter { as_of: Some(then), ..MatrixFilter::default() }).await);
    assert_eq!(earlier, promised(&all) + 20, "as it was recorded before the cut");
    let before = MatrixFilter { as_of: Some(then - Duration::minutes(1)), ..MatrixFilter::default() };
    assert_eq!(rows(before).await, []);
    let as_of_now = rows(MatrixFilter { as_of: Some(bench.pass_minutes(1)), ..MatrixFilter::default() }).await;
    assert_eq!(sorted(as_of_now), sorted(all), "the ledger says what the totals say");
    let mut by_source = database.totals_by_source(&everybody(), true).await.unwrap();
    by_source.sort_by_key(|totals| totals.nature);
    let totals = |nature, position, projects| SourceTotals { source: None, nature, position, projects };
    let money = totals(Nature::Cash, cents([15_463, 15_433, 0, 0]), 3);
    let work = totals(Nature::InKind, cents([777, 777, 0, 0]), 1);
    assert_eq!(by_source, [money, work], "money and work are never added up");
}
