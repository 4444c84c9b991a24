use rstest::rstest;
use uuid::Uuid;

use super::*;
use crate::error::{InputProblem, RefusalCode};
use crate::meeting::{MeetingDraft, MeetingKind, MeetingMode, MeetingOutcome, MeetingRecord};
use crate::policy::{Actor, HeldSeat, Reach, Standing};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn table() -> TableId {
    Uuid::from_u128(1).into()
}

fn meeting(state: MeetingState) -> Meeting {
    let plan = MeetingDraft {
        title: "Seduta".to_owned(),
        kind: MeetingKind::Ordinary,
        mode: MeetingMode::InPerson,
        place: Some("Sala".to_owned()),
        link: None,
        starts: LocalMoment::new("2026-10-01T10:00:00".parse().unwrap(), chrono_tz::Europe::Rome),
        minutes: 60,
    };
    let draft = MeetingRecord::draft(Uuid::from_u128(2).into(), table(), plan).unwrap().meeting;
    let closed_at = (state == MeetingState::Closed).then(|| moment("2026-10-01T10:00:00Z"));
    Meeting { state, closed_at, outcome: Some(MeetingOutcome::Inquorate), ..draft }
}

fn text(public: &str, reserved: Option<&str>) -> MinutesText {
    MinutesText { public: public.to_owned(), reserved: reserved.map(str::to_owned), language: Locale::italian() }
}

fn drafted() -> Minutes {
    let text = text("Si apre la seduta.", Some("Nomi."));
    Minutes::draft(Uuid::from_u128(3).into(), &meeting(MeetingState::Closed), &text, WorkingCalendar::default())
        .unwrap()
}

type Step<'a> = &'a dyn Fn(&mut Minutes) -> Result<(), Refusal>;

/// Minutes that went as far as `state`.
fn minutes(state: MinutesState) -> Minutes {
    let mut minutes = drafted();
    let now = moment("2026-10-05T08:00:00Z");
    let steps: [Step<'_>; 4] = [
        &|it| it.circulate(&meeting(MeetingState::Closed), WorkingCalendar::default(), now).map(drop),
        &|it| it.approve(day("2026-10-20"), now),
        &|it| it.sign(now),
        &|it| it.publish("0001234/2026", now),
    ];
    let wanted = MinutesState::VARIANTS.iter().position(|other| *other == state).unwrap();
    for step in &steps[..wanted] {
        step(&mut minutes).unwrap();
    }
    assert_eq!(minutes.state, state);
    minutes
}

fn remark(minutes: &Minutes, today: &str, words: &str) -> Result<MinutesRemark, Refusal> {
    let draft =
        RemarkDraft { on_behalf_of: Uuid::from_u128(4).into(), text: words.to_owned(), language: Locale::italian() };
    let at = (day(today), moment("2026-10-06T08:00:00Z"));
    MinutesRemark::new(Uuid::from_u128(5).into(), minutes, &draft, None, at)
}

#[rstest]
#[case(MeetingState::Draft)]
#[case(MeetingState::Convened)]
#[case(MeetingState::Postponed)]
#[case(MeetingState::Open)]
#[case(MeetingState::Cancelled)]
fn only_a_meeting_that_is_over_has_minutes(#[case] state: MeetingState) {
    let text = text("Si apre la seduta.", None);
    let refused = Minutes::draft(Uuid::nil().into(), &meeting(state), &text, WorkingCalendar::default()).unwrap_err();
    assert_eq!(refused, Reason::IllegalTransition { from: state.into(), action: "draftMinutes" }.into());
}

#[test]
fn minutes_are_due_in_fifteen_working_days_and_leave_ten_for_remarks() {
    let minutes = minutes(MinutesState::Circulated);
    assert_eq!(minutes.due, day("2026-10-22"), "from Thursday 1 October");
    assert_eq!(minutes.circulation.unwrap().remarks_until, day("2026-10-19"), "from Monday 5 October");
}

#[rstest]
#[case(MinutesState::Draft, [true, true, false, false, false, false])]
#[case(MinutesState::Circulated, [true, false, true, true, false, false])]
#[case(MinutesState::Approved, [false, false, false, false, true, false])]
#[case(MinutesState::Signed, [false, false, false, false, false, true])]
#[case(MinutesState::Published, [false; 6])]
fn each_state_allows_its_acts(#[case] state: MinutesState, #[case] allowed: [bool; 6]) {
    let now = moment("2026-10-21T08:00:00Z");
    let outcomes = [
        minutes(state).revise(&text("Altro.", None)),
        minutes(state).circulate(&meeting(MeetingState::Closed), WorkingCalendar::default(), now).map(drop),
        remark(&minutes(state), "2026-10-19", "Manca un nome.").map(drop),
        minutes(state).approve(day("2026-10-20"), now),
        minutes(state).sign(now),
        minutes(state).publish("1", now),
    ];
    for (place, (outcome, allowed)) in outcomes.into_iter().zip(allowed).enumerate() {
        let code = if place == 0 { RefusalCode::MinutesImmutable } else { RefusalCode::IllegalTransition };
        let expected = if allowed { Ok(()) } else { Err(code) };
        assert_eq!(outcome.map_err(|refusal| refusal.code()), expected, "{state:?}, act {place}");
    }
}

