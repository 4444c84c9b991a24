//! Rules that hold between areas: tables and their meetings, projects and tables, rights and who gives them.

use cordata_tests::TestApp;
use cordata_tests::fixture::world;
use serde_json::{Value, json};

/// The table of the world, with its version.
async fn table(app: &TestApp) -> Value {
    let data = app.query(None, "{ concertationTables { nodes { id version } } }", json!({})).await;
    data["concertationTables"]["nodes"][0].clone()
}

#[tokio::test]
async fn a_table_is_dissolved_only_when_nobody_waits_for_a_meeting() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let table = table(&app).await;
    let draft = json!({
        "tableId": table["id"], "title": "Ultima seduta", "kind": "ORDINARY", "mode": "IN_PERSON", "place": "Sala",
        "startsAtLocal": "2026-10-01T10:00:00", "minutes": 60, "agenda": [{ "title": "Uno", "kind": "DECISION" }],
    });
    let meeting =
        app.done(&world.secretariat, "draftMeeting", "meeting { id version }", draft).await["meeting"].clone();
    let convene = json!({ "meetingId": meeting["id"], "expectedVersion": meeting["version"] });
    let convened = app.done(&world.coordinator, "conveneMeeting", "meeting { version }", convene).await;
    let change = json!({ "tableId": table["id"], "expectedVersion": table["version"] });
    for act in ["suspendTable", "dissolveTable"] {
        let payload = app.mutate(&world.secretariat, act, "", change.clone()).await;
        assert_eq!(payload["userErrors"][0]["code"], "ILLEGAL_TRANSITION", "{act}");
        let message = payload["userErrors"][0]["message"].as_str().unwrap();
        assert!(message.contains("annullarla"), "it says what to do: {message}");
    }
    let version = &convened["meeting"]["version"];
    let cancel = json!({ "meetingId": meeting["id"], "expectedVersion": version, "reason": "Il tavolo si scioglie" });
    app.done(&world.coordinator, "cancelMeeting", "", cancel).await;
    app.done(&world.secretariat, "dissolveTable", "", change).await;
    app.work().await;
    app.finish().await;
}

async fn myself(app: &TestApp, token: &str) -> Value {
    let data = app.query(Some(token), "{ viewer { person { id } } }", json!({})).await;
    data["viewer"]["person"]["id"].clone()
}

#[tokio::test]
async fn nobody_gives_a_right_to_themselves() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let table = table(&app).await;
    let secretary = myself(&app, &world.secretariat).await;
    let appoint =
        |person: &Value| json!({ "tableId": table["id"], "expectedVersion": table["version"], "personId": person });
    assert_eq!(app.refused(&world.secretariat, "appointCoordinator", appoint(&secretary)).await, "FORBIDDEN");
    let create = json!({
        "name": [{ "locale": "it", "text": "Tavolo mio" }], "kind": "THEMATIC", "publicity": "PUBLIC",
        "coordinatorId": secretary,
    });
    assert_eq!(app.refused(&world.secretariat, "createTable", create).await, "FORBIDDEN");

    let admin = myself(&app, &world.admin).await;
    let grant = |person: &Value| json!({ "personId": person, "role": "SECRETARIAT", "scope": { "wholePlan": true }, "from": "2026-01-01" });
    assert_eq!(app.refused(&world.admin, "grantRole", grant(&admin)).await, "FORBIDDEN");
    let twin = json!({ "givenName": "Altra", "familyName": "Prova", "email": "amministratrice@example.org" });
    let twin = app.done(&world.admin, "createPerson", "person { id }", twin).await["person"]["id"].clone();
    assert_eq!(app.refused(&world.admin, "grantRole", grant(&twin)).await, "FORBIDDEN", "the same mailbox");
    app.finish().await;
}

#[tokio::test]
async fn a_coordinator_adds_a_project_at_the_own_table_and_edits_it_until_it_is_approved() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let table = table(&app).await["id"].clone();
    let add = json!({ "title": "Rifugio", "tableId": table });
    assert_eq!(app.refused(&world.coordinator, "createProject", json!({ "title": "Rifugio" })).await, "FORBIDDEN");
    assert_eq!(app.refused(&world.delegate, "createProject", add.clone()).await, "FORBIDDEN");
    let fields = "project { id version table { id } viewerCan { edit } }";
    let project = app.done(&world.coordinator, "createProject", fields, add).await["project"].clone();
    assert_eq!((&project["table"]["id"], &project["viewerCan"]["edit"]), (&table, &json!(true)));
    let milestone = json!({ "projectId": project["id"], "title": "Progetto esecutivo", "due": "2026-12-01" });
    app.done(&world.coordinator, "addMilestone", "", milestone.clone()).await;
    for (version, act) in [(2, "startCoDesign"), (3, "approveProject"), (4, "startProject")] {
        let step = json!({ "projectId": project["id"], "expectedVersion": version });
        app.done(&world.secretariat, act, "", step).await;
    }
    assert_eq!(app.refused(&world.coordinator, "addMilestone", milestone).await, "FORBIDDEN", "it is the plan's now");
    let suspend = json!({ "projectId": project["id"], "expectedVersion": 5, "reason": "Ricorso" });
    app.done(&world.secretariat, "suspendProject", "", suspend).await;
    let again = json!({ "projectId": project["id"], "expectedVersion": 6 });
    assert_eq!(app.refused(&world.secretariat, "startProject", again.clone()).await, "ILLEGAL_TRANSITION");
    let resumed = app.done(&world.secretariat, "resumeProject", "project { state }", again).await;
    assert_eq!(resumed["project"]["state"], "IMPLEMENTING");
    app.finish().await;
}
