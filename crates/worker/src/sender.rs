use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use cordata_app::AppError;
use cordata_app::ports::queue::{ClaimedMail, Lease, MailResult};
use cordata_domain::identity::EmailAddress;
use cordata_domain::ids::{DigestId, MailId};
use cordata_domain::notification::{DeliveryFailure, MailShare, MailState, Tried, Withheld, next_attempt};
use cordata_mail::transport::Envelope;
use futures_util::StreamExt;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::leaving::{Decision, decide};
use crate::runner::{Bench, rest};

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
    /// Ordinary mails under way at the same time.
    pub concurrency: u32,
    /// Mails that somebody waits for, under way at the same time besides.
    pub prompt_concurrency: u32,
    /// How long conversations may go on after a shutdown was asked for.
    pub grace: Duration,
    /// How many mails in a row the relay may fail before it is left alone.
    pub breaker_after: u32,
    /// How long nothing is tried then.
    pub breaker: Duration,
    /// The most mails a day that strangers may cause to one address.
    pub from_strangers_per_day: u32,
}

impl Default for SenderSettings {
    fn default() -> Self {
        Self {
            concurrency: 8,
            prompt_concurrency: 8,
            grace: Duration::from_secs(10),
            breaker_after: 3,
            breaker: Duration::from_secs(30),
            from_strangers_per_day: 5,
        }
    }
}

impl SenderSettings {
    /// Mails of a share under way at the same time; at least one.
    fn concurrency(&self, share: MailShare) -> usize {
        let most = match share {
            MailShare::Ordinary => self.concurrency,
            MailShare::Prompt => self.prompt_concurrency,
        };
        usize::try_from(most.max(1)).unwrap_or(1)
    }
}

/// Claims mails, hands them over, records what became of them.
pub(crate) struct Sender {
    parts: Arc<Bench>,
    owner: String,
}

impl Sender {
    pub(crate) fn new(parts: Arc<Bench>, owner: String) -> Self {
        Self { parts, owner }
    }

