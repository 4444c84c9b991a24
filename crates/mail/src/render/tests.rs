use chrono::{DateTime, Utc};
use chrono_tz::Europe::Rome;
use cordata_domain::meeting::{AgendaItemKind, DecisionState, FollowUpState, MeetingKind, MeetingMode, YearNumber};
use cordata_domain::period::LocalMoment;
use cordata_domain::table::HolderCapacity;

use super::*;
use crate::context::{
    AccessMail, AccessPurpose, AgendaLine, ContributionOutcome, DigestLine, DigestMeeting, DigestTable, DigestTask,
    MeetingFacts, MinutesMail, OfferedPlace, Recipient,
};
use crate::message::{ListId, Mailbox, Outgoing, build, message_id};

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn url(path: &str) -> Url {
    Url::parse("https://cordata.cittametropolitana.torino.it").unwrap().join(path).unwrap()
}

fn renderer() -> Renderer {
    let sender = Sender {
        body: "Città metropolitana di Torino".to_owned(),
        name: "Città metropolitana di Torino".to_owned(),
        address: address("tavoli@cittametropolitana.torino.it"),
        domain: "cittametropolitana.torino.it".to_owned(),
    };
    Renderer::new(Templates::new(None).unwrap(), sender, url("/"))
}

fn moment(text: &str) -> LocalMoment {
    LocalMoment::new(text.parse().unwrap(), Rome)
}

fn dispatched() -> DateTime<Utc> {
    "2026-11-23T08:15:00Z".parse().unwrap()
}

fn meeting() -> MeetingFacts {
    MeetingFacts {
        table: "Tavolo permanente per la montagna".to_owned(),
        title: "Servizi nelle terre alte".to_owned(),
        kind: MeetingKind::Ordinary,
        mode: MeetingMode::Hybrid,
        place: Some("Sala Consiglio, piazza Castello 205, Torino".to_owned()),
        link: Some("https://video.ente.it/montagna?room=7&lang=it".to_owned()),
        starts: moment("2026-12-03T10:00:00"),
        minutes: 120,
        url: url("/m/0192b3"),
        ics_uid: "0192b3@cittametropolitana.torino.it".to_owned(),
        sequence: 0,
    }
}

fn recipient() -> Recipient {
    Recipient {
        name: "Anna Ferrero".to_owned(),
        address: address("anna.ferrero@comune.susa.to.it"),
        organisation: "Comune di Susa".to_owned(),
    }
}

fn item(position: u32, title: &str, kind: AgendaItemKind) -> AgendaLine {
    let language = Locale::italian();
    AgendaLine { position, title: title.to_owned(), body: None, language, kind, urgency: None }
}

fn convocation() -> ConvocationMail {
    let body = "La Regione ha pubblicato il **bando 2027**.\n\n- trasporto a chiamata\n- presidi sanitari, \
                [scheda](https://cordata.ente.it/d/1)\n\nUna riga  \ndopo l'altra.";
    ConvocationMail {
        meeting: meeting(),
        recipient: recipient(),
        capacity: HolderCapacity::Titular,
        counterpart: Some("Luca Perron".to_owned()),
        voting: true,
        number: YearNumber { year: 2026, number: 4 },
        days_of_notice: 7,
        urgency: None,
        agenda: vec![
            item(1, "Approvazione del verbale della seduta precedente", AgendaItemKind::Decision),
            AgendaLine {
                body: Some(body.to_owned()),
                ..item(2, "Trasporto locale e servizi di prossimità", AgendaItemKind::Discussion)
            },
            AgendaLine {
                urgency: Some("frana sulla strada provinciale 214".to_owned()),
                ..item(3, "Viabilità in alta Val di Susa", AgendaItemKind::Information)
            },
        ],
        answer_url: url("/r/3vQmY2kD8sP1"),
        dispatched_at: dispatched(),
        updated: false,
    }
}

fn cancellation() -> CancellationMail {
    CancellationMail {
        meeting: MeetingFacts { sequence: 1, ..meeting() },
        recipient: recipient(),
        reason: "allerta meteo arancione nelle valli".to_owned(),
        postponed: true,
        dispatched_at: dispatched(),
    }
}

fn minutes() -> MinutesMail {
    MinutesMail {
        meeting: meeting(),
        recipient: recipient(),
        remarks_until: "2026-12-21".parse().unwrap(),
        again: false,
        url: url("/meetings/0192b3/minutes"),
    }
}

