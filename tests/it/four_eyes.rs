//! Whoever entered a payment or work given cannot validate it (rule P4): not in another role, not under another name.

use std::sync::Arc;

use cordata_api::graphql::id::encode;
use cordata_app::identity::{CreatePerson, GrantRole, StartAffiliation};
use cordata_domain::Locale;
use cordata_domain::identity::{GrantScope, Role};
use cordata_domain::ids::PersonId;
use cordata_domain::period::Validity;
use cordata_tests::TestApp;
use cordata_tests::fixture::{World, staff, token, world};
use cordata_tests::socket::Socket;
use futures_util::future::join_all;
use serde_json::{Value, json};

/// A project with a promise of money and one of work, both of the manager's organisation and confirmed.
struct Office {
    app: TestApp,
    world: World,
    /// A second person of the secretariat.
    second: String,
    project: Value,
    money: Value,
    work: Value,
}

fn since() -> Validity {
    Validity::since("2026-01-01".parse().unwrap())
}

/// Another name at a mailbox, of the secretariat.
async fn namesake(app: &TestApp, mailbox: &str) -> String {
    let create = CreatePerson {
        given_name: "Altra".to_owned(),
        family_name: "Prova".to_owned(),
        email: Some(mailbox.to_owned()),
        locale: Locale::italian(),
        zone: None,
    };
    let person = app.run(create).await;
    secretary(app, person).await
}

/// Makes a person one of the secretariat; answers a token.
async fn secretary(app: &TestApp, person: PersonId) -> String {
    app.run(GrantRole { person, role: Role::Secretariat, scope: GrantScope::Plan, validity: since() }).await;
    token(app, person).await
}

impl Office {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let world = world(&app).await;
        let second = staff(&app, "Collega", Role::Secretariat).await;
        let input = json!({ "title": "Rifugio", "budget": { "cash": "1000.00", "inKind": "1000.00" } });
        let project = app.done(&world.secretariat, "createProject", "project { id }", input).await;
        let project = project["project"]["id"].clone();
        let mut promises = Vec::new();
        for nature in ["CASH", "IN_KIND"] {
            let input = json!({
                "idempotencyKey": nature, "projectId": project, "contributorId": encode(world.seats[1].organisation),
                "nature": nature, "amount": "600.00",
            });
            let pledged = app.done(&world.manager, "pledgeCommitment", "commitment { id }", input).await;
            let id = pledged["commitment"]["id"].clone();
            let confirm = json!({ "idempotencyKey": format!("{nature} c"), "commitmentId": id, "act": "DGC 12" });
            app.done(&world.manager, "confirmCommitment", "", confirm).await;
            promises.push(id);
        }
        let work = promises.pop().unwrap();
        let money = promises.pop().unwrap();
        Self { app, world, second, project, money, work }
    }

    fn office(&self) -> &str {
        &self.world.secretariat
    }

    async fn pay(&self, by: &str, amount: &str, key: &str) -> Value {
        let input = json!({
            "idempotencyKey": key, "commitmentId": self.money, "amount": amount, "paidOn": "2026-08-20",
        });
        let paid = self.app.done(by, "recordPayment", "disbursement { id }", input).await;
        paid["disbursement"]["id"].clone()
    }

    async fn declare(&self, by: &str, amount: &str, key: &str) -> Value {
        let input = json!({
            "idempotencyKey": key, "commitmentId": self.work, "amount": amount, "givenOn": "2026-08-20",
            "description": "Due giornate di un tecnico", "act": "DGC 13",
        });
        let declared = self.app.done(by, "declareInKind", "inKindContribution { id state }", input).await;
        assert_eq!(declared["inKindContribution"]["state"], "DECLARED");
        declared["inKindContribution"]["id"].clone()
    }

    async fn document(&self, by: &str, report: &Value, version: i64) {
        let input = json!({ "inKindId": report, "expectedVersion": version, "reference": "Foglio ore 8" });
        let done = self.app.done(by, "documentInKind", "inKindContribution { state }", input).await;
        assert_eq!(done["inKindContribution"]["state"], "DOCUMENTED");
    }

    /// What is paid, validated, waiting and declared on a promise.
    async fn sums(&self, commitment: &Value) -> [String; 4] {
        let query = "query($id: ID!) { node(id: $id) { ... on Commitment { position { paid { amount } }
            paidValidated { amount } awaitingValidation { amount } declaredInKind { amount } } } }";
        let node = self.app.query(None, query, json!({ "id": commitment })).await["node"].clone();
        [&node["position"]["paid"], &node["paidValidated"], &node["awaitingValidation"], &node["declaredInKind"]]
            .map(|money| money["amount"].as_str().unwrap().to_owned())
    }

    async fn waiting(&self, token: Option<&str>) -> Value {
        let query = "{ paymentsToValidate { totalCount nodes { id } } }";
        self.app.query(token, query, json!({})).await["paymentsToValidate"].clone()
    }
}

