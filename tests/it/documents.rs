//! Documents: sent by one PUT, checked by their content, attached in versions, read by those who may.

use std::time::Duration;

use cordata_api::graphql::id::encode;
use cordata_app::identity::GrantRole;
use cordata_domain::identity::{GrantScope, Role};
use cordata_domain::period::Validity;
use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::fixture::{World, activate, seat, table, token, world};
use cordata_tests::socket::Socket;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n";
const LARGEST: usize = 20 * 1024 * 1024;

/// An announced meeting of the world's table.
async fn meeting(app: &TestApp, world: &World) -> Value {
    let data = app.query(None, "{ concertationTables { nodes { id } } }", json!({})).await;
    let input = json!({
        "tableId": data["concertationTables"]["nodes"][0]["id"], "title": "Servizi essenziali", "kind": "ORDINARY",
        "mode": "IN_PERSON", "place": "Sala", "startsAtLocal": "2026-10-01T10:00:00", "minutes": 60,
        "agenda": [{ "title": "Trasporto", "kind": "DECISION" }],
    });
    let drafted = app.done(&world.secretariat, "draftMeeting", "meeting { id }", input).await;
    let id = drafted["meeting"]["id"].clone();
    let input = json!({ "meetingId": id, "expectedVersion": 1 });
    app.done(&world.coordinator, "conveneMeeting", "meeting { id }", input).await;
    app.work().await;
    id
}

async fn commitment(app: &TestApp, world: &World) -> Value {
    let input = json!({ "title": "Rifugio", "budget": { "cash": "1000.00", "inKind": "0.00" } });
    let project = app.done(&world.secretariat, "createProject", "project { id }", input).await["project"]["id"].clone();
    let data = app.query(None, "{ stakeholders(where: { text: \"Bobbio\" }) { nodes { id } } }", json!({})).await;
    let contributor = &data["stakeholders"]["nodes"][0]["id"];
    let input = json!({
        "idempotencyKey": "k", "projectId": project, "contributorId": contributor, "nature": "CASH", "amount": "10.00",
    });
    let pledged = app.done(&world.manager, "pledgeCommitment", "commitment { id }", input).await;
    app.work().await;
    pledged["commitment"]["id"].clone()
}

async fn announce(app: &TestApp, token: &str, name: &str, media_type: &str, size: usize) -> Value {
    let input = json!({ "fileName": name, "mediaType": media_type, "sizeBytes": size });
    app.done(token, "requestUpload", "upload { id url expiresAt }", input).await["upload"].clone()
}

async fn put(app: &TestApp, upload: &Value, bytes: impl Into<reqwest::Body>) -> (StatusCode, Value) {
    let answer = app.client.put(upload["url"].as_str().unwrap()).body(bytes).send().await.unwrap();
    (answer.status(), answer.json().await.unwrap_or_default())
}

/// Sends a file whole; answers the id of its upload.
async fn send(app: &TestApp, token: &str, name: &str, media_type: &str, bytes: &[u8]) -> Value {
    let upload = announce(app, token, name, media_type, bytes.len()).await;
    let (status, arrived) = put(app, &upload, bytes.to_vec()).await;
    assert_eq!((status, &arrived["uploadId"]), (StatusCode::CREATED, &upload["id"]), "{arrived}");
    upload["id"].clone()
}

fn about(upload: &Value, subject: &Value, visibility: &str) -> Value {
    json!({ "uploadId": upload, "subject": subject, "title": "Relazione", "visibility": visibility })
}

/// Sends a text and attaches it; answers the document.
async fn attached(app: &TestApp, token: &str, subject: &Value, visibility: &str, text: &str) -> Value {
    let upload = send(app, token, "Relazione è.txt", "text/plain", text.as_bytes()).await;
    let fields = "document { id version visibility current { number url } versions { number } }";
    app.done(token, "attachDocument", fields, about(&upload, subject, visibility)).await["document"].clone()
}

