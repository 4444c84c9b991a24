//! Co-design: a citizen's idea from the form to the answer, a proposal from two organisations' versions to an
//! endorsement, and whatever is refused on the way.

use std::sync::Arc;

use cordata_api::graphql::id::encode;
use cordata_app::instance::SetLimit;
use cordata_domain::limit::Limit;
use cordata_tests::TestApp;
use cordata_tests::fixture::{World, world};
use futures_util::future::join_all;
use serde_json::{Value, json};

const PROPOSAL: &str = "query($id: ID!) { proposal(by: { id: $id }) { id state version lastVersionNumber
    lastVersion { number textHash onBehalfOf { name } author { fullName } clauses { id position title bodyMarkdown } }
    comments { id text: textMarkdown clauseId versionNumber resolvedAt onBehalfOf { name } author { fullName } }
    endorsements { versionNumber textHash isForLastVersion organisation { name } } viewerCan { saveVersion comment endorse manage } } }";

async fn get(app: &TestApp, path: &str) -> (u16, String) {
    let answer = app.client.get(format!("{}{path}", app.url)).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// The organisation of a seat of the world.
fn organisation(world: &World, seat: usize) -> String {
    encode(world.seats[seat].organisation).to_string()
}

fn table(world: &World) -> String {
    encode(world.table).to_string()
}

async fn proposal(app: &TestApp, token: Option<&str>, id: &Value) -> Value {
    app.query(token, PROPOSAL, json!({ "id": id })).await["proposal"].clone()
}

/// A draft of two clauses by the coordinator's organisation.
async fn draft(app: &TestApp, world: &World) -> Value {
    let input = json!({
        "tableId": table(world), "title": "Trasporto <b>a chiamata</b> nelle valli",
        "onBehalfOfId": organisation(world, 0),
        "clauses": [
            { "title": "Oggetto", "bodyMarkdown": "Un servizio **a chiamata** in dieci comuni.<script>alert(1)</script>" },
            { "title": "Durata", "bodyMarkdown": "Due anni." },
        ],
    });
    app.done(&world.coordinator, "createProposal", "proposal { id }", input).await["proposal"]["id"].clone()
}

async fn opened(app: &TestApp, world: &World) -> Value {
    let id = draft(app, world).await;
    let open = json!({ "proposalId": id, "expectedVersion": 1 });
    app.done(&world.coordinator, "openProposal", "proposal { state }", open).await;
    id
}

/// The second version, by the delegate's organisation: one clause changed, one removed, one added.
async fn amended(app: &TestApp, world: &World, id: &Value, base: u32) -> Value {
    let now = proposal(app, Some(&world.secretariat), id).await;
    let first = &now["lastVersion"]["clauses"][0];
    json!({
        "proposalId": id, "baseVersion": base,
        "onBehalfOfId": organisation(world, 1), "note": "Più comuni, e chi paga",
        "clauses": [
            { "title": "Costi", "bodyMarkdown": "Metà alla Città metropolitana." },
            { "id": first["id"], "title": "Oggetto", "bodyMarkdown": "Un servizio **a chiamata** in venti comuni." },
        ],
    })
}

fn form<'a>(fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("key", "modulo-1"),
        ("kind", "IDEA"),
        ("title", "Un bus a chiamata"),
        ("text", "Per chi non guida.\nAnche la domenica."),
        ("table", ""),
        ("name", "Ada Rossi"),
        ("address", "ada.rossi@example.com"),
        ("consent", "yes"),
    ];
    for (name, value) in fields {
        form.retain(|(other, _)| other != name);
        form.push((name, value));
    }
    form
}

