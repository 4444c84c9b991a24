//! The pages as a citizen meets them.

use cordata_tests::fixture::{organisation, world};
use cordata_tests::{METRICS_TOKEN, TestApp};

async fn get(app: &TestApp, path: &str) -> (u16, String) {
    let answer = app.client.get(format!("{}{path}", app.url)).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn a_citizen_reads_in_italian_or_english_without_a_script() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (status, home) = get(&app, "/it/").await;
    assert_eq!(status, 200);
    assert!(home.contains("lang=\"it\"") && home.contains("Tavolo della montagna"), "{home}");
    assert!(!home.contains("<script"));
    let (_, english) = get(&app, "/en/").await;
    assert!(english.contains("lang=\"en\""), "{english}");
    let answer = app.client.get(format!("{}/it/", app.url)).send().await.unwrap();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'self'"), "{policy}");
    let (status, page) = get(&app, &format!("/tables/{}/tavolo-della-montagna", world.table)).await;
    assert_eq!(status, 200);
    assert!(
        page.contains("Comune di Bobbio") && !page.contains("Bobbio Prova") && !page.contains("@example.org/"),
        "{page}"
    );
    app.finish().await;
}

#[tokio::test]
async fn what_is_not_there_is_a_page_that_says_so() {
    let app = TestApp::start().await;
    world(&app).await;
    for path in ["/nothing", "/tables/0", "/meetings/00000000-0000-0000-0000-000000000000/x", "/answer/risposta_forged"]
    {
        let (status, page) = get(&app, path).await;
        assert!((400..500).contains(&status), "{path}: {status}");
        assert!(page.contains("<html"), "{path}");
    }
    app.finish().await;
}

#[tokio::test]
async fn names_are_shown_as_text_whatever_they_hold() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let hostile = organisation(&app, "<script>alert(1)</script> & \"figli\"").await;
    let validity = cordata_domain::period::Validity::since("2026-01-01".parse().unwrap());
    let kind = cordata_domain::table::SeatKind::Invited;
    app.run(cordata_app::table::AddSeat { table: world.table, organisation: hostile, kind, voting: false, validity })
        .await;
    let (_, page) = get(&app, &format!("/tables/{}/tavolo-della-montagna", world.table)).await;
    assert!(page.contains("alert(1)") && !page.contains("<script>"), "{page}");
    app.finish().await;
}

#[tokio::test]
async fn health_says_whether_it_can_serve() {
    let app = TestApp::start().await;
    assert_eq!(get(&app, "/livez").await, (200, "ok".to_owned()));
    let (status, ready) = get(&app, "/readyz").await;
    assert_eq!((status, ready.contains("\"store\":\"ok\"")), (200, true));
    app.finish().await;
}

#[tokio::test]
async fn what_is_counted_is_told_to_this_machine_and_to_who_knows_the_secret() {
    let app = TestApp::start().await;
    let ask = async |path: &str, shown: &[(&'static str, String)]| {
        let request = app.client.get(format!("{}{path}", app.url)).header("accept-language", "en");
        let request = shown.iter().fold(request, |request, (name, value)| request.header(*name, value));
        let answer = request.send().await.unwrap();
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        (answer.status().as_u16(), kind, answer.text().await.unwrap())
    };
    assert_eq!(ask("/metrics", &[]).await.0, 200, "this machine");
    let far = || ("x-forwarded-for", "203.0.113.7".to_owned());
    let bearer = |secret: &str| ("authorization", format!("Bearer {secret}"));
    assert_eq!(ask("/metrics", &[far(), bearer(METRICS_TOKEN)]).await.0, 200);
    let absent = ask("/absent", &[far()]).await;
    assert_eq!(absent.0, 404);
    let passed_on = ["x-forwarded-for", "forwarded", "x-real-ip", "via"];
    for shown in
        passed_on.map(|name| vec![(name, "203.0.113.7".to_owned())]).into_iter().chain([vec![far(), bearer("x")]])
    {
        let (status, kind, page) = ask("/metrics", &shown).await;
        assert_eq!((status, kind), (404, absent.1.clone()), "{shown:?}");
        assert_eq!(same(&page, "/metrics"), same(&absent.2, "/absent"), "like what does not exist");
    }
    let posted = app.client.post(format!("{}/metrics", app.url)).send().await.unwrap();
    assert_eq!(posted.status().as_u16(), 404);
    app.finish().await;
}

/// A page without its own address.
fn same(page: &str, path: &str) -> String {
    page.replace(path, "")
}
