use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::AtomicI32;
use std::time::Duration;

use chrono::TimeDelta;
use cordata_app::notification::HeldJob;
use cordata_app::ports::queue::{ClaimedJob, Lease, Queue};
use cordata_app::ports::read::Reads;
use cordata_app::retention::Retention;
use cordata_app::{App, AppError};
use cordata_domain::clock::ClockRules;
use cordata_mail::Templates;
use cordata_mail::transport::Transport;
use futures_util::StreamExt;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::clock::WatchedClock;
use crate::retry::{MAX_ATTEMPTS, Outcome, later, next_run};
use crate::sender::{Sender, SenderSettings};
use crate::{job, schedule};

/// How long the worker sleeps when nothing waits, or little did.
const IDLE: Duration = Duration::from_millis(500);
/// How long it rests after the store failed.
const AFTER_FAULT: Duration = Duration::from_secs(2);
/// How long a job may be held.
const JOB_LEASE_MINUTES: i64 = 5;
/// Jobs claimed at once.
const BATCH: u16 = 16;
/// Jobs that run at the same time.
const CONCURRENT_JOBS: usize = 4;

/// What a worker is made of.
pub struct WorkerParts {
    /// The use cases.
    pub app: App,
    /// The queue.
    pub queue: Arc<dyn Queue>,
    /// The views.
    pub reads: Arc<dyn Reads>,
    /// The templates of mails.
    pub templates: Templates,
    /// Hands mails over.
    pub transport: Arc<dyn Transport>,
    /// The address under which members reach the pages.
    pub public_url: Url,
    /// How mails are sent.
    pub sender: SenderSettings,
    /// How long things are kept.
    pub retention: Retention,
}

/// What the worker works with: its parts, by a clock that is watched.
pub(crate) struct Bench {
    parts: WorkerParts,
    /// The clock of its use cases.
    pub clock: Arc<WatchedClock>,
}

impl Bench {
    fn new(parts: WorkerParts) -> Self {
        let clock = Arc::new(WatchedClock::new(Arc::clone(parts.app.clock()), ClockRules::default()));
        let app = parts.app.clone().with_clock(Arc::<WatchedClock>::clone(&clock));
        Self { parts: WorkerParts { app, ..parts }, clock }
    }
}

impl Deref for Bench {
    type Target = WorkerParts;

    fn deref(&self) -> &WorkerParts {
        &self.parts
    }
}

/// The worker. Several may run over one PostgreSQL.
pub struct Worker {
    pub(crate) parts: Arc<Bench>,
    owner: String,
    sender: Sender,
    /// The last day of which the discarding stands in the queue.
    discarding: AtomicI32,
}

impl Worker {
    /// A worker with a name of its own, under which it holds its leases.
    pub fn new(parts: WorkerParts) -> Arc<Self> {
        let owner = parts.app.ids().uuid(parts.app.now()).to_string();
        let parts = Arc::new(Bench::new(parts));
        let sender = Sender::new(Arc::clone(&parts), owner.clone());
        Arc::new(Self { parts, owner, sender, discarding: AtomicI32::default() })
    }

    /// Works until `shutdown`: jobs, mails and schedules beside each other. Then it finishes the conversations in
    /// hand for a bounded time, cuts them, and gives its leases back.
    pub async fn run(self: &Arc<Self>, shutdown: CancellationToken) {
        tracing::info!(worker = %self.owner, "The worker has started");
        tokio::join!(self.run_jobs(&shutdown), self.run_schedule(&shutdown), self.sender.run(&shutdown));
        if let Err(error) = self.parts.queue.release(&self.owner).await {
            tracing::error!(%error, "The worker could not give its leases back; they end by themselves");
        }
        tracing::info!(worker = %self.owner, "The worker has stopped");
    }

