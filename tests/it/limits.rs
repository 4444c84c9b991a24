//! Limits: how much one network may ask and send, whoever it says it is.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::Duration;

use cordata_api::limits::Limits;
use cordata_tests::TestApp;
use cordata_tests::browser::Browser;
use cordata_tests::fixture::world;
use cordata_tests::socket::Socket;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::command_line::{end, program};

/// Sends the form from behind a proxy that is trusted; answers status and `Retry-After`.
async fn send(app: &TestApp, n: usize, from: &str) -> (u16, Option<u64>) {
    let (key, address) = (format!("modulo-{n}"), format!("cittadina{n}@example.com"));
    let form = [
        ("key", key.as_str()),
        ("kind", "IDEA"),
        ("title", "Un bus a chiamata"),
        ("text", "Anche la domenica."),
        ("name", "Ada Rossi"),
        ("address", address.as_str()),
        ("consent", "yes"),
    ];
    let request = app.client.post(format!("{}/it/contribute", app.url)).header("x-forwarded-for", from).form(&form);
    let answer = request.send().await.unwrap();
    let again = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().parse().unwrap());
    (answer.status().as_u16(), again)
}

/// What is left of the budget of a caller from this address, after the cheapest question.
async fn remaining(app: &TestApp, token: Option<&str>, from: &str) -> u64 {
    let request = app.client.post(format!("{}/graphql", app.url)).header("x-forwarded-for", from);
    let request = request.json(&json!({ "query": "{ rateLimit { limit cost remaining resetAt } }" }));
    let request = token.into_iter().fold(request, reqwest::RequestBuilder::bearer_auth);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    let told = &answer["data"]["rateLimit"];
    let cost = &answer["extensions"]["cost"];
    assert_eq!(
        (&told["limit"], &told["cost"], &told["remaining"]),
        (&cost["limit"], &cost["cost"], &cost["remaining"])
    );
    assert!(told["resetAt"].is_string(), "{answer}");
    told["remaining"].as_u64().unwrap()
}

