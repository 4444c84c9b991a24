//! Who gives what to which project: promised, confirmed, paid, corrected, never too much.

use std::sync::Arc;

use cordata_app::instance::SetLimit;
use cordata_domain::limit::Limit;
use cordata_tests::TestApp;
use cordata_tests::fixture::{World, world};
use futures_util::future::join_all;
use serde_json::{Value, json};

async fn stakeholder(app: &TestApp, name: &str) -> Value {
    let data = app.query(None, "{ stakeholders(first: 100) { nodes { id name } } }", json!({})).await;
    let nodes = data["stakeholders"]["nodes"].as_array().unwrap().clone();
    nodes.into_iter().find(|node| node["name"] == name).unwrap()["id"].clone()
}

/// A project of 1,000 euro in cash and 200 in kind.
async fn project(app: &TestApp, world: &World) -> Value {
    let input = json!({ "title": "Rifugio <b>comunale</b>", "budget": { "cash": "1000.00", "inKind": "200.00" } });
    app.done(&world.secretariat, "createProject", "project { id }", input).await["project"]["id"].clone()
}

async fn pledge(app: &TestApp, world: &World, project: &Value, amount: &str, key: &str) -> Value {
    let input = json!({
        "idempotencyKey": key, "projectId": project, "contributorId": stakeholder(app, "Comune di Bobbio").await,
        "nature": "CASH", "amount": amount,
    });
    app.done(&world.manager, "pledgeCommitment", "commitment { id state }", input).await["commitment"]["id"].clone()
}

async fn confirm(app: &TestApp, world: &World, commitment: &Value) -> Value {
    let input =
        json!({ "idempotencyKey": format!("confirm {commitment}"), "commitmentId": commitment, "act": "DGC 12/2026" });
    app.mutate(&world.manager, "confirmCommitment", "commitment { state position { confirmed { amount } } }", input)
        .await
}

async fn funding(app: &TestApp, project: &Value) -> Value {
    let query = "query($id: ID!) { project(by: { id: $id }) { funding {
        totals { confirmedCash { amount } paidCash { amount } } gap { cash { amount } inKind { amount } } } } }";
    app.query(None, query, json!({ "id": project })).await["project"]["funding"].clone()
}

