//! Limits: how much one network may ask and send, whoever it says it is.

use cordata_tests::TestApp;
use cordata_tests::fixture::world;
use cordata_tests::socket::Socket;
use serde_json::{Value, json};

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
