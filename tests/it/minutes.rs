//! Minutes from their draft to their publication, and who reads what of them.

use cordata_api::graphql::id::encode;
use cordata_domain::identity::Role;
use cordata_domain::ids::{MeetingId, MinutesId};
use cordata_domain::meeting::MinutesHash;
use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::fixture::{World, activate, delegate_of, seat, staff, table, world, world_at};
use serde_json::{Value, json};
use uuid::Uuid;

const PUBLIC: &str = "Si apre la seduta alle **dieci**.";
const RESERVED: &str = "Il Comune di Demonte ritira il CORBEZZOLO.";
const REMARK: &str = "Al punto due il Comune era MELOGRANO.";

/// A meeting of 1 October that is over at noon, without a quorum where nobody came; its id.
pub(crate) async fn held(app: &TestApp, world: &World, present: usize) -> Value {
    let input = json!({
        "tableId": encode(world.table), "title": "Seduta", "kind": "ORDINARY", "mode": "IN_PERSON", "place": "Sala",
        "startsAtLocal": "2026-10-01T10:00:00", "minutes": 60, "agenda": [{ "title": "Uno", "kind": "INFORMATION" }],
    });
    let drafted = app.done(&world.secretariat, "draftMeeting", "meeting { id }", input).await;
    let meeting = drafted["meeting"]["id"].clone();
    let convene = json!({ "meetingId": meeting, "expectedVersion": 1 });
    app.done(&world.coordinator, "conveneMeeting", "", convene).await;
    app.at("2026-10-01T08:10:00Z");
    app.done(&world.secretariat, "openMeeting", "", json!({ "meetingId": meeting, "expectedVersion": 2 })).await;
    let entries: Vec<Value> = world.seats[..present]
        .iter()
        .map(|place| json!({ "seatId": encode(place.seat), "presence": "IN_PERSON" }))
        .collect();
    app.done(&world.secretariat, "recordAttendance", "", json!({ "meetingId": meeting, "entries": entries })).await;
    app.at("2026-10-01T10:00:00Z");
    let close = json!({ "meetingId": meeting, "expectedVersion": 4 });
    app.done(&world.secretariat, "closeMeeting", "", close).await;
    meeting
}

pub(crate) async fn drafted(app: &TestApp, world: &World, meeting: &Value) -> Value {
    let input = json!({ "meetingId": meeting, "publicMarkdown": PUBLIC, "reservedMarkdown": RESERVED });
    app.done(&world.secretariat, "draftMinutes", "minutes { id }", input).await["minutes"]["id"].clone()
}

/// The next step of minutes by whoever `token` is, from the version that they have now.
async fn step(app: &TestApp, token: &str, mutation: &str, minutes: &Value, more: Value) -> Value {
    let mut input = json!({ "minutesId": minutes, "expectedVersion": version(app, token, minutes).await });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.mutate(token, mutation, "minutes { id state textVersion remarksUntil }", input).await
}

pub(crate) async fn done(app: &TestApp, token: &str, mutation: &str, minutes: &Value, more: Value) -> Value {
    let payload = step(app, token, mutation, minutes, more).await;
    assert_eq!(payload["userErrors"], json!([]), "{mutation}");
    payload["minutes"].clone()
}

async fn code(app: &TestApp, token: &str, mutation: &str, minutes: &Value, more: Value) -> String {
    let payload = step(app, token, mutation, minutes, more).await;
    payload["userErrors"][0]["code"].as_str().unwrap_or_else(|| panic!("{mutation}: {payload}")).to_owned()
}

async fn version(app: &TestApp, token: &str, minutes: &Value) -> Value {
    let query = "query($id: ID!) { minutes(by: { id: $id }) { version } }";
    app.query(Some(token), query, json!({ "id": minutes })).await["minutes"]["version"].clone()
}

