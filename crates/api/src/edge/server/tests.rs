use std::{net::SocketAddr, time::Duration};

use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::{Instant, sleep, timeout},
};

use crate::{
    edge::testing::{Reply, TestServer},
    limits::Limits,
};

async fn short_headers() -> TestServer {
    TestServer::with_limits(Limits { header_timeout: Duration::from_millis(300), ..Limits::default() }).await
}

/// What the server sends until it closes.
async fn until_closed(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A reset is a way to close, too.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn connections_that_send_no_request_are_closed() {
    let server = short_headers().await;
    for start in ["", "PRI * HT", "POST /graphql HTTP/1.1\r\nhost: a\r\n"] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(start.as_bytes()).await.unwrap();
        let answer = until_closed(&mut stream).await;
        assert!(!answer.contains(" 200 "), "{answer}");
    }
}

/// A connection from an address of this machine, each of which is a network of its own.
async fn connect_from(server: &TestServer, last: u8) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, last], 0))).unwrap();
    socket.connect(server.address).await.unwrap()
}

/// The whole answer to a request of which only the first line matters.
async fn ask(mut stream: TcpStream, line: &str) -> String {
    let request = format!("{line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    until_closed(&mut stream).await
}

#[tokio::test]
async fn one_network_does_not_take_all_connections_and_health_is_always_answered() {
    let limits = Limits { connections: 6, connections_per_network: 4, connections_for_health: 4, ..Limits::default() };
    let server = TestServer::with_limits(limits).await;
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(connect_from(&server, 2).await);
    }
    let refused = ask(connect_from(&server, 2).await, "GET /graphql?query={me}").await;
    assert!(refused.starts_with("HTTP/1.1 429 ") && refused.contains("retry-after: 5\r\n"), "{refused}");
    assert!(refused.contains("RATE_LIMITED"), "{refused}");
    let other = ask(connect_from(&server, 3).await, "GET /graphql?query={me}").await;
    assert!(other.starts_with("HTTP/1.1 200 "), "{other}");
    for last in [3, 4] {
        held.push(connect_from(&server, last).await);
    }
    let refused = ask(connect_from(&server, 5).await, "GET /it").await;
    assert!(refused.starts_with("HTTP/1.1 503 ") && refused.contains("retry-after: 5\r\n"), "{refused}");
    for last in [2, 5] {
        let alive = ask(connect_from(&server, last).await, "GET /livez").await;
        assert!(alive.starts_with("HTTP/1.1 200 "), "{alive}");
    }
    held.clear();
    sleep(Duration::from_millis(100)).await;
    let again = ask(connect_from(&server, 2).await, "GET /graphql?query={me}").await;
    assert!(again.starts_with("HTTP/1.1 200 "), "{again}");
}

#[tokio::test]
async fn who_waits_in_the_places_for_health_gives_way() {
    let limits = Limits { connections: 1, connections_for_health: 2, ..Limits::default() };
    let server = TestServer::with_limits(limits).await;
    let mut held = Vec::new();
    for last in 2..8 {
        held.push(connect_from(&server, last).await);
    }
    let begun = Instant::now();
    for last in [2, 9] {
        let alive = ask(connect_from(&server, last).await, "GET /livez").await;
        assert!(alive.starts_with("HTTP/1.1 200 "), "{alive}");
    }
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn a_connection_on_which_nothing_is_asked_any_more_is_closed_whatever_pings_it_answers() {
    let limits = Limits {
        connection_idle: Duration::from_millis(300),
        header_timeout: Duration::from_millis(500),
        ..Limits::default()
    };
    let server = TestServer::with_limits(limits).await;
    let mut stream = connect_from(&server, 2).await;
    // The preface of HTTP/2 with empty settings, one question (`GET /livez` at `a`), and not a word more.
    let question = b"\0\0\x0d\x01\x05\0\0\0\x01\x82\x86\x04\x06/livez\x01\x01a";
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
    stream.write_all(question).await.unwrap();
    let closed = timeout(Duration::from_secs(3), stream.read_to_end(&mut Vec::new())).await;
    assert!(closed.is_ok(), "it is still open");
}

#[tokio::test]
async fn requests_in_flight_are_bounded_by_network_for_strangers_and_by_person_for_members() {
    let server = TestServer::with_limits(Limits { requests_per_network: 2, ..Limits::default() }).await;
    let slow = json!({"query": "{ wait(millis: 1000) }"});
    let held = async { tokio::join!(server.post(&slow), server.post(&slow)) };
    let meanwhile = async {
        sleep(Duration::from_millis(300)).await;
        let refused = server.post(&json!({"query": "{ me }"})).await;
        assert_eq!((refused.status, refused.code(), refused.header("retry-after")), (429, "RATE_LIMITED", "1"));
        let client = reqwest::Client::new();
        let member = client.post(server.url()).bearer_auth("anna").json(&json!({"query": "{ me }"}));
        assert_eq!(Reply::of(member).await.status, 200, "a member at the same address");
    };
    let ((one, two), ()) = tokio::join!(held, meanwhile);
    assert_eq!((one.status, two.status), (200, 200));
    assert_eq!(server.post(&json!({"query": "{ me }"})).await.status, 200, "the places are free again");
}

#[tokio::test]
async fn a_request_that_panics_gives_its_place_back() {
    let server = TestServer::with_limits(Limits { requests_per_network: 1, ..Limits::default() }).await;
    for _ in 0..3 {
        assert_eq!(server.post(&json!({"query": "{ panic }"})).await.code(), "INTERNAL");
    }
    assert_eq!(server.post(&json!({"query": "{ me }"})).await.status, 200);
}

#[tokio::test]
async fn requests_in_flight_end_before_the_server_does() {
    let server = TestServer::start().await;
    let reply = server.post(&json!({"query": "{ shutDown(millis: 300) }"})).await;
    assert_eq!(reply.body["data"]["shutDown"], true);
    server.served.await.unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn requests_that_outlive_the_drain_are_cut_off() {
    let server =
        TestServer::with_limits(Limits { drain_timeout: Duration::from_millis(100), ..Limits::default() }).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let body = r#"{"query":"{ shutDown(millis: 60000) }"}"#;
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    server.served.await.unwrap();
    assert_eq!(until_closed(&mut stream).await, "");
}
