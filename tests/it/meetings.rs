//! A meeting from its draft to the digest of the morning after, as its people would do it.

use cordata_api::graphql::id::encode;
use cordata_app::identity::StartAffiliation;
use cordata_app::table::NameSeatHolder;
use cordata_domain::ids::InviteeId;
use cordata_domain::period::Validity;
use cordata_domain::table::HolderCapacity;
use cordata_tests::TestApp;
use cordata_tests::browser::Browser;
use cordata_tests::fixture::{Place, World, person, world};
use serde_json::{Value, json};

/// The global id of the table, as a client finds it.
async fn table_id(app: &TestApp) -> String {
    let data = app.query(None, "{ concertationTables { nodes { id } } }", json!({})).await;
    data["concertationTables"]["nodes"][0]["id"].as_str().unwrap().to_owned()
}

/// Prepares a meeting on 2026-10-01 with one item to decide; answers its id and version.
async fn draft(app: &TestApp, world: &World) -> (String, i64) {
    draft_for(app, world, "2026-10-01T10:00:00").await
}

async fn draft_for(app: &TestApp, world: &World, starts: &str) -> (String, i64) {
    let input = json!({
        "tableId": table_id(app).await,
        "title": "Servizi essenziali",
        "kind": "ORDINARY",
        "mode": "IN_PERSON",
        "place": "Sala del Consiglio",
        "startsAtLocal": starts,
        "minutes": 120,
        "agenda": [
            { "title": "Comunicazioni", "kind": "INFORMATION" },
            { "title": "Trasporto a chiamata", "kind": "DECISION", "bodyMarkdown": "Si propone **una prova**." },
            { "title": "Scuole di montagna", "kind": "DECISION" },
        ],
    });
    let payload = app.done(&world.secretariat, "draftMeeting", "meeting { id version state }", input).await;
    assert_eq!(payload["meeting"]["state"], "DRAFT");
    (payload["meeting"]["id"].as_str().unwrap().to_owned(), payload["meeting"]["version"].as_i64().unwrap())
}

async fn convened(app: &TestApp, world: &World) -> (String, i64) {
    let (id, version) = draft(app, world).await;
    let input = json!({ "meetingId": id, "expectedVersion": version });
    let payload = app
        .done(&world.coordinator, "conveneMeeting", "meeting { version state convocation { daysOfNotice } }", input)
        .await;
    assert_eq!(payload["meeting"]["state"], "CONVENED");
    assert!(payload["meeting"]["convocation"]["daysOfNotice"].as_u64().unwrap() >= 10);
    (id, payload["meeting"]["version"].as_i64().unwrap())
}

async fn meeting(app: &TestApp, token: &str, id: &str, fields: &str) -> Value {
    let query = format!("query($id: ID!) {{ meeting(by: {{ id: $id }}) {{ {fields} }} }}");
    app.query(Some(token), &query, json!({ "id": id })).await["meeting"].clone()
}