/// Circulates, waits for the end of the term, approves and signs.
pub(crate) async fn signed(app: &TestApp, world: &World, minutes: &Value) {
    done(app, &world.secretariat, "circulateMinutes", minutes, json!({})).await;
    app.at("2026-10-20T08:00:00Z");
    done(app, &world.coordinator, "approveMinutes", minutes, json!({})).await;
    done(app, &world.coordinator, "signMinutes", minutes, json!({})).await;
}

fn remark(minutes: &Value, world: &World, seat: usize) -> Value {
    json!({ "minutesId": minutes, "onBehalfOfId": encode(world.seats[seat].organisation), "textMarkdown": REMARK })
}

const SEEN: &str = "id state publicMarkdown publicHtml reservedMarkdown reservedHtml hash protocolNumber
    circulatedVersions { number reservedMarkdown hash } remarks { textMarkdown onBehalfOf { name } }";

/// What somebody is told about the minutes of a meeting, by every way to them.
async fn told(app: &TestApp, token: Option<&str>, meeting: &Value, minutes: &Value) -> [Value; 4] {
    let query = format!(
        "query($meeting: ID!, $minutes: ID!) {{
            meeting(by: {{ id: $meeting }}) {{ minutes {{ {SEEN} }} }}
            byId: minutes(by: {{ id: $minutes }}) {{ {SEEN} }}
            byMeeting: minutes(by: {{ meetingId: $meeting }}) {{ {SEEN} }}
            node(id: $minutes) {{ ... on Minutes {{ {SEEN} }} }} }}"
    );
    let data = app.query(token, &query, json!({ "meeting": meeting, "minutes": minutes })).await;
    [data["meeting"]["minutes"].clone(), data["byId"].clone(), data["byMeeting"].clone(), data["node"].clone()]
}

