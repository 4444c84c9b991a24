//! The end of the outbox: each committed event is read once, in whatever order transactions end.

use cordata_app::ports::live::{Outbox, OutboxPlace};
use cordata_domain::event::{DomainEvent, RecordedEvent};
use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

use super::fixture::{begin, id, now};
use crate::trial::{self, Trial};

fn event(number: u128) -> RecordedEvent {
    RecordedEvent {
        id: id(number),
        at: now(),
        author: None,
        event: DomainEvent::ProjectFundingChanged { project: id(7) },
    }
}

async fn committed(trial: &Trial, number: u128) {
    let mut tx = begin(trial).await;
    tx.append_events(&[event(number)]).await.unwrap();
    tx.commit().await.unwrap();
}

fn numbers(events: &[RecordedEvent]) -> Vec<u128> {
    events.iter().map(|event| Uuid::from(event.id).as_u128()).collect()
}

/// Other tests write on the same server, and nothing is read past their transactions: so this looks again.
async fn read(trial: &Trial, place: &mut OutboxPlace, count: usize) -> Vec<u128> {
    let mut read = Vec::new();
    for _ in 0..500 {
        let (events, next) = trial.database.events_from(*place).await.unwrap();
        *place = next;
        read.extend(numbers(&events));
        if read.len() >= count {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    read
}

#[tokio::test]
async fn what_is_committed_is_read_once_and_what_is_undone_never() {
    let trial = trial::database().await;
    committed(&trial, 1).await;
    let mut place = trial.database.end().await.unwrap();
    let mut undone = begin(&trial).await;
    undone.append_events(&[event(2)]).await.unwrap();
    drop(undone);
    committed(&trial, 3).await;
    committed(&trial, 4).await;
    let seen = read(&trial, &mut place, 2).await;
    assert!(seen == [3, 4] || seen == [1, 3, 4], "{seen:?}: what was just before may be told, what comes after must");
    let (nothing, _) = trial.database.events_from(place).await.unwrap();
    assert_eq!(numbers(&nothing), Vec::<u128>::new());
}

#[tokio::test]
async fn a_transaction_that_began_early_and_ends_late_is_not_missed() {
    let trial = trial::database().await;
    if trial.database.reader().get_database_backend() != DbBackend::Postgres {
        // Its one writer ends before the next begins.
        return;
    }
    let mut place = trial.database.end().await.unwrap();
    let mut early = begin(&trial).await;
    early.append_events(&[event(1)]).await.unwrap();
    committed(&trial, 2).await;
    let (events, next) = trial.database.events_from(place).await.unwrap();
    assert_eq!(numbers(&events), Vec::<u128>::new(), "nothing is read past a transaction that still runs");
    place = next;
    early.commit().await.unwrap();
    assert_eq!(read(&trial, &mut place, 2).await, [1, 2]);
}
