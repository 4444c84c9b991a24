//! Following a meeting, a proposal and the money of a project while others change them.

use std::process::Command;

use cordata_api::graphql::id::encode;
use cordata_app::identity::{CreateApiToken, EndAffiliation, GrantRole, RevokeApiToken, StartAffiliation};
use cordata_domain::identity::{GrantScope, Role, TokenScope};
use cordata_domain::period::Validity;
use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::database::DatabaseKind;
use cordata_tests::fixture::{World, activate, person, seat, table, token, world, world_at};
use cordata_tests::socket::Socket;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::command_line::{end, program, start};

const MEETING: &str = "subscription($id: ID!) { meetingChanged(meetingId: $id, withCurrent: true) {
    change at meeting { state title quorumChecks { represented } decisions { number state } outcome } } }";
const FUNDING: &str = "subscription($id: ID!) { projectFundingChanged(projectId: $id, withCurrent: true) {
    at project { funding { totals { promisedCash { amount } confirmedCash { amount } paidCash { amount } } } } } }";

const PROPOSAL: &str = "subscription($id: ID!) { proposalChanged(proposalId: $id, withCurrent: true) {
    at proposal { state version lastVersionNumber lastVersion { clauses { id title } author { fullName } }
        comments { textMarkdown } endorsements { versionNumber } } } }";

/// A meeting of the table with this slug, on 2027-10-01.
async fn draft(app: &TestApp, world: &World, slug: &str) -> Value {
    let query = "query($slug: String!) { concertationTable(by: { slug: $slug }) { id } }";
    let table =
        app.query(Some(&world.secretariat), query, json!({ "slug": slug })).await["concertationTable"]["id"].clone();
    let input = json!({
        "tableId": table, "title": "Servizi essenziali", "kind": "ORDINARY", "mode": "IN_PERSON", "place": "Sala",
        "startsAtLocal": "2027-10-01T10:00:00", "minutes": 120,
        "agenda": [{ "title": "Trasporto a chiamata", "kind": "DECISION" }],
    });
    app.done(&world.secretariat, "draftMeeting", "meeting { id version }", input).await["meeting"].clone()
}

/// One step of a meeting; answers it with its new version.
async fn step(app: &TestApp, token: &str, name: &str, meeting: &Value, more: Value) -> Value {
    let mut input = json!({ "meetingId": meeting["id"], "expectedVersion": meeting["version"] });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let fields = "meeting { id version agenda { id } table { seats { id } } }";
    app.done(token, name, fields, input).await["meeting"].clone()
}

async fn convened(app: &TestApp, world: &World) -> Value {
    let meeting = draft(app, world, "tavolo-della-montagna").await;
    step(app, &world.coordinator, "conveneMeeting", &meeting, json!({})).await
}

async fn follow(server: &str, token: Option<&str>, query: &str, id: &Value) -> Socket {
    let mut socket = Socket::open(server, token).await;
    socket.subscribe("s", query, json!({ "id": id })).await;
    socket
}

async fn meeting_told(socket: &mut Socket) -> Value {
    socket.data().await["meetingChanged"].clone()
}