fn receipt(payment: &Value, key: &str) -> Value {
    json!({ "idempotencyKey": key, "disbursementId": payment, "reference": "Quietanza 9" })
}

fn acceptance(report: &Value, key: &str) -> Value {
    json!({ "idempotencyKey": key, "inKindId": report })
}

#[tokio::test]
async fn a_payment_is_validated_by_another_person_in_another_role_or_not_at_all() {
    let office = Office::open().await;
    let app = &office.app;
    let payment = office.pay(office.office(), "500.00", "pay").await;
    assert_eq!(office.sums(&office.money).await, ["500.00", "0.00", "500.00", "0.00"]);
    let own = app.mutate(office.office(), "confirmReceipt", "", receipt(&payment, "own")).await;
    assert_eq!(own["userErrors"][0]["code"], "FOUR_EYES");
    assert_eq!(own["userErrors"][0]["path"], json!(["input", "disbursementId"]));
    let namesake = namesake(app, "SEGRETARIA@example.org").await;
    assert_eq!(app.refused(&namesake, "confirmReceipt", receipt(&payment, "twin")).await, "FOUR_EYES");
    for token in [
        &office.world.auditor,
        &office.world.delegate,
        &office.world.manager,
        &office.world.admin,
        &office.world.outsider,
    ] {
        assert_eq!(app.refused(token, "confirmReceipt", receipt(&payment, "no")).await, "FORBIDDEN");
    }
    let nothing = encode(cordata_domain::ids::EntryId(uuid::Uuid::nil()));
    for absent in [json!(nothing), office.money.clone()] {
        assert_eq!(app.refused(&office.second, "confirmReceipt", receipt(&absent, "none")).await, "NOT_FOUND");
    }
    let fields = "disbursement { id validation { at reference } }";
    let done = app.done(&office.second, "confirmReceipt", fields, receipt(&payment, "yes")).await;
    let seen = json!({ "at": "2026-09-01T08:00:00Z", "reference": "Quietanza 9" });
    assert_eq!(done["disbursement"]["validation"], seen);
    let again = app.done(&office.second, "confirmReceipt", fields, receipt(&payment, "yes")).await;
    assert_eq!(again, done, "the same key, the same answer");
    assert_eq!(app.refused(&office.second, "confirmReceipt", receipt(&payment, "more")).await, "ILLEGAL_TRANSITION");
    assert_eq!(office.sums(&office.money).await, ["500.00", "500.00", "0.00", "0.00"]);
    office.app.finish().await;
}

