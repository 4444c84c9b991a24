//! What second persons validate: what is stored, what the database refuses, what sums say.

use cordata_app::funding::{AcceptInKind, ConfirmReceipt, DeclareInKind, DocumentInKind, ReverseDisbursement};
use cordata_app::ports::validation::ValidationReads;
use cordata_domain::funding::{Checked, InKindDraft, InKindState, Nature};
use cordata_domain::ids::{CommitmentId, InKindId};
use cordata_domain::money::Cents;
use cordata_domain::policy::Visibility;
use sea_orm::ConnectionTrait;

use super::money::{Bench, bench, budget, today};

fn checked(validated: i64, declared: i64) -> Checked {
    Checked { validated: Cents::new(validated), declared: Cents::new(declared) }
}

fn everything() -> Visibility {
    Visibility { everything: true, ..Visibility::default() }
}

async fn declared(bench: &Bench, commitment: CommitmentId, cents: i64) -> InKindId {
    let draft = InKindDraft {
        amount: Cents::new(cents),
        given_on: today(),
        description: "Giornate di lavoro".to_owned(),
        act: None,
    };
    bench.run(DeclareInKind { idempotency_key: format!("declare {cents}"), commitment, draft }).await.unwrap()
}

async fn documented(bench: &Bench, in_kind: InKindId) {
    for (version, reference) in [(1, "Foglio ore 1"), (2, "Foglio ore 2")] {
        let reference = reference.to_owned();
        bench.run(DocumentInKind { in_kind, expected_version: version, reference, document: None }).await.unwrap();
    }
}

#[tokio::test]
async fn sums_tell_what_is_validated_and_what_waits_money_and_work_apart() {
    let bench = bench().await;
    let database = &bench.trial.database;
    let project = bench.project("Bosco", budget(10_000, 5_000), &[]).await;
    let cash = bench.pledge(project, 11, Nature::Cash, 8_000).await;
    let work = bench.pledge(project, 12, Nature::InKind, 3_000).await;
    for promise in [cash, work] {
        bench.confirm(promise).await.unwrap();
    }
    let (first, second) = (bench.pay(cash, 500).await.unwrap(), bench.pay(cash, 700).await.unwrap());
    for entry in [first, second] {
        let waiting = database.payments_to_validate(&everything(), &window()).await.unwrap();
        assert_eq!(waiting.rows[0].1.id, entry, "the oldest first");
        let confirm = ConfirmReceipt { idempotency_key: entry.to_string(), entry, reference: None };
        bench.run(confirm).await.unwrap();
    }
    assert_eq!(database.count_payments_to_validate(&everything()).await.unwrap(), 0);
    let (amount, reason) = (Cents::new(200), "Errore".to_owned());
    let back = ReverseDisbursement { idempotency_key: "back".to_owned(), entry: second, amount, reason };
    bench.run(back).await.unwrap();
    let (accepted, open) = (declared(&bench, work, 900).await, declared(&bench, work, 400).await);
    documented(&bench, accepted).await;
    bench.run(AcceptInKind { idempotency_key: "accept".to_owned(), in_kind: accepted }).await.unwrap();

    let mut sums = database.checked_of(&[cash, work]).await.unwrap();
    sums.sort_by_key(|(commitment, _)| *commitment);
    assert_eq!(sums, [(cash, checked(1_000, 0)), (work, checked(900, 400))]);
    let mut sums = database.checked_of_projects(&[project]).await.unwrap();
    sums.sort_by_key(|(_, nature, _)| *nature);
    assert_eq!(sums, [(project, Nature::Cash, checked(1_000, 0)), (project, Nature::InKind, checked(900, 400))]);
    assert_eq!(bench.totals(project).await.paid_in_kind, Cents::new(900));

    let reports = database.in_kind_by_id(&everything(), &[open, accepted]).await.unwrap();
    let report = reports.iter().find(|report| report.id == accepted).unwrap();
    let papers: Vec<&str> = report.evidence.iter().map(|paper| paper.reference.as_str()).collect();
    assert_eq!((report.state, papers), (InKindState::Accepted, vec!["Foglio ore 1", "Foglio ore 2"]));
    let check = database.checks_of(&[report.entry.unwrap()]).await.unwrap();
    assert_eq!(check[0].at, report.decided.unwrap().at, "an accepted report is a validated entry");
    let nobody = database.in_kind_by_id(&Visibility::default(), &[open, accepted]).await.unwrap();
    assert_eq!(nobody, []);
}

fn window() -> cordata_app::page::Window {
    cordata_app::page::Window::read(Some(10), None, None, None).unwrap()
}

#[tokio::test]
async fn the_database_keeps_checks_and_papers_and_refuses_one_pair_of_eyes() {
    let bench = bench().await;
    let project = bench.project("Bosco", budget(0, 5_000), &[]).await;
    let work = bench.pledge(project, 12, Nature::InKind, 3_000).await;
    bench.confirm(work).await.unwrap();
    let in_kind = declared(&bench, work, 900).await;
    documented(&bench, in_kind).await;
    let writer = bench.trial.database.writer();
    let early = "UPDATE in_kind_contribution SET state = 'ACCEPTED', decided_at = declared_at";
    assert!(writer.execute_unprepared(early).await.is_err(), "accepted without an entry");
    bench.run(AcceptInKind { idempotency_key: "accept".to_owned(), in_kind }).await.unwrap();
    for change in [
        "UPDATE entry_check SET note = 'x'",
        "DELETE FROM entry_check",
        "UPDATE in_kind_evidence SET reference = 'x'",
        "DELETE FROM in_kind_evidence",
    ] {
        let refused = writer.execute_unprepared(change).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{change}: {refused}");
    }
    let someone = "(SELECT id FROM person ORDER BY id LIMIT 1)";
    for against_the_rules in [
        "UPDATE in_kind_contribution SET entry_id = NULL".to_owned(),
        "UPDATE in_kind_contribution SET amount = 0".to_owned(),
        "UPDATE in_kind_contribution SET reason = 'x'".to_owned(),
        format!("UPDATE in_kind_contribution SET declared_by = {someone}, decided_by = {someone}"),
        "INSERT INTO entry_check (entry_id, checked_at) SELECT entry_id, checked_at FROM entry_check".to_owned(),
    ] {
        assert!(writer.execute_unprepared(&against_the_rules).await.is_err(), "{against_the_rules}");
    }
}
