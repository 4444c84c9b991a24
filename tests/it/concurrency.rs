//! Many at once: nothing is locked out, nothing is lost, numbers have no gaps.

use std::sync::Arc;

use cordata_tests::TestApp;
use cordata_tests::fixture::world;
use futures_util::future::join_all;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_read_then_write_mutations_at_once_all_succeed() {
    let app = Arc::new(TestApp::start().await);
    let world = Arc::new(world(&app).await);
    let table = app.query(None, "{ concertationTables { nodes { id } } }", json!({})).await["concertationTables"]["nodes"][0]["id"].clone();
    let tasks = (0..200).map(|n| {
        let (app, world, table) = (Arc::clone(&app), Arc::clone(&world), table.clone());
        tokio::spawn(async move {
            let input = json!({
                "tableId": table, "title": format!("Seduta {n}"), "kind": "ORDINARY", "mode": "IN_PERSON", "place": "Sala",
                "startsAtLocal": "2026-12-01T10:00:00", "minutes": 60, "agenda": [{ "title": "Uno", "kind": "DECISION" }],
            });
            app.done(&world.secretariat, "draftMeeting", "meeting { id }", input).await
        })
    });
    let ids: Vec<Value> =
        join_all(tasks).await.into_iter().map(|payload| payload.unwrap()["meeting"]["id"].clone()).collect();
    assert!(ids.iter().all(Value::is_string));
    let data = app.query(Some(&world.secretariat), "{ meetings { totalCount } }", json!({})).await;
    assert_eq!(data["meetings"]["totalCount"], 200);
    Arc::into_inner(app).unwrap().finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_change_the_same_version_one_succeeds() {
    let app = Arc::new(TestApp::start().await);
    let world = Arc::new(world(&app).await);
    let table = app.query(None, "{ concertationTables { nodes { id version } } }", json!({})).await["concertationTables"]["nodes"][0].clone();
    let tasks = (0..8).map(|_| {
        let (app, world, table) = (Arc::clone(&app), Arc::clone(&world), table.clone());
        tokio::spawn(async move {
            let input = json!({ "tableId": table["id"], "expectedVersion": table["version"] });
            app.mutate(&world.secretariat, "suspendTable", "table { version }", input).await
        })
    });
    let payloads: Vec<Value> = join_all(tasks).await.into_iter().map(Result::unwrap).collect();
    let refused: Vec<&Value> =
        payloads.iter().filter_map(|payload| payload["userErrors"].get(0)).map(|error| &error["code"]).collect();
    assert_eq!(refused, vec![&json!("CONFLICT"); 7]);
    Arc::into_inner(app).unwrap().finish().await;
}
