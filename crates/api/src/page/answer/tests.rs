use chrono::DateTime;
use cordata_domain::meeting::InviteeAnswer;
use cordata_domain::period::Validity;
use cordata_domain::table::{Publicity, SeatHolder, SeatKind, SeatState};

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
        seats: vec![seat()],
        organisation: "Unione <montana> Valle Susa".to_owned(),
    }
}

/// A seat with a titular and a substitute.
fn seat() -> Seat {
    let since = || Validity::since("2026-01-01".parse().unwrap());
    let holder = |person, capacity| SeatHolder {
        id: id(person),
        person: id(person),
        capacity,
        validity: since(),
        recorded_at: DateTime::UNIX_EPOCH,
    };
    Seat {
        id: id(21),
        table: id(1),
        organisation: id(10),
        kind: SeatKind::Effective,
        voting: true,
        state: SeatState::Active,
        validity: since(),
        recorded_at: DateTime::UNIX_EPOCH,
        holders: vec![holder(900, HolderCapacity::Titular), holder(901, HolderCapacity::Substitute)],
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
fn a_substitute_is_announced_where_the_seat_has_one_on_the_day() {
    let mut alone = invitation(HolderCapacity::Titular, None);
    assert!(question(&alone, false).contains("SUBSTITUTE_ATTENDS"));
    alone.seats[0].holders.pop();
    assert!(!question(&alone, false).contains("SUBSTITUTE_ATTENDS"));
}

#[test]
fn an_answer_that_was_not_taken_is_told_apart_from_one_that_was() {
    let invitation = invitation(HolderCapacity::Titular, Some(AnswerKind::Absent));
    let reader = reader("/it/answer/secret");
    let html = invitation.answered(&reader, &site(), &Visitor::default(), false).unwrap().render().unwrap();
    assert!(is_sound(&html));
    assert!(html.contains("<h1>Risposta non registrata</h1>") && html.contains("«Assente»"), "{html}");
    assert!(html.contains("role=\"alert\"") && !html.contains("Grazie"), "{html}");
}

#[test]
fn the_confirmation_repeats_what_was_recorded() {
    let reader = reader("/it/answer/secret");
    assert!(invitation(HolderCapacity::Titular, None).answered(&reader, &site(), &Visitor::default(), true).is_none());
    let invitation = invitation(HolderCapacity::Titular, Some(AnswerKind::SubstituteAttends));
    let html = invitation.answered(&reader, &site(), &Visitor::default(), true).unwrap().render().unwrap();
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
