//! Signing in without passwords, as people and as thieves would try it.

use cordata_app::identity::CreateApiToken;
use cordata_app::session::{InvitePerson, OfferSetUp};
use cordata_domain::identity::TokenScope;
use cordata_domain::ids::PersonId;
use cordata_tests::browser::{Browser, Visit};
use cordata_tests::fixture::{World, person, set_up, world};
use cordata_tests::{ReceivedMail, TestApp};
use serde_json::json;

/// Asks for a mail to sign in, and answers the newest one.
async fn ask(app: &TestApp, browser: &mut Browser<'_>, address: &str) -> ReceivedMail {
    let asked = browser.post("/en/sign-in", &[("email", address), ("next", "")]).await;
    assert_eq!((asked.status, asked.location.as_deref()), (303, Some("/en/sign-in/code?next=")));
    app.work().await;
    let mail = app.mailbox.to(address).into_iter().rfind(|mail| mail.raw.contains("sign-in:cordata"));
    mail.expect("a mail to sign in")
}

/// The eight digits of a mail to sign in.
fn code(mail: &ReceivedMail) -> String {
    let line = mail.text().lines().map(str::trim).find(|line| is_code(line)).map(str::to_owned);
    line.unwrap_or_else(|| panic!("no code in {}", mail.text()))
}

fn is_code(line: &str) -> bool {
    line.len() == 9 && line.chars().enumerate().all(|(at, c)| if at == 4 { c == ' ' } else { c.is_ascii_digit() })
}

fn link(app: &TestApp, mail: &ReceivedMail, page: &str) -> String {
    mail.link(&format!("{}/{page}/", app.url)).unwrap_or_else(|| panic!("no link in {}", mail.text()))
}

/// Who the API takes this browser for.
async fn name(app: &TestApp, browser: &Browser<'_>) -> Option<String> {
    let cookie = format!("cordata_session={}", browser.cookie("cordata_session").unwrap_or_default());
    let question = json!({ "query": "{ viewer { person { givenName } } }" });
    let request = app.client.post(format!("{}/graphql", app.url)).header("cookie", cookie).json(&question);
    let answer: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
    answer["data"]["viewer"]["person"]["givenName"].as_str().map(str::to_owned)
}

async fn started() -> (TestApp, World) {
    let app = TestApp::start().await;
    let world = world(&app).await;
    (app, world)
}

#[tokio::test]
async fn a_link_signs_in_once_and_looking_at_it_changes_nothing() {
    let (app, _world) = started().await;
    let mut browser = Browser::new(&app);
    let mail = ask(&app, &mut browser, "bobbio@example.org").await;
    let link = link(&app, &mail, "sign-in");
    for _ in 0..3 {
        assert_eq!(browser.get(&link).await.status, 200, "a scanner may look at it");
    }
    assert_eq!(name(&app, &browser).await, None);
    let entered = browser.post(&link, &[]).await;
    assert_eq!((entered.status, entered.location.as_deref()), (303, Some("/me")));
    assert_eq!(name(&app, &browser).await.as_deref(), Some("Bobbio"));
    let page = browser.get("/en/me").await;
    assert!(page.text.contains("Bobbio Prova") && page.text.contains("This browser"), "{}", page.text);
    let mut thief = Browser::new(&app);
    assert_eq!(thief.post(&link, &[]).await.status, 410);
    let spent = thief.get(&link).await;
    assert_eq!(spent.status, 410, "the button is gone");
    assert!(spent.text.contains("Chiedi un nuovo collegamento") && !spent.text.contains("<form"), "{}", spent.text);
    assert_eq!(thief.get("/en/me").await.location.as_deref(), Some("/en/sign-in?next=%2Fen%2Fme"));
    app.finish().await;
}