#[tokio::test]
async fn a_convocation_reaches_every_seat_holder_and_is_answered_from_the_mail() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (id, _) = convened(&app, &world).await;
    app.work().await;
    for place in &world.seats {
        let mails = app.mailbox.to(&place.address);
        assert_eq!(mails.len(), 1, "{}", place.address);
        assert!(mails[0].raw.contains("text/calendar; method=REQUEST"), "{}", place.address);
    }
    let english = &app.mailbox.to("elva@example.org")[0];
    assert!(english.text().contains("Agenda"), "{}", english.text());
    let mail = &app.mailbox.to("bobbio@example.org")[0];
    assert!(mail.header("Subject").unwrap().contains("Tavolo della montagna"));
    assert_eq!(mail.header("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert!(mail.header("List-Unsubscribe").is_none(), "a convocation cannot be opted out of");
    let link = mail.link(&format!("{}/answer/", app.url)).unwrap();

    let seen = app.client.get(&link).send().await.unwrap();
    assert_eq!(seen.status(), 200);
    let page = seen.text().await.unwrap();
    assert!(page.contains("Servizi essenziali") && page.contains("<form"), "{page}");
    let answered = meeting(&app, &world.secretariat, &id, "invitees { answer { kind } }").await;
    assert!(
        answered["invitees"].as_array().unwrap().iter().all(|invitee| invitee["answer"].is_null()),
        "GET changed something"
    );

    assert!(!page.contains("SUBSTITUTE_ATTENDS"), "the seat has no substitute: {page}");
    let answer = async |kind: &str| {
        let sent = app.client.post(&link).form(&[("answer", kind)]).send().await.unwrap();
        (sent.status().as_u16(), sent.text().await.unwrap())
    };
    assert_eq!(answer("SUBSTITUTE_ATTENDS").await.0, 422, "nor is it taken when it is sent all the same");
    assert_eq!(answer("ATTENDING").await.0, 200);
    assert_eq!(answer("ATTENDING").await.0, 200, "a second submit shows what was recorded");
    let (status, kept) = answer("ABSENT").await;
    assert_eq!(status, 409, "the link takes one answer");
    assert!(kept.contains("Risposta non registrata") && kept.contains("«Parteciperà»"), "{kept}");
    assert!(kept.contains("/sign-in?next="), "where it can be changed: {kept}");
    assert!(
        !app.client.get(&link).send().await.unwrap().text().await.unwrap().contains("<form"),
        "the link works once"
    );
    let answered = meeting(&app, &world.secretariat, &id, "invitees { answer { kind } organisation { name } }").await;
    let given: Vec<&Value> =
        answered["invitees"].as_array().unwrap().iter().filter(|i| !i["answer"].is_null()).collect();
    assert_eq!(given.len(), 1);
    assert_eq!(
        (&given[0]["answer"]["kind"], &given[0]["organisation"]["name"]),
        (&json!("ATTENDING"), &json!("Comune di Bobbio"))
    );
    let fields = "invitees { organisation { name } person { fullName } answer { kind } }";
    for (token, answers, people) in [
        (None, 0, 0),
        (Some(&world.outsider), 0, 0),
        (Some(&world.delegate), 1, 1),
        (Some(&world.auditor), 1, 0),
        (Some(&world.coordinator), 1, world.seats.len()),
    ] {
        let query = format!("query($id: ID!) {{ meeting(by: {{ id: $id }}) {{ {fields} }} }}");
        let text = app.query(token.map(String::as_str), &query, json!({ "id": id })).await.to_string();
        assert!(text.contains("Comune di Bobbio"), "everybody sees which organisations were convened: {text}");
        assert_eq!(text.matches("ATTENDING").count(), answers, "{token:?}: {text}");
        assert_eq!(text.matches(" Prova\"").count(), people, "{token:?}: {text}");
    }
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn an_answer_is_changed_on_the_page_of_the_meeting() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    convened(&app, &world).await;
    app.work().await;
    let page = app.mailbox.to("bobbio@example.org")[0].link(&format!("{}/meetings/", app.url)).unwrap();
    let answers = format!("{}/answers", page.rsplit_once('/').unwrap().0);
    let mut delegate = Browser::signed_in(&app, "bobbio@example.org").await;
    let page = delegate.get(&page).await.location.unwrap();
    let seen = delegate.get(&page).await;
    assert!(seen.text.contains("ATTENDING") && !seen.text.contains("SUBSTITUTE_ATTENDS"), "{}", seen.text);
    let (key, invitee) = (seen.field("key"), seen.field("invitee"));
    let answer = |kind: &'static str| [("key", key.as_str()), ("invitee", invitee.as_str()), ("answer", kind)];
    for (kind, shown) in [("ATTENDING", "Risposta attuale: Parteciperà"), ("ABSENT", "Risposta attuale: Assente")] {
        let sent = delegate.post(&answers, &answer(kind)).await;
        assert!(sent.location.is_some_and(|to| to.ends_with("#answer")), "{}", sent.text);
        let seen = delegate.get(&page).await;
        assert!(seen.text.contains(shown), "{shown}: {}", seen.text);
    }
    let refused = delegate.post(&answers, &answer("SUBSTITUTE_ATTENDS")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("non ha un supplente"), "{}", refused.text);
    let by_api = json!({ "inviteeId": encode(InviteeId::from(invitee.parse::<uuid::Uuid>().unwrap())), "answer": "SUBSTITUTE_ATTENDS" });
    assert_eq!(app.refused(&world.delegate, "answerConvocation", by_api).await, "INVALID_INPUT");

    name_substitute(&app, &world.seats[1]).await;
    let sent = delegate.post(&answers, &answer("SUBSTITUTE_ATTENDS")).await;
    assert!(sent.location.is_some_and(|to| to.ends_with("#answer")), "{}", sent.text);
    assert!(!Browser::new(&app).get(&page).await.text.contains("name=\"invitee\""), "a citizen answers nothing");
    let mut other = Browser::signed_in(&app, "demonte@example.org").await;
    let own = other.get(&page).await.field("key");
    let foreign = [("key", own.as_str()), ("invitee", invitee.as_str()), ("answer", "ABSENT")];
    assert!(other.post(&answers, &foreign).await.location.is_none(), "nobody answers for others");
    app.work().await;
    app.finish().await;
}

async fn name_substitute(app: &TestApp, place: &Place) {
    let substitute = person(app, "Supplente", "it").await;
    let validity = Validity::since("2026-01-01".parse().unwrap());
    let post = "Supplente".to_owned();
    app.run(StartAffiliation { person: substitute, organisation: place.organisation, post, validity }).await;
    let capacity = HolderCapacity::Substitute;
    app.run(NameSeatHolder { seat: place.seat, person: substitute, capacity, validity }).await;
}

#[tokio::test]
async fn a_meeting_is_held_decided_and_followed_up() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (id, version) = convened(&app, &world).await;
    let early = json!({ "meetingId": id, "expectedVersion": version });
    assert_eq!(app.refused(&world.secretariat, "openMeeting", early.clone()).await, "INVALID_INPUT");

    app.at("2026-10-01T08:05:00Z");
    let opened = app
        .done(
            &world.secretariat,
            "openMeeting",
            "meeting { number year table { seats { id organisation { name } } } agenda { id kind } }",
            early,
        )
        .await;
    assert_eq!((&opened["meeting"]["number"], &opened["meeting"]["year"]), (&json!(1), &json!(2026)));
    let seats: Vec<String> = opened["meeting"]["table"]["seats"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["id"].as_str().unwrap().to_owned())
        .collect();
    let items: Vec<String> =
        opened["meeting"]["agenda"].as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap().to_owned()).collect();
    let present = |names: &[usize]| {
        names.iter().map(|n| json!({ "seatId": seats[*n], "presence": "IN_PERSON" })).collect::<Vec<_>>()
    };

    let two = app
        .done(
            &world.secretariat,
            "recordAttendance",
            "meeting { quorumChecks { represented base required passes } }",
            json!({ "meetingId": id, "entries": present(&[0, 1]) }),
        )
        .await;
    assert_eq!(
        two["meeting"]["quorumChecks"],
        json!([{ "represented": 2, "base": 5, "required": 3, "passes": false }])
    );
    let decision = |in_favour: u32| {
        json!({
            "meetingId": id, "agendaItemId": items[1], "text": "Si prova per sei mesi.", "method": "OPEN_VOTE", "majority": "SIMPLE",
            "tally": { "inFavour": in_favour, "against": 1, "abstained": 0, "notVoting": 0 },
        })
    };
    assert_eq!(app.refused(&world.secretariat, "recordDecision", decision(1)).await, "QUORUM_NOT_MET");

    app.done(&world.secretariat, "recordAttendance", "", json!({ "meetingId": id, "entries": present(&[2, 3]) })).await;
    assert_eq!(app.refused(&world.secretariat, "recordDecision", decision(5)).await, "TALLY_MISMATCH");
    let decided = app.done(&world.secretariat, "recordDecision", "decision { id number state }", decision(3)).await;
    assert_eq!((&decided["decision"]["number"], &decided["decision"]["state"]), (&json!(1), &json!("ADOPTED")));
    assert_eq!(app.refused(&world.secretariat, "recordDecision", decision(3)).await, "ILLEGAL_TRANSITION");

    let stakeholders = app.query(None, "{ stakeholders { nodes { id name } } }", json!({})).await;
    let owner = stakeholders["stakeholders"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["name"] == "Comune di Bobbio")
        .unwrap()["id"]
        .clone();
    let task = json!({ "decisionId": decided["decision"]["id"], "ownerId": owner, "text": "Preparare la convenzione", "due": "2026-11-30" });
    let follow_up =
        app.done(&world.secretariat, "addFollowUp", "followUp { id version state overdue }", task).await["followUp"]
            .clone();
    let to = |version: i64, state: &str| json!({ "followUpId": follow_up["id"], "expectedVersion": version, "state": state, "evidence": "Delibera 12/2026" });
    assert_eq!(follow_up["version"], 1);
    assert_eq!(app.refused(&world.outsider, "advanceFollowUp", to(1, "IN_PROGRESS")).await, "FORBIDDEN");
    assert_eq!(app.refused(&world.delegate, "advanceFollowUp", to(1, "DONE")).await, "ILLEGAL_TRANSITION");
    app.done(&world.delegate, "advanceFollowUp", "", to(1, "IN_PROGRESS")).await;
    let advanced = app.done(&world.delegate, "advanceFollowUp", "followUp { state evidence }", to(2, "DONE")).await;
    assert_eq!(advanced["followUp"]["state"], "DONE");

    let (earlier, _) = draft_for(&app, &world, "2026-12-10T10:00:00").await;
    let version = meeting(&app, &world.secretariat, &id, "version").await["version"].clone();
    let closed = app
        .done(
            &world.secretariat,
            "closeMeeting",
            "meeting { state outcome agenda { title state } }",
            json!({ "meetingId": id, "expectedVersion": version }),
        )
        .await;
    assert_eq!(closed["meeting"]["outcome"], "VALID");
    let states: Vec<&Value> =
        closed["meeting"]["agenda"].as_array().unwrap().iter().map(|item| &item["state"]).collect();
    assert_eq!(states, [&json!("DISCUSSED"), &json!("DECIDED"), &json!("DEFERRED")]);

    let head = async |of: &str| {
        let agenda = meeting(&app, &world.secretariat, of, "agenda { title carriedOver }").await;
        agenda["agenda"][0].clone()
    };
    let returns = json!({ "title": "Scuole di montagna", "carriedOver": true });
    let own = head(&earlier).await;
    assert_eq!(own["carriedOver"], false);
    let convene = json!({ "meetingId": earlier, "expectedVersion": 1 });
    app.done(&world.coordinator, "conveneMeeting", "", convene).await;
    assert_eq!(head(&earlier).await, returns, "a deferred item returns by itself on the next agenda that is sent");
    let (next, _) = draft(&app, &world).await;
    assert_eq!(head(&next).await, own, "once");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn the_digest_tells_each_member_once_and_in_their_language() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    convened(&app, &world).await;
    app.work().await;
    assert_eq!(app.mailbox.to("elva@example.org").len(), 1, "the digest waits for its hour");
    app.at("2026-09-02T05:30:00Z");
    app.work().await;
    app.work().await;
    let digest = app.mailbox.to("elva@example.org").pop().unwrap();
    assert!(digest.text().contains("Tavolo della montagna (en)"), "{}", digest.text());
    assert!(digest.header("List-Unsubscribe").is_some_and(|value| value.starts_with("<http")), "{digest:?}");
    app.at("2026-09-03T05:30:00Z");
    app.work().await;
    assert_eq!(app.mailbox.to("elva@example.org").len(), 2, "nothing new, no digest");

    let switch = digest.link(&format!("{}/stop/", app.url)).unwrap();
    assert!(app.client.get(&switch).send().await.unwrap().text().await.unwrap().contains("<form"));
    let one_click = app.client.post(&switch).form(&[("List-Unsubscribe", "One-Click")]).send().await.unwrap();
    assert_eq!(one_click.status(), 200);
    let (id, version) = convened(&app, &world).await;
    app.work().await;
    assert_eq!(app.mailbox.to("elva@example.org").len(), 3, "convocations cannot be stopped");
    app.done(
        &world.coordinator,
        "cancelMeeting",
        "",
        json!({ "meetingId": id, "expectedVersion": version, "reason": "Neve" }),
    )
    .await;
    app.at("2026-09-04T05:30:00Z");
    app.work().await;
    assert_eq!(app.mailbox.to("elva@example.org").len(), 4, "the cancellation, but no digest any more");
    app.finish().await;
}

