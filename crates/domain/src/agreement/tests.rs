use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rstest::rstest;
use sha2::{Digest, Sha256};
use strum::VariantArray;
use uuid::Uuid;

use super::*;
use crate::error::{Refusal, RefusalCode};
use crate::ids::{ClauseId, PartyId, SignatureId};
use crate::locale::Locale;
use crate::period::Validity;
use crate::policy::Visibility;
use crate::stakeholder::StakeholderKind;

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

/// The n-th day of the story; the text is frozen on day 0.
fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + Days::new(n)
}

fn at(n: u64) -> chrono::DateTime<chrono::Utc> {
    day(n).and_hms_opt(8, 0, 0).unwrap().and_utc()
}

fn kind_of(code: &str) -> StakeholderKind {
    StakeholderKind::delivered().into_iter().find(|kind| kind.code == code).unwrap()
}

fn clauses(body: &str) -> Vec<Clause> {
    vec![Clause::new(id(1), "Oggetto", body).unwrap(), Clause::new(id(2), "Durata", "Tre anni.").unwrap()]
}

fn draft(kind: AgreementKind) -> Agreement {
    let draft = AgreementDraft {
        kind,
        title: "Accordo per la montagna".to_owned(),
        language: Locale::italian(),
        table: None,
        projects: Vec::new(),
        period: Validity::new(day(0), Some(day(300))).unwrap(),
        renewal_clause: None,
        varies_planning: false,
    };
    Agreement::draft(id(1), draft).unwrap()
}

/// An agreement of `parties` municipalities with a frozen text; party n has an act of day 0.
fn frozen(kind: AgreementKind, parties: u128) -> Agreement {
    let mut agreement = draft(kind);
    for n in 1..=parties {
        let party = Party::invited(id(n), id(100 + n), Participation::Required);
        agreement.invite(party, &kind_of("MUNICIPALITY")).unwrap();
    }
    agreement.rewrite(id(1), &clauses("Collaborare."), at(0)).unwrap();
    agreement.freeze(day(0)).unwrap();
    for n in 1..=parties {
        agreement.authorise(id(n), act(0)).unwrap();
    }
    agreement
}

fn act(n: u64) -> FormalAct {
    FormalAct::new("12/2026", day(n), "Giunta comunale", day(300)).unwrap()
}

fn signed(agreement: &Agreement, kind: SignatureKind, n: u64) -> SignedText {
    SignedText { kind, signed_on: day(n), hash: agreement.text.clone().unwrap().hash, signatory: None }
}

