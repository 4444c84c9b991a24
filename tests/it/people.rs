//! Persons, their posts and roles: who gives and takes them, who sees them, and when they end.

use cordata_api::graphql::id::encode;
use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::fixture::{World, person, seat, table, token, world};
use serde_json::{Value, json};

const ROLES: &str = "{ viewer { roles { kind organisation { name } } } }";

fn organisation(world: &World, seat: usize) -> Value {
    json!(encode(world.seats[seat].organisation))
}

async fn roles(app: &TestApp, token: &str) -> Vec<String> {
    let data = app.query(Some(token), ROLES, json!({})).await;
    let roles = data["viewer"]["roles"].as_array().unwrap();
    roles.iter().map(|role| role["kind"].as_str().unwrap().to_owned()).collect()
}

/// A person with a post in the organisation of the manager of the world.
async fn colleague(app: &TestApp, world: &World) -> (Value, Value, String) {
    let colleague = person(app, "Collega", "it").await;
    let post = json!({
        "personId": encode(colleague), "organisationId": organisation(world, 1), "post": "Assessora", "from": "2026-01-01",
    });
    let affiliation = app.done(&world.secretariat, "startAffiliation", "affiliationId", post).await;
    (json!(encode(colleague)), affiliation["affiliationId"].clone(), token(app, colleague).await)
}

fn delegate_of(world: &World, person: &Value, seat: usize) -> Value {
    let scope = json!({ "organisationId": organisation(world, seat) });
    json!({ "personId": person, "role": "DELEGATE", "scope": scope, "from": "2026-09-01" })
}

#[tokio::test]
async fn a_manager_names_delegates_of_the_own_organisation_and_takes_the_role_back_at_once() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (colleague, _, bearer) = colleague(&app, &world).await;
    let naming = delegate_of(&world, &colleague, 1);
    let granted = app.done(&world.manager, "grantRole", "grantId", naming.clone()).await;
    assert_eq!(roles(&app, &bearer).await, ["DELEGATE"]);

    let again = app.mutate(&world.manager, "grantRole", "", naming.clone()).await;
    assert_eq!(again["userErrors"][0]["code"], "INVALID_INPUT", "an overlapping grant: {again}");
    assert_eq!(again["userErrors"][0]["path"], json!(["input", "from"]));
    let elsewhere = delegate_of(&world, &colleague, 2);
    assert_eq!(app.refused(&world.manager, "grantRole", elsewhere).await, "FORBIDDEN", "not their organisation");
    for role in ["ORG_MANAGER", "SECRETARIAT"] {
        let mut other = naming.clone();
        other["role"] = json!(role);
        assert_eq!(app.refused(&world.manager, "grantRole", other).await, "FORBIDDEN", "{role}");
    }
    let me = app.query(Some(&world.manager), "{ viewer { person { id } } }", json!({})).await;
    let oneself = delegate_of(&world, &me["viewer"]["person"]["id"], 1);
    assert_eq!(app.refused(&world.manager, "grantRole", oneself).await, "FORBIDDEN", "to oneself");
    let stranger = delegate_of(&world, &json!(encode(world.seats[2].titular)), 1);
    let nobody = delegate_of(&world, &json!(encode(cordata_domain::ids::PersonId(uuid::Uuid::from_u128(9)))), 1);
    for absent in [stranger, nobody] {
        assert_eq!(app.refused(&world.manager, "grantRole", absent).await, "NOT_FOUND", "out of their sight");
    }

    let taking = json!({ "grantId": granted["grantId"] });
    assert_eq!(app.refused(&world.delegate, "revokeRole", taking.clone()).await, "NOT_FOUND");
    app.done(&world.manager, "revokeRole", "grantId", taking.clone()).await;
    assert_eq!(roles(&app, &bearer).await, Vec::<String>::new(), "on its first day too");
    assert_eq!(app.refused(&world.manager, "revokeRole", taking).await, "ILLEGAL_TRANSITION");
    app.done(&world.manager, "grantRole", "grantId", naming).await;
    assert_eq!(roles(&app, &bearer).await, ["DELEGATE"], "what was withdrawn is in nobody's way");
    app.finish().await;
}

