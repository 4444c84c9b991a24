//! Invitations into an organisation: what they offer, to whom, until when, and what they do not tell.

use cordata_api::graphql::id::{decode_as, encode};
use cordata_app::identity::GrantRole;
use cordata_domain::identity::{GrantScope, Role};
use cordata_domain::ids::PersonId;
use cordata_domain::period::Validity;
use cordata_tests::TestApp;
use cordata_tests::browser::Browser;
use cordata_tests::fixture::{World, token, world};
use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::{Value, json};

fn offer(world: &World, seat: usize, role: Option<&str>, name: &str, email: &str) -> Value {
    json!({
        "organisationId": encode(world.seats[seat].organisation), "givenName": name, "familyName": "Nuova",
        "email": email, "post": "Assessora", "role": role, "from": "2026-09-01",
    })
}

async fn invite(app: &TestApp, token: &str, input: Value) -> Value {
    app.done(token, "inviteMember", "invitationId", input).await["invitationId"].clone()
}

/// The links of all invitations that reached an address, oldest first.
async fn links(app: &TestApp, address: &str) -> Vec<String> {
    app.work().await;
    let page = format!("{}/invitation/", app.url);
    app.mailbox.to(address).iter().filter_map(|mail| mail.link(&page)).collect()
}

/// What the page of a person says of them, for those who manage people.
async fn known_as(app: &TestApp, world: &World, name: &str) -> Vec<Value> {
    let query = "query($text: String!) { persons(where: { text: $text }) { nodes { id affiliations { id post organisation { name } }
        grants { role organisation { name } } } } }";
    let data = app.query(Some(&world.admin), query, json!({ "text": name })).await;
    data["persons"]["nodes"].as_array().unwrap().clone()
}

fn person_of(id: &Value) -> PersonId {
    decode_as(&id.as_str().unwrap().into()).unwrap()
}

#[tokio::test]
async fn inviting_a_member_takes_the_powers_of_all_its_parts() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let refused = async |token: &str, input| app.refused(token, "inviteMember", input).await;
    let delegate = |seat, email| offer(&world, seat, Some("DELEGATE"), "Nadia", email);
    assert_eq!(refused(&world.manager, delegate(2, "n@example.org")).await, "FORBIDDEN");
    let manager = offer(&world, 1, Some("ORG_MANAGER"), "Nadia", "n@example.org");
    assert_eq!(refused(&world.manager, manager).await, "FORBIDDEN");
    let post = |seat, email| offer(&world, seat, None, "Nadia", email);
    assert_eq!(refused(&world.delegate, post(1, "n@example.org")).await, "FORBIDDEN");
    assert_eq!(refused(&world.secretariat, delegate(2, "n@example.org")).await, "FORBIDDEN");
    assert_eq!(refused(&world.manager, post(1, "favro@example.org")).await, "FORBIDDEN", "oneself by another name");
    assert_eq!(refused(&world.manager, post(1, "Favro+x@example.org")).await, "FORBIDDEN", "by another spelling");
    assert_eq!(refused(&world.admin, post(2, " ")).await, "INVALID_INPUT");
    let lure = offer(&world, 1, None, "Leggi su evil.example", "n@example.org");
    assert_eq!(refused(&world.manager, lure).await, "INVALID_INPUT", "a name is no address of a site");
    app.finish().await;
}