#[test]
fn the_term_for_remarks_is_neither_cut_short_nor_drawn_out() {
    let mut circulated = minutes(MinutesState::Circulated);
    let open = Reason::IllegalTransition { from: "REMARKS_OPEN", action: "approveMinutes" };
    let now = moment("2026-10-19T08:00:00Z");
    assert_eq!(circulated.approve(day("2026-10-19"), now).unwrap_err(), open.into());
    assert!(remark(&circulated, "2026-10-19", "Manca un nome.").is_ok());
    let closed = Reason::IllegalTransition { from: "REMARKS_CLOSED", action: "remarkOnMinutes" };
    assert_eq!(remark(&circulated, "2026-10-20", "Tardi.").unwrap_err(), closed.into());
    assert_eq!(remark(&circulated, "2026-10-19", " ").unwrap_err().path, ["text"]);
    circulated.approve(day("2026-10-20"), now).unwrap();
}

#[test]
fn a_text_that_was_circulated_gets_the_next_number_and_is_circulated_again() {
    let mut minutes = drafted();
    minutes.revise(&text("Si apre la seduta alle dieci.", None)).unwrap();
    assert_eq!((minutes.number, minutes.state), (1, MinutesState::Draft));
    minutes = self::minutes(MinutesState::Circulated);
    minutes.revise(&text("Si apre alle dieci.", Some("  "))).unwrap();
    assert_eq!((minutes.number, minutes.state, minutes.circulation), (2, MinutesState::Draft, None));
    assert_eq!(minutes.reserved.unwrap().text, None, "blank means that nothing is reserved");
}

#[test]
fn texts_are_checked_and_the_registry_number_is_needed() {
    let mut minutes = drafted();
    assert_eq!(minutes.revise(&text(" ", None)).unwrap_err(), Refusal::input(InputProblem::Blank).under("publicText"));
    let long = "a".repeat(MAX_TEXT + 1);
    assert_eq!(minutes.revise(&text("a", Some(&long))).unwrap_err().path, ["reservedText"]);
    let mut signed = self::minutes(MinutesState::Signed);
    assert_eq!(signed.publish(" ", moment("2026-10-21T08:00:00Z")).unwrap_err().path, ["protocolNumber"]);
}

#[test]
fn no_two_minutes_share_a_hash() {
    let of = |meeting: u128, number, public: &str, reserved: Option<&str>| {
        MinutesHash::of(Uuid::from_u128(meeting).into(), number, public, reserved).to_string()
    };
    let hashes = [
        of(1, 1, "ab", None),
        of(2, 1, "ab", None),
        of(1, 2, "ab", None),
        of(1, 1, "a", Some("b")),
        of(1, 1, "ab", Some("")),
        of(1, 1, "ab", Some("-")),
        of(1, 11, "a", None),
        of(1, 1, "1:a", None),
    ];
    let distinct: std::collections::BTreeSet<_> = hashes.iter().collect();
    assert_eq!(distinct.len(), hashes.len());
    assert!(hashes.iter().all(|hash| hash.len() == 64));
}

#[test]
fn those_of_the_table_see_everything_and_the_public_what_was_published() {
    use MinutesSight::{Everything, Nothing, Public};
    let actor = |change: &dyn Fn(&mut Standing)| {
        let mut standing = Standing::of(Uuid::from_u128(9).into());
        change(&mut standing);
        Actor::Person(Box::new(standing)).visibility()
    };
    let elsewhere = TableId::from(Uuid::from_u128(77));
    let seat = |table| HeldSeat { seat: Uuid::nil().into(), table, organisation: Uuid::nil().into() };
    let whole = || Reach { plan: true, tables: Vec::new() };
    let seen = [
        (Actor::Public.visibility(), Nothing, Public),
        (actor(&|it| it.seats.push(seat(elsewhere))), Nothing, Public),
        (actor(&|it| it.steward = whole()), Nothing, Public),
        (actor(&|it| it.steward.tables.push(table())), Nothing, Public),
        (actor(&|it| it.admin = true), Nothing, Public),
        (actor(&|it| it.seats.push(seat(table()))), Everything, Everything),
        (actor(&|it| it.tables.push(table())), Everything, Everything),
        (actor(&|it| it.coordinates.push(table())), Everything, Everything),
        (actor(&|it| it.secretariat = whole()), Everything, Everything),
        (actor(&|it| it.auditor = whole()), Everything, Everything),
        (actor(&|it| it.auditor.tables.push(elsewhere)), Nothing, Public),
    ];
    for (place, (sight, before, after)) in seen.into_iter().enumerate() {
        for state in MinutesState::VARIANTS {
            let expected = if *state == MinutesState::Published { after } else { before };
            assert_eq!(minutes(*state).seen_with(&sight, true), expected, "{place}, {state:?}");
        }
        let of_a_reserved_table = minutes(MinutesState::Published).seen_with(&sight, false);
        assert_eq!(of_a_reserved_table, before, "{place}: a reserved table publishes to nobody outside");
    }
}
