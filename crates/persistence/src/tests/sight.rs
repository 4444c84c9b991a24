//! Everybody sees public matter, members see theirs, drafts are for those who prepare them.

use chrono::Duration;
use cordata_app::page::{Direction, Window};
use cordata_app::ports::read::{
    DecisionFilter, FollowUpFilter, Lookup, MeetingFilter, MeetingReads, TableFilter, TableReads,
};
use cordata_domain::Locale;
use cordata_domain::ids::{DecisionId, FollowUpId, MeetingId, TableId};
use cordata_domain::meeting::{
    Attendance, Decision, DecisionMethod, DecisionState, FollowUp, FollowUpState, Majority, Presence, QuorumCheck,
    Tally, YearNumber,
};
use cordata_domain::policy::Visibility;
use cordata_domain::table::{Publicity, TableState};

use super::fixture::{begin, convene, days_later, draft, id, now, people, seat, table};
use crate::trial::{self, Trial};

const PUBLIC: u128 = 31;
const RESERVED: u128 = 32;
const PROPOSED: u128 = 33;
/// Meetings: a draft and an announced one of the public table, an announced one of each of the others.
const MEETINGS: [u128; 4] = [41, 42, 43, 44];

fn citizen() -> Visibility {
    Visibility::default()
}

fn member(table: u128) -> Visibility {
    Visibility { tables: vec![id(table)], ..Visibility::default() }
}

fn secretariat() -> Visibility {
    Visibility { everything: true, ..Visibility::default() }
}

/// Each viewer with the tables and the meetings they see.
fn viewers() -> [(Visibility, Vec<u128>, Vec<u128>); 5] {
    [
        (citizen(), vec![PUBLIC], vec![42]),
        (member(PUBLIC), vec![PUBLIC], vec![41, 42]),
        (member(RESERVED), vec![PUBLIC, RESERVED], vec![42, 43]),
        (member(PROPOSED), vec![PUBLIC, PROPOSED], vec![42, 44]),
        (secretariat(), vec![PUBLIC, RESERVED, PROPOSED], vec![41, 42, 43, 44]),
    ]
}

fn numbers<I: Into<uuid::Uuid>>(ids: impl IntoIterator<Item = I>) -> Vec<u128> {
    let mut numbers: Vec<u128> = ids.into_iter().map(|id| id.into().as_u128()).collect();
    numbers.sort_unstable();
    numbers
}

