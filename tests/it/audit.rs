//! The trail: what each command leaves, who reads it, and how it proves itself.

use cordata_api::graphql::id::encode;
use cordata_app::audit::{AuditFault, AuditReport, read_audit_log, verify_audit};
use cordata_app::identity::GrantRole;
use cordata_app::page::Window;
use cordata_app::ports::audit::{AuditFilter, AuditReads, AuditSealer, Sweep};
use cordata_app::table::{ChangeTable, TableStep};
use cordata_app::{App, Caller};
use cordata_domain::audit::{Anchor, Head};
use cordata_domain::identity::{GrantScope, Role};
use cordata_domain::period::Validity;
use cordata_domain::policy::Actor;
use cordata_domain::table::RulesOfProcedure;
use cordata_tests::TestApp;
use cordata_tests::fixture::{World, person, token, world};
use serde_json::{Value, json};

use crate::tamper::{Raw, cut, tampering};

const FIELDS: &str = "id sequence hash recordedAt personId person { email } organisation { name } table { slug }
    command subjectKind subjectId changes { field before after } detail reason requestId";

async fn log(app: &TestApp, token: Option<&str>, filter: Value) -> Vec<Value> {
    let query =
        format!("query($where: AuditFilter) {{ auditLog(where: $where, first: 100) {{ nodes {{ {FIELDS} }} }} }}");
    let data = app.query(token, &query, json!({ "where": filter })).await;
    data["auditLog"]["nodes"].as_array().unwrap().clone()
}

async fn count(app: &TestApp, token: Option<&str>, filter: Value) -> u64 {
    let query = "query($where: AuditFilter) { auditLog(where: $where) { totalCount } }";
    app.query(token, query, json!({ "where": filter })).await["auditLog"]["totalCount"].as_u64().unwrap()
}

/// What an entry says about a field: before and after.
fn change(entry: &Value, field: &str) -> (Value, Value) {
    let changes = entry["changes"].as_array().unwrap();
    let change = changes.iter().find(|change| change["field"] == field).unwrap_or_else(|| panic!("{field}: {entry:#}"));
    let read = |part: &Value| part.as_str().map_or(Value::Null, |text| serde_json::from_str(text).unwrap());
    (read(&change["before"]), read(&change["after"]))
}

async fn node(app: &TestApp, token: &str, query: &str, path: &str) -> Value {
    app.query(Some(token), query, json!({})).await.pointer(path).unwrap().clone()
}

async fn viewer(app: &TestApp, token: &str) -> Value {
    node(app, token, "{ viewer { person { id } } }", "/viewer/person/id").await
}

/// A meeting is prepared and convened, money promised and confirmed, and the table suspended.
async fn story(app: &TestApp, world: &World) {
    let table =
        node(app, &world.secretariat, "{ concertationTables { nodes { id version } } }", "/concertationTables/nodes/0")
            .await;
    let input = json!({
        "tableId": table["id"], "title": "Seduta", "kind": "ORDINARY", "mode": "IN_PERSON", "place": "Sala",
        "startsAtLocal": "2026-10-01T10:00:00", "minutes": 60, "agenda": [{ "title": "Uno", "kind": "DECISION" }],
    });
    let meeting =
        app.done(&world.secretariat, "draftMeeting", "meeting { id version }", input).await["meeting"].clone();
    let input = json!({ "meetingId": meeting["id"], "expectedVersion": meeting["version"] });
    let convened = app.done(&world.coordinator, "conveneMeeting", "meeting { version }", input).await;
    let input = json!({
        "meetingId": meeting["id"], "expectedVersion": convened["meeting"]["version"], "reason": "Neve sul colle",
    });
    app.done(&world.coordinator, "cancelMeeting", "meeting { state }", input).await;

    let input = json!({ "title": "Rifugio", "budget": { "cash": "1000.00", "inKind": "0.00" } });
    let project =
        app.done(&world.secretariat, "createProject", "project { id version }", input).await["project"].clone();
    let input = json!({
        "projectId": project["id"], "expectedVersion": project["version"], "effectiveOn": "2026-09-01",
        "budget": { "cash": "900.00", "inKind": "0.00" }, "reason": "Meno costi",
    });
    app.done(&world.secretariat, "reviseBudget", "project { id }", input).await;
    let bobbio = node(
        app,
        &world.manager,
        "{ stakeholders(where: { text: \"bobbio\" }) { nodes { id } } }",
        "/stakeholders/nodes/0/id",
    )
    .await;
    let input = json!({
        "idempotencyKey": "a", "projectId": project["id"], "contributorId": bobbio, "nature": "CASH", "amount": "600.00",
    });
    let promise = app.done(&world.manager, "pledgeCommitment", "commitment { id }", input).await;
    let input = json!({ "idempotencyKey": "b", "commitmentId": promise["commitment"]["id"], "act": "DGC 12/2026" });
    app.done(&world.manager, "confirmCommitment", "commitment { id }", input).await;
    let input = json!({ "tableId": table["id"], "expectedVersion": table["version"] });
    app.done(&world.secretariat, "suspendTable", "table { id }", input).await;
    app.work().await;
}

