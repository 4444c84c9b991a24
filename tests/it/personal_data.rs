//! Personal data: a copy for whoever asks for their own, erasure that leaves the records, and what is kept for a time only.

use std::process::Command;

use cordata_api::graphql::id::{decode_as, encode};
use cordata_app::identity::{CreateApiToken, EndAffiliation, GrantRole, RevokeRole, StartAffiliation};
use cordata_app::personal_data::ErasePerson;
use cordata_app::{AppError, Caller};
use cordata_domain::RefusalCode;
use cordata_domain::identity::{GrantScope, Role, TokenScope};
use cordata_domain::ids::{AffiliationId, GrantId, PersonId};
use cordata_domain::period::Validity;
use cordata_tests::TestApp;
use cordata_tests::fixture::{World, organisation, person, staff, token, world};
use serde_json::{Value, json};

use crate::command_line::program;

fn since() -> Validity {
    Validity::since("2026-01-01".parse().unwrap())
}

/// Somebody who has a post and a role at an organisation of their own.
struct Member {
    id: PersonId,
    token: String,
    post: AffiliationId,
    role: GrantId,
}

async fn member(app: &TestApp, name: &str) -> Member {
    let id = person(app, name, "it").await;
    let organisation = organisation(app, &format!("Comune di {name}")).await;
    let start = StartAffiliation { person: id, organisation, post: "Assessora".to_owned(), validity: since() };
    let post = app.run(start).await;
    let scope = GrantScope::Organisation(organisation);
    let role = app.run(GrantRole { person: id, role: Role::Delegate, scope, validity: since() }).await;
    Member { id, token: token(app, id).await, post, role }
}

async fn leaves(app: &TestApp, member: &Member) {
    app.run(RevokeRole { grant: member.role }).await;
    app.run(EndAffiliation { affiliation: member.post, last_day: Some("2026-08-31".parse().unwrap()) }).await;
}

async fn contribute(app: &TestApp, key: &str, name: &str, address: &str) -> u16 {
    let form = [
        ("key", key),
        ("kind", "IDEA"),
        ("title", "Un bus a chiamata"),
        ("text", "Anche la domenica."),
        ("name", name),
        ("address", address),
        ("consent", "yes"),
    ];
    let request = app.client.post(format!("{}/it/contribute", app.url)).form(&form);
    request.send().await.unwrap().status().as_u16()
}

fn asked(id: PersonId) -> Value {
    json!({ "personId": encode(id).to_string() })
}

async fn export(app: &TestApp, token: &str, id: PersonId) -> (Value, String) {
    let payload = app.done(token, "exportPerson", "document", asked(id)).await;
    let text = payload["document"].as_str().unwrap().to_owned();
    (serde_json::from_str(&text).unwrap(), text)
}

/// Why the operator may not erase somebody; nothing where they are erased now.
async fn refusal(app: &TestApp, id: PersonId) -> Option<RefusalCode> {
    match app.app.execute(&Caller::operator(), ErasePerson { person: id }).await {
        Ok(_) => None,
        Err(AppError::Refused(refusal)) => Some(refusal.code()),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_person_gets_everything_about_themselves_and_nobody_else_does() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let ada = member(&app, "Ada").await;
    assert_eq!(contribute(&app, "uno", "Ada Prova", "ada@example.org").await, 200);
    let idea =
        json!({ "idempotencyKey": "due", "kind": "OFFER", "title": "Due pulmini", "text": "Nei giorni feriali." });
    app.done(&ada.token, "submitContribution", "reference", idea).await;
    app.work().await;
    for token in [&world.outsider, &world.secretariat, &world.auditor, &world.manager] {
        assert_eq!(app.refused(token, "exportPerson", asked(ada.id)).await, "NOT_FOUND");
    }
    let (document, text) = export(&app, &ada.token, ada.id).await;
    let data = &document["data"];
    assert_eq!(data["person"][0]["email"], "ada@example.org");
    assert_eq!(data["affiliations"][0]["post"], "Assessora");
    assert_eq!(data["organisations"][0]["name"], "Comune di Ada");
    assert_eq!(data["roles"][0]["role"], "DELEGATE");
    assert_eq!((&data["apiTokens"][0]["label"], data["apiTokens"][0].get("hash")), (&json!("prova"), None));
    assert_eq!(data["contributions"][0]["title"], "Due pulmini");
    assert_eq!(data["contributionsAsCitizen"][0]["name"], "Ada Prova");
    assert_eq!(data["mails"].as_array().map(Vec::len), Some(1), "the receipt of the member: {data}");
    assert_eq!(data["auditEntries"][0]["command"], "submitContribution");
    assert!(!text.contains("hash\""), "no hashes: {text}");
    let (again, _) = export(&app, &world.admin, ada.id).await;
    assert_eq!(again["data"]["person"], data["person"]);
    let mine = again["data"]["auditEntries"].as_array().unwrap();
    assert_eq!(mine.last().unwrap()["command"], "exportPerson", "the trail knows of it");

    let holder = world.seats[1].titular;
    let (of_holder, _) = export(&app, &world.delegate, holder).await;
    assert_eq!(of_holder["data"]["seats"][0]["capacity"], "TITULAR");
    assert!(of_holder["data"]["tables"][0]["name"].to_string().contains("Tavolo della montagna"), "{of_holder}");
    app.finish().await;
}

#[tokio::test]
async fn who_still_holds_something_is_not_erased_and_is_told_what() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let ada = member(&app, "Ada").await;
    let payload = app.mutate(&world.admin, "erasePerson", "", asked(ada.id)).await;
    assert_eq!(payload["userErrors"][0]["code"], "STILL_IN_OFFICE");
    let message = payload["userErrors"][0]["message"].as_str().unwrap();
    assert!(message.contains("incarichi in enti: 1, ruoli: 1, seggi: 0"), "{message}");
    for seat in [0, 1] {
        assert_eq!(refusal(&app, world.seats[seat].titular).await, Some(RefusalCode::StillInOffice), "{seat}");
    }
    for token in [&world.secretariat, &world.auditor, &ada.token] {
        assert_eq!(app.refused(token, "erasePerson", asked(ada.id)).await, "FORBIDDEN");
    }
    let me = app.query(Some(&world.admin), "{ viewer { person { id } } }", json!({})).await["viewer"]["person"]["id"]
        .clone();
    let myself = json!({ "personId": me });
    assert_eq!(app.refused(&world.admin, "erasePerson", myself.clone()).await, "FORBIDDEN", "nobody erases themselves");
    let id = decode_as::<PersonId>(&me.as_str().unwrap().into()).unwrap();
    assert_eq!(refusal(&app, id).await, Some(RefusalCode::LastAdministrator));
    staff(&app, "Seconda", Role::PlatformAdmin).await;
    assert_eq!(refusal(&app, id).await, Some(RefusalCode::StillInOffice), "one of two, but still in office");
    app.finish().await;
}

