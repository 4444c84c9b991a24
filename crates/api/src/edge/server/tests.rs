use std::time::Duration;

use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{edge::testing::TestServer, limits::Limits};

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

#[tokio::test]
async fn a_connection_waits_for_a_place() {
    let server = TestServer::with_limits(Limits {
        connections: 1,
        header_timeout: Duration::from_millis(300),
        ..Limits::default()
    })
    .await;
    let _holder = TcpStream::connect(server.address).await.unwrap();
    let reply = server.post(&json!({"query": "{ me }"})).await;
    assert_eq!(reply.status, 200);
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
