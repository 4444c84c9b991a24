//! Changes as they happen: one reader of the outbox per process, and everybody who follows one of its subjects.
//!
//! A message means "this changed, here is how it stands now". So whoever is slow gets the newest state instead of a
//! queue of old ones, and nothing is lost that a later message does not say too. What a change is told with is made
//! once for all who would be told the same (see [`Occasion`]).

mod occasion;

pub use occasion::{Audience, Occasion, Told};

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cordata_app::AppError;
use cordata_app::ports::live::{Outbox, OutboxPlace};
use cordata_domain::event::{DomainEvent, RecordedEvent};
use cordata_domain::ids::{MeetingId, ProjectId, ProposalId};
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

/// How soon the commits of other processes are found; those of this one are told at once.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// The pause after the store did not answer.
const PAUSE: Duration = Duration::from_secs(1);

/// What can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A meeting, from its preparation to what follows from its decisions.
    Meeting(MeetingId),
    /// The money of a project.
    ProjectFunding(ProjectId),
    /// A proposal.
    Proposal(ProposalId),
}

impl Subject {
    /// What an event changes, if it can be followed.
    fn of(event: &DomainEvent) -> Option<Self> {
        match event {
            DomainEvent::ProjectFundingChanged { project } => Some(Self::ProjectFunding(*project)),
            DomainEvent::ProposalChanged { proposal, .. } => Some(Self::Proposal(*proposal)),
            // Whoever follows a meeting may be somebody who must not know that there are minutes.
            DomainEvent::MinutesCirculated { .. } => None,
            other => other.meeting().map(Self::Meeting),
        }
    }
}

/// The followers of this process; cheap to clone.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    outbox: Arc<dyn Outbox>,
    feeds: tokio::sync::Mutex<Feeds>,
    followed: Notify,
}

#[derive(Default)]
struct Feeds {
    /// Up to where the outbox was read; nothing while nobody follows anything.
    place: Option<OutboxPlace>,
    by_subject: HashMap<Subject, watch::Sender<Option<Arc<Occasion>>>>,
}

impl Live {
    /// Nobody follows anything yet. Changes are told while [`Self::run`] runs.
    pub fn new(outbox: Arc<dyn Outbox>) -> Self {
        Self(Arc::new(Inner { outbox, feeds: tokio::sync::Mutex::default(), followed: Notify::new() }))
    }

    /// Follows a subject: whatever is committed after this call is told.
    pub async fn follow(&self, subject: Subject) -> Result<Feed, AppError> {
        let mut feeds = self.0.feeds.lock().await;
        if feeds.place.is_none() {
            feeds.place = Some(self.0.outbox.end().await?);
            self.0.followed.notify_one();
        }
        let sender = feeds.by_subject.entry(subject).or_insert_with(|| watch::Sender::new(None));
        Ok(Feed(sender.subscribe()))
    }

    /// Reads the outbox while somebody follows something, until `shutdown`.
    pub async fn run(self, shutdown: CancellationToken) {
        while shutdown.run_until_cancelled(self.round()).await.is_some() {}
    }

    async fn round(&self) {
        match self.tell().await {
            // Whether the bell rang or the time is up, the outbox is read again.
            Ok(true) => drop(timeout(LOOK_AGAIN, self.0.outbox.written()).await),
            Ok(false) => self.0.followed.notified().await,
            Err(error) => {
                tracing::warn!(%error, "The outbox cannot be read; followers wait");
                sleep(PAUSE).await;
            }
        }
    }

    /// Tells what was committed since the last time; false if nobody follows anything.
    async fn tell(&self) -> Result<bool, AppError> {
        let mut feeds = self.0.feeds.lock().await;
        feeds.by_subject.retain(|_, sender| !sender.is_closed());
        if feeds.by_subject.is_empty() {
            feeds.place = None;
        }
        let Some(place) = feeds.place else { return Ok(false) };
        let (events, next) = self.0.outbox.events_from(place).await?;
        feeds.place = Some(next);
        for event in events {
            let sender = Subject::of(&event.event).and_then(|subject| feeds.by_subject.get(&subject));
            if let Some(sender) = sender {
                sender.send_replace(Some(Arc::new(Occasion::new(event))));
            }
        }
        Ok(true)
    }
}

/// The changes of one subject, for one follower.
pub struct Feed(watch::Receiver<Option<Arc<Occasion>>>);

impl Feed {
    /// The newest change that this follower was not told yet; nothing when the process stops.
    pub async fn next(&mut self) -> Option<Arc<Occasion>> {
        loop {
            self.0.changed().await.ok()?;
            let newest = self.0.borrow_and_update().clone();
            if newest.is_some() {
                return newest;
            }
        }
    }
}

/// Where the resolver of a subscription leaves what is to be followed after its first answers.
#[derive(Default)]
pub struct Following(Mutex<Option<Feed>>);

impl Following {
    /// Leaves a feed to be followed.
    pub fn begin(&self, feed: Feed) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(feed);
    }

    /// Takes the feed, if one was left.
    pub fn take(&self) -> Option<Feed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The change that an execution of a subscription is about; it is in the data of the operation.
#[derive(Clone)]
pub struct Change(pub Arc<RecordedEvent>);

#[cfg(test)]
mod tests;