#[tokio::test]
async fn an_erased_person_leaves_records_without_a_name() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let ada = member(&app, "Ada").await;
    assert_eq!(contribute(&app, "uno", "Ada Prova", "ada@example.org").await, 200);
    let idea =
        json!({ "idempotencyKey": "due", "kind": "OFFER", "title": "Due pulmini", "text": "Nei giorni feriali." });
    app.done(&ada.token, "submitContribution", "reference", idea).await;
    app.work().await;
    let (before, _) = export(&app, &world.admin, ada.id).await;
    leaves(&app, &ada).await;
    let fields = "person { id fullName email erasedAt }";
    let erased = app.done(&world.admin, "erasePerson", fields, asked(ada.id)).await["person"].clone();
    assert_eq!((&erased["fullName"], &erased["email"]), (&json!("Persona cancellata"), &Value::Null));
    assert!(erased["erasedAt"].is_string(), "{erased}");
    let question = json!({
        "query": "query($id: ID!) { node(id: $id) { ... on Person { fullName } } }",
        "variables": { "id": encode(ada.id).to_string() },
    });
    let request =
        app.client.post(format!("{}/graphql", app.url)).bearer_auth(&world.admin).header("accept-language", "en");
    let answer: Value = request.json(&question).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["data"]["node"]["fullName"], "Erased person", "{answer}");

    let (after, text) = export(&app, &world.admin, ada.id).await;
    for gone in ["Ada", "ada@example.org", "prova\""] {
        assert!(!text.replace("Comune di Ada", "").contains(gone), "{gone}: {text}");
    }
    assert_eq!(after["data"]["contributions"], before["data"]["contributions"], "what was sent stays");
    assert_eq!(after["data"]["contributionsAsCitizen"], json!([]));
    assert_eq!(after["data"]["mails"], before["data"]["mails"], "that there was a mail stays");
    assert!(after["data"]["apiTokens"][0]["revokedAt"].is_string());
    let refused = app.post(Some(&ada.token), "{ viewer { person { id } } }", json!({})).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");

    assert_eq!(app.refused(&world.admin, "erasePerson", asked(ada.id)).await, "ILLEGAL_TRANSITION");
    let grant = json!({
        "personId": encode(ada.id).to_string(), "role": "AUDITOR", "scope": { "wholePlan": true }, "from": "2026-09-01",
    });
    assert_eq!(app.refused(&world.admin, "grantRole", grant).await, "NOT_FOUND", "nothing is given to nobody");
    let create = CreateApiToken { person: ada.id, label: "x".to_owned(), scope: TokenScope::Manage, expires_at: None };
    assert!(app.app.execute(&Caller::operator(), create).await.is_err());
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn what_a_shared_mailbox_sent_is_not_taken_for_one_persons() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let ada = member(&app, "Ada").await;
    let twin = json!({ "givenName": "Berta", "familyName": "Prova", "email": "ada@example.org" });
    app.done(&world.admin, "createPerson", "person { id }", twin).await;
    assert_eq!(contribute(&app, "uno", "Berta", "ada@example.org").await, 200);
    app.work().await;
    let (document, _) = export(&app, &ada.token, ada.id).await;
    assert_eq!(document["data"]["contributionsAsCitizen"], json!([]), "it may be the other's");
    leaves(&app, &ada).await;
    app.done(&world.admin, "erasePerson", "person { id }", asked(ada.id)).await;
    let contributions =
        app.query(Some(&world.secretariat), "{ contributions { nodes { id version } } }", json!({})).await;
    let one = &contributions["contributions"]["nodes"][0];
    let decline = json!({ "contributionId": one["id"], "expectedVersion": one["version"], "outcome": { "decline": true }, "message": "No" });
    app.done(&world.secretariat, "answerContribution", "contribution { id }", decline).await;
    app.work().await;
    assert_eq!(app.mailbox.to("ada@example.org").len(), 2, "the other one still gets the answer");
    app.finish().await;
}

