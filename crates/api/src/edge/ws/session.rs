//! The conversation on one socket, in one task: a slow reader slows only itself.

use std::{sync::Arc, time::Duration};

use async_graphql::Executor;
use axum::{
    body::Bytes,
    extract::ws::{Message, WebSocket},
    http::{HeaderMap, HeaderValue, header::AUTHORIZATION},
};
use cordata_domain::network::Network;
use serde_json::{Map, Value};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep_until, timeout};

use super::{
    message::{ClientMessage, Close, ServerMessage, next_frame},
    operations::{Event, Operations, events},
};
use crate::edge::{
    Edge,
    answer::Answer,
    budget::Purse,
    caller::Credentials,
    fault::{EdgeError, FaultCode},
    operation::{self, Params},
    turnstile::SocketPlace,
};

/// Wait for the other side's part of the closing handshake.
const CLOSING: Duration = Duration::from_secs(1);

/// What is known of the caller since the handshake.
pub(super) struct Handshake {
    pub(super) headers: HeaderMap,
    pub(super) network: Option<Network>,
    pub(super) request_id: Option<String>,
}

impl Handshake {
    pub(super) fn credentials(&self) -> Credentials<'_> {
        Credentials { headers: &self.headers, network: self.network, request_id: self.request_id() }
    }

    pub(super) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Takes `{"authorization": "Bearer …"}` or `{"token": "…"}` as the `Authorization` header.
    fn with_payload(&self, payload: &Map<String, Value>) -> Result<Self, Close> {
        let text = |name: &str| match payload.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Close::Forbidden),
        };
        let authorization = match (text("authorization")?, text("Authorization")?) {
            (Some(value), _) | (None, Some(value)) => Some(value),
            (None, None) => text("token")?.map(|token| format!("Bearer {token}")),
        };
        let mut headers = self.headers.clone();
        if let Some(value) = authorization {
            let value = HeaderValue::from_str(&value).map_err(|_unfit| Close::Forbidden)?;
            headers.insert(AUTHORIZATION, value);
        }
        Ok(Self { headers, network: self.network, request_id: self.request_id.clone() })
    }
}

/// How a conversation ends.
enum End {
    /// The server says why.
    Close(Close),
    /// The other side closed or is gone.
    Gone,
}

impl From<Close> for End {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

/// Says why, and waits for the answer. Where that cannot be read (it stands behind a message that is too big), the
/// connection still stays: closing it at once would throw away what the other side has not read yet.
async fn goodbye(socket: &mut WebSocket, close: Close) -> Result<(), axum::Error> {
    socket.send(close.frame()).await?;
    while let Some(message) = socket.recv().await {
        if matches!(message?, Message::Close(_)) {
            return Ok(());
        }
    }
    std::future::pending().await
}

/// One socket.
pub(super) struct Session<E> {
    edge: Edge<E>,
    socket: WebSocket,
    handshake: Arc<Handshake>,
    /// `connection_init` was accepted.
    acknowledged: bool,
    /// `connection_init` must be here by this time.
    due: Instant,
    operations: Operations,
    /// Its place, given back at the end; nothing for a moment while it is exchanged.
    place: Option<SocketPlace>,
    /// When the last operation ended.
    quiet: Instant,
    /// When it ends though operations are open; nothing where the caller is known.
    ends: Option<Instant>,
    /// Pings since the other side last said anything.
    silent: u8,
}

impl<E: Executor> Session<E> {
    pub(super) fn new(edge: Edge<E>, socket: WebSocket, handshake: Handshake, place: SocketPlace) -> Self {
        let now = Instant::now();
        let due = now + edge.parts.limits.ws_init_timeout;
        Self {
            edge,
            socket,
            handshake: Arc::new(handshake),
            acknowledged: false,
            due,
            operations: Operations::default(),
            place: Some(place),
            quiet: now,
            ends: None,
            silent: 0,
        }
    }

    /// Talks until one side ends it.
    pub(super) async fn run(mut self) {
        let mut pings = self.pings();
        let end = loop {
            if let Err(end) = self.step(&mut pings).await {
                break end;
            }
        };
        drop(self.operations);
        if let End::Close(close) = end {
            // Whatever happens now, the socket is closed.
            let _ = timeout(CLOSING, goodbye(&mut self.socket, close)).await;
        }
    }

    fn pings(&self) -> Interval {
        let every = self.edge.parts.limits.ws_keepalive;
        let mut pings = interval_at(Instant::now() + every, every);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pings
    }