#[tokio::test]
async fn who_recorded_as_manager_cannot_validate_as_secretariat() {
    let office = Office::open().await;
    let app = &office.app;
    let data = app.query(Some(&office.world.manager), "{ viewer { person { id } } }", json!({})).await;
    let id = data["viewer"]["person"]["id"].clone();
    let payment = office.pay(&office.world.manager, "100.00", "pay").await;
    let report = office.declare(&office.world.manager, "100.00", "report").await;
    office.document(&office.world.manager, &report, 1).await;
    let grant = json!({
        "personId": id, "role": "SECRETARIAT", "scope": { "wholePlan": true }, "from": "2026-01-01",
    });
    app.done(&office.world.admin, "grantRole", "grantId", grant).await;
    assert_eq!(app.refused(&office.world.manager, "confirmReceipt", receipt(&payment, "own")).await, "FOUR_EYES");
    assert_eq!(app.refused(&office.world.manager, "acceptInKind", acceptance(&report, "own")).await, "FOUR_EYES");
    app.done(&office.second, "confirmReceipt", "", receipt(&payment, "other")).await;
    app.done(&office.second, "acceptInKind", "", acceptance(&report, "other")).await;
    office.app.work().await;
    office.app.finish().await;
}

#[tokio::test]
async fn what_is_taken_back_is_not_validated_and_what_was_validated_is_taken_back_by_a_new_entry() {
    let office = Office::open().await;
    let app = &office.app;
    let reverse = |payment: &Value, amount: &str, key: &str| json!({ "idempotencyKey": key, "disbursementId": payment, "amount": amount, "reason": "Errore" });
    let gone = office.pay(office.office(), "100.00", "one").await;
    app.done(office.office(), "reverseDisbursement", "", reverse(&gone, "100.00", "r1")).await;
    assert_eq!(app.refused(&office.second, "confirmReceipt", receipt(&gone, "c1")).await, "ILLEGAL_TRANSITION");
    let part = office.pay(office.office(), "200.00", "two").await;
    app.done(office.office(), "reverseDisbursement", "", reverse(&part, "50.00", "r2")).await;
    assert_eq!(office.sums(&office.money).await, ["150.00", "0.00", "150.00", "0.00"]);
    assert_eq!(office.waiting(Some(&office.second)).await, json!({ "totalCount": 1, "nodes": [{ "id": part }] }));
    app.done(&office.second, "confirmReceipt", "", receipt(&part, "c2")).await;
    assert_eq!(office.sums(&office.money).await, ["150.00", "150.00", "0.00", "0.00"]);
    assert_eq!(office.waiting(Some(&office.second)).await["totalCount"], 0);
    app.done(office.office(), "reverseDisbursement", "", reverse(&part, "150.00", "r3")).await;
    assert_eq!(office.sums(&office.money).await, ["0.00", "0.00", "0.00", "0.00"]);
    office.app.finish().await;
}

#[tokio::test]
async fn payments_wait_in_a_list_of_pages_for_those_whom_they_concern() {
    let office = Office::open().await;
    let mut payments = Vec::new();
    for n in 0..5 {
        payments.push(office.pay(office.office(), "10.00", &format!("pay {n}")).await);
    }
    let world = &office.world;
    for (token, count) in [
        (Some(&office.second), 5),
        (Some(&world.auditor), 5),
        (Some(&world.manager), 5),
        (Some(&world.delegate), 5),
        (Some(&world.coordinator), 0),
        (Some(&world.admin), 0),
        (Some(&world.outsider), 0),
        (None, 0),
    ] {
        let told = office.waiting(token.map(String::as_str)).await;
        assert_eq!(told["totalCount"], count, "{token:?}");
        assert_eq!(told["nodes"].as_array().map(Vec::len), Some(count));
    }
    let query = "query($after: String) { paymentsToValidate(first: 2, after: $after) { nodes { id }
        pageInfo { endCursor hasNextPage } } }";
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let data = office.app.query(Some(&office.second), query, json!({ "after": after })).await;
        let page = &data["paymentsToValidate"];
        seen.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(seen, payments, "oldest first, each once");
    office.app.finish().await;
}

