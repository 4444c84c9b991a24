//! What people read when something cannot be done.

use cordata_tests::TestApp;
use cordata_tests::fixture::world;
use serde_json::json;

const TABLES: &str = "{ concertationTables { nodes { id version } } }";

#[tokio::test]
async fn a_refusal_speaks_the_callers_language_and_names_the_field() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let data = app.query(None, TABLES, json!({})).await;
    let table = &data["concertationTables"]["nodes"][0];
    let input = json!({ "input": {
        "tableId": table["id"], "title": "Urgente", "kind": "ORDINARY", "mode": "IN_PERSON", "place": "Sala",
        "startsAtLocal": "2026-09-04T10:00:00", "minutes": 60, "agenda": [{ "title": "Uno", "kind": "DECISION" }],
    } });
    let draft =
        "mutation($input: DraftMeetingInput!) { draftMeeting(input: $input) { meeting { id } userErrors { code } } }";
    let drafted = app.query(Some(&world.secretariat), draft, input).await;
    let convene = "mutation($input: ConveneMeetingInput!) { conveneMeeting(input: $input) {
        userErrors { code message path ... on NoticeTooShortError { required given earliest } } } }";
    let variables = json!({ "input": { "meetingId": drafted["draftMeeting"]["meeting"]["id"], "expectedVersion": 1 } });
    let italian = app.query(Some(&world.coordinator), convene, variables.clone()).await["conveneMeeting"]["userErrors"]
        [0]
    .clone();
    assert_eq!(italian["code"], "NOTICE_TOO_SHORT");
    assert_eq!(
        (&italian["required"], &italian["given"], &italian["earliest"]),
        (&json!(10), &json!(2), &json!("2026-09-16"))
    );
    let request = app
        .client
        .post(format!("{}/graphql", app.url))
        .bearer_auth(&world.coordinator)
        .header("accept-language", "en-GB");
    let english: serde_json::Value =
        request.json(&json!({ "query": convene, "variables": variables })).send().await.unwrap().json().await.unwrap();
    let english = english["data"]["conveneMeeting"]["userErrors"][0]["message"].as_str().unwrap().to_owned();
    assert!(english.contains("working days") && english.contains("16/09/2026"), "{english}");
    assert!(italian["message"].as_str().unwrap().contains("giorni lavorativi"), "{italian}");
    app.finish().await;
}

#[tokio::test]
async fn what_may_not_be_done_is_forbidden_and_what_is_not_there_is_not_found() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let data = app.query(None, TABLES, json!({})).await;
    let table = &data["concertationTables"]["nodes"][0];
    let change = json!({ "tableId": table["id"], "expectedVersion": table["version"] });
    assert_eq!(app.refused(&world.delegate, "suspendTable", change.clone()).await, "FORBIDDEN");
    let nothing = json!({ "tableId": "AAAA", "expectedVersion": 1 });
    assert_eq!(app.refused(&world.secretariat, "suspendTable", nothing).await, "NOT_FOUND");
    let person =
        app.query(Some(&world.secretariat), "{ viewer { person { id } } }", json!({})).await["viewer"]["person"]["id"]
            .clone();
    let foreign = json!({ "tableId": person, "expectedVersion": 1 });
    assert_eq!(app.refused(&world.secretariat, "suspendTable", foreign).await, "NOT_FOUND", "an id of another kind");
    let stale = json!({ "tableId": table["id"], "expectedVersion": 1 });
    assert_eq!(app.refused(&world.secretariat, "suspendTable", stale).await, "CONFLICT");
    app.finish().await;
}

#[tokio::test]
async fn hostile_requests_get_a_code_and_nothing_internal() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let nested = format!(
        "{{ concertationTables {{ nodes {} }} }}",
        "{ meetings { nodes { table ".repeat(12) + "{ id }" + &"} } }".repeat(12)
    );
    for (query, code) in [
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ plan(", "GRAPHQL_PARSE_FAILED"),
        (nested.as_str(), "DEPTH_LIMIT"),
        ("{ meetings(first: 0) { nodes { id } } }", "BAD_USER_INPUT"),
        ("{ meetings(after: \"%%\") { nodes { id } } }", "BAD_USER_INPUT"),
    ] {
        let answer = app.post(Some(&world.delegate), query, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{query}: {answer}");
        assert!(answer["errors"][0]["extensions"]["requestId"].is_string(), "{answer}");
    }
    let forged = app.post(Some("cordata_forged"), "{ __typename }", json!({})).await;
    assert_eq!(forged["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    app.finish().await;
}

#[tokio::test]
async fn a_revoked_token_opens_nothing_at_once() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let me =
        app.query(Some(&world.outsider), "{ viewer { person { id } } }", json!({})).await["viewer"]["person"]["id"]
            .clone();
    let made = app
        .done(&world.outsider, "createApiToken", "tokenId clearToken", json!({ "personId": me, "label": "telefono" }))
        .await;
    let clear = made["clearToken"].as_str().unwrap().to_owned();
    app.query(Some(&clear), "{ viewer { person { id } } }", json!({})).await;
    let revoke = json!({ "tokenId": made["tokenId"] });
    assert_eq!(
        app.refused(&world.delegate, "revokeApiToken", revoke.clone()).await,
        "NOT_FOUND",
        "somebody else's token is absent"
    );
    app.done(&world.outsider, "revokeApiToken", "", revoke).await;
    let answer = app.post(Some(&clear), "{ __typename }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    app.finish().await;
}