struct Download {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Download {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

async fn get(app: &TestApp, url: &Value, token: Option<&str>, more: &[(&str, &str)]) -> Download {
    let mut request = app.client.get(url.as_str().unwrap());
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.unwrap();
    Download {
        status: answer.status().as_u16(),
        headers: answer.headers().clone(),
        body: answer.bytes().await.unwrap().to_vec(),
    }
}

/// A delegate at another table, which this one is not a member of.
async fn stranger(app: &TestApp) -> String {
    let other = table(app, "Tavolo di pianura", Publicity::Public).await;
    let place = seat(app, other, "Vinovo", true).await;
    activate(app, other, place.titular).await;
    let scope = GrantScope::Organisation(place.organisation);
    let validity = Validity::since("2026-01-01".parse().unwrap());
    app.run(GrantRole { person: place.titular, role: Role::Delegate, scope, validity }).await;
    token(app, place.titular).await
}

#[tokio::test]
async fn a_file_is_sent_attached_replaced_and_downloaded_as_it_was() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let subject = json!({ "meetingId": meeting(&app, &world).await });
    let upload = send(&app, &world.secretariat, "Verbale n. 3 – Città.pdf", "application/pdf", PDF).await;
    let fields = "document { id title language version viewerCan { replace } meeting { title }
        current { number fileName mediaType sizeBytes sha256 uploadedAt url } }";
    let first =
        app.done(&world.secretariat, "attachDocument", fields, about(&upload, &subject, "PUBLIC")).await["document"]
            .clone();
    assert_eq!((&first["title"], &first["language"]), (&json!("Relazione"), &json!("it")));
    assert_eq!(first["meeting"]["title"], "Servizi essenziali");
    let current = &first["current"];
    assert_eq!((&current["number"], &current["fileName"]), (&json!(1), &json!("Verbale n. 3 – Città.pdf")));
    assert_eq!((&current["mediaType"], &current["sizeBytes"]), (&json!("application/pdf"), &json!(PDF.len())));
    let url = current["url"].as_str().unwrap();
    assert!(url.starts_with(&app.url) && url.ends_with("/1/verbale-n-3-citta.pdf"), "{url}");

    let file = get(&app, &current["url"], None, &[]).await;
    assert_eq!((file.status, file.body.as_slice()), (200, PDF));
    assert_eq!(file.header("etag").trim_matches('"'), current["sha256"]);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(file.header("content-security-policy").contains("sandbox"));
    let disposition = file.header("content-disposition");
    assert!(disposition.starts_with("attachment; ") && disposition.contains("Citt%C3%A0.pdf"), "{disposition}");

    let again = app.refused(&world.secretariat, "attachDocument", about(&upload, &subject, "PUBLIC")).await;
    assert_eq!(again, "ILLEGAL_TRANSITION", "a file is attached once");
    let upload = send(&app, &world.coordinator, "Verbale.txt", "text/plain", b"Nuovo testo\n").await;
    let mut replace = about(&upload, &subject, "PUBLIC");
    replace["replaces"] =
        json!({ "documentId": first["id"], "expectedVersion": first["version"].as_i64().unwrap() - 1 });
    assert_eq!(app.refused(&world.coordinator, "attachDocument", replace.clone()).await, "CONFLICT");
    replace["replaces"]["expectedVersion"] = first["version"].clone();
    let fields = "document { id current { number url } versions { number sha256 url } }";
    let second = app.done(&world.coordinator, "attachDocument", fields, replace).await["document"].clone();
    assert_eq!((&second["id"], &second["current"]["number"]), (&first["id"], &json!(2)));
    assert_eq!(second["versions"][0]["sha256"], current["sha256"], "the first version stays as it was");
    assert_eq!(get(&app, &second["current"]["url"], None, &[]).await.body, b"Nuovo testo\n");
    assert_eq!(get(&app, &current["url"], None, &[]).await.body, PDF);
    app.finish().await;
}

