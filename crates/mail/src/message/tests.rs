use super::*;

fn mailbox_of(name: &str, address: &str) -> Mailbox {
    Mailbox { name: name.to_owned(), address: EmailAddress::parse(address).unwrap() }
}

fn outgoing() -> Outgoing {
    Outgoing {
        from: mailbox_of("Città metropolitana", "tavoli@ente.it"),
        to: mailbox_of("Anna Ferrero", "anna@comune.it"),
        content: Rendered {
            subject: "Convocazione".to_owned(),
            text: "Buongiorno\n.\nperché no?\n".to_owned(),
            html: "<p>perché no?</p>".to_owned(),
            calendar: Some(Calendar { method: CalendarMethod::Request, ics: "BEGIN:VCALENDAR\r\n".to_owned() }),
        },
        message_id: message_id("0192", "ente.it"),
        in_reply_to: None,
        references: Vec::new(),
        list_id: None,
        list_unsubscribe: None,
        feedback_id: "convocation:cordata".to_owned(),
        date: "2026-11-22T10:00:00Z".parse().unwrap(),
    }
}

fn text_of(outgoing: &Outgoing) -> String {
    String::from_utf8(build(outgoing).unwrap()).unwrap()
}

#[test]
fn the_same_mail_has_the_same_bytes() {
    assert_eq!(build(&outgoing()), build(&outgoing()));
    assert_eq!(message_id("0192", "ente.it"), message_id("0192", "ente.it"));
    assert_ne!(message_id("0192", "ente.it"), message_id("0193", "ente.it"));
}

#[test]
fn the_parts_go_from_the_plainest_to_the_richest() {
    let mail = text_of(&outgoing());
    let types: Vec<&str> = mail.lines().filter(|line| line.starts_with("Content-Type: ")).skip(1).collect();
    assert_eq!(
        types,
        [
            "Content-Type: text/plain; charset=utf-8",
            "Content-Type: text/html; charset=utf-8",
            "Content-Type: text/calendar; method=REQUEST; charset=utf-8",
        ]
    );
    assert!(mail.is_ascii());
    assert!(mail.lines().all(|line| line.len() <= 998));
}

#[test]
fn a_digest_can_be_stopped_by_one_click_and_a_statutory_notice_cannot() {
    let mail = text_of(&outgoing());
    assert!(mail.contains("Auto-Submitted: auto-generated\r\n") && !mail.contains("List-Unsubscribe"), "{mail}");
    let stop = Url::parse(&format!("https://cordata.ente.it/stop/{}", "token".repeat(30))).unwrap();
    let digest = text_of(&Outgoing { list_unsubscribe: Some(stop.clone()), ..outgoing() });
    assert!(digest.replace("\r\n ", " ").contains(&format!("List-Unsubscribe: <{stop}>\r\n")), "{digest}");
    assert!(digest.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{digest}");
}

#[test]
fn a_thread_and_a_list_are_named() {
    let list = ListId { name: "Tavolo \"Montagna\" <1>".to_owned(), id: "0192.tavoli.ente.it".to_owned() };
    let id = message_id("0191", "ente.it");
    let mail = text_of(&Outgoing {
        list_id: Some(list),
        in_reply_to: Some(id.clone()),
        references: vec![id.clone()],
        ..outgoing()
    });
    assert!(mail.contains("List-Id: Tavolo Montagna 1 <0192.tavoli.ente.it>\r\n"), "{mail}");
    assert!(mail.contains(&format!("In-Reply-To: {id}\r\n")), "{mail}");
    assert!(mail.contains(&format!("References: {id}\r\n")), "{mail}");
}

#[test]
fn a_line_break_in_a_header_makes_a_dead_letter_and_no_header() {
    let evil = "Anna\r\nBcc: all@ente.it";
    let cases = [
        Outgoing { to: mailbox_of(evil, "anna@comune.it"), ..outgoing() },
        Outgoing { from: mailbox_of(evil, "anna@comune.it"), ..outgoing() },
        Outgoing { references: vec![evil.to_owned()], ..outgoing() },
        Outgoing { feedback_id: evil.to_owned(), ..outgoing() },
    ];
    for case in cases {
        let refused = build(&case);
        assert!(matches!(refused, Err(DeliveryFailure::Unsendable(_))), "{refused:?}");
    }
    let mut subject = outgoing();
    subject.content.subject = "Convocazione\r\nBcc: all@ente.it".to_owned();
    assert!(text_of(&subject).contains("\r\nSubject: Convocazione Bcc: all@ente.it\r\n"));
}

#[test]
fn what_the_builder_panics_on_is_unsendable() {
    let far_future = DateTime::<Utc>::MAX_UTC;
    let refused = build(&Outgoing { date: far_future, ..outgoing() });
    assert!(matches!(refused, Err(DeliveryFailure::Unsendable(_))), "{refused:?}");
}

#[test]
fn names_with_odd_characters_stay_one_name() {
    let mail = text_of(&Outgoing { to: mailbox_of("D'Angelo, \"Nino\" <x@y.it>", "nino@ente.it"), ..outgoing() });
    let to = mail.lines().find(|line| line.starts_with("To: ")).unwrap();
    assert!(to.ends_with(" <nino@ente.it>") && !to.contains("x@y.it"), "{to}");
}

#[test]
fn long_subjects_are_cut_at_a_word() {
    assert_eq!(subject_line("  Convocazione\n del\ttavolo "), "Convocazione del tavolo");
    let cut = subject_line(&"parola ".repeat(40));
    assert!(cut.chars().count() <= LONGEST_SUBJECT && cut.ends_with("parola…"), "{cut}");
    let unbroken = subject_line(&"à".repeat(400));
    assert_eq!(unbroken.chars().count(), LONGEST_SUBJECT);
}