fn sign(agreement: &mut Agreement, party: u128, n: u64) -> Result<(), Refusal> {
    let signed = signed(agreement, SignatureKind::Digital, n);
    let signature: SignatureId = id(party * 1_000 + u128::from(n));
    agreement.sign(id(party), signature, signed, (at(n), day(n)))
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> RefusalCode {
    outcome.unwrap_err().code()
}

#[test]
fn ten_sign_and_the_tenth_puts_it_in_force_that_day() {
    let mut agreement = frozen(AgreementKind::Memorandum, 10);
    for n in 1..=9 {
        sign(&mut agreement, n, 1).unwrap();
    }
    assert_eq!(agreement.force(day(5)), Force::NotInForce { lacks: vec![Lack::Signatures] });
    assert_eq!(agreement.unsigned(day(5)).map(|party| party.id).collect::<Vec<PartyId>>(), [id(10)]);
    agreement.rewrite(id(2), &clauses("Collaborare bene."), at(6)).unwrap().unwrap();
    assert_eq!((agreement.stage, agreement.is_public()), (AgreementStage::Negotiation, false));
    assert!(agreement.parties.iter().all(|party| party.state == PartyState::Authorised));
    assert!(agreement.parties.iter().take(9).all(|party| party.signatures[0].voided_at == Some(at(6))));
    agreement.freeze(day(7)).unwrap();
    for n in 1..=10 {
        assert!(!agreement.is_in_force(day(100)), "{n}");
        sign(&mut agreement, n, 7 + u64::try_from(n).unwrap()).unwrap();
    }
    assert_eq!(agreement.force(day(16)), Force::NotInForce { lacks: vec![Lack::Signatures] });
    let since = Force::InForce { since: day(17), until: Some(day(300)) };
    assert_eq!((agreement.force(day(17)), agreement.force(day(300))), (since.clone(), since));
    assert_eq!(agreement.force(day(301)), Force::NotInForce { lacks: vec![Lack::Expired] });
    assert_eq!(agreement.state(day(17)), AgreementState::InForce);
    assert_eq!(code(agreement.rewrite(id(3), &clauses("Altro."), at(20))), RefusalCode::IllegalTransition);
}

#[test]
fn what_a_reserved_table_agreed_stays_with_it_and_with_the_parties() {
    let table = Visibility { tables: vec![id(7)], ..Visibility::default() };
    let party = Visibility { organisations: vec![id(101)], ..Visibility::default() };
    let everything = Visibility { everything: true, ..Visibility::default() };
    let seen = |agreement: &Agreement, public| {
        [&Visibility::default(), &table, &party, &everything].map(|sight| agreement.is_visible(sight, public))
    };
    let mut agreement = frozen(AgreementKind::Memorandum, 2);
    agreement.table = Some(id(7));
    assert_eq!(seen(&agreement, true), [false, false, true, true], "not signed by anybody");
    sign(&mut agreement, 2, 1).unwrap();
    assert_eq!(seen(&agreement, true), [true, true, true, true]);
    assert_eq!(seen(&agreement, false), [false, true, true, true]);
    agreement.table = None;
    assert_eq!(seen(&agreement, true), [true, true, true, true]);
}

#[rstest]
#[case(AgreementKind::Memorandum, true)]
#[case(AgreementKind::PaAgreement, false)]
#[case(AgreementKind::Convention, false)]
#[case(AgreementKind::ProgrammeAgreement, true)]
#[case(AgreementKind::Partnership, true)]
#[case(AgreementKind::Codesign, true)]
fn kinds_of_public_administrations_take_no_company_and_no_handwriting(#[case] kind: AgreementKind, #[case] all: bool) {
    let mut agreement = draft(kind);
    let company = Party::invited(id(1), id(101), Participation::Required);
    assert_eq!(agreement.invite(company, &kind_of("COMPANY")).map_err(|refusal| refusal.code()).is_ok(), all);
    let mut agreement = frozen(kind, 2);
    for signature in SignatureKind::VARIANTS {
        let signed = signed(&agreement, *signature, 1);
        let outcome = agreement.clone().sign(id(1), id(1), signed, (at(1), day(1)));
        assert_eq!(outcome.is_ok(), all || *signature != SignatureKind::Handwritten, "{signature:?}");
    }
    assert_eq!(code(agreement.invite(Party::invited(id(9), id(101), Participation::Adhering), &kind_of("REGION"))), {
        if kind == AgreementKind::Memorandum { RefusalCode::AlreadyExists } else { RefusalCode::IllegalTransition }
    });
}

#[test]
fn a_signature_needs_its_act_its_text_and_a_day_that_has_come() {
    let mut agreement = frozen(AgreementKind::Memorandum, 2);
    let late = FormalAct::new("7", day(9), "Consiglio", day(9)).unwrap();
    agreement.authorise(id(1), late).unwrap();
    assert_eq!(code(sign(&mut agreement, 1, 8)), RefusalCode::AuthorisingActMissing, "before the act");
    let mut other = signed(&agreement, SignatureKind::Digital, 9);
    other.hash = hash_of(&agreement.title, &clauses("Un altro testo."));
    assert_eq!(code(agreement.sign(id(1), id(1), other, (at(9), day(9)))), RefusalCode::TextHashMismatch);
    let tomorrow = signed(&agreement, SignatureKind::Digital, 10);
    assert_eq!(code(agreement.sign(id(1), id(1), tomorrow, (at(9), day(9)))), RefusalCode::InvalidInput);
    sign(&mut agreement, 1, 9).unwrap();
    assert_eq!(code(sign(&mut agreement, 1, 9)), RefusalCode::IllegalTransition, "twice");
    agreement.decline(id(2), "Non siamo d'accordo").unwrap();
    assert_eq!(code(sign(&mut agreement, 2, 9)), RefusalCode::IllegalTransition, "after saying no");
    assert_eq!(code(sign(&mut agreement, 3, 9)), RefusalCode::NotFound, "a stranger");
    let mut unauthorised = frozen(AgreementKind::Memorandum, 1 + 1);
    unauthorised.parties[0].act = None;
    assert_eq!(code(sign(&mut unauthorised, 1, 1)), RefusalCode::AuthorisingActMissing, "without an act");
}

#[rstest]
#[case::a_required_party_on_the_last_day(Participation::Required, 300, None)]
#[case::a_required_party_after_it(Participation::Required, 301, Some(RefusalCode::InvalidInput))]
#[case::one_that_adheres_on_the_last_day(Participation::Adhering, 300, None)]
#[case::one_that_adheres_after_it(Participation::Adhering, 301, Some(RefusalCode::InvalidInput))]
fn nobody_signs_what_is_over(
    #[case] participation: Participation,
    #[case] n: u64,
    #[case] refused: Option<RefusalCode>,
) {
    let mut agreement = frozen(AgreementKind::Memorandum, 2);
    for party in 1..=2 {
        sign(&mut agreement, party, 1).unwrap();
    }
    let late = Party::invited(id(3), id(103), Participation::Adhering);
    agreement.invite(late, &kind_of("MUNICIPALITY")).unwrap();
    agreement.authorise(id(3), act(0)).unwrap();
    agreement.parties[2].participation = participation;
    assert_eq!(sign(&mut agreement, 3, n).err().map(|refusal| refusal.code()), refused);
    assert_eq!(agreement.require_in_force(day(n)).is_ok(), refused.is_none());
}

#[test]
fn the_same_text_voids_nothing() {
    let mut agreement = frozen(AgreementKind::Memorandum, 2);
    sign(&mut agreement, 1, 1).unwrap();
    assert_eq!(agreement.rewrite(id(2), &clauses(" Collaborare.\r\n"), at(2)), Ok(None));
    assert_eq!((agreement.stage, agreement.parties[0].state), (AgreementStage::Signing, PartyState::Signed));
}

#[test]
fn an_invalid_signature_does_not_count_and_may_be_made_again() {
    let mut agreement = frozen(AgreementKind::Memorandum, 2);
    sign(&mut agreement, 1, 1).unwrap();
    sign(&mut agreement, 2, 1).unwrap();
    let signature = agreement.parties[1].signatures[0].id;
    agreement.check(signature, SignatureStanding::Verified).unwrap();
    assert!(agreement.is_in_force(day(1)));
    agreement.check(signature, SignatureStanding::Invalid).unwrap();
    assert_eq!(agreement.force(day(1)), Force::NotInForce { lacks: vec![Lack::Signatures] });
    sign(&mut agreement, 2, 4).unwrap();
    assert_eq!(agreement.force(day(4)), Force::InForce { since: day(4), until: Some(day(300)) });
    assert_eq!(agreement.parties[1].signatures.len(), 2, "both stay in the history");
}

#[test]
fn a_programme_agreement_waits_for_ratification_in_time_and_for_publication() {
    let mut agreement = Agreement { varies_planning: true, ..frozen(AgreementKind::ProgrammeAgreement, 2) };
    sign(&mut agreement, 1, 1).unwrap();
    assert_eq!(code(agreement.ratify(act(2))), RefusalCode::IllegalTransition);
    sign(&mut agreement, 2, 2).unwrap();
    assert_eq!(agreement.state(day(2)), AgreementState::RatificationPending);
    let lapsed = vec![Lack::Lapsed, Lack::Ratification, Lack::Publication];
    assert_eq!(agreement.force(day(33)), Force::NotInForce { lacks: lapsed });
    assert_eq!(code(agreement.clone().ratify(act(33))), RefusalCode::InvalidInput, "after 30 days");
    agreement.ratify(act(32)).unwrap();
    assert_eq!(agreement.force(day(40)), Force::NotInForce { lacks: vec![Lack::Publication] });
    agreement.publish(day(35), "BUR 12/2026", day(40)).unwrap();
    assert_eq!(agreement.force(day(34)), Force::NotInForce { lacks: vec![Lack::Publication] });
    assert_eq!(agreement.force(day(35)), Force::InForce { since: day(35), until: Some(day(300)) });
    let signature: SignatureId = id(1_001);
    agreement.check(signature, SignatureStanding::Invalid).unwrap();
    agreement.rewrite(id(3), &clauses("Altro."), at(41)).unwrap();
    assert_eq!((agreement.ratification, agreement.publication), (None, None), "acts are about one text");
}

#[test]
fn fewer_than_two_parties_end_it() {
    let mut agreement = frozen(AgreementKind::Memorandum, 3);
    for n in 1..=3 {
        sign(&mut agreement, n, 1).unwrap();
    }
    agreement.withdraw(id(1), day(50), "Altri programmi").unwrap();
    assert!(agreement.is_in_force(day(60)));
    agreement.withdraw(id(2), day(20), "Anche noi").unwrap();
    assert!(agreement.is_in_force(day(49)), "two are left until then");
    assert_eq!(agreement.force(day(50)), Force::NotInForce { lacks: vec![Lack::Terminated] });
    assert_eq!(agreement.force(day(1)), Force::InForce { since: day(1), until: Some(day(49)) });
}

#[test]
fn what_was_never_concluded_is_given_up() {
    let mut agreement = frozen(AgreementKind::Memorandum, 2);
    agreement.terminate(day(3), "Non serve più").unwrap();
    assert_eq!(agreement.state(day(3)), AgreementState::Abandoned);
    assert_eq!(code(sign(&mut agreement, 1, 4)), RefusalCode::IllegalTransition);
    let mut agreement = frozen(AgreementKind::Memorandum, 2);
    sign(&mut agreement, 1, 1).unwrap();
    sign(&mut agreement, 2, 1).unwrap();
    agreement.terminate(day(10), "Obiettivo raggiunto").unwrap();
    assert_eq!(
        (agreement.state(day(9)), agreement.state(day(10))),
        (AgreementState::InForce, AgreementState::Terminated)
    );
}

#[test]
fn the_hash_can_be_computed_by_anybody() {
    let canonical = r#"["Accordo",[["Oggetto","Uno \"due\"\n\ntre"]]]"#;
    let clause = Clause::new(id(1), " Oggetto ", "Uno \"due\"\r\n\r\ntre ").unwrap();
    assert_eq!(hash_of("Accordo", std::slice::from_ref(&clause)).as_str(), format!("{:x}", Sha256::digest(canonical)));
    let renamed = Clause { id: ClauseId(Uuid::from_u128(9)), ..clause.clone() };
    assert_eq!(
        hash_of("Accordo", std::slice::from_ref(&clause)),
        hash_of("Accordo", &[renamed]),
        "ids are not what is signed"
    );
    let split = [Clause::new(id(1), "Oggetto", "Uno \"due\"").unwrap(), Clause::new(id(2), "x", "tre").unwrap()];
    assert_ne!(hash_of("Accordo", &[clause]), hash_of("Accordo", &split));
    let decomposed = Clause::new(id(1), "Mobilita\u{300}", "e\u{300}").unwrap();
    assert_eq!((decomposed.heading.as_str(), decomposed.body.as_str()), ("Mobilità", "è"));
}

/// How a required party's signature turned out.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Good(u64),
    Void(u64),
    Invalid(u64),
    OtherText(u64),
    None,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        6 => (0_u64..20).prop_map(Fate::Good),
        1 => (0_u64..20).prop_map(Fate::Void),
        1 => (0_u64..20).prop_map(Fate::Invalid),
        1 => (0_u64..20).prop_map(Fate::OtherText),
        1 => Just(Fate::None),
    ]
}

