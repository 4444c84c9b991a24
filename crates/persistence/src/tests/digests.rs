//! Notices are written once and stand in one digest.

use chrono::{NaiveDate, Weekday};
use cordata_app::ports::queue::{Digest, Notice, Queue};
use cordata_app::ports::read::NotificationReads;
use cordata_domain::event::{DomainEvent, RecordedEvent};
use cordata_domain::ids::{DigestId, NoticeId, PersonId};
use cordata_domain::notification::{Cadence, MailKind, NoticeClass, Preference};

use super::fixture::{begin, draft, id, now, people, table};
use crate::entity::notification_preference;
use crate::sql;
use crate::trial::{self, Trial};

/// Event `number`, and the notice of it with the same number, for a person.
fn notice(number: u128, recipient: PersonId) -> (RecordedEvent, Notice) {
    let event = DomainEvent::MeetingClosed { meeting: id(41), table: id(31) };
    let event = RecordedEvent { id: id(number), at: now(), author: Some(id(21)), event };
    let notice = Notice {
        id: id(number),
        event: event.id,
        recipient,
        class: NoticeClass::Digest,
        mail: None,
        table: id(31),
        meeting: id(41),
        created_at: now(),
    };
    (event, notice)
}

async fn prepare(trial: &Trial) -> Vec<PersonId> {
    let mut tx = begin(trial).await;
    let people = people(&mut *tx).await;
    let table = table(31, "Tavolo");
    tx.insert_table(&table).await.unwrap();
    tx.insert_meeting(&draft(41, table.id)).await.unwrap();
    tx.commit().await.unwrap();
    people
}

async fn write(trial: &Trial, written: &[(RecordedEvent, Notice)]) {
    let mut tx = begin(trial).await;
    let (events, notices): (Vec<_>, Vec<_>) = written.iter().cloned().unzip();
    tx.append_events(&events).await.unwrap();
    tx.insert_notices(&notices).await.unwrap();
    tx.commit().await.unwrap();
}

async fn open(trial: &Trial, number: u128, person: PersonId, day: &str) -> DigestId {
    let mut tx = begin(trial).await;
    let day: NaiveDate = day.parse().unwrap();
    let opened = tx.open_digest(&Digest { id: id(number), person, day }).await.unwrap();
    tx.commit().await.unwrap();
    opened
}

async fn held(trial: &Trial, digest: DigestId) -> Vec<NoticeId> {
    trial.database.digest_notices(digest).await.unwrap().into_iter().map(|(notice, _)| notice.id).collect()
}

#[tokio::test]
async fn a_notice_keeps_its_event_and_a_second_one_is_left_out() {
    let trial = trial::database().await;
    let ada = prepare(&trial).await[0];
    let (event, first) = notice(51, ada);
    let statutory =
        Notice { id: id(52), class: NoticeClass::Statutory, mail: Some(MailKind::Convocation), ..first.clone() };
    write(&trial, &[(event.clone(), first.clone())]).await;
    let mut tx = begin(&trial).await;
    let again = Notice { id: id(53), ..first.clone() };
    tx.insert_notices(&[again, statutory.clone()]).await.unwrap();
    assert_eq!(tx.event(event.id).await.unwrap(), Some(event.clone()));
    tx.commit().await.unwrap();
    assert_eq!(trial.database.notice(id(51)).await.unwrap(), Some((first, event.clone())));
    assert_eq!(trial.database.notice(id(52)).await.unwrap(), Some((statutory, event)));
    assert_eq!(trial.database.notice(id(53)).await.unwrap(), None);
}

#[tokio::test]
async fn each_notice_stands_in_one_digest() {
    let trial = trial::database().await;
    let people = prepare(&trial).await;
    write(&trial, &[notice(51, people[0]), notice(52, people[0]), notice(53, people[1])]).await;
    let monday = open(&trial, 61, people[0], "2026-11-23").await;
    assert_eq!(held(&trial, monday).await, [id(51), id(52)]);
    assert_eq!(open(&trial, 62, people[0], "2026-11-24").await, id(62));
    assert_eq!(held(&trial, id(62)).await, []);
    write(&trial, &[notice(54, people[0])]).await;
    assert_eq!(open(&trial, 63, people[0], "2026-11-23").await, monday, "the digest of a day is opened once");
    assert_eq!(held(&trial, monday).await, [id(51), id(52), id(54)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn digests_opened_at_the_same_time_share_no_notice() {
    let trial = trial::database().await;
    let ada = prepare(&trial).await[0];
    let written: Vec<_> = (101..=140).map(|number| notice(number, ada)).collect();
    write(&trial, &written).await;
    let opened = (1..=4_u32).map(|day| {
        let database = trial.database.clone();
        tokio::spawn(async move {
            let mut tx = cordata_app::ports::Store::begin(&database).await.unwrap();
            let id = id(700 + u128::from(day));
            let digest = Digest { id, person: ada, day: NaiveDate::from_ymd_opt(2026, 11, day).unwrap() };
            let id = tx.open_digest(&digest).await.unwrap();
            tx.commit().await.unwrap();
            id
        })
    });
    let mut notices = Vec::new();
    for digest in opened.collect::<Vec<_>>() {
        notices.extend(held(&trial, digest.await.unwrap()).await);
    }
    notices.sort_unstable();
    assert_eq!(notices, (101..=140).map(id).collect::<Vec<_>>());
}

#[tokio::test]
async fn members_with_something_new_are_found_with_what_they_chose() {
    let trial = trial::database().await;
    let people = prepare(&trial).await;
    write(&trial, &[notice(51, people[0]), notice(52, people[1]), notice(53, people[1])]).await;
    let chosen = notification_preference::Model {
        person_id: people[1].0,
        cadence: "DAILY".to_owned(),
        weekdays: "27".to_owned(),
        hour: 18,
        zone: "Europe/Paris".to_owned(),
    };
    let tx = trial.database.write_tx().await.unwrap();
    sql::insert(tx.connection(), [chosen]).await.unwrap();
    tx.finish().await.unwrap();
    let standard = Preference::standard(chrono_tz::Europe::Rome);
    let own = Preference {
        cadence: Cadence::Daily,
        weekdays: vec![Weekday::Tue, Weekday::Sun],
        hour: 18,
        zone: chrono_tz::Europe::Paris,
    };
    let members = trial.database.members_to_digest(None, 10).await.unwrap();
    let found: Vec<_> = members.iter().map(|member| (member.person, member.preference.clone())).collect();
    assert_eq!(found, [(people[0], standard), (people[1], own)]);
    assert_eq!(trial.database.members_to_digest(Some(people[0]), 10).await.unwrap(), members[1..]);
    assert_eq!(trial.database.members_to_digest(None, 1).await.unwrap().len(), 1);
    open(&trial, 61, people[1], "2026-11-24").await;
    assert_eq!(trial.database.members_to_digest(Some(people[0]), 10).await.unwrap(), []);
}