#[tokio::test]
async fn the_end_of_a_post_ends_roles_seats_and_coordination_at_that_moment() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    assert_eq!(roles(&app, &world.coordinator).await, ["COORDINATOR", "SEAT_HOLDER"]);
    let query = "query($id: ID!) { person(id: $id) { affiliations { id } } }";
    let data = app.query(Some(&world.secretariat), query, json!({ "id": encode(world.seats[0].titular) })).await;
    let end = json!({ "affiliationId": data["person"]["affiliations"][0]["id"] });
    assert_eq!(
        app.refused(&world.manager, "endAffiliation", end.clone()).await,
        "NOT_FOUND",
        "of another organisation"
    );
    app.done(&world.secretariat, "endAffiliation", "affiliationId", end.clone()).await;
    assert_eq!(roles(&app, &world.coordinator).await, Vec::<String>::new());
    assert_eq!(app.refused(&world.secretariat, "endAffiliation", end).await, "ILLEGAL_TRANSITION");
    let data = app.query(Some(&world.secretariat), "{ concertationTables { nodes { id version } } }", json!({})).await;
    let table = &data["concertationTables"]["nodes"][0];
    let back = json!({
        "tableId": table["id"], "expectedVersion": table["version"], "personId": encode(world.seats[0].titular),
    });
    assert_eq!(app.refused(&world.secretariat, "appointCoordinator", back).await, "INVALID_INPUT", "without a post");

    let (_, affiliation, bearer) = colleague(&app, &world).await;
    let me =
        app.query(Some(&bearer), "{ viewer { person { id } } }", json!({})).await["viewer"]["person"]["id"].clone();
    app.done(&world.manager, "grantRole", "", delegate_of(&world, &me, 1)).await;
    assert_eq!(roles(&app, &bearer).await, ["DELEGATE"]);
    app.done(&world.manager, "endAffiliation", "", json!({ "affiliationId": affiliation })).await;
    assert_eq!(roles(&app, &bearer).await, Vec::<String>::new());
    app.finish().await;
}

#[tokio::test]
async fn who_left_is_not_convened_any_more() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let query = "query($id: ID!) { person(id: $id) { affiliations { id } } }";
    let data = app.query(Some(&world.admin), query, json!({ "id": encode(world.seats[2].titular) })).await;
    let end = json!({ "affiliationId": data["person"]["affiliations"][0]["id"] });
    app.done(&world.admin, "endAffiliation", "", end).await;
    let input = json!({
        "tableId": encode(world.table), "title": "Seduta", "kind": "ORDINARY", "mode": "IN_PERSON", "place": "Sala",
        "startsAtLocal": "2026-10-15T10:00:00", "minutes": 60, "agenda": [{ "title": "Uno", "kind": "DECISION" }],
    });
    let drafted = app.done(&world.coordinator, "draftMeeting", "meeting { id }", input).await;
    let convene = json!({ "meetingId": drafted["meeting"]["id"], "expectedVersion": 1 });
    let fields = "meeting { invitees { organisation { name } } }";
    let convened = app.done(&world.coordinator, "conveneMeeting", fields, convene).await;
    let invitees = convened["meeting"]["invitees"].to_string();
    assert!(invitees.contains("Comune di Bobbio") && !invitees.contains("Chialamberto"), "{invitees}");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let query = "{ viewer { person { id grants { id role wholePlan viewerCanRevoke } } } }";
    let data = app.query(Some(&world.admin), query, json!({})).await;
    let grant = &data["viewer"]["person"]["grants"][0];
    assert_eq!((&grant["role"], &grant["wholePlan"]), (&json!("PLATFORM_ADMIN"), &json!(true)));
    let revoke = json!({ "grantId": grant["id"] });
    assert_eq!(app.refused(&world.admin, "revokeRole", revoke.clone()).await, "LAST_ADMINISTRATOR");
    let (colleague, _, _) = colleague(&app, &world).await;
    let mut input = json!({
        "personId": colleague, "role": "PLATFORM_ADMIN", "scope": { "wholePlan": true },
        "from": "2026-09-01", "to": "2026-09-30",
    });
    app.done(&world.admin, "grantRole", "", input.clone()).await;
    assert_eq!(app.refused(&world.admin, "revokeRole", revoke.clone()).await, "LAST_ADMINISTRATOR", "one who ends");
    input["from"] = json!("2026-10-01");
    input["to"] = Value::Null;
    app.done(&world.admin, "grantRole", "", input).await;
    app.at("2026-10-01T08:00:00Z");
    app.done(&world.admin, "revokeRole", "", revoke).await;
    app.finish().await;
}

