use cordata_domain::Locale;
use cordata_domain::agreement::{AgreementDraft, AgreementKind, Participation, Party, SignatureKind, SignedText};
use cordata_domain::period::Validity;
use cordata_domain::stakeholder::StakeholderKind;

use super::*;
use crate::page::testing::{id, is_sound, reader, site};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Two parties of which one signed; title and text are hostile.
fn record() -> Record {
    let draft = AgreementDraft {
        kind: AgreementKind::Memorandum,
        title: "<script>alert(1)</script> \"Montagna\" & pianura".to_owned(),
        language: Locale::italian(),
        table: None,
        projects: Vec::new(),
        period: Validity::new(day("2026-01-01"), Some(day("2028-12-31"))).unwrap(),
        renewal_clause: Some("Tacito <b>rinnovo</b>".to_owned()),
        varies_planning: false,
    };
    let mut agreement = Agreement::draft(id(7), draft).unwrap();
    let clauses =
        vec![Clause::new(id(1), "Oggetto", "# Titolo\n\nSi **collabora**. <script>alert(2)</script>").unwrap()];
    let (kind, now) = (StakeholderKind::delivered().remove(0), "2026-02-01T08:00:00Z".parse().unwrap());
    for number in [1, 2] {
        agreement.invite(Party::invited(id(number), id(10 + number), Participation::Required), &kind).unwrap();
    }
    agreement.rewrite(id(1), &clauses, now).unwrap();
    agreement.freeze(day("2026-02-01")).unwrap();
    let act = cordata_domain::agreement::FormalAct::new("12", day("2026-02-01"), "Giunta", day("2026-02-01")).unwrap();
    agreement.authorise(id(1), act).unwrap();
    let signed = SignedText {
        kind: SignatureKind::Digital,
        signed_on: day("2026-02-02"),
        hash: agreement.text.clone().unwrap().hash,
        signatory: Some(id(900)),
    };
    agreement.sign(id(1), id(1), signed, (now, day("2026-02-02"))).unwrap();
    let names = [(id(11), "Comune di Oulx".to_owned()), (id(12), "Àncora <onlus>".to_owned())].into();
    Record { today: day("2026-03-01"), agreement, clauses, commitments: Vec::new(), projects: Vec::new(), names }
}

#[test]
fn an_agreement_being_signed_says_who_is_missing() {
    let html = AgreementPage::new(&reader("/it/agreements/x"), &site(), &record()).render().unwrap();
    assert!(is_sound(&html), "{html}");
    for part in [
        "Non in vigore: manca una firma valida.",
        "Firme: 1 su 2",
        "In corso di firma",
        "Giunta, atto n. 12 del 01/02/2026",
        "Firma digitale, 02/02/2026 (Dichiarata)",
        "<strong>collabora</strong>",
        record().agreement.text.unwrap().hash.as_str(),
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("<onlus>"), "{html}");
}

#[test]
fn the_same_in_english_marks_what_is_italian() {
    let html = AgreementPage::new(&reader("/en/agreements/x"), &site(), &record()).render().unwrap();
    assert!(html.contains("Not in force: one valid signature is missing.") && html.contains("lang=\"it\""), "{html}");
}