#[tokio::test]
async fn a_meeting_is_followed_from_its_convocation_to_its_end() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let meeting = draft(&app, &world, "tavolo-della-montagna").await;
    let mut inside = follow(&app.url, Some(&world.delegate), MEETING, &meeting["id"]).await;
    let told = meeting_told(&mut inside).await;
    assert_eq!((&told["change"], &told["meeting"]["state"]), (&Value::Null, &json!("DRAFT")), "{told}");
    let meeting = step(&app, &world.coordinator, "conveneMeeting", &meeting, json!({})).await;
    let told = meeting_told(&mut inside).await;
    assert_eq!((&told["change"], &told["meeting"]["state"]), (&json!("CONVENED"), &json!("CONVENED")));
    assert_eq!(told["at"], "2026-09-01T08:00:00Z");

    let mut citizen = follow(&app.url, None, MEETING, &meeting["id"]).await;
    assert_eq!(meeting_told(&mut citizen).await["meeting"]["state"], "CONVENED");
    app.at("2027-10-01T08:05:00Z");
    let meeting = step(&app, &world.secretariat, "openMeeting", &meeting, json!({})).await;
    let seats = meeting["table"]["seats"].as_array().unwrap();
    let entries: Vec<Value> =
        seats.iter().map(|seat| json!({ "seatId": seat["id"], "presence": "IN_PERSON" })).collect();
    for socket in [&mut inside, &mut citizen] {
        let told = meeting_told(socket).await;
        assert_eq!((&told["change"], &told["meeting"]["state"]), (&json!("OPENED"), &json!("OPEN")));
    }
    let input = json!({ "meetingId": meeting["id"], "entries": entries });
    app.done(&world.secretariat, "recordAttendance", "", input).await;
    let told = meeting_told(&mut citizen).await;
    assert_eq!((&told["change"], &told["meeting"]["quorumChecks"][0]["represented"]), (&json!("EDITED"), &json!(5)));
    let decision = json!({
        "meetingId": meeting["id"], "agendaItemId": meeting["agenda"][0]["id"], "text": "Si prova per sei mesi.",
        "method": "OPEN_VOTE", "majority": "SIMPLE",
        "tally": { "inFavour": 4, "against": 1, "abstained": 0, "notVoting": 0 },
    });
    app.done(&world.secretariat, "recordDecision", "", decision.clone()).await;
    let told = meeting_told(&mut citizen).await;
    assert_eq!(told["change"], "DECISION_RECORDED");
    assert_eq!(told["meeting"]["decisions"], json!([{ "number": 1, "state": "ADOPTED" }]));

    assert_eq!(app.refused(&world.secretariat, "recordDecision", decision).await, "ILLEGAL_TRANSITION");
    assert!(citizen.is_silent().await, "what was refused changed nothing");
    let query = "query($id: ID!) { meeting(by: { id: $id }) { id version } }";
    let meeting = app.query(None, query, json!({ "id": meeting["id"] })).await["meeting"].clone();
    step(&app, &world.secretariat, "closeMeeting", &meeting, json!({})).await;
    let told = meeting_told(&mut citizen).await;
    assert_eq!((&told["change"], &told["meeting"]["outcome"]), (&json!("CLOSED"), &json!("VALID")));
    app.work().await;
    app.finish().await;
}

/// A project of 1,000 euro, and the contributor of the fixture's manager.
async fn project(app: &TestApp, world: &World) -> (Value, Value) {
    let input = json!({ "title": "Rifugio", "budget": { "cash": "1000.00", "inKind": "0.00" } });
    let project = app.done(&world.secretariat, "createProject", "project { id }", input).await["project"]["id"].clone();
    let data = app.query(None, "{ stakeholders(first: 100) { nodes { id name } } }", json!({})).await;
    let nodes = data["stakeholders"]["nodes"].as_array().unwrap();
    let contributor = nodes.iter().find(|node| node["name"] == "Comune di Bobbio").unwrap()["id"].clone();
    (project, contributor)
}

async fn pledge(app: &TestApp, world: &World, to: &(Value, Value), amount: &str, key: &str) -> Value {
    let input =
        json!({ "idempotencyKey": key, "projectId": to.0, "contributorId": to.1, "nature": "CASH", "amount": amount });
    app.done(&world.manager, "pledgeCommitment", "commitment { id }", input).await["commitment"]["id"].clone()
}