#[tokio::test]
async fn everybody_keeps_their_own_record_and_the_address_is_for_those_who_manage_people() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let fields = "person { fullName email locale timeZone version }";
    let data = app.query(Some(&world.delegate), "{ viewer { person { id version } } }", json!({})).await;
    let me = data["viewer"]["person"].clone();
    let change = |version: i64, more: Value| {
        let mut input = json!({ "personId": me["id"], "expectedVersion": version });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let own = change(1, json!({ "givenName": "Barbara", "locale": "en", "timeZone": "Europe/Paris" }));
    let changed = app.done(&world.delegate, "updatePerson", fields, own).await;
    let expected = json!({
        "fullName": "Barbara Prova", "email": "bobbio@example.org", "locale": "en", "timeZone": "Europe/Paris", "version": 2,
    });
    assert_eq!(changed["person"], expected);
    let stale = change(1, json!({ "givenName": "B" }));
    assert_eq!(app.refused(&world.delegate, "updatePerson", stale).await, "CONFLICT");
    let blank = app.mutate(&world.delegate, "updatePerson", "", change(2, json!({ "familyName": null }))).await;
    assert_eq!(blank["userErrors"][0]["path"], json!(["input", "familyName"]));
    let mailbox = change(2, json!({ "email": "altro@example.org" }));
    assert_eq!(app.refused(&world.delegate, "updatePerson", mailbox.clone()).await, "FORBIDDEN");
    assert_eq!(app.refused(&world.manager, "updatePerson", mailbox.clone()).await, "FORBIDDEN", "seen, not changed");
    assert_eq!(app.refused(&world.outsider, "updatePerson", mailbox.clone()).await, "NOT_FOUND");
    let moved = app.done(&world.secretariat, "updatePerson", fields, mailbox).await;
    assert_eq!(moved["person"]["email"], "altro@example.org");
    let cleared = change(3, json!({ "email": null, "locale": null, "timeZone": null }));
    let cleared = app.done(&world.admin, "updatePerson", fields, cleared).await;
    let expected = json!({
        "fullName": "Barbara Prova", "email": null, "locale": "it", "timeZone": "Europe/Rome", "version": 4,
    });
    assert_eq!(cleared["person"], expected);
    app.finish().await;
}