#[tokio::test]
async fn work_counts_once_somebody_else_accepts_what_papers_show() {
    let office = Office::open().await;
    let (app, world) = (&office.app, &office.world);
    let pay = json!({ "idempotencyKey": "pay", "commitmentId": office.work, "amount": "1.00", "paidOn": "2026-08-20" });
    let refused = app.mutate(office.office(), "recordPayment", "", pay).await;
    assert_eq!(refused["userErrors"][0]["code"], "WRONG_NATURE");
    assert!(refused["userErrors"][0]["message"].as_str().unwrap().contains("declareInKind"), "{refused}");
    let order =
        json!({ "idempotencyKey": "o", "commitmentId": office.work, "amount": "1.00", "orderedOn": "2026-08-20" });
    assert_eq!(app.refused(office.office(), "orderDisbursement", order).await, "WRONG_NATURE");
    let declare = |commitment: &Value, amount: &str, act: Option<&str>| {
        json!({
            "idempotencyKey": format!("{commitment} {amount} {act:?}"), "commitmentId": commitment, "amount": amount,
            "givenOn": "2026-08-20", "description": "Due giornate", "act": act,
        })
    };
    assert_eq!(
        app.refused(&world.manager, "declareInKind", declare(&office.money, "1.00", None)).await,
        "WRONG_NATURE"
    );
    let over = declare(&office.work, "600.01", None);
    assert_eq!(app.refused(&world.manager, "declareInKind", over).await, "OVER_DISBURSEMENT");
    let no_act = declare(&office.work, "1.00", None);
    assert_eq!(app.refused(office.office(), "declareInKind", no_act.clone()).await, "REASON_REQUIRED");
    for token in [&world.delegate, &world.auditor, &world.outsider] {
        assert_eq!(app.refused(token, "declareInKind", no_act.clone()).await, "FORBIDDEN");
    }

    let report = office.declare(&world.manager, "250.00", "report").await;
    let beside = declare(&office.work, "350.01", None);
    assert_eq!(app.refused(&world.manager, "declareInKind", beside).await, "OVER_DISBURSEMENT", "250 wait already");
    assert_eq!(office.sums(&office.work).await, ["0.00", "0.00", "0.00", "250.00"]);
    assert_eq!(app.refused(&office.second, "acceptInKind", acceptance(&report, "word")).await, "ILLEGAL_TRANSITION");
    office.document(office.office(), &report, 1).await;
    let hers = app.mutate(office.office(), "acceptInKind", "", acceptance(&report, "paper")).await;
    assert_eq!(hers["userErrors"][0]["code"], "FOUR_EYES", "she added a paper");
    assert_eq!(hers["userErrors"][0]["path"], json!(["input", "inKindId"]));
    for (name, code) in [(&world.auditor, "FORBIDDEN"), (&world.delegate, "FORBIDDEN"), (&world.manager, "FORBIDDEN")] {
        assert_eq!(app.refused(name, "acceptInKind", acceptance(&report, "no")).await, code);
    }
    for token in [&world.admin, &world.outsider, &world.coordinator] {
        assert_eq!(app.refused(token, "acceptInKind", acceptance(&report, "no")).await, "NOT_FOUND");
        let paper = json!({ "inKindId": report, "expectedVersion": 2, "reference": "x" });
        assert_eq!(app.refused(token, "documentInKind", paper).await, "NOT_FOUND");
    }
    let fields = "inKindContribution { state disbursement { kind reference amount { amount } validation { at } } }";
    let done = app.done(&office.second, "acceptInKind", fields, acceptance(&report, "yes")).await;
    assert_eq!(
        done["inKindContribution"],
        json!({ "state": "ACCEPTED", "disbursement": {
            "kind": "PAID", "reference": "Foglio ore 8", "amount": { "amount": "250.00" },
            "validation": { "at": "2026-09-01T08:00:00Z" } } })
    );
    let again = app.done(&office.second, "acceptInKind", fields, acceptance(&report, "yes")).await;
    assert_eq!(again, done, "the same key, the same answer, one entry");
    assert_eq!(office.sums(&office.work).await, ["250.00", "250.00", "0.00", "0.00"]);
    let query = "query($id: ID!) { project(by: { id: $id }) { funding { totals { paidCash { amount } paidInKind { amount } } } } }";
    let totals = app.query(None, query, json!({ "id": office.project })).await["project"]["funding"]["totals"].clone();
    assert_eq!(totals, json!({ "paidCash": { "amount": "0.00" }, "paidInKind": { "amount": "250.00" } }));
    office.app.finish().await;
}

