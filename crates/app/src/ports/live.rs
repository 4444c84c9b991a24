//! The outbox as those who watch read it: everything that was committed, each event once.

use async_trait::async_trait;
use cordata_domain::event::RecordedEvent;

use crate::error::AppError;

/// A place in the outbox, as the store counts it. Only the store can tell what lies between two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutboxPlace(pub i64);

/// The growing end of the outbox. Ids and times are not in the order of commits, so it is read by places.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// The place from which on nothing is missed that is committed later.
    async fn end(&self) -> Result<OutboxPlace, AppError>;

    /// The events from a place on, oldest first, and the place to go on from: whoever always goes on from there gets
    /// each committed event once.
    async fn events_from(&self, place: OutboxPlace) -> Result<(Vec<RecordedEvent>, OutboxPlace), AppError>;

    /// Waits until this process commits an event; at once, if it did since the last call. Made for one reader per
    /// process; what other processes commit is found by looking again.
    async fn written(&self);
}
