use chrono::{TimeDelta, TimeZone, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-z]{1,6}", ".{0,8}"]
}

fn id() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-c]{1,2}", inner, 0..3)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

prop_compose! {
    fn entry()(
        ids in (id(), id(), prop::option::of(id()), prop::option::of(id()), prop::option::of(id())),
        at in (0i64..4_000_000_000, 0u32..1_000_000_000),
        words in (text(), text(), prop::option::of(text()), prop::option::of(text())),
        detail in value(),
    ) -> AuditEntry {
        AuditEntry {
            id: ids.0.into(),
            recorded_at: Utc.timestamp_opt(at.0, at.1).unwrap(),
            person: ids.2.map(Into::into),
            on_behalf_of: ids.3.map(Into::into),
            table: ids.4.map(Into::into),
            command: words.0.into(),
            subject_kind: words.1.into(),
            subject: ids.1,
            detail,
            reason: words.2,
            request_id: words.3,
        }
    }
}

fn chain(entries: &[AuditEntry]) -> Vec<AuditLink> {
    let mut head = Head::START;
    let link = |entry| {
        let link = link_after(&head, entry);
        head = link.head();
        link
    };
    entries.iter().map(link).collect()
}

fn walk<'a>(chain: impl IntoIterator<Item = (&'a AuditLink, Option<&'a AuditEntry>)>) -> Result<Head, Break> {
    let mut walk = ChainWalk::after(Head::START);
    for (link, entry) in chain {
        walk.step(link, entry)?;
    }
    Ok(walk.head())
}

/// The entry with one field changed.
fn tampered(entry: &AuditEntry, field: u8) -> AuditEntry {
    let other = |id: Option<Uuid>| match id {
        Some(id) if id.as_u128() % 2 == 0 => None,
        id => Some(Uuid::from_u128(id.map_or(1, |id| id.as_u128() ^ 1))),
    };
    let longer =
        |text: &Option<String>| text.as_ref().map_or_else(|| Some(String::new()), |text| Some(format!("{text}x")));
    let mut new = entry.clone();
    match field {
        0 => new.id = Uuid::from_u128(entry.id.0.as_u128() ^ 1).into(),
        1 => new.recorded_at = entry.recorded_at + TimeDelta::nanoseconds(1),
        2 => new.person = other(entry.person.map(|id| id.0)).map(Into::into),
        3 => new.on_behalf_of = other(entry.on_behalf_of.map(|id| id.0)).map(Into::into),
        4 => new.table = other(entry.table.map(|id| id.0)).map(Into::into),
        5 => new.command = format!("{}x", entry.command).into(),
        6 => new.subject_kind = format!("{}x", entry.subject_kind).into(),
        7 => new.subject = Uuid::from_u128(entry.subject.as_u128() ^ 1),
        8 => new.detail = json!([entry.detail]),
        9 => new.reason = longer(&entry.reason),
        _ => new.request_id = longer(&entry.request_id),
    }
    new
}

proptest! {
    #[test]
    fn no_two_entries_are_written_alike(one in entry(), two in entry()) {
        prop_assert_eq!(one == two, canonical::bytes(&one) == canonical::bytes(&two));
    }

    #[test]
    fn a_change_of_any_field_of_any_entry_is_found(
        entries in prop::collection::vec(entry(), 1..6), at in any::<prop::sample::Index>(), field in 0u8..11,
    ) {
        let links = chain(&entries);
        prop_assert!(walk(links.iter().zip(entries.iter().map(Some))).is_ok());
        let at = at.index(entries.len());
        let mut changed = entries.clone();
        changed[at] = tampered(&entries[at], field);
        let broken = walk(links.iter().zip(changed.iter().map(Some))).unwrap_err();
        prop_assert_eq!(broken.seq, i64::try_from(at).unwrap() + 1);
    }

    #[test]
    fn words_do_not_move_from_one_field_to_the_next(one in entry(), words in "[a-z]{2,8}", at in 0usize..8) {
        let (command, kind) = words.split_at(at.min(words.len()));
        let other = AuditEntry { command: command.to_owned().into(), subject_kind: kind.to_owned().into(), ..one.clone() };
        let one = AuditEntry { command: words.clone().into(), subject_kind: "".into(), ..one };
        prop_assert_eq!(one == other, canonical::bytes(&one) == canonical::bytes(&other));
    }

    #[test]
    fn a_missing_entry_a_missing_link_and_a_swap_are_found(
        entries in prop::collection::vec(entry(), 2..6), at in any::<prop::sample::Index>(),
    ) {
        let links = chain(&entries);
        let at = at.index(entries.len() - 1);
        let seq = i64::try_from(at).unwrap() + 1;
        let gone = (0..).zip(entries.iter()).map(|(place, entry)| (place != at).then_some(entry));
        prop_assert_eq!(walk(links.iter().zip(gone)).unwrap_err(), Break { seq, kind: BreakKind::EntryMissing(entries[at].id) });
        let rest = links.iter().zip(entries.iter().map(Some)).filter(|(link, _)| link.seq != seq);
        prop_assert_eq!(walk(rest).unwrap_err(), Break { seq, kind: BreakKind::LinkMissing });
        let mut swapped = entries.clone();
        swapped.swap(at, at + 1);
        prop_assume!(swapped != entries);
        prop_assert_eq!(walk(links.iter().zip(swapped.iter().map(Some))).unwrap_err().seq, seq);
    }

    #[test]
    fn an_entry_survives_the_way_to_a_file_and_back(entry in entry()) {
        let text = serde_json::to_string(&entry).unwrap();
        prop_assert_eq!(serde_json::from_str::<AuditEntry>(&text).unwrap(), entry);
    }

    #[test]
    fn a_change_is_told_by_the_fields_that_differ(before in value(), after in value()) {
        let told = difference(&before, &after);
        prop_assert_eq!(before == after, told["before"] == told["after"] && told["before"] == json!({}));
    }
}