async fn totals(socket: &mut Socket) -> [String; 3] {
    let totals = socket.data().await["projectFundingChanged"]["project"]["funding"]["totals"].clone();
    ["promisedCash", "confirmedCash", "paidCash"].map(|name| totals[name]["amount"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn the_money_of_a_project_is_followed_from_the_promise_to_the_payment() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let project = project(&app, &world).await;
    let mut socket = follow(&app.url, None, FUNDING, &project.0).await;
    assert_eq!(totals(&mut socket).await, ["0.00", "0.00", "0.00"]);
    let commitment = pledge(&app, &world, &project, "600.00", "one").await;
    assert_eq!(totals(&mut socket).await, ["600.00", "0.00", "0.00"]);
    let confirm = json!({ "idempotencyKey": "two", "commitmentId": commitment, "act": "DGC 12/2026" });
    app.done(&world.manager, "confirmCommitment", "", confirm).await;
    assert_eq!(totals(&mut socket).await, ["600.00", "600.00", "0.00"]);
    let pay = |key: &str| json!({ "idempotencyKey": key, "commitmentId": commitment, "amount": "500.00", "paidOn": "2026-08-20" });
    app.done(&world.secretariat, "recordPayment", "", pay("three")).await;
    assert_eq!(totals(&mut socket).await, ["600.00", "600.00", "500.00"]);
    app.done(&world.secretariat, "recordPayment", "", pay("three")).await;
    assert_eq!(app.refused(&world.secretariat, "recordPayment", pay("four")).await, "OVER_DISBURSEMENT");
    assert!(socket.is_silent().await, "neither a replay nor a refusal is a change");
    app.finish().await;
}

#[tokio::test]
async fn a_hundred_quick_changes_end_with_the_final_state() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let project = project(&app, &world).await;
    let mut sockets = join_all((0..20).map(|_| follow(&app.url, None, FUNDING, &project.0))).await;
    for socket in &mut sockets {
        totals(socket).await;
    }
    // They listen meanwhile: a client that answers no pings is left.
    let listening = sockets.into_iter().map(|mut socket| {
        tokio::spawn(async move {
            let mut messages = 1;
            while totals(&mut socket).await[0] != "100.00" {
                messages += 1;
            }
            messages
        })
    });
    let listening: Vec<_> = listening.collect();
    for n in 0..100 {
        pledge(&app, &world, &project, "1.00", &n.to_string()).await;
    }
    for messages in join_all(listening).await {
        assert!((1..=100).contains(&messages.unwrap()), "no message twice, and the last one always");
    }
    app.finish().await;
}

#[tokio::test]
async fn many_citizens_cost_the_store_no_more_than_one() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let meeting = convened(&app, &world).await;
    let mut sockets = join_all((0..60).map(|_| follow(&app.url, None, MEETING, &meeting["id"]))).await;
    for socket in &mut sockets {
        meeting_told(socket).await;
    }
    let before = app.database.statements();
    step(&app, &world.coordinator, "postponeMeeting", &meeting, json!({ "reason": "Neve" })).await;
    let told = join_all(sockets.iter_mut().map(meeting_told)).await;
    assert!(told.iter().all(|told| told["change"] == "POSTPONED"), "{told:?}");
    let statements = app.database.statements() - before;
    assert!(statements < 60, "{statements} statements to change it and to tell 60 followers");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn what_is_hidden_is_answered_like_what_is_absent() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let hidden = draft(&app, &world, "tavolo-della-montagna").await["id"].clone();
    let mut answers = Vec::new();
    for id in [&hidden, &json!("PAAAAAAAAAAAAAAAAAAAAAA"), &json!("x")] {
        let mut socket = follow(&app.url, None, MEETING, id).await;
        let message = socket.hear().await;
        let error = &message["payload"]["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{message}");
        assert_eq!(socket.hear().await["type"], "complete");
        answers.push((
            error["message"].clone(),
            error["extensions"]["path"].clone(),
            message["payload"]["data"].clone(),
        ));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    app.finish().await;
}

#[tokio::test]
async fn the_money_of_a_reserved_project_is_followed_by_its_table_only() {
    let app = TestApp::start().await;
    let world = world_at(&app, Publicity::Reserved).await;
    let input = json!({ "title": "Rifugio", "tableId": encode(world.table) });
    let project = app.done(&world.secretariat, "createProject", "project { id }", input).await["project"]["id"].clone();
    let mut member = follow(&app.url, Some(&world.delegate), FUNDING, &project).await;
    assert_eq!(totals(&mut member).await, ["0.00", "0.00", "0.00"]);
    let mut answers = Vec::new();
    for token in [None, Some(world.outsider.as_str())] {
        for id in [&project, &json!("RAAAAAAAAAAAAAAAAAAAAAA"), &json!("x")] {
            let mut socket = follow(&app.url, token, FUNDING, id).await;
            let message = socket.hear().await;
            let error = &message["payload"]["errors"][0];
            assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{message}");
            answers.push((error["message"].clone(), error["extensions"]["path"].clone()));
        }
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn a_revoked_token_ends_its_streams_only() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let meeting = convened(&app, &world).await;
    let member = world.seats[1].titular;
    let (id, clear) = app
        .run(CreateApiToken {
            person: member,
            label: "telefono".to_owned(),
            scope: TokenScope::Manage,
            expires_at: None,
        })
        .await;
    let mut revoked = follow(&app.url, Some(clear.reveal()), MEETING, &meeting["id"]).await;
    let mut stays = follow(&app.url, Some(&world.delegate), MEETING, &meeting["id"]).await;
    for socket in [&mut revoked, &mut stays] {
        meeting_told(socket).await;
    }
    app.run(RevokeApiToken { token: id }).await;
    step(&app, &world.coordinator, "postponeMeeting", &meeting, json!({ "reason": "Neve" })).await;
    assert_eq!(revoked.hear().await, json!({ "type": "complete", "id": "s" }));
    assert_eq!(meeting_told(&mut stays).await["change"], "POSTPONED");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn who_leaves_an_organisation_follows_its_reserved_table_no_longer() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let reserved = table(&app, "Tavolo riservato", Publicity::Reserved).await;
    let place = seat(&app, reserved, "Forno", true).await;
    activate(&app, reserved, place.titular).await;
    let leaver = person(&app, "Partente", "it").await;
    let validity = Validity::since("2026-01-01".parse().unwrap());
    let organisation = place.organisation;
    let post = StartAffiliation { person: leaver, organisation, post: "Delegato".to_owned(), validity };
    let affiliation = app.run(post).await;
    let scope = GrantScope::Organisation(organisation);
    app.run(GrantRole { person: leaver, role: Role::Delegate, scope, validity }).await;
    let (leaver, coordinator) = (token(&app, leaver).await, token(&app, place.titular).await);

    let meeting = draft(&app, &world, "tavolo-riservato").await;
    let mut leaving = follow(&app.url, Some(&leaver), MEETING, &meeting["id"]).await;
    let mut staying = follow(&app.url, Some(&coordinator), MEETING, &meeting["id"]).await;
    for socket in [&mut leaving, &mut staying] {
        assert_eq!(meeting_told(socket).await["meeting"]["state"], "DRAFT");
    }
    app.run(EndAffiliation { affiliation, last_day: Some("2026-09-01".parse().unwrap()) }).await;
    app.at("2026-09-02T08:00:00Z");
    step(&app, &coordinator, "conveneMeeting", &meeting, json!({})).await;
    assert_eq!(leaving.hear().await, json!({ "type": "complete", "id": "s" }));
    assert_eq!(meeting_told(&mut staying).await["change"], "CONVENED");
    app.work().await;
    app.finish().await;
}

async fn proposal_told(socket: &mut Socket) -> Value {
    socket.data().await["proposalChanged"]["proposal"].clone()
}

/// A draft of one clause by the coordinator's organisation.
async fn proposal(app: &TestApp, world: &World) -> Value {
    let input = json!({
        "tableId": encode(world.table).to_string(), "title": "Trasporto a chiamata",
        "onBehalfOfId": encode(world.seats[0].organisation).to_string(),
        "clauses": [{ "title": "Oggetto", "bodyMarkdown": "Un servizio in dieci comuni." }],
    });
    app.done(&world.coordinator, "createProposal", "proposal { id }", input).await["proposal"]["id"].clone()
}

#[tokio::test]
async fn a_proposal_is_followed_from_its_draft_to_its_adoption() {
    let app = TestApp::start().await;
    let world = world(&app).await;
    let id = proposal(&app, &world).await;
    let mut inside = follow(&app.url, Some(&world.delegate), PROPOSAL, &id).await;
    assert_eq!(proposal_told(&mut inside).await["state"], "DRAFT");
    let mut stranger = follow(&app.url, Some(&world.outsider), PROPOSAL, &id).await;
    let hidden = stranger.hear().await;
    assert_eq!(
        hidden["payload"]["errors"][0]["extensions"]["code"], "BAD_USER_INPUT",
        "a draft is not there: {hidden}"
    );

    let open = json!({ "proposalId": id, "expectedVersion": 1 });
    app.done(&world.coordinator, "openProposal", "proposal { id }", open).await;
    assert_eq!(proposal_told(&mut inside).await["state"], "OPEN");
    let mut citizen = follow(&app.url, None, PROPOSAL, &id).await;
    let told = proposal_told(&mut citizen).await;
    let clause = &told["lastVersion"]["clauses"][0]["id"];
    let own = encode(world.seats[1].organisation).to_string();
    let second = json!({
        "proposalId": id, "baseVersion": 1, "onBehalfOfId": own, "note": "Più comuni",
        "clauses": [{ "id": clause, "title": "Oggetto e luogo", "bodyMarkdown": "Un servizio in venti comuni." }],
    });
    app.done(&world.delegate, "saveProposalVersion", "proposal { id }", second.clone()).await;
    let told = [proposal_told(&mut inside).await, proposal_told(&mut citizen).await];
    for (told, name) in told.iter().zip([json!("Bobbio Prova"), Value::Null]) {
        assert_eq!(
            (&told["lastVersionNumber"], &told["lastVersion"]["clauses"][0]["title"]),
            (&json!(2), &json!("Oggetto e luogo"))
        );
        assert_eq!(told["lastVersion"]["author"]["fullName"], name, "each with their own rights: {told}");
    }
    assert_eq!(app.refused(&world.delegate, "saveProposalVersion", second).await, "CONFLICT");
    assert!(citizen.is_silent().await, "what was refused changed nothing");

    let comment = json!({
        "proposalId": id, "versionNumber": 2, "clauseId": clause, "onBehalfOfId": own, "textMarkdown": "Chi paga?",
    });
    app.done(&world.delegate, "commentOn", "comment { id }", comment).await;
    assert_eq!(proposal_told(&mut citizen).await["comments"], json!([{ "textMarkdown": "Chi paga?" }]));
    let endorse = json!({ "proposalId": id, "textVersion": 2, "organisationId": own });
    app.done(&world.manager, "endorseProposal", "proposal { id }", endorse).await;
    assert_eq!(proposal_told(&mut citizen).await["endorsements"], json!([{ "versionNumber": 2 }]));
    let adopt = json!({ "proposalId": id, "textVersion": 2 });
    app.done(&world.coordinator, "adoptProposal", "proposal { id }", adopt).await;
    assert_eq!(proposal_told(&mut citizen).await["state"], "ADOPTED");
    app.work().await;
    app.finish().await;
}

/// Only PostgreSQL is shared by several processes.
#[tokio::test]
async fn changes_made_through_one_process_reach_the_followers_of_another() {
    if DatabaseKind::chosen() != DatabaseKind::Postgres {
        return;
    }
    let mut app = TestApp::start().await;
    let world = world(&app).await;
    let folder = tempfile::tempdir().unwrap();
    let process = || {
        let arguments = ["serve", "--no-worker", "--listen", "127.0.0.1:0"];
        let mut serve = Command::new(program());
        serve.args(arguments).env("CORDATA_DATA_DIR", folder.path()).env("CORDATA_DATABASE_URL", app.database_url());
        let (child, line) = start(&mut serve);
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
        (child, url.trim_end_matches('/').to_owned())
    };
    let ((first, here), (second, there)) = (process(), process());
    app.url = here;
    let meeting = draft(&app, &world, "tavolo-della-montagna").await;
    let project = project(&app, &world).await;
    let mut watching = follow(&there, Some(&world.delegate), MEETING, &meeting["id"]).await;
    let mut counting = follow(&there, None, FUNDING, &project.0).await;
    assert_eq!(meeting_told(&mut watching).await["meeting"]["state"], "DRAFT");
    assert_eq!(totals(&mut counting).await[0], "0.00");

    let meeting = step(&app, &world.coordinator, "conveneMeeting", &meeting, json!({})).await;
    assert_eq!(meeting_told(&mut watching).await["change"], "CONVENED");
    step(&app, &world.coordinator, "cancelMeeting", &meeting, json!({ "reason": "Neve" })).await;
    assert_eq!(meeting_told(&mut watching).await["meeting"]["state"], "CANCELLED");
    for (key, sum) in [("a", "10.00"), ("b", "20.00"), ("c", "30.00")] {
        pledge(&app, &world, &project, "10.00", key).await;
        assert_eq!(totals(&mut counting).await[0], sum);
    }
    end(first);
    end(second);
    app.at("2027-01-01T08:00:00Z");
    app.work().await;
    app.finish().await;
}
