//! Jobs are claimed once, and numbers have no gaps.

use std::collections::HashSet;

use chrono::Duration;
use cordata_app::ports::Series;
use cordata_app::ports::queue::{Backlog, JobPayload, Lease, NewJob, Queue};
use cordata_domain::ids::TableId;

use super::fixture::{begin, days_later, id, now, people, table};
use crate::trial;

fn job(number: u128) -> NewJob {
    NewJob { id: id(number), payload: JobPayload::ResolveEvent { event: id(number) }, run_at: now() }
}

fn lease(owner: &str, limit: u32) -> Lease<'_> {
    Lease { owner, now: now(), until: now() + Duration::minutes(5), limit }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn four_workers_claim_four_hundred_jobs_once() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    tx.enqueue(&(1..=400).map(job).collect::<Vec<_>>()).await.unwrap();
    tx.commit().await.unwrap();
    let workers = (1..=4).map(|number| {
        let database = trial.database.clone();
        tokio::spawn(async move {
            let (owner, mut mine) = (format!("worker {number}"), Vec::new());
            loop {
                let claimed = database.claim_jobs(lease(&owner, 7)).await.unwrap();
                if claimed.is_empty() {
                    return mine;
                }
                assert!(claimed.len() <= 7, "a claim keeps its limit");
                assert!(claimed.iter().all(|job| job.attempts == 1 && job.payload.is_some()));
                mine.extend(claimed.into_iter().map(|job| job.id));
            }
        })
    });
    let mut claimed = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        claimed.extend(worker.await.unwrap());
    }
    assert_eq!(claimed.len(), 400);
    assert_eq!(claimed.iter().collect::<HashSet<_>>().len(), 400);
}

#[tokio::test]
async fn the_oldest_job_comes_first_and_one_of_the_future_not_at_all() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    let young = NewJob { run_at: now() - Duration::minutes(1), ..job(1) };
    let old = NewJob { run_at: now() - Duration::minutes(9), ..job(2) };
    let future = NewJob { run_at: now() + Duration::seconds(1), ..job(3) };
    tx.enqueue(&[young, old, future]).await.unwrap();
    tx.commit().await.unwrap();
    let claimed = trial.database.claim_jobs(lease("a", 10)).await.unwrap();
    assert_eq!(claimed.iter().map(|job| job.id).collect::<Vec<_>>(), [id(2), id(1)]);
}

#[tokio::test]
async fn the_same_work_never_stands_in_the_queue_twice() {
    let trial = trial::database().await;
    for _ in 0..2 {
        let mut tx = begin(&trial).await;
        let twin = NewJob { id: id(99), ..job(1) };
        tx.enqueue(&[job(1), twin, job(2)]).await.unwrap();
        tx.commit().await.unwrap();
        let claimed = trial.database.claim_jobs(lease("a", 10)).await.unwrap();
        let mut tx = begin(&trial).await;
        for job in claimed {
            assert!(tx.finish_job(job.id, "a", now()).await.unwrap());
        }
        tx.commit().await.unwrap();
    }
    assert_eq!(trial.database.backlog().await.unwrap(), Backlog::default());
}

#[tokio::test]
async fn a_killed_workers_job_is_free_when_its_lease_ends() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    tx.enqueue(&[job(1)]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(trial.database.claim_jobs(lease("killed", 9)).await.unwrap().len(), 1);
    let at = |minutes| Lease {
        now: now() + Duration::minutes(minutes),
        until: now() + Duration::minutes(minutes + 5),
        ..lease("heir", 9)
    };
    assert_eq!(trial.database.claim_jobs(at(4)).await.unwrap(), []);
    let claimed = trial.database.claim_jobs(at(5)).await.unwrap();
    assert_eq!(claimed[0].attempts, 2);
    let mut tx = begin(&trial).await;
    assert!(!tx.finish_job(id(1), "killed", now()).await.unwrap(), "it holds the job no more");
    assert!(tx.finish_job(id(1), "heir", now()).await.unwrap());
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_job_is_tried_again_released_or_given_up() {
    let trial = trial::database().await;
    let database = &trial.database;
    let mut tx = begin(&trial).await;
    tx.enqueue(&[job(1), job(2), job(3)]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(database.claim_jobs(lease("a", 9)).await.unwrap().len(), 3);
    database.retry_job(id(1), "a", now() + Duration::minutes(5), "later").await.unwrap();
    database.fail_job(id(2), "a", now(), "never").await.unwrap();
    database.fail_job(id(3), "somebody else", now(), "not theirs").await.unwrap();
    assert_eq!(database.claim_jobs(lease("b", 9)).await.unwrap(), []);
    database.release("a").await.unwrap();
    assert_eq!(database.claim_jobs(lease("b", 9)).await.unwrap()[0].id, id(3));
    let tomorrow = Lease { now: days_later(1), until: days_later(2), ..lease("c", 9) };
    let due: Vec<_> = database.claim_jobs(tomorrow).await.unwrap().into_iter().map(|job| job.id).collect();
    assert_eq!(due, [id(3), id(1)], "the lease of b has ended too");
    let backlog = database.backlog().await.unwrap();
    assert_eq!((backlog.jobs_waiting, backlog.jobs_failed), (2, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn numbers_have_no_gaps_although_transactions_are_undone() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    people(&mut *tx).await;
    tx.insert_table(&table(31, "Tavolo")).await.unwrap();
    tx.commit().await.unwrap();
    let table: TableId = id(31);
    let takers = (0..8).map(|taker| {
        let database = trial.database.clone();
        tokio::spawn(async move {
            let mut taken = Vec::new();
            for turn in 0..6 {
                let mut tx = cordata_app::ports::Store::begin(&database).await.unwrap();
                let number = tx.next_number(Series::Decision, table, 2026).await.unwrap();
                if (taker + turn) % 3 == 0 {
                    drop(tx);
                } else {
                    tx.commit().await.unwrap();
                    taken.push(number);
                }
            }
            taken
        })
    });
    let mut taken = Vec::new();
    for taker in takers.collect::<Vec<_>>() {
        taken.extend(taker.await.unwrap());
    }
    taken.sort_unstable();
    assert_eq!(taken, (1..=32).collect::<Vec<u32>>());
    let mut tx = begin(&trial).await;
    assert_eq!(tx.next_number(Series::Decision, table, 2027).await.unwrap(), 1, "each year has its own series");
    assert_eq!(tx.next_number(Series::Meeting, table, 2026).await.unwrap(), 1, "each kind has its own series");
}

#[tokio::test]
async fn a_job_that_a_clock_ahead_put_off_is_due() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    let ahead = days_later(365);
    tx.enqueue(&[
        job(1),
        NewJob { run_at: ahead, ..job(2) },
        NewJob { run_at: now() + Duration::minutes(6), ..job(3) },
    ])
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let due: Vec<_> = trial.database.claim_jobs(lease("a", 9)).await.unwrap().into_iter().map(|job| job.id).collect();
    assert_eq!(due, [id(1), id(2)]);
}