#[tokio::test]
async fn a_place_is_taken_up_when_the_invitation_is_accepted_and_the_sender_learns_nothing_before() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    invite(&app, &world.manager, offer(&world, 1, Some("DELEGATE"), "Nadia", "n@example.org")).await;
    let [nadia] = &known_as(&app, &world, "Nadia").await[..] else { panic!("one person") };
    assert_eq!((&nadia["affiliations"], &nadia["grants"]), (&json!([]), &json!([])), "nothing before they accept");
    let sees = "query($id: ID!) { person(id: $id) { id } node(id: $id) { id } }";
    let unseen = app.query(Some(&world.manager), sees, json!({ "id": nadia["id"] })).await;
    assert_eq!(unseen, json!({ "person": null, "node": null }));

    invite(&app, &world.secretariat, offer(&world, 2, None, "nadia", "N@example.org")).await;
    let sent = links(&app, "n@example.org").await;
    assert_eq!(sent.len(), 2, "each organisation has an invitation of its own");
    for link in &sent {
        assert_eq!(Browser::new(&app).post(link, &[]).await.status, 303);
    }
    let [nadia] = &known_as(&app, &world, "Nadia").await[..] else {
        panic!("the same mailbox and name are one person")
    };
    assert_eq!(nadia["affiliations"].as_array().unwrap().len(), 2);
    assert_eq!(nadia["grants"][0]["role"], "DELEGATE");
    let again = app.mutate(&world.manager, "inviteMember", "", offer(&world, 1, None, "Nadia", "n@example.org")).await;
    assert_eq!(again["userErrors"][0]["path"], json!(["input", "from"]), "a member is not invited again: {again}");
    app.finish().await;
}

#[tokio::test]
async fn an_offer_ends_when_it_is_replaced_withdrawn_or_its_sender_loses_the_right() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let to = |name, email| offer(&world, 1, Some("DELEGATE"), name, email);
    invite(&app, &world.manager, to("Nadia", "n@example.org")).await;
    let first = links(&app, "n@example.org").await.pop().unwrap();
    let second = invite(&app, &world.manager, to("Nadia", "n@example.org")).await;
    assert_eq!(Browser::new(&app).post(&first, &[]).await.status, 410, "it was replaced");
    let taken = json!({ "invitationId": second });
    for stranger in [&world.delegate, &world.outsider, &world.auditor] {
        assert_eq!(app.refused(stranger, "withdrawInvitation", taken.clone()).await, "NOT_FOUND");
    }
    app.done(&world.manager, "withdrawInvitation", "invitationId", taken.clone()).await;
    assert_eq!(app.refused(&world.manager, "withdrawInvitation", taken).await, "ILLEGAL_TRANSITION");

    invite(&app, &world.manager, to("Olga", "o@example.org")).await;
    let manager = known_as(&app, &world, "Favro").await;
    let post = json!({ "affiliationId": manager[0]["affiliations"][0]["id"] });
    app.done(&world.secretariat, "endAffiliation", "affiliationId", post).await;
    let late = links(&app, "o@example.org").await.pop().unwrap();
    assert_eq!(Browser::new(&app).post(&late, &[]).await.status, 410, "the sender may not give it any more");
    assert_eq!(known_as(&app, &world, "Olga").await[0]["affiliations"], json!([]));
    app.finish().await;
}

#[tokio::test]
async fn who_comes_back_to_an_organisation_does_not_find_the_old_role() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let grant = |person: &Value, role: &str| {
        let scope = json!({ "organisationId": encode(world.seats[1].organisation) });
        json!({ "personId": person, "role": role, "scope": scope, "from": "2026-09-01" })
    };
    invite(&app, &world.manager, offer(&world, 1, None, "Nadia", "n@example.org")).await;
    let link = links(&app, "n@example.org").await.pop().unwrap();
    Browser::new(&app).post(&link, &[]).await;
    let nadia = known_as(&app, &world, "Nadia").await.remove(0);
    app.done(&world.admin, "grantRole", "grantId", grant(&nadia["id"], "ORG_MANAGER")).await;
    let post = json!({ "affiliationId": nadia["affiliations"][0]["id"] });
    app.done(&world.manager, "endAffiliation", "affiliationId", post).await;

    invite(&app, &world.manager, offer(&world, 1, Some("DELEGATE"), "Nadia", "n@example.org")).await;
    let link = links(&app, "n@example.org").await.pop().unwrap();
    let mut browser = Browser::new(&app);
    assert_eq!(browser.post(&link, &[]).await.status, 303);
    let own = browser.get("/en/me").await;
    assert!(own.text.contains("Delegate of the organisation"), "{}", own.text);
    assert!(!own.text.contains("Manager of the organisation"), "a manager never gave that: {}", own.text);
    app.finish().await;
}