#[tokio::test]
async fn a_network_sends_twenty_contributions_an_hour_whatever_addresses_it_gives() {
    let app = TestApp::start().await;
    world(&app).await;
    app.at("2026-09-01T08:40:00Z");
    for n in 0..20 {
        assert_eq!(send(&app, n, "203.0.113.7").await, (200, None), "{n}");
    }
    assert_eq!(send(&app, 20, "203.0.113.7").await, (429, Some(20 * 60)));
    assert_eq!(send(&app, 21, "198.51.100.1, 203.0.113.7").await.0, 429, "what the client itself says is not believed");
    assert_eq!(send(&app, 22, "203.0.113.8").await.0, 200, "another network");
    app.at("2026-09-01T09:00:00Z");
    assert_eq!(send(&app, 23, "203.0.113.7").await.0, 200, "the next hour");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn addresses_of_one_ipv6_network_count_together() {
    let app = TestApp::start().await;
    world(&app).await;
    for n in 0..20 {
        assert_eq!(send(&app, n, &format!("2001:db8:1:2::{n:x}")).await.0, 200, "{n}");
    }
    assert_eq!(send(&app, 20, "2001:db8:1:2:ffff::1").await.0, 429);
    assert_eq!(send(&app, 21, "2001:db8:1:3::1").await.0, 200);
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn aliases_do_not_multiply_what_may_be_sent() {
    let app = TestApp::start().await;
    world(&app).await;
    let mut taken = 0;
    let mut refused = Vec::new();
    for round in 0..3 {
        let one = |n: usize| {
            format!(
                "m{n}: submitContribution(input: {{ idempotencyKey: \"{round}-{n}\", kind: IDEA, title: \"Idea\", text: \"Testo\",
                citizen: {{ name: \"Ada\", address: \"c{round}{n}@example.com\", consent: true }} }}) {{ reference userErrors {{ code }} }}"
            )
        };
        let all: String = (0..10).map(one).collect();
        let data = app.query(None, &format!("mutation {{ {all} }}"), json!({})).await;
        for payload in data.as_object().unwrap().values() {
            match payload["userErrors"][0]["code"].as_str() {
                None => taken += 1,
                Some(code) => refused.push(code.to_owned()),
            }
        }
    }
    assert_eq!((taken, refused), (20, vec!["LIMIT_REACHED".to_owned(); 10]));
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn strangers_pay_by_network_and_members_by_themselves() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let first = remaining(&app, None, "203.0.113.7").await;
    assert!(remaining(&app, None, "203.0.113.7").await < first);
    assert_eq!(remaining(&app, None, "203.0.113.8").await, first, "another network");
    assert_eq!(
        remaining(&app, Some(&world.outsider), "203.0.113.7").await,
        first,
        "a member has a budget of their own"
    );
    assert!(remaining(&app, Some(&world.outsider), "203.0.113.9").await < first, "wherever they are");
    app.finish().await;
}

#[tokio::test]
async fn the_messages_of_a_subscription_are_paid_too() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let input = json!({ "title": "Rifugio", "budget": { "cash": "1000.00", "inKind": "0.00" } });
    let project = app.done(&world.secretariat, "createProject", "project { id }", input).await["project"]["id"].clone();
    let mut socket = Socket::open(&app.url, Some(&world.outsider)).await;
    let query =
        "subscription($id: ID!) { projectFundingChanged(projectId: $id, withCurrent: true) { at project { title } } }";
    socket.subscribe("s", query, json!({ "id": project })).await;
    let first = socket.hear().await;
    assert!(first["payload"]["extensions"]["cost"]["remaining"].is_u64(), "{first}");
    let before = remaining(&app, Some(&world.outsider), "127.0.0.1").await;
    let contributor =
        app.query(None, "{ stakeholders(where: { text: \"Bobbio\" }) { nodes { id } } }", json!({})).await;
    let pledge = json!({
        "idempotencyKey": "uno", "projectId": project, "nature": "CASH", "amount": "1.00",
        "contributorId": contributor["stakeholders"]["nodes"][0]["id"],
    });
    app.done(&world.manager, "pledgeCommitment", "commitment { id }", pledge).await;
    socket.data().await;
    let after = remaining(&app, Some(&world.outsider), "127.0.0.1").await;
    assert!(before - after > 5, "the message cost more than the question: {before}, {after}");
    app.finish().await;
}

/// What a page answers to somebody at this address, with or without the cookie of a session.
async fn visit(app: &TestApp, path: &str, from: &str, session: Option<&str>) -> (u16, Option<u64>, String) {
    let request = app.client.get(format!("{}{path}", app.url)).header("x-forwarded-for", from);
    let request = session
        .into_iter()
        .fold(request, |request, secret| request.header("cookie", format!("cordata_session={secret}")));
    let answer = request.send().await.unwrap();
    let again = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().parse().unwrap());
    (answer.status().as_u16(), again, answer.text().await.unwrap())
}

#[tokio::test]
async fn pages_are_paid_too_by_strangers_together_and_by_members_for_themselves() {
    let app = TestApp::start_with(Limits { complexity_per_minute: 1000, ..Limits::default() }).await;
    let world = world(&app).await;
    let member = Browser::signed_in(&app, "bobbio@example.org").await;
    let session = member.cookie("cordata_session");
    let from = "203.0.113.7";
    for _ in 0..20 {
        assert_eq!(visit(&app, "/it/projects", from, None).await.0, 200);
    }
    let (status, again, page) = visit(&app, "/it/projects", from, None).await;
    assert!(status == 429 && again.is_some_and(|seconds| (1..=60).contains(&seconds)), "{status} {again:?}");
    assert!(page.contains("Troppe richieste") && page.contains("<html lang=\"it\""), "{page}");
    let (_, _, english) = visit(&app, "/en/plans/x/report", from, None).await;
    assert!(english.contains("Too many requests"), "{english}");
    let question = app.client.post(format!("{}/graphql", app.url)).header("x-forwarded-for", from);
    let question = question.json(&json!({ "query": "{ rateLimit { limit } }" })).send().await.unwrap();
    assert_eq!(question.status().as_u16(), 429, "the API is paid from the same budget");

    assert_eq!(visit(&app, "/it/projects", from, session).await.0, 200, "a member at the same address");
    assert!(remaining(&app, Some(&world.outsider), from).await > 900);
    assert_eq!(visit(&app, "/it/projects", from, Some("sessione_inventata")).await.0, 429, "who only says so");
    for (known, status) in [(member.cookie("cordata_browser").unwrap_or_default(), 200), ("invented", 429)] {
        let entrance = app.client.get(format!("{}/it/sign-in", app.url)).header("x-forwarded-for", from);
        let answer = entrance.header("cookie", format!("cordata_browser={known}")).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "a browser in which a member signed in before: {known}");
    }
    assert_eq!(visit(&app, "/it/projects", "203.0.113.8", None).await.0, 200, "another network");
    assert_eq!(visit(&app, "/livez", from, None).await.0, 200);
    let style = page.split("href=\"").find_map(|rest| rest.strip_prefix("/static/")).expect("a style");
    let style = style.split('"').next().unwrap_or_default();
    assert_eq!(visit(&app, &format!("/static/{style}"), from, None).await.0, 200, "the dress of the site is free");

    assert_eq!(visit(&app, "/en/plans/x/report", "203.0.113.9", None).await.0, 404);
    assert_eq!(
        visit(&app, "/it/projects", "203.0.113.9", None).await.0,
        429,
        "one report costs as much as twenty lists"
    );
    app.finish().await;
}

/// A connection from an address of this machine, each of which is a network of its own.
async fn connect(server: SocketAddr, last: u8) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, last], 0))).unwrap();
    socket.connect(server).await.unwrap()
}