fn suffer(agreement: &mut Agreement, index: usize, fate: Fate) {
    let (n, standing, voided, other) = match fate {
        Fate::Good(n) => (n, SignatureStanding::Declared, false, false),
        Fate::Void(n) => (n, SignatureStanding::Verified, true, false),
        Fate::Invalid(n) => (n, SignatureStanding::Invalid, false, false),
        Fate::OtherText(n) => (n, SignatureStanding::Verified, false, true),
        Fate::None => return,
    };
    let mut signed = signed(agreement, SignatureKind::Spid, n);
    if other {
        signed.hash = hash_of("Altro", &[]);
    }
    let voided_at = voided.then(|| at(n));
    let signature = Signature { id: id(1), signed, standing, recorded_at: at(n), voided_at };
    agreement.parties[index].signatures.push(signature);
    agreement.stage = AgreementStage::Signing;
}

proptest! {
    /// Rule A1, said again in other words: in force exactly when all of it holds.
    #[test]
    fn in_force_exactly_when_everything_is_done(
        fates in proptest::collection::vec(fate(), 2..6),
        formal in proptest::option::of((0_u64..25, 0_u64..25)),
        programme: bool,
        (from, length) in (0_u64..25, 0_u64..25),
        ended in proptest::option::of(0_u64..50),
    ) {
        let kind = if programme { AgreementKind::ProgrammeAgreement } else { AgreementKind::Memorandum };
        let mut agreement = frozen(kind, fates.len().try_into().unwrap());
        agreement.period = Validity::new(day(from), Some(day(from + length))).unwrap();
        for (index, fate) in fates.iter().enumerate() {
            suffer(&mut agreement, index, *fate);
        }
        agreement.ratification = formal.map(|(ratified, _)| act(ratified));
        agreement.publication = formal.map(|(_, on)| Publication { on: day(on), reference: "BUR".to_owned() });
        if let Some(n) = ended {
            agreement.ending = Some(Ending { on: day(n), reason: "Fine".to_owned() });
            agreement.stage = AgreementStage::Terminated;
        }
        let expected = |n: u64| {
            let signed = fates.iter().all(|fate| matches!(fate, Fate::Good(on) if *on <= n));
            let done = !programme || formal.is_some_and(|(ratified, published)| ratified <= n && published <= n);
            signed && done && (from..=from + length).contains(&n) && ended.is_none_or(|end| n < end)
        };
        let days: Vec<u64> = (0..60).filter(|n| expected(*n)).collect();
        for n in 0..60 {
            match agreement.force(day(n)) {
                Force::InForce { since, until } => {
                    prop_assert!(expected(n));
                    prop_assert_eq!(Some(since), days.first().copied().map(day));
                    prop_assert_eq!(until, days.last().copied().map(day));
                }
                Force::NotInForce { lacks } => prop_assert!(!expected(n) && !lacks.is_empty()),
            }
        }
    }
}
