use cordata_domain::meeting::InviteeAnswer;
use cordata_domain::table::Publicity;

use super::*;
use crate::page::testing::{id, is_sound, meeting, reader, site, stable, table};

fn invitation(capacity: HolderCapacity, answer: Option<AnswerKind>) -> Invitation {
    let at = "2026-03-01T09:00:00Z".parse().unwrap();
    Invitation {
        used: false,
        invitee: Invitee {
            id: id(20),
            seat: id(21),
            organisation: id(10),
            person: id(900),
            capacity,
            voting: true,
            answer: answer.map(|kind| InviteeAnswer { kind, at }),
        },
        meeting: meeting(),
        table: table(),
        organisation: "Unione <montana> Valle Susa".to_owned(),
    }
}

fn question(invitation: &Invitation, missing: bool) -> String {
    invitation.question(&reader("/it/answer/secret"), &site(), missing).render().unwrap()
}

#[test]
fn the_question_in_italian() {
    let html = question(&invitation(HolderCapacity::Titular, None), false);
    assert!(is_sound(&html));
    insta::assert_snapshot!(stable(&html));
}

#[test]
fn an_earlier_answer_is_named_and_chosen() {
    let html = question(&invitation(HolderCapacity::Titular, Some(AnswerKind::Absent)), false);
    assert!(html.contains("value=\"ABSENT\" required checked"));
    assert_eq!(html.matches(" checked").count(), 1);
    assert!(html.contains("domenica 1 marzo 2026, ore 10:00"), "{html}");
}

#[test]
fn a_form_without_an_answer_says_what_is_missing() {
    let html = question(&invitation(HolderCapacity::Titular, None), true);
    assert!(html.contains("id=\"missing\"") && html.contains("aria-describedby=\"missing\""));
}

#[test]
fn a_substitute_is_not_asked_about_a_substitute() {
    let html = question(&invitation(HolderCapacity::Substitute, None), false);
    assert!(!html.contains("SUBSTITUTE_ATTENDS"));
    assert_eq!(html.matches("type=\"radio\"").count(), 2);
}

#[test]
fn the_confirmation_repeats_what_was_recorded() {
    let reader = reader("/it/answer/secret");
    assert!(invitation(HolderCapacity::Titular, None).confirmation(&reader, &site()).is_none());
    let invitation = invitation(HolderCapacity::Titular, Some(AnswerKind::SubstituteAttends));
    let html = invitation.confirmation(&reader, &site()).unwrap().render().unwrap();
    assert!(is_sound(&html));
    assert!(html.contains("Valle Susa parteciperà il supplente.") && !html.contains("<montana>"), "{html}");
}

#[test]
fn the_page_of_a_reserved_meeting_is_not_linked() {
    let mut reserved = invitation(HolderCapacity::Titular, None);
    assert!(question(&reserved, false).contains("href=\"/it/meetings/"));
    reserved.table.publicity = Publicity::Reserved;
    assert!(!question(&reserved, false).contains("href=\"/it/meetings/"));
}

#[test]
fn a_secret_address_is_kept_by_nobody() {
    let response = DiscreetInstead(Instead::LinkUnusable).into_response();
    assert_eq!(response.status(), StatusCode::GONE);
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(response.headers()[header::REFERRER_POLICY], "no-referrer");
    assert_eq!(response.headers()["x-robots-tag"], "noindex, nofollow");
}