#[tokio::test]
async fn a_command_leaves_who_for_whom_when_why_and_what_was_before_and_after() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    story(&app, &world).await;
    let rules = RulesOfProcedure { max_proxies: 3, ..RulesOfProcedure::default() };
    app.run(ChangeTable { table: world.table, expected_version: 4, step: TableStep::ChangeRules(rules) }).await;
    app.database.seal_audit(Sweep::All).await.unwrap();
    let auditor = Some(world.auditor.as_str());
    let only = async |command: &str| {
        let found = log(&app, auditor, json!({ "command": command })).await;
        assert!(!found.is_empty(), "{command}");
        found[0].clone()
    };

    let convened = only("conveneMeeting").await;
    assert_eq!(change(&convened, "state"), (json!("DRAFT"), json!("CONVENED")));
    assert_eq!(convened["personId"], viewer(&app, &world.coordinator).await);
    assert_eq!(convened["recordedAt"], "2026-09-01T08:00:00Z");
    assert_eq!(convened["table"]["slug"], "tavolo-della-montagna");
    assert!(convened["requestId"].is_string(), "{convened:#}");
    assert_eq!(convened["hash"].as_str().unwrap().len(), 64);

    let cancelled = only("cancelMeeting").await;
    assert_eq!(change(&cancelled, "state"), (json!("CONVENED"), json!("CANCELLED")));
    assert_eq!((&cancelled["reason"], &cancelled["subjectKind"]), (&json!("Neve sul colle"), &json!("Meeting")));

    let revised = only("reviseBudget").await;
    let (before, after) = change(&revised, "budget");
    assert_eq!((&before["cash"], &after["cash"]), (&json!(100_000), &json!(90_000)));

    let confirmed = only("confirmCommitment").await;
    assert_eq!(confirmed["organisation"]["name"], "Comune di Bobbio");
    assert_eq!(change(&confirmed, "state"), (json!("PLEDGED"), json!("CONFIRMED")));
    assert_eq!(change(&confirmed, "confirmed"), (json!(0), json!(60_000)));

    let changed = log(&app, auditor, json!({ "command": "changeTable" })).await;
    assert_eq!(change(&changed[0], "rules"), (json!({ "max_proxies": 1 }), json!({ "max_proxies": 3 })));
    assert!(changed[0]["personId"].is_null(), "the operator is nobody in particular");
    assert_eq!(change(&changed[1], "state"), (json!("ACTIVE"), json!("SUSPENDED")));

    // Nothing personal stands in the trail.
    for entry in log(&app, auditor, json!({})).await {
        let detail = entry["detail"].as_str().unwrap();
        assert!(!detail.contains("@example.org") && !detail.contains("Prova"), "{entry:#}");
    }
    app.finish().await;
}

