use cordata_domain::Locale;
use cordata_domain::meeting::{Circulation, MinutesHash, ReservedPart};

use super::*;
use crate::page::testing::{id, is_sound, meeting, reader, site, table};

fn record(state: MinutesState, reserved: Option<ReservedPart>) -> Record {
    let at = "2026-03-16T09:00:00Z".parse().unwrap();
    let minutes = Minutes {
        id: id(50),
        table: id(1),
        meeting: id(2),
        state,
        number: 2,
        public_text: "Si apre <b>la seduta</b> alle **dieci**.".to_owned(),
        language: Locale::italian(),
        reserved,
        due: "2026-04-02".parse().unwrap(),
        circulation: Some(Circulation { at, remarks_until: "2026-03-30".parse().unwrap() }),
        approved_at: None,
        signed_at: None,
        published_at: None,
        protocol_number: None,
        version: 3,
    };
    let remark = MinutesRemark {
        id: id(60),
        minutes: id(50),
        number: 1,
        on_behalf_of: id(10),
        author: Some(id(900)),
        text: "Manca <i>un nome</i>.".to_owned(),
        language: Locale::italian(),
        recorded_at: at,
    };
    let remarks = if minutes.reserved.is_some() { vec![remark] } else { Vec::new() };
    let names = HashMap::from([(id(10), "Comune di Susa & soci".to_owned())]);
    Record { minutes, meeting: meeting(), table: table(), remarks, names }
}

fn part(text: &str) -> ReservedPart {
    ReservedPart { text: Some(text.to_owned()), hash: MinutesHash([171; 32]) }
}

#[test]
fn those_of_the_table_read_the_reserved_part_and_that_it_is_reserved() {
    let record = record(MinutesState::Circulated, Some(part("Nomi <script>.")));
    let html = MinutesPage::new(&reader("/meetings/x/minutes"), &site(), &record, None).render().unwrap();
    is_sound(&html);
    for shown in ["Parte riservata", "Nomi", "alle <strong>dieci</strong>", "30/03/2026", "Trasmesso", "susa &"] {
        assert!(html.to_lowercase().contains(&shown.to_lowercase()), "{shown}: {html}");
    }
    assert!(html.contains(&"ab".repeat(32)), "{html}");
    assert!(!html.contains("<script>.") && !html.contains("<b>la") && !html.contains("<i>un"), "{html}");
    let english = MinutesPage::new(&reader("/en/meetings/x/minutes"), &site(), &record, None).render().unwrap();
    assert!(english.contains("Reserved part") && english.contains("lang=\"it\""), "{english}");
}

#[test]
fn others_read_the_public_part_and_not_that_there_is_another() {
    let record = record(MinutesState::Published, None);
    let html = MinutesPage::new(&reader("/meetings/x/minutes"), &site(), &record, None).render().unwrap();
    is_sound(&html);
    assert!(html.contains("alle <strong>dieci</strong>") && html.contains("Pubblicato"), "{html}");
    for hidden in ["riservat", "Impronta", "Osservazioni<", "Manca"] {
        assert!(!html.contains(hidden), "{hidden}: {html}");
    }
}