fn digest() -> DigestMail {
    let number = YearNumber { year: 2026, number: 12 };
    DigestMail {
        recipient_name: "Anna Ferrero".to_owned(),
        day: "2026-11-24".parse().unwrap(),
        tables: vec![
            DigestTable {
                name: "Tavolo permanente per la montagna".to_owned(),
                url: url("/t/0191a"),
                meetings: vec![
                    DigestMeeting {
                        title: "Servizi nelle terre alte".to_owned(),
                        starts: moment("2026-12-03T10:00:00"),
                        url: url("/m/0192b3"),
                        lines: vec![DigestLine::Convened { starts: moment("2026-12-03T10:00:00"), urgency: None }],
                    },
                    DigestMeeting {
                        title: "Bilancio di fine anno".to_owned(),
                        starts: moment("2026-11-23T15:00:00"),
                        url: url("/m/0192b1"),
                        lines: held_meeting(number),
                    },
                ],
                more: 0,
            },
            DigestTable {
                name: "Tavolo tematico Mobilità".to_owned(),
                url: url("/t/0191c"),
                meetings: vec![DigestMeeting {
                    title: "Ciclovie".to_owned(),
                    starts: moment("2026-11-26T09:30:00"),
                    url: url("/m/0192c7"),
                    lines: vec![DigestLine::Cancelled { reason: "mancano i documenti".to_owned() }],
                }],
                more: 2,
            },
        ],
        tasks: vec![
            DigestTask::Answer {
                title: "Servizi nelle terre alte".to_owned(),
                starts: moment("2026-12-03T10:00:00"),
                url: url("/m/0192b3"),
            },
            DigestTask::FollowUp {
                owner: "Comune di Susa".to_owned(),
                text: "Inviare l'elenco delle fermate".to_owned(),
                due: "2026-11-20".parse().unwrap(),
                overdue: true,
                url: url("/f/0192d"),
            },
        ],
        preferences_url: url("/preferenze/7Hq"),
    }
}

/// A contribution of somebody who may be anybody.
fn contribution(outcome: Option<ContributionOutcome>) -> ContributionMail {
    ContributionMail {
        recipient_name: None,
        reference: "2026-7K3QX0AB".to_owned(),
        status_url: url("/contributions/contributo_9xQ"),
        outcome,
    }
}

fn access(path: &str, name: Option<&str>, purpose: AccessPurpose) -> AccessMail {
    AccessMail {
        recipient_name: name.map(str::to_owned),
        url: url(path),
        until: "lunedì 23 novembre 2026, 10:15".to_owned(),
        purpose,
    }
}

fn sign_in(name: Option<&str>) -> AccessMail {
    access("/sign-in/accesso_4Tz", name, AccessPurpose::SignIn { code: "1234 5678".to_owned() })
}

fn invitation(organisation: Option<&str>) -> AccessMail {
    let place = organisation
        .map(|_| OfferedPlace { post: "Assessora".to_owned(), role: Some("Delegato dell'ente".to_owned()) });
    let purpose = AccessPurpose::Invitation { organisation: organisation.map(str::to_owned), place };
    access("/invitation/invito_8Rq", Some("Anna Ferrero"), purpose)
}

fn declined() -> ContributionOutcome {
    ContributionOutcome::Declined { reason: "Il servizio c'è già:\nlinea 7, ogni ora.".to_owned() }
}

fn held_meeting(number: YearNumber) -> Vec<DigestLine> {
    vec![
        DigestLine::Held { number, valid: true },
        DigestLine::Decision {
            number,
            state: DecisionState::Adopted,
            text: "Si finanzia il trasporto a chiamata nei comuni sotto i 1.000 abitanti.".to_owned(),
        },
        DigestLine::MinutesPublished { protocol_number: "0001234/2026".to_owned() },
        DigestLine::FollowUp {
            state: FollowUpState::Open,
            owner: "Unione montana Valle Susa".to_owned(),
            text: "Raccogliere le richieste dei comuni".to_owned(),
            due: "2027-01-31".parse().unwrap(),
        },
    ]
}

