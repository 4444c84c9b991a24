//! Mails that waited are decided again when they leave.

use std::collections::BTreeMap;

use cordata_api::graphql::id::encode;
use cordata_app::personal_data::ErasePerson;
use cordata_app::ports::queue::Queue;
use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::fixture::{World, world, world_at};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::sending::{Relay, worker};

/// Convenes a meeting, at which moment of the clock on the wall it begins.
async fn convened(app: &TestApp, world: &World) -> Value {
    let draft = json!({
        "tableId": encode(world.table).to_string(), "title": "Riservatissima", "kind": "ORDINARY", "mode": "IN_PERSON",
        "place": "Sala", "startsAtLocal": "2026-10-01T10:00:00", "minutes": 60,
        "agenda": [{ "title": "Trasporto", "kind": "DECISION" }],
    });
    let drafted = app.done(&world.secretariat, "draftMeeting", "meeting { id }", draft).await;
    step(app, world, "conveneMeeting", &drafted["meeting"]["id"], Value::Null).await;
    drafted["meeting"]["id"].clone()
}

/// Takes a step with a meeting as it is now.
async fn step(app: &TestApp, world: &World, name: &str, id: &Value, reason: Value) {
    let query = "query($id: ID!) { meeting(by: { id: $id }) { version } }";
    let meeting = app.query(Some(&world.secretariat), query, json!({ "id": id })).await;
    let mut input = json!({ "meetingId": id, "expectedVersion": meeting["meeting"]["version"] });
    if reason.is_string() {
        input["reason"] = reason;
    }
    app.done(&world.coordinator, name, "meeting { id }", input).await;
}

/// Works while no relay answers: mails are written and wait.
async fn work_without_relay(app: &TestApp) {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    worker(&app.app, &app.database, &format!("smtp://{nobody}")).run_until_empty().await.unwrap();
}

/// Works with a relay that takes everything; answers what it took, by the address that it went to.
async fn work_with_relay(app: &TestApp) -> BTreeMap<String, Vec<String>> {
    let relay = Relay::default();
    let address = relay.start().await;
    worker(&app.app, &app.database, &address).run_until_empty().await.unwrap();
    let mut taken: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in relay.taken().into_values().flatten() {
        let to = mail.lines().find(|line| line.starts_with("To:")).unwrap();
        let address = to.rsplit(['<', ' ']).next().unwrap().trim_end_matches('>').to_owned();
        taken.entry(address).or_default().push(mail);
    }
    taken
}

/// The mails that were withheld: their kind, their reason and the sentence about it.
async fn withheld(app: &TestApp, token: &str) -> Vec<(String, String, String)> {
    let query =
        "{ mails(first: 100, where: { stateIn: [SKIPPED] }) { nodes { kind skipReason skipExplanation lastError } } }";
    let data = app.query(Some(token), query, json!({})).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let line = |mail: &Value| (text(&mail["kind"]), text(&mail["skipReason"]), text(&mail["skipExplanation"]));
    data["mails"]["nodes"].as_array().unwrap().iter().map(line).collect()
}

#[tokio::test]
async fn who_left_a_reserved_table_gets_no_convocation_that_waited() {
    let app = TestApp::start().await;
    let world = world_at(&app, Publicity::Reserved).await;
    convened(&app, &world).await;
    work_without_relay(&app).await;
    assert_eq!(app.database.backlog().await.unwrap().mails_waiting, 6);
    let left = &world.seats[3];
    let query = "query($id: ID!) { person(id: $id) { affiliations { id } } }";
    let data = app.query(Some(&world.secretariat), query, json!({ "id": encode(left.titular) })).await;
    let post = data["person"]["affiliations"][0]["id"].clone();
    app.at("2026-09-01T09:00:00Z");
    app.done(&world.secretariat, "endAffiliation", "affiliationId", json!({ "affiliationId": post })).await;
    let taken = work_with_relay(&app).await;
    assert_eq!(taken.len(), 5, "{:?}", taken.keys());
    assert!(!taken.contains_key(&left.address), "{:?}", taken.keys());
    let withheld = withheld(&app, &world.secretariat).await;
    assert_eq!(withheld.len(), 1);
    assert_eq!((withheld[0].0.as_str(), withheld[0].1.as_str()), ("CONVOCATION", "NOT_ENTITLED"));
    assert!(withheld[0].2.contains("ha lasciato il tavolo"), "{withheld:?}");
    app.finish().await;
}

