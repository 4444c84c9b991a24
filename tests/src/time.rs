//! A clock that stands still until a test moves it, and ids in order.

use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, Utc};
use cordata_app::ports::{Clock, IdGen};
use uuid::{ContextV7, Timestamp, Uuid};

/// Time as a test sets it.
pub struct TestClock(Mutex<Moment>);

/// A moment by the clock on the wall, and by one that nobody sets.
#[derive(Clone, Copy)]
struct Moment {
    wall: DateTime<Utc>,
    steady: Duration,
}

impl TestClock {
    /// A clock at `now`.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Mutex::new(Moment { wall: now, steady: Duration::ZERO }))
    }

    /// Lets time pass until another moment; one that is earlier is gone back to.
    pub fn set(&self, now: DateTime<Utc>) {
        let mut moment = self.0.lock().unwrap();
        let passed = (now - moment.wall).to_std().unwrap_or_default();
        moment.steady += passed;
        moment.wall = now;
    }

    /// Puts the clock on the wall to another moment, as somebody does who sets it wrongly: no time passes.
    pub fn put(&self, now: DateTime<Utc>) {
        self.0.lock().unwrap().wall = now;
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.lock().unwrap().wall
    }

    fn steady(&self) -> Duration {
        self.0.lock().unwrap().steady
    }
}

/// Ids ordered by time, and secrets that nobody guesses.
#[derive(Default)]
pub struct TestIds(Mutex<Option<ContextV7>>);

impl IdGen for TestIds {
    fn uuid(&self, at: DateTime<Utc>) -> Uuid {
        let mut context = self.0.lock().unwrap();
        let context = context.get_or_insert_with(ContextV7::new);
        let seconds = u64::try_from(at.timestamp()).unwrap();
        Uuid::new_v7(Timestamp::from_unix(&*context, seconds, at.timestamp_subsec_nanos()))
    }

    fn secret(&self) -> [u8; 32] {
        let mut secret = [0; 32];
        for half in secret.chunks_mut(16) {
            half.copy_from_slice(Uuid::now_v7().as_bytes());
        }
        secret
    }

    fn jitter(&self) -> u32 {
        500
    }
}
