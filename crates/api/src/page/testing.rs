//! Fixtures of the pages' tests.

use axum::http::{HeaderMap, Uri};
use chrono_tz::Europe::Rome;
use cordata_domain::LocalisedText;
use cordata_domain::meeting::{
    Convocation, Meeting, MeetingDraft, MeetingKind, MeetingMode, MeetingRecord, MeetingState, YearNumber,
};
use cordata_domain::period::LocalMoment;
use cordata_domain::table::{ConcertationTable, Publicity, RulesOfProcedure, TableKind, TableState};
use uuid::Uuid;

use super::reader::Reader;
use super::{Site, assets};

pub(super) fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

pub(super) fn reader(address: &'static str) -> Reader {
    Reader::of(&Uri::from_static(address), &HeaderMap::new())
}

pub(super) fn site() -> Site {
    Site { name: "Città metropolitana di Torino".to_owned(), contact: None, zone: Rome, version: "1.2.3" }
}

pub(super) fn table() -> ConcertationTable {
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
        coordinator: Some(id(900)),
        publicity: Publicity::Public,
        state: TableState::Active,
        version: 1,
    }
}

/// A convened meeting with a hostile title and a live link that nobody may see.
pub(super) fn meeting() -> Meeting {
    let plan = MeetingDraft {
        title: "<script>alert(1)</script> \"Programma\" & referenti".to_owned(),
        kind: MeetingKind::Ordinary,
        mode: MeetingMode::Hybrid,
        place: Some("Corso Inghilterra 7, Torino".to_owned()),
        link: Some("https://live.example.it/secret".to_owned()),
        starts: LocalMoment::new("2026-03-12T10:00:00".parse().unwrap(), Rome),
        minutes: 90,
    };
    let mut meeting = MeetingRecord::draft(id(2), id(1), plan).unwrap().meeting;
    meeting.state = MeetingState::Convened;
    meeting.convocation = Some(Convocation {
        number: YearNumber { year: 2026, number: 3 },
        dispatched_at: "2026-02-20T09:00:00Z".parse().unwrap(),
        days_of_notice: 13,
        urgency: None,
    });
    meeting
}

/// The page without what changes with every stylesheet.
pub(super) fn stable(html: &str) -> String {
    html.replace(&assets::address(""), "/static/…/")
}

/// Whether headings go down one level at a time under one `h1`, and nothing is run or styled in place.
pub(super) fn is_sound(html: &str) -> bool {
    let levels: Vec<u32> =
        html.split("<h").skip(1).filter_map(|rest| rest.chars().next().and_then(|level| level.to_digit(10))).collect();
    let stepwise = levels.windows(2).all(|pair| pair[1] <= pair[0] + 1);
    let single = levels.first() == Some(&1) && levels.iter().filter(|level| **level == 1).count() == 1;
    stepwise && single && !html.contains("<script") && !html.contains("style=\"") && !html.contains("onclick")
}
