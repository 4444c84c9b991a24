use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use cordata_app::ports::queue::{ClaimedMail, Lease, MailResult, Queue};
use cordata_app::{App, AppError};
use cordata_domain::identity::EmailAddress;
use cordata_domain::notification::{DeliveryFailure, MailState, Tried, next_attempt};
use cordata_mail::transport::{Envelope, Transport};
use futures_util::StreamExt;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::runner::{WorkerParts, rest};

/// Results are committed in groups of at most this many …
const GROUP: usize = 50;
/// … or after this time. A worker that dies before leaves at most one group of copies.
const GROUP_WINDOW: Duration = Duration::from_millis(100);
/// How long a mail is held, renewed while it is being sent.
const LEASE_MINUTES: i64 = 5;
/// How often the leases of mails under way are renewed.
const RENEW: Duration = Duration::from_secs(100);

/// How mails are sent.
#[derive(Debug, Clone, Copy)]
pub struct SenderSettings {
    /// Mails under way at the same time.
    pub concurrency: u32,
    /// How long conversations may go on after a shutdown was asked for.
    pub grace: Duration,
    /// How long nothing is tried after the relay could not be reached.
    pub breaker: Duration,
}

impl Default for SenderSettings {
    fn default() -> Self {
        Self { concurrency: 8, grace: Duration::from_secs(10), breaker: Duration::from_secs(30) }
    }
}

/// Claims mails, hands them over, records what became of them.
pub(crate) struct Sender {
    app: App,
    queue: Arc<dyn Queue>,
    transport: Arc<dyn Transport>,
    owner: String,
    settings: SenderSettings,
}

impl Sender {
    pub(crate) fn new(parts: &WorkerParts, owner: String) -> Self {
        Self {
            app: parts.app.clone(),
            queue: Arc::clone(&parts.queue),
            transport: Arc::clone(&parts.transport),
            owner,
            settings: parts.sender,
        }
    }

    fn lease(&self, limit: u32) -> Lease<'_> {
        let now = self.app.now();
        Lease { owner: &self.owner, now, until: now + TimeDelta::minutes(LEASE_MINUTES), limit }
    }

    /// Sends one batch and waits for it; answers how many mails there were.
    pub(crate) async fn once(&self) -> Result<usize, AppError> {
        let mails = self.queue.claim_mails(self.lease(GROUP.try_into().unwrap_or(50))).await?;
        let count = mails.len();
        let concurrency = usize::try_from(self.settings.concurrency.max(1)).unwrap_or(1);
        let attempts = mails.into_iter().map(|mail| attempt(&self.app, self.transport.as_ref(), mail));
        let ended: Vec<_> = futures_util::stream::iter(attempts).buffer_unordered(concurrency).collect().await;
        let results: Vec<MailResult> = ended.into_iter().map(|(result, _)| result).collect();
        self.queue.settle_mails(&self.owner, &results).await?;
        Ok(count)
    }

    /// Sends until `shutdown`, several mails at a time: one that hangs holds up no other.
    pub(crate) async fn run(&self, shutdown: &CancellationToken) {
        let (results, inbox) = mpsc::channel(GROUP * 2);
        tokio::join!(self.claim_and_send(results, shutdown), self.settle(inbox));
    }

    async fn claim_and_send(&self, results: mpsc::Sender<MailResult>, shutdown: &CancellationToken) {
        let slots = Arc::new(Semaphore::new(usize::try_from(self.settings.concurrency.max(1)).unwrap_or(1)));
        let breaker = Arc::new(Breaker::default());
        let mut under_way = JoinSet::new();
        while !shutdown.is_cancelled() {
            while under_way.try_join_next().is_some() {}
            if let Some(pause) = breaker.remaining() {
                rest(pause, shutdown).await;
                continue;
            }
            let free = u32::try_from(slots.available_permits()).unwrap_or(0);
            if free == 0 {
                rest(Duration::from_millis(20), shutdown).await;
                continue;
            }
            let mails = match self.queue.claim_mails(self.lease(free)).await {
                Ok(mails) => mails,
                Err(error) => {
                    tracing::warn!(%error, "The worker could not claim mails");
                    rest(Duration::from_secs(2), shutdown).await;
                    continue;
                }
            };
            if mails.is_empty() {
                rest(Duration::from_millis(500), shutdown).await;
            }
            for mail in mails {
                let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
                let delivery = self.delivery(mail, results.clone(), Arc::clone(&breaker));
                under_way.spawn(async move {
                    delivery.await;
                    drop(slot);
                });
            }
        }
        self.drain(under_way).await;
    }

    fn delivery(
        &self,
        mail: ClaimedMail,
        results: mpsc::Sender<MailResult>,
        breaker: Arc<Breaker>,
    ) -> impl Future<Output = ()> + Send + 'static {
        let (app, queue, transport) = (self.app.clone(), Arc::clone(&self.queue), Arc::clone(&self.transport));
        let (owner, pause) = (self.owner.clone(), self.settings.breaker);
        async move {
            let id = mail.id;
            let sending = attempt(&app, transport.as_ref(), mail);
            tokio::pin!(sending);
            let (result, relay_is_down) = loop {
                tokio::select! {
                    done = &mut sending => break done,
                    () = tokio::time::sleep(RENEW) => {
                        let now = app.now();
                        let until = now + TimeDelta::minutes(LEASE_MINUTES);
                        let lease = Lease { owner: &owner, now, until, limit: 1 };
                        if let Err(error) = queue.renew_mails(&[id], lease).await {
                            tracing::warn!(mail = %id, %error, "The lease of a mail could not be renewed");
                        }
                    }
                }
            };
            if relay_is_down {
                breaker.open(pause);
            }
            // The receiver lives as long as any sender does.
            let _ = results.send(result).await;
        }
    }

    async fn drain(&self, mut under_way: JoinSet<()>) {
        let finish = async { while under_way.join_next().await.is_some() {} };
        if tokio::time::timeout(self.settings.grace, finish).await.is_err() {
            tracing::warn!(left = under_way.len(), "Cutting the conversations in hand");
            self.transport.cut_short();
            let ending = async { while under_way.join_next().await.is_some() {} };
            let _ = tokio::time::timeout(Duration::from_secs(2), ending).await;
        }
    }

    async fn settle(&self, mut inbox: mpsc::Receiver<MailResult>) {
        while let Some(first) = inbox.recv().await {
            let mut group = vec![first];
            let deadline = tokio::time::Instant::now() + GROUP_WINDOW;
            while group.len() < GROUP {
                match tokio::time::timeout_at(deadline, inbox.recv()).await {
                    Ok(Some(result)) => group.push(result),
                    Ok(None) | Err(_) => break,
                }
            }
            self.settle_group(&group).await;
        }
    }

    async fn settle_group(&self, group: &[MailResult]) {
        for tries in 1..=5_u32 {
            match self.queue.settle_mails(&self.owner, group).await {
                Ok(()) => return,
                Err(error) => {
                    tracing::warn!(%error, tries, mails = group.len(), "The fate of mails could not be recorded");
                    tokio::time::sleep(Duration::from_millis(200) * tries).await;
                }
            }
        }
        tracing::error!(
            mails = group.len(),
            "The fate of mails is not recorded; they will be sent again when their lease ends"
        );
    }
}

