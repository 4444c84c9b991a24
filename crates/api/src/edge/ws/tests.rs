use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::sleep};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Bytes, Error, Message, client::IntoClientRequest, protocol::frame::CloseFrame},
};

use crate::{edge::testing::TestServer, limits::Limits};

/// A client of the subprotocol.
struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    async fn open(server: &TestServer, headers: &[(&'static str, &'static str)]) -> Result<Self, Error> {
        let mut request = format!("ws://{}/graphql/ws", server.address).into_client_request()?;
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        connect_async(request).await.map(|(socket, _)| Self(socket))
    }

    async fn connect(server: &TestServer) -> Self {
        let protocol = [("sec-websocket-protocol", "graphql-transport-ws")];
        Self::open(server, &protocol).await.unwrap()
    }

    /// Connected and acknowledged as this member.
    async fn as_member(server: &TestServer, name: &str) -> Self {
        let mut client = Self::connect(server).await;
        client.say(&json!({"type": "connection_init", "payload": {"token": name}})).await;
        assert_eq!(client.hear().await, json!({"type": "connection_ack"}));
        client
    }

    async fn say(&mut self, message: &Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    async fn subscribe(&mut self, id: &str, query: &str) {
        let payload = json!({"query": query});
        self.say(&json!({"type": "subscribe", "id": id, "payload": payload})).await;
    }

    /// The next message of the subprotocol.
    async fn hear(&mut self) -> Value {
        loop {
            match self.0.next().await.unwrap().unwrap() {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The code the server closes with, whatever it says before.
    async fn close_code(&mut self) -> u16 {
        self.close().await.0
    }

    /// The code and the reason.
    async fn close(&mut self) -> (u16, String) {
        loop {
            match self.0.next().await.unwrap().unwrap() {
                Message::Close(Some(CloseFrame { code, reason })) => return (code.into(), reason.to_string()),
                Message::Close(None) => panic!("closed without a code"),
                _ => {}
            }
        }
    }
}

fn status(refused: Result<Client, Error>) -> u16 {
    match refused.err() {
        Some(Error::Http(response)) => response.status().as_u16(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_subscription_delivers_and_completes() {
    let server = TestServer::start().await;
    let mut client = Client::as_member(&server, "anna").await;
    client.subscribe("s", "subscription { count(to: 2) }").await;
    for n in 1..=2 {
        let message = client.hear().await;
        assert_eq!((&message["type"], &message["id"]), (&json!("next"), &json!("s")));
        assert_eq!(message["payload"]["data"], json!({"count": n}));
    }
    assert_eq!(client.hear().await, json!({"type": "complete", "id": "s"}));
}

#[tokio::test]
async fn queries_and_mutations_run_as_the_member_of_the_payload() {
    let server = TestServer::start().await;
    let mut client = Client::connect(&server).await;
    let payload = json!({"authorization": "Bearer bruno"});
    client.say(&json!({"type": "connection_init", "payload": payload})).await;
    assert_eq!(client.hear().await["type"], "connection_ack");
    for (text, data) in [("{ me }", json!({"me": "bruno"})), ("mutation { change }", json!({"change": true}))] {
        client.subscribe("1", text).await;
        assert_eq!(client.hear().await["payload"]["data"], data);
        assert_eq!(client.hear().await["type"], "complete");
    }
}

#[tokio::test]
async fn refusals_and_faults_carry_codes_and_end_the_operation_only() {
    let server = TestServer::start().await;
    let mut client = Client::as_member(&server, "anna").await;
    let nested = "{items".repeat(17) + "{me" + &"}".repeat(18);
    for (text, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ absent }", "GRAPHQL_VALIDATION_FAILED"),
        (nested.as_str(), "DEPTH_LIMIT"),
        ("{ panic }", "INTERNAL"),
    ] {
        client.subscribe("1", text).await;
        let message = client.hear().await;
        assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!("1")), "{text}");
        assert_eq!(message["payload"][0]["extensions"]["code"], code);
    }
    client.subscribe("1", "subscription { hidden }").await;
    let message = client.hear().await;
    assert_eq!(message["payload"]["errors"][0]["extensions"]["code"], "INTERNAL");
    assert!(!message.to_string().contains("secret"));
    assert_eq!(client.hear().await, json!({"type": "complete", "id": "1"}));
}

#[tokio::test]
async fn a_completed_id_is_free_again() {
    let server = TestServer::start().await;
    let mut client = Client::as_member(&server, "anna").await;
    client.subscribe("1", "subscription { forever }").await;
    client.say(&json!({"type": "complete", "id": "1"})).await;
    client.subscribe("1", "{ me }").await;
    assert_eq!(client.hear().await["payload"]["data"], json!({"me": "anna"}));
    assert_eq!(client.hear().await["type"], "complete");
    client.say(&json!({"type": "ping"})).await;
    assert_eq!(client.hear().await, json!({"type": "pong"}));
}

#[tokio::test]
async fn bad_messages_close_with_4400() {
    let server = TestServer::start().await;
    for message in
        [Message::text("not json"), Message::text(r#"{"type":"start","id":"1"}"#), Message::binary(vec![1, 2, 3])]
    {
        let mut client = Client::as_member(&server, "anna").await;
        client.0.send(message).await.unwrap();
        assert_eq!(client.close_code().await, 4400);
    }
}

#[tokio::test]
async fn a_message_that_is_too_big_closes_with_1009() {
    let limit = Limits::default().ws_message_bytes;
    let server = TestServer::start().await;
    for message in [Message::text("x".repeat(limit + 1)), Message::binary(vec![0; limit * 3])] {
        let mut client = Client::as_member(&server, "anna").await;
        // The server may close before it has read everything.
        let _ = client.0.send(message).await;
        assert_eq!(client.close_code().await, 1009);
    }
}

#[tokio::test]
async fn an_operation_before_the_acknowledgement_closes_with_4401() {
    let server = TestServer::start().await;
    let mut client = Client::connect(&server).await;
    client.subscribe("1", "{ me }").await;
    assert_eq!(client.close_code().await, 4401);
}

#[tokio::test]
async fn a_bad_token_closes_with_4403() {
    let server = TestServer::start().await;
    for payload in [json!({"token": "revoked"}), json!({"authorization": "Basic abc"}), json!({"token": 1})] {
        let mut client = Client::connect(&server).await;
        client.say(&json!({"type": "connection_init", "payload": payload})).await;
        assert_eq!(client.close_code().await, 4403);
    }
}

#[tokio::test]
async fn silence_instead_of_the_initialisation_closes_with_4408() {
    let server =
        TestServer::with_limits(Limits { ws_init_timeout: Duration::from_millis(300), ..Limits::default() }).await;
    let mut client = Client::connect(&server).await;
    client.say(&json!({"type": "ping"})).await;
    assert_eq!(client.close_code().await, 4408);
}

#[tokio::test]
async fn an_id_in_use_closes_with_4409() {
    let server = TestServer::start().await;
    let mut client = Client::as_member(&server, "anna").await;
    client.subscribe("1", "subscription { forever }").await;
    client.subscribe("1", "subscription { forever }").await;
    assert_eq!(client.close_code().await, 4409);
}

#[tokio::test]
async fn a_second_initialisation_closes_with_4429() {
    let server = TestServer::start().await;
    let mut client = Client::as_member(&server, "anna").await;
    client.say(&json!({"type": "connection_init"})).await;
    assert_eq!(client.close_code().await, 4429);
}

#[tokio::test]
async fn the_number_of_open_operations_is_bounded() {
    let server = TestServer::with_limits(Limits { ws_subscriptions: 2, ..Limits::default() }).await;
    let mut client = Client::as_member(&server, "anna").await;
    for id in ["1", "2", "3"] {
        client.subscribe(id, "subscription { forever }").await;
    }
    let message = client.hear().await;
    assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!("3")));
    assert_eq!(message["payload"][0]["extensions"]["code"], "RATE_LIMITED");
}

#[tokio::test]
async fn foreign_pages_and_the_legacy_protocol_are_refused_before_the_upgrade() {
    let server = TestServer::start().await;
    let modern = ("sec-websocket-protocol", "graphql-transport-ws");
    let foreign = Client::open(&server, &[modern, ("origin", "https://evil.example")]).await;
    assert_eq!(status(foreign), 403);
    let known = Client::open(&server, &[modern, ("origin", "https://app.example.it")]).await;
    assert!(known.is_ok());
    let legacy = Client::open(&server, &[("sec-websocket-protocol", "graphql-ws")]).await;
    assert_eq!(status(legacy), 400);
    assert_eq!(status(Client::open(&server, &[]).await), 400);
}

#[tokio::test]
async fn a_request_without_an_upgrade_is_told_so() {
    let server = TestServer::start().await;
    let response = reqwest::get(format!("{}/ws", server.url())).await.unwrap();
    assert_eq!(response.status().as_u16(), 426);
}

#[tokio::test]
async fn silent_peers_are_pinged_and_then_left() {
    let server =
        TestServer::with_limits(Limits { ws_keepalive: Duration::from_millis(200), ..Limits::default() }).await;
    let mut client = Client::as_member(&server, "anna").await;
    sleep(Duration::from_millis(1500)).await;
    let mut heard = Vec::new();
    while let Some(Ok(message)) = client.0.next().await {
        heard.push(message);
    }
    assert_eq!(heard, vec![Message::Ping(Bytes::new()); 2]);
}

#[tokio::test]
async fn peers_that_answer_pings_stay() {
    let server =
        TestServer::with_limits(Limits { ws_keepalive: Duration::from_millis(200), ..Limits::default() }).await;
    let mut client = Client::as_member(&server, "anna").await;
    assert!(matches!(client.0.next().await, Some(Ok(Message::Ping(_)))));
    // A client that reads answers pings by itself and stays.
    client.subscribe("1", "{ wait(millis: 1200) }").await;
    assert_eq!(client.hear().await["payload"]["data"], json!({"wait": true}));
}

#[tokio::test]
async fn a_client_that_only_answers_pings_is_not_kept() {
    let limits =
        Limits { ws_keepalive: Duration::from_millis(100), ws_idle: Duration::from_millis(500), ..Limits::default() };
    let server = TestServer::with_limits(limits).await;
    let mut client = Client::as_member(&server, "anna").await;
    client.subscribe("1", "{ wait(millis: 1000) }").await;
    assert_eq!(client.hear().await["payload"]["data"], json!({"wait": true}), "an open operation keeps it");
    assert_eq!(client.hear().await["type"], "complete");
    client.say(&json!({"type": "ping"})).await;
    let (code, reason) = client.close().await;
    assert!(code == 1001 && reason.contains("No operation"), "{code} {reason}");
}

#[tokio::test]
async fn a_stranger_who_follows_for_ever_connects_again_from_time_to_time() {
    let server =
        TestServer::with_limits(Limits { ws_stranger_life: Duration::from_millis(400), ..Limits::default() }).await;
    let mut stranger = Client::connect(&server).await;
    stranger.say(&json!({"type": "connection_init"})).await;
    assert_eq!(stranger.hear().await["type"], "connection_ack");
    stranger.subscribe("1", "subscription { forever }").await;
    let mut member = Client::as_member(&server, "anna").await;
    member.subscribe("1", "subscription { forever }").await;
    assert_eq!(stranger.close_code().await, 1001);
    member.say(&json!({"type": "ping"})).await;
    assert_eq!(member.hear().await["type"], "pong", "a member stays");
}

#[tokio::test]
async fn websockets_are_bounded_by_network_for_strangers_and_by_person_for_members() {
    let server = TestServer::with_limits(Limits { ws_per_network: 2, ws_per_caller: 2, ..Limits::default() }).await;
    let modern = ("sec-websocket-protocol", "graphql-transport-ws");
    let mut strangers = Vec::new();
    for _ in 0..2 {
        let mut stranger = Client::connect(&server).await;
        stranger.say(&json!({"type": "connection_init"})).await;
        assert_eq!(stranger.hear().await["type"], "connection_ack");
        strangers.push(stranger);
    }
    let mut members = Vec::new();
    for name in ["anna", "bruno", "anna", "bruno"] {
        members.push(Client::as_member(&server, name).await);
    }
    let mut third = Client::connect(&server).await;
    third.say(&json!({"type": "connection_init", "payload": {"token": "anna"}})).await;
    assert_eq!(third.close_code().await, 1013, "a member has two");
    let mut newcomer = Client::connect(&server).await;
    newcomer.say(&json!({"type": "connection_init"})).await;
    assert_eq!(newcomer.close_code().await, 1013, "who stays a stranger has no place");
    let _waiting = [Client::connect(&server).await, Client::connect(&server).await];
    assert_eq!(status(Client::open(&server, &[modern]).await), 429);
    assert!(Client::open(&server, &[modern, ("authorization", "Bearer carla")]).await.is_ok());
    strangers.clear();
    sleep(Duration::from_millis(100)).await;
    let mut stranger = Client::connect(&server).await;
    stranger.say(&json!({"type": "connection_init"})).await;
    assert_eq!(stranger.hear().await["type"], "connection_ack", "the places are free again");
}

#[tokio::test]
async fn the_shutdown_closes_with_1001_and_waits_for_the_socket() {
    let server = TestServer::start().await;
    let mut client = Client::as_member(&server, "anna").await;
    client.subscribe("1", "subscription { forever }").await;
    server.shutdown.cancel();
    assert_eq!(client.close_code().await, 1001);
    assert!(client.0.next().await.is_none());
    server.served.await.unwrap();
}