#[tokio::test]
async fn everybody_reads_what_they_may_and_nothing_else_exists() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let id = meeting(&app, &world).await;
    let subject = json!({ "meetingId": id });
    let stranger = stranger(&app).await;
    let mut documents = Vec::new();
    for visibility in ["PUBLIC", "MEMBERS", "RESERVED"] {
        documents.push(attached(&app, &world.secretariat, &subject, visibility, visibility).await);
    }
    let query = "query($meeting: ID!, $ids: [ID!]!) {
        meeting(by: { id: $meeting }) { documents { visibility } } nodes(ids: $ids) { id } }";
    let ids: Vec<&Value> = documents.iter().map(|document| &document["id"]).collect();
    for (who, token, sees) in [
        ("public", None, [true, false, false]),
        ("no role", Some(&world.outsider), [true, false, false]),
        ("delegate of another table", Some(&stranger), [true, false, false]),
        ("administrator", Some(&world.admin), [true, false, false]),
        ("delegate", Some(&world.delegate), [true, true, false]),
        ("manager", Some(&world.manager), [true, true, false]),
        ("coordinator", Some(&world.coordinator), [true, true, true]),
        ("secretariat", Some(&world.secretariat), [true, true, true]),
        ("auditor", Some(&world.auditor), [true, true, true]),
    ] {
        let token = token.map(String::as_str);
        let data = app.query(token, query, json!({ "meeting": id, "ids": ids })).await;
        let listed = data["meeting"]["documents"].as_array().unwrap().len();
        assert_eq!(listed, sees.iter().filter(|seen| **seen).count(), "{who}");
        for (index, seen) in sees.into_iter().enumerate() {
            assert_eq!(data["nodes"][index].is_null(), !seen, "{who}: {index}");
            let file = get(&app, &documents[index]["current"]["url"], token, &[]).await;
            assert_eq!(file.status, if seen { 200 } else { 404 }, "{who}: {index}");
            if seen && index > 0 {
                assert_eq!(file.header("cache-control"), "private, no-store", "{who}");
            }
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn a_draft_hides_its_documents_and_a_hidden_download_looks_like_an_absent_one() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let data = app.query(None, "{ concertationTables { nodes { id } } }", json!({})).await;
    let input = json!({ "tableId": data["concertationTables"]["nodes"][0]["id"], "title": "Bozza", "kind": "ORDINARY",
        "mode": "IN_PERSON", "place": "Sala", "startsAtLocal": "2026-10-01T10:00:00", "minutes": 60, "agenda": [] });
    let draft = app.done(&world.secretariat, "draftMeeting", "meeting { id }", input).await;
    let subject = json!({ "meetingId": draft["meeting"]["id"] });
    let document = attached(&app, &world.secretariat, &subject, "PUBLIC", "bozza").await;
    let url = &document["current"]["url"];
    let hidden = get(&app, url, None, &[("accept-language", "it")]).await;
    let absent = json!(format!("{}/documents/00000000-0000-0000-0000-000000000000/1/relazione-e.txt", app.url));
    let absent = get(&app, &absent, None, &[("accept-language", "it")]).await;
    assert_eq!((hidden.status, absent.status), (404, 404));
    assert_eq!(hidden.body.len(), absent.body.len());
    assert_eq!(get(&app, url, Some(&world.delegate), &[]).await.status, 200, "the table sees its draft");
    assert_eq!(get(&app, url, Some("nobody"), &[]).await.status, 401);
    app.finish().await;
}

#[tokio::test]
async fn a_commitment_has_papers_of_its_contributor() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let id = commitment(&app, &world).await;
    let subject = json!({ "commitmentId": id });
    let reserved = attached(&app, &world.manager, &subject, "RESERVED", "conti").await;
    attached(&app, &world.secretariat, &subject, "PUBLIC", "atto").await;
    let query =
        "query($id: ID!) { node(id: $id) { ... on Commitment { documents { visibility commitment { id } } } } }";
    for (token, count) in [
        (None, 1),
        (Some(&world.outsider), 1),
        (Some(&world.coordinator), 1),
        (Some(&world.delegate), 2),
        (Some(&world.manager), 2),
        (Some(&world.auditor), 2),
    ] {
        let data = app.query(token.map(String::as_str), query, json!({ "id": id })).await;
        assert_eq!(data["node"]["documents"].as_array().unwrap().len(), count, "{token:?}");
    }
    assert_eq!(get(&app, &reserved["current"]["url"], Some(&world.delegate), &[]).await.body, b"conti");
    assert_eq!(get(&app, &reserved["current"]["url"], Some(&world.coordinator), &[]).await.status, 404);

    let upload = send(&app, &world.manager, "a.txt", "text/plain", b"a").await;
    assert_eq!(
        app.refused(&world.manager, "attachDocument", about(&upload, &subject, "MEMBERS")).await,
        "INVALID_INPUT"
    );
    for token in [&world.delegate, &world.coordinator, &world.auditor, &world.outsider] {
        let own = send(&app, token, "a.txt", "text/plain", b"a").await;
        assert_eq!(app.refused(token, "attachDocument", about(&own, &subject, "PUBLIC")).await, "FORBIDDEN");
    }
    let meeting = json!({ "meetingId": meeting(&app, &world).await });
    assert_eq!(app.refused(&world.manager, "attachDocument", about(&upload, &meeting, "PUBLIC")).await, "FORBIDDEN");
    let elsewhere = json!({ "replaces": { "documentId": reserved["id"], "expectedVersion": 2 } });
    let mut replace = about(&send(&app, &world.secretariat, "a.txt", "text/plain", b"a").await, &meeting, "PUBLIC");
    replace["replaces"] = elsewhere["replaces"].clone();
    assert_eq!(app.refused(&world.secretariat, "attachDocument", replace).await, "NOT_FOUND");
    let agreement = json!({ "agreementId": "AAAA" });
    assert_eq!(app.refused(&world.manager, "attachDocument", about(&upload, &agreement, "PUBLIC")).await, "NOT_FOUND");
    assert_eq!(
        app.refused(&world.secretariat, "attachDocument", about(&upload, &subject, "PUBLIC")).await,
        "NOT_FOUND",
        "somebody else's upload"
    );
    app.finish().await;
}