/// Hands one mail over. Answers what became of it, and whether the relay itself is the trouble.
async fn attempt(app: &App, transport: &dyn Transport, mail: ClaimedMail) -> (MailResult, bool) {
    let outcome = match envelope(&mail) {
        Ok(envelope) => transport.send(&envelope, &mail.bytes).await,
        Err(failure) => Err(failure),
    };
    let at = app.now();
    match outcome {
        Ok(()) => {
            metrics::counter!("cordata_mails_total", "outcome" => "sent").increment(1);
            (
                MailResult {
                    id: mail.id,
                    state: MailState::Sent,
                    attempts: mail.attempts.saturating_add(1),
                    next_attempt_at: None,
                    error: None,
                    at,
                },
                false,
            )
        }
        Err(failure) => failed(app, &mail, &failure, at),
    }
}

fn failed(app: &App, mail: &ClaimedMail, failure: &DeliveryFailure, at: DateTime<Utc>) -> (MailResult, bool) {
    let tried = Tried { kind: mail.kind, attempts: mail.attempts, expires_at: mail.expires_at };
    let next = next_attempt(failure, tried, app.ids().jitter(), at);
    let state: &'static str = next.state.into();
    metrics::counter!("cordata_mails_total", "outcome" => state).increment(1);
    let relay_is_down = matches!(failure, DeliveryFailure::Unreachable(_) | DeliveryFailure::RelayRefused(_));
    if matches!(failure, DeliveryFailure::RelayRefused(_)) {
        tracing::error!(mail = %mail.id, "The relay refuses us: no mail leaves until this is mended");
    } else {
        tracing::warn!(mail = %mail.id, state, attempts = next.attempts, "A mail could not be handed over");
    }
    let result = MailResult {
        id: mail.id,
        state: next.state,
        attempts: next.attempts,
        next_attempt_at: next.at,
        error: Some(failure.text().to_owned()),
        at,
    };
    (result, relay_is_down)
}

fn envelope(mail: &ClaimedMail) -> Result<Envelope, DeliveryFailure> {
    let address = |text: &str| {
        EmailAddress::parse(text)
            .map_err(|_| DeliveryFailure::Unsendable("the address cannot be used in SMTP".to_owned()))
    };
    Ok(Envelope { key: mail.id.to_string(), from: address(&mail.envelope_from)?, to: address(&mail.address)? })
}

/// Keeps the worker from knocking on a closed door.
#[derive(Default)]
struct Breaker(std::sync::Mutex<Option<tokio::time::Instant>>);

impl Breaker {
    fn open(&self, pause: Duration) {
        *self.until() = Some(tokio::time::Instant::now() + pause);
    }

    fn remaining(&self) -> Option<Duration> {
        let until = (*self.until())?;
        let left = until.saturating_duration_since(tokio::time::Instant::now());
        (!left.is_zero()).then_some(left)
    }

    fn until(&self) -> std::sync::MutexGuard<'_, Option<tokio::time::Instant>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