async fn send(app: &TestApp, prefix: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let request = app.client.post(format!("{}{prefix}/contribute", app.url)).form(&form(fields));
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn contributions(app: &TestApp, token: &str) -> Vec<Value> {
    let query = "{ contributions(first: 100) { totalCount nodes { id version reference title kind state language
        answer { message } author { fullName } } } }";
    let data = app.query(Some(token), query, json!({})).await;
    data["contributions"]["nodes"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_citizens_idea_goes_from_the_form_to_an_answer_in_the_mail() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (status, page) = get(&app, "/en/contribute").await;
    assert!(status == 200 && page.contains("name=\"key\" value=\"modulo_") && !page.contains("<script"), "{page}");
    let (status, done) = send(&app, "/en", &[]).await;
    assert!(status == 200 && done.contains("Thank you") && done.contains("2026-"), "{done}");
    let (_, again) = send(&app, "/en", &[]).await;
    assert!(again.contains("2026-"), "the same form twice counts once: {again}");
    app.work().await;
    let mails = app.mailbox.to("ada.rossi@example.com");
    assert_eq!(mails.len(), 1, "one receipt");
    let receipt = mails[0].text();
    let found = contributions(&app, &world.secretariat).await;
    assert_eq!(found.len(), 1);
    let reference = found[0]["reference"].as_str().unwrap();
    assert!(receipt.contains(reference) && receipt.contains("Good day,"), "{receipt}");
    assert!(!found[0].to_string().contains("Ada"), "nobody reads who the citizen is: {}", found[0]);
    let link = mails[0].link(&format!("{}/contributions/", app.url)).unwrap();
    let path = link.strip_prefix(&app.url).unwrap();
    let (status, page) = get(&app, path).await;
    assert!(status == 200 && page.contains("Un bus a chiamata") && !page.contains("Ada"), "{page}");
    assert!(page.contains("is reading it") || page.contains("sta leggendo"), "{page}");

    let decline = |message: &str| json!({ "contributionId": found[0]["id"], "expectedVersion": 1, "outcome": { "decline": true }, "message": message });
    for token in [&world.delegate, &world.coordinator, &world.outsider] {
        assert_eq!(app.refused(token, "answerContribution", decline("No")).await, "NOT_FOUND");
    }
    assert_eq!(app.refused(&world.auditor, "answerContribution", decline("No")).await, "FORBIDDEN");
    assert_eq!(app.refused(&world.secretariat, "answerContribution", decline(" ")).await, "REASON_REQUIRED");
    let forward =
        json!({ "contributionId": found[0]["id"], "expectedVersion": 1, "outcome": { "forwardToId": table(&world) } });
    app.done(&world.secretariat, "answerContribution", "contribution { state }", forward).await;
    app.work().await;
    let id = opened(&app, &world).await;
    let merge = json!({ "contributionId": found[0]["id"], "expectedVersion": 2, "outcome": { "mergeIntoId": id }, "message": "Grazie: è la clausola 1." });
    app.done(
        &world.coordinator,
        "answerContribution",
        "contribution { state answer { message proposal { id } } }",
        merge,
    )
    .await;
    app.work().await;
    let mails = app.mailbox.to("ada.rossi@example.com");
    assert_eq!(mails.len(), 3, "a receipt and two answers");
    let answers: String = mails[1..].iter().map(cordata_tests::mailbox::ReceivedMail::text).collect();
    assert!(answers.contains("Tavolo della montagna (en)") && answers.contains("la clausola 1"), "{answers}");
    let (_, page) = get(&app, path).await;
    assert!(page.contains("la clausola 1") && page.contains("/proposals/"), "{page}");
    let late = json!({ "contributionId": found[0]["id"], "expectedVersion": 3, "outcome": { "decline": true }, "message": "No" });
    assert_eq!(app.refused(&world.secretariat, "answerContribution", late).await, "ILLEGAL_TRANSITION");
    app.finish().await;
}

