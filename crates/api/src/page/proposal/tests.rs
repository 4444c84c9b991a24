use cordata_domain::Locale;
use cordata_domain::codesign::{ProposalState, Resolution, TextHash};
use cordata_domain::ids::ProposalClauseId;

use super::*;
use crate::page::testing::{id, is_sound, reader, site, table};

fn clause(number: u128, title: &str, body: &str) -> Clause {
    Clause { id: id(number), title: title.to_owned(), body: body.to_owned() }
}

fn version(number: u32, organisation: u128, clauses: &[Clause]) -> ProposalVersion {
    ProposalVersion {
        proposal: id(50),
        number,
        on_behalf_of: id(organisation),
        author: Some(id(900)),
        note: (number == 2).then(|| "Più <b>comuni</b>".to_owned()),
        saved_at: "2026-03-01T23:30:00Z".parse().unwrap(),
        continues: false,
        restores: None,
        hash: TextHash::of(clauses),
        clauses: Vec::new(),
    }
}

fn comment(number: u128, clause: ProposalClauseId, reply_to: Option<u128>) -> Comment {
    Comment {
        id: id(number),
        proposal: id(50),
        number: 2,
        clause,
        reply_to: reply_to.map(id),
        on_behalf_of: id(11),
        author: Some(id(901)),
        text: format!("Commento {number} <script>alert(1)</script>"),
        language: Locale::italian(),
        written_at: "2026-03-02T10:00:00Z".parse().unwrap(),
        resolution: (number == 60).then(|| Resolution { at: "2026-03-03T10:00:00Z".parse().unwrap(), by: None }),
    }
}

fn record() -> Record {
    let before =
        vec![clause(1, "Oggetto", "Un bus."), clause(2, "Costi", "A carico dell'ente."), clause(3, "Orari", "Sempre.")];
    let after = vec![clause(2, "Costi", "A carico dell'ente."), clause(1, "Oggetto", "Un bus **a chiamata**.")];
    let endorsement = |number: u32, organisation: u128| Endorsement {
        id: id(70 + u128::from(number)),
        proposal: id(50),
        number,
        organisation: id(organisation),
        person: Some(id(902)),
        hash: TextHash::of(&before),
        endorsed_at: "2026-03-02T10:00:00Z".parse().unwrap(),
    };
    Record {
        proposal: Proposal {
            id: id(50),
            table: id(1),
            project: None,
            title: "Trasporto <i>a chiamata</i>".to_owned(),
            language: Locale::italian(),
            state: ProposalState::Open,
            state_reason: None,
            opened_at: Some("2026-03-01T08:00:00Z".parse().unwrap()),
            current: 2,
            version: 3,
        },
        number: 2,
        clauses: after.clone(),
        versions: vec![version(1, 10, &before), version(2, 11, &after)],
        comments: vec![comment(60, id(1), None), comment(61, id(2), None), comment(62, id(1), Some(60))],
        endorsements: vec![endorsement(1, 10), endorsement(2, 11)],
        names: HashMap::from([(id(10), "Unione <Susa>".to_owned()), (id(11), "UNCEM".to_owned())]),
        table: Some(table()),
        project: None,
        zone: chrono_tz::Europe::Rome,
        pair: Some([(1, before), (2, after)]),
    }
}

fn page(address: &'static str) -> String {
    ProposalPage::new(&reader(address), &site(), &record(), TakingPart::default()).render().unwrap()
}

#[test]
fn the_page_is_sound_and_shows_what_was_written_as_text() {
    for address in ["/it/proposals/x", "/en/proposals/x"] {
        let html = page(address);
        assert!(is_sound(&html), "{html}");
        assert!(!html.contains("<i>a chiamata") && !html.contains("<b>comuni") && !html.contains("<Susa>"), "{html}");
        assert!(html.contains("<strong>a chiamata</strong>"), "{html}");
    }
}

#[test]
fn differences_are_told_in_words_and_marks() {
    let html = page("/en/proposals/x");
    let text = html.split("id=\"differences\"").nth(1).unwrap().split("id=\"text\"").next().unwrap();
    for told in ["Removed", "Changed", "Moved from place", "<ins>", "<del>", "added:", "removed:"] {
        assert!(text.contains(told), "{told}: {text}");
    }
}

#[test]
fn a_reply_stands_under_its_comment_and_an_endorsement_names_its_version() {
    let html = page("/en/proposals/x");
    let places: Vec<usize> =
        ["Commento 61", "Commento 60", "Commento 62"].iter().map(|text| html.find(text).unwrap()).collect();
    assert!(places.is_sorted(), "in the order of the clauses, a thread together: {places:?}");
    assert!(html.contains("settled on 03/03/2026") && html.contains("on 02/03/2026"), "days of the zone: {html}");
    assert!(html.contains("For an earlier version") && html.contains("Last version"), "{html}");
}