#[tokio::test]
async fn a_cancellation_overtakes_the_convocation_that_still_waits() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let meeting = convened(&app, &world).await;
    work_without_relay(&app).await;
    app.at("2026-09-01T08:30:00Z");
    step(&app, &world, "cancelMeeting", &meeting, json!("Neve")).await;
    // Before anybody was told of the cancellation, and after.
    for moment in ["2026-09-01T08:31:00Z", "2026-09-01T09:30:00Z"] {
        app.at(moment);
        let taken = work_with_relay(&app).await;
        assert!(taken.values().flatten().all(|mail| mail.contains("method=CANCEL")), "{moment}: {taken:?}");
    }
    let withheld = withheld(&app, &world.secretariat).await;
    assert_eq!(withheld.len(), 6);
    assert!(withheld.iter().all(|(kind, reason, _)| kind == "CONVOCATION" && reason == "SUPERSEDED"), "{withheld:?}");
    app.finish().await;
}

#[tokio::test]
async fn of_two_convocations_and_a_postponement_only_the_last_leaves() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let meeting = convened(&app, &world).await;
    work_without_relay(&app).await;
    app.at("2026-09-01T08:10:00Z");
    step(&app, &world, "postponeMeeting", &meeting, json!("Neve")).await;
    work_without_relay(&app).await;
    app.at("2026-09-01T08:20:00Z");
    step(&app, &world, "conveneMeeting", &meeting, Value::Null).await;
    work_without_relay(&app).await;
    app.at("2026-09-01T12:00:00Z");
    let taken = work_with_relay(&app).await;
    assert_eq!(taken.len(), 6);
    assert!(taken.values().all(|mails| mails.len() == 1 && mails[0].contains("method=REQUEST")), "{taken:?}");
    assert_eq!(withheld(&app, &world.secretariat).await.len(), 12);
    app.finish().await;
}

#[tokio::test]
async fn a_waiting_mail_goes_to_the_corrected_address_or_nowhere() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    convened(&app, &world).await;
    work_without_relay(&app).await;
    let (moved, erased) = (&world.seats[2], &world.seats[4]);
    let change = json!({ "personId": encode(moved.titular), "expectedVersion": 1, "email": "nuova@example.org" });
    app.done(&world.secretariat, "updatePerson", "person { id }", change).await;
    let query = "query($id: ID!) { person(id: $id) { affiliations { id } } }";
    let data = app.query(Some(&world.secretariat), query, json!({ "id": encode(erased.titular) })).await;
    let post = data["person"]["affiliations"][0]["id"].clone();
    app.done(&world.secretariat, "endAffiliation", "affiliationId", json!({ "affiliationId": post })).await;
    app.at("2026-09-02T09:00:00Z");
    app.run(ErasePerson { person: erased.titular }).await;
    let taken = work_with_relay(&app).await;
    assert!(taken.contains_key("nuova@example.org"), "{:?}", taken.keys());
    assert!(!taken.contains_key(&moved.address) && !taken.contains_key(&erased.address), "{:?}", taken.keys());
    assert_eq!(withheld(&app, &world.secretariat).await[0].1, "ERASED");
    app.finish().await;
}

#[tokio::test]
async fn a_digest_that_was_stopped_while_it_waited_is_not_sent_and_loses_nothing() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    convened(&app, &world).await;
    app.work().await;
    app.at("2026-09-02T08:00:00Z");
    work_without_relay(&app).await;
    let choice = |cadence: &str| json!({ "cadence": cadence, "weekdays": ["WEDNESDAY", "THURSDAY"], "hour": 7, "timeZone": "Europe/Rome" });
    let fields = "notificationPreferences { cadence }";
    app.done(&world.delegate, "setNotificationPreferences", fields, choice("OFF")).await;
    app.at("2026-09-02T10:00:00Z");
    let taken = work_with_relay(&app).await;
    let bobbio = &world.seats[1].address;
    assert!(taken.len() >= 4 && !taken.contains_key(bobbio), "{:?}", taken.keys());
    let withheld = withheld(&app, &world.secretariat).await;
    assert_eq!(withheld.len(), 1);
    assert_eq!((withheld[0].0.as_str(), withheld[0].1.as_str()), ("DAILY_DIGEST", "UNWANTED"));
    app.done(&world.delegate, "setNotificationPreferences", fields, choice("DAILY")).await;
    app.at("2026-09-03T10:00:00Z");
    let taken = work_with_relay(&app).await;
    assert_eq!(taken.get(bobbio).map(Vec::len), Some(1), "what it would have told waits for the next one");
    app.finish().await;
}
