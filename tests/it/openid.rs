//! Signing in by an identity provider, with tokens as they should be and as thieves would make them.

use cordata_tests::TestApp;
use cordata_tests::browser::{Browser, Visit};
use cordata_tests::fixture::{World, world};
use cordata_tests::provider::{Lie, Provider};
use serde_json::{Value, json};
use url::Url;

const NOW: &str = "2026-09-01T08:00:00Z";

async fn started() -> (TestApp, World, Provider) {
    let provider = Provider::start(NOW).await;
    let app = TestApp::start_with_provider(provider.settings()).await;
    let world = world(&app).await;
    (app, world, provider)
}

/// Signs in by mail, and answers one's own page.
async fn by_mail(app: &TestApp, browser: &mut Browser<'_>, address: &str) -> Visit {
    assert_eq!(browser.post("/en/sign-in", &[("email", address)]).await.status, 303);
    app.work().await;
    let mail = app.mailbox.to(address).into_iter().rfind(|mail| mail.raw.contains("sign-in:cordata")).unwrap();
    let link = mail.link(&format!("{}/sign-in/", app.url)).unwrap();
    assert_eq!(browser.post(&link, &[]).await.status, 303);
    browser.get("/en/me").await
}

/// Goes to the provider and answers with which address it sends the browser back.
async fn sent_back(app: &TestApp, address: &str) -> String {
    let answer = app.client.get(address).send().await.unwrap();
    answer.headers()["location"].to_str().unwrap().to_owned()
}

/// Begins to sign in, and answers with which address the provider sends the browser back.
async fn awaited(app: &TestApp, browser: &mut Browser<'_>) -> String {
    let begun = browser.get("/en/sign-in/openid?next=%2Fen%2Ftables").await;
    assert_eq!(begun.status, 303, "{}", begun.text);
    sent_back(app, begun.location.as_deref().unwrap()).await
}

/// The whole way to the provider and back.
async fn round(app: &TestApp, browser: &mut Browser<'_>) -> Visit {
    let back = awaited(app, browser).await;
    browser.get(&back).await
}

/// The way of somebody who links the provider.
async fn link(app: &TestApp, browser: &mut Browser<'_>) -> Visit {
    let key = browser.get("/en/me").await.field("key");
    let begun = browser.post("/en/me/openid", &[("key", &key)]).await;
    assert_eq!(begun.status, 200, "{}", begun.text);
    let start = begun.text.find("href=\"http://127.0.0.1").expect("a link to the provider") + 6;
    let length = begun.text[start..].find('"').unwrap();
    let address = begun.text[start..start + length].replace("&#38;", "&").replace("&amp;", "&");
    let back = sent_back(app, &address).await;
    browser.get(&back).await
}

/// Who the API takes this browser for.
async fn viewer(app: &TestApp, browser: &Browser<'_>) -> Value {
    let cookie = format!("cordata_session={}", browser.cookie("cordata_session").unwrap_or_default());
    let question = json!({ "query": "{ viewer { person { givenName } roles { kind } } }" });
    let request = app.client.post(format!("{}/graphql", app.url)).header("cookie", cookie).json(&question);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    answer["data"]["viewer"].clone()
}

async fn name(app: &TestApp, browser: &Browser<'_>) -> Option<String> {
    viewer(app, browser).await["person"]["givenName"].as_str().map(str::to_owned)
}

/// Somebody who linked the provider.
async fn linked(app: &TestApp) {
    let mut browser = Browser::new(app);
    by_mail(app, &mut browser, "bobbio@example.org").await;
    let back = link(app, &mut browser).await;
    assert_eq!((back.status, back.location.as_deref()), (303, Some("/en/me")), "{}", back.text);
}

/// What the trail says about links.
async fn trail(app: &TestApp, world: &World) -> Vec<(String, Value)> {
    let query = "{ auditLog(first: 100) { nodes { command subjectKind detail } } }";
    let answer = app.query(Some(&world.auditor), query, json!({})).await;
    let entries = answer["auditLog"]["nodes"].as_array().unwrap().iter();
    let links = entries.filter(|entry| entry["subjectKind"] == "OpenIdSubject");
    links.map(|entry| (entry["command"].as_str().unwrap().to_owned(), entry["detail"].clone())).collect()
}