#[tokio::test]
async fn each_role_reads_its_own_part_of_the_trail() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    story(&app, &world).await;
    let bound = person(&app, "Vincolata", "it").await;
    let validity = Validity::since("2026-01-01".parse().unwrap());
    app.run(GrantRole { person: bound, role: Role::Auditor, scope: GrantScope::Table(world.table), validity }).await;
    let bound = token(&app, bound).await;

    let all = app.database.audit_census().await.unwrap().entries;
    assert_eq!(count(&app, Some(&world.auditor), json!({})).await, all);
    assert_eq!(count(&app, Some(&world.secretariat), json!({})).await, all);
    for nobody in [None, Some(&world.delegate), Some(&world.outsider), Some(&world.admin)] {
        let token = nobody.map(String::as_str);
        assert_eq!(
            (count(&app, token, json!({})).await, log(&app, token, json!({})).await.len()),
            (0, 0),
            "{nobody:?}"
        );
    }
    let about_table = log(&app, Some(&world.coordinator), json!({})).await;
    assert!(about_table.iter().all(|entry| entry["table"]["slug"] == "tavolo-della-montagna"));
    let names: Vec<&str> = about_table.iter().map(|entry| entry["command"].as_str().unwrap()).collect();
    for name in ["createTable", "addSeat", "nameSeatHolder", "draftMeeting", "cancelMeeting", "changeTable"] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    assert!(!names.contains(&"confirmCommitment") && !names.contains(&"createPerson"), "{names:?}");
    assert_eq!(log(&app, Some(&bound), json!({})).await.len(), about_table.len());
    let own = log(&app, Some(&world.manager), json!({})).await;
    assert!(own.iter().all(|entry| entry["organisation"]["name"] == "Comune di Bobbio"));
    assert_eq!(own[0]["command"], "confirmCommitment", "the newest first");

    // A condition never shows more than the role does.
    let table = json!({ "command": "createPerson" });
    assert_eq!(count(&app, Some(&world.coordinator), table.clone()).await, 0);
    assert!(count(&app, Some(&world.auditor), table).await > 0);
    // The page of the auditor reads the same, with the links.
    app.database.seal_audit(Sweep::All).await.unwrap();
    let caller = Caller::operator();
    let page = read_audit_log(&app.database, &caller, &AuditFilter::default(), Window::first(10)).await.unwrap();
    assert!(page.rows.len() == 10 && page.rows.iter().all(|(_, line)| line.link.is_some()));
    let public = Caller::new(Actor::Public);
    let page = read_audit_log(&app.database, &public, &AuditFilter::default(), Window::first(10)).await.unwrap();
    assert!(page.rows.is_empty());
    app.finish().await;
}

#[tokio::test]
async fn the_trail_is_filtered_and_read_page_by_page() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    app.at("2026-09-02T08:00:00Z");
    story(&app, &world).await;
    let auditor = Some(world.auditor.as_str());
    let all = log(&app, auditor, json!({})).await;
    let confirmed = all.iter().find(|entry| entry["command"] == "confirmCommitment").unwrap();
    let organisation = node(
        &app,
        &world.auditor,
        "{ stakeholders(where: { text: \"bobbio\" }) { nodes { id } } }",
        "/stakeholders/nodes/0/id",
    )
    .await;
    let table =
        node(&app, &world.auditor, "{ concertationTables { nodes { id } } }", "/concertationTables/nodes/0/id").await;
    let checks = [
        (json!({ "personId": confirmed["personId"] }), "/personId", confirmed["personId"].clone()),
        (json!({ "subjectId": confirmed["subjectId"] }), "/subjectId", confirmed["subjectId"].clone()),
        (json!({ "subjectKind": "Meeting" }), "/subjectKind", json!("Meeting")),
        (json!({ "organisationId": organisation }), "/organisation/name", json!("Comune di Bobbio")),
        (json!({ "tableId": table }), "/table/slug", json!("tavolo-della-montagna")),
        (json!({ "requestId": confirmed["requestId"] }), "/command", json!("confirmCommitment")),
        (json!({ "from": "2026-09-02T00:00:00Z" }), "/recordedAt", json!("2026-09-02T08:00:00Z")),
        (json!({ "to": "2026-09-02T00:00:00Z" }), "/recordedAt", json!("2026-09-01T08:00:00Z")),
    ];
    for (filter, path, expected) in checks {
        let found = log(&app, auditor, filter.clone()).await;
        let fits = all.iter().filter(|entry| entry.pointer(path) == Some(&expected)).count();
        assert!(!found.is_empty() && found.len() == fits, "{filter}: {} of {fits}", found.len());
        assert!(found.iter().all(|entry| entry.pointer(path) == Some(&expected)), "{filter}: {found:#?}");
    }
    assert!(log(&app, auditor, json!({ "subjectId": "AAAA" })).await.is_empty());

    let (mut after, mut walked) = (Value::Null, Vec::new());
    loop {
        let query = "query($after: String) { auditLog(first: 7, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }";
        let page = app.query(auditor, query, json!({ "after": after })).await["auditLog"].clone();
        walked.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(walked, all.iter().map(|entry| entry["id"].clone()).collect::<Vec<_>>());
    app.finish().await;
}

