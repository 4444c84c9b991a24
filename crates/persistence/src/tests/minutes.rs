//! Minutes come back as they were saved, and the database itself keeps approved ones as they are.

use std::collections::BTreeMap;

use cordata_app::AppError;
use cordata_app::ports::Tx;
use cordata_app::ports::minutes::MinutesReads;
use cordata_domain::Locale;
use cordata_domain::ids::MinutesId;
use cordata_domain::meeting::{Meeting, MeetingState, Minutes, MinutesRemark, MinutesText, RemarkDraft};
use cordata_domain::period::WorkingCalendar;
use cordata_domain::policy::Visibility;
use sea_orm::ConnectionTrait;

use super::fixture::{begin, days_later, draft, id, now, people, table};
use crate::trial::{self, Trial};

fn text(public: &str) -> MinutesText {
    MinutesText { public: public.to_owned(), reserved: Some("Nomi.".to_owned()), language: Locale::italian() }
}

/// A closed meeting and its minutes, which are saved.
async fn drafted(tx: &mut dyn Tx) -> (Meeting, Minutes) {
    people(tx).await;
    let table = table(31, "Tavolo");
    tx.insert_table(&table).await.unwrap();
    let mut record = draft(41, table.id);
    record.meeting.state = MeetingState::Closed;
    record.meeting.closed_at = Some(now());
    tx.insert_meeting(&record).await.unwrap();
    let minutes = Minutes::draft(id(51), &record.meeting, &text("Si apre."), WorkingCalendar::default()).unwrap();
    tx.insert_minutes(&minutes).await.unwrap();
    (record.meeting, minutes)
}

async fn saved(tx: &mut dyn Tx, minutes: &mut Minutes) {
    tx.update_minutes(minutes).await.unwrap();
    minutes.version += 1;
    assert_eq!(tx.minutes(minutes.id).await.unwrap().as_ref(), Some(&*minutes));
}

/// Minutes that were circulated, remarked on and approved.
async fn approved(trial: &Trial) -> Minutes {
    let mut tx = begin(trial).await;
    let (meeting, mut minutes) = drafted(&mut *tx).await;
    let version = minutes.circulate(&meeting, WorkingCalendar::default(), now()).unwrap();
    tx.insert_minutes_version(&version).await.unwrap();
    saved(&mut *tx, &mut minutes).await;
    let words = RemarkDraft { on_behalf_of: id(11), text: "Manca un nome.".to_owned(), language: Locale::italian() };
    let remark = MinutesRemark::new(id(61), &minutes, &words, Some(id(21)), (now().date_naive(), now())).unwrap();
    tx.insert_minutes_remark(&remark).await.unwrap();
    assert_eq!(tx.remarks_by_organisation(minutes.id).await.unwrap(), BTreeMap::from([(id(11), 1)]));
    minutes.approve(days_later(60).date_naive(), days_later(60)).unwrap();
    saved(&mut *tx, &mut minutes).await;
    tx.commit().await.unwrap();
    let (everything, ids) = (Visibility { everything: true, ..Visibility::default() }, [minutes.id]);
    assert_eq!(trial.database.minutes_versions_of(&everything, &ids).await.unwrap(), [version]);
    assert_eq!(trial.database.minutes_remarks_of(&everything, &ids).await.unwrap(), [remark]);
    minutes
}

#[tokio::test]
async fn a_meeting_has_minutes_once() {
    let trial = trial::database().await;
    let mut tx = begin(&trial).await;
    let (_, minutes) = drafted(&mut *tx).await;
    assert_eq!(tx.minutes(minutes.id).await.unwrap(), Some(minutes.clone()));
    assert_eq!(tx.meeting_of_minutes(minutes.id).await.unwrap(), Some(minutes.meeting));
    let second = Minutes { id: id(52), ..minutes };
    assert!(matches!(tx.insert_minutes(&second).await, Err(AppError::Refused(_))));
}

#[tokio::test]
async fn approved_minutes_and_what_was_circulated_never_change() {
    let trial = trial::database().await;
    let mut minutes = approved(&trial).await;
    let writer = trial.database.writer();
    for change in [
        "UPDATE minutes SET public_text = 'Altro.'",
        "UPDATE minutes SET reserved_text = NULL",
        "UPDATE minutes SET hash = NULL",
        "UPDATE minutes SET number = 2",
        "UPDATE minutes SET approved_at = circulated_at",
        "UPDATE minutes SET state = 'CIRCULATED', approved_at = NULL",
        "DELETE FROM minutes",
        "UPDATE minutes_text SET public_text = 'Altro.'",
        "DELETE FROM minutes_text",
        "UPDATE minutes_remark SET text = 'Altro.'",
        "DELETE FROM minutes_remark",
    ] {
        let refused = writer.execute_unprepared(change).await.unwrap_err().to_string();
        assert!(refused.contains("are frozen") || refused.contains("is append-only"), "{change}: {refused}");
    }
    for against_the_rules in [
        "UPDATE minutes SET state = 'SIGNED'",
        "UPDATE minutes SET signed_at = approved_at",
        "UPDATE minutes SET protocol_number = '1'",
    ] {
        assert!(writer.execute_unprepared(against_the_rules).await.is_err(), "{against_the_rules}");
    }
    let mut tx = begin(&trial).await;
    minutes.sign(days_later(61)).unwrap();
    saved(&mut *tx, &mut minutes).await;
    minutes.publish("7/2026", days_later(62)).unwrap();
    saved(&mut *tx, &mut minutes).await;
}

#[tokio::test]
async fn what_is_reserved_does_not_leave_the_database_for_others() {
    let trial = trial::database().await;
    let mut minutes = approved(&trial).await;
    let ids: [MinutesId; 1] = [minutes.id];
    let inside = Visibility { tables: vec![minutes.table], ..Visibility::default() };
    let outside = Visibility { tables: vec![id(99)], measurements: true, ..Visibility::default() };
    let of = async |sight: &Visibility| {
        let by_id = trial.database.minutes_by_id(sight, &ids).await.unwrap();
        assert_eq!(trial.database.minutes_of(sight, &[id(41)]).await.unwrap(), by_id);
        by_id
    };
    assert_eq!(of(&inside).await, std::slice::from_ref(&minutes));
    assert_eq!(of(&outside).await, []);
    let mut tx = begin(&trial).await;
    minutes.sign(days_later(61)).unwrap();
    saved(&mut *tx, &mut minutes).await;
    minutes.publish("7/2026", days_later(62)).unwrap();
    saved(&mut *tx, &mut minutes).await;
    tx.commit().await.unwrap();
    assert_eq!(of(&inside).await, std::slice::from_ref(&minutes));
    for sight in [outside, Visibility::default()] {
        let seen = of(&sight).await;
        assert_eq!(seen, [Minutes { reserved: None, ..minutes.clone() }]);
        assert_eq!(trial.database.minutes_remarks_of(&sight, &ids).await.unwrap(), []);
        assert_eq!(trial.database.minutes_versions_of(&sight, &ids).await.unwrap(), []);
    }
}
