//! The pages for those who see to people and organisations, and the trail, as a browser without scripts uses them.

use cordata_domain::ids::PersonId;
use cordata_tests::TestApp;
use cordata_tests::browser::{Browser, Visit};
use cordata_tests::fixture::{World, world};
use serde_json::json;

async fn started() -> (TestApp, World) {
    let app = TestApp::start().await;
    let world = world(&app).await;
    (app, world)
}

/// A browser in which the person at this address signed in.
async fn signed_in<'a>(app: &'a TestApp, address: &str) -> Browser<'a> {
    let mut browser = Browser::new(app);
    assert_eq!(browser.post("/en/sign-in", &[("email", address)]).await.status, 303);
    app.work().await;
    let mail = app.mailbox.to(address).into_iter().rfind(|mail| mail.raw.contains("sign-in:cordata"));
    let link = mail.and_then(|mail| mail.link(&format!("{}/sign-in/", app.url))).expect("a link to sign in");
    assert_eq!(browser.post(&link, &[]).await.status, 303);
    browser
}

fn people_of(world: &World, seat: usize) -> String {
    format!("/en/organisations/{}/people", world.seats[seat].organisation)
}

fn page_of(person: PersonId) -> String {
    format!("/en/people/{person}")
}

/// The first address of the page that begins and ends so.
fn address(page: &Visit, begin: &str, end: &str) -> String {
    let found = page.text.match_indices(begin).find_map(|(at, _)| {
        let rest = &page.text[at..];
        let address = &rest[..rest.find('"')?];
        address.ends_with(end).then(|| address.to_owned())
    });
    found.unwrap_or_else(|| panic!("no {begin}…{end} in {}", page.text))
}

fn member<'a>(key: &'a str, given_name: &'a str, email: &'a str, role: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("key", key),
        ("given_name", given_name),
        ("family_name", "Nuova"),
        ("email", email),
        ("locale", "en"),
        ("post", "Assessora"),
        ("role", role),
        ("from", "2026-09-01"),
        ("to", ""),
    ]
}

#[tokio::test]
async fn a_manager_invites_a_delegate_who_accepts_and_loses_the_role_again() {
    let (app, world) = started().await;
    let mut manager = signed_in(&app, "favro@example.org").await;
    let me = manager.get("/en/me").await;
    let here = people_of(&world, 1);
    assert!(me.text.contains(&here), "the page is reached from one's own: {}", me.text);
    let page = manager.get(&here).await;
    assert!(page.text.contains("Bobbio Prova") && page.text.contains("Never invited"), "{}", page.text);
    assert!(!page.text.contains("value=\"ORG_MANAGER\""), "a manager names delegates only");
    let key = page.field("key");

    let wrong = manager.post(&here, &member(&key, "Nadia", "nadia", "DELEGATE")).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("value=\"Nadia\"") && wrong.text.contains("aria-invalid"), "{}", wrong.text);
    let more = manager.post(&here, &member(&key, "Nadia", "nadia@example.org", "ORG_MANAGER")).await;
    assert_eq!(more.status, 404, "what one may not do does not exist");
    let done = manager.post(&here, &member(&key, "Nadia", "nadia@example.org", "DELEGATE")).await;
    assert_eq!(done.location.as_deref(), Some(format!("{here}?done=invited").as_str()));
    let waiting = manager.get(&here).await;
    assert!(waiting.text.contains("Invitations not accepted yet"), "{}", waiting.text);
    assert!(waiting.text.contains("Nadia Nuova") && waiting.text.contains("Assessora (Delegate of the organisation)"));
    app.work().await;
    let mail = app.mailbox.to("nadia@example.org").pop().expect("an invitation");
    assert!(mail.text().contains("Comune di Bobbio"), "{}", mail.text());
    let mut delegate = Browser::new(&app);
    let link = mail.link(&format!("{}/invitation/", app.url)).expect("its link");
    assert_eq!(delegate.post(&link, &[]).await.status, 303);
    let own = delegate.get("/en/me").await;
    assert!(own.text.contains("Nadia Nuova") && own.text.contains("Delegate of the organisation: Comune di Bobbio"));

    let page = manager.get(&format!("{here}?done=invited")).await;
    assert!(page.text.contains("Invitation accepted on"), "{}", page.text);
    assert!(!page.text.contains("Invitations not accepted yet"), "{}", page.text);
    let again = manager.post(&here, &member(&key, "nadia", "Nadia@example.org", "DELEGATE")).await;
    assert_eq!(again.status, 422, "she is known, and has the post already");
    let end = address(&page, "/en/roles/", "/end");
    let pressed = manager.post(&end, &[("key", &key), ("back", &here)]).await;
    assert_eq!(pressed.location.as_deref(), Some(format!("{here}?done=ended").as_str()));
    let twice = manager.post(&end, &[("key", &key), ("back", "https://evil.example")]).await;
    assert_eq!(twice.status, 422);
    assert!(!twice.text.contains("evil.example"));
    app.finish().await;
}

