use std::{fmt::Write as _, time::Duration};

use metrics_exporter_prometheus::PrometheusBuilder;
use reqwest::Client;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    edge::testing::{Reply, TestServer},
    limits::Limits,
};

const MODERN: &str = "application/graphql-response+json";

fn query(text: &str) -> Value {
    json!({ "query": text })
}

/// Writes raw bytes and reads all that comes back until the server closes.
async fn raw(server: &TestServer, request: &str) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_query_is_answered_with_its_cost_and_never_stored() {
    let server = TestServer::start().await;
    let reply = server.post(&query("{ echo(text: \"ciao\") me }")).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.body["data"], json!({"echo": "ciao", "me": "anonymous"}));
    assert_eq!(reply.body["extensions"]["cost"]["cost"], 2);
    assert_eq!(reply.body["extensions"]["cost"]["remaining"], 99_998);
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(reply.header("content-type").starts_with(MODERN));
}

#[tokio::test]
async fn a_query_whose_fields_are_all_skipped_has_empty_data() {
    let server = TestServer::start().await;
    let reply = server.post(&query("{ me @skip(if: true) }")).await;
    assert_eq!((reply.status, &reply.body["data"]), (200, &json!({})));
}

#[tokio::test]
async fn fields_are_answered_in_the_order_in_which_they_were_asked_for() {
    let server = TestServer::start().await;
    let text = "query ($all: Boolean = true) { wait(millis: 20) b: me ...F @include(if: $all) a: number(n: 1) }
                fragment F on Query { items(first: 2) { wait(millis: 5) number(n: 2) leak } echo(text: \"c\") }";
    let request = Client::new().post(server.url()).json(&query(text));
    let body = request.send().await.unwrap().text().await.unwrap();
    let item = r#"{"wait":true,"number":2,"leak":null}"#;
    let data = format!(r#"{{"wait":true,"b":"anonymous","items":[{item},{item}],"echo":"c","a":1}}"#);
    assert!(body.starts_with(&format!(r#"{{"data":{data},"errors""#)), "{body}");
}

#[tokio::test]
async fn queries_may_come_by_get_and_mutations_may_not() {
    let server = TestServer::start().await;
    let client = Client::new();
    let get = |search: &str| client.get(format!("{}?{search}", server.url()));
    let read = "query=query%20Q($n:Int!)%7Bnumber(n:$n)%7D&variables=%7B%22n%22:7%7D&operationName=Q";
    let reply = Reply::of(get(read)).await;
    assert_eq!((reply.status, &reply.body["data"]["number"]), (200, &json!(7)));

    let reply = Reply::of(get("query=mutation%7Bchange%7D")).await;
    assert_eq!(reply.status, 405);
    assert_eq!(reply.header("allow"), "POST");
    assert_eq!(reply.code(), "BAD_USER_INPUT");

    let reply = server.post(&query("mutation { change }")).await;
    assert_eq!(reply.body["data"]["change"], true);
}

#[tokio::test]
async fn other_methods_are_refused_by_name() {
    let server = TestServer::start().await;
    let reply = Reply::of(Client::new().put(server.url()).json(&query("{ me }"))).await;
    assert_eq!(reply.status, 405);
    assert_eq!(reply.header("allow"), "GET, POST");
}

#[tokio::test]
async fn only_json_bodies_are_read() {
    let server = TestServer::start().await;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
    ] {
        let request = Client::new().post(server.url()).header("content-type", kind);
        let reply = Reply::of(request.body(r#"{"query":"mutation{change}"}"#)).await;
        assert_eq!(reply.status, 415, "{kind}");
        assert_eq!(reply.code(), "BAD_USER_INPUT");
    }
}

#[tokio::test]
async fn an_answer_nobody_understands_is_not_given() {
    let server = TestServer::start().await;
    let request = Client::new().post(server.url()).header("accept", "text/html");
    let reply = Reply::of(request.json(&query("{ me }"))).await;
    assert_eq!(reply.status, 406);
}

#[tokio::test]
async fn malformed_parameters_are_named() {
    let server = TestServer::start().await;
    for (body, word) in [
        ("{ \"not a JSON", "JSON"),
        ("", "JSON"),
        (r#"[{"query":"{me}"}]"#, "Batches"),
        ("1", "object"),
        ("{}", "`query`"),
        (r#"{"query":1}"#, "`query`"),
        (r#"{"query":"{me}","operationName":1}"#, "`operationName`"),
        (r#"{"query":"{me}","variables":[]}"#, "`variables`"),
        (r#"{"query":"{me}","extensions":"x"}"#, "`extensions`"),
    ] {
        let request = Client::new().post(server.url()).header("content-type", "application/json");
        let reply = Reply::of(request.body(body)).await;
        assert_eq!((reply.status, reply.code()), (400, "BAD_USER_INPUT"), "{body}");
        let message = reply.body["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains(word), "{message}");
    }
}

#[tokio::test]
async fn deep_json_is_malformed_json() {
    let server = TestServer::start().await;
    let body = format!(r#"{{"query":"{{me}}","variables":{{"a":{}"#, "[".repeat(500_000));
    let request = Client::new().post(server.url()).header("content-type", "application/json");
    assert_eq!(Reply::of(request.body(body)).await.status, 400);
}

#[tokio::test]
async fn request_errors_follow_the_media_type() {
    let server = TestServer::start().await;
    for (text, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ absent }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: Int!) { number(n: $n) }", "BAD_USER_INPUT"),
        ("{ number(n: \"x\") }", "BAD_USER_INPUT"),
        ("subscription { forever }", "BAD_USER_INPUT"),
        ("{ ...F } fragment F on Query { ...F }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ items(first: 100) { items(first: 100) { me } } }", "COMPLEXITY_LIMIT"),
    ] {
        let modern = server.post(&query(text)).await;
        assert_eq!((modern.status, modern.code()), (400, code), "{text}");
        assert_eq!(modern.body.get("data"), None);
        assert!(modern.body["errors"][0]["extensions"]["requestId"].is_string());
        let plain = Reply::of(Client::new().post(server.url()).json(&query(text))).await;
        assert_eq!((plain.status, plain.code()), (200, code), "{text}");
    }
}

#[tokio::test]
async fn hostile_documents_are_refused_at_once() {
    let server = TestServer::start().await;
    let mut exponential = String::from("{ ...F0 }");
    for level in 0..25 {
        let next = level + 1;
        write!(exponential, "fragment F{level} on Query {{ ...F{next} ...F{next} }}").unwrap();
    }
    exponential.push_str("fragment F25 on Query { me }");
    let aliases = (0..31).fold(String::new(), |text, n| format!("{text} a{n}: me"));
    for (text, code) in [
        (exponential, "COMPLEXITY_LIMIT"),
        (format!("{{ items {{ {aliases} }} }}"), "COMPLEXITY_LIMIT"),
        ("{items".repeat(100_000), "DEPTH_LIMIT"),
        ("{items".repeat(17) + "{me" + &"}".repeat(18), "DEPTH_LIMIT"),
        (format!("{{echo(text:{}", "[".repeat(900_000)), "DEPTH_LIMIT"),
        (format!("{{{}}}", "me ".repeat(300_000)), "COMPLEXITY_LIMIT"),
    ] {
        let reply = server.post(&query(&text)).await;
        assert_eq!((reply.status, reply.code()), (400, code));
    }
    assert_eq!(server.post(&query("{ me }")).await.status, 200);
}

#[tokio::test]
async fn standard_introspection_is_allowed() {
    let server = TestServer::start().await;
    let text = "query { __schema { types { name fields(includeDeprecated: true) { args { type { ...T } }
        type { ...T } } inputFields { type { ...T } } interfaces { ...T } possibleTypes { ...T } } } }
        fragment T on __Type { kind ofType { kind ofType { kind ofType { kind ofType { kind ofType {
        kind ofType { kind ofType { kind ofType { kind ofType { kind } } } } } } } } } }";
    let reply = server.post(&query(text)).await;
    assert!(reply.body.get("errors").is_none(), "{}", reply.body["errors"]);
}

#[tokio::test]
async fn faults_of_resolvers_say_nothing_internal() {
    let server = TestServer::start().await;
    let reply = server.post(&query("{ me leak }")).await;
    assert_eq!((reply.status, reply.code()), (200, "INTERNAL"));
    assert_eq!(reply.body["data"], json!({"me": "anonymous", "leak": null}));
    assert!(!reply.body.to_string().contains("password"));
    let reply = server.post(&query("{ items(first: 2) { me leak } }")).await;
    let item = json!({"me": "anonymous", "leak": null});
    assert_eq!(reply.body["data"]["items"], json!([item, item]));

    let reply = server.post(&query("{ denied }")).await;
    assert_eq!((reply.status, reply.code()), (200, "FORBIDDEN"));
    assert_eq!(reply.body["errors"][0]["message"], "Not for you.");
    assert_eq!(reply.body.get("data"), Some(&Value::Null));

    let reply = server.post(&query("{ panic }")).await;
    assert_eq!((reply.status, reply.code()), (500, "INTERNAL"));
}

#[tokio::test]
async fn a_variable_that_does_not_fit_is_bad_input() {
    let server = TestServer::start().await;
    let body = json!({"query": "query ($n: Int!) { number(n: $n) }", "variables": {"n": 3_000_000_000_u64}});
    let reply = server.post(&body).await;
    assert_eq!(reply.code(), "BAD_USER_INPUT");
}

#[tokio::test]
async fn a_wrong_value_is_told_in_the_language_of_the_caller_at_its_argument() {
    let server = TestServer::start().await;
    for (language, word) in [("it", "numero intero"), ("en", "whole number")] {
        let request = Client::new().post(server.url()).header("accept-language", language);
        let reply = Reply::of(request.json(&query("{ number(n: \"x\") }"))).await;
        let error = &reply.body["errors"][0];
        assert_eq!((reply.code(), &error["extensions"]["path"]), ("BAD_USER_INPUT", &json!(["n"])));
        assert!(error["message"].as_str().unwrap().contains(word), "{error}");
    }
}

#[tokio::test]
async fn a_bad_token_is_refused_and_none_is_anonymous() {
    let server = TestServer::start().await;
    let ask = |token: &'static str| {
        let request = Client::new().post(server.url()).json(&query("{ me }"));
        Reply::of(request.header("authorization", token))
    };
    assert_eq!(ask("Bearer anna").await.body["data"]["me"], "anna");
    for token in ["Bearer revoked", "Basic YTpi"] {
        let reply = ask(token).await;
        assert_eq!((reply.status, reply.code()), (401, "UNAUTHENTICATED"));
        assert_eq!(reply.header("www-authenticate"), "Bearer");
    }
}

#[tokio::test]
async fn requests_and_errors_are_counted_by_kind_and_code() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let counted = recorder.handle();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let server = TestServer::start().await;
    for text in ["{ me }", "mutation { change }", "{ leak }", "{"] {
        server.post(&query(text)).await;
    }
    let text = counted.render();
    for line in [
        r#"cordata_graphql_requests_total{operation="query",status="200"} 2"#,
        r#"cordata_graphql_requests_total{operation="mutation",status="200"} 1"#,
        r#"cordata_graphql_requests_total{operation="unknown",status="400"} 1"#,
        r#"cordata_graphql_errors_total{code="INTERNAL"} 1"#,
        r#"cordata_graphql_errors_total{code="GRAPHQL_PARSE_FAILED"} 1"#,
        r#"cordata_graphql_request_duration_seconds_count{operation="mutation"} 1"#,
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
}

#[tokio::test]
async fn a_spent_budget_is_429_for_that_caller_only() {
    let server = TestServer::with_limits(Limits { complexity_per_minute: 3, ..Limits::default() }).await;
    let reply = server.post(&query("{ me remaining }")).await;
    assert_eq!(reply.body["data"]["remaining"], 1);
    let reply = server.post(&query("{ me remaining }")).await;
    assert_eq!((reply.status, reply.code()), (429, "RATE_LIMITED"));
    let wait: u64 = reply.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait));
    let request = Client::new().post(server.url()).bearer_auth("anna");
    assert_eq!(Reply::of(request.json(&query("{ me }"))).await.status, 200);
}

#[tokio::test]
async fn a_large_body_is_refused_by_its_announced_and_by_its_found_length() {
    let server = TestServer::start().await;
    let head = "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\nconnection: close\r\n";
    for announced in ["content-length: 64000000", "expect: 100-continue\r\ncontent-length: 1048577"] {
        let answer = raw(&server, &format!("{head}{announced}\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    }
    let reply = server.post(&query(&"x".repeat(3 << 20))).await;
    assert_eq!((reply.status, reply.code()), (413, "BAD_USER_INPUT"));
    let chunk = "x".repeat(0x20000);
    let chunks = format!("20000\r\n{chunk}\r\n").repeat(9);
    let found = raw(&server, &format!("{head}transfer-encoding: chunked\r\n\r\n{chunks}")).await;
    assert!(found.starts_with("HTTP/1.1 413"), "{found}");
}

#[tokio::test]
async fn slow_bodies_and_slow_operations_are_given_up() {
    let server = TestServer::with_limits(Limits {
        body_timeout: Duration::from_millis(50),
        execution_timeout: Duration::from_millis(50),
        ..Limits::default()
    })
    .await;
    let slow = raw(
        &server,
        "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 10\r\nconnection: close\r\n\r\n{",
    )
    .await;
    assert!(slow.starts_with("HTTP/1.1 408"), "{slow}");
    let reply = server.post(&query("{ slow }")).await;
    assert_eq!((reply.status, reply.code()), (504, "TIMEOUT"));
}

#[tokio::test]
async fn persisted_operations_are_found_by_hash_and_meet_the_same_guard() {
    let server = TestServer::start().await;
    let persisted = |text: &str| {
        let hash = Sha256::digest(text.as_bytes());
        let hash = hash.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        json!({"persistedQuery": {"version": 1, "sha256Hash": hash}})
    };
    let by_hash = json!({"extensions": persisted("{ me }")});
    let reply = server.post(&by_hash).await;
    assert_eq!((reply.status, reply.code()), (400, "PERSISTED_QUERY_NOT_FOUND"));
    let both = json!({"query": "{ me }", "extensions": persisted("{ me }")});
    assert_eq!(server.post(&both).await.status, 200);
    let reply = server.post(&by_hash).await;
    assert_eq!(reply.body["data"]["me"], "anonymous");

    let deep = "{items".repeat(17) + "{me" + &"}".repeat(18);
    server.post(&json!({"query": deep, "extensions": persisted(&deep)})).await;
    let reply = server.post(&json!({"extensions": persisted(&deep)})).await;
    assert_eq!(reply.code(), "DEPTH_LIMIT");
}
