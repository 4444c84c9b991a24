use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use futures_util::future::join_all;
use uuid::Uuid;

use super::*;

/// An outbox in memory: the place is the number of events.
#[derive(Default)]
struct Memory {
    events: Mutex<Vec<RecordedEvent>>,
    bell: Notify,
    readings: AtomicUsize,
}

impl Memory {
    fn commit(&self, event: DomainEvent) {
        let at = "2026-11-22T10:00:00Z".parse().unwrap();
        self.events.lock().unwrap().push(RecordedEvent { id: Uuid::nil().into(), at, author: None, event });
        self.bell.notify_one();
    }
}

#[async_trait]
impl Outbox for Memory {
    async fn end(&self) -> Result<OutboxPlace, AppError> {
        Ok(OutboxPlace(i64::try_from(self.events.lock().unwrap().len()).unwrap()))
    }

    async fn events_from(&self, place: OutboxPlace) -> Result<(Vec<RecordedEvent>, OutboxPlace), AppError> {
        self.readings.fetch_add(1, Ordering::Relaxed);
        let end = self.end().await?;
        let from = usize::try_from(place.0).unwrap();
        Ok((self.events.lock().unwrap()[from..].to_vec(), end))
    }

    async fn written(&self) {
        self.bell.notified().await;
    }
}

fn project(number: u128) -> ProjectId {
    Uuid::from_u128(number).into()
}

fn changed(number: u128) -> DomainEvent {
    DomainEvent::ProjectFundingChanged { project: project(number) }
}

fn started() -> (Arc<Memory>, Live, CancellationToken) {
    let memory = Arc::new(Memory::default());
    let live = Live::new(Arc::<Memory>::clone(&memory));
    let shutdown = CancellationToken::new();
    tokio::spawn(live.clone().run(shutdown.clone()));
    (memory, live, shutdown)
}

async fn soon(feed: &mut Feed) -> Option<Arc<Occasion>> {
    timeout(Duration::from_secs(5), feed.next()).await.unwrap()
}

#[tokio::test]
async fn followers_are_told_of_their_subject_only_and_of_nothing_before_they_came() {
    let (memory, live, shutdown) = started();
    memory.commit(changed(1));
    let mut one = live.follow(Subject::ProjectFunding(project(1))).await.unwrap();
    let mut two = live.follow(Subject::ProjectFunding(project(2))).await.unwrap();
    memory.commit(changed(2));
    assert_eq!(soon(&mut two).await.unwrap().change.0.event, changed(2));
    memory.commit(changed(1));
    assert_eq!(soon(&mut one).await.unwrap().change.0.event, changed(1));
    assert!(timeout(LOOK_AGAIN, one.next()).await.is_err(), "the first change was before");
    shutdown.cancel();
}

#[tokio::test]
async fn who_follows_a_meeting_hears_of_its_minutes_once_they_are_published() {
    let (memory, live, shutdown) = started();
    let (meeting, table, minutes) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into(), Uuid::from_u128(3).into());
    let mut feed = live.follow(Subject::Meeting(meeting)).await.unwrap();
    memory.commit(DomainEvent::MinutesCirculated { meeting, table, minutes });
    assert!(timeout(LOOK_AGAIN * 3, feed.next()).await.is_err(), "circulated minutes are for those of the table");
    let published = DomainEvent::MinutesPublished { meeting, table, minutes };
    memory.commit(published.clone());
    assert_eq!(soon(&mut feed).await.unwrap().change.0.event, published);
    shutdown.cancel();
}

#[tokio::test]
async fn who_is_slow_gets_the_newest_change_once() {
    let (memory, live, shutdown) = started();
    let mut slow = live.follow(Subject::ProjectFunding(project(1))).await.unwrap();
    let mut quick = live.follow(Subject::ProjectFunding(project(1))).await.unwrap();
    for _ in 0..100 {
        memory.commit(changed(1));
        soon(&mut quick).await.unwrap();
    }
    assert!(soon(&mut slow).await.is_some());
    assert!(timeout(LOOK_AGAIN, slow.next()).await.is_err());
    shutdown.cancel();
}

#[tokio::test]
async fn the_outbox_is_not_read_while_nobody_follows() {
    let (memory, live, shutdown) = started();
    let feed = live.follow(Subject::ProjectFunding(project(1))).await.unwrap();
    drop(feed);
    sleep(LOOK_AGAIN * 3).await;
    let readings = memory.readings.load(Ordering::Relaxed);
    sleep(LOOK_AGAIN * 3).await;
    assert_eq!(memory.readings.load(Ordering::Relaxed), readings);
    let mut feed = live.follow(Subject::ProjectFunding(project(1))).await.unwrap();
    memory.commit(changed(1));
    assert!(soon(&mut feed).await.is_some(), "and it wakes up again");
    shutdown.cancel();
}

#[tokio::test]
async fn an_audience_is_told_once_however_many_listen() {
    let at = "2026-11-22T10:00:00Z".parse().unwrap();
    let occasion = Occasion::new(RecordedEvent { id: Uuid::nil().into(), at, author: None, event: changed(1) });
    let made = Arc::new(AtomicUsize::new(0));
    let tell = |audience| {
        let made = Arc::clone(&made);
        occasion.told(Audience([audience; 32]), move |_| async move {
            tokio::task::yield_now().await;
            made.fetch_add(1, Ordering::Relaxed);
            Told::Message("{}".into())
        })
    };
    let told = join_all((0..100).map(|n| tell(n % 2))).await;
    assert!(told.iter().all(|told| *told == Told::Message("{}".into())));
    assert_eq!(made.load(Ordering::Relaxed), 2);
}