/// An agreement of the second and the third seat's organisations, with a final text that nobody signed yet: the
/// agreement, the first party and the hash of the text.
async fn agreement(app: &TestApp, world: &World) -> (Value, Value, Value) {
    let secretariat = &world.secretariat;
    let input = json!({ "kind": "MEMORANDUM", "title": "Accordo per la valle", "validFrom": "2026-09-01" });
    let id = app.done(secretariat, "draftAgreement", "agreement { id }", input).await["agreement"]["id"].clone();
    let mut parties = Vec::new();
    for place in &world.seats[1..3] {
        let organisation = encode(place.organisation).to_string();
        let input = json!({ "agreementId": id, "organisationId": organisation, "participation": "REQUIRED" });
        let added = app.done(secretariat, "addParty", "party { id } agreement { version }", input).await;
        parties.push(added["party"]["id"].clone());
    }
    let write = json!({
        "agreementId": id, "expectedVersion": 3, "clauses": [{ "heading": "Oggetto", "bodyMarkdown": "Collaborare." }],
    });
    let written = app.done(secretariat, "editAgreementText", "agreement { version text { hash } }", write).await;
    let freeze = json!({ "agreementId": id, "expectedVersion": written["agreement"]["version"] });
    app.done(secretariat, "freezeAgreementText", "agreement { id }", freeze).await;
    (id, parties[0].clone(), written["agreement"]["text"]["hash"].clone())
}

