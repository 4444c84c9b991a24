//! Agreements: signed by ten, changed, signed again, in force since the last act.

use cordata_app::identity::{GrantRole, StartAffiliation};
use cordata_app::stakeholder::CreateStakeholder;
use cordata_domain::identity::{GrantScope, Role};
use cordata_domain::period::Validity;
use cordata_tests::TestApp;
use cordata_tests::fixture::{World, organisation, person, token, world};
use serde_json::{Value, json};

/// A party with the token of its legal signatory.
struct Signer {
    party: Value,
    token: String,
}

async fn stakeholder(app: &TestApp, name: &str) -> Value {
    let data = app.query(None, "{ stakeholders(first: 100) { nodes { id name } } }", json!({})).await;
    let nodes = data["stakeholders"]["nodes"].as_array().unwrap().clone();
    nodes.into_iter().find(|node| node["name"] == name).unwrap()["id"].clone()
}

/// Organisation n of the story, with its manager.
async fn signatory(app: &TestApp, n: usize) -> (Value, String) {
    let organisation = organisation(app, &format!("Comune numero {n}")).await;
    let manager = person(app, &format!("Sindaco{n}"), "it").await;
    let validity = Validity::since("2026-01-01".parse().unwrap());
    app.run(StartAffiliation { person: manager, organisation, post: "Sindaco".to_owned(), validity }).await;
    let scope = GrantScope::Organisation(organisation);
    app.run(GrantRole { person: manager, role: Role::OrgManager, scope, validity }).await;
    (stakeholder(app, &format!("Comune numero {n}")).await, token(app, manager).await)
}

async fn draft(app: &TestApp, world: &World, kind: &str) -> Value {
    let input = json!({
        "kind": kind, "title": "Accordo per la valle", "validFrom": "2026-09-01", "validTo": "2028-08-31",
    });
    app.done(&world.secretariat, "draftAgreement", "agreement { id }", input).await["agreement"]["id"].clone()
}

async fn read(app: &TestApp, token: Option<&str>, agreement: &Value, fields: &str) -> Value {
    let query = format!("query($id: ID!) {{ agreement(by: {{ id: $id }}) {{ {fields} }} }}");
    app.query(token, &query, json!({ "id": agreement })).await["agreement"].clone()
}

async fn write(app: &TestApp, world: &World, agreement: &Value, clauses: Value) {
    let version = read(app, Some(&world.secretariat), agreement, "version").await["version"].clone();
    let input = json!({ "agreementId": agreement, "expectedVersion": version, "clauses": clauses });
    app.done(&world.secretariat, "editAgreementText", "agreement { id }", input).await;
}

async fn freeze(app: &TestApp, world: &World, agreement: &Value) {
    let version = read(app, Some(&world.secretariat), agreement, "version").await["version"].clone();
    let input = json!({ "agreementId": agreement, "expectedVersion": version });
    app.done(&world.secretariat, "freezeAgreementText", "agreement { id }", input).await;
}

fn clauses(body: &str) -> Value {
    json!([{ "heading": "Oggetto", "bodyMarkdown": body }, { "heading": "Durata", "bodyMarkdown": "Due anni." }])
}

/// An agreement of `count` parties with a final text, each with an act of today.
async fn frozen(app: &TestApp, world: &World, kind: &str, count: usize) -> (Value, Vec<Signer>) {
    let agreement = draft(app, world, kind).await;
    let mut signers = Vec::new();
    for n in 1..=count {
        let (organisation, token) = signatory(app, n).await;
        let input = json!({ "agreementId": agreement, "organisationId": organisation, "participation": "REQUIRED" });
        let added = app.done(&world.secretariat, "addParty", "party { id state }", input).await;
        signers.push(Signer { party: added["party"]["id"].clone(), token });
    }
    write(app, world, &agreement, clauses("Gli enti *collaborano*.")).await;
    freeze(app, world, &agreement).await;
    for signer in &signers {
        let input =
            json!({ "partyId": signer.party, "number": "12/2026", "date": "2026-09-01", "body": "Giunta comunale" });
        app.done(&signer.token, "recordAuthorisingAct", "party { state }", input).await;
    }
    (agreement, signers)
}

