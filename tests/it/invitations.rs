//! Invitations into an organisation: what they offer, to whom, until when, and what they do not tell.

use cordata_api::graphql::id::encode;
use cordata_tests::TestApp;
use cordata_tests::browser::Browser;
use cordata_tests::fixture::{World, world};
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