#[tokio::test]
async fn papers_of_an_agreement_are_read_by_its_parties_and_once_it_is_signed_by_all() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (id, party, hash) = agreement(&app, &world).await;
    let subject = json!({ "agreementId": id });
    let stranger = stranger(&app).await;
    let own = send(&app, &world.manager, "a.txt", "text/plain", b"a").await;
    assert_eq!(app.refused(&world.manager, "attachDocument", about(&own, &subject, "PUBLIC")).await, "FORBIDDEN");
    let own = send(&app, &stranger, "a.txt", "text/plain", b"a").await;
    assert_eq!(app.refused(&stranger, "attachDocument", about(&own, &subject, "PUBLIC")).await, "NOT_FOUND");
    let mut documents = Vec::new();
    for visibility in ["PUBLIC", "MEMBERS", "RESERVED"] {
        documents.push(attached(&app, &world.secretariat, &subject, visibility, visibility).await);
    }
    let readers = |public: bool| {
        [
            ("public", None, [public, false, false]),
            ("no role", Some(&world.outsider), [public, false, false]),
            ("delegate of another table", Some(&stranger), [public, false, false]),
            ("administrator", Some(&world.admin), [public, false, false]),
            ("delegate of a party", Some(&world.delegate), [true, true, false]),
            ("manager of a party", Some(&world.manager), [true, true, false]),
            ("secretariat", Some(&world.secretariat), [true, true, true]),
            ("auditor", Some(&world.auditor), [true, true, true]),
        ]
    };
    let query = "query($agreement: ID!, $ids: [ID!]!) {
        agreement(by: { id: $agreement }) { documents { visibility agreement { id } } } nodes(ids: $ids) { id } }";
    let ids: Vec<&Value> = documents.iter().map(|document| &document["id"]).collect();
    for signed in [false, true] {
        if signed {
            let act = json!({ "partyId": party, "number": "1", "date": "2026-09-01", "body": "Giunta" });
            app.done(&world.manager, "recordAuthorisingAct", "party { id }", act).await;
            let sign = json!({
                "idempotencyKey": "firma", "partyId": party, "textHash": hash, "kind": "DIGITAL", "signedOn": "2026-09-01",
            });
            app.done(&world.manager, "signAgreement", "party { id }", sign).await;
        }
        for (who, token, sees) in readers(signed) {
            let token = token.map(String::as_str);
            let data = app.query(token, query, json!({ "agreement": id, "ids": ids })).await;
            let listed = data["agreement"]["documents"].as_array().map_or(0, Vec::len);
            assert_eq!(listed, sees.iter().filter(|seen| **seen).count(), "{who}, signed: {signed}");
            for (index, seen) in sees.into_iter().enumerate() {
                assert_eq!(data["nodes"][index].is_null(), !seen, "{who}, signed: {signed}, {index}");
                let file = get(&app, &documents[index]["current"]["url"], token, &[]).await;
                assert_eq!(file.status, if seen { 200 } else { 404 }, "{who}, signed: {signed}, {index}");
            }
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn who_follows_a_meeting_is_told_of_a_new_document_that_they_may_read() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let id = meeting(&app, &world).await;
    let subject = json!({ "meetingId": id });
    let query = "subscription($id: ID!) { meetingChanged(meetingId: $id, withCurrent: true) {
        change meeting { documents { visibility current { number } } } } }";
    let mut followers = Vec::new();
    for token in [Some(world.delegate.as_str()), None] {
        let mut socket = Socket::open(&app.url, token).await;
        socket.subscribe("s", query, json!({ "id": id })).await;
        assert_eq!(socket.data().await["meetingChanged"]["meeting"]["documents"], json!([]));
        followers.push(socket);
    }
    attached(&app, &world.secretariat, &subject, "MEMBERS", "riservato ai membri").await;
    for (socket, sees) in followers.iter_mut().zip([1, 0]) {
        let told = socket.data().await["meetingChanged"].clone();
        assert_eq!(
            (&told["change"], told["meeting"]["documents"].as_array().map(Vec::len)),
            (&json!("EDITED"), Some(sees))
        );
    }
    attached(&app, &world.secretariat, &subject, "PUBLIC", "per tutti").await;
    for (socket, sees) in followers.iter_mut().zip([2, 1]) {
        let told = socket.data().await["meetingChanged"]["meeting"]["documents"].clone();
        assert_eq!(told.as_array().map(Vec::len), Some(sees), "{told}");
    }
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn many_addresses_asked_for_at_once_are_never_more_than_ten() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let input = json!({ "fileName": "a.txt", "mediaType": "text/plain", "sizeBytes": 1 });
    let asked = (0..16).map(|_| app.mutate(&world.outsider, "requestUpload", "upload { id }", input.clone()));
    let answers = futures_util::future::join_all(asked).await;
    assert_eq!(answers.iter().filter(|answer| answer["userErrors"] == json!([])).count(), 10);
    app.finish().await;
}