    fn lease(&self, limit: u32) -> Lease<'_> {
        lease(&self.parts, &self.owner, limit)
    }

    /// Sends one batch of each share and waits for it; answers how many mails there were.
    pub(crate) async fn once(&self) -> Result<usize, AppError> {
        let mut count = 0;
        for share in [MailShare::Prompt, MailShare::Ordinary] {
            let limit = GROUP.try_into().unwrap_or(50);
            let mails = self.parts.queue.claim_mails(self.lease(limit), share).await?;
            count += mails.len();
            let attempts = mails.into_iter().map(|mail| attempt(&self.parts, mail));
            let at_once = self.parts.sender.concurrency(share);
            let ended: Vec<_> = futures_util::stream::iter(attempts).buffer_unordered(at_once).collect().await;
            let results: Vec<MailResult> = ended.into_iter().map(|(result, _)| result).collect();
            self.parts.queue.settle_mails(&self.owner, &results).await?;
        }
        Ok(count)
    }

    /// Sends until `shutdown`, several mails at a time: one that hangs holds up no other. Mails that somebody waits for
    /// have a way of their own.
    pub(crate) async fn run(&self, shutdown: &CancellationToken) {
        let (results, inbox) = mpsc::channel(GROUP * 2);
        let breaker = Arc::new(Breaker::default());
        tokio::join!(
            self.claim_and_send(MailShare::Prompt, (results.clone(), Arc::clone(&breaker)), shutdown),
            self.claim_and_send(MailShare::Ordinary, (results, breaker), shutdown),
            self.settle(inbox)
        );
    }

    async fn claim_and_send(
        &self,
        share: MailShare,
        (results, breaker): (mpsc::Sender<MailResult>, Arc<Breaker>),
        shutdown: &CancellationToken,
    ) {
        let slots = Arc::new(Semaphore::new(self.parts.sender.concurrency(share)));
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
            let mails = match self.parts.queue.claim_mails(self.lease(free), share).await {
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
        let (parts, owner) = (Arc::clone(&self.parts), self.owner.clone());
        async move {
            let id = mail.id;
            let sending = attempt(&parts, mail);
            tokio::pin!(sending);
            let (result, relay) = loop {
                tokio::select! {
                    done = &mut sending => break done,
                    () = tokio::time::sleep(RENEW) => {
                        if let Err(error) = parts.queue.renew_mails(&[id], lease(&parts, &owner, 1)).await {
                            tracing::warn!(mail = %id, %error, "The lease of a mail could not be renewed");
                        }
                    }
                }
            };
            breaker.note(relay, &parts.sender);
            // The receiver lives as long as any sender does.
            let _ = results.send(result).await;
        }
    }

    async fn drain(&self, mut under_way: JoinSet<()>) {
        let finish = async { while under_way.join_next().await.is_some() {} };
        if tokio::time::timeout(self.parts.sender.grace, finish).await.is_err() {
            tracing::warn!(left = under_way.len(), "Cutting the conversations in hand");
            self.parts.transport.cut_short();
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
            match self.parts.queue.settle_mails(&self.owner, group).await {
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

fn lease<'a>(parts: &Bench, owner: &'a str, limit: u32) -> Lease<'a> {
    let now = parts.app.now();
    Lease { owner, now, until: now + TimeDelta::minutes(LEASE_MINUTES), limit }
}

/// How the relay did in an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relay {
    /// It talked about the mail.
    Talked,
    /// It was not asked.
    NotAsked,
    /// It cannot be talked to.
    Unreachable,
    /// It wants nothing from us.
    RefusesUs,
}

impl Relay {
    fn after(outcome: &Result<(), DeliveryFailure>) -> Self {
        match outcome {
            Err(DeliveryFailure::RelayRefused(_)) => Self::RefusesUs,
            Err(failure) if failure.is_of_the_relay() => Self::Unreachable,
            Err(DeliveryFailure::Unsendable(_)) => Self::NotAsked,
            Ok(()) | Err(_) => Self::Talked,
        }
    }
}

/// Decides again whether one mail leaves, and hands it over. Answers what became of it, and how the relay did.
async fn attempt(parts: &Bench, mail: ClaimedMail) -> (MailResult, Relay) {
    let (id, before) = (mail.id, Tried { kind: mail.kind, attempts: mail.attempts, expires_at: mail.expires_at });
    let mail = match decide(parts, mail).await {
        Ok(Decision::Leaves(mail)) => mail,
        Ok(Decision::Stays { withheld, gives_back }) => {
            let unsent = result(parts, id, MailState::Skipped, before.attempts);
            return (stays(unsent, withheld, gives_back), Relay::NotAsked);
        }
        Err(error) => {
            tracing::warn!(mail = %id, %error, "It could not be decided whether a mail still leaves");
            let later = DeliveryFailure::Unreachable("the store did not answer".to_owned());
            return (
                failed(parts, &result(parts, id, MailState::Deferred, before.attempts), before, &later),
                Relay::NotAsked,
            );
        }
    };
    let outcome = match envelope(&mail) {
        Ok(envelope) => parts.transport.send(&envelope, &mail.bytes).await,
        Err(failure) => Err(failure),
    };
    let relay = Relay::after(&outcome);
    let sent = result(parts, id, MailState::Sent, before.attempts.saturating_add(1));
    let ended = match outcome {
        Ok(()) => sent,
        Err(failure) => failed(parts, &sent, before, &failure),
    };
    let state: &'static str = ended.state.into();
    metrics::counter!("cordata_mails_total", "outcome" => if ended.state == MailState::Sent { "sent" } else { state })
        .increment(1);
    (ended, relay)
}

/// What became of a mail, if nothing is to be said but its state.
fn result(parts: &Bench, id: MailId, state: MailState, attempts: u32) -> MailResult {
    MailResult {
        id,
        state,
        attempts,
        next_attempt_at: None,
        error: None,
        withheld: None,
        gives_back: None,
        at: parts.app.now(),
    }
}

fn stays(unsent: MailResult, withheld: Withheld, gives_back: Option<DigestId>) -> MailResult {
    let reason: &'static str = withheld.into();
    tracing::info!(mail = %unsent.id, reason, "A mail was withheld when it was to leave");
    metrics::counter!("cordata_mails_total", "outcome" => "skipped").increment(1);
    MailResult { withheld: Some(withheld), gives_back, ..unsent }
}

fn failed(parts: &Bench, result: &MailResult, before: Tried, failure: &DeliveryFailure) -> MailResult {
    let mut next = next_attempt(failure, before, parts.app.ids().jitter(), result.at);
    if next.state == MailState::Expired && !parts.clock.is_trusted() {
        // By a clock that is not believed nothing ends: whether its time is over is seen when one is.
        (next.state, next.at) = (MailState::Deferred, Some(result.at.max(before.expires_at)));
    }
    let state: &'static str = next.state.into();
    if next.state == MailState::Failed {
        tracing::error!(mail = %result.id, "A mail was refused for good: somebody has to look at it");
    } else {
        tracing::warn!(mail = %result.id, state, attempts = next.attempts, "A mail could not be handed over");
    }
    MailResult {
        state: next.state,
        attempts: next.attempts,
        next_attempt_at: next.at,
        error: Some(failure.text().to_owned()),
        ..*result
    }
}

fn envelope(mail: &ClaimedMail) -> Result<Envelope, DeliveryFailure> {
    let address = |text: &str| {
        EmailAddress::parse(text)
            .map_err(|_| DeliveryFailure::Unsendable("the address cannot be used in SMTP".to_owned()))
    };
    Ok(Envelope {
        key: mail.id.to_string(),
        from: address(&mail.envelope_from)?,
        to: address(&mail.address)?,
        share: mail.kind.share(),
    })
}

/// Keeps the worker from knocking on a closed door.
#[derive(Default)]
struct Breaker(std::sync::Mutex<Door>);

#[derive(Default)]
struct Door {
    /// Mails in a row that the relay failed.
    failures: u32,
    closed_until: Option<tokio::time::Instant>,
}

impl Breaker {
    /// Notes how the relay did. Whatever it says about one mail shows that it talks to us.
    fn note(&self, relay: Relay, settings: &SenderSettings) {
        let mut door = self.door();
        match relay {
            Relay::NotAsked => return,
            Relay::Talked => {
                door.failures = 0;
                return;
            }
            Relay::Unreachable | Relay::RefusesUs => door.failures = door.failures.saturating_add(1),
        }
        if door.failures < settings.breaker_after {
            return;
        }
        door.closed_until = Some(tokio::time::Instant::now() + settings.breaker);
        drop(door);
        metrics::counter!("cordata_relay_stops_total").increment(1);
        if relay == Relay::RefusesUs {
            tracing::error!("The relay refuses us: no mail leaves until this is mended");
        } else {
            tracing::warn!("The relay cannot be reached: it is left alone for a while");
        }
    }

    fn remaining(&self) -> Option<Duration> {
        let until = self.door().closed_until?;
        let left = until.saturating_duration_since(tokio::time::Instant::now());
        (!left.is_zero()).then_some(left)
    }

    fn door(&self) -> std::sync::MutexGuard<'_, Door> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