#[tokio::test]
async fn what_strangers_type_stands_in_no_mail_in_our_name() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let hostile = [
        ("title", "VINCI 1.000.000 EURO clicca https://evil.example/win"),
        ("name", "Premio https://evil.example/a"),
        ("text", "Un testo di https://evil.example/t"),
        ("address", "vittima@example.net"),
    ];
    assert_eq!(send(&app, "/it", &hostile).await.0, 200);
    app.work().await;
    let found = contributions(&app, &world.secretariat).await;
    let decline = json!({ "contributionId": found[0]["id"], "expectedVersion": 1, "outcome": { "decline": true }, "message": "Non ci riguarda" });
    app.done(&world.secretariat, "answerContribution", "contribution { id }", decline).await;
    app.work().await;
    let mails = app.mailbox.to("vittima@example.net");
    assert_eq!(mails.len(), 2, "a receipt and an answer");
    for mail in &mails {
        let text = mail.text();
        assert_eq!(mail.header("To").as_deref(), Some("vittima@example.net"), "no name");
        for typed in ["VINCI", "Premio", "evil"] {
            assert!(!text.contains(typed) && !mail.raw.contains(typed), "{typed}: {text}");
        }
        assert!(text.contains(found[0]["reference"].as_str().unwrap()), "{text}");
    }
    let link = mails[0].link(&format!("{}/contributions/", app.url)).unwrap();
    let page = app.client.get(link).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("VINCI 1.000.000 EURO"), "the page behind the link shows it: {page}");
    app.finish().await;
}

#[tokio::test]
async fn strangers_cause_only_so_many_mails_to_one_address_in_a_day() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    for n in 0..8 {
        let address = format!("Ada.Rossi+{n}@example.com");
        assert_eq!(send(&app, "", &[("key", &format!("modulo-{n}")), ("address", &address)]).await.0, 200);
    }
    app.work().await;
    assert_eq!(app.mailbox.all().len(), 5);
    let query = "{ mails(where: { stateIn: [SKIPPED] }) { nodes { skipReason } } }";
    let data = app.query(Some(&world.secretariat), query, json!({})).await;
    assert_eq!(data["mails"]["nodes"], Value::from(vec![json!({ "skipReason": "TOO_MANY" }); 3]));
    assert_eq!(contributions(&app, &world.secretariat).await.len(), 8, "what they sent is taken all the same");
    app.at("2026-09-02T08:00:00Z");
    assert_eq!(send(&app, "", &[("key", "domani")]).await.0, 200);
    app.work().await;
    assert_eq!(app.mailbox.to("ada.rossi@example.com").len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn what_is_wrong_in_the_form_is_told_and_nothing_is_kept() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    for (field, value) in [
        ("name", "Ada\r\nBcc: tutti@example.org"),
        ("name", " "),
        ("address", "ada@example.com\r\nBcc: tutti@example.org"),
        ("address", "ada"),
        ("title", "Una riga\ndue righe"),
        ("text", ""),
        ("kind", "COMPLAINT"),
        ("table", "not-a-table"),
    ] {
        let (status, page) = send(&app, "/it", &[(field, value)]).await;
        assert!(status == 422 && page.contains("role=\"alert\""), "{field}: {status} {page}");
        assert!(field == "kind" || page.contains("aria-invalid=\"true\""), "{field}: {page}");
    }
    let mut without = form(&[]);
    without.retain(|(name, _)| *name != "consent");
    let answer = app.client.post(format!("{}/it/contribute", app.url)).form(&without).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 422);
    let foreign = app.client.post(format!("{}/it/contribute", app.url)).header("sec-fetch-site", "cross-site");
    assert_eq!(foreign.form(&form(&[])).send().await.unwrap().status().as_u16(), 403);
    let hostile = [("title", "<script>alert(1)</script>"), ("address", "x")];
    let (_, page) = send(&app, "/it", &hostile).await;
    assert!(page.contains("alert(1)") && !page.contains("<script>"), "{page}");
    assert_eq!(contributions(&app, &world.secretariat).await.len(), 0);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_sends_ten_a_day_however_many_it_tries() {
    let app = Arc::new(TestApp::start().await);
    let world = world(&app).await;
    let tasks = (0..30).map(|n| {
        let app = Arc::clone(&app);
        tokio::spawn(async move {
            let address = format!("Ada.Rossi+{n}@example.com");
            send(&app, "", &[("key", &format!("modulo-{n}")), ("address", &address)]).await.0
        })
    });
    let statuses: Vec<u16> = join_all(tasks).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 10, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 20, "{statuses:?}");
    assert_eq!(send(&app, "", &[("key", "altro"), ("address", "berta@example.com")]).await.0, 200);
    app.at("2026-09-02T08:00:00Z");
    assert_eq!(send(&app, "", &[("key", "domani")]).await.0, 200);
    assert_eq!(contributions(&app, &world.secretariat).await.len(), 12);
    app.work().await;
    Arc::into_inner(app).unwrap().finish().await;
}