#[tokio::test]
async fn minutes_are_written_circulated_remarked_on_approved_signed_and_published() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let meeting = held(&app, &world, 4).await;
    let minutes = drafted(&app, &world, &meeting).await;
    let revised = json!({ "publicMarkdown": PUBLIC, "reservedMarkdown": RESERVED });
    let kept = done(&app, &world.coordinator, "reviseMinutes", &minutes, revised.clone()).await;
    assert_eq!((&kept["state"], &kept["textVersion"]), (&json!("DRAFT"), &json!(1)));

    app.at("2026-10-05T08:00:00Z");
    let sent = done(&app, &world.secretariat, "circulateMinutes", &minutes, json!({})).await;
    assert_eq!((&sent["state"], &sent["remarksUntil"]), (&json!("CIRCULATED"), &json!("2026-10-19")));
    let fields = "remark { textVersion textMarkdown onBehalfOf { name } author { fullName } } minutes { id }";
    let said = app.done(&world.delegate, "remarkOnMinutes", fields, remark(&minutes, &world, 1)).await;
    let own = json!({
        "textVersion": 1, "textMarkdown": REMARK, "onBehalfOf": { "name": "Comune di Bobbio" },
        "author": { "fullName": "Bobbio Prova" },
    });
    assert_eq!(said["remark"], own);

    let again = done(&app, &world.secretariat, "reviseMinutes", &minutes, revised).await;
    assert_eq!(
        (&again["state"], &again["textVersion"], &again["remarksUntil"]),
        (&json!("DRAFT"), &json!(2), &json!(null))
    );
    signed(&app, &world, &minutes).await;
    let publish = json!({ "protocolNumber": "0001234/2026" });
    let published = done(&app, &world.secretariat, "publishMinutes", &minutes, publish).await;
    assert_eq!(published["state"], "PUBLISHED");

    let query = "query($id: ID!) { minutes(by: { id: $id }) { hash textVersion circulateBy protocolNumber approvedAt
        meeting { id } circulatedVersions { number hash reservedMarkdown } remarks { textVersion }
        viewerCan { revise circulate remark approve sign publish } } }";
    let whole = app.query(Some(&world.auditor), query, json!({ "id": minutes })).await["minutes"].clone();
    let id: MeetingId = cordata_api::graphql::id::decode_as(&meeting.as_str().unwrap().into()).unwrap();
    let hash = MinutesHash::of(id, 2, PUBLIC, Some(RESERVED)).to_string();
    assert_eq!(whole["hash"], json!(hash), "whoever holds the texts can compute it");
    assert_eq!(whole["circulatedVersions"].as_array().unwrap().len(), 2);
    assert_eq!(whole["circulatedVersions"][1], json!({ "number": 2, "hash": hash, "reservedMarkdown": RESERVED }));
    assert_eq!(whole["remarks"], json!([{ "textVersion": 1 }]));
    assert_eq!((&whole["circulateBy"], &whole["protocolNumber"]), (&json!("2026-10-22"), &json!("0001234/2026")));
    assert_eq!(whole["meeting"]["id"], meeting);
    let can = json!({
        "revise": false, "circulate": false, "remark": false, "approve": false, "sign": false, "publish": false,
    });
    assert_eq!(whole["viewerCan"], can);
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn each_step_has_its_state_its_term_and_its_people() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let meeting = held(&app, &world, 0).await;
    let input = json!({ "meetingId": meeting, "publicMarkdown": PUBLIC });
    assert_eq!(app.refused(&world.delegate, "draftMinutes", input.clone()).await, "FORBIDDEN");
    let minutes = drafted(&app, &world, &meeting).await;
    assert_eq!(app.refused(&world.coordinator, "draftMinutes", input.clone()).await, "ALREADY_EXISTS");
    let open = json!({
        "tableId": encode(world.table), "title": "Altra", "kind": "ORDINARY", "mode": "IN_PERSON", "place": "Sala",
        "startsAtLocal": "2026-12-01T10:00:00", "minutes": 60,
    });
    let other = app.done(&world.secretariat, "draftMeeting", "meeting { id }", open).await["meeting"]["id"].clone();
    let early = json!({ "meetingId": other, "publicMarkdown": PUBLIC });
    assert_eq!(app.refused(&world.secretariat, "draftMinutes", early).await, "ILLEGAL_TRANSITION");
    let stale = json!({ "minutesId": minutes, "expectedVersion": 7 });
    assert_eq!(app.refused(&world.secretariat, "circulateMinutes", stale).await, "CONFLICT");
    let blank = json!({ "minutesId": minutes, "expectedVersion": 1, "publicMarkdown": " " });
    let payload = app.mutate(&world.secretariat, "reviseMinutes", "", blank).await;
    assert_eq!(payload["userErrors"][0]["path"], json!(["input", "publicMarkdown"]));

    for (token, mutation) in [
        (&world.delegate, "circulateMinutes"),
        (&world.secretariat, "approveMinutes"),
        (&world.manager, "approveMinutes"),
        (&world.secretariat, "signMinutes"),
        (&world.auditor, "circulateMinutes"),
    ] {
        assert_eq!(code(&app, token, mutation, &minutes, json!({})).await, "FORBIDDEN", "{mutation}");
    }
    let number = json!({ "protocolNumber": "1" });
    assert_eq!(code(&app, &world.coordinator, "publishMinutes", &minutes, number.clone()).await, "FORBIDDEN");
    assert_eq!(code(&app, &world.secretariat, "publishMinutes", &minutes, number.clone()).await, "ILLEGAL_TRANSITION");
    assert_eq!(
        app.refused(&world.delegate, "remarkOnMinutes", remark(&minutes, &world, 1)).await,
        "ILLEGAL_TRANSITION"
    );

    app.at("2026-10-05T08:00:00Z");
    done(&app, &world.coordinator, "circulateMinutes", &minutes, json!({})).await;
    assert_eq!(code(&app, &world.coordinator, "approveMinutes", &minutes, json!({})).await, "ILLEGAL_TRANSITION");
    app.at("2026-10-19T21:59:00Z");
    assert_eq!(code(&app, &world.coordinator, "approveMinutes", &minutes, json!({})).await, "ILLEGAL_TRANSITION");
    assert_eq!(app.refused(&world.delegate, "remarkOnMinutes", remark(&minutes, &world, 2)).await, "FORBIDDEN");
    assert_eq!(app.refused(&world.manager, "remarkOnMinutes", remark(&minutes, &world, 1)).await, "FORBIDDEN");
    app.done(&world.secretariat, "remarkOnMinutes", "", remark(&minutes, &world, 2)).await;
    app.done(&world.delegate, "remarkOnMinutes", "", remark(&minutes, &world, 1)).await;
    let elsewhere = table(&app, "Altri", Publicity::Public).await;
    let foreign = seat(&app, elsewhere, "Gravere", true).await;
    let unseated =
        json!({ "minutesId": minutes, "onBehalfOfId": encode(foreign.organisation), "textMarkdown": REMARK });
    assert_eq!(app.refused(&world.secretariat, "remarkOnMinutes", unseated).await, "INVALID_INPUT");
    app.at("2026-10-19T22:00:00Z");
    assert_eq!(
        app.refused(&world.delegate, "remarkOnMinutes", remark(&minutes, &world, 1)).await,
        "ILLEGAL_TRANSITION"
    );
    done(&app, &world.coordinator, "approveMinutes", &minutes, json!({})).await;

    for after in ["approveMinutes", "signMinutes", "publishMinutes"] {
        let text = json!({ "publicMarkdown": "Altro." });
        let refused = code(&app, &world.secretariat, "reviseMinutes", &minutes, text).await;
        assert_eq!(refused, "MINUTES_IMMUTABLE", "after {after}");
        match after {
            "approveMinutes" => drop(done(&app, &world.coordinator, "signMinutes", &minutes, json!({})).await),
            "signMinutes" => drop(done(&app, &world.secretariat, "publishMinutes", &minutes, number.clone()).await),
            _ => {}
        }
    }
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn the_reserved_part_drafts_and_remarks_are_for_those_of_the_table() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let meeting = held(&app, &world, 4).await;
    let minutes = drafted(&app, &world, &meeting).await;
    let elsewhere = table(&app, "Tavolo di altri", Publicity::Public).await;
    let place = seat(&app, elsewhere, "Gravere", true).await;
    activate(&app, elsewhere, place.titular).await;
    let stranger = delegate_of(&app, place.titular, place.organisation).await;
    let steward = staff(&app, "Curatrice", Role::Steward).await;
    let outside = [None, Some(&stranger), Some(&steward), Some(&world.admin), Some(&world.outsider)];
    let inside = [&world.delegate, &world.manager, &world.coordinator, &world.secretariat, &world.auditor];

    for state in ["DRAFT", "CIRCULATED", "APPROVED", "SIGNED", "PUBLISHED"] {
        match state {
            "CIRCULATED" => {
                done(&app, &world.secretariat, "circulateMinutes", &minutes, json!({})).await;
                app.done(&world.delegate, "remarkOnMinutes", "", remark(&minutes, &world, 1)).await;
                app.at("2026-10-20T08:00:00Z");
            }
            "APPROVED" => drop(done(&app, &world.coordinator, "approveMinutes", &minutes, json!({})).await),
            "SIGNED" => drop(done(&app, &world.coordinator, "signMinutes", &minutes, json!({})).await),
            "PUBLISHED" => {
                let number = json!({ "protocolNumber": "7/2026" });
                done(&app, &world.secretariat, "publishMinutes", &minutes, number).await;
            }
            _ => {}
        }
        for token in inside {
            for seen in told(&app, Some(token), &meeting, &minutes).await {
                assert_eq!((&seen["state"], &seen["reservedMarkdown"]), (&json!(state), &json!(RESERVED)), "{token}");
                assert_eq!(seen["remarks"].as_array().unwrap().is_empty(), state == "DRAFT");
            }
        }
        for token in outside {
            for seen in told(&app, token.map(String::as_str), &meeting, &minutes).await {
                if state != "PUBLISHED" {
                    assert!(seen.is_null(), "{state} {token:?}: {seen}");
                    continue;
                }
                assert_eq!(seen["publicMarkdown"], PUBLIC);
                assert_eq!(seen["publicHtml"], "<p>Si apre la seduta alle <strong>dieci</strong>.</p>\n");
                for hidden in ["reservedMarkdown", "reservedHtml", "hash", "circulatedVersions", "remarks"] {
                    assert!(seen[hidden].is_null(), "{hidden} {token:?}: {seen}");
                }
            }
        }
    }
    let by_id = json!({ "minutesId": minutes, "expectedVersion": 1, "publicMarkdown": "Altro." });
    assert_eq!(app.refused(&stranger, "reviseMinutes", by_id.clone()).await, "FORBIDDEN", "they are published");
    let nothing = json!({
        "minutesId": encode(MinutesId::from(Uuid::from_u128(7))), "expectedVersion": 1, "publicMarkdown": "Altro.",
    });
    assert_eq!(app.refused(&world.secretariat, "reviseMinutes", nothing).await, "NOT_FOUND");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn a_reserved_table_publishes_to_nobody_outside() {
    let app = TestApp::start().await;
    let world = world_at(&app, Publicity::Reserved).await;
    let meeting = held(&app, &world, 4).await;
    let minutes = drafted(&app, &world, &meeting).await;
    signed(&app, &world, &minutes).await;
    done(&app, &world.secretariat, "publishMinutes", &minutes, json!({ "protocolNumber": "7/2026" })).await;
    for token in [None, Some(&world.outsider), Some(&world.admin)] {
        let seen = told(&app, token.map(String::as_str), &meeting, &minutes).await;
        assert!(seen.iter().all(Value::is_null), "{token:?}: {seen:?}");
    }
    let by_id = json!({ "minutesId": minutes, "expectedVersion": 1, "publicMarkdown": "Altro." });
    assert_eq!(app.refused(&world.outsider, "reviseMinutes", by_id).await, "NOT_FOUND");
    assert_eq!(told(&app, Some(&world.delegate), &meeting, &minutes).await[3]["reservedMarkdown"], RESERVED);
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn the_trail_keeps_hashes_and_nobody_is_mailed_what_is_reserved() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let meeting = held(&app, &world, 4).await;
    let minutes = drafted(&app, &world, &meeting).await;
    done(&app, &world.secretariat, "circulateMinutes", &minutes, json!({})).await;
    app.done(&world.delegate, "remarkOnMinutes", "", remark(&minutes, &world, 1)).await;
    app.at("2026-10-20T08:00:00Z");
    done(&app, &world.coordinator, "approveMinutes", &minutes, json!({})).await;
    app.work().await;
    let query = "{ auditLog(first: 30) { nodes { command detail } } }";
    let trail = app.query(Some(&world.auditor), query, json!({})).await["auditLog"]["nodes"].clone();
    let commands: Vec<&str> = trail.as_array().unwrap().iter().filter_map(|entry| entry["command"].as_str()).collect();
    let steps = ["draftMinutes", "circulateMinutes", "remarkOnMinutes", "approveMinutes"];
    assert!(steps.iter().all(|step| commands.contains(step)), "{commands:?}");
    let trail = trail.to_string();
    let id: MeetingId = cordata_api::graphql::id::decode_as(&meeting.as_str().unwrap().into()).unwrap();
    assert!(trail.contains(&MinutesHash::of(id, 1, PUBLIC, Some(RESERVED)).to_string()), "{trail}");
    for word in ["CORBEZZOLO", "MELOGRANO", "Si apre la seduta"] {
        assert!(!trail.contains(word), "{word}: {trail}");
        let mails = app.mailbox.all();
        assert!(mails.iter().all(|mail| !mail.text().contains(word) && !mail.raw.contains(word)), "{word}");
    }
    app.finish().await;
}
