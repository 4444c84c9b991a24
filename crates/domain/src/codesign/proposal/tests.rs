use rstest::rstest;
use uuid::Uuid;

use super::*;
use crate::error::RefusalCode;

fn proposal(state: ProposalState) -> Proposal {
    let draft = ProposalDraft {
        table: Uuid::from_u128(1).into(),
        project: None,
        title: "Trasporto a chiamata".to_owned(),
        language: Locale::italian(),
    };
    Proposal { state, ..Proposal::new(Uuid::from_u128(2).into(), draft).unwrap() }
}

fn rules() -> SavingRules {
    SavingRules { window: TimeDelta::minutes(10), room: Room::new(MAX_VERSIONS, 25) }
}

fn saving(base: u32) -> Saving<'static> {
    Saving { base, on_behalf_of: Uuid::from_u128(3).into(), author: None, note: None, at: DateTime::UNIX_EPOCH }
}

fn text() -> Vec<ClauseDraft> {
    vec![ClauseDraft { id: None, title: "Oggetto".to_owned(), body: "Un servizio".to_owned() }]
}

#[rstest]
#[case(ProposalState::Draft, [true, true, false, true, false])]
#[case(ProposalState::Open, [true, false, true, true, true])]
#[case(ProposalState::Adopted, [false; 5])]
#[case(ProposalState::Withdrawn, [false; 5])]
fn each_state_allows_its_acts(#[case] state: ProposalState, #[case] allowed: [bool; 5]) {
    let id = || Uuid::from_u128(9).into();
    let outcomes = [
        proposal(state).save((&[], &[]), &text(), (&saving(0), &rules()), id).map(drop),
        proposal(state).open(DateTime::UNIX_EPOCH),
        proposal(state).adopt(0),
        proposal(state).withdraw("Superata"),
        proposal(state).require_endorsable(0),
    ];
    for (outcome, allowed) in outcomes.into_iter().zip(allowed) {
        let expected = if allowed { Ok(()) } else { Err(RefusalCode::IllegalTransition) };
        assert_eq!(outcome.map_err(|refusal| refusal.code()), expected, "{state:?}");
    }
}

#[test]
fn of_two_who_start_from_one_version_the_second_is_told_the_present_one() {
    let mut proposal = proposal(ProposalState::Open);
    let mut next = 10;
    let mut id = || {
        next += 1;
        Uuid::from_u128(next).into()
    };
    let first = proposal.save((&[], &[]), &text(), (&saving(0), &rules()), &mut id).unwrap();
    assert_eq!((first.number, proposal.current), (1, 1));
    let refused = proposal.save((&first.clauses, &[]), &text(), (&saving(0), &rules()), &mut id).unwrap_err();
    assert_eq!(refused, Reason::StaleVersion { current: 1 }.at("baseVersion"));
    assert_eq!(proposal.adopt(0).unwrap_err(), Reason::StaleVersion { current: 1 }.at("textVersion"));
    assert_eq!(proposal.require_endorsable(2).unwrap_err().code(), RefusalCode::Conflict);
}

/// A text of an organisation by a person, `seconds` after the first.
fn saved(organisation: u128, author: u128, seconds: i64) -> SavedText {
    SavedText {
        on_behalf_of: Uuid::from_u128(organisation).into(),
        author: Some(Uuid::from_u128(author).into()),
        at: DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds),
        continues: false,
        restored: false,
        used: false,
    }
}

fn later(state: SavedText) -> SavedText {
    SavedText { continues: true, ..state }
}

/// One version in so many states.
fn states(number: usize) -> Vec<SavedText> {
    std::iter::once(saved(3, 7, 0)).chain(std::iter::repeat_n(later(saved(3, 7, 0)), number - 1)).collect()
}