async fn hash(app: &TestApp, world: &World, agreement: &Value) -> Value {
    read(app, Some(&world.secretariat), agreement, "text { hash }").await["text"]["hash"].clone()
}

fn signature(signer: &Signer, hash: &Value, on: &str) -> Value {
    json!({
        "idempotencyKey": format!("{}-{on}", signer.party), "partyId": signer.party, "textHash": hash,
        "kind": "DIGITAL", "signedOn": on,
    })
}

async fn sign(app: &TestApp, signer: &Signer, hash: &Value, on: &str) {
    let signed = app.done(&signer.token, "signAgreement", "party { state }", signature(signer, hash, on)).await;
    assert_eq!(signed["party"]["state"], "SIGNED");
}

async fn in_force(app: &TestApp, agreement: &Value, on: &str) -> Value {
    let fields = format!("inForce(on: \"{on}\") {{ inForce since until missing unsigned {{ id }} }}");
    read(app, None, agreement, &fields).await["inForce"].clone()
}

async fn listed(app: &TestApp, filter: Value) -> Value {
    let query = "query($where: AgreementFilter) { agreements(where: $where) { totalCount } }";
    app.query(None, query, json!({ "where": filter })).await["agreements"]["totalCount"].clone()
}

#[tokio::test]
async fn ten_sign_a_changed_clause_voids_nine_and_the_tenth_puts_it_in_force() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (agreement, signers) = frozen(&app, &world, "PA_AGREEMENT", 10).await;
    let first = hash(&app, &world, &agreement).await;
    for signer in &signers[..9] {
        sign(&app, signer, &first, "2026-09-01").await;
    }
    let nine = in_force(&app, &agreement, "2026-09-01").await;
    assert_eq!((&nine["inForce"], &nine["missing"]), (&json!(false), &json!(["SIGNATURES"])));
    assert_eq!(nine["unsigned"], json!([{ "id": signers[9].party }]));
    let ids = read(&app, None, &agreement, "text { clauses { id } }").await["text"]["clauses"].clone();

    app.at("2026-09-03T08:00:00Z");
    let changed = json!([
        { "id": ids[0]["id"], "heading": "Oggetto", "bodyMarkdown": "Gli enti collaborano e pagano." },
        { "id": ids[1]["id"], "heading": "Durata", "bodyMarkdown": "Due anni." },
    ]);
    write(&app, &world, &agreement, changed).await;
    assert_eq!(read(&app, None, &agreement, "id").await, Value::Null, "negotiations are not public");
    let fields = "state parties { state signatures { voidedAt } } texts { number clauses { id } }";
    let opened = read(&app, Some(&signers[9].token), &agreement, fields).await;
    assert_eq!(opened["state"], "NEGOTIATION");
    assert_eq!(opened["texts"][1]["clauses"], ids, "clauses keep their ids");
    for party in opened["parties"].as_array().unwrap().iter().take(9) {
        assert_eq!(party["state"], "AUTHORISED");
        assert!(party["signatures"][0]["voidedAt"].is_string(), "{party}");
    }

    freeze(&app, &world, &agreement).await;
    assert_eq!(
        app.refused(&signers[0].token, "signAgreement", signature(&signers[0], &first, "2026-09-03")).await,
        "TEXT_HASH_MISMATCH"
    );
    let second = hash(&app, &world, &agreement).await;
    for signer in &signers[..9] {
        sign(&app, signer, &second, "2026-09-03").await;
    }
    assert_eq!(listed(&app, json!({ "stateIn": ["SIGNING"] })).await, 1);
    app.at("2026-09-10T08:00:00Z");
    sign(&app, &signers[9], &second, "2026-09-09").await;
    for (day, expected) in [
        ("2026-08-31", false),
        ("2026-09-08", false),
        ("2026-09-09", true),
        ("2027-01-01", true),
        ("2028-08-31", true),
        ("2028-09-01", false),
    ] {
        assert_eq!(in_force(&app, &agreement, day).await["inForce"], expected, "{day}");
        assert_eq!(listed(&app, json!({ "inForceOn": day })).await, u32::from(expected), "{day}");
    }
    let public = read(&app, None, &agreement, "texts { number clauses { heading } }").await["texts"].clone();
    assert_eq!(public.as_array().map(Vec::len), Some(1), "what was negotiated before is the parties' own");
    assert_eq!((&public[0]["number"], &public[0]["clauses"][0]["heading"]), (&json!(2), &json!("Oggetto")));
    let force = in_force(&app, &agreement, "2026-09-10").await;
    assert_eq!((&force["since"], &force["until"]), (&json!("2026-09-09"), &json!("2028-08-31")));
    let said = read(&app, None, &agreement, "state inForce { reason }").await;
    assert_eq!(
        said,
        json!({ "state": "IN_FORCE", "inForce": { "reason": "In vigore dal 09/09/2026 al 31/08/2028." } })
    );
    assert_eq!(listed(&app, json!({ "stateIn": ["IN_FORCE"], "kindIn": ["PA_AGREEMENT"] })).await, 1);
    assert_eq!(listed(&app, json!({ "stateIn": ["SIGNING", "EXPIRED", "RATIFICATION_PENDING"] })).await, 0);
    app.finish().await;
}