    /// Waits for one thing to happen and deals with it.
    async fn step(&mut self, pings: &mut Interval) -> Result<(), End> {
        tokio::select! {
            () = self.edge.parts.shutdown.cancelled() => Err(Close::GoingAway.into()),
            () = sleep_until(self.due), if !self.acknowledged => Err(Close::InitTimeout.into()),
            () = sleep_until(self.idle_at()), if self.is_idle() => Err(Close::Idle.into()),
            () = sleep_until(self.ends.unwrap_or(self.due)), if self.ends.is_some() => Err(Close::LongEnough.into()),
            _ = pings.tick() => self.ping().await,
            message = self.socket.recv() => self.hear(message).await,
            Some((id, event)) = self.operations.next() => self.tell(&id, event).await,
        }
    }

    fn is_idle(&self) -> bool {
        self.acknowledged && self.operations.len() == 0
    }

    fn idle_at(&self) -> Instant {
        self.quiet + self.edge.parts.limits.ws_idle
    }

    /// Forgets an operation; from the last one on, the socket is idle.
    fn close(&mut self, id: &str) {
        self.operations.close(id);
        self.quiet = Instant::now();
    }

    async fn ping(&mut self) -> Result<(), End> {
        if self.silent >= 2 {
            return Err(End::Gone);
        }
        self.silent += 1;
        self.send(Message::Ping(Bytes::new())).await
    }

    async fn hear(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<(), End> {
        self.silent = 0;
        match message {
            Some(Ok(Message::Text(text))) => self.understand(ClientMessage::parse(&text)?).await,
            Some(Ok(Message::Binary(_))) => Err(Close::BadMessage("Binary messages are not understood").into()),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            Some(Err(error)) => Err(Close::of_failure(error).map_or(End::Gone, End::Close)),
            Some(Ok(Message::Close(_))) | None => Err(End::Gone),
        }
    }

    async fn understand(&mut self, message: ClientMessage) -> Result<(), End> {
        match message {
            ClientMessage::Init(payload) => self.init(&payload).await,
            ClientMessage::Ping => self.send(ServerMessage::Pong.to_frame()).await,
            ClientMessage::Pong => Ok(()),
            ClientMessage::Subscribe { id, params } => self.subscribe(&id, params).await,
            ClientMessage::Complete { id } => {
                if self.operations.contains(&id) {
                    self.close(&id);
                }
                Ok(())
            }
        }
    }

    async fn init(&mut self, payload: &Map<String, Value>) -> Result<(), End> {
        if self.acknowledged {
            return Err(Close::TooManyInits.into());
        }
        let handshake = self.handshake.with_payload(payload)?;
        let caller = operation::authenticate(&self.edge, handshake.credentials()).await;
        let caller = caller.map_err(|error| match error.code {
            FaultCode::Unauthenticated | FaultCode::Forbidden => Close::Forbidden,
            _ => Close::TryAgain,
        })?;
        self.settle(&caller.purse)?;
        self.handshake = Arc::new(handshake);
        self.acknowledged = true;
        self.quiet = Instant::now();
        self.send(ServerMessage::ConnectionAck.to_frame()).await
    }

    /// Takes the place of whoever it turned out to be; strangers stay for a limited time.
    fn settle(&mut self, purse: &Purse) -> Result<(), Close> {
        let turnstile = &self.edge.turnstile;
        self.place = self.place.take().and_then(|place| turnstile.settle_socket(place, purse));
        let life = self.edge.parts.limits.ws_stranger_life;
        self.ends = (!purse.is_known()).then(|| Instant::now() + life);
        if self.place.is_some() { Ok(()) } else { Err(Close::Crowded) }
    }

    async fn subscribe(&mut self, id: &str, params: Params) -> Result<(), End> {
        if !self.acknowledged {
            return Err(Close::NotAcknowledged.into());
        }
        if self.operations.contains(id) {
            return Err(Close::DuplicateId.into());
        }
        let most = self.edge.parts.limits.ws_subscriptions;
        if self.operations.len() >= most {
            let error = EdgeError::new(
                FaultCode::RateLimited,
                format!("At most {most} operations may be open on one connection."),
            );
            let payload = &Answer::refusal(error, self.handshake.request_id()).errors;
            return self.send(ServerMessage::Error { id, payload }.to_frame()).await;
        }
        let events = events(self.edge.clone(), Arc::clone(&self.handshake), params);
        self.operations.open(id, events);
        Ok(())
    }

    async fn tell(&mut self, id: &str, event: Event) -> Result<(), End> {
        let message = match &event {
            Event::Told(payload) => return self.send(next_frame(id, payload)).await,
            Event::Next(answer) => ServerMessage::Next { id, payload: answer },
            Event::Error(errors) => ServerMessage::Error { id, payload: errors },
            Event::Complete => ServerMessage::Complete { id },
            Event::Close(close) => return Err((*close).into()),
        };
        if !matches!(event, Event::Next(_)) {
            self.close(id);
        }
        self.send(message.to_frame()).await
    }

    /// Sends within the interval of the pings: who takes nothing for so long is gone.
    async fn send(&mut self, message: Message) -> Result<(), End> {
        let patience = self.edge.parts.limits.ws_keepalive;
        match timeout(patience, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }
}
