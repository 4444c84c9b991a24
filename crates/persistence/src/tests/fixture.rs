//! A small plan: an axis with a strategy, organisations with people, tables with seats.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Europe::Rome;
use cordata_app::ports::{Store, Tx};
use cordata_domain::identity::{Affiliation, EmailAddress, Person};
use cordata_domain::ids::{MeetingId, PersonId, TableId};
use cordata_domain::meeting::{
    AgendaItem, AgendaItemDraft, AgendaItemKind, ConveneOrder, MeetingDraft, MeetingKind, MeetingMode, MeetingRecord,
    invitees,
};
use cordata_domain::period::{LocalMoment, Validity, WorkingCalendar};
use cordata_domain::plan::{Axis, AxisCode, StrategicPlan, Strategy, StrategyCode};
use cordata_domain::stakeholder::{Stakeholder, StakeholderKind};
use cordata_domain::table::{
    ConcertationTable, HolderCapacity, Mandate, Publicity, RulesOfProcedure, Seat, SeatHolder, SeatKind, SeatState,
    TableKind, TableState,
};
use cordata_domain::{Locale, LocalisedText};
use uuid::Uuid;

use crate::trial::Trial;

/// A write transaction.
pub(super) async fn begin(trial: &Trial) -> Box<dyn Tx> {
    trial.database.begin().await.unwrap()
}

/// Monday, ten in the morning in Turin.
pub(super) fn now() -> DateTime<Utc> {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

/// Some days after [`now`].
pub(super) fn days_later(days: i64) -> DateTime<Utc> {
    now() + Duration::days(days)
}

/// An id that is known by its number.
pub(super) fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The plan with one axis and one strategy.
pub(super) async fn plan(tx: &mut dyn Tx) -> (Axis, Strategy) {
    let text = LocalisedText::italian;
    let period = Validity::new(day("2024-01-01"), Some(day("2026-12-31"))).unwrap();
    let plan = StrategicPlan::new(id(1), "2024-2026", text("Piano"), period).unwrap();
    tx.insert_plan(&plan).await.unwrap();
    let code = AxisCode::parse("1").unwrap();
    let axis = Axis { id: id(2), plan: plan.id, code, title: text("Asse"), terms: vec![] };
    tx.insert_axis(&axis).await.unwrap();
    let code = StrategyCode::parse("1.1").unwrap();
    let strategy = Strategy::new(id(3), &axis, code, text("Strategia")).unwrap();
    tx.insert_strategy(&strategy).await.unwrap();
    (axis, strategy)
}

/// Three organisations and three persons, numbered 11 to 13 and 21 to 23.
pub(super) async fn people(tx: &mut dyn Tx) -> Vec<PersonId> {
    let kinds = StakeholderKind::delivered();
    tx.insert_stakeholder_kinds(&kinds).await.unwrap();
    for (number, name) in [(11, "Unione montana Valle Susa"), (12, "Comune di Oulx"), (13, "Àncora onlus")] {
        tx.insert_stakeholder(&Stakeholder::new(id(number), name, &kinds[0], None).unwrap()).await.unwrap();
    }
    for number in 21..=23 {
        let person = Person {
            id: id(number),
            given_name: "Ada".to_owned(),
            family_name: format!("Rossi {number}"),
            email: Some(EmailAddress::parse(&format!("p{number}@example.org")).unwrap()),
            locale: Locale::italian(),
            zone: Rome,
            version: 1,
            erased_at: None,
        };
        tx.insert_person(&person).await.unwrap();
    }
    (21..=23).map(id).collect()
}

/// An active public table.
pub(super) fn table(number: u128, name: &str) -> ConcertationTable {
    ConcertationTable {
        id: id(number),
        slug: cordata_domain::search::slug(name),
        name: LocalisedText::bilingual(name, format!("{name} (en)")),
        kind: TableKind::Thematic,
        parent: None,
        mandate: vec![],
        founding_act: Some("DCM 12/2024".to_owned()),
        rules: RulesOfProcedure { max_proxies: 2, ..RulesOfProcedure::default() },
        zone: None,
        time_zone: Rome,
        coordinator: Some(id(21)),
        publicity: Publicity::Public,
        state: TableState::Active,
        version: 1,
    }
}

/// A table that works on an axis and on a strategy of another one.
pub(super) fn table_with_mandate(number: u128, axis: &Axis, strategy: &Strategy) -> ConcertationTable {
    let mandate = vec![Mandate::Strategy(strategy.id), Mandate::Axis(axis.id)];
    ConcertationTable { mandate, ..table(number, "Tavolo permanente sulla montagna") }
}

/// A voting seat of organisation 11, 12 or 13, held by person 21, 22 or 23; its number is the table's and theirs.
pub(super) fn seat(table: TableId, nth: u128) -> Seat {
    let number = table.0.as_u128() * 1_000 + nth;
    let holder = SeatHolder {
        id: id(number),
        person: id(20 + nth),
        capacity: HolderCapacity::Titular,
        validity: Validity::since(day("2024-02-01")),
        recorded_at: now(),
    };
    Seat {
        id: id(number),
        table,
        organisation: id(10 + nth),
        kind: SeatKind::Effective,
        voting: true,
        state: SeatState::Active,
        validity: Validity::since(day("2024-01-15")),
        recorded_at: now(),
        holders: vec![holder],
    }
}

/// A meeting of a table in draft, three weeks ahead, with one item to decide.
pub(super) fn draft(number: u128, table: TableId) -> MeetingRecord {
    let local = LocalMoment::at(days_later(22), Rome);
    let plan = MeetingDraft {
        title: "Seduta ordinaria".to_owned(),
        kind: MeetingKind::Ordinary,
        mode: MeetingMode::Hybrid,
        place: Some("Sala consiglieri".to_owned()),
        link: Some("https://example.org/sala".to_owned()),
        starts: local,
        minutes: 120,
    };
    let mut record = MeetingRecord::draft(id(number), table, plan).unwrap();
    record.agenda.push(item(number * 100 + 1, 1, AgendaItemKind::Decision));
    record
}

/// One item of an agenda.
pub(super) fn item(number: u128, position: u32, kind: AgendaItemKind) -> AgendaItem {
    let draft = AgendaItemDraft {
        title: format!("Punto {position}"),
        body: Some("Testo".to_owned()),
        kind,
        language: Locale::italian(),
    };
    AgendaItem::new(id(number), position, draft).unwrap()
}

/// Dispatches the convocation of a draft, with the given number, to whoever holds a seat.
pub(super) fn convene(record: &mut MeetingRecord, seats: &[Seat], number: u32) {
    let MeetingId(meeting) = record.meeting.id;
    let mut last = meeting.as_u128() * 100 + u128::from(number) * 10;
    let next = || {
        last += 1;
        id(last)
    };
    let held = seats.iter().flat_map(|seat| seat.holders.iter().map(|holder| (seat.organisation, holder)));
    let posts: Vec<Affiliation> = held
        .map(|(organisation, holder)| Affiliation {
            id: Uuid::from(holder.id).into(),
            person: holder.person,
            organisation,
            post: "sindaca".to_owned(),
            validity: holder.validity,
            recorded_at: holder.recorded_at,
            withdrawn_at: None,
        })
        .collect();
    let invitees = invitees(seats, &posts, record.meeting.day(), next);
    let order = ConveneOrder {
        rules: RulesOfProcedure::default(),
        calendar: WorkingCalendar::default(),
        number,
        urgency: None,
        invitees,
        now: now(),
        returning: Vec::new(),
    };
    record.convene(order).unwrap();
}