async fn convened(app: &TestApp, world: &World) {
    let draft = json!({
        "tableId": encode(world.table).to_string(), "title": "Servizi essenziali", "kind": "ORDINARY", "mode": "IN_PERSON",
        "place": "Sala", "startsAtLocal": "2026-10-01T10:00:00", "minutes": 60,
        "agenda": [{ "title": "Trasporto", "kind": "DECISION" }],
    });
    let drafted = app.done(&world.secretariat, "draftMeeting", "meeting { id }", draft).await;
    let convene = json!({ "meetingId": drafted["meeting"]["id"], "expectedVersion": 1 });
    app.done(&world.coordinator, "conveneMeeting", "meeting { id }", convene).await;
    app.work().await;
}

#[tokio::test]
async fn what_was_kept_long_enough_is_discarded() {
    use sea_orm::{ConnectionTrait, Database, Statement};

    let app = TestApp::start().await;
    let world = world(&app).await;
    convened(&app, &world).await;
    assert_eq!(contribute(&app, "uno", "Ada", "ada@example.org").await, 200);
    app.work().await;
    let connection = Database::connect(app.database_url()).await.unwrap();
    let count = async |sql: &str| -> i64 {
        let statement =
            Statement::from_string(connection.get_database_backend(), format!("SELECT COUNT(*) AS n FROM {sql}"));
        connection.query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
    };
    let kinds = [
        "mail WHERE address <> ''",
        "action_link",
        "job WHERE kind <> 'DISCARD' AND finished_at IS NOT NULL",
        "idempotency",
        "usage_quota",
    ];
    let mut before = Vec::new();
    for kind in kinds {
        before.push(count(kind).await);
    }
    assert!(before.iter().all(|count| *count > 0), "{before:?}");
    let mails = count("mail").await;
    app.at("2026-09-02T08:00:00Z");
    app.work().await;
    assert_eq!(count(kinds[4]).await, before[4], "a day is not over");
    app.at("2026-09-03T08:00:00Z");
    app.work().await;
    assert_eq!(count(kinds[4]).await, 0, "hashes of addresses go first");
    assert!(count(kinds[0]).await >= before[0] && count(kinds[3]).await == before[3]);
    app.at("2029-09-01T08:00:00Z");
    app.work().await;
    for kind in kinds {
        assert_eq!(count(kind).await, 0, "{kind}");
    }
    assert!(count("mail").await >= mails, "that there was a mail stays");
    assert_eq!(count("mail WHERE subject = ''").await, 0);
    connection.close().await.unwrap();
    app.finish().await;
}

#[tokio::test]
async fn the_page_on_privacy_says_how_long_what_is_kept() {
    let app = TestApp::start().await;
    world(&app).await;
    for (prefix, parts) in [
        (
            "it",
            [
                "180 giorni",
                "30 giorni dopo la scadenza",
                "fino a un giorno dopo",
                "90 giorni dopo",
                "Persona cancellata",
                "segreteria@example.org",
            ],
        ),
        (
            "en",
            [
                "180 days",
                "30 days after they expire",
                "until one day after",
                "90 days after the last invitation",
                "Erased person",
                "segreteria@example.org",
            ],
        ),
    ] {
        let page = app.client.get(format!("{}/{prefix}/privacy", app.url)).send().await.unwrap().text().await.unwrap();
        for part in parts {
            assert!(page.contains(part), "{part}: {page}");
        }
    }
    app.finish().await;
}

#[test]
fn the_operator_exports_and_erases_at_the_console() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(program());
        command.env("CORDATA_DATA_DIR", folder.path()).env_remove("CORDATA_DATABASE_URL").args(arguments);
        let output = command.output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    assert!(run(&["migrate"]).0);
    let add = ["user", "add", "--given-name", "Ada", "--family-name", "Rossi", "--email", "ada@example.org"];
    let person = run(&add).1.trim().to_owned();
    let (_, document, _) = run(&["person", "export", &person]);
    let document: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["data"]["person"][0]["email"], "ada@example.org");
    assert_eq!(run(&["person", "erase", &person]).1.trim(), "erased");
    let (_, document, _) = run(&["person", "export", &person]);
    assert!(!document.contains("Rossi") && !document.contains("ada@example.org"), "{document}");
    let (done, _, said) = run(&["person", "erase", &person]);
    assert!(!done && !said.is_empty(), "{said}");
}