#[tokio::test]
async fn each_bad_signature_is_refused_with_its_code() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (agreement, signers) = frozen(&app, &world, "CONVENTION", 2).await;
    let (first, text) = (&signers[0], hash(&app, &world, &agreement).await);
    let good = signature(first, &text, "2026-09-01");
    let with = |field: &str, value: Value| {
        let mut input = good.clone();
        input[field] = value;
        input
    };
    for (field, value, code) in [
        ("textHash", json!("0".repeat(64)), "TEXT_HASH_MISMATCH"),
        ("textHash", json!("impronta"), "INVALID_INPUT"),
        ("kind", json!("HANDWRITTEN"), "SIGNATURE_KIND_INVALID"),
        ("signedOn", json!("2026-08-31"), "AUTHORISING_ACT_MISSING"),
        ("signedOn", json!("2026-09-02"), "INVALID_INPUT"),
        ("partyId", agreement.clone(), "NOT_FOUND"),
    ] {
        assert_eq!(app.refused(&first.token, "signAgreement", with(field, value)).await, code, "{field}");
    }
    assert_eq!(app.refused(&world.manager, "signAgreement", good.clone()).await, "NOT_FOUND", "hidden from strangers");
    let signed = app.done(&first.token, "signAgreement", "agreement { version } party { id }", good.clone()).await;
    let again = app.done(&first.token, "signAgreement", "agreement { version } party { id }", good.clone()).await;
    assert_eq!(signed, again, "the same key, the same answer, one signature");
    assert_eq!(app.refused(&first.token, "signAgreement", with("kind", json!("SPID"))).await, "IDEMPOTENCY_MISMATCH");
    let second = signature(&signers[1], &text, "2026-09-01");
    for stranger in [&world.manager, &first.token, &world.secretariat, &world.auditor, &world.admin] {
        assert_eq!(app.refused(stranger, "signAgreement", second.clone()).await, "FORBIDDEN");
    }
    let company = CreateStakeholder { name: "Funivie srl".to_owned(), kind: "COMPANY".to_owned(), tax_code: None };
    app.run(company).await;
    let other = draft(&app, &world, "PA_AGREEMENT").await;
    let company = stakeholder(&app, "Funivie srl").await;
    let input = json!({ "agreementId": other, "organisationId": company, "participation": "REQUIRED" });
    assert_eq!(app.refused(&world.secretariat, "addParty", input.clone()).await, "PARTY_NOT_PA");
    assert_eq!(app.refused(&world.manager, "addParty", input).await, "NOT_FOUND", "a draft is the secretariat's");
    app.finish().await;
}