#[tokio::test]
async fn a_report_is_there_for_those_whom_it_concerns_and_a_rejection_says_why() {
    let office = Office::open().await;
    let (app, world) = (&office.app, &office.world);
    let report = office.declare(office.office(), "40.00", "on behalf").await;
    let reject = |reason: &str| json!({ "inKindId": report, "expectedVersion": 1, "reason": reason });
    assert_eq!(app.refused(office.office(), "rejectInKind", reject("Errore")).await, "FOUR_EYES");
    assert_eq!(app.refused(&office.second, "rejectInKind", reject(" ")).await, "REASON_REQUIRED");
    app.done(&office.second, "rejectInKind", "", reject("Mancano i fogli ore")).await;
    assert_eq!(app.refused(&office.second, "acceptInKind", acceptance(&report, "a")).await, "ILLEGAL_TRANSITION");
    assert_eq!(office.sums(&office.work).await, ["0.00", "0.00", "0.00", "0.00"]);
    let query = "query($c: ID) { inKindContributions(where: { commitmentId: $c, stateIn: [REJECTED] }) { totalCount
        nodes { id description reason act viewerCan { document accept } commitment { id } } } }";
    for (token, sees) in [
        (Some(&world.manager), Some((true, false))),
        (Some(&world.delegate), Some((false, false))),
        (Some(&office.second), Some((true, true))),
        (Some(&world.auditor), Some((false, false))),
        (Some(&world.outsider), None),
        (None, None),
    ] {
        let token = token.map(String::as_str);
        let told = app.query(token, query, json!({ "c": office.work })).await["inKindContributions"].clone();
        let node = app.query(token, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": report })).await;
        assert_eq!(told["totalCount"], i32::from(sees.is_some()));
        assert_eq!(node["node"].is_null(), sees.is_none());
        let Some((document, accept)) = sees else { continue };
        assert_eq!(told["nodes"][0]["viewerCan"], json!({ "document": document, "accept": accept }));
        assert_eq!(told["nodes"][0]["reason"], "Mancano i fogli ore");
        assert_eq!(told["nodes"][0]["commitment"]["id"], office.work);
    }
    let trail = "{ auditLog(first: 100) { nodes { command subjectKind subjectId reason } } }";
    let trail = app.query(Some(&world.auditor), trail, json!({})).await["auditLog"]["nodes"].clone();
    let rejected = trail.as_array().unwrap().iter().find(|entry| entry["command"] == "rejectInKind").unwrap().clone();
    assert_eq!(
        (&rejected["subjectKind"], &rejected["subjectId"], &rejected["reason"]),
        (&json!("InKindContribution"), &report, &json!("Mancano i fogli ore"))
    );
    assert!(!trail.to_string().contains("Due giornate"), "words stay out of the trail");
    office.app.finish().await;
}