#[tokio::test]
async fn the_code_counts_in_the_browser_that_asked_and_guessing_ends_it() {
    let (app, _world) = started().await;
    let mut browser = Browser::new(&app);
    let mail = ask(&app, &mut browser, "bobbio@example.org").await;
    let code = code(&mail);
    let mut thief = Browser::new(&app);
    assert_eq!(thief.post("/en/sign-in/code", &[("code", &code)]).await.status, 422, "another browser");
    assert_eq!(browser.post("/en/sign-in/code", &[("code", "0000 0000")]).await.status, 422);
    let entered = browser.post("/en/sign-in/code", &[("code", &code), ("next", "/en/tables")]).await;
    assert_eq!((entered.status, entered.location.as_deref()), (303, Some("/en/tables")));
    assert_eq!(name(&app, &browser).await.as_deref(), Some("Bobbio"));

    let mut guesser = Browser::new(&app);
    let mail = ask(&app, &mut guesser, "bobbio@example.org").await;
    for _ in 0..5 {
        assert_eq!(guesser.post("/en/sign-in/code", &[("code", "12345678")]).await.status, 422);
    }
    let right = self::code(&mail);
    assert_eq!(guesser.post("/en/sign-in/code", &[("code", &right)]).await.status, 422, "five guesses are enough");
    assert_eq!(guesser.post(&link(&app, &mail, "sign-in"), &[]).await.status, 410);
    app.finish().await;
}

#[tokio::test]
async fn nobody_learns_who_is_known_and_nobody_asks_for_ever() {
    let (app, _world) = started().await;
    let mut pages = Vec::new();
    for address in ["bobbio@example.org", "nobody@example.org"] {
        let mut browser = Browser::new(&app);
        let asked = browser.post("/en/sign-in", &[("email", address)]).await;
        let page = browser.get(asked.location.as_deref().unwrap()).await;
        pages.push((asked.status, asked.location, page.status, page.text));
        for _ in 0..4 {
            assert_eq!(browser.post("/en/sign-in", &[("email", address)]).await.status, 303);
        }
        let refused = browser.post("/en/sign-in", &[("email", &address.to_uppercase())]).await;
        assert_eq!((refused.status, refused.retry_after.as_deref()), (429, Some("3600")));
        let ask = "requestLoginLink(input: $input) { userErrors { code } }";
        let aliases = format!("mutation($input: RequestLoginLinkInput!) {{ a: {ask} b: {ask} }}");
        let answer = app.query(None, &aliases, json!({ "input": { "email": address } })).await;
        for alias in ["a", "b"] {
            assert_eq!(answer[alias]["userErrors"][0]["code"], "LIMIT_REACHED", "aliases do not help");
        }
    }
    assert_eq!(pages[0], pages[1]);
    app.work().await;
    assert!(app.mailbox.to("nobody@example.org").is_empty());
    assert_eq!(app.mailbox.to("bobbio@example.org").len(), 5);
    app.finish().await;
}

#[tokio::test]
async fn several_people_at_one_mailbox_say_who_they_are() {
    let (app, _world) = started().await;
    let (first, second) = (person(&app, "Segreteria", "en").await, shared(&app).await);
    let mut browser = Browser::new(&app);
    let mail = ask(&app, &mut browser, "segreteria@example.org").await;
    let link = link(&app, &mail, "sign-in");
    let question = browser.post(&link, &[]).await;
    assert_eq!(question.status, 200);
    assert!(question.text.contains("Segreteria Prova") && question.text.contains("Seconda Prova"), "{}", question.text);
    let stranger = browser.post(&link, &[("person", "00000000-0000-0000-0000-000000000001")]).await;
    assert_eq!(stranger.status, 200, "asked again");
    assert_ne!(first, second);
    assert_eq!(browser.post(&link, &[("person", &second.to_string())]).await.status, 303);
    assert_eq!(name(&app, &browser).await.as_deref(), Some("Seconda"));
    app.finish().await;
}

async fn shared(app: &TestApp) -> PersonId {
    let create = cordata_app::identity::CreatePerson {
        given_name: "Seconda".to_owned(),
        family_name: "Prova".to_owned(),
        email: Some("segreteria@example.org".to_owned()),
        locale: cordata_domain::Locale::english(),
        zone: None,
    };
    app.run(create).await
}