#[tokio::test]
async fn a_person_links_the_provider_signs_in_by_it_and_ends_the_link() {
    let (app, world, provider) = started().await;
    let mut desk = Browser::new(&app);
    let page = by_mail(&app, &mut desk, "bobbio@example.org").await;
    assert!(page.text.contains("Link Identità di prova"), "{}", page.text);
    assert_eq!(link(&app, &mut desk).await.status, 303);
    assert_eq!(desk.cookie("cordata_openid"), None, "used up");
    let roles = viewer(&app, &desk).await["roles"].clone();

    let mut phone = Browser::new(&app);
    assert!(phone.get("/en/sign-in").await.text.contains("Sign in with Identità di prova"));
    let back = round(&app, &mut phone).await;
    assert_eq!((back.status, back.location.as_deref()), (303, Some("/en/tables")), "{}", back.text);
    let seen = viewer(&app, &phone).await;
    assert_eq!((seen["person"]["givenName"].as_str(), &seen["roles"]), (Some("Bobbio"), &roles), "roles are ours");
    let page = phone.get("/en/me").await;
    assert!(page.text.contains("ada-1"), "{}", page.text);
    assert!(desk.get("/en/me").await.text.contains("By an identity provider"));
    assert_eq!(link(&app, &mut desk).await.status, 303, "again changes nothing");
    assert_eq!(desk.get("/en/me").await.text.matches("ada-1").count(), 1);
    assert_eq!(provider.key_reads(), 1, "the keys are kept");

    let unlink = unlinking(&page);
    let key = page.field("key");
    assert_eq!(phone.post(&unlink, &[("key", "wrong")]).await.status, 403);
    let mut other = Browser::new(&app);
    let others = by_mail(&app, &mut other, "chialamberto@example.org").await.field("key");
    assert_eq!(other.post(&unlink, &[("key", &others)]).await.status, 404, "somebody else's is absent");
    assert_eq!(phone.post(&unlink, &[("key", &key)]).await.status, 303);
    assert_eq!(round(&app, &mut Browser::new(&app)).await.status, 403);

    app.work().await;
    let entries = trail(&app, &world).await;
    let mut commands: Vec<&str> = entries.iter().map(|(command, _)| command.as_str()).collect();
    commands.sort_unstable();
    assert_eq!(commands, ["linkOpenId", "unlinkOpenId"]);
    assert!(entries.iter().all(|(_, detail)| !detail.to_string().contains("ada-1")), "{entries:?}");
    app.finish().await;
}

fn unlinking(page: &Visit) -> String {
    let end = page.text.find("/unlink\"").expect("a link to end") + 7;
    let start = page.text[..end].rfind('"').unwrap() + 1;
    page.text[start..end].to_owned()
}

#[tokio::test]
async fn a_stranger_is_told_to_link_first_whatever_address_the_provider_tells() {
    let (app, _world, _provider) = started().await;
    let mut browser = Browser::new(&app);
    let back = round(&app, &mut browser).await;
    assert_eq!(back.status, 403);
    assert!(back.text.contains("/sign-in?next=/me"), "{}", back.text);
    assert!(!back.text.contains("bobbio@example.org"));
    assert_eq!((name(&app, &browser).await, browser.cookie("cordata_session")), (None, None));
    app.finish().await;
}

#[tokio::test]
async fn a_token_that_lies_opens_nothing_and_the_answer_is_always_the_same() {
    let (app, _world, provider) = started().await;
    linked(&app).await;
    let mut pages = Vec::new();
    for lie in [
        Lie::Nonce,
        Lie::NoNonce,
        Lie::Issuer,
        Lie::Audience,
        Lie::TwoAudiences,
        Lie::Party,
        Lie::Expired,
        Lie::Old,
        Lie::Unsigned,
        Lie::HmacOfSecret,
        Lie::HmacOfKey,
        Lie::ForeignKey,
        Lie::Tampered,
        Lie::NoToken,
        Lie::Redirect,
        Lie::Endless,
    ] {
        provider.lies(lie);
        let mut browser = Browser::new(&app);
        let back = round(&app, &mut browser).await;
        assert_eq!((back.status, browser.cookie("cordata_session")), (410, None), "{lie:?}");
        pages.push(back.text);
    }
    assert!(pages.windows(2).all(|pair| pair[0] == pair[1]), "one constant refusal");
    provider.lies(Lie::None);
    assert_eq!(round(&app, &mut Browser::new(&app)).await.status, 303);
    app.finish().await;
}

#[tokio::test]
async fn keys_that_were_exchanged_are_asked_for_once_more() {
    let (app, _world, provider) = started().await;
    linked(&app).await;
    assert_eq!(provider.key_reads(), 1);
    provider.rotate();
    assert_eq!(round(&app, &mut Browser::new(&app)).await.status, 303, "an unknown key");
    assert_eq!(provider.key_reads(), 2);
    provider.replace_key();
    assert_eq!(round(&app, &mut Browser::new(&app)).await.status, 303, "another key under the same name");
    assert_eq!(provider.key_reads(), 3);
    provider.lies(Lie::ForeignKey);
    assert_eq!(round(&app, &mut Browser::new(&app)).await.status, 410);
    assert_eq!(provider.key_reads(), 4, "once, not for ever");
    provider.lies(Lie::HmacOfSecret);
    assert_eq!(round(&app, &mut Browser::new(&app)).await.status, 410);
    assert_eq!(provider.key_reads(), 4, "no key would make it right");
    app.finish().await;
}