#[tokio::test]
async fn who_was_sent_away_does_not_come_back_by_an_older_invitation_or_after_a_while() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let organisation = encode(world.seats[1].organisation);
    invite(&app, &world.manager, offer(&world, 1, Some("DELEGATE"), "Nadia", "n@example.org")).await;
    let older = links(&app, "n@example.org").await.pop().unwrap();
    let nadia = known_as(&app, &world, "Nadia").await.remove(0)["id"].clone();
    let post =
        |from: &str| json!({ "personId": nadia, "organisationId": organisation, "post": "Assessora", "from": from });
    let begun = app.done(&world.secretariat, "startAffiliation", "affiliationId", post("2026-01-01")).await;
    let scope = json!({ "organisationId": organisation });
    let manages = json!({ "personId": nadia, "role": "ORG_MANAGER", "scope": scope, "from": "2026-01-01" });
    app.done(&world.admin, "grantRole", "grantId", manages).await;
    let own = token(&app, person_of(&nadia)).await;
    let roles =
        async || app.query(Some(&own), "{ viewer { roles { kind } } }", json!({})).await["viewer"]["roles"].clone();
    assert_eq!(roles().await, json!([{ "kind": "ORG_MANAGER" }]));

    let end = json!({ "affiliationId": begun["affiliationId"], "lastDay": "2026-09-01" });
    app.done(&world.manager, "endAffiliation", "affiliationId", end).await;
    assert_eq!(roles().await, json!([{ "kind": "ORG_MANAGER" }]), "to the end of the day");
    app.done(&world.manager, "startAffiliation", "affiliationId", post("2026-12-01")).await;
    assert_eq!(Browser::new(&app).post(&older, &[]).await.status, 410, "the older invitation was taken back");
    app.at("2026-12-02T09:00:00Z");
    assert_eq!(roles().await, json!([]), "a manager did not give that");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn the_trail_does_not_tell_a_manager_whether_somebody_was_known() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    invite(&app, &world.manager, offer(&world, 1, None, "Nadia", "n@example.org")).await;
    let known = json!({
        "organisationId": encode(world.seats[1].organisation), "givenName": "CHIALAMBERTO", "familyName": "prova",
        "email": "Chialamberto@example.org", "post": "Assessora", "from": "2026-09-01",
    });
    invite(&app, &world.manager, known).await;
    let query = "{ auditLog(where: { command: \"inviteMember\" }) { nodes { subjectKind detail } } }";
    let told = app.query(Some(&world.manager), query, json!({})).await["auditLog"]["nodes"].clone();
    let [first, second] = &told.as_array().unwrap()[..] else { panic!("an entry for each: {told}") };
    assert_eq!(first, second);
    let all = app.query(Some(&world.secretariat), query, json!({})).await["auditLog"]["nodes"].clone();
    assert_eq!(all.as_array().unwrap().len(), 3, "a new person is in the trail: {all}");

    let mut manager = Browser::signed_in(&app, "favro@example.org").await;
    let page = manager.get(&format!("/en/organisations/{}/people", world.seats[1].organisation)).await;
    assert!(
        page.text.contains("CHIALAMBERTO prova") && page.text.contains("Chialamberto@example.org"),
        "{}",
        page.text
    );
    app.finish().await;
}