#[tokio::test]
async fn links_and_sessions_end_in_time() {
    let (app, _world) = started().await;
    let mut browser = Browser::new(&app);
    let mail = ask(&app, &mut browser, "bobbio@example.org").await;
    let link = link(&app, &mail, "sign-in");
    app.at("2026-09-01T09:00:00Z");
    assert_eq!(browser.post(&link, &[]).await.status, 410, "an hour later");

    let mail = ask(&app, &mut browser, "bobbio@example.org").await;
    assert_eq!(browser.post(&self::link(&app, &mail, "sign-in"), &[]).await.status, 303);
    let first = browser.cookie("cordata_session").unwrap().to_owned();
    app.at("2026-09-01T12:00:00Z");
    assert_eq!(browser.get("/en/me").await.status, 200);
    let second = browser.cookie("cordata_session").unwrap().to_owned();
    assert_ne!(first, second, "the secret was replaced");
    app.at("2026-09-01T12:02:00Z");
    let mut thief = Browser::new(&app);
    thief.take_over("cordata_session", &first);
    assert_eq!(thief.get("/en/me").await.status, 303, "the old secret opens nothing any more");
    assert_eq!(thief.cookie("cordata_session"), None);
    app.at("2026-09-02T00:00:00Z");
    assert_eq!(browser.get("/en/me").await.status, 303, "twelve idle hours");
    app.finish().await;
}

#[tokio::test]
async fn a_session_is_ended_here_and_elsewhere_and_only_by_its_own_pages() {
    let (app, _world) = started().await;
    let (mut phone, mut desk) = (Browser::new(&app), Browser::new(&app));
    for browser in [&mut phone, &mut desk] {
        let mail = ask(&app, browser, "bobbio@example.org").await;
        assert_eq!(browser.post(&link(&app, &mail, "sign-in"), &[]).await.status, 303);
    }
    let page = desk.get("/en/me").await;
    let end = ending(&page);
    let key = page.field("key");
    assert_eq!(desk.post(&end, &[("key", "wrong")]).await.status, 403);
    assert_eq!(desk.post_from_elsewhere(&end, &[("key", &key)]).await.status, 403);
    assert_eq!(desk.post(&end, &[("key", &key)]).await.status, 303);
    assert_eq!(phone.get("/en/me").await.status, 303, "ended from the desk");
    assert_eq!(name(&app, &desk).await.as_deref(), Some("Bobbio"));
    let secret = desk.cookie("cordata_session").unwrap().to_owned();
    assert_eq!(desk.post_from_elsewhere("/en/sign-out", &[("key", "guessed")]).await.status, 403);
    assert_eq!(name(&app, &desk).await.as_deref(), Some("Bobbio"), "another site signs nobody out");
    assert_eq!(desk.post("/en/sign-out", &[("key", &key)]).await.status, 303);
    assert_eq!(desk.cookie("cordata_session"), None);
    desk.take_over("cordata_session", &secret);
    assert_eq!(name(&app, &desk).await, None, "the secret died with the session");
    app.finish().await;
}

/// Where the other session of the page is ended.
fn ending(page: &Visit) -> String {
    let start = page.text.find("/en/me/sessions/").expect("another session");
    let end = page.text[start..].find('"').expect("the address ends");
    page.text[start..start + end].to_owned()
}

#[tokio::test]
async fn an_invitation_is_accepted_once_by_thirty_two_at_a_time() {
    let (app, world) = started().await;
    app.run(InvitePerson { person: world.seats[2].titular }).await;
    app.work().await;
    let stale = link(&app, &app.mailbox.to("chialamberto@example.org").pop().unwrap(), "invitation");
    app.at("2026-09-01T08:05:00Z");
    app.run(InvitePerson { person: world.seats[2].titular }).await;
    app.work().await;
    let link = link(&app, &app.mailbox.to("chialamberto@example.org").pop().unwrap(), "invitation");
    assert_ne!(stale, link);
    assert_eq!(Browser::new(&app).post(&stale, &[]).await.status, 410, "replaced by the newer one");
    let tries = (0..32).map(|_| async { Browser::new(&app).post(&link, &[]).await.status });
    let statuses = futures_util::future::join_all(tries).await;
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 410).count(), 31, "{statuses:?}");
    app.finish().await;
}