#[tokio::test]
async fn the_way_back_is_open_once_to_the_browser_that_began() {
    let (app, _world, _provider) = started().await;
    linked(&app).await;
    let mut browser = Browser::new(&app);
    let back = awaited(&app, &mut browser).await;
    let secret = browser.cookie("cordata_openid").unwrap().to_owned();
    assert_eq!(Browser::new(&app).get(&back).await.status, 410, "a scanner has no cookie");
    let mut thief = Browser::new(&app);
    thief.take_over("cordata_openid", "accesso_another");
    assert_eq!(thief.get(&back).await.status, 410);
    for wrong in [with(&back, "state", "another"), with(&back, "state", "")] {
        assert_eq!(browser.get(&wrong).await.status, 410);
    }
    let entered = browser.get(&back).await;
    assert_eq!(entered.status, 303, "a wrong state uses nothing up");
    let mut replay = Browser::new(&app);
    replay.take_over("cordata_openid", &secret);
    assert_eq!(replay.get(&back).await.status, 410, "used");

    let mut late = Browser::new(&app);
    let back = awaited(&app, &mut late).await;
    app.at("2026-09-01T08:10:00Z");
    assert_eq!(late.get(&back).await.status, 410, "ten minutes later");
    app.finish().await;
}

#[tokio::test]
async fn a_code_counts_only_with_the_proof_of_who_asked_for_it() {
    let (app, _world, _provider) = started().await;
    linked(&app).await;
    let (mut victim, mut thief) = (Browser::new(&app), Browser::new(&app));
    let stolen = awaited(&app, &mut victim).await;
    let own = awaited(&app, &mut thief).await;
    let code = Url::parse(&stolen).unwrap().query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    assert_eq!(thief.get(&with(&own, "code", &code)).await.status, 410, "the verifier is another");

    let mut denied = Browser::new(&app);
    let back = awaited(&app, &mut denied).await;
    let error = back.replace("code=", "error=access_denied&ignored=");
    assert_eq!(denied.get(&error).await.status, 410);
    let mut mixed = Browser::new(&app);
    let back = awaited(&app, &mut mixed).await;
    assert_eq!(mixed.get(&format!("{back}&iss=https%3A%2F%2Fevil.example")).await.status, 410);
    app.finish().await;
}

/// The address with another value of one parameter.
fn with(address: &str, name: &str, value: &str) -> String {
    let mut url = Url::parse(address).unwrap();
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(pairs.iter().map(|(key, old)| (key.as_str(), if key == name { value } else { old.as_str() })));
    url.into()
}

#[tokio::test]
async fn a_subject_belongs_to_one_person_and_to_the_session_that_asked() {
    let (app, _world, provider) = started().await;
    linked(&app).await;
    let mut second = Browser::new(&app);
    by_mail(&app, &mut second, "chialamberto@example.org").await;
    assert_eq!(link(&app, &mut second).await.status, 410, "linked to somebody else");
    assert!(!second.get("/en/me").await.text.contains("ada-1"));

    provider.is_used_by("chi-2");
    let key = second.get("/en/me").await.field("key");
    assert_eq!(second.post_from_elsewhere("/en/me/openid", &[("key", &key)]).await.status, 403);
    assert_eq!(second.post("/en/me/openid", &[("key", "wrong")]).await.status, 403);
    assert_eq!(Browser::new(&app).post("/en/me/openid", &[("key", &key)]).await.status, 303, "sign in first");
    let begun = second.post("/en/me/openid", &[("key", &key)]).await;
    let start = begun.text.find("href=\"http://127.0.0.1").unwrap() + 6;
    let address = begun.text[start..start + begun.text[start..].find('"').unwrap()].replace("&#38;", "&");
    let back = sent_back(&app, &address).await;
    let mut other = Browser::new(&app);
    by_mail(&app, &mut other, "bobbio@example.org").await;
    other.take_over("cordata_openid", second.cookie("cordata_openid").unwrap());
    assert_eq!(other.get(&back).await.status, 410, "another session");
    assert!(!other.get("/en/me").await.text.contains("chi-2"));
    assert_eq!(link(&app, &mut second).await.status, 303);
    let mut phone = Browser::new(&app);
    assert_eq!(round(&app, &mut phone).await.status, 303);
    assert_eq!(name(&app, &phone).await.as_deref(), Some("Chialamberto"));
    app.finish().await;
}

#[tokio::test]
async fn without_a_provider_there_are_no_such_pages() {
    let app = TestApp::start().await;
    world(&app).await;
    let mut browser = Browser::new(&app);
    assert!(!browser.get("/en/sign-in").await.text.contains("/sign-in/openid"));
    for page in ["/sign-in/openid", "/it/sign-in/openid", "/sign-in/openid/callback?code=1&state=2"] {
        assert_eq!(browser.get(page).await.status, 404, "{page}");
    }
    app.finish().await;
}