#[test]
fn the_format_of_a_hash_never_changes() {
    let entry = AuditEntry {
        id: Uuid::from_u128(1).into(),
        recorded_at: Utc.timestamp_opt(1_764_187_200, 7_000_000).unwrap(),
        person: Some(Uuid::from_u128(2).into()),
        on_behalf_of: None,
        table: Some(Uuid::from_u128(3).into()),
        command: "openMeeting".into(),
        subject_kind: "Meeting".into(),
        subject: Uuid::from_u128(4),
        detail: json!({ "number": 7, "a": [null, true, "x"] }),
        reason: None,
        request_id: Some("r-1".to_owned()),
    };
    let link = link_after(&Head::START, &entry);
    assert_eq!((link.seq, link.format), (1, FORMAT));
    assert_eq!(link.hash.to_string(), "0a392ac00ead659ed7e4345ef1925663fafed09ccd133a595a4db8565aa195f2");
}

#[test]
fn a_difference_keeps_what_changed_and_follows_items_by_their_ids() {
    let before = json!({ "state": "DRAFT", "same": 1, "items": [{ "id": "a", "n": 1 }, { "id": "b", "n": 2 }] });
    let after = json!({ "state": "OPEN", "same": 1, "items": [{ "id": "b", "n": 3 }, { "id": "c", "n": 4 }] });
    let told = difference(&before, &after);
    let expected = json!({
        "before": { "state": "DRAFT", "items": { "a": { "n": 1 }, "b": { "n": 2 } } },
        "after": { "state": "OPEN", "items": { "b": { "n": 3 }, "c": { "n": 4 } } },
    });
    assert_eq!(told, expected);
    let changes = field_changes(&told);
    assert_eq!(changes.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["items", "state"]);
    assert_eq!(changes[1].after, Some(json!("OPEN")));
    assert!(field_changes(&json!({ "number": 7 })).is_empty());
}

/// A file of `count` entries after a link that another file ends with.
fn file(count: u128) -> Vec<String> {
    let mut head = Head::START;
    let mut lines = Vec::new();
    for n in 0..=count {
        let entry = AuditEntry {
            id: Uuid::from_u128(n).into(),
            recorded_at: Utc.timestamp_opt(1_764_187_200, 0).unwrap(),
            person: None,
            on_behalf_of: None,
            table: None,
            command: "createPlan".into(),
            subject_kind: "StrategicPlan".into(),
            subject: Uuid::from_u128(n),
            detail: json!({ "n": 1 }),
            reason: None,
            request_id: None,
        };
        let link = link_after(&head, &entry);
        head = link.head();
        let header = || ExportLine::Header(ExportHeader::new(head, None, None));
        lines.push(if n == 0 { header() } else { ExportLine::entry(&link, entry) });
    }
    lines.push(ExportLine::Head { head, entries: u64::try_from(count).unwrap() });
    lines.iter().map(|line| serde_json::to_string(line).unwrap()).collect()
}

fn verify(lines: &[String]) -> Result<(u64, Head), FileFault> {
    let mut walk = ExportWalk::default();
    for line in lines {
        walk.line(line)?;
    }
    walk.end()
}

#[test]
fn a_file_proves_itself_and_any_change_of_a_line_is_found() {
    let lines = file(4);
    assert_eq!(verify(&lines).unwrap().0, 4);
    for at in 0..lines.len() {
        let mut missing = lines.clone();
        missing.remove(at);
        assert!(verify(&missing).is_err(), "without line {at}");
        let mut doubled = lines.clone();
        doubled.insert(at, lines[at].clone());
        assert!(verify(&doubled).is_err(), "line {at} twice");
    }
    let mut swapped = lines.clone();
    swapped.swap(2, 3);
    assert!(matches!(verify(&swapped), Err(FileFault::Broken { line: 3, .. })));
    let edited: Vec<String> = lines.iter().map(|line| line.replace("\"n\":1", "\"n\":2")).collect();
    assert!(matches!(verify(&edited), Err(FileFault::Broken { line: 2, .. })));
    assert_eq!(verify(&lines[..3]), Err(FileFault::Cut));
    assert_eq!(verify(&[]), Err(FileFault::Cut));
}