#[rstest]
#[case::the_first(vec![], None, false)]
#[case::a_second_later(vec![saved(3, 7, 0)], None, true)]
#[case::just_before_the_end(vec![saved(3, 7, -598)], None, true)]
#[case::at_the_end(vec![saved(3, 7, -599)], None, false)]
#[case::as_many_states_as_there_may_be(states(200), None, false)]
#[case::one_state_less(states(199), None, true)]
#[case::the_first_state_counts(vec![saved(3, 7, -599), later(saved(3, 7, 0))], None, false)]
#[case::another_author(vec![saved(3, 8, 0)], None, false)]
#[case::for_another_organisation(vec![saved(4, 7, 0)], None, false)]
#[case::somebody_in_between(vec![saved(3, 7, 0), saved(4, 8, 0)], None, false)]
#[case::an_earlier_state_is_used(vec![SavedText { used: true, ..saved(3, 7, 0) }, later(saved(3, 7, 0))], None, false)]
#[case::brought_back(vec![SavedText { restored: true, ..saved(3, 7, 0) }], None, false)]
#[case::opened_since(vec![saved(3, 7, 0)], Some(0), false)]
#[case::opened_before(vec![saved(3, 7, 0)], Some(-1), true)]
fn what_one_author_saves_within_minutes_is_one_version(
    #[case] history: Vec<SavedText>,
    #[case] opened: Option<i64>,
    #[case] one: bool,
) {
    let mut proposal = proposal(ProposalState::Open);
    proposal.opened_at = opened.map(|seconds| DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds));
    let author = Some(Uuid::from_u128(7).into());
    let saving = Saving { author, at: DateTime::UNIX_EPOCH + TimeDelta::seconds(1), ..saving(0) };
    let id = || Uuid::from_u128(9).into();
    let version = proposal.save((&[], &history), &text(), (&saving, &rules()), id).unwrap();
    assert_eq!((version.continues, version.number), (one, 1));
}

#[rstest]
#[case::own_share_used(vec![saved(3, 7, -9_000); 50], Some(RefusalCode::LimitReached))]
#[case::by_any_of_its_people(vec![saved(3, 8, -9_000); 50], Some(RefusalCode::LimitReached))]
#[case::states_are_one(vec![later(saved(3, 7, -9_000)); 50], None)]
#[case::another_filled_it(vec![saved(4, 8, -9_000); 200], None)]
#[case::what_was_brought_back(vec![SavedText { restored: true, ..saved(3, 7, -9_000) }; 50], None)]
fn a_member_fills_its_share_and_no_more(#[case] history: Vec<SavedText>, #[case] refused: Option<RefusalCode>) {
    let id = || Uuid::from_u128(9).into();
    let outcome = proposal(ProposalState::Open).save((&[], &history), &text(), (&saving(0), &rules()), id);
    assert_eq!(outcome.err().map(|refusal| refusal.code()), refused);
}

#[rstest]
#[case(ProposalState::Draft, 1, Ok(3))]
#[case(ProposalState::Open, 1, Ok(3))]
#[case(ProposalState::Open, 2, Err(RefusalCode::InvalidInput))]
#[case(ProposalState::Adopted, 1, Err(RefusalCode::IllegalTransition))]
#[case(ProposalState::Withdrawn, 1, Err(RefusalCode::IllegalTransition))]
fn an_earlier_text_comes_back_as_the_newest_and_can_be_adopted(
    #[case] state: ProposalState,
    #[case] number: u32,
    #[case] outcome: Result<u32, RefusalCode>,
) {
    let id = || Uuid::from_u128(9).into();
    let mut proposal = proposal(state);
    let earlier = self::proposal(ProposalState::Open).save((&[], &[]), &text(), (&saving(0), &rules()), id).unwrap();
    proposal.current = 2;
    let coordinator = Some(Uuid::from_u128(8).into());
    let wanted = ProposalVersion { number, ..earlier.clone() };
    let brought_back = SavedText { restored: true, ..saved(3, 7, 0) };
    let full = proposal.clone().restore((wanted.clone(), &[brought_back; 200]), coordinator, DateTime::UNIX_EPOCH);
    assert_ne!(full.err().map(|refusal| refusal.code()), None);
    let restored = proposal.restore((wanted, &[saved(3, 7, 0); 200]), coordinator, DateTime::UNIX_EPOCH);
    assert_eq!(restored.as_ref().map(|text| text.number).map_err(Refusal::code), outcome);
    let Ok(restored) = restored else { return };
    assert_eq!((&restored.clauses, restored.hash, restored.author), (&earlier.clauses, earlier.hash, coordinator));
    assert_eq!((restored.on_behalf_of, restored.restores), (earlier.on_behalf_of, Some(1)));
    assert_eq!(proposal.adopt(3).is_ok(), state == ProposalState::Open);
}

#[test]
fn what_was_never_opened_stays_unseen_and_a_withdrawal_says_why() {
    let mut draft = proposal(ProposalState::Draft);
    assert_eq!(draft.withdraw(" ").unwrap_err(), Reason::ReasonRequired.at("reason"));
    draft.withdraw("Superata dal progetto regionale").unwrap();
    assert!(!draft.is_published());
    let mut open = proposal(ProposalState::Draft);
    open.open(DateTime::UNIX_EPOCH).unwrap();
    open.withdraw("Superata").unwrap();
    assert!(open.is_published());
}