#[tokio::test]
async fn invitations_are_written_by_those_who_manage_people() {
    let (app, world) = started().await;
    let invited = |n: usize| json!({ "personId": person_id(&world, n) });
    assert_eq!(app.refused(&world.delegate, "invitePerson", invited(1)).await, "FORBIDDEN");
    assert_eq!(app.refused(&world.auditor, "invitePerson", invited(1)).await, "NOT_FOUND");
    assert_eq!(app.refused(&world.manager, "invitePerson", invited(2)).await, "NOT_FOUND", "another organisation's");
    app.done(&world.manager, "invitePerson", "invitationId", invited(1)).await;
    app.done(&world.secretariat, "invitePerson", "invitationId", invited(2)).await;
    app.work().await;
    let mail = app.mailbox.to("bobbio@example.org").pop().unwrap();
    assert!(mail.text().contains("Comune di Bobbio"), "{}", mail.text());
    app.finish().await;
}

#[tokio::test]
async fn whoever_moves_a_mailbox_becomes_nobody_else_and_the_old_one_opens_nothing() {
    let (app, world) = started().await;
    let mut browser = Browser::signed_in(&app, "bobbio@example.org").await;
    app.done(&world.secretariat, "invitePerson", "invitationId", json!({ "personId": person_id(&world, 1) })).await;
    app.work().await;
    let sent = link(&app, &app.mailbox.to("bobbio@example.org").pop().unwrap(), "invitation");
    let moved = json!({ "personId": person_id(&world, 1), "expectedVersion": 1, "email": "nuova@example.org" });
    app.done(&world.secretariat, "updatePerson", "person { version }", moved).await;
    assert_eq!(Browser::new(&app).post(&sent, &[]).await.status, 410, "the invitation went to the old mailbox");
    assert_eq!(browser.get("/en/me").await.status, 303, "whoever came in from there is out");

    let admin = app.query(Some(&world.admin), "{ viewer { person { id version } } }", json!({})).await;
    let admin = &admin["viewer"]["person"];
    let stolen = json!({ "personId": admin["id"], "expectedVersion": admin["version"], "email": "mia@example.org" });
    assert_eq!(app.refused(&world.secretariat, "updatePerson", stolen).await, "FORBIDDEN");
    let lost = json!({ "personId": admin["id"], "expectedVersion": admin["version"], "email": null });
    assert_eq!(app.refused(&world.admin, "updatePerson", lost).await, "LAST_ADMINISTRATOR");
    app.finish().await;
}

