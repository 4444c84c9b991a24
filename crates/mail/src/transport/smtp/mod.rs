//! Handing mails to an SMTP relay over a few connections of our own.
//!
//! lettre speaks the protocol; its own pool stalls some 40 ms per mail for want of `TCP_NODELAY`, its timeout covers
//! connecting only, and its errors do not tell whether the final dot went out. So connections, timers and the
//! meaning of failures are ours.

mod conversation;
mod failure;
#[cfg(test)]
mod tests;
mod tls;
mod url;

pub use conversation::Timers;
pub use tls::TlsError;
pub use url::{Encryption, SmtpUrl, SmtpUrlError};

use std::time::Duration;

use async_trait::async_trait;
use cordata_domain::identity::EmailAddress;
use cordata_domain::notification::{DeliveryFailure, MailShare};
use lettre::Address;
use lettre::transport::smtp::client::AsyncTokioStream;
use lettre::transport::smtp::extension::ClientId;
use tokio::net::TcpStream;
use tokio::sync::{AcquireError, Mutex, Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use tracing::instrument::WithSubscriber;
use tracing::subscriber::NoSubscriber;

use self::conversation::{Conversation, Failed};
use self::failure::{Broken, classify};
use self::tls::Tls;
use super::{Envelope, Transport};

/// A connection unused for longer is not used again.
const LONGEST_IDLE: Duration = Duration::from_secs(30);

/// What can be chosen about a relay besides its URL.
#[derive(Debug, Clone)]
pub struct SmtpOptions {
    /// The most connections open at a time for ordinary mails; at least one.
    pub max_connections: usize,
    /// The most besides for mails that somebody waits for; at least one.
    pub prompt_connections: usize,
    /// How long each phase may take.
    pub timers: Timers,
    /// The name said in EHLO: this installation's host name.
    pub hello_name: String,
    /// A certificate authority trusted besides the public ones, as PEM.
    pub authority: Option<Vec<u8>>,
}

impl SmtpOptions {
    /// Four connections for each share and the standard timers.
    pub fn new(hello_name: impl Into<String>) -> Self {
        Self {
            max_connections: 4,
            prompt_connections: 4,
            timers: Timers::default(),
            hello_name: hello_name.into(),
            authority: None,
        }
    }
}

/// Hands mails to one relay. Any number of mails may be sent at a time: those beyond the connections wait for one.
pub struct SmtpTransport {
    url: SmtpUrl,
    hello: ClientId,
    timers: Timers,
    tls: Tls,
    ordinary: Semaphore,
    prompt: Semaphore,
    idle: Mutex<Vec<Idle>>,
    stop: CancellationToken,
}

struct Idle {
    conversation: Conversation,
    since: Instant,
}

impl SmtpTransport {
    /// Prepares the way to the relay; nothing is connected yet.
    pub fn new(url: SmtpUrl, options: SmtpOptions) -> Result<Self, TlsError> {
        Ok(Self {
            tls: Tls::new(&url.host, options.authority.as_deref())?,
            url,
            hello: ClientId::Domain(options.hello_name),
            timers: options.timers,
            ordinary: Semaphore::new(options.max_connections.max(1)),
            prompt: Semaphore::new(options.prompt_connections.max(1)),
            idle: Mutex::new(Vec::new()),
            stop: CancellationToken::new(),
        })
    }

    async fn deliver(
        &self,
        share: MailShare,
        (from, to): (&Address, &Address),
        message: &[u8],
    ) -> Result<(), DeliveryFailure> {
        let closed = |_| DeliveryFailure::Unreachable("the transport is closed".to_owned());
        let _slot = self.slot(share).await.map_err(closed)?;
        if self.stop.is_cancelled() {
            return Err(DeliveryFailure::Unreachable("this program is shutting down".to_owned()));
        }
        let mut conversation = self.begin(from).await?;
        conversation.hand_over(to, message).await.map_err(fate)?;
        self.idle.lock().await.push(Idle { conversation, since: Instant::now() });
        Ok(())
    }

    /// The right to one connection. Mails that somebody waits for take what is free of either share.
    async fn slot(&self, share: MailShare) -> Result<SemaphorePermit<'_>, AcquireError> {
        match share {
            MailShare::Ordinary => self.ordinary.acquire().await,
            MailShare::Prompt => tokio::select! {
                biased;
                own = self.prompt.acquire() => own,
                other = self.ordinary.acquire() => other,
            },
        }
    }

    /// A conversation in which the sender is already named. An idle connection that the relay has closed in the
    /// meantime is replaced by a fresh one: nothing was said about the mail on it.
    async fn begin(&self, from: &Address) -> Result<Conversation, DeliveryFailure> {
        if let Some(mut conversation) = self.take_idle().await {
            match conversation.name_sender(from).await {
                Ok(()) => return Ok(conversation),
                Err((_, Broken::Server(error))) if is_lost(&error) => {}
                Err(failed) => return Err(fate(failed)),
            }
        }
        let mut conversation = self.open().await?;
        conversation.name_sender(from).await.map_err(fate)?;
        Ok(conversation)
    }

    async fn take_idle(&self) -> Option<Conversation> {
        let mut idle = self.idle.lock().await;
        idle.retain(|idle| idle.since.elapsed() <= LONGEST_IDLE);
        idle.pop().map(|idle| idle.conversation)
    }

    async fn open(&self) -> Result<Conversation, DeliveryFailure> {
        let stream = self.connect().await?;
        let mut conversation = Conversation::open(stream, &self.hello, self.timers, self.stop.clone()).await?;
        let encrypted = self.encrypt(&mut conversation).await?;
        if let Some(login) = &self.url.login {
            if !encrypted && self.url.encryption != Encryption::None {
                let text = "the relay offers no STARTTLS, and the password does not go out in clear text";
                return Err(DeliveryFailure::RelayRefused(text.to_owned()));
            }
            conversation.authenticate(login).await?;
        }
        Ok(conversation)
    }

    async fn connect(&self) -> Result<Box<dyn AsyncTokioStream>, DeliveryFailure> {
        let unreachable = |what: &str| DeliveryFailure::Unreachable(format!("{}: {what}", self.url.authority()));
        let connecting = async {
            let stream = TcpStream::connect((self.url.host.as_str(), self.url.port)).await?;
            stream.set_nodelay(true)?;
            let stream: Box<dyn AsyncTokioStream> = match self.url.encryption {
                Encryption::Implicit => Box::new(self.tls.wrap(stream).await?),
                _ => Box::new(stream),
            };
            std::io::Result::Ok(stream)
        };
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(unreachable("this program is shutting down")),
            connected = timeout(self.timers.connect, connecting) => match connected {
                Ok(stream) => stream.map_err(|error| unreachable(&error.to_string())),
                Err(_) => Err(unreachable("no connection in time")),
            },
        }
    }

    /// Whether the conversation is encrypted from here on.
    async fn encrypt(&self, conversation: &mut Conversation) -> Result<bool, DeliveryFailure> {
        match (self.url.encryption, conversation.offers_starttls()) {
            (Encryption::Implicit, _) => Ok(true),
            (Encryption::None, _) | (Encryption::Opportunistic, false) => Ok(false),
            (Encryption::Required, false) => {
                Err(DeliveryFailure::RelayRefused("the relay offers no STARTTLS".to_owned()))
            }
            (Encryption::Required | Encryption::Opportunistic, true) => {
                conversation.starttls(self.tls.parameters(), &self.hello).await.map(|()| true)
            }
        }
    }
}

#[async_trait]
impl Transport for SmtpTransport {
    async fn send(&self, envelope: &Envelope, message: &[u8]) -> Result<(), DeliveryFailure> {
        let (from, to) = (address(&envelope.from)?, address(&envelope.to)?);
        if !message.is_ascii() {
            return Err(DeliveryFailure::Unsendable("the message is not encoded as ASCII".to_owned()));
        }
        // lettre logs whole conversations, passwords included: they are kept out of every log.
        self.deliver(envelope.share, (&from, &to), message).with_subscriber(NoSubscriber::default()).await
    }

    fn cut_short(&self) {
        self.stop.cancel();
    }
}

fn address(address: &EmailAddress) -> Result<Address, DeliveryFailure> {
    address.as_str().parse().map_err(|error| DeliveryFailure::Unsendable(format!("{}: {error}", address.as_str())))
}

fn fate((phase, broken): Failed) -> DeliveryFailure {
    classify(phase, &broken)
}

/// The relay closed the connection, or says with 421 that it is about to.
fn is_lost(error: &lettre::transport::smtp::Error) -> bool {
    error.status().is_none_or(|code| u16::from(code) == 421)
}
