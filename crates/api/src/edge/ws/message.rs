//! The messages and close codes of `graphql-transport-ws`.

use async_graphql::ServerError;
use axum::extract::ws::{CloseFrame, Message};
use serde::Serialize;
use serde_json::{Map, Value};
use tungstenite::error::ProtocolError;

use crate::edge::{answer::Answer, operation::Params};

/// Longest id of an operation in bytes.
const ID_BYTES: usize = 128;

/// Why the server closes the socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Close {
    GoingAway,
    /// No operation was open for too long.
    Idle,
    /// Strangers connect again from time to time.
    LongEnough,
    Broken,
    NotText,
    TooBig,
    TryAgain,
    /// All places of its owner are taken.
    Crowded,
    BadMessage(&'static str),
    NotAcknowledged,
    Forbidden,
    InitTimeout,
    DuplicateId,
    TooManyInits,
}

impl Close {
    /// Why a socket cannot be read any further; nothing where the other side is gone.
    pub(super) fn of_failure(error: axum::Error) -> Option<Self> {
        match error.into_inner().downcast_ref::<tungstenite::Error>()? {
            tungstenite::Error::Capacity(_) => Some(Self::TooBig),
            tungstenite::Error::Utf8(_) => Some(Self::NotText),
            tungstenite::Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
            tungstenite::Error::Protocol(_) => Some(Self::Broken),
            _ => None,
        }
    }

    pub(super) fn frame(self) -> Message {
        let (code, reason) = match self {
            Self::GoingAway => (1001, "The server is going away"),
            Self::Idle => (1001, "No operation was open for too long: connect again when there is one"),
            Self::LongEnough => (1001, "The connection was open for long enough: connect again"),
            Self::Broken => (1002, "The messages cannot be read"),
            Self::NotText => (1007, "A text message must be UTF-8"),
            Self::TooBig => (1009, "The message is too big"),
            Self::TryAgain => (1013, "The service is not available for a moment"),
            Self::Crowded => (1013, "Too many websockets are open from here"),
            Self::BadMessage(reason) => (4400, reason),
            Self::NotAcknowledged => (4401, "Unauthorized"),
            Self::Forbidden => (4403, "Forbidden"),
            Self::InitTimeout => (4408, "Connection initialisation timeout"),
            Self::DuplicateId => (4409, "Subscriber for this id already exists"),
            Self::TooManyInits => (4429, "Too many initialisation requests"),
        };
        Message::Close(Some(CloseFrame { code, reason: reason.into() }))
    }
}

/// What a client may say.
#[derive(Debug)]
pub(super) enum ClientMessage {
    Init(Map<String, Value>),
    Ping,
    Pong,
    Subscribe { id: String, params: Params },
    Complete { id: String },
}

impl ClientMessage {
    /// Reads a text message.
    ///
    /// # Errors
    /// 4400 for whatever is not a message of the subprotocol.
    pub(super) fn parse(text: &str) -> Result<Self, Close> {
        let Ok(Value::Object(mut message)) = serde_json::from_str(text) else {
            return Err(Close::BadMessage("A message must be a JSON object"));
        };
        match message.get("type").and_then(Value::as_str) {
            Some("connection_init") => match message.remove("payload") {
                None | Some(Value::Null) => Ok(Self::Init(Map::new())),
                Some(Value::Object(payload)) => Ok(Self::Init(payload)),
                Some(_) => Err(Close::BadMessage("`payload` must be an object")),
            },
            Some("ping") => Ok(Self::Ping),
            Some("pong") => Ok(Self::Pong),
            Some("subscribe") => Ok(Self::Subscribe { id: id_of(&mut message)?, params: params_of(&mut message)? }),
            Some("complete") => Ok(Self::Complete { id: id_of(&mut message)? }),
            _ => Err(Close::BadMessage("Unknown `type` of message")),
        }
    }
}

fn id_of(message: &mut Map<String, Value>) -> Result<String, Close> {
    match message.remove("id") {
        Some(Value::String(id)) if !id.is_empty() && id.len() <= ID_BYTES => Ok(id),
        _ => Err(Close::BadMessage("`id` must be a short string")),
    }
}

fn params_of(message: &mut Map<String, Value>) -> Result<Params, Close> {
    let payload = message.remove("payload").unwrap_or(Value::Null);
    Params::from_json(payload).map_err(|_wrong| Close::BadMessage("`payload` is not an operation"))
}

/// A result that was written as JSON before.
pub(super) fn next_frame(id: &str, payload: &str) -> Message {
    Message::text(format!(r#"{{"type":"next","id":{},"payload":{payload}}}"#, Value::from(id)))
}

/// What the server says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ServerMessage<'a> {
    ConnectionAck,
    Pong,
    Next { id: &'a str, payload: &'a Answer },
    Error { id: &'a str, payload: &'a [ServerError] },
    Complete { id: &'a str },
}

impl ServerMessage<'_> {
    pub(super) fn to_frame(&self) -> Message {
        match serde_json::to_string(self) {
            Ok(text) => Message::text(text),
            Err(error) => {
                tracing::error!(%error, "a message could not be written as JSON");
                Close::TryAgain.frame()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_the_subprotocol_is_a_bad_message() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"type":"start"}"#,
            r#"{"type":1}"#,
            r#"{"type":"connection_init","payload":"x"}"#,
            r#"{"type":"subscribe","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":1,"payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":1}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":[]}}"#,
            r#"{"type":"complete"}"#,
        ] {
            let parsed = ClientMessage::parse(text);
            assert!(matches!(parsed, Err(Close::BadMessage(_))), "{text}");
        }
    }

    #[test]
    fn the_messages_are_written_as_the_subprotocol_wants() {
        let message = ServerMessage::Complete { id: "1" };
        assert_eq!(message.to_frame().to_text().unwrap(), r#"{"type":"complete","id":"1"}"#);
        assert_eq!(ServerMessage::ConnectionAck.to_frame().to_text().unwrap(), r#"{"type":"connection_ack"}"#);
    }
}