#[tokio::test]
async fn a_member_contributes_by_the_api_for_an_organisation_of_theirs() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (own, other) = (organisation(&world, 1), organisation(&world, 2));
    let input = |organisation: &str| {
        json!({ "idempotencyKey": "uno", "kind": "OFFER", "title": "Due pulmini", "text": "Nei giorni feriali.",
            "onBehalfOfId": organisation, "tableId": Value::Null })
    };
    assert_eq!(app.refused(&world.delegate, "submitContribution", input(&other)).await, "FORBIDDEN");
    let mut citizen = input(&own);
    citizen["citizen"] = json!({ "name": "Ada", "address": "ada@example.com", "consent": true });
    assert_eq!(app.refused(&world.delegate, "submitContribution", citizen.clone()).await, "INVALID_INPUT");
    let first = app.done(&world.delegate, "submitContribution", "reference", input(&own)).await;
    let again = app.done(&world.delegate, "submitContribution", "reference", input(&own)).await;
    assert_eq!(first, again);
    citizen["onBehalfOfId"] = Value::Null;
    let query = "mutation($input: SubmitContributionInput!) { submitContribution(input: $input) { reference userErrors { code path } } }";
    citizen["citizen"]["consent"] = json!(false);
    let refused = app.query(None, query, json!({ "input": citizen })).await["submitContribution"].clone();
    assert_eq!(refused["userErrors"][0]["path"], json!(["input", "citizen", "consent"]));
    citizen["citizen"]["consent"] = json!(true);
    let taken = app.query(None, query, json!({ "input": citizen })).await["submitContribution"].clone();
    assert!(taken["reference"].is_string(), "{taken}");
    app.work().await;
    assert_eq!(app.mailbox.to("bobbio@example.org").len(), 1);
    let (own, all) = (contributions(&app, &world.delegate).await, contributions(&app, &world.secretariat).await);
    assert_eq!((own.len(), all.len(), contributions(&app, &world.outsider).await.len()), (1, 2, 0));
    app.finish().await;
}