#[tokio::test]
async fn a_cancelled_meeting_is_taken_out_of_the_calendars() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (id, version) = convened(&app, &world).await;
    app.work().await;
    let input = json!({ "meetingId": id, "expectedVersion": version, "reason": "Allerta meteo" });
    app.done(&world.coordinator, "cancelMeeting", "meeting { state stateReason }", input).await;
    app.work().await;
    let mails = app.mailbox.to("bobbio@example.org");
    assert_eq!(mails.len(), 2);
    assert!(mails[1].raw.contains("method=CANCEL") && mails[1].text().contains("Allerta meteo"), "{}", mails[1].raw);
    let (first, second) = (mails[0].header("References"), mails[1].header("References"));
    assert!(first.is_some() && first == second, "one thread for a meeting");
    app.finish().await;
}

#[tokio::test]
async fn a_mail_that_was_not_yet_written_is_not_sent_for_a_meeting_that_was_cancelled() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let (id, version) = convened(&app, &world).await;
    let input = json!({ "meetingId": id, "expectedVersion": version, "reason": "Allerta meteo" });
    app.done(&world.coordinator, "cancelMeeting", "", input).await;
    app.work().await;
    let mails = app.mailbox.to("bobbio@example.org");
    assert_eq!(mails.len(), 1, "only the cancellation leaves");
    assert!(mails[0].raw.contains("method=CANCEL"));
    app.finish().await;
}
