//! Whether the connections of a pool can still be trusted.
//!
//! A connection outlives what it was opened for: the file's disk fills up in the middle of a commit, the server becomes
//! a standby, it restarts, it freezes. Whatever casts doubt on one connection casts it on all that were opened before
//! that moment, so there is nothing to keep but the moment: older connections are closed instead of lent, and the next
//! request works on a new one.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use tokio::sync::watch;

use crate::error::{Trouble, silence, trouble};
#[cfg(test)]
use crate::faults::{Faults, Place};

/// For how long a proof of room counts.
const ROOM_KEEPS: Duration = Duration::from_secs(10);
/// How often a statement is sent at most.
pub(crate) const ATTEMPTS: usize = 3;

/// How the server behaves as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pulse {
    /// It answers, and takes changes.
    Steady,
    /// It answers, and takes no changes: a standby, or an old primary.
    ReadOnly,
    /// It gives no answer at all.
    Silent,
}

/// Since when the connections of one pool are good.
#[derive(Debug)]
pub(crate) struct Trust {
    made: Instant,
    /// Connections opened before this many microseconds after `made` are not used any more.
    good_since: AtomicU64,
    pulse: watch::Sender<Pulse>,
    /// When there was room for changes last, in microseconds after `made`; 0 where that is not known.
    room_proved: AtomicU64,
    /// What goes wrong on purpose.
    #[cfg(test)]
    pub(crate) faults: Faults,
}

impl Trust {
    /// Every connection is trusted.
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            made: Instant::now(),
            good_since: AtomicU64::new(0),
            pulse: watch::Sender::new(Pulse::Steady),
            room_proved: AtomicU64::new(0),
            #[cfg(test)]
            faults: Faults::default(),
        })
    }

    /// Whether a connection of this age may be used.
    pub(crate) fn admits(&self, age: Duration) -> bool {
        let opened = self.made.elapsed().saturating_sub(age);
        micros(opened) >= self.good_since.load(Ordering::Acquire)
    }

    /// Lets every connection that is open now be closed instead of used again.
    pub(crate) fn distrust(&self, cause: &dyn std::fmt::Display) {
        tracing::warn!(%cause, "The open connections to the database are given up");
        self.good_since.fetch_max(micros(self.made.elapsed()) + 1, Ordering::AcqRel);
    }

    /// Another number after each doubt.
    pub(crate) fn doubts(&self) -> u64 {
        self.good_since.load(Ordering::Acquire)
    }

    /// How the server behaved last.
    pub(crate) fn pulse(&self) -> Pulse {
        *self.pulse.borrow()
    }

    /// Notes how the server behaves. Where that changed, connections from before lead to the wrong server, or to none.
    pub(crate) fn feel(&self, felt: Pulse) {
        if self.pulse.send_if_modified(|known| std::mem::replace(known, felt) != felt) {
            self.distrust(&format_args!("the server is {felt:?} now"));
        }
    }

    /// Whether there was room for changes a moment ago, and nothing said otherwise since.
    pub(crate) fn has_room(&self) -> bool {
        let proved = self.room_proved.load(Ordering::Acquire);
        proved > 0 && micros(self.made.elapsed()).saturating_sub(proved) < micros(ROOM_KEEPS)
    }

    /// Notes that there is room for changes.
    pub(crate) fn note_room(&self) {
        self.room_proved.store(micros(self.made.elapsed()).max(1), Ordering::Release);
    }

    /// Waits for an answer, but not while the server gives none to anybody; and draws the conclusions from an error.
    pub(crate) async fn watch<T>(&self, answer: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        let mut pulse = self.pulse.subscribe();
        let answer = tokio::select! {
            biased;
            Ok(_) = pulse.wait_for(|pulse| *pulse == Pulse::Silent) => Err(silence()),
            answer = answer => answer,
        };
        if let Err(error) = &answer {
            self.judge(error);
        }
        answer
    }

    fn judge(&self, error: &DbErr) {
        let trouble = trouble(error);
        if matches!(trouble, Trouble::Full | Trouble::Disk) {
            self.room_proved.store(0, Ordering::Release);
        }
        // A server that is known to take no changes is asked for new connections by its pulse, not by every request.
        let known = trouble == Trouble::ReadOnly && self.pulse() == Pulse::ReadOnly;
        if trouble.retires() && !known {
            self.distrust(error);
        }
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// A pool whose connections are watched.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    connections: DatabaseConnection,
    trust: Arc<Trust>,
    /// Whether its statements only read, and so may be sent again over a new connection when one broke.
    reads: bool,
}

impl Pool {
    /// For statements that only read.
    pub(crate) fn of_readers(connections: DatabaseConnection, trust: Arc<Trust>) -> Self {
        Self { connections, trust, reads: true }
    }

    /// For statements that write.
    pub(crate) fn of_writers(connections: DatabaseConnection, trust: Arc<Trust>) -> Self {
        Self { connections, trust, reads: false }
    }

    /// The connections themselves, for what brings its own care.
    pub(crate) fn connections(&self) -> &DatabaseConnection {
        &self.connections
    }

    /// What is known about them.
    pub(crate) fn trust(&self) -> &Arc<Trust> {
        &self.trust
    }

    /// Sends a statement, and again where that is known to be harmless: the server ended the session while nobody used
    /// it, or the statement only reads.
    async fn ask<T, A>(&self, send: impl Fn() -> A) -> Result<T, DbErr>
    where
        A: Future<Output = Result<T, DbErr>>,
    {
        for _ in 1..ATTEMPTS {
            match self.watch(send()).await {
                Err(error) if self.may_repeat(trouble(&error)) => {}
                answer => return answer,
            }
        }
        self.watch(send()).await
    }

    fn may_repeat(&self, trouble: Trouble) -> bool {
        trouble == Trouble::Ended || self.reads && trouble == Trouble::Lost && self.trust.pulse() != Pulse::Silent
    }

    async fn watch<T>(&self, answer: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        #[cfg(test)]
        let answer = self.trust.faults.meet(Place::Statement, answer);
        self.trust.watch(answer).await
    }
}

#[async_trait]
impl ConnectionTrait for Pool {
    fn get_database_backend(&self) -> DbBackend {
        self.connections.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.ask(|| self.connections.execute_raw(statement.clone())).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.ask(|| self.connections.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.ask(|| self.connections.query_one_raw(statement.clone())).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.ask(|| self.connections.query_all_raw(statement.clone())).await
    }
}
