use cordata_domain::Locale;
use cordata_domain::document::{DocumentSubject, DocumentVisibility, FileName};
use cordata_domain::meeting::{
    AgendaItemDraft, AgendaItemKind, DecisionMethod, DecisionState, FollowUpState, Majority, MeetingOutcome, Tally,
    YearNumber,
};

use super::*;
use crate::page::testing::{id, is_sound, meeting, reader, site, stable, table};

fn item(number: u32, title: &str, body: Option<&str>, language: Locale) -> AgendaItem {
    let kind = AgendaItemKind::Decision;
    let draft = AgendaItemDraft { title: title.to_owned(), body: body.map(str::to_owned), kind, language };
    AgendaItem::new(id(u128::from(number)), number, draft).unwrap()
}

fn decision() -> Decision {
    Decision {
        id: id(30),
        table: id(1),
        meeting: id(2),
        item: id(1),
        number: YearNumber { year: 2026, number: 4 },
        text: "Si adotta il programma.\nI referenti sono comunicati <subito>.".to_owned(),
        language: Locale::italian(),
        method: DecisionMethod::OpenVote,
        majority: Majority::Simple,
        tally: Tally { in_favour: 7, against: 2, abstained: 1, not_voting: 0 },
        in_conflict: 1,
        binds: vec![id(10)],
        state: DecisionState::Adopted,
        version: 1,
    }
}

fn follow_up() -> FollowUp {
    FollowUp {
        id: id(40),
        decision: id(30),
        meeting: id(2),
        table: id(1),
        owner: id(10),
        text: "Name the contacts".to_owned(),
        language: Locale::english(),
        due: "2026-03-20".parse().unwrap(),
        evidence: None,
        state: FollowUpState::InProgress,
        version: 1,
    }
}

fn document() -> (Document, DocumentVersion) {
    let document = Document {
        id: id(60),
        subject: DocumentSubject::Meeting(id(2)),
        title: "Relation & <b>comptes</b>".to_owned(),
        language: Locale::parse("fr").unwrap(),
        visibility: DocumentVisibility::Public,
        versions: 2,
        version: 3,
    };
    let version = DocumentVersion {
        document: document.id,
        number: 2,
        file: FileName::parse("Rélation finale.pdf").unwrap(),
        size_bytes: 12_600,
        sha256: [7; 32],
        blob: id(61),
        uploaded_at: "2026-03-10T09:00:00Z".parse().unwrap(),
        person: Some(id(900)),
    };
    (document, version)
}

fn record(meeting: Meeting) -> Record {
    let body = "Esame della *bozza*:\n\n- corridoi\n- percorsi\n\n[scheda](javascript:alert(1))";
    Record {
        today: "2026-03-25".parse().unwrap(),
        table: table(),
        meeting,
        agenda: vec![
            item(1, "Programma <b>di lavoro</b>", Some(body), Locale::italian()),
            item(2, "Shared services", Some("In English."), Locale::english()),
        ],
        last_check: Some(QuorumCheck {
            id: id(50),
            item: None,
            represented: 10,
            base: 13,
            required: 7,
            at: "2026-03-12T09:05:00Z".parse().unwrap(),
        }),
        decisions: vec![decision()],
        follow_ups: vec![follow_up()],
        documents: vec![document()],
        has_minutes: true,
        names: HashMap::from([(id(10), "Unione montana Valle Susa".to_owned())]),
    }
}

fn held() -> Record {
    record(Meeting {
        state: MeetingState::Closed,
        outcome: Some(MeetingOutcome::Valid),
        number: Some(YearNumber { year: 2026, number: 1 }),
        ..meeting()
    })
}

fn html(record: &Record, address: &'static str) -> String {
    MeetingPage::new(&reader(address), &site(), record, None).render().unwrap()
}

#[test]
fn a_held_meeting_in_italian() {
    insta::assert_snapshot!(stable(&html(&held(), "/it/meetings/2")));
}

#[test]
fn it_is_sound_and_runs_nothing() {
    for address in ["/it/meetings/2", "/en/meetings/2"] {
        let html = html(&held(), address);
        assert!(is_sound(&html), "{html}");
        assert!(!html.contains("javascript:") && !html.contains("<b>di"));
    }
}

#[test]
fn what_is_written_in_another_language_says_so() {
    let italian = html(&held(), "/it/meetings/2");
    assert!(italian.contains("<span lang=\"en\">Shared services</span>"));
    let english = html(&held(), "/en/meetings/2");
    assert!(english.contains("lang=\"it\">Si adotta il programma."));
    assert!(!english.contains("<span lang=\"en\">"));
}

#[test]
fn nobody_reads_the_live_link_or_a_person() {
    let html = html(&record(meeting()), "/it/meetings/2");
    assert!(!html.contains("live.example.it"));
    assert!(html.contains("event.ics") && html.contains("/letter"));
}

#[test]
fn a_meeting_called_off_says_why_and_invites_nobody() {
    let reason = Some("Allerta meteo".to_owned());
    let off = Meeting { state: MeetingState::Cancelled, state_reason: reason, ..meeting() };
    let html = html(&record(off), "/it/meetings/2");
    assert!(html.contains("La seduta è annullata. Motivo: Allerta meteo"));
    assert!(!html.contains("event.ics") && !html.contains("/letter\""));
}

#[test]
fn documents_are_offered_with_kind_and_size_in_words() {
    let italian = html(&held(), "/it/meetings/2");
    let address = format!("/documents/{}/2/relation-finale.pdf", document().0.id);
    assert!(italian.contains(&format!("href=\"{address}\"")), "{italian}");
    assert!(italian.contains("PDF, 12,3 kB") && italian.contains("versione 2"), "{italian}");
    assert!(html(&held(), "/en/meetings/2").contains("PDF, 12.3 kB"));
    let none = Record { documents: Vec::new(), ..held() };
    assert!(html(&none, "/it/meetings/2").contains("Nessun documento"));
}

#[test]
fn a_late_task_is_marked_in_words() {
    assert!(html(&held(), "/it/meetings/2").contains("(In ritardo)"));
    let early = Record { today: "2026-03-20".parse().unwrap(), ..held() };
    assert!(!html(&early, "/it/meetings/2").contains("(In ritardo)"));
}
