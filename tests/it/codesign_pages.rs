//! A member takes part on the page of a proposal.

use cordata_api::graphql::id::encode;
use cordata_tests::TestApp;
use cordata_tests::browser::Browser;
use cordata_tests::fixture::{World, world};
use serde_json::{Value, json};

/// A proposal of one clause that is open; its id, and the address of its page.
async fn opened(app: &TestApp, world: &World) -> (Value, String) {
    let input = json!({
        "tableId": encode(world.table), "title": "Trasporto a chiamata",
        "onBehalfOfId": encode(world.seats[0].organisation),
        "clauses": [{ "title": "Oggetto", "bodyMarkdown": "Dieci comuni." }],
    });
    let drafted = app.done(&world.coordinator, "createProposal", "proposal { id }", input).await;
    let id = drafted["proposal"]["id"].clone();
    let open = json!({ "proposalId": id, "expectedVersion": 1 });
    app.done(&world.coordinator, "openProposal", "proposal { state }", open).await;
    let list = app.client.get(format!("{}/en/proposals", app.url)).send().await.unwrap().text().await.unwrap();
    let start = list.find("/en/proposals/").expect("the proposal is listed");
    let page = list[start..].split('"').next().unwrap().to_owned();
    (id, page)
}

fn base(page: &str) -> String {
    page.split('/').take(4).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn a_coordinator_brings_an_earlier_text_back_on_the_page() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (id, page) = opened(&app, &world).await;
    let overwritten = json!({ "proposalId": id, "baseVersion": 1, "onBehalfOfId": encode(world.seats[1].organisation),
        "clauses": [{ "title": "Cancellato", "bodyMarkdown": "Nulla." }] });
    app.done(&world.delegate, "saveProposalVersion", "proposal { id }", overwritten).await;
    let earlier = format!("{page}?version=1");
    let mut manager = Browser::signed_in(&app, "favro@example.org").await;
    assert!(!manager.get(&earlier).await.text.contains("/restorations"), "managers cannot");
    let mut coordinator = Browser::signed_in(&app, "argentera@example.org").await;
    assert!(!coordinator.get(&page).await.text.contains("/restorations"), "the last one is there");
    let seen = coordinator.get(&earlier).await;
    let form = [("key", seen.field("key")), ("number", seen.field("number")), ("last", seen.field("last"))];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let address = format!("{}/restorations", base(&page));
    assert_eq!(coordinator.post(&address, &form).await.status, 303);
    let now = coordinator.get(&page).await.text;
    assert!(now.contains("Brings version 1 back") && now.contains("Dieci comuni"), "{now}");
    let again = coordinator.post(&address, &form).await;
    assert!(again.status == 422 && again.text.contains("Somebody has saved another version"), "{}", again.text);
    app.finish().await;
}

#[tokio::test]
async fn a_manager_comments_and_endorses_and_nobody_else_does_it_for_them() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (id, page) = opened(&app, &world).await;
    let mut citizen = Browser::new(&app);
    let public = citizen.get(&page).await;
    assert!(public.status == 200 && !public.text.contains("<textarea"), "{}", public.text);

    let mut manager = Browser::signed_in(&app, "favro@example.org").await;
    let seen = manager.get(&page).await;
    let (key, clause, number) = (seen.field("key"), seen.field("clause"), seen.field("number"));
    let organisation = world.seats[1].organisation.to_string();
    let base = base(&page);
    let comment = [
        ("key", key.as_str()),
        ("number", &number),
        ("clause", &clause),
        ("organisation", &organisation),
        ("text", "Anche la domenica <b>"),
    ];
    let comments = format!("{base}/comments");
    assert_eq!(citizen.post(&comments, &comment).await.status, 303, "a citizen signs in first");
    assert_eq!(manager.post_from_elsewhere(&comments, &comment).await.status, 403);
    let mut foreign = comment;
    let other = world.seats[2].organisation.to_string();
    foreign[3].1 = &other;
    let refused = manager.post(&comments, &foreign).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("Anche la domenica &"), "nothing is lost: {}", refused.text);
    assert_eq!(manager.post(&comments, &comment).await.status, 303);
    assert!(manager.get(&page).await.text.contains("Anche la domenica"));

    let endorsement = [("key", key.as_str()), ("number", &number), ("organisation", &organisation)];
    assert_eq!(manager.post(&format!("{base}/endorsements"), &endorsement).await.status, 303);
    let query = "query($id: ID!) { proposal(by: { id: $id }) { comments { onBehalfOf { name } }
        endorsements { versionNumber organisation { name } } } }";
    let told = app.query(None, query, json!({ "id": id })).await["proposal"].clone();
    assert_eq!(told["comments"], json!([{ "onBehalfOf": { "name": "Comune di Bobbio" } }]));
    assert_eq!(told["endorsements"], json!([{ "versionNumber": 1, "organisation": { "name": "Comune di Bobbio" } }]));
    app.finish().await;
}