async fn verified(app: &TestApp, anchors: &[Head]) -> AuditReport {
    let anchors = anchors.iter().map(|head| Ok::<_, std::fmt::Error>(Anchor { head: *head, at: app.app.now() }));
    verify_audit(&app.database, anchors.collect::<Vec<_>>()).await.unwrap()
}

#[tokio::test]
async fn what_a_person_was_called_is_told_to_those_who_see_contacts_until_the_person_is_erased() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let ada = encode(person(&app, "Ada", "it").await);
    let change = json!({ "personId": ada, "expectedVersion": 1, "familyName": "Nuova", "email": "nuova@example.org" });
    app.done(&world.secretariat, "updatePerson", "person { id }", change).await;
    let told = async |token: &String| {
        log(&app, Some(token), json!({ "command": "updatePerson", "subjectId": ada })).await.remove(0)
    };
    let clear = self::change(&told(&world.secretariat).await, "email");
    assert_eq!(clear, (json!("ada@example.org"), json!("nuova@example.org")));
    let entry = told(&world.auditor).await;
    let hashed = self::change(&entry, "familyName");
    assert!(hashed.1.as_str().unwrap().starts_with("sha256:"), "{hashed:?}");
    assert!(!entry.to_string().contains("nuova@") && !entry.to_string().contains("Nuova"), "{entry}");

    app.done(&world.admin, "erasePerson", "person { id }", json!({ "personId": ada })).await;
    assert!(self::change(&told(&world.secretariat).await, "email").0.as_str().unwrap().starts_with("sha256:"));
    app.database.seal_audit(Sweep::All).await.unwrap();
    assert_eq!(verified(&app, &[]).await.faults, [], "the chain holds without the values");

    let raw = Raw::open(app.database_url()).await;
    raw.execute("UPDATE audit_value SET after = 'altra@example.org' WHERE field = 'email'").await;
    let faults = verified(&app, &[]).await.faults;
    assert!(matches!(&faults[..], [AuditFault::ValueChanged { field, .. }] if field == "email"), "{faults:?}");
    raw.close().await;
    app.finish().await;
}

#[tokio::test]
async fn two_hundred_tamperings_are_all_found() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    story(&app, &world).await;
    app.database.seal_audit(Sweep::All).await.unwrap();
    let head = app.database.audit_head().await.unwrap();
    let whole = verified(&app, &[head]).await;
    assert_eq!((&whole.faults, whole.unsealed, whole.head), (&vec![], 0, head));
    assert_eq!(whole.entries, u64::try_from(head.seq).unwrap());

    let raw = Raw::open(app.database_url()).await;
    for seed in 0..200 {
        let (what, statements) = tampering(seed, head.seq, &raw);
        for sql in &statements {
            raw.execute(sql).await;
        }
        let found = verified(&app, &[head]).await;
        assert!(!found.faults.is_empty(), "seed {seed}, {what}: {statements:#?}");
        raw.restore().await;
    }
    assert_eq!(verified(&app, &[head]).await.faults, []);

    // A cut leaves a shorter chain that holds: only the anchored head tells.
    for sql in cut(head.seq - 1) {
        raw.execute(&sql).await;
    }
    assert_eq!(verified(&app, &[]).await.faults, []);
    let found = verified(&app, &[head]).await.faults;
    assert_eq!(found, [AuditFault::Truncated { end: head.seq - 1, anchored: head.seq }]);
    raw.restore().await;
    raw.close().await;
    app.finish().await;
}

#[tokio::test]
async fn commands_of_one_second_are_chained_whoever_commits_first() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..20 {
        let inner: App = app.app.clone();
        let table = world.table;
        tasks.spawn(async move {
            let step = TableStep::ChangeRules(RulesOfProcedure { max_proxies: n, ..RulesOfProcedure::default() });
            // One of them finds its version; the others are refused and leave nothing.
            inner.execute(&Caller::operator(), ChangeTable { table, expected_version: 3, step }).await.is_ok()
        });
    }
    let mut done = 0;
    while let Some(outcome) = tasks.join_next().await {
        done += u64::from(outcome.unwrap());
        app.database.seal_audit(Sweep::Recent).await.unwrap();
    }
    assert_eq!(done, 1);
    let report = verified(&app, &[app.database.audit_head().await.unwrap()]).await;
    assert_eq!((report.faults, report.unsealed), (vec![], 0));
    app.finish().await;
}