#[tokio::test]
async fn what_one_may_not_see_does_not_exist() {
    let (app, world) = started().await;
    let mut public = Browser::new(&app);
    for path in ["/en/people", "/en/people/new", "/en/audit", &people_of(&world, 1)] {
        let visit = public.get(path).await;
        assert_eq!(visit.status, 303, "{path}");
        assert!(visit.location.unwrap().starts_with("/en/sign-in?next="), "{path}");
    }
    let absent = "00000000-0000-0000-0000-000000000009";
    let mut manager = signed_in(&app, "favro@example.org").await;
    let nowhere = manager.get(&format!("/en/organisations/{absent}/people")).await;
    assert_eq!(nowhere.status, 404);
    let elsewhere = manager.get(&people_of(&world, 2)).await;
    let reference = |visit: &Visit| visit.text.split("<main").nth(1).unwrap().len();
    assert_eq!((elsewhere.status, reference(&elsewhere)), (404, reference(&nowhere)));
    assert!(!elsewhere.text.contains("Chialamberto"));
    let key = manager.get("/en/me").await.field("key");
    let stranger = world.seats[2].titular.to_string();
    for id in [absent, stranger.as_str()] {
        let invited = manager.post(&format!("/en/people/{id}/invite"), &[("key", &key)]).await;
        assert_eq!(invited.status, 404, "{id}");
    }

    let mut delegate = signed_in(&app, "bobbio@example.org").await;
    for path in ["/en/people", "/en/people/new", "/en/audit", &people_of(&world, 1), &page_of(world.seats[1].titular)] {
        assert_eq!(delegate.get(path).await.status, 404, "{path}");
    }
    let me = delegate.get("/en/me").await;
    assert!(!me.text.contains("/en/people\"") && !me.text.contains("/en/audit"), "{}", me.text);
    let add = [("key", me.field("key")), ("name", "Comune di Prali".to_owned())];
    let add: Vec<(&str, &str)> = add.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(delegate.post("/en/organisations", &add).await.status, 404);
    app.finish().await;
}

#[tokio::test]
async fn the_secretary_edits_and_a_stale_version_loses_nothing() {
    let (app, world) = started().await;
    let mut desk = signed_in(&app, "segretaria@example.org").await;
    let found = desk.get("/en/people?q=bobbio").await;
    let here = page_of(world.seats[1].titular);
    assert!(found.text.contains(&here) && !found.text.contains("Favro"), "{}", found.text);
    let page = desk.get(&here).await;
    let (key, version) = (page.field("key"), page.field("version"));
    let change = |name: &'static str| {
        vec![
            ("key", key.as_str()),
            ("version", version.as_str()),
            ("given_name", name),
            ("family_name", "Prova"),
            ("email", "bobbio@example.org"),
            ("locale", "it"),
            ("zone", "Europe/Rome"),
        ]
    };
    assert_eq!(desk.post(&here, &change("Barbara")).await.location, Some(format!("{here}?done=saved")));
    let stale = desk.post(&here, &change("Bruna")).await;
    assert_eq!(stale.status, 409);
    assert!(stale.text.contains("value=\"Bruna\"") && stale.text.contains("Barbara Prova"), "{}", stale.text);
    let newer = stale.field("version");
    let mut knowing = change("Bruna");
    knowing[1].1 = &newer;
    assert_eq!(desk.post(&here, &knowing).await.status, 303);
    assert!(desk.get(&here).await.text.contains("Bruna Prova"));

    let forged = desk.post(&here, &[("key", "forged"), ("version", "3")]).await;
    assert_eq!(forged.status, 403);
    let foreign = desk.post_from_elsewhere(&here, &change("Carla")).await;
    assert_eq!(foreign.status, 403);
    assert!(desk.get(&here).await.text.contains("Bruna Prova"));
    app.finish().await;
}

