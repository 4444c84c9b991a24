//! What use cases need from outside: time, chance, a store to write through and views to read from.

pub mod agreement;
pub mod audit;
pub mod codesign;
pub mod document;
pub mod funding;
pub mod indicator;
pub mod live;
pub mod minutes;
pub mod openid;
pub mod people;
pub mod personal_data;
pub mod plan;
pub mod queue;
pub mod read;
pub mod report;
pub mod session;
mod store;
pub mod validation;

pub use store::{
    ActionLink, IdempotentAnswer, JournalRepo, LimitRepo, LinkPurpose, MeetingRepo, PeopleRepo, PlanRepo, Series,
    Store, TableRepo, Tx,
};

use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The present time, truncated to milliseconds.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> DateTime<Utc>;

    /// How long something has gone on that nobody can set forward or back: only differences mean anything.
    fn steady(&self) -> Duration;
}

/// Ids and secrets.
pub trait IdGen: Send + Sync {
    /// A new time-ordered UUID (version 7) for the instant `at`.
    fn uuid(&self, at: DateTime<Utc>) -> Uuid;

    /// 256 random bits.
    fn secret(&self) -> [u8; 32];

    /// A number in 0..=1000, to spread retries.
    fn jitter(&self) -> u32;
}
