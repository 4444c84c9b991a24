use super::*;

fn meeting() -> Invitation {
    Invitation {
        uid: "0192f0c1-7d3a-7000-8000-000000000001@cordata.example.org".to_owned(),
        sequence: 2,
        method: Method::Request,
        summary: "Tavolo permanente sulla montagna: insediamento; regole, programma".to_owned(),
        description: "Ordine del giorno:\n1. Insediamento\n2. Regole \\ funzionamento".to_owned(),
        location: Some("Sala Panoramica, corso Inghilterra 7, Torino".to_owned()),
        url: Some("https://cordata.example.org/it/sedute/1?a=1;b=2,3".to_owned()),
        starts: "2018-10-15T08:00:00Z".parse().unwrap(),
        ends: "2018-10-15T10:00:00Z".parse().unwrap(),
        organizer_name: "Città metropolitana: segreteria".to_owned(),
        organizer_address: "tavoli@example.org".to_owned(),
        attendee: Some(("Ada Rossi, \"sindaca\"".to_owned(), "ada@example.org".to_owned())),
        stamp: "2018-10-01T09:30:00Z".parse().unwrap(),
    }
}

/// The lines as a program reads them, put together again.
fn unfolded(text: &str) -> Vec<String> {
    text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

fn has(text: &str, line: &str) -> bool {
    unfolded(text).iter().any(|found| found == line)
}

#[test]
fn an_invitation_has_what_calendar_programs_need() {
    let text = invitation(&meeting());
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cordata//Cordata//IT",
        "METHOD:REQUEST",
        "UID:0192f0c1-7d3a-7000-8000-000000000001@cordata.example.org",
        "SEQUENCE:2",
        "DTSTAMP:20181001T093000Z",
        "DTSTART:20181015T080000Z",
        "DTEND:20181015T100000Z",
        "STATUS:CONFIRMED",
        "SUMMARY:Tavolo permanente sulla montagna: insediamento\\; regole\\, programma",
        "DESCRIPTION:Ordine del giorno:\\n1. Insediamento\\n2. Regole \\\\ funzionamento",
        "LOCATION:Sala Panoramica\\, corso Inghilterra 7\\, Torino",
        "URL:https://cordata.example.org/it/sedute/1?a=1;b=2,3",
        "ORGANIZER;CN=\"Città metropolitana: segreteria\":mailto:tavoli@example.org",
        "END:VCALENDAR",
    ] {
        assert!(has(&text, line), "{line} is missing in\n{text}");
    }
    let guest = unfolded(&text).into_iter().find(|line| line.starts_with("ATTENDEE")).unwrap();
    assert!(guest.contains("RSVP=TRUE") && guest.contains("PARTSTAT=NEEDS-ACTION"), "{guest}");
    assert!(guest.contains("CN=\"Ada Rossi, 'sindaca'\"") && guest.ends_with(":mailto:ada@example.org"), "{guest}");
}

#[test]
fn lines_end_in_crlf_and_are_folded_at_75_bytes() {
    let text = invitation(&meeting());
    assert!(text.ends_with("\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
}

#[test]
fn a_cancellation_takes_the_event_out() {
    let text = invitation(&Invitation { method: Method::Cancel, sequence: 3, ..meeting() });
    assert!(has(&text, "METHOD:CANCEL") && has(&text, "STATUS:CANCELLED") && has(&text, "SEQUENCE:3"), "{text}");
    assert!(!text.contains("RSVP"));
}

#[test]
fn a_file_has_neither_method_nor_guest() {
    let text = event_file(&meeting());
    assert!(!text.contains("METHOD") && !text.contains("ATTENDEE"), "{text}");
    assert!(has(&text, "SEQUENCE:2") && has(&text, "STATUS:CONFIRMED"), "{text}");
}

#[test]
fn the_same_invitation_is_the_same_bytes() {
    assert_eq!(invitation(&meeting()), invitation(&meeting().clone()));
    assert_eq!(event_file(&meeting()), event_file(&meeting()));
}

#[test]
fn no_text_begins_a_line_of_its_own() {
    let hostile = "x\r\nATTENDEE:mailto:eve@example.org\nMETHOD:CANCEL\u{85}\0y";
    let text = invitation(&Invitation {
        uid: hostile.to_owned(),
        summary: hostile.to_owned(),
        description: hostile.to_owned(),
        location: Some(hostile.to_owned()),
        url: Some(hostile.to_owned()),
        organizer_name: hostile.to_owned(),
        organizer_address: hostile.to_owned(),
        attendee: Some((hostile.to_owned(), hostile.to_owned())),
        ..meeting()
    });
    let lines = unfolded(&text);
    assert_eq!(lines.iter().filter(|line| line.starts_with("METHOD")).count(), 1);
    assert_eq!(lines.iter().filter(|line| line.starts_with("ATTENDEE")).count(), 1);
    assert!(text.chars().all(|c| !c.is_control() || c == '\r' || c == '\n'));
}
