//! The pages show a member what they may see. A citizen gets the answer of what does not exist.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::browser::{Browser, Visit};
use cordata_tests::seeded::Seeded;
use reqwest::header;
use serde_json::{Value, json};
use uuid::Uuid;

/// The id as addresses of pages have it.
fn uuid(id: &Value) -> String {
    let bytes = URL_SAFE_NO_PAD.decode(id.as_str().unwrap()).unwrap();
    Uuid::from_slice(&bytes[1..]).unwrap().to_string()
}

const NOTHING: &str = "01990000-0000-7000-8000-000000000000";

/// Opens a page, following it to its present address.
async fn open(browser: &mut Browser<'_>, path: &str) -> Visit {
    let visit = browser.get(path).await;
    match &visit.location {
        Some(location) => browser.get(location).await,
        None => visit,
    }
}

/// A page by id is read by a member, with these words; a citizen is answered as if there were nothing.
async fn is_for_members(app: &TestApp, member: &mut Browser<'_>, path: &str, id: &str, words: &str) {
    let at = |id: &str| path.replace("@id", id);
    let seen = open(member, &at(id)).await;
    assert_eq!(seen.status, 200, "{path}: {}", seen.text);
    assert!(seen.text.contains(words), "{path}: {}", seen.text);
    let mut citizen = Browser::new(app);
    let (hidden, absent) = (citizen.get(&at(id)).await, citizen.get(&at(NOTHING)).await);
    assert_eq!((hidden.status, &hidden.location), (404, &None), "{path}");
    assert_eq!(absent.status, 404, "{path}");
    assert_eq!(hidden.text.replace(id, "@"), absent.text.replace(NOTHING, "@"), "{path}");
}

/// A list has a line for a member that a citizen's has not.
async fn lists_for_members(app: &TestApp, member: &mut Browser<'_>, path: &str, words: &str) {
    let seen = member.get(path).await;
    assert!(seen.status == 200 && seen.text.contains(words), "{path}: {}", seen.text);
    let seen = Browser::new(app).get(path).await;
    assert!(seen.status == 200 && !seen.text.contains(words), "{path}: {}", seen.text);
}

#[tokio::test]
async fn a_member_reads_what_the_reserved_table_does_and_a_citizen_finds_nothing() {
    let app = TestApp::start().await;
    let seeded = Seeded::start(&app, Publicity::Reserved).await;
    let id = |name: &str| uuid(&seeded.ids[name]);
    let mut member = Browser::signed_in(&app, &seeded.world.seats[1].address).await;
    for (path, name, words) in [
        ("/it/tables/@id", "tableId", "Tavolo della montagna"),
        ("/it/meetings/@id", "meetingId", "Si prova."),
        ("/it/meetings/@id/letter", "meetingId", "Comune di Bobbio"),
        ("/it/meetings/@id/event.ics", "meetingId", "Seduta"),
        ("/it/meetings/@id", "draftMeetingId", "Seduta"),
        ("/it/projects/@id", "projectId", "Rifugio"),
        ("/it/agreements/@id", "agreementId", "Gli enti collaborano."),
        ("/documents/@id/1", "documentId", "Relazione"),
    ] {
        is_for_members(&app, &mut member, path, &id(name), words).await;
    }
    for (path, words) in [
        ("/it/", "Si prova."),
        ("/it/tables", "Tavolo della montagna"),
        ("/it/decisions", "Si prova."),
        ("/it/projects", "Rifugio"),
        ("/it/agreements", "Accordo</a>"),
    ] {
        lists_for_members(&app, &mut member, path, words).await;
    }
    let cookie = format!("cordata_session={}", member.cookie("cordata_session").unwrap());
    for path in [format!("/it/projects/{}/rifugio", id("projectId")), format!("/documents/{}/1", id("documentId"))] {
        let page = app.client.get(format!("{}{path}", app.url)).header(header::COOKIE, &cookie).send().await.unwrap();
        assert_eq!(page.status(), 200);
        assert_eq!(page.headers()[header::CACHE_CONTROL], "private, no-store", "{path}");
    }
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn drafts_of_plans_and_indicators_are_pages_for_the_secretariat() {
    let app = TestApp::start().await;
    let seeded = Seeded::start(&app, Publicity::Reserved).await;
    let title = json!([{ "locale": "it", "text": "Piano in bozza" }]);
    let plan =
        json!({ "edition": "2030-2032", "title": title, "period": { "from": "2026-01-01", "to": "2032-12-31" } });
    let plan = app.done(&seeded.world.secretariat, "createPlan", "plan { id }", plan).await["plan"]["id"].clone();
    let text = |text: &str| json!([{ "locale": "it", "text": text }]);
    let indicator = json!({
        "code": "B1", "name": text("Acqua persa"), "class": "ENVIRONMENTAL", "unit": text("m3"),
        "kind": "FLOW_PER_PERIOD", "direction": "LOWER_IS_BETTER", "frequency": "ANNUAL", "decimals": 1,
        "counted": "THINGS", "source": "ARPA", "seriesLabel": text("Prima"), "since": "2015-01-01",
    });
    let made = app.done(&seeded.steward, "createIndicator", "indicator { id }", indicator).await;
    let mut secretary = Browser::signed_in(&app, "segretaria@example.org").await;
    is_for_members(&app, &mut secretary, "/it/plans/@id", &uuid(&plan), "Piano in bozza").await;
    is_for_members(&app, &mut secretary, "/it/plans/@id/report", &uuid(&plan), "2030-2032").await;
    is_for_members(&app, &mut secretary, "/it/plans/@id/report.json", &uuid(&plan), "2030-2032").await;
    is_for_members(&app, &mut secretary, "/it/indicators/@id", &uuid(&made["indicator"]["id"]), "Acqua persa").await;
    lists_for_members(&app, &mut secretary, "/it/indicators", "Acqua persa").await;
    app.work().await;
    app.finish().await;
}