#[tokio::test]
async fn nobody_floods_a_mailbox_with_invitations() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    for n in 0..5 {
        let spelling = format!("n+{n}@example.org");
        invite(&app, &world.manager, offer(&world, 1, None, "Nadia", &spelling)).await;
    }
    let sixth = offer(&world, 1, None, "Nadia", "n@example.org");
    assert_eq!(app.refused(&world.manager, "inviteMember", sixth.clone()).await, "LIMIT_REACHED");
    assert_eq!(app.refused(&world.admin, "inviteMember", sixth).await, "LIMIT_REACHED", "whoever sends it");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn two_who_invite_the_same_person_at_once_invite_one_person() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let both = (1..=2).map(|seat| {
        let input = offer(&world, seat, None, "Nadia", "n@example.org");
        let app = &app;
        let token = &world.secretariat;
        async move { invite(app, token, input).await }
    });
    futures_util::future::join_all(both).await;
    assert_eq!(known_as(&app, &world, "Nadia").await.len(), 1);
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn who_was_invited_and_never_came_is_forgotten_in_time() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let entered = json!({ "givenName": "Livia", "familyName": "Nuova", "email": "l@example.org" });
    app.done(&world.admin, "createPerson", "person { id }", entered).await;
    let address = |name: &str| format!("{}@example.org", name.to_lowercase().chars().next().unwrap());
    for name in ["Livia", "Nadia", "Olga", "Piera", "Rita"] {
        invite(&app, &world.manager, offer(&world, 1, None, name, &address(name))).await;
    }
    let citizen =
        [("key", "uno"), ("kind", "IDEA"), ("title", "Una panchina"), ("text", "All'ombra."), ("name", "Carla")];
    let form = [&citizen[..], &[("address", "n@example.org"), ("consent", "yes")]].concat();
    assert_eq!(Browser::new(&app).post("/it/contribute", &form).await.status, 200);
    let accepted = links(&app, "o@example.org").await.pop().unwrap();
    assert_eq!(Browser::new(&app).post(&accepted, &[]).await.status, 303);
    Browser::signed_in(&app, "r@example.org").await;
    let nadia = known_as(&app, &world, "Nadia").await.remove(0)["id"].clone();
    app.at("2026-10-20T09:00:00Z");
    invite(&app, &world.manager, offer(&world, 1, None, "Piera", "p@example.org")).await;
    let known = async || {
        app.work().await;
        let mut found = Vec::new();
        for name in ["Livia", "Nadia", "Olga", "Piera", "Rita"] {
            found.push(known_as(&app, &world, name).await.len());
        }
        found
    };
    app.at("2026-11-29T09:00:00Z");
    assert_eq!(known().await, [1, 1, 1, 1, 1], "90 days are not over");
    app.at("2026-12-02T09:00:00Z");
    assert_eq!(known().await, [1, 0, 1, 1, 1], "entered by somebody, came, was invited again, signed in");
    let query = "query($id: ID!) { person(id: $id) { fullName email } }";
    let erased = app.query(Some(&world.admin), query, json!({ "id": nadia })).await;
    assert_eq!(erased["person"], json!({ "fullName": "Persona cancellata", "email": null }));
    let connection = Database::connect(app.database_url()).await.unwrap();
    let sql = "SELECT COUNT(*) AS n FROM contributor WHERE name = 'Carla'";
    let asked = Statement::from_string(connection.get_database_backend(), sql);
    let citizens: i64 = connection.query_one_raw(asked).await.unwrap().unwrap().try_get("", "n").unwrap();
    assert_eq!(citizens, 1, "a citizen who reads the same mailbox is somebody else");
    connection.close().await.unwrap();
    app.finish().await;
}

#[tokio::test]
async fn who_leaves_sits_nowhere_any_more_and_keeps_no_role_for_the_plan() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let person = world.seats[2].titular;
    let validity = Validity::since("2026-01-01".parse().unwrap());
    app.run(GrantRole { person, role: Role::Secretariat, scope: GrantScope::Plan, validity }).await;
    let own = token(&app, person).await;
    let roles = async || {
        let seen = app.query(Some(&own), "{ viewer { roles { kind } } }", json!({})).await;
        seen["viewer"]["roles"].as_array().unwrap().len()
    };
    assert!(roles().await > 0);
    let known = known_as(&app, &world, "Chialamberto").await.remove(0);
    let erase = json!({ "personId": known["id"] });
    assert_eq!(app.refused(&world.admin, "erasePerson", erase.clone()).await, "STILL_IN_OFFICE");
    let post = json!({ "affiliationId": known["affiliations"][0]["id"] });
    app.done(&world.secretariat, "endAffiliation", "affiliationId", post).await;
    assert_eq!(roles().await, 0, "it came from the post");
    app.done(&world.admin, "erasePerson", "person { id }", erase).await;
    app.finish().await;
}