#[tokio::test]
async fn a_partner_pledges_and_an_accountant_pays_and_corrects() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let project = project(&app, &world).await;
    let commitment = pledge(&app, &world, &project, "600.00", "one").await;
    assert_eq!(funding(&app, &project).await["gap"]["cash"]["amount"], "1000.00", "a promise closes no gap");
    assert_eq!(confirm(&app, &world, &commitment).await["userErrors"], json!([]));
    assert_eq!(
        funding(&app, &project).await["gap"],
        json!({ "cash": { "amount": "400.00" }, "inKind": { "amount": "200.00" } })
    );

    let pay = |amount: &str, key: &str| json!({ "idempotencyKey": key, "commitmentId": commitment, "amount": amount, "paidOn": "2026-08-20", "reference": "Mandato 7" });
    assert_eq!(app.refused(&world.secretariat, "recordPayment", pay("600.01", "a")).await, "OVER_DISBURSEMENT");
    let paid = app.done(&world.secretariat, "recordPayment", "disbursement { id kind }", pay("500.00", "b")).await;
    let again = app.done(&world.secretariat, "recordPayment", "disbursement { id kind }", pay("500.00", "b")).await;
    assert_eq!(paid, again, "the same key, the same answer, one payment");
    assert_eq!(app.refused(&world.secretariat, "recordPayment", pay("50.00", "b")).await, "IDEMPOTENCY_MISMATCH");
    assert_eq!(app.refused(&world.outsider, "recordPayment", pay("1.00", "c")).await, "FORBIDDEN");

    let reduce = json!({ "idempotencyKey": "d", "commitmentId": commitment, "amount": "200.00", "reason": "Ribasso" });
    assert_eq!(app.refused(&world.manager, "reduceCommitment", reduce).await, "BELOW_PAID");
    let reverse = json!({ "idempotencyKey": "e", "disbursementId": paid["disbursement"]["id"], "amount": "120.00", "reason": "Errore di importo" });
    let reversed =
        app.done(&world.secretariat, "reverseDisbursement", "disbursement { kind corrects { id } }", reverse).await;
    assert_eq!(reversed["disbursement"]["kind"], "REVERSED");
    assert_eq!(funding(&app, &project).await["totals"]["paidCash"]["amount"], "380.00");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn a_promise_that_nobody_can_mean_is_refused_and_one_far_above_the_budget_is_confirmed_first() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let project = project(&app, &world).await;
    let bobbio = stakeholder(&app, "Comune di Bobbio").await;
    let input = |amount: &str, confirmation: Option<&str>| {
        json!({ "idempotencyKey": format!("{amount} {confirmation:?}"), "projectId": project, "contributorId": bobbio,
            "nature": "CASH", "amount": amount, "confirmation": confirmation })
    };
    let refused = async |amount: &str, confirmation: Option<&str>| {
        let payload = app.mutate(&world.manager, "pledgeCommitment", "", input(amount, confirmation)).await;
        payload["userErrors"][0].clone()
    };
    let huge = refused("1000000000000000.00", Some("Fondo unico")).await;
    assert_eq!((&huge["code"], &huge["path"]), (&json!("INVALID_INPUT"), &json!(["input", "amount"])), "{huge}");
    assert!(huge["message"].as_str().unwrap().contains("10.000.000.000"), "{huge}");
    let above = refused("12000.01", None).await;
    assert_eq!((&above["code"], &above["path"]), (&json!("IMPLAUSIBLE_VALUE"), &json!(["input", "amount"])), "{above}");
    assert!(above["message"].as_str().unwrap().contains("1.200,00"), "cash and work together: {above}");
    assert_eq!(refused("12000.01", Some("  ")).await["code"], "IMPLAUSIBLE_VALUE");
    let confirmed = input("12000.01", Some("Vale per tre progetti"));
    let done = app.done(&world.manager, "pledgeCommitment", "commitment { id }", confirmed).await;
    let trail = "{ auditLog(first: 1) { nodes { reason } } }";
    let told = app.query(Some(&world.secretariat), trail, json!({})).await;
    assert_eq!(told["auditLog"]["nodes"][0]["reason"], "Vale per tre progetti", "{done} {told}");
    pledge(&app, &world, &project, "12000.00", "as much as needs no note").await;

    app.run(SetLimit { limit: Limit::LargestAmount, value: 100_000 }).await;
    assert_eq!(refused("1000.01", None).await["code"], "INVALID_INPUT", "the body set another bound");
    let budget = json!({ "projectId": project, "expectedVersion": 1, "budget": { "cash": "1000.01", "inKind": "0.00" },
        "effectiveOn": "2026-09-01", "reason": "Aumento" });
    let payload = app.mutate(&world.secretariat, "reviseBudget", "", budget).await;
    assert_eq!(payload["userErrors"][0]["path"], json!(["input", "budget", "cash"]), "{payload}");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn nobody_promises_for_another_organisation() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let project = project(&app, &world).await;
    let other = stakeholder(&app, "Comune di Demonte").await;
    let input = json!({ "idempotencyKey": "x", "projectId": project, "contributorId": other, "nature": "CASH", "amount": "1.00" });
    for token in [&world.manager, &world.delegate, &world.auditor, &world.admin] {
        assert_eq!(app.refused(token, "pledgeCommitment", input.clone()).await, "FORBIDDEN");
    }
    assert_eq!(
        app.refused(&world.secretariat, "pledgeCommitment", input).await,
        "REASON_REQUIRED",
        "on behalf, with an act"
    );
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_confirm_on_one_budget_and_it_is_never_over() {
    let app = Arc::new(TestApp::start().await);
    let world = Arc::new(world(&app).await);
    let project = project(&app, &world).await;
    let mut promises = Vec::new();
    for n in 0..16 {
        promises.push(pledge(&app, &world, &project, "150.00", &format!("p{n}")).await);
    }
    let tasks = promises.into_iter().map(|promise| {
        let (app, world) = (Arc::clone(&app), Arc::clone(&world));
        tokio::spawn(async move { confirm(&app, &world, &promise).await })
    });
    let payloads: Vec<Value> = join_all(tasks).await.into_iter().map(Result::unwrap).collect();
    let refused = payloads.iter().filter(|payload| payload["userErrors"][0]["code"] == "OVER_FUNDING").count();
    let confirmed = payloads.iter().filter(|payload| payload["userErrors"] == json!([])).count();
    assert_eq!((confirmed, refused), (6, 10));
    let funding = funding(&app, &project).await;
    assert_eq!(
        (&funding["totals"]["confirmedCash"]["amount"], &funding["gap"]["cash"]["amount"]),
        (&json!("900.00"), &json!("100.00"))
    );
    Arc::into_inner(app).unwrap().finish().await;
}

#[tokio::test]
async fn a_project_with_its_partners_costs_four_statements_and_is_a_page() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let project = project(&app, &world).await;
    for n in 0..5 {
        pledge(&app, &world, &project, "10.00", &format!("p{n}")).await;
    }
    let query = "query($id: ID!) { project(by: { id: $id }) { title commitments { contributor { name } position { promised { amount } } } } }";
    let before = app.database.statements();
    let data = app.query(None, query, json!({ "id": project })).await;
    assert!(app.database.statements() - before <= 4, "{}", app.database.statements() - before);
    assert_eq!(data["project"]["commitments"].as_array().unwrap().len(), 5);
    let page = app.client.get(format!("{}/projects", app.url)).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Rifugio") && !page.contains("<b>comunale"), "{page}");
    app.finish().await;
}