#[tokio::test]
async fn a_proposal_goes_from_two_versions_to_an_endorsement_of_one_of_them() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let id = draft(&app, &world).await;
    for (token, sees) in [(None, false), (Some(&world.outsider), false), (Some(&world.delegate), true)] {
        let seen = proposal(&app, token.map(String::as_str), &id).await;
        assert_eq!(!seen.is_null(), sees, "a draft: {token:?}");
    }
    let bobbio = organisation(&world, 1);
    let endorse = |number: u32| json!({ "proposalId": id, "textVersion": number, "organisationId": bobbio });
    assert_eq!(app.refused(&world.manager, "endorseProposal", endorse(1)).await, "ILLEGAL_TRANSITION");
    app.done(
        &world.coordinator,
        "openProposal",
        "proposal { state }",
        json!({ "proposalId": id, "expectedVersion": 1 }),
    )
    .await;
    let second = amended(&app, &world, &id, 1).await;
    let gone = proposal(&app, None, &id).await["lastVersion"]["clauses"][1]["id"].clone();
    app.done(&world.delegate, "saveProposalVersion", "proposal { lastVersionNumber }", second.clone()).await;

    let now = proposal(&app, None, &id).await;
    assert_eq!(now["lastVersion"]["onBehalfOf"]["name"], "Comune di Bobbio");
    assert_eq!(now["lastVersion"]["author"], Value::Null, "the public reads no names of persons");
    let differences = "query($id: ID!) { proposal(by: { id: $id }) { differences(from: 1, to: 2) {
        change moved positionBefore positionAfter body { kind text } } none: differences(from: 1, to: 3) { change } } }";
    let found = app.query(None, differences, json!({ "id": id })).await["proposal"].clone();
    let changes: Vec<&str> =
        found["differences"].as_array().unwrap().iter().map(|one| one["change"].as_str().unwrap()).collect();
    assert_eq!(changes, ["ADDED", "CHANGED", "REMOVED"]);
    assert_eq!(found["differences"][1]["body"][1], json!({ "kind": "DELETED", "text": "dieci" }));
    assert_eq!(found["none"], Value::Null);

    let comment = |clause: &Value, number: u32| {
        json!({ "proposalId": id, "versionNumber": number, "clauseId": clause, "onBehalfOfId": bobbio,
            "textMarkdown": "Chi paga **il resto**?" })
    };
    assert_eq!(app.refused(&world.delegate, "commentOn", comment(&gone, 1)).await, "CONFLICT", "the clause is gone");
    assert_eq!(app.refused(&world.delegate, "commentOn", comment(&gone, 2)).await, "NOT_FOUND");
    assert_eq!(app.refused(&world.outsider, "commentOn", comment(&gone, 2)).await, "FORBIDDEN");
    let costs = now["lastVersion"]["clauses"][0]["id"].clone();
    let said = app.done(&world.delegate, "commentOn", "comment { id }", comment(&costs, 2)).await;
    let settle = json!({ "commentId": said["comment"]["id"] });
    assert_eq!(app.refused(&world.manager, "resolveComment", settle.clone()).await, "FORBIDDEN");
    app.done(&world.delegate, "resolveComment", "comment { resolvedAt }", settle.clone()).await;
    assert_eq!(app.refused(&world.coordinator, "resolveComment", settle).await, "ILLEGAL_TRANSITION");

    assert_eq!(app.refused(&world.delegate, "endorseProposal", endorse(2)).await, "FORBIDDEN", "a delegate does not");
    assert_eq!(app.refused(&world.manager, "endorseProposal", endorse(1)).await, "CONFLICT");
    app.done(&world.manager, "endorseProposal", "proposal { id }", endorse(2)).await;
    assert_eq!(app.refused(&world.manager, "endorseProposal", endorse(2)).await, "ALREADY_EXISTS");
    let hash = now["lastVersion"]["textHash"].clone();
    let third = amended(&app, &world, &id, 2).await;
    app.done(&world.delegate, "saveProposalVersion", "proposal { id }", third).await;
    let later = proposal(&app, None, &id).await;
    let bound = json!([{ "versionNumber": 2, "textHash": hash, "isForLastVersion": false, "organisation": { "name": "Comune di Bobbio" } }]);
    assert_eq!(later["endorsements"], bound, "it stays with its version");

    let adopt = |number: u32| json!({ "proposalId": id, "textVersion": number });
    assert_eq!(app.refused(&world.delegate, "adoptProposal", adopt(3)).await, "FORBIDDEN");
    assert_eq!(app.refused(&world.coordinator, "adoptProposal", adopt(2)).await, "CONFLICT");
    app.done(&world.coordinator, "adoptProposal", "proposal { state }", adopt(3)).await;
    let late = json!({ "proposalId": id, "expectedVersion": later["version"], "reason": "Superata" });
    assert_eq!(app.refused(&world.coordinator, "withdrawProposal", late).await, "CONFLICT");
    app.work().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_eight_editors_on_one_version_one_wins_and_seven_are_told() {
    let app = Arc::new(TestApp::start().await);
    let world = Arc::new(world(&app).await);
    let id = opened(&app, &world).await;
    let input = amended(&app, &world, &id, 1).await;
    let tasks = (0..8).map(|n| {
        let (app, world, mut input) = (Arc::clone(&app), Arc::clone(&world), input.clone());
        input["note"] = json!(format!("Redattore {n}"));
        tokio::spawn(async move {
            let token = if n % 2 == 0 { &world.delegate } else { &world.coordinator };
            let kind = "mutation($input: SaveProposalVersionInput!) { saveProposalVersion(input: $input) {
                userErrors { code path ... on StaleVersionError { currentVersion } } } }";
            app.query(Some(token), kind, json!({ "input": input })).await["saveProposalVersion"]["userErrors"].clone()
        })
    });
    let outcomes: Vec<Value> = join_all(tasks).await.into_iter().map(Result::unwrap).collect();
    let refused: Vec<&Value> = outcomes.iter().filter(|errors| **errors != json!([])).collect();
    let stale = json!([{ "code": "CONFLICT", "path": ["input", "baseVersion"], "currentVersion": 2 }]);
    assert_eq!(refused, vec![&stale; 7]);
    assert_eq!(proposal(&app, None, &id).await["lastVersionNumber"], 2);
    app.work().await;
    Arc::into_inner(app).unwrap().finish().await;
}