fn person_id(world: &World, seat: usize) -> String {
    use base64::Engine;
    let mut bytes = vec![21];
    bytes.extend_from_slice(world.seats[seat].titular.0.as_bytes());
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

#[tokio::test]
async fn the_first_administrator_comes_in_by_the_set_up_link_and_nobody_after() {
    let app = TestApp::start().await;
    set_up(&app).await;
    let offered = [app.run(OfferSetUp).await.unwrap(), app.run(OfferSetUp).await.unwrap()];
    let link = format!("/en/set-up/{}", offered[0].reveal());
    let mut browser = Browser::new(&app);
    let form = [("given_name", "Ada"), ("family_name", "Rossi"), ("email", "ada@example.org")];
    let wrong = browser.post(&link, &[("given_name", "Ada"), ("family_name", "Rossi"), ("email", "ada")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("value=\"Rossi\""), "nothing is lost");
    assert_eq!(browser.post(&link, &form).await.status, 303);
    assert!(browser.get("/en/me").await.text.contains("Platform administrator"));
    let mut late = Browser::new(&app);
    for token in &offered {
        assert_eq!(late.post(&format!("/en/set-up/{}", token.reveal()), &form).await.status, 410);
    }
    assert!(app.run(OfferSetUp).await.is_none(), "somebody administers it");
    app.finish().await;
}

#[tokio::test]
async fn a_token_reaches_as_far_as_its_scope() {
    let (app, world) = started().await;
    let owner =
        app.query(Some(&world.secretariat), "{ viewer { person { id } apiTokens { label } } }", json!({})).await;
    assert_eq!(owner["viewer"]["apiTokens"][0]["label"], "prova");
    let mutation = "mutation($input: CreateStakeholderInput!) { createStakeholder(input: $input) { stakeholder { name } userErrors { code } } }";
    let input = json!({ "input": { "name": "Comune di Prali", "kind": "MUNICIPALITY" } });
    for (scope, allowed) in [("READ", false), ("WRITE", true)] {
        let made = json!({ "personId": owner["viewer"]["person"]["id"], "label": scope, "scope": scope });
        let made = app.done(&world.secretariat, "createApiToken", "clearToken", made).await;
        let token = made["clearToken"].as_str().unwrap();
        let answer = app.post(Some(token), mutation, input.clone()).await;
        let code = answer["errors"][0]["extensions"]["code"].as_str();
        assert_eq!(code, if allowed { None } else { Some("FORBIDDEN") }, "{answer:#}");
        let more = json!({ "input": { "personId": owner["viewer"]["person"]["id"], "label": "more" } });
        let widening = "mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { clearToken userErrors { code } } }";
        let answer = app.post(Some(token), widening, more).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "a token cannot widen itself");
        let oneself = json!({ "input": { "personId": owner["viewer"]["person"]["id"] } });
        let copy = "mutation($input: ExportPersonInput!) { exportPerson(input: $input) { document } }";
        let answer = app.post(Some(token), copy, oneself).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "what is one's own is not absent: {answer}");
    }
    let person = world.seats[1].titular;
    let token = CreateApiToken { person, label: "x".to_owned(), scope: TokenScope::Read, expires_at: None };
    let (_, clear) = app.run(token).await;
    app.query(Some(clear.reveal()), "{ viewer { roles { kind } } }", json!({})).await;
    app.finish().await;
}

#[tokio::test]
async fn a_cookie_that_another_site_sends_along_counts_for_nothing() {
    let (app, _world) = started().await;
    let mut browser = Browser::new(&app);
    let mail = ask(&app, &mut browser, "bobbio@example.org").await;
    browser.post(&link(&app, &mail, "sign-in"), &[]).await;
    let cookie = format!("cordata_session={}", browser.cookie("cordata_session").unwrap());
    let question = json!({ "query": "{ viewer { person { givenName } } }" });
    let request = app.client.post(format!("{}/graphql", app.url)).header("cookie", cookie).json(&question);
    let answer: serde_json::Value =
        request.header("sec-fetch-site", "cross-site").send().await.unwrap().json().await.unwrap();
    assert!(answer["data"]["viewer"].is_null(), "{answer}");
    app.finish().await;
}

#[tokio::test]
async fn a_stranger_who_asks_for_somebodys_mail_does_not_keep_them_out() {
    let (app, _) = started().await;
    let asks = async |from: &str, email: &str| {
        let form = [("email", email)];
        let request = app.client.post(format!("{}/en/sign-in", app.url)).header("x-forwarded-for", from).form(&form);
        request.send().await.unwrap().status().as_u16()
    };
    for spelling in ["bobbio@", "Bobbio@", "bobbio+a@", "bobbio+b@", "BOBBIO@"] {
        assert_eq!(asks("203.0.113.7", &format!("{spelling}example.org")).await, 303, "{spelling}");
    }
    assert_eq!(asks("203.0.113.7", "bobbio+c@example.org").await, 429, "another spelling is the same mailbox");
    assert_eq!(asks("198.51.100.9", "bobbio@example.org").await, 303, "from elsewhere");
    app.work().await;
    app.finish().await;
}