    /// Works until nothing is due any more: for tests and the demo.
    pub async fn run_until_empty(self: &Arc<Self>) -> Result<(), AppError> {
        loop {
            schedule::open_due(&self.parts, &self.discarding).await?;
            let jobs = self.jobs_once().await?;
            let mails = self.sender.once().await?;
            if jobs == 0 && mails == 0 {
                return Ok(());
            }
        }
    }

    async fn run_jobs(self: &Arc<Self>, shutdown: &CancellationToken) {
        while !shutdown.is_cancelled() {
            // Whoever hurried to each job at once would answer the request behind it later, or not, by what the job
            // finds: a mail to sign in is written for those who are known only.
            let pause = match self.jobs_once().await {
                Ok(jobs) if jobs >= usize::from(BATCH) => continue,
                Ok(_) => IDLE,
                Err(error) => {
                    tracing::warn!(%error, "The worker could not claim jobs");
                    AFTER_FAULT
                }
            };
            rest(pause, shutdown).await;
        }
    }

    async fn run_schedule(&self, shutdown: &CancellationToken) {
        while !shutdown.is_cancelled() {
            if let Err(error) = schedule::open_due(&self.parts, &self.discarding).await {
                tracing::warn!(%error, "The worker could not open what is due");
            }
            rest(Duration::from_secs(20), shutdown).await;
        }
    }

    /// Claims and runs one batch; answers how many jobs there were.
    async fn jobs_once(self: &Arc<Self>) -> Result<usize, AppError> {
        let now = self.parts.app.now();
        let until = now + TimeDelta::minutes(JOB_LEASE_MINUTES);
        let lease = Lease { owner: &self.owner, now, until, limit: BATCH.into() };
        let claimed = self.parts.queue.claim_jobs(lease).await?;
        let count = claimed.len();
        let runs = claimed.into_iter().map(|claimed| self.run_job(claimed));
        futures_util::stream::iter(runs).buffer_unordered(CONCURRENT_JOBS).collect::<Vec<()>>().await;
        Ok(count)
    }

    async fn run_job(self: &Arc<Self>, claimed: ClaimedJob) {
        let attempts = claimed.attempts;
        let held = HeldJob { id: claimed.id, owner: self.owner.clone() };
        let outcome = match claimed.payload {
            None => Outcome::Fail("this version does not know this kind of job".to_owned()),
            Some(payload) => {
                let (worker, held) = (Arc::clone(self), held.clone());
                // A task of its own, so that a panic ends one job and not the worker.
                let task = tokio::spawn(async move { job::run(&worker.parts, &held, payload).await });
                task.await.unwrap_or_else(|panic| Outcome::Fail(format!("panicked: {panic}")))
            }
        };
        self.settle_job(&held, outcome, attempts).await;
    }

    async fn settle_job(&self, held: &HeldJob, outcome: Outcome, attempts: u32) {
        let now = self.parts.app.now();
        let queue = &self.parts.queue;
        let settled = match outcome {
            Outcome::Done => Ok(()),
            Outcome::Later => queue.retry_job(held.id, &held.owner, later(now), "too early").await,
            Outcome::Retry(cause) if attempts < MAX_ATTEMPTS => {
                tracing::warn!(job = %held.id, attempts, %cause, "A job will be tried again");
                let at = next_run(attempts, self.parts.app.ids().jitter(), now);
                queue.retry_job(held.id, &held.owner, at, &cause).await
            }
            Outcome::Retry(cause) | Outcome::Fail(cause) => {
                tracing::error!(job = %held.id, attempts, %cause, "A job was given up");
                queue.fail_job(held.id, &held.owner, now, &cause).await
            }
        };
        if let Err(error) = settled {
            tracing::warn!(job = %held.id, %error, "The end of a job could not be recorded; its lease will end");
        }
    }
}

/// Sleeps, or wakes up at shutdown.
pub(crate) async fn rest(pause: Duration, shutdown: &CancellationToken) {
    tokio::select! {
        () = tokio::time::sleep(pause) => {}
        () = shutdown.cancelled() => {}
    }
}