/// Three tables with four meetings; at each there is something of everything. Parts carry the meeting's number.
async fn furnish(trial: &Trial) {
    let mut tx = begin(trial).await;
    people(&mut *tx).await;
    let mut tables = [table(PUBLIC, "Àlpeggi"), table(RESERVED, "Boschi"), table(PROPOSED, "Acque")];
    tables[1].publicity = Publicity::Reserved;
    tables[2].state = TableState::Proposed;
    for table in &tables {
        tx.insert_table(table).await.unwrap();
        tx.insert_seat(&seat(table.id, 2)).await.unwrap();
        tx.insert_seat(&seat(table.id, 3)).await.unwrap();
    }
    for (number, table) in MEETINGS.into_iter().zip([PUBLIC, PUBLIC, RESERVED, PROPOSED]) {
        let mut record = draft(number, id(table));
        if number != MEETINGS[0] {
            convene(&mut record, &[seat(id(table), 2)], 1);
        }
        record.attendance.push(presence(number, table));
        record.quorum_checks.push(count(number));
        tx.insert_meeting(&record).await.unwrap();
        let decision = decision(number, table);
        tx.insert_decision(&decision, days_later(22)).await.unwrap();
        tx.insert_follow_up(&task(number, &decision)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn presence(number: u128, table: u128) -> Attendance {
    let seat = seat(id(table), 2).id;
    Attendance { id: id(number), seat, person: None, presence: Presence::Absent, from: now(), until: None }
}

fn count(number: u128) -> QuorumCheck {
    QuorumCheck { id: id(number), item: None, represented: 0, base: 2, required: 1, at: now() }
}

fn decision(number: u128, table: u128) -> Decision {
    Decision {
        id: id(number),
        table: id(table),
        meeting: id(number),
        item: id(number * 100 + 1),
        number: YearNumber { year: 2026, number: u32::try_from(number).unwrap() },
        text: format!("Più boschi {number}"),
        language: Locale::italian(),
        method: DecisionMethod::Consensus,
        majority: Majority::Simple,
        tally: Tally::default(),
        in_conflict: 0,
        binds: vec![id(12), id(11)],
        state: DecisionState::Adopted,
        version: 1,
    }
}

fn task(number: u128, decision: &Decision) -> FollowUp {
    let due = days_later(i64::try_from(number).unwrap()).date_naive();
    let what = (id(12), "Relazione", Locale::italian());
    FollowUp::new(id(number), decision, what, due, now().date_naive()).unwrap()
}

#[tokio::test]
async fn tables_are_seen_by_right() {
    let trial = trial::database().await;
    furnish(&trial).await;
    let (database, filter) = (&trial.database, TableFilter::default());
    let all: [TableId; 3] = [id(PUBLIC), id(RESERVED), id(PROPOSED)];
    for (sight, tables, _) in viewers() {
        let page = database.tables(&sight, &filter, &Window::first(9)).await.unwrap();
        assert_eq!(numbers(page.into_items().into_iter().map(|table| table.id)), tables);
        assert_eq!(database.count_tables(&sight, &filter).await.unwrap(), u64::try_from(tables.len()).unwrap());
        let by_id = database.tables_by_id(&sight, &all).await.unwrap();
        assert_eq!(numbers(by_id.into_iter().map(|table| table.id)), tables);
        let boschi = database.table(&sight, &Lookup::Key("boschi".to_owned())).await.unwrap();
        assert_eq!(boschi.is_some(), tables.contains(&RESERVED));
        let seats = database.seats_of(&sight, &all).await.unwrap();
        assert_eq!(seats.len(), tables.len() * 2);
    }
}

#[tokio::test]
async fn meetings_are_seen_by_right() {
    let trial = trial::database().await;
    furnish(&trial).await;
    let (database, filter) = (&trial.database, MeetingFilter::default());
    let all = MEETINGS.map(id::<MeetingId>);
    for (sight, _, meetings) in viewers() {
        let page = database.meetings(&sight, &filter, &Window::first(9)).await.unwrap();
        assert_eq!(numbers(page.into_items().into_iter().map(|meeting| meeting.id)), meetings);
        assert_eq!(database.count_meetings(&sight, &filter).await.unwrap(), u64::try_from(meetings.len()).unwrap());
        let by_id = database.meetings_by_id(&sight, &all).await.unwrap();
        assert_eq!(numbers(by_id.into_iter().map(|meeting| meeting.id)), meetings);
        for number in MEETINGS {
            let meeting = database.meeting(&sight, &Lookup::Id(id(number))).await.unwrap();
            assert_eq!(meeting.is_some(), meetings.contains(&number));
        }
    }
}

#[tokio::test]
async fn what_happened_is_seen_like_its_meeting() {
    let trial = trial::database().await;
    furnish(&trial).await;
    let database = &trial.database;
    let all = MEETINGS.map(id::<MeetingId>);
    for (sight, _, meetings) in viewers() {
        let announced: Vec<u128> = meetings.iter().copied().filter(|number| *number != MEETINGS[0]).collect();
        let agendas = database.agendas_of(&sight, &all).await.unwrap();
        assert_eq!(numbers(agendas.into_iter().map(|(meeting, _)| meeting)), meetings);
        let invitees = database.invitees_of(&sight, &all).await.unwrap();
        assert_eq!(numbers(invitees.into_iter().map(|(meeting, _)| meeting)), announced);
        let attendance = database.attendance_of(&sight, &all).await.unwrap();
        assert_eq!(numbers(attendance.into_iter().map(|(_, entry)| entry.id)), meetings);
        let checks = database.quorum_checks_of(&sight, &all).await.unwrap();
        assert_eq!(numbers(checks.into_iter().map(|(_, check)| check.id)), meetings);
    }
}

#[tokio::test]
async fn what_was_decided_is_seen_like_its_meeting() {
    let trial = trial::database().await;
    furnish(&trial).await;
    let database = &trial.database;
    let all = MEETINGS.map(id::<MeetingId>);
    for (sight, _, meetings) in viewers() {
        let total = u64::try_from(meetings.len()).unwrap();
        let of = database.decisions_of(&sight, &all).await.unwrap();
        assert!(of.iter().all(|decision| decision.binds == [id(12), id(11)]));
        assert_eq!(numbers(of.into_iter().map(|decision| decision.id)), meetings);
        let by_id = database.decisions_by_id(&sight, &MEETINGS.map(id::<DecisionId>)).await.unwrap();
        assert_eq!(numbers(by_id.into_iter().map(|decision| decision.id)), meetings);
        let boschi = DecisionFilter { text: Some("piu BOSCHI".to_owned()), table: None };
        let page = database.decisions(&sight, &boschi, &Window::first(9)).await.unwrap();
        assert_eq!(numbers(page.into_items().into_iter().map(|decision| decision.id)), meetings);
        assert_eq!(database.count_decisions(&sight, &boschi).await.unwrap(), total);
        let of = database.follow_ups_of(&sight, &MEETINGS.map(id::<DecisionId>)).await.unwrap();
        assert_eq!(numbers(of.into_iter().map(|task| task.id)), meetings);
        let by_id = database.follow_ups_by_id(&sight, &MEETINGS.map(id::<FollowUpId>)).await.unwrap();
        assert_eq!(numbers(by_id.into_iter().map(|task| task.id)), meetings);
        let filter = FollowUpFilter::default();
        let page = database.follow_ups(&sight, &filter, &Window::first(9)).await.unwrap();
        assert_eq!(page.into_items().into_iter().map(|task| task.id.0.as_u128()).collect::<Vec<_>>(), meetings);
        assert_eq!(database.count_follow_ups(&sight, &filter).await.unwrap(), total);
    }
}

#[tokio::test]
async fn lists_are_filtered_and_run_in_their_order() {
    let trial = trial::database().await;
    furnish(&trial).await;
    let (database, sight) = (&trial.database, secretariat());
    let tables = database.tables(&sight, &TableFilter::default(), &Window::first(2)).await.unwrap();
    assert!(tables.has_next);
    assert_eq!(tables.into_items().iter().map(|table| table.id).collect::<Vec<_>>(), [id(PROPOSED), id(PUBLIC)]);
    let alpine = TableFilter { text: Some("alpeggi".to_owned()), ..TableFilter::default() };
    assert_eq!(database.count_tables(&sight, &alpine).await.unwrap(), 1);
    let suspended = TableFilter { states: vec![TableState::Suspended], ..TableFilter::default() };
    assert_eq!(database.count_tables(&sight, &suspended).await.unwrap(), 0);

    let start = days_later(22);
    let from = |from, to| MeetingFilter { from, to, ..MeetingFilter::default() };
    assert_eq!(database.count_meetings(&sight, &from(Some(start), None)).await.unwrap(), 4);
    assert_eq!(database.count_meetings(&sight, &from(None, Some(start))).await.unwrap(), 0);
    let later = start + Duration::seconds(1);
    assert_eq!(database.count_meetings(&sight, &from(Some(later), None)).await.unwrap(), 0);

    let tasks = FollowUpFilter {
        owner: Some(id(12)),
        states: vec![FollowUpState::Open],
        due_by: Some(days_later(42).date_naive()),
        table: Some(id(PUBLIC)),
    };
    let window = Window::first(9).directed(Direction::Descending);
    let page = database.follow_ups(&sight, &tasks, &window).await.unwrap();
    assert_eq!(page.into_items().iter().map(|task| task.id).collect::<Vec<_>>(), [id(42), id(41)]);
}

#[tokio::test]
async fn seats_are_listed_by_the_name_of_their_organisation() {
    let trial = trial::database().await;
    furnish(&trial).await;
    let seats = trial.database.seats_of(&citizen(), &[id(PUBLIC)]).await.unwrap();
    let organisations: Vec<_> = seats.iter().map(|seat| seat.organisation).collect();
    assert_eq!(organisations, [id(13), id(12)], "Àncora, then Comune di Oulx");
    assert_eq!(seats[0].holders.len(), 1);
}
