//! Reading costs a bounded number of statements, and pages neither lose nor repeat a row.

use cordata_app::meeting::DraftMeeting;
use cordata_domain::Locale;
use cordata_domain::ids::TableId;
use cordata_domain::meeting::{AgendaItemDraft, AgendaItemKind, MeetingDraft, MeetingKind, MeetingMode};
use cordata_domain::period::LocalMoment;
use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::fixture::{World, activate, seat, table, world};
use serde_json::{Value, json};

async fn drafts(app: &TestApp, world: &World, days: std::ops::Range<u32>) {
    drafts_of(app, world.table, days).await;
}

async fn drafts_of(app: &TestApp, table: TableId, days: std::ops::Range<u32>) {
    for n in days {
        let start = format!("2026-10-{:02}T10:00:00", n % 28 + 1);
        let plan = MeetingDraft {
            title: format!("Seduta {n}"),
            kind: MeetingKind::Ordinary,
            mode: MeetingMode::InPerson,
            place: Some("Sala".to_owned()),
            link: None,
            starts: LocalMoment::new(start.parse().unwrap(), chrono_tz::Europe::Rome),
            minutes: 60,
        };
        let item = |title: &str| AgendaItemDraft {
            title: title.to_owned(),
            body: None,
            kind: AgendaItemKind::Decision,
            language: Locale::italian(),
        };
        app.run(DraftMeeting { table, plan, agenda: vec![item("Uno"), item("Due")] }).await;
    }
}

#[tokio::test]
async fn the_first_use_of_a_token_is_noted_beside_the_request() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let me = app.query(Some(&world.secretariat), "{ viewer { person { id } } }", json!({})).await;
    let input = json!({ "personId": me["viewer"]["person"]["id"], "label": "telefono", "scope": "MANAGE" });
    let made = app.done(&world.secretariat, "createApiToken", "clearToken", input).await;
    let query = "{ viewer { apiTokens { label lastUsedAt } } }";
    for _ in 0..200 {
        let told = app.query(made["clearToken"].as_str(), query, json!({})).await;
        let tokens = told["viewer"]["apiTokens"].as_array().unwrap();
        if tokens.iter().any(|token| token["label"] == "telefono" && !token["lastUsedAt"].is_null()) {
            return app.finish().await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the use of the token was not noted");
}

#[tokio::test]
async fn twenty_meetings_with_agenda_and_decisions_cost_as_much_as_two() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    drafts(&app, &world, 0..20).await;
    let query =
        "query($n: Int!) { meetings(first: $n) { nodes { title agenda { title state } decisions { text state } } } }";
    let mut costs = Vec::new();
    for n in [2, 20] {
        // The token costs the same few statements whatever is asked; only what the query itself sends counts here.
        let before = app.database.statements();
        app.query(Some(&world.secretariat), "{ __typename }", json!({})).await;
        let token = app.database.statements() - before;
        let before = app.database.statements();
        let data = app.query(Some(&world.secretariat), query, json!({ "n": n })).await;
        assert_eq!(data["meetings"]["nodes"].as_array().unwrap().len(), n);
        costs.push(app.database.statements() - before - token);
    }
    assert_eq!(costs[0], costs[1]);
    assert!(costs[1] <= 4, "{} statements", costs[1]);
    app.finish().await;
}

#[tokio::test]
async fn the_lists_of_many_tables_cost_as_much_as_those_of_two() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    drafts(&app, &world, 0..3).await;
    for n in 2..=6 {
        let table = table(&app, &format!("Tavolo {n}"), Publicity::Public).await;
        let place = seat(&app, table, &format!("Ente{n}"), true).await;
        activate(&app, table, place.titular).await;
        drafts_of(&app, table, 0..n).await;
    }
    let query = "query($n: Int!) { concertationTables(first: $n) { nodes { name
        meetings(first: 2) { totalCount nodes { title } pageInfo { hasNextPage } }
        last: meetings(last: 1, orderBy: { field: STARTS_AT, direction: DESC }) { nodes { title } pageInfo { hasPreviousPage } }
        decisions { totalCount nodes { text } } followUps { totalCount nodes { due } } } } }";
    let mut costs = Vec::new();
    for n in [2, 6] {
        let before = app.database.statements();
        let data = app.query(Some(&world.secretariat), query, json!({ "n": n })).await;
        costs.push(app.database.statements() - before);
        let tables = data["concertationTables"]["nodes"].as_array().unwrap();
        assert_eq!(tables.len(), n);
        for table in tables {
            let count = table["meetings"]["totalCount"].as_u64().unwrap();
            let here = &table["meetings"];
            let titles = (&here["nodes"][0]["title"], &here["nodes"][1]["title"], &here["nodes"][2]);
            assert_eq!(titles, (&json!("Seduta 0"), &json!("Seduta 1"), &Value::Null), "{table}");
            assert_eq!(here["pageInfo"]["hasNextPage"], count > 2, "{table}");
            assert_eq!(table["last"], json!({"nodes": [{"title": "Seduta 0"}], "pageInfo": {"hasPreviousPage": true}}));
        }
    }
    assert_eq!(costs[0], costs[1], "statements do not grow with the tables");
    app.finish().await;
}

#[tokio::test]
async fn an_insert_shifts_no_page() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    drafts(&app, &world, 0..7).await;
    let query =
        "query($after: String) { meetings(first: 3, after: $after, orderBy: { field: STARTS_AT, direction: DESC }) {
        totalCount nodes { title } pageInfo { endCursor hasNextPage hasPreviousPage } } }";
    let mut titles: Vec<Value> = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = app.query(Some(&world.auditor), query, json!({ "after": after })).await["meetings"].clone();
        titles.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["title"].clone()));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
        drafts(&app, &world, 20..21).await;
    }
    titles.sort_by_key(ToString::to_string);
    let count = titles.len();
    titles.dedup();
    assert_eq!((titles.len(), count), (7, 7), "each of the seven once, the newer ones stand before the first page");
    app.finish().await;
}

#[tokio::test]
async fn a_node_answers_by_its_id_and_absent_for_what_is_hidden() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    drafts(&app, &world, 0..1).await;
    let data = app
        .query(Some(&world.secretariat), "{ meetings { nodes { id } } concertationTables { nodes { id } } }", json!({}))
        .await;
    let (meeting, table) = (&data["meetings"]["nodes"][0]["id"], &data["concertationTables"]["nodes"][0]["id"]);
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
    let ids = json!({ "ids": [meeting, "AAAA", table] });
    let seen = app.query(Some(&world.secretariat), query, ids.clone()).await["nodes"].clone();
    assert_eq!(
        (&seen[0]["__typename"], &seen[1], &seen[2]["__typename"]),
        (&json!("Meeting"), &Value::Null, &json!("ConcertationTable"))
    );
    let public = app.query(None, query, ids).await["nodes"].clone();
    assert_eq!((&public[0], &public[2]["id"]), (&Value::Null, table), "a draft is absent for the public");
    app.finish().await;
}
