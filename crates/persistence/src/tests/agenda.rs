//! Agendas that are written anew, convocations that are sent again, items that return.

use cordata_app::ports::Tx;
use cordata_domain::ids::AgendaItemId;
use cordata_domain::meeting::{AgendaItemKind, AgendaItemState, MeetingRecord};

use super::fixture::{begin, convene, days_later, draft, id, item, people, seat, table};
use crate::trial;

async fn loaded(tx: &mut dyn Tx, record: &MeetingRecord) -> MeetingRecord {
    tx.meeting(record.meeting.id).await.unwrap().unwrap()
}

async fn deferred(tx: &mut dyn Tx) -> Vec<AgendaItemId> {
    tx.deferred_items(id(31)).await.unwrap().into_iter().map(|item| item.id).collect()
}

#[tokio::test]
async fn a_draft_agenda_is_replaced_and_reordered() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    people(&mut *tx).await;
    tx.insert_table(&table(31, "Tavolo")).await.unwrap();
    let mut record = draft(41, id(31));
    record.agenda.push(item(72, 2, AgendaItemKind::Discussion));
    tx.insert_meeting(&record).await.unwrap();
    record.agenda = vec![item(73, 1, AgendaItemKind::Information), item(72, 2, AgendaItemKind::Discussion)];
    record.agenda[1].title = "Altro titolo".to_owned();
    record.agenda.swap(0, 1);
    record.agenda[0].position = 1;
    record.agenda[1].position = 2;
    tx.update_meeting(&record).await.unwrap();
    assert_eq!(loaded(&mut *tx, &record).await.agenda, record.agenda);
}

#[tokio::test]
async fn a_second_convocation_has_addressees_of_its_own() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    people(&mut *tx).await;
    tx.insert_table(&table(31, "Tavolo")).await.unwrap();
    let seats = [seat(id(31), 1), seat(id(31), 2)];
    for seat in &seats {
        tx.insert_seat(seat).await.unwrap();
    }
    let mut record = draft(41, id(31));
    tx.insert_meeting(&record).await.unwrap();
    convene(&mut record, &seats, 1);
    let earlier = record.invitees.clone();
    record.postpone("Neve").unwrap();
    tx.update_meeting(&record).await.unwrap();
    record = loaded(&mut *tx, &record).await;
    convene(&mut record, &seats, 2);
    tx.update_meeting(&record).await.unwrap();
    assert_eq!(loaded(&mut *tx, &record).await.invitees, record.invitees);
    assert_eq!(tx.meeting_of_invitee(earlier[0].id).await.unwrap(), None, "the first dispatch is void");
}

#[tokio::test]
async fn a_deferred_item_returns_until_a_meeting_takes_it_up() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    people(&mut *tx).await;
    tx.insert_table(&table(31, "Tavolo")).await.unwrap();
    let seats = [seat(id(31), 1)];
    tx.insert_seat(&seats[0]).await.unwrap();
    let mut record = draft(41, id(31));
    tx.insert_meeting(&record).await.unwrap();
    convene(&mut record, &seats, 1);
    record.open(1, days_later(22)).unwrap();
    record.defer_item(record.agenda[0].id).unwrap();
    tx.update_meeting(&record).await.unwrap();
    assert_eq!(deferred(&mut *tx).await, [], "the meeting is not over");
    record = loaded(&mut *tx, &record).await;
    record.close(days_later(22)).unwrap();
    tx.update_meeting(&record).await.unwrap();
    let origin = record.agenda[0].id;
    assert_eq!(deferred(&mut *tx).await, [origin]);

    let mut next = draft(42, id(31));
    next.agenda = vec![record.agenda[0].carried_over(id(74), 1)];
    assert_eq!(next.agenda[0].state, AgendaItemState::Open);
    tx.insert_meeting(&next).await.unwrap();
    assert_eq!(deferred(&mut *tx).await, [], "the next agenda has it");
    next.cancel("Neve").unwrap();
    tx.update_meeting(&next).await.unwrap();
    assert_eq!(deferred(&mut *tx).await, [origin], "a cancelled meeting dealt with nothing");
}