#[tokio::test]
async fn what_is_announced_wrongly_gets_no_address() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    for (name, media_type, size, code, field) in [
        ("../../etc/passwd.txt", "text/plain", 5, "INVALID_INPUT", "fileName"),
        ("a\u{0}b.txt", "text/plain", 5, "INVALID_INPUT", "fileName"),
        ("verbale\u{202e}fdp.txt", "text/plain", 5, "INVALID_INPUT", "fileName"),
        ("NUL.txt", "text/plain", 5, "INVALID_INPUT", "fileName"),
        ("programma.exe", "application/octet-stream", 5, "INVALID_INPUT", "fileName"),
        ("archivio.zip", "application/zip", 5, "INVALID_INPUT", "fileName"),
        ("foto.png", "application/pdf", 5, "CONTENT_TYPE_MISMATCH", "mediaType"),
        ("vuoto.txt", "text/plain", 0, "INVALID_INPUT", "sizeBytes"),
        ("grande.pdf", "application/pdf", LARGEST + 1, "TOO_LARGE", "sizeBytes"),
    ] {
        let input = json!({ "fileName": name, "mediaType": media_type, "sizeBytes": size });
        let payload = app.mutate(&world.secretariat, "requestUpload", "", input).await;
        let error = &payload["userErrors"][0];
        assert_eq!((&error["code"], &error["path"]), (&json!(code), &json!(["input", field])), "{name:?}");
        assert!(!error["message"].as_str().unwrap().is_empty());
    }
    let long = json!({ "fileName": format!("{}.txt", "a".repeat(200)), "mediaType": "text/plain", "sizeBytes": 1 });
    assert_eq!(app.refused(&world.secretariat, "requestUpload", long).await, "INVALID_INPUT");
    let query = "mutation { requestUpload(input: { fileName: \"a.txt\", mediaType: \"text/plain\", sizeBytes: 1 }) { userErrors { code } } }";
    let nobody = app.query(None, query, json!({})).await;
    assert_eq!(nobody["requestUpload"]["userErrors"][0]["code"], "FORBIDDEN");
    for _ in 0..10 {
        announce(&app, &world.outsider, "a.txt", "text/plain", 1).await;
    }
    let more = json!({ "fileName": "a.txt", "mediaType": "text/plain", "sizeBytes": 1 });
    assert_eq!(app.refused(&world.outsider, "requestUpload", more.clone()).await, "INVALID_INPUT");
    app.at("2026-09-01T09:00:01Z");
    app.done(&world.outsider, "requestUpload", "upload { id }", more).await;
    app.finish().await;
}

