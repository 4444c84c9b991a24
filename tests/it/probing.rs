//! Ids of what a reserved table does, tried by outsiders in every place of the served schema that takes an id: the
//! answers equal those for ids of nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cordata_api::limits::Limits;
use cordata_domain::table::Publicity;
use cordata_tests::TestApp;
use cordata_tests::seeded::Seeded;
use cordata_tests::walk::{Root, Walk};
use serde_json::Value;

use crate::matrix::inputs::Inputs;

/// What of the reserved table is tried.
const HIDDEN: &[&str] = &[
    "tableId",
    "meetingId",
    "draftMeetingId",
    "agendaItemId",
    "inviteeId",
    "decisionId",
    "followUpId",
    "closedMeetingId",
    "minutesId",
    "documentId",
    "commitmentDocumentId",
    "projectId",
    "milestoneId",
    "commitmentId",
    "disbursementId",
    "agreementId",
    "partyId",
    "signatureId",
    "proposalId",
    "clauseId",
    "commentId",
    "contributionId",
    "seatId",
    "personId",
    "affiliationId",
    "grantId",
    "tokenId",
    "sessionId",
    "measurementId",
    "inKindId",
    "mailId",
    "uploadId",
];

/// An id of the same kind that names nothing.
fn nothing_like(id: &Value) -> Value {
    let mut bytes = URL_SAFE_NO_PAD.decode(id.as_str().unwrap()).unwrap();
    for byte in bytes.iter_mut().skip(9) {
        *byte ^= 0x55;
    }
    Value::from(URL_SAFE_NO_PAD.encode(bytes))
}

/// The answer without what differs between any two requests.
fn told(mut answer: Value, id: &Value) -> String {
    for error in answer["errors"].as_array_mut().into_iter().flatten() {
        if let Some(extensions) = error["extensions"].as_object_mut() {
            extensions.remove("requestId");
        }
    }
    if let Some(extensions) = answer["extensions"].as_object_mut() {
        extensions.clear();
    }
    answer.to_string().replace(id.as_str().unwrap(), "@id")
}

async fn ask(app: &TestApp, token: Option<&str>, walk: &Walk, root: &Root<'_>, variables: Value) -> Value {
    app.post(token, &walk.document(root, &variables), variables).await
}

#[tokio::test]
async fn ids_of_a_reserved_table_answer_like_ids_of_nothing() {
    let limits = Limits { complexity_per_minute: 10_000_000, ..Limits::default() };
    let app = TestApp::start_with(limits).await;
    let seeded = Seeded::start(&app, Publicity::Reserved).await;
    let walk = Walk::of(&app).await;
    let mut tried = 0;
    let mut leaks = Vec::new();
    // Whatever is needed beside the tried id is made up, or public: nothing hidden stands in the other places.
    let public = seeded.ids.iter().filter(|(name, _)| !HIDDEN.contains(name));
    let public = public.map(|(name, id)| (*name, id.clone())).collect();
    let inputs = Inputs::of(&public);
    for root in walk.roots() {
        for place in walk.places_of_ids(&root) {
            for hidden in HIDDEN {
                for (actor, token) in [("public", None), ("stranger", Some(seeded.stranger.as_str()))] {
                    let (id, nothing) = (&seeded.ids[hidden], nothing_like(&seeded.ids[hidden]));
                    let with = |id: &Value| walk.with_id(&root, &walk.variables(&root, &inputs), &place, &inputs)(id);
                    let real = told(ask(&app, token, &walk, &root, with(id)).await, id);
                    let absent = told(ask(&app, token, &walk, &root, with(&nothing)).await, &nothing);
                    assert!(!real.contains("RATE_LIMITED"), "the budget is spent: {real}");
                    tried += 1;
                    if real != absent {
                        let place = place.join(".");
                        leaks.push(format!("{} {place} {hidden} ({actor}):\n  {real}\n  {absent}", root.name));
                    }
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{} of {tried} tell hidden from absent:\n{}", leaks.len(), leaks.join("\n"));
    assert!(tried > 5_000, "only {tried} were tried");
    app.work().await;
    app.finish().await;
}