#[tokio::test]
async fn a_list_of_persons_has_those_whom_one_may_see() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let elsewhere = table(&app, "Tavolo di altri", Publicity::Public).await;
    seat(&app, elsewhere, "Gravere", true).await;
    let query = "query($where: PersonFilter) { persons(where: $where, first: 100) { totalCount nodes { givenName } } }";
    let list = async |token: Option<&String>, filter: Value| {
        let data = app.query(token.map(String::as_str), query, json!({ "where": filter })).await["persons"].clone();
        let nodes = data["nodes"].as_array().unwrap();
        assert_eq!(data["totalCount"], nodes.len());
        nodes.iter().map(|node| node["givenName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(list(None, json!({})).await, Vec::<String>::new());
    assert_eq!(list(Some(&world.auditor), json!({})).await, ["Revisore"]);
    assert_eq!(list(Some(&world.delegate), json!({})).await, ["Bobbio"]);
    assert_eq!(list(Some(&world.manager), json!({})).await, ["Bobbio", "Favro"]);
    let table = ["Argentera", "Bobbio", "Chialamberto", "Demonte", "Elva", "Politecnico"];
    assert_eq!(list(Some(&world.coordinator), json!({})).await, table);
    assert_eq!(list(Some(&world.secretariat), json!({})).await.len(), 12);
    let filter = json!({ "organisationId": organisation(&world, 1), "text": "favro" });
    assert_eq!(list(Some(&world.admin), filter).await, ["Favro"]);
    let delegates = json!({ "roleIn": ["DELEGATE"] });
    assert_eq!(list(Some(&world.secretariat), delegates.clone()).await, ["Bobbio"]);
    assert_eq!(list(Some(&world.coordinator), delegates).await, Vec::<String>::new(), "roles are not theirs to see");

    let query = "query($id: ID!) { stakeholder(by: { id: $id }) { viewerCan { nameDelegate } people { post isCurrent
        person { fullName } } } }";
    for (token, people) in [(&world.coordinator, None), (&world.manager, Some(2)), (&world.admin, Some(2))] {
        let data = app.query(Some(token), query, json!({ "id": organisation(&world, 1) })).await;
        assert_eq!(data["stakeholder"]["people"].as_array().map(Vec::len), people, "{data}");
    }
    let query = "query($id: ID!) { person(id: $id) { fullName affiliations { post } grants { role } } }";
    let seen = app.query(Some(&world.coordinator), query, json!({ "id": encode(world.seats[1].titular) })).await;
    assert_eq!(seen["person"], json!({ "fullName": "Bobbio Prova", "affiliations": null, "grants": null }));
    let before = app.database.statements();
    let all =
        "{ persons(first: 100) { nodes { fullName affiliations { post organisation { name } } grants { role } } } }";
    app.query(Some(&world.secretariat), all, json!({})).await;
    let statements = app.database.statements() - before;
    assert!(statements <= 10, "{statements} statements for a page of persons");
    app.finish().await;
}

#[tokio::test]
async fn a_decision_of_the_policy_is_explained_in_words() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let query = "query($who: ID!, $act: String!, $table: ID, $organisation: ID) {
        explainAccess(personId: $who, act: $act, tableId: $table, organisationId: $organisation) { allowed because ground } }";
    let me = app.query(Some(&world.manager), "{ viewer { person { id } } }", json!({})).await["viewer"]["person"]["id"]
        .clone();
    let ask = |act: &str| json!({ "who": me, "act": act, "organisation": organisation(&world, 1) });
    for token in [&world.manager, &world.secretariat, &world.admin] {
        let data = app.query(Some(token), query, ask("recordPayment")).await;
        let expected = json!({
            "allowed": true, "ground": "org-manager",
            "because": "perché Favro Prova gestisce Comune di Bobbio, dal giorno 1 gennaio 2026",
        });
        assert_eq!(data["explainAccess"], expected);
    }
    let data = app.query(Some(&world.secretariat), query, ask("conveneMeeting")).await;
    assert_eq!(data["explainAccess"]["allowed"], false);
    let because = data["explainAccess"]["because"].as_str().unwrap();
    assert!(because.contains("Favro Prova") && because.contains("coordinatore del tavolo"), "{because}");
    let seat =
        json!({ "who": encode(world.seats[0].titular), "act": "proposeAgendaItem", "table": encode(world.table) });
    let data = app.query(Some(&world.secretariat), query, seat).await;
    assert_eq!(data["explainAccess"]["ground"], "seat-holder", "{data}");

    let nobody = encode(cordata_domain::ids::PersonId(uuid::Uuid::from_u128(9)));
    let absent = app.post(Some(&world.delegate), query, json!({ "who": nobody, "act": "recordPayment" })).await;
    let denied = app.post(Some(&world.delegate), query, ask("recordPayment")).await;
    assert_eq!(absent["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{absent}");
    for part in ["message", "path"] {
        assert_eq!(denied["errors"][0][part], absent["errors"][0][part], "denied is absent");
    }
    assert_eq!(denied["data"], absent["data"]);
    app.finish().await;
}