/// Strangers at this address ask for mails to somebody until they get none any more.
async fn pester(app: &TestApp, address: &str) -> Visit {
    for _ in 0..5 {
        Browser::new(app).post("/en/sign-in", &[("email", address)]).await;
    }
    Browser::new(app).post("/en/sign-in", &[("email", address)]).await
}

#[tokio::test]
async fn strangers_at_one_address_keep_no_member_there_out() {
    let (app, _world) = started().await;
    let mut member = Browser::signed_in(&app, "bobbio@example.org").await;
    assert_eq!(member.cookie("cordata_browser").map(str::len), Some(51), "256 random bits and what they are for");
    let page = member.get("/en/me").await;
    assert_eq!(member.post("/en/sign-out", &[("key", &page.field("key"))]).await.status, 303);
    let refused = pester(&app, "bobbio@example.org").await;
    assert_eq!((refused.status, refused.retry_after.as_deref()), (429, Some("3600")));
    assert!(refused.text.contains("5 mails to sign in were asked for in this hour"), "{}", refused.text);
    assert!(refused.text.contains("from 11:00 on"), "{}", refused.text);

    let mail = ask(&app, &mut member, "bobbio@example.org").await;
    assert_eq!(member.post(&link(&app, &mail, "sign-in"), &[]).await.status, 303);
    assert_eq!(name(&app, &member).await.as_deref(), Some("Bobbio"));
    for _ in 0..10 {
        assert_eq!(member.post("/en/sign-in", &[("email", "bobbio@example.org")]).await.status, 303);
    }
    assert_eq!(member.post("/en/sign-in", &[("email", "bobbio@example.org")]).await.status, 429, "not without an end");
    pester(&app, "chialamberto@example.org").await;
    let other = member.post("/en/sign-in", &[("email", "chialamberto@example.org")]).await;
    assert_eq!(other.status, 429, "for the mailbox of somebody else the browser is a stranger's");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn a_browser_is_known_until_its_sessions_are_ended_from_elsewhere_and_a_stolen_secret_once() {
    let (app, _world) = started().await;
    let mut desk = Browser::signed_in(&app, "bobbio@example.org").await;
    let stolen = desk.cookie("cordata_browser").unwrap().to_owned();
    let mail = ask(&app, &mut desk, "bobbio@example.org").await;
    assert_eq!(desk.post(&link(&app, &mail, "sign-in"), &[]).await.status, 303);
    pester(&app, "bobbio@example.org").await;
    let mut thief = Browser::new(&app);
    thief.take_over("cordata_browser", &stolen);
    assert_eq!(
        thief.post("/en/sign-in", &[("email", "bobbio@example.org")]).await.status,
        429,
        "replaced at the next sign-in"
    );

    let page = desk.get("/en/me").await;
    let key = page.field("key");
    assert_eq!(desk.post("/en/sign-in", &[("email", "bobbio@example.org")]).await.status, 303, "known");
    assert_eq!(desk.post(&ending(&page), &[("key", &key)]).await.status, 303);
    assert_eq!(desk.post("/en/sign-in", &[("email", "bobbio@example.org")]).await.status, 429, "forgotten");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn requests_that_were_used_do_not_count() {
    let (app, _world) = started().await;
    for _ in 0..7 {
        Browser::signed_in(&app, "bobbio@example.org").await;
    }
    assert_eq!(pester(&app, "bobbio@example.org").await.status, 429, "others do");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn a_token_for_reading_does_not_read_how_its_owner_comes_in() {
    let (app, world) = started().await;
    let owner = json!({ "personId": person_id(&world, 1), "label": "lettura", "scope": "READ" });
    let made = app.done(&world.delegate, "createApiToken", "clearToken", owner).await;
    for field in ["sessions { id }", "apiTokens { id }"] {
        let query = format!("{{ viewer {{ person {{ id }} {field} }} }}");
        let answer = app.post(made["clearToken"].as_str(), &query, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{field}: {answer}");
        assert!(app.query(Some(&world.delegate), &query, json!({})).await["viewer"].is_object());
    }
    app.finish().await;
}