#[tokio::test]
async fn an_address_takes_one_file_that_is_what_it_was_said_to_be() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let secretariat = &world.secretariat;
    for (name, media_type, bytes) in [
        ("finto.pdf", "application/pdf", &b"MZ\x90\0 un programma"[..]),
        ("finto.png", "image/png", PDF),
        ("pagina.txt", "text/plain", b"<html><script>alert(1)</script></html>"),
        ("binario.csv", "text/csv", b"a;b\0;c"),
        ("latino.txt", "text/plain", b"citt\xe0"),
        (
            "archivio.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            b"PK\x03\x04 niente",
        ),
    ] {
        let upload = announce(&app, secretariat, name, media_type, bytes.len()).await;
        let (status, answer) = put(&app, &upload, bytes.to_vec()).await;
        assert_eq!(
            (status, &answer["userErrors"][0]["code"]),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, &json!("CONTENT_TYPE_MISMATCH")),
            "{name}"
        );
        let subject = json!({ "meetingId": "AAAA" });
        assert_eq!(
            app.refused(secretariat, "attachDocument", about(&upload["id"], &subject, "PUBLIC")).await,
            "NOT_FOUND"
        );
        assert_eq!(put(&app, &upload, bytes.to_vec()).await.0, StatusCode::GONE, "{name}: the address is spent");
    }
    app.at("2026-09-01T10:00:00Z");
    let upload = announce(&app, secretariat, "a.txt", "text/plain", 4).await;
    assert_eq!(put(&app, &upload, "").await.0, StatusCode::LENGTH_REQUIRED);
    for wrong in ["cia", "ciao!"] {
        let (status, answer) = put(&app, &upload, wrong).await;
        assert_eq!(
            (status, &answer["userErrors"][0]["code"]),
            (StatusCode::BAD_REQUEST, &json!("INVALID_INPUT")),
            "{wrong}"
        );
    }
    assert_eq!(put(&app, &upload, vec![b'a'; LARGEST + 1]).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    let url = upload["url"].as_str().unwrap();
    let by = |token: &str| app.client.put(url).bearer_auth(token).body("ciao").send();
    assert_eq!(by(&world.delegate).await.unwrap().status(), StatusCode::NOT_FOUND, "somebody else's address");
    assert_eq!(by("nobody").await.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(by(secretariat).await.unwrap().status(), StatusCode::CREATED, "what was refused before spent nothing");
    assert_eq!(by(secretariat).await.unwrap().status(), StatusCode::GONE);
    assert_eq!(app.client.get(url).send().await.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
    let forged = json!({ "url": format!("{}/uploads/upload_forged", app.url) });
    assert_eq!(put(&app, &forged, "ciao").await.0, StatusCode::NOT_FOUND);
    let late = announce(&app, secretariat, "a.txt", "text/plain", 4).await;
    app.at("2026-09-01T11:00:00Z");
    let (status, answer) = put(&app, &late, "ciao").await;
    assert_eq!((status, &answer["userErrors"][0]["code"]), (StatusCode::GONE, &json!("LINK_USED")));
    app.finish().await;
}

/// Speaks HTTP by hand; answers the status line.
async fn raw(app: &TestApp, head: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(app.url.trim_start_matches("http://")).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    answer.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_length_is_needed_and_a_file_that_breaks_off_is_gone() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let upload = announce(&app, &world.secretariat, "a.txt", "text/plain", 10).await;
    let path = upload["url"].as_str().unwrap().trim_start_matches(&app.url).to_owned();
    let chunked = format!("PUT {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
    assert!(raw(&app, &chunked, b"4\r\nciao\r\n0\r\n\r\n").await.contains("411"));
    let broken = format!("PUT {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nConnection: close\r\n\r\n");
    raw(&app, &broken, b"cia").await;
    let mut status = StatusCode::OK;
    for _ in 0..50 {
        status = put(&app, &upload, "ciao, ciao").await.0;
        if status == StatusCode::GONE {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(status, StatusCode::GONE);
    app.finish().await;
}

#[tokio::test]
async fn twenty_megabytes_are_kept_while_they_arrive_and_served_in_parts() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let subject = json!({ "meetingId": meeting(&app, &world).await });
    let upload = announce(&app, &world.secretariat, "grande.csv", "text/csv", LARGEST).await;
    let path = upload["url"].as_str().unwrap().trim_start_matches(&app.url).to_owned();
    let file: Vec<u8> = (0..LARGEST / 16).flat_map(|line| format!("{line:015}\n").into_bytes()).collect();
    let mut stream = TcpStream::connect(app.url.trim_start_matches("http://")).await.unwrap();
    let head = format!("PUT {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {LARGEST}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let before = app.database.statements();
    let (most, rest) = file.split_at(LARGEST - 1);
    stream.write_all(most).await.unwrap();
    // Each piece of 256 KiB is kept as soon as it is whole, while the last byte was not even sent.
    for _ in 0..500 {
        if app.database.statements() - before >= 79 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(app.database.statements() - before >= 79, "{}", app.database.statements() - before);
    stream.write_all(rest).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");

    let fields = "document { current { url sha256 } }";
    let document =
        app.done(&world.secretariat, "attachDocument", fields, about(&upload["id"], &subject, "PUBLIC")).await;
    let url = &document["document"]["current"]["url"];
    let whole = get(&app, url, None, &[]).await;
    assert_eq!((whole.status, whole.header("content-length")), (200, LARGEST.to_string().as_str()));
    assert!(whole.body == file, "what comes back is what was sent");
    // Across the border of two pieces.
    let part = get(&app, url, None, &[("range", "bytes=262100-262200")]).await;
    assert_eq!((part.status, part.body.as_slice()), (206, &file[262_100..=262_200]));
    assert_eq!(part.header("content-range"), format!("bytes 262100-262200/{LARGEST}"));
    let end = get(&app, url, None, &[("range", "bytes=-16"), ("if-range", whole.header("etag"))]).await;
    assert_eq!(end.body, file[LARGEST - 16..]);
    assert_eq!(get(&app, url, None, &[("range", "bytes=20971520-")]).await.status, 416);
    assert_eq!(get(&app, url, None, &[("if-none-match", whole.header("etag"))]).await.status, 304);
    let before = app.database.statements();
    let head = app.client.head(url.as_str().unwrap()).send().await.unwrap();
    assert_eq!(
        (head.status().as_u16(), &head.headers()["content-length"]),
        (200, &LARGEST.to_string().parse().unwrap())
    );
    assert!(app.database.statements() - before <= 3, "a HEAD reads no bytes");
    app.finish().await;
}

#[tokio::test]
async fn what_nobody_attaches_is_cleared_away() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let subject = json!({ "meetingId": meeting(&app, &world).await });
    let kept = attached(&app, &world.secretariat, &subject, "PUBLIC", "resta").await;
    let upload = send(&app, &world.secretariat, "a.txt", "text/plain", b"via").await;
    app.at("2026-09-01T09:30:00Z");
    let expired = app.refused(&world.secretariat, "attachDocument", about(&upload, &subject, "PUBLIC")).await;
    assert_eq!(expired, "LINK_USED");
    app.at("2026-09-01T11:00:00Z");
    send(&app, &world.secretariat, "b.txt", "text/plain", b"altro").await;
    let forgotten = app.refused(&world.secretariat, "attachDocument", about(&upload, &subject, "PUBLIC")).await;
    assert_eq!(forgotten, "NOT_FOUND");
    assert_eq!(get(&app, &kept["current"]["url"], None, &[]).await.body, b"resta");
    app.finish().await;
}

#[tokio::test]
async fn a_meeting_lists_its_papers_in_words_and_many_cost_two_statements() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let id = meeting(&app, &world).await;
    let subject = json!({ "meetingId": id });
    for text in ["uno", "due", "tre"] {
        attached(&app, &world.secretariat, &subject, "PUBLIC", text).await;
    }
    attached(&app, &world.secretariat, &subject, "RESERVED", "nascosto").await;
    let query =
        "query($id: ID!) { meeting(by: { id: $id }) { documents { title current { number } versions { url } } } }";
    let before = app.database.statements();
    let data = app.query(None, query, json!({ "id": id })).await;
    assert_eq!(data["meeting"]["documents"].as_array().unwrap().len(), 3);
    assert!(app.database.statements() - before <= 3, "{}", app.database.statements() - before);
    let home =
        app.client.get(format!("{}/it/tables/{}/tavolo-della-montagna", app.url, world.table)).send().await.unwrap();
    let home = home.text().await.unwrap();
    let path = home.split("href=\"").find(|rest| rest.starts_with("/it/meetings/")).unwrap();
    let path = path.split('"').next().unwrap();
    let page = app.client.get(format!("{}{path}", app.url)).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Relazione") && page.contains("Testo, 3 byte"), "{page}");
    assert_eq!(page.matches("/documents/").count(), 3, "{page}");
    app.finish().await;
}