/// The whole mail as it leaves the house.
fn mime(key: &str, content: Rendered) -> String {
    let sender = renderer().sender().clone();
    let thread = message_id("0192b3", &sender.domain);
    let (is_digest, is_meeting) = (key == "digest", content.calendar.is_some());
    let outgoing = Outgoing {
        from: Mailbox { name: sender.name, address: sender.address },
        to: Mailbox { name: "Anna Ferrero".to_owned(), address: address("anna.ferrero@comune.susa.to.it") },
        content,
        message_id: message_id(key, &sender.domain),
        in_reply_to: is_meeting.then(|| thread.clone()),
        references: if is_meeting { vec![thread] } else { Vec::new() },
        list_id: is_meeting.then(|| ListId {
            name: "Tavolo permanente per la montagna".to_owned(),
            id: "0191a.tavoli.cittametropolitana.torino.it".to_owned(),
        }),
        list_unsubscribe: is_digest.then(|| url("/stop/7Hq")),
        feedback_id: "cordata".to_owned(),
        date: dispatched(),
    };
    String::from_utf8(build(&outgoing).unwrap()).unwrap()
}

fn every_kind(locale: &Locale) -> Vec<(&'static str, Rendered)> {
    let renderer = renderer();
    let again = ConvocationMail {
        urgency: Some("scade il bando regionale".to_owned()),
        updated: true,
        capacity: HolderCapacity::Substitute,
        voting: false,
        meeting: MeetingFacts { kind: MeetingKind::SecondCall, sequence: 1, ..meeting() },
        ..convocation()
    };
    let called_off = CancellationMail { postponed: false, ..cancellation() };
    vec![
        ("convocation", renderer.render_convocation(locale, &convocation()).unwrap()),
        ("convocation-again", renderer.render_convocation(locale, &again).unwrap()),
        ("postponement", renderer.render_cancellation(locale, &cancellation()).unwrap()),
        ("cancellation", renderer.render_cancellation(locale, &called_off).unwrap()),
        ("minutes", renderer.render_minutes(locale, &minutes()).unwrap()),
        ("minutes-again", renderer.render_minutes(locale, &MinutesMail { again: true, ..minutes() }).unwrap()),
        ("digest", renderer.render_digest(locale, &digest()).unwrap()),
        ("sign-in", renderer.render_access(locale, &sign_in(Some("Anna Ferrero"))).unwrap()),
        ("sign-in-shared", renderer.render_access(locale, &sign_in(None)).unwrap()),
        ("invitation", renderer.render_access(locale, &invitation(Some("Comune di Susa"))).unwrap()),
        ("invitation-body", renderer.render_access(locale, &invitation(None)).unwrap()),
        ("contribution-receipt", renderer.render_contribution(locale, &contribution(None)).unwrap()),
        ("contribution-declined", renderer.render_contribution(locale, &contribution(Some(declined()))).unwrap()),
    ]
}