/// Sends the head of a request, and answers the head of what comes back.
async fn head(stream: &mut TcpStream, lines: &str) -> String {
    stream.write_all(format!("{lines}\r\nhost: a\r\n\r\n").as_bytes()).await.unwrap();
    let mut seen = Vec::new();
    let mut piece = [0; 512];
    let whole = async {
        while !seen.windows(4).any(|end| end == b"\r\n\r\n") {
            match stream.read(&mut piece).await {
                Ok(0) | Err(_) => break,
                Ok(read) => seen.extend_from_slice(&piece[..read]),
            }
        }
    };
    timeout(Duration::from_secs(10), whole).await.expect("nobody is left hanging");
    String::from_utf8_lossy(&seen).into_owned()
}

/// Opens a websocket that says no more than that it is there, and keeps it.
async fn open_socket(server: SocketAddr, last: u8) -> (TcpStream, String) {
    const UPGRADE: &str = "GET /graphql/ws HTTP/1.1\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
        sec-websocket-protocol: graphql-transport-ws";
    let mut stream = connect(server, last).await;
    let answer = head(&mut stream, UPGRADE).await;
    if answer.starts_with("HTTP/1.1 101 ") {
        // `{"type":"connection_init"}`, masked with nothing.
        let init = br#"{"type":"connection_init"}"#;
        let frame = [&[0x81, 0x80 | u8::try_from(init.len()).unwrap(), 0, 0, 0, 0], init.as_slice()].concat();
        stream.write_all(&frame).await.unwrap();
        stream.read_exact(&mut [0; 2]).await.unwrap();
    }
    (stream, answer)
}

#[tokio::test]
async fn a_flood_of_websockets_from_one_address_leaves_others_and_health_their_connections() {
    let folder = tempfile::tempdir().unwrap();
    let mut serve = Command::new(program());
    serve.env("CORDATA_DATA_DIR", folder.path()).env_remove("CORDATA_DATABASE_URL").stdout(Stdio::piped());
    serve.envs([("CORDATA_LIMITS__CONNECTIONS", "120"), ("CORDATA_LIMITS__CONNECTIONS_PER_NETWORK", "50")]);
    serve.envs([("CORDATA_LIMITS__WS_PER_NETWORK", "40"), ("CORDATA_LIMITS__WS_PER_CALLER", "2")]);
    let mut child = serve.args(["serve", "--listen", "127.0.0.1:0"]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split_whitespace().find_map(|word| word.strip_prefix("http://")).unwrap();
    let server: SocketAddr = address.trim_end_matches('/').parse().unwrap();

    let (mut open, mut refused) = (Vec::new(), Vec::new());
    for _ in 0..150 {
        let (stream, answer) = open_socket(server, 2).await;
        if answer.starts_with("HTTP/1.1 101 ") { open.push(stream) } else { refused.push(answer) }
    }
    let typed = |answer: &String| answer.starts_with("HTTP/1.1 429 ") && answer.contains("\r\nretry-after: ");
    assert!(refused.len() >= 100 && refused.iter().all(typed), "{} {:?}", refused.len(), refused.first());
    for (last, path) in [(2, "/livez"), (2, "/readyz"), (3, "/livez"), (3, "/readyz"), (3, "/it/projects")] {
        let answer = head(&mut connect(server, last).await, &format!("GET {path} HTTP/1.1")).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "127.0.0.{last} {path}: {answer}");
    }
    assert!(open_socket(server, 3).await.1.starts_with("HTTP/1.1 101 "), "another network");

    let mut held = Vec::new();
    for last in 4..8 {
        for _ in 0..50 {
            held.push(connect(server, last).await);
        }
    }
    for last in [2, 9] {
        let answer = head(&mut connect(server, last).await, "GET /livez HTTP/1.1").await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "all connections are taken, 127.0.0.{last}: {answer}");
    }
    let answer = head(&mut connect(server, 9).await, "GET /it HTTP/1.1").await;
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("\r\nretry-after: "), "{answer}");
    drop((open, held));
    end(child);
}
