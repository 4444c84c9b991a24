use std::collections::HashMap;

use chrono_tz::Europe::Rome;
use cordata_domain::LocalisedText;
use cordata_domain::ids::{MeetingId, StakeholderId};
use cordata_domain::meeting::{
    AgendaItem, AgendaItemDraft, AgendaItemKind, Convocation, Invitee, Meeting, MeetingDraft, MeetingKind,
    MeetingRecord, MeetingState, YearNumber,
};
use cordata_domain::period::LocalMoment;
use cordata_domain::table::{ConcertationTable, HolderCapacity, Publicity, RulesOfProcedure, TableKind, TableState};
use uuid::Uuid;

use super::*;
use crate::build::{self, LetterFacts};

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn table() -> ConcertationTable {
    ConcertationTable {
        id: id(1),
        slug: "montagna".to_owned(),
        name: LocalisedText::bilingual("Tavolo permanente per la montagna", "Permanent mountain table"),
        kind: TableKind::PermanentMountain,
        parent: None,
        mandate: Vec::new(),
        founding_act: None,
        rules: RulesOfProcedure::default(),
        zone: None,
        time_zone: Rome,
        coordinator: None,
        publicity: Publicity::Public,
        state: TableState::Active,
        version: 1,
    }
}

fn meeting() -> Meeting {
    let plan = MeetingDraft {
        title: "Programma <2026> & \"referenti\"".to_owned(),
        kind: MeetingKind::Urgent,
        mode: MeetingMode::Hybrid,
        place: Some("Corso Inghilterra 7, Torino".to_owned()),
        link: Some("https://live.example.it/secret".to_owned()),
        starts: LocalMoment::new("2026-03-12T10:00:00".parse().unwrap(), Rome),
        minutes: 90,
    };
    let mut meeting = MeetingRecord::draft(id::<MeetingId>(2), id(1), plan).unwrap().meeting;
    meeting.state = MeetingState::Convened;
    meeting.convocation = Some(Convocation {
        number: YearNumber { year: 2026, number: 3 },
        // Half past midnight in Torino.
        dispatched_at: "2026-03-03T23:30:00Z".parse().unwrap(),
        days_of_notice: 5,
        urgency: Some("Scadenza di un bando".to_owned()),
    });
    meeting
}

fn agenda() -> Vec<AgendaItem> {
    let item = |number, title: &str, body: Option<&str>, kind, language| {
        let draft = AgendaItemDraft { title: title.to_owned(), body: body.map(str::to_owned), kind, language };
        AgendaItem::new(id(u128::from(number)), number, draft).unwrap()
    };
    let body = "Esame della *bozza*.\n\n<script>alert(1)</script>";
    vec![
        item(1, "Comunicazioni", None, AgendaItemKind::Information, Locale::italian()),
        item(2, "Programma", Some(body), AgendaItemKind::Decision, Locale::italian()),
        item(3, "Shared services", None, AgendaItemKind::Discussion, Locale::english()),
    ]
}

fn invitee(number: u128, organisation: u128, voting: bool) -> Invitee {
    Invitee {
        id: id(number),
        seat: id(number),
        organisation: id(organisation),
        person: id(900 + number),
        capacity: HolderCapacity::Titular,
        voting,
        answer: None,
    }
}

fn letter(meeting: &Meeting) -> Option<ConvocationLetter> {
    let invitees = [invitee(1, 10, true), invitee(2, 10, true), invitee(3, 11, false)];
    let names = [(10, "Unione montana Valle Susa"), (11, "Politecnico di Torino")];
    let names: HashMap<StakeholderId, String> = names.map(|(number, name)| (id(number), name.to_owned())).into();
    build::convocation_letter(&LetterFacts {
        sender: "Città metropolitana di Torino",
        table: &table(),
        meeting,
        agenda: &agenda(),
        invitees: &invitees,
        names: &names,
    })
}

#[test]
fn the_letter_in_italian() {
    let html = convocation_letter(&letter(&meeting()).unwrap(), &Locale::italian(), "/letter.css").unwrap();
    insta::assert_snapshot!(html);
}

#[test]
fn nothing_secret_personal_or_executable_is_printed() {
    let html = convocation_letter(&letter(&meeting()).unwrap(), &Locale::english(), "/letter.css").unwrap();
    assert!(html.contains("<html lang=\"en\">") && html.contains("Permanent mountain table"));
    assert!(!html.contains("live.example.it"), "the live link is for guests");
    assert!(!html.contains("<script") && !html.contains("<2026>"));
    assert_eq!(html.matches("<h1>").count(), 1);
    assert!(html.contains("<li lang=\"it\">"), "a text in another language says so");
}

#[test]
fn an_organisation_is_addressed_once() {
    let addressees = letter(&meeting()).unwrap().addressees;
    let names: Vec<_> = addressees.iter().map(|a| (a.organisation.as_str(), a.voting)).collect();
    assert_eq!(names, [("Politecnico di Torino", false), ("Unione montana Valle Susa", true)]);
}

#[test]
fn a_meeting_that_does_not_take_place_has_no_letter() {
    for state in [MeetingState::Draft, MeetingState::Postponed, MeetingState::Cancelled] {
        assert!(letter(&Meeting { state, ..meeting() }).is_none(), "{state:?}");
    }
}
