//! Tables, seats and meetings come back as they were saved.

use chrono::Duration;
use cordata_app::AppError;
use cordata_app::ports::Tx;
use cordata_domain::Locale;
use cordata_domain::identity::Affiliation;
use cordata_domain::meeting::{
    AnswerKind, Attendance, Decision, DecisionDraft, DecisionMethod, DecisionState, FollowUp, FollowUpState, Majority,
    MeetingRecord, Presence, QuorumCheck, Tally,
};
use cordata_domain::table::{Publicity, Seat, SeatHolder, SeatState, TableState};

use super::fixture::{begin, convene, days_later, draft, id, now, people, plan, seat, table, table_with_mandate};
use crate::trial;

/// What a record looks like after it was saved: the stored version is one more.
fn saved(record: &MeetingRecord) -> String {
    let mut record = record.clone();
    record.meeting.version += 1;
    format!("{record:#?}")
}

async fn loaded(tx: &mut dyn Tx, record: &MeetingRecord) -> MeetingRecord {
    tx.meeting(record.meeting.id).await.unwrap().unwrap()
}

/// Saves a record, checks that it comes back, and goes on with what came back.
async fn save(tx: &mut dyn Tx, record: &mut MeetingRecord) {
    tx.update_meeting(record).await.unwrap();
    let stored = loaded(tx, record).await;
    assert_eq!(format!("{stored:#?}"), saved(record));
    *record = stored;
}

#[tokio::test]
async fn a_table_and_its_seats_come_back() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    let (axis, strategy) = plan(&mut *tx).await;
    people(&mut *tx).await;
    let mut table = table_with_mandate(31, &axis, &strategy);
    tx.insert_table(&table).await.unwrap();
    assert_eq!(tx.table(table.id).await.unwrap(), Some(table.clone()));
    table.mandate.truncate(1);
    table.dissolve(&[]).unwrap();
    tx.update_table(&table).await.unwrap();
    table.version = 2;
    assert_eq!(tx.table(table.id).await.unwrap(), Some(table.clone()));

    let (first, second) = (seat(table.id, 1), seat(table.id, 2));
    for seat in [&first, &second] {
        tx.insert_seat(seat).await.unwrap();
    }
    assert_eq!(tx.seats_of(table.id).await.unwrap(), [first.clone(), second]);
    let changed = with_new_holder(first);
    tx.update_seat(&changed).await.unwrap();
    assert_eq!(tx.seat(changed.id).await.unwrap(), Some(changed));
    assert_eq!(tx.seat(id(9)).await.unwrap(), None);
}

fn with_new_holder(mut seat: Seat) -> Seat {
    let mut holder = seat.holders[0].clone();
    holder.id = id(8);
    holder.person = id(22);
    holder.validity.from += Duration::days(30);
    seat.name_holder(holder).unwrap();
    seat.state = SeatState::Suspended;
    seat
}

#[tokio::test]
async fn a_change_from_an_older_version_is_busy() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    people(&mut *tx).await;
    let table = table(31, "Tavolo");
    tx.insert_table(&table).await.unwrap();
    tx.update_table(&table).await.unwrap();
    assert!(matches!(tx.update_table(&table).await, Err(AppError::Busy)));
    let record = draft(41, table.id);
    tx.insert_meeting(&record).await.unwrap();
    tx.update_meeting(&record).await.unwrap();
    assert!(matches!(tx.update_meeting(&record).await, Err(AppError::Busy)));
}

#[tokio::test]
async fn two_tables_do_not_share_an_address() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    people(&mut *tx).await;
    tx.insert_table(&table(31, "Tavolo")).await.unwrap();
    let Err(AppError::Refused(refusal)) = tx.insert_table(&table(32, "Tavolo")).await else {
        panic!("the slug is taken")
    };
    assert_eq!(refusal.code(), cordata_domain::RefusalCode::AlreadyExists);
}

