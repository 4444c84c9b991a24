//! One SMTP conversation, phase by phase, so that it is always known how far a mail came.

use std::future::Future;
use std::time::Duration;

use cordata_domain::notification::DeliveryFailure;
use lettre::Address;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::failure::{Broken, Phase, classify};
use super::url::Login;

/// How long each phase of a conversation may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timers {
    /// Name resolution, TCP and TLS from the first byte.
    pub connect: Duration,
    /// Each answer from the greeting to RCPT.
    pub reply: Duration,
    /// DATA, and then the message up to the final dot.
    pub data: Duration,
    /// The answer to the final dot.
    pub after_dot: Duration,
}

impl Default for Timers {
    /// Half a minute, one minute, two and ten.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            reply: Duration::from_mins(1),
            data: Duration::from_mins(2),
            after_dot: Duration::from_mins(10),
        }
    }
}

/// A step that failed: in which phase, and how.
pub(super) type Failed = (Phase, Broken);

/// One open connection on which mails can be handed over, one after the other.
pub(super) struct Conversation {
    connection: AsyncSmtpConnection,
    timers: Timers,
    stop: CancellationToken,
}

impl Conversation {
    /// Reads the greeting and says hello.
    pub(super) async fn open(
        stream: Box<dyn AsyncTokioStream>,
        hello: &ClientId,
        timers: Timers,
        stop: CancellationToken,
    ) -> Result<Self, DeliveryFailure> {
        let greeting = AsyncSmtpConnection::connect_with_transport(stream, hello);
        let opened = bounded(timers.reply, &stop, greeting).await;
        let connection = opened.map_err(|broken| classify(Phase::Opening, &broken))?;
        Ok(Self { connection, timers, stop })
    }

    pub(super) fn offers_starttls(&self) -> bool {
        self.connection.can_starttls()
    }

    pub(super) async fn starttls(&mut self, tls: TlsParameters, hello: &ClientId) -> Result<(), DeliveryFailure> {
        let upgrade = self.connection.starttls(tls, hello);
        bounded(self.timers.reply, &self.stop, upgrade).await.map_err(|broken| match broken {
            Broken::Server(error) if error.status().is_none() => DeliveryFailure::Unreachable(format!("TLS: {error}")),
            broken => classify(Phase::Opening, &broken),
        })
    }

    pub(super) async fn authenticate(&mut self, login: &Login) -> Result<(), DeliveryFailure> {
        const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];
        if self.connection.server_info().get_auth_mechanism(&MECHANISMS).is_none() {
            return Err(DeliveryFailure::RelayRefused("the relay offers neither AUTH PLAIN nor AUTH LOGIN".to_owned()));
        }
        let credentials = Credentials::new(login.user.clone(), login.password.clone());
        let answer = bounded(self.timers.reply, &self.stop, self.connection.auth(&MECHANISMS, &credentials)).await;
        answer.and_then(|answer| expect_success(&answer)).map_err(|broken| classify(Phase::Opening, &broken))
    }

    /// Says from whom a mail comes: the first thing said about it.
    pub(super) async fn name_sender(&mut self, from: &Address) -> Result<(), Failed> {
        let command = Mail::new(Some(from.clone()), Vec::new());
        let answer = bounded(self.timers.reply, &self.stop, self.connection.command(command)).await;
        answer.and_then(|answer| expect_success(&answer)).map_err(|broken| (Phase::Sender, broken))
    }

    /// Says to whom it goes, and hands the bytes over.
    pub(super) async fn hand_over(&mut self, to: &Address, message: &[u8]) -> Result<(), Failed> {
        let command = Rcpt::new(to.clone(), Vec::new());
        let answer = bounded(self.timers.reply, &self.stop, self.connection.command(command)).await;
        answer.and_then(|answer| expect_success(&answer)).map_err(|broken| (Phase::Recipient, broken))?;
        let answer = bounded(self.timers.data, &self.stop, self.connection.command(Data)).await;
        answer.and_then(|answer| expect_go_ahead(&answer)).map_err(|broken| (Phase::Data, broken))?;
        self.send_bytes(message).await
    }

    /// Sends the message and the final dot. The iterator given to the connection is asked for more when the last
    /// byte of the message is written: from then on the dot counts as sent.
    async fn send_bytes(&mut self, message: &[u8]) -> Result<(), Failed> {
        let (dot, mut dot_out) = watch::channel(false);
        // The end of data is CR LF dot CR LF: its first line break is the last one of the message.
        let body = message.strip_suffix(b"\r\n").unwrap_or(message);
        let parts = std::iter::once(body).chain(std::iter::from_fn(|| {
            dot.send_replace(true);
            None
        }));
        let mut dot_seen = dot_out.clone();
        let answer = tokio::select! {
            biased;
            answer = self.connection.message_iter(parts) => answer.map_err(Broken::Server),
            broken = time_out(&mut dot_seen, self.timers, &self.stop) => Err(broken),
        };
        let phase = if *dot_out.borrow_and_update() { Phase::AfterDot } else { Phase::Data };
        answer.and_then(|answer| expect_success(&answer)).map_err(|broken| (phase, broken))
    }
}

/// Runs one step within its time, unless everything is being cut short.
async fn bounded<T>(
    limit: Duration,
    stop: &CancellationToken,
    step: impl Future<Output = Result<T, smtp::Error>>,
) -> Result<T, Broken> {
    tokio::select! {
        biased;
        () = stop.cancelled() => Err(Broken::CutShort),
        answer = step => answer.map_err(Broken::Server),
        () = sleep(limit) => Err(Broken::TooLong(limit)),
    }
}

/// Ends when the message takes too long on its way out, or its answer on its way back.
async fn time_out(dot_out: &mut watch::Receiver<bool>, timers: Timers, stop: &CancellationToken) -> Broken {
    let clock = async {
        let on_its_way = timeout(timers.data, dot_out.wait_for(|out| *out)).await.is_ok();
        if !on_its_way {
            return timers.data;
        }
        sleep(timers.after_dot).await;
        timers.after_dot
    };
    tokio::select! {
        () = stop.cancelled() => Broken::CutShort,
        limit = clock => Broken::TooLong(limit),
    }
}

fn expect_success(answer: &Response) -> Result<(), Broken> {
    if answer.code().severity == Severity::PositiveCompletion { Ok(()) } else { Err(out_of_place(answer)) }
}

fn expect_go_ahead(answer: &Response) -> Result<(), Broken> {
    if answer.has_code(354) { Ok(()) } else { Err(out_of_place(answer)) }
}

fn out_of_place(answer: &Response) -> Broken {
    Broken::OutOfPlace(format!("{} {}", answer.code(), answer.first_line().unwrap_or_default()))
}