#[tokio::test]
async fn people_posts_and_roles_are_managed_and_explained() {
    let (app, world) = started().await;
    let mut admin = signed_in(&app, "amministratrice@example.org").await;
    let key = admin.get("/en/people/new").await.field("key");
    let new = [("key", key.as_str()), ("given_name", "Rita"), ("family_name", "Levi"), ("email", ""), ("locale", "it")];
    let added = admin.post("/en/people/new", &new).await.location.expect("her page");
    let here = added.split('?').next().unwrap().to_owned();
    let post = |organisation: &'static str| {
        [("key", key.as_str()), ("organisation", organisation), ("post", "Sindaca"), ("from", ""), ("to", "")]
    };
    assert_eq!(admin.post(&format!("{here}/posts"), &post("Comune di Nessuno")).await.status, 422);
    assert_eq!(admin.post(&format!("{here}/posts"), &post("comune di bobbio")).await.status, 303);
    let role = [("key", key.as_str()), ("role", "ORG_MANAGER"), ("scope", "organisation"), ("organisation", "Bobbio")];
    assert_eq!(admin.post(&format!("{here}/roles"), &role).await.status, 303);
    let wrong = [("key", key.as_str()), ("role", "ORG_MANAGER"), ("scope", "plan")];
    assert_eq!(admin.post(&format!("{here}/roles"), &wrong).await.status, 422);
    let asked = admin.get(&format!("{here}?act=recordPayment&table=&organisation=Bobbio")).await;
    assert!(asked.text.contains("because Rita Levi manages Comune di Bobbio"), "{}", asked.text);
    let table = admin.get(&format!("{here}?act=conveneMeeting&table={}", world.table)).await;
    assert!(table.text.contains("<strong>No.</strong>"), "{}", table.text);
    let end = address(&asked, "/en/posts/", "/end");
    assert_eq!(admin.post(&end, &[("key", &key), ("back", &here)]).await.status, 303);

    let mut desk = signed_in(&app, "segretaria@example.org").await;
    let page = desk.get("/en/organisations").await;
    let key = page.field("key");
    let add = [("key", key.as_str()), ("name", "Comune di Prali"), ("kind", "MUNICIPALITY"), ("tax_code", "")];
    let shown = desk.post("/en/organisations", &add).await.location.unwrap();
    assert!(desk.get(&shown).await.text.contains("Comune di Prali"));
    assert_eq!(desk.post("/en/organisations", &add).await.status, 422, "once is enough");
    app.finish().await;
}

#[tokio::test]
async fn the_auditor_reads_and_filters_the_trail() {
    let (app, world) = started().await;
    let input = json!({ "name": "Comune di Prali", "kind": "MUNICIPALITY" });
    app.done(&world.secretariat, "createStakeholder", "", input).await;
    let mut auditor = signed_in(&app, "revisore@example.org").await;
    let first = auditor.get("/en/audit").await;
    assert_eq!((first.status, first.text.matches("<h2 class=\"member\">").count()), (200, 20));
    let next = address(&first, "/en/audit?after=", "");
    let second = auditor.get(&next).await;
    assert_eq!(second.text.matches("<h2 class=\"member\">").count(), 20);
    let filtered = auditor.get("/en/audit?command=createStakeholder&person=&subject=&organisation=&from=&to=").await;
    assert!(!filtered.text.contains("<code>createPerson</code>"));
    let by = address(&filtered, "/en/audit?person=", "");
    let own = auditor.get(&format!("{by}&command=createStakeholder")).await;
    assert_eq!(own.text.matches("<h2 class=\"member\">").count(), 1, "{}", own.text);
    assert!(!own.text.contains("Segretaria"), "an auditor does not see people");
    let later = auditor.get("/en/audit?from=2027-01-01").await;
    assert!(later.text.contains("Nothing was found"));
    let unclear = auditor.get("/en/audit?subject=nonsense").await;
    assert!(unclear.text.contains("not recognised"), "{}", unclear.text);

    let mut manager = signed_in(&app, "favro@example.org").await;
    let part = manager.get(&format!("/en/audit?organisation={}", world.seats[2].organisation)).await;
    assert!(part.text.contains("Nothing was found"), "of their own organisation only");
    app.finish().await;
}

#[tokio::test]
async fn everybody_chooses_when_digests_come() {
    let (app, world) = started().await;
    let mut browser = signed_in(&app, "bobbio@example.org").await;
    let page = browser.get("/en/me").await;
    let key = page.field("key");
    let choose = |hour: &'static str, day: &'static str| {
        [("key", key.as_str()), ("cadence", "DAILY"), ("hour", hour), ("zone", "Europe/Paris"), (day, "on")]
    };
    assert_eq!(browser.post("/en/me/digests", &choose("18", "wed")).await.status, 303);
    let query = "{ viewer { notificationPreferences { cadence weekdays hour timeZone } } }";
    let expected = json!({ "cadence": "DAILY", "weekdays": ["WEDNESDAY"], "hour": 18, "timeZone": "Europe/Paris" });
    let data = app.query(Some(&world.delegate), query, json!({})).await;
    assert_eq!(data["viewer"]["notificationPreferences"], expected);
    let none = browser.post("/en/me/digests", &choose("18", "nothing")).await;
    assert_eq!(none.status, 422, "a day at least");
    assert_eq!(browser.post("/en/me/digests", &choose("24", "mon")).await.status, 422);

    let usual = app.query(Some(&world.manager), query, json!({})).await;
    assert_eq!(usual["viewer"]["notificationPreferences"]["hour"], 7);
    let off = json!({ "cadence": "OFF", "weekdays": [], "hour": 7, "timeZone": "Europe/Rome" });
    let fields = "notificationPreferences { cadence }";
    let set = app.done(&world.manager, "setNotificationPreferences", fields, off).await;
    assert_eq!(set["notificationPreferences"]["cadence"], "OFF");
    app.finish().await;
}