#[tokio::test]
async fn another_name_at_the_mailbox_of_who_reported_accepts_nothing() {
    let office = Office::open().await;
    let app = &office.app;
    let post = StartAffiliation {
        person: cordata_tests::fixture::person(app, "Gemella", "it").await,
        organisation: office.world.seats[1].organisation,
        post: "Assessora".to_owned(),
        validity: since(),
    };
    let gemella = post.person;
    app.run(post).await;
    let scope = GrantScope::Organisation(office.world.seats[1].organisation);
    app.run(GrantRole { person: gemella, role: Role::OrgManager, scope, validity: since() }).await;
    let gemella = token(app, gemella).await;
    let report = office.declare(&gemella, "10.00", "report").await;
    office.document(&office.world.manager, &report, 1).await;
    let namesake = namesake(app, "Gemella@example.org").await;
    assert_eq!(app.refused(&namesake, "acceptInKind", acceptance(&report, "twin")).await, "FOUR_EYES");
    app.done(office.office(), "acceptInKind", "", acceptance(&report, "other")).await;
    office.app.work().await;
    office.app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_acceptances_of_one_report_post_one_entry() {
    let office = Arc::new(Office::open().await);
    let report = office.declare(&office.world.manager, "300.00", "report").await;
    office.document(&office.world.manager, &report, 1).await;
    let tasks = (0..16).map(|n| {
        let (office, input) = (Arc::clone(&office), acceptance(&report, &format!("key {n}")));
        tokio::spawn(async move { office.app.mutate(&office.second, "acceptInKind", "", input).await })
    });
    let payloads: Vec<Value> = join_all(tasks).await.into_iter().map(Result::unwrap).collect();
    let accepted = payloads.iter().filter(|payload| payload["userErrors"] == json!([])).count();
    let refused = payloads.iter().filter(|payload| payload["userErrors"][0]["code"] == "ILLEGAL_TRANSITION").count();
    assert_eq!((accepted, refused), (1, 15), "{payloads:?}");
    assert_eq!(office.sums(&office.work).await, ["300.00", "300.00", "0.00", "0.00"]);
    let query = "query($id: ID!) { node(id: $id) { ... on Commitment { entries { kind } } } }";
    let entries = office.app.query(None, query, json!({ "id": office.work })).await["node"]["entries"].to_string();
    assert_eq!(entries.matches("PAID").count(), 1);
    let Some(office) = Arc::into_inner(office) else { panic!("all tasks ended") };
    office.app.finish().await;
}

#[tokio::test]
async fn who_follows_the_money_of_a_project_hears_what_is_reported_and_validated() {
    let office = Office::open().await;
    let payment = office.pay(office.office(), "500.00", "pay").await;
    let mut socket = Socket::open(&office.app.url, None).await;
    let query = "subscription($id: ID!) { projectFundingChanged(projectId: $id, withCurrent: true) { project {
        commitments { paidValidated { amount } declaredInKind { amount } } } } }";
    socket.subscribe("s", query, json!({ "id": office.project })).await;
    let mut told = async || {
        let data = socket.data().await["projectFundingChanged"]["project"]["commitments"].clone();
        let amount = |n: usize, field: &str| data[n][field]["amount"].as_str().unwrap().to_owned();
        (amount(0, "paidValidated"), amount(1, "declaredInKind"))
    };
    let both = |validated: &str, declared: &str| (validated.to_owned(), declared.to_owned());
    assert_eq!(told().await, both("0.00", "0.00"));
    office.app.done(&office.second, "confirmReceipt", "", receipt(&payment, "yes")).await;
    assert_eq!(told().await, both("500.00", "0.00"));
    office.declare(&office.world.manager, "75.00", "report").await;
    assert_eq!(told().await, both("500.00", "75.00"));
    office.app.finish().await;
}

#[tokio::test]
async fn the_page_of_a_project_says_what_is_validated_and_what_is_only_reported() {
    let office = Office::open().await;
    let payment = office.pay(office.office(), "500.00", "pay").await;
    office.app.done(&office.second, "confirmReceipt", "", receipt(&payment, "yes")).await;
    office.pay(office.office(), "20.00", "later").await;
    office.declare(&office.world.manager, "75.00", "report").await;
    let list =
        office.app.client.get(format!("{}/it/projects", office.app.url)).send().await.unwrap().text().await.unwrap();
    let link = list.split("href=\"").find(|part| part.starts_with("/it/projects/")).unwrap();
    let path = format!("{}{}", office.app.url, link.split('"').next().unwrap());
    for (language, words) in [
        ("it", ["di cui validati 500,00", "dichiarati e non ancora accettati 75,00"]),
        ("en", ["of which validated €500.00", "reported and not yet accepted €75.00"]),
    ] {
        let page = office.app.client.get(path.replace("/it/", &format!("/{language}/"))).send().await.unwrap();
        let page = page.text().await.unwrap();
        for words in words {
            assert_eq!(page.matches(words).count(), 2, "once beside the promise and once in the sum: {page}");
        }
    }
    office.app.finish().await;
}
