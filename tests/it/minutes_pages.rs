//! How people hear of minutes, and the page on which they read them.

use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::browser::Browser;
use cordata_tests::fixture::{activate, delegate_of, seat, table, world};
use serde_json::json;

use crate::minutes::{done, drafted, held, signed};

#[tokio::test]
async fn citizens_read_the_public_part_and_those_of_the_table_everything() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let elsewhere = table(&app, "Tavolo di altri", Publicity::Public).await;
    let place = seat(&app, elsewhere, "Gravere", true).await;
    activate(&app, elsewhere, place.titular).await;
    delegate_of(&app, place.titular, place.organisation).await;
    let meeting = held(&app, &world, 4).await;
    let minutes = drafted(&app, &world, &meeting).await;
    done(&app, &world.secretariat, "circulateMinutes", &minutes, json!({})).await;
    app.work().await;
    let page = app.mailbox.to("bobbio@example.org").pop().unwrap().link(&format!("{}/meetings/", app.url)).unwrap();
    assert!(page.ends_with("/minutes"), "{page}");

    let mut citizen = Browser::new(&app);
    let nothing = format!("{}/meetings/0193a5e0-0000-7000-8000-000000000001/minutes", app.url);
    for address in [&page, &nothing] {
        let sent_on = citizen.get(address).await;
        assert_eq!(sent_on.status, 303, "whoever sees none signs in first, whether or not there are any");
        assert!(sent_on.location.is_some_and(|to| to.contains("/sign-in")));
    }
    let mut stranger = Browser::signed_in(&app, "gravere@example.org").await;
    assert_eq!(stranger.get(&page).await.status, 404);
    let mut delegate = Browser::signed_in(&app, "bobbio@example.org").await;
    let seen = delegate.get(&page).await;
    assert_eq!(seen.status, 200);
    for shown in ["<strong>dieci</strong>", "CORBEZZOLO", "Parte riservata", "15/10/2026"] {
        assert!(seen.text.contains(shown), "{shown}: {}", seen.text);
    }
    let (key, organisation) = (seen.field("key"), world.seats[1].organisation.to_string());
    let remarks = page.replace("/minutes", "/remarks");
    let remark = |text: &'static str| [("key", key.as_str()), ("organisation", organisation.as_str()), ("text", text)];
    assert_eq!(delegate.post(&remarks, &remark(" ")).await.status, 422);
    let sent = delegate.post(&remarks, &remark("Manca il numero dei presenti.")).await;
    assert!(sent.location.is_some_and(|to| to.ends_with("/minutes#remarks")), "{}", sent.text);
    assert!(delegate.get(&page).await.text.contains("Manca il numero dei presenti."));
    for other in [&mut citizen, &mut stranger] {
        assert_ne!(other.post(&remarks, &remark("Mia")).await.location.as_deref(), Some("/minutes#remarks"));
    }
    assert!(!delegate.get(&page).await.text.contains("Mia</p>"), "nobody else remarks");

    done(
        &app,
        &world.secretariat,
        "reviseMinutes",
        &minutes,
        json!({
            "publicMarkdown": "Si apre la seduta alle **dieci**.", "reservedMarkdown": "Il CORBEZZOLO resta tra noi.",
        }),
    )
    .await;
    signed(&app, &world, &minutes).await;
    done(&app, &world.secretariat, "publishMinutes", &minutes, json!({ "protocolNumber": "7/2026" })).await;
    for who in [&mut citizen, &mut stranger] {
        let seen = who.get(&page).await;
        assert_eq!(seen.status, 200);
        assert!(seen.text.contains("<strong>dieci</strong>") && seen.text.contains("7/2026"), "{}", seen.text);
        assert!(!seen.text.contains("CORBEZZOLO") && !seen.text.contains("riservat"), "{}", seen.text);
    }
    let english = citizen.get(&page.replace("/meetings/", "/en/meetings/")).await;
    assert!(english.text.contains("Public part"), "{}", english.text);
    let of_meeting = citizen.get(page.trim_end_matches("/minutes")).await;
    let of_meeting = citizen.get(&of_meeting.location.unwrap()).await;
    assert!(of_meeting.text.contains("/minutes\""), "the meeting's page leads to them: {}", of_meeting.text);
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn circulated_minutes_reach_every_seat_holder_and_published_ones_the_digest() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let meeting = held(&app, &world, 4).await;
    let minutes = drafted(&app, &world, &meeting).await;
    app.work().await;
    let before = app.mailbox.all().len();
    done(&app, &world.secretariat, "circulateMinutes", &minutes, json!({})).await;
    app.work().await;
    assert_eq!(app.mailbox.all().len() - before, world.seats.len(), "one for each");
    for place in &world.seats {
        let mail = app.mailbox.to(&place.address).pop().unwrap();
        let subject = mail.header("Subject").unwrap();
        let english = place.address.starts_with("elva");
        assert!(mail.text().contains(if english { "Read the minutes" } else { "Leggi il verbale" }), "{subject}");
        assert!(mail.header("List-Unsubscribe").is_none(), "it cannot be opted out of");
        assert!(mail.link(&format!("{}/meetings/", app.url)).unwrap().ends_with("/minutes"));
    }
    let text = json!({ "publicMarkdown": "Altro." });
    done(&app, &world.secretariat, "reviseMinutes", &minutes, text).await;
    done(&app, &world.secretariat, "circulateMinutes", &minutes, json!({})).await;
    done(&app, &world.secretariat, "reviseMinutes", &minutes, json!({ "publicMarkdown": "Ancora." })).await;
    let before = app.mailbox.all().len();
    app.work().await;
    assert_eq!(app.mailbox.all().len(), before, "a version that is being changed again is not told of");

    signed(&app, &world, &minutes).await;
    app.work().await;
    let again = app.mailbox.to("elva@example.org");
    assert!(again.iter().any(|mail| mail.text().contains("a new version takes the place")), "{again:#?}");
    done(&app, &world.secretariat, "publishMinutes", &minutes, json!({ "protocolNumber": "7/2026" })).await;
    app.work().await;
    app.at("2026-10-21T05:30:00Z");
    app.work().await;
    let digest = app.mailbox.to("elva@example.org").pop().unwrap();
    assert!(digest.text().contains("Minutes published, protocol no. 7/2026"), "{}", digest.text());
    app.finish().await;
}