#[tokio::test]
async fn a_meeting_comes_back_at_every_step() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    people(&mut *tx).await;
    let mut public = table(31, "Tavolo");
    public.publicity = Publicity::Public;
    public.state = TableState::Active;
    tx.insert_table(&public).await.unwrap();
    let seats = [seat(public.id, 1), seat(public.id, 2), seat(public.id, 3)];
    for seat in &seats {
        tx.insert_seat(seat).await.unwrap();
    }
    let mut record = draft(41, public.id);
    tx.insert_meeting(&record).await.unwrap();
    assert_eq!(format!("{:#?}", loaded(&mut *tx, &record).await), format!("{record:#?}"));
    assert_eq!(tx.meeting_of_item(record.agenda[0].id).await.unwrap(), Some(record.meeting.id));

    convene(&mut record, &seats, 1);
    save(&mut *tx, &mut record).await;
    record.invitees[1].answer(AnswerKind::Attending, now(), days_later(22)).unwrap();
    save(&mut *tx, &mut record).await;
    assert_eq!(tx.meeting_of_invitee(record.invitees[0].id).await.unwrap(), Some(record.meeting.id));
    let check = hold(&mut record, &seats);
    save(&mut *tx, &mut record).await;
    let decision = decide(&mut record, &check);
    save(&mut *tx, &mut record).await;
    tx.insert_decision(&decision, days_later(22)).await.unwrap();
    assert_eq!(tx.decision(decision.id).await.unwrap(), Some(decision.clone()));
    record.close(days_later(22) + Duration::hours(2)).unwrap();
    save(&mut *tx, &mut record).await;
    follow(&mut *tx, &decision).await;
}

/// The posts behind a seat, as long as the seat.
fn posts_of(seat: &Seat) -> Vec<Affiliation> {
    let post = |holder: &SeatHolder| Affiliation {
        id: id(60),
        person: holder.person,
        organisation: seat.organisation,
        post: "Sindaca".to_owned(),
        validity: seat.validity,
        recorded_at: seat.recorded_at,
        withdrawn_at: None,
    };
    seat.holders.iter().map(post).collect()
}

/// Opens the meeting, records who is there and counts.
fn hold(record: &mut MeetingRecord, seats: &[Seat]) -> QuorumCheck {
    let start = days_later(22);
    record.open(1, start).unwrap();
    let posts: Vec<Affiliation> = seats.iter().flat_map(posts_of).collect();
    for (number, seat) in (1..).zip(&seats[..2]) {
        let present = Attendance {
            id: id(80 + number),
            seat: seat.id,
            person: Some(id(20 + number)),
            presence: Presence::Remote,
            from: start,
            until: None,
        };
        let left = record.record_attendance(present.clone(), (seats, &[]), start);
        assert_eq!(left.unwrap_err().path, ["personId"], "nobody sits who has left");
        record.record_attendance(present, (seats, &posts), start).unwrap();
    }
    let item = record.agenda[0].id;
    record.check_quorum(id(91), Some(item), seats, start + Duration::minutes(5)).unwrap()
}

fn decide(record: &mut MeetingRecord, check: &QuorumCheck) -> Decision {
    let draft = DecisionDraft {
        item: record.agenda[0].id,
        text: "Si approva.".to_owned(),
        language: Locale::italian(),
        method: DecisionMethod::OpenVote,
        majority: Majority::Simple,
        tally: Tally { in_favour: 2, ..Tally::default() },
        in_conflict: 0,
        binds: vec![id(13), id(11)],
    };
    let decision = record.decide(id(95), draft, check, 1).unwrap();
    assert_eq!(decision.state, DecisionState::Adopted);
    decision
}

async fn follow(tx: &mut dyn Tx, decision: &Decision) {
    let (today, due) = (now().date_naive(), days_later(30).date_naive());
    let task = (id(11), "Inviare la relazione.", Locale::italian());
    let mut follow_up = FollowUp::new(id(96), decision, task, due, today).unwrap();
    tx.insert_follow_up(&follow_up).await.unwrap();
    follow_up.advance(FollowUpState::InProgress, None).unwrap();
    follow_up.advance(FollowUpState::Done, Some("Inviata.")).unwrap();
    tx.update_follow_up(&follow_up).await.unwrap();
    assert!(matches!(tx.update_follow_up(&follow_up).await, Err(AppError::Busy)));
    follow_up.version = 2;
    assert_eq!(tx.follow_up(follow_up.id).await.unwrap(), Some(follow_up));
}