#[test]
fn mails_as_they_leave_the_house() {
    for locale in [Locale::italian(), Locale::english()] {
        for (kind, rendered) in every_kind(&locale) {
            insta::assert_snapshot!(format!("{kind}-{locale}"), mime(kind, rendered));
        }
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let bytes = || every_kind(&Locale::italian()).into_iter().map(|(kind, rendered)| mime(kind, rendered));
    assert!(bytes().eq(bytes()));
}

#[test]
fn every_sentence_is_in_the_catalogue_of_the_recipients_language() {
    for (locale, lang) in [("it", "it"), ("en", "en"), ("de", "it")] {
        for (kind, rendered) in every_kind(&Locale::parse(locale).unwrap()) {
            let texts = format!("{}\n{}\n{}", rendered.subject, rendered.text, rendered.html);
            let missing = [
                "mail-contribution",
                "mail-greeting",
                "mail-invitation",
                "mail-sign-in",
                "mail-convocation",
                "mail-cancellation",
                "mail-postponement",
                "mail-minutes",
                "mail-digest",
                "{$",
                "{ $",
            ];
            assert_eq!(missing.iter().find(|mark| texts.contains(**mark)), None, "{kind} in {locale}");
            assert!(rendered.html.contains(&format!("<html lang=\"{lang}\"")), "{kind} in {locale}");
        }
    }
}

/// The words that a reader of the HTML sees.
fn visible_words(html: &str) -> Vec<String> {
    let body = html.split_once("<body").unwrap().1;
    let body = body.split_once("</div>").unwrap().1;
    let outside_comments = body.split("<!--").map(|part| part.split_once("-->").map_or(part, |(_, rest)| rest));
    let mut text = String::new();
    for piece in outside_comments.collect::<String>().split('<') {
        text.push(' ');
        text.push_str(piece.split_once('>').map_or("", |(_, words)| words));
    }
    let entities = [("&#x27;", "'"), ("&#x2f;", "/"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    let text = entities.iter().fold(text, |text, (entity, sign)| text.replace(entity, sign));
    text.split_whitespace().map(str::to_lowercase).collect()
}

#[test]
fn plain_text_and_html_say_the_same() {
    for (kind, rendered) in every_kind(&Locale::italian()) {
        let text = rendered.text.to_lowercase();
        let only_html: Vec<String> = visible_words(&rendered.html)
            .into_iter()
            .filter(|word| !text.contains(word.trim_matches(|c: char| !c.is_alphanumeric())))
            .collect();
        assert_eq!(only_html, Vec::<String>::new(), "{kind}");
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere_and_nothing_is_executed() {
    for (kind, rendered) in every_kind(&Locale::italian()) {
        for forbidden in ["<img", "src=", "@import", "url(", "<link", "<script", "onload", "<form"] {
            assert!(!rendered.html.contains(forbidden), "{kind}: {forbidden}");
        }
    }
}

#[test]
fn hostile_texts_stay_texts() {
    let evil = "\"><script>alert('x')</script></mj-text>{{ 7*7 }}&amp;<b>";
    let mail = ConvocationMail {
        meeting: MeetingFacts {
            table: evil.to_owned(),
            title: evil.to_owned(),
            place: Some(evil.to_owned()),
            link: Some(format!("https://video.ente.it/{evil}")),
            ..meeting()
        },
        recipient: Recipient { name: evil.to_owned(), organisation: evil.to_owned(), ..recipient() },
        urgency: Some(evil.to_owned()),
        agenda: vec![AgendaLine {
            body: Some(format!("<script>x</script> [a](javascript:x) ![i](https://x.it/i.png) {evil}")),
            urgency: Some(evil.to_owned()),
            ..item(1, evil, AgendaItemKind::Decision)
        }],
        ..convocation()
    };
    let rendered = renderer().render_convocation(&Locale::italian(), &mail).unwrap();
    for forbidden in ["<script", "<b>", "javascript:", "49", "<img", "&amp;amp;#", "href=\"https://video.ente.it/\""] {
        assert!(!rendered.html.contains(forbidden), "{forbidden}: {}", rendered.html);
    }
    let escaped = "&quot;&gt;&lt;script&gt;alert(&#x27;x&#x27;)&lt;&#x2f;script&gt;";
    assert!(rendered.html.matches(escaped).count() >= 8, "{}", rendered.html);
    assert!(rendered.text.contains(evil) && !rendered.text.contains("&lt;"), "{}", rendered.text);
}

#[test]
fn right_to_left_and_very_long_titles_have_their_place() {
    let title = "اجتماع الجبل ".repeat(30);
    let mail = ConvocationMail { meeting: MeetingFacts { title: title.clone(), ..meeting() }, ..convocation() };
    let rendered = renderer().render_convocation(&Locale::italian(), &mail).unwrap();
    assert!(rendered.subject.chars().count() <= 150 && rendered.subject.ends_with('…'), "{}", rendered.subject);
    assert!(rendered.html.contains(&format!("dir=\"auto\">{title}")), "{}", rendered.html);
    assert!(mime("long", rendered).lines().all(|line| line.len() <= 998));
}

/// The lines of a calendar file without their folding, by name and value.
fn calendar_lines(ics: &str) -> Vec<(String, String)> {
    assert!(ics.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{ics}");
    let unfolded = ics.replace("\r\n ", "");
    let line = |line: &str| line.split_once(':').map(|(name, value)| (name.to_owned(), value.to_owned()));
    unfolded.lines().map(|text| line(text).unwrap()).collect()
}

#[test]
fn a_calendar_adds_and_removes_one_and_the_same_meeting() {
    let renderer = renderer();
    let added = renderer.render_convocation(&Locale::italian(), &convocation()).unwrap().calendar.unwrap();
    let removed = renderer.render_cancellation(&Locale::italian(), &cancellation()).unwrap().calendar.unwrap();
    let (added, removed) = (calendar_lines(&added.ics), calendar_lines(&removed.ics));
    let value = |lines: &[(String, String)], name: &str| {
        let found = lines.iter().find(|(key, _)| key.split(';').next() == Some(name));
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    for (name, first, second) in [
        ("METHOD", "REQUEST", "CANCEL"),
        ("UID", "0192b3@cittametropolitana.torino.it", "0192b3@cittametropolitana.torino.it"),
        ("SEQUENCE", "0", "1"),
        ("STATUS", "CONFIRMED", "CANCELLED"),
        ("DTSTART", "20261203T090000Z", "20261203T090000Z"),
        ("DTEND", "20261203T110000Z", "20261203T110000Z"),
        ("DTSTAMP", "20261123T081500Z", "20261123T081500Z"),
        ("ORGANIZER", "mailto:tavoli@cittametropolitana.torino.it", "mailto:tavoli@cittametropolitana.torino.it"),
        ("ATTENDEE", "mailto:anna.ferrero@comune.susa.to.it", "mailto:anna.ferrero@comune.susa.to.it"),
    ] {
        assert_eq!((value(&added, name).as_str(), value(&removed, name).as_str()), (first, second), "{name}");
    }
}

#[test]
fn a_long_digest_is_cut_and_says_how_much() {
    let text = "Si decide di finanziare gli interventi già concordati perché così è più utile. ".repeat(6);
    let number = YearNumber { year: 2026, number: 1 };
    let line = DigestLine::Decision { number, state: DecisionState::Adopted, text };
    let mut mail = digest();
    mail.tables[0].meetings[0].lines = vec![line; 500];
    let rendered = renderer().render_digest(&Locale::italian(), &mail).unwrap();
    let shown = rendered.text.matches("Decisione n. 1/2026").count();
    let hidden = 500 + 4 - shown;
    assert!(mime("long", rendered.clone()).len() < 100_000);
    assert!(shown > 20 && rendered.text.contains(&format!("e altre {hidden} novità")), "{}", rendered.text);
    assert!(rendered.subject.contains("507 novità"), "{}", rendered.subject);
    assert!(rendered.text.contains("Inviare l'elenco delle fermate"));
}

#[test]
fn a_long_agenda_keeps_its_items_and_leaves_their_texts_to_the_page() {
    let body = Some("Un testo perfettamente ragionevole, però lungo. ".repeat(300));
    let agenda = (1..=20).map(|n| AgendaLine { body: body.clone(), ..item(n, "Punto", AgendaItemKind::Decision) });
    let mail = ConvocationMail { agenda: agenda.collect(), ..convocation() };
    let rendered = renderer().render_convocation(&Locale::italian(), &mail).unwrap();
    assert!(rendered.text.contains("20. Punto – Decisione") && !rendered.text.contains("ragionevole"));
    assert!(mime("long", rendered).len() < 100_000);
}

#[test]
fn a_mail_names_the_body_as_its_pages_do_whoever_sends_it() {
    let base = renderer();
    let sender = Sender { name: "Segreteria dei tavoli".to_owned(), ..base.sender.clone() };
    let rendered = Renderer { sender, ..base }.render_access(&Locale::italian(), &sign_in(None)).unwrap();
    assert!(rendered.subject.contains("Città metropolitana di Torino"), "{}", rendered.subject);
    assert!(!rendered.text.contains("Segreteria dei tavoli"), "{}", rendered.text);
}

#[test]
fn a_body_replaces_a_template_and_hears_at_once_when_it_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("digest")).unwrap();
    let own = folder.path().join("digest/subject.txt");
    std::fs::write(&own, "Il nostro {{ t('mail-digest-heading') }}").unwrap();
    let base = renderer();
    let replaced =
        |folder: &std::path::Path| Renderer { templates: Templates::new(Some(folder)).unwrap(), ..base.clone() };
    let rendered = replaced(folder.path()).render_digest(&Locale::italian(), &digest()).unwrap();
    assert!(rendered.subject.starts_with("Il nostro Riepilogo di martedì"), "{}", rendered.subject);
    assert!(rendered.html.contains("Gentile Anna Ferrero"));

    std::fs::write(&own, "{{ mail.no_such_fact }}").unwrap();
    let refused = replaced(folder.path()).render_digest(&Locale::italian(), &digest());
    assert!(matches!(refused, Err(MailError::Template(_))), "{refused:?}");

    std::fs::write(&own, "{% if %}").unwrap();
    let refused = Templates::new(Some(folder.path())).unwrap_err().to_string();
    assert!(refused.contains("digest/subject.txt"), "{refused}");
}