const VERSIONS: &str = "query($id: ID!) { proposal(by: { id: $id }) { lastVersionNumber versions { number restoredFrom
    onBehalfOf { name } clauses { title } earlierStates { number clauses { title bodyMarkdown } } } } }";

#[tokio::test]
async fn whoever_saves_two_hundred_times_has_one_version_and_leaves_room_to_the_others() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    app.run(SetLimit { limit: Limit::SavesPerHour, value: 198 }).await;
    let id = opened(&app, &world).await;
    app.at("2026-09-01T08:00:01Z");
    let mut input = amended(&app, &world, &id, 1).await;
    for base in 1..=198 {
        input["baseVersion"] = json!(base);
        input["clauses"] = json!([{ "title": "Occupato", "bodyMarkdown": format!("Stato {base}") }]);
        app.done(&world.delegate, "saveProposalVersion", "proposal { id }", input.clone()).await;
    }
    let told = app.query(None, VERSIONS, json!({ "id": id })).await["proposal"].clone();
    assert_eq!(told["lastVersionNumber"], 199);
    let versions = told["versions"].as_array().unwrap();
    let numbers: Vec<&Value> = versions.iter().map(|version| &version["number"]).collect();
    assert_eq!(numbers, [1, 199], "one version more");
    let states = versions[1]["earlierStates"].as_array().unwrap();
    assert_eq!(states.len(), 197);
    assert_eq!(states[0]["clauses"][0]["bodyMarkdown"], "Stato 1", "earlier states stay to be read");

    input["baseVersion"] = json!(199);
    let braked = app.mutate(&world.delegate, "saveProposalVersion", "", input.clone()).await["userErrors"][0].clone();
    assert_eq!(braked["code"], "LIMIT_REACHED", "{braked}");
    assert!(braked["message"].as_str().unwrap().contains("60 minuti"), "the refusal says when: {braked}");
    let restore = |base: u32, number: u32| json!({ "proposalId": id, "baseVersion": base, "textVersion": number });
    for (token, code) in [(&world.delegate, "FORBIDDEN"), (&world.manager, "FORBIDDEN")] {
        assert_eq!(app.refused(token, "restoreProposalVersion", restore(199, 1)).await, code);
    }
    assert_eq!(app.refused(&world.coordinator, "restoreProposalVersion", restore(198, 1)).await, "CONFLICT");
    assert_eq!(app.refused(&world.coordinator, "restoreProposalVersion", restore(199, 199)).await, "INVALID_INPUT");
    assert_eq!(app.refused(&world.coordinator, "restoreProposalVersion", restore(199, 900)).await, "NOT_FOUND");
    app.done(&world.coordinator, "restoreProposalVersion", "proposal { id }", restore(199, 1)).await;
    let told = app.query(None, VERSIONS, json!({ "id": id })).await["proposal"].clone();
    let last = &told["versions"][2];
    assert_eq!((&last["number"], &last["restoredFrom"]), (&json!(200), &json!(1)));
    assert_eq!(last["clauses"][0]["title"], "Oggetto");
    let mine = json!({ "proposalId": id, "baseVersion": 200, "onBehalfOfId": organisation(&world, 0),
        "clauses": [{ "title": "Oggetto", "bodyMarkdown": "Si va avanti." }] });
    app.done(&world.coordinator, "saveProposalVersion", "proposal { id }", mine).await;
    let adopt = json!({ "proposalId": id, "textVersion": 201 });
    app.done(&world.coordinator, "adoptProposal", "proposal { state }", adopt).await;
    app.at("2026-09-01T09:00:00Z");
    assert_eq!(app.refused(&world.delegate, "saveProposalVersion", input).await, "ILLEGAL_TRANSITION");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn what_others_have_read_or_endorsed_stays_a_version_of_its_own() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let id = opened(&app, &world).await;
    app.at("2026-09-01T08:00:01Z");
    let mut input = amended(&app, &world, &id, 1).await;
    let mut save = async |base: u32, when: &str| {
        app.at(when);
        input["baseVersion"] = json!(base);
        input["clauses"] = json!([{ "title": "Oggetto", "bodyMarkdown": when }]);
        app.done(&world.delegate, "saveProposalVersion", "proposal { id }", input.clone()).await;
        let told = app.query(None, VERSIONS, json!({ "id": id })).await["proposal"]["versions"].clone();
        told.as_array().unwrap().len()
    };
    assert_eq!(save(1, "2026-09-01T08:00:01Z").await, 2);
    assert_eq!(save(2, "2026-09-01T08:09:59Z").await, 2, "minutes later");
    let endorse = json!({ "proposalId": id, "textVersion": 3, "organisationId": organisation(&world, 1) });
    app.done(&world.manager, "endorseProposal", "proposal { id }", endorse).await;
    assert_eq!(save(3, "2026-09-01T08:10:00Z").await, 3, "endorsed");
    assert_eq!(save(4, "2026-09-01T08:20:00Z").await, 4, "ten minutes later");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn nobody_writes_for_an_organisation_that_is_not_theirs_or_does_not_sit_there() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let id = opened(&app, &world).await;
    let mut input = amended(&app, &world, &id, 1).await;
    input["onBehalfOfId"] = json!(organisation(&world, 2));
    assert_eq!(app.refused(&world.delegate, "saveProposalVersion", input.clone()).await, "FORBIDDEN");
    let stranger = cordata_tests::fixture::organisation(&app, "Comune lontano").await;
    input["onBehalfOfId"] = json!(*encode(stranger));
    assert_eq!(app.refused(&world.coordinator, "saveProposalVersion", input.clone()).await, "INVALID_INPUT");
    input["onBehalfOfId"] = json!(organisation(&world, 1));
    input["clauses"][0]["title"] = json!("");
    let refused = app.mutate(&world.delegate, "saveProposalVersion", "", input.clone()).await;
    assert_eq!(refused["userErrors"][0]["path"], json!(["input", "clauses", "0", "title"]));
    input["clauses"] = json!([]);
    assert_eq!(app.refused(&world.delegate, "saveProposalVersion", input).await, "INVALID_INPUT");
    let withdraw = json!({ "proposalId": id, "expectedVersion": 2, "reason": " " });
    assert_eq!(app.refused(&world.coordinator, "withdrawProposal", withdraw).await, "REASON_REQUIRED");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn a_citizen_reads_a_proposal_and_its_differences_without_colour() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let id = opened(&app, &world).await;
    let second = amended(&app, &world, &id, 1).await;
    app.done(&world.delegate, "saveProposalVersion", "proposal { id }", second).await;
    let (_, list) = get(&app, "/it/proposals").await;
    assert!(list.contains("a chiamata") && !list.contains("<b>a chiamata"), "{list}");
    let path = list
        .split("href=\"")
        .find_map(|part| part.strip_prefix("/it/proposals/").map(|rest| rest.split('"').next().unwrap()))
        .unwrap();
    let (status, page) = get(&app, &format!("/it/proposals/{path}?from=1&to=2")).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("<del>") && page.contains("tolto:") && page.contains("<ins>"), "{page}");
    assert!(page.contains("Comune di Bobbio") && !page.contains("Bobbio Prova"), "organisations, not persons: {page}");
    assert!(!page.contains("<script"), "{page}");
    let (_, first) = get(&app, &format!("/en/proposals/{path}?version=1")).await;
    assert!(first.contains("earlier version") && first.contains("<strong>a chiamata</strong>"), "{first}");
    assert_eq!(get(&app, &format!("/it/proposals/{path}?version=9")).await.0, 404);
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn many_proposals_cost_as_few_statements_as_one() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let query =
        "{ proposals { nodes { title table { name } lastVersion { number onBehalfOf { name } clauses { title } }
        comments { id } endorsements { id } } } }";
    let mut costs = Vec::new();
    for _ in 0..3 {
        opened(&app, &world).await;
        let before = app.database.statements();
        app.query(None, query, json!({})).await;
        costs.push(app.database.statements() - before);
    }
    assert!(costs.iter().all(|cost| *cost <= 8) && costs[0] == costs[2], "{costs:?}");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn what_a_table_wrote_and_said_in_draft_stays_its_own() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let id = draft(&app, &world).await;
    let now = proposal(&app, Some(&world.secretariat), &id).await;
    let comment = |clause: &Value, number: u32, text: &str| {
        json!({
            "proposalId": id, "clauseId": clause, "versionNumber": number, "textMarkdown": text,
            "onBehalfOfId": organisation(&world, 1),
        })
    };
    let clause = now["lastVersion"]["clauses"][0]["id"].clone();
    app.done(&world.delegate, "commentOn", "proposal { id }", comment(&clause, 1, "In bozza")).await;
    let second = amended(&app, &world, &id, 1).await;
    app.done(&world.delegate, "saveProposalVersion", "proposal { id }", second).await;
    app.at("2026-09-01T09:00:00Z");
    app.done(&world.coordinator, "openProposal", "proposal { id }", json!({ "proposalId": id, "expectedVersion": 2 }))
        .await;
    app.at("2026-09-01T10:00:00Z");
    app.done(&world.delegate, "commentOn", "proposal { id }", comment(&clause, 2, "In chiaro")).await;
    let mut third = amended(&app, &world, &id, 2).await;
    third["clauses"] = json!([{ "id": clause, "title": "Oggetto", "bodyMarkdown": "Un altro servizio." }]);
    app.done(&world.delegate, "saveProposalVersion", "proposal { id }", third).await;

    let query =
        "query($id: ID!) { proposal(by: { id: $id }) { versions { number clauses { title } } comments { id } } }";
    for (token, versions, comments) in [
        (None, vec![2, 3], 1),
        (Some(&world.outsider), vec![2, 3], 1),
        (Some(&world.delegate), vec![1, 2, 3], 2),
        (Some(&world.auditor), vec![1, 2, 3], 2),
    ] {
        let data = app.query(token.map(String::as_str), query, json!({ "id": id })).await["proposal"].clone();
        let read = data["versions"].as_array().unwrap();
        let numbers: Vec<u64> = read.iter().map(|version| version["number"].as_u64().unwrap()).collect();
        assert_eq!(numbers, versions, "{token:?}");
        assert!(read.iter().all(|version| version["clauses"] != json!([])), "with their clauses: {data}");
        assert_eq!(data["comments"].as_array().map(Vec::len), Some(comments), "{token:?}: {data}");
    }
    let for_others = json!({
        "proposalId": id, "clauseId": clause, "versionNumber": 3, "textMarkdown": "Parlo per loro",
        "onBehalfOfId": organisation(&world, 2),
    });
    for token in [&world.coordinator, &world.secretariat, &world.delegate] {
        assert_eq!(app.refused(token, "commentOn", for_others.clone()).await, "FORBIDDEN", "each for their own");
    }
    app.work().await;
    app.finish().await;
}