#[tokio::test]
async fn a_promise_under_an_agreement_needs_one_in_force() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (agreement, signers) = frozen(&app, &world, "MEMORANDUM", 2).await;
    let text = hash(&app, &world, &agreement).await;
    sign(&app, &signers[0], &text, "2026-09-01").await;
    let project = json!({ "title": "Sentieri", "budget": { "cash": "1000.00" } });
    let project =
        app.done(&world.secretariat, "createProject", "project { id }", project).await["project"]["id"].clone();
    let pledge = json!({
        "idempotencyKey": "uno", "projectId": project, "contributorId": stakeholder(&app, "Comune numero 1").await,
        "nature": "CASH", "amount": "10.00", "agreementId": agreement,
    });
    let pledging =
        |input: Value| app.mutate(&signers[0].token, "pledgeCommitment", "commitment { agreement { id } }", input);
    let refused = pledging(pledge.clone()).await["userErrors"][0].clone();
    assert_eq!(
        (&refused["code"], &refused["path"]),
        (&json!("AGREEMENT_NOT_IN_FORCE"), &json!(["input", "agreementId"]))
    );
    sign(&app, &signers[1], &text, "2026-09-01").await;
    assert_eq!(pledging(pledge).await["commitment"]["agreement"]["id"], agreement);
    let query = "query($id: ID!) { commitments(where: { agreementId: $id }) { totalCount } }";
    let data = app.query(None, query, json!({ "id": agreement })).await;
    assert_eq!(data["commitments"]["totalCount"], 1);

    let promised =
        app.query(None, "{ commitments { nodes { id } } }", json!({})).await["commitments"]["nodes"][0]["id"].clone();
    let confirm = json!({ "idempotencyKey": "due", "commitmentId": promised, "act": "DGC 12/2026" });
    app.at("2028-09-01T08:00:00Z");
    assert_eq!(app.refused(&signers[0].token, "confirmCommitment", confirm.clone()).await, "AGREEMENT_NOT_IN_FORCE");
    app.at("2028-08-31T08:00:00Z");
    app.done(&signers[0].token, "confirmCommitment", "commitment { state }", confirm).await;
    app.finish().await;
}

#[tokio::test]
async fn a_citizen_reads_who_signed_what_and_never_which_person() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (agreement, signers) = frozen(&app, &world, "MEMORANDUM", 2).await;
    let list = |path: &str| {
        let request = app.client.get(format!("{}{path}", app.url));
        async move { request.send().await.unwrap().text().await.unwrap() }
    };
    assert!(list("/it/agreements").await.contains("Nessun accordo pubblicato"));
    let text = hash(&app, &world, &agreement).await;
    sign(&app, &signers[0], &text, "2026-09-01").await;
    let page = list("/it/agreements").await;
    assert!(page.contains("Accordo per la valle") && page.contains("manca una firma valida"), "{page}");
    let address = page.split("href=\"").find(|rest| rest.starts_with("/it/agreements/")).unwrap();
    let page = list(address.split('"').next().unwrap()).await;
    for part in ["Comune numero 2", "Firme: 1 su 2", "<em>collaborano</em>", text.as_str().unwrap()] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("Sindaco"), "{page}");
    let fields = "parties { signatures { signatory { email } } }";
    let public = read(&app, None, &agreement, fields).await;
    assert_eq!(public["parties"][0]["signatures"], json!([{ "signatory": null }]));
    app.finish().await;
}

#[tokio::test]
async fn twenty_agreements_cost_as_much_as_two() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (_, signers) = frozen(&app, &world, "MEMORANDUM", 2).await;
    assert_eq!(signers.len(), 2);
    for _ in 0..19 {
        draft(&app, &world, "MEMORANDUM").await;
    }
    let query = "query($n: Int!) { agreements(first: $n) { nodes {
        title state inForce { reason } parties { organisation { name } signatures { kind } } text { clauses { heading } } } } }";
    let mut costs = Vec::new();
    for n in [2, 20] {
        let before = app.database.statements();
        let data = app.query(Some(&world.secretariat), query, json!({ "n": n })).await;
        assert_eq!(data["agreements"]["nodes"].as_array().unwrap().len(), n);
        costs.push(app.database.statements() - before);
    }
    assert!(costs[1] <= costs[0] + 3 && costs[1] <= 14, "{costs:?}");
    app.finish().await;
}
