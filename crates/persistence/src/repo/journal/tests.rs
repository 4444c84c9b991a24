use chrono_tz::UTC;
use cordata_app::ports::{LinkPurpose, Store};
use cordata_domain::Locale;
use cordata_domain::event::DomainEvent;
use cordata_domain::identity::Person;
use cordata_domain::ids::PersonId;
use serde_json::json;

use super::*;
use crate::entity::{audit_entry, event};
use crate::trial::{self, Trial};

const PERSON: PersonId = PersonId(Uuid::from_u128(1));

fn time() -> DateTime<Utc> {
    "2026-11-22T10:30:00.007Z".parse().unwrap()
}

async fn with_person() -> Trial {
    let trial = trial::database().await;
    let person = Person {
        id: PERSON,
        given_name: "Anna".to_owned(),
        family_name: "Ferrero".to_owned(),
        email: None,
        locale: Locale::italian(),
        zone: UTC,
        version: 1,
        erased_at: None,
    };
    let mut tx = trial.database.begin().await.unwrap();
    tx.insert_person(&person).await.unwrap();
    assert_eq!(tx.person(PERSON).await.unwrap(), Some(person));
    tx.commit().await.unwrap();
    trial
}

#[tokio::test]
async fn trail_and_outbox_keep_what_happened() {
    let trial = with_person().await;
    let meeting = Uuid::from_u128(2).into();
    let recorded = RecordedEvent {
        id: Uuid::from_u128(3).into(),
        at: time(),
        author: Some(PERSON),
        event: DomainEvent::MeetingOpened { meeting, table: Uuid::from_u128(4).into() },
    };
    let entry = AuditEntry {
        id: Uuid::from_u128(5).into(),
        recorded_at: time(),
        person: Some(PERSON),
        on_behalf_of: None,
        table: Some(Uuid::from_u128(4).into()),
        command: "openMeeting".into(),
        subject_kind: "Meeting".into(),
        subject: meeting.into(),
        detail: json!({ "number": 7 }),
        reason: None,
        request_id: Some("r-1".to_owned()),
    };
    let mut tx = trial.database.begin().await.unwrap();
    tx.append_audit(std::slice::from_ref(&entry)).await.unwrap();
    tx.append_events(std::slice::from_ref(&recorded)).await.unwrap();
    tx.commit().await.unwrap();
    let row = event::Entity::find().one(trial.database.reader()).await.unwrap().unwrap();
    assert_eq!(convert::recorded_event(row).unwrap(), recorded);
    let row = audit_entry::Entity::find().one(trial.database.reader()).await.unwrap().unwrap();
    assert_eq!(convert_audit::entry(row), entry);
}

#[tokio::test]
async fn a_link_is_used_once() {
    let trial = with_person().await;
    let link = ActionLink {
        id: Uuid::from_u128(6).into(),
        hash: vec![1; 32],
        purpose: LinkPurpose::AnswerConvocation,
        subject: Uuid::from_u128(7),
        person: Some(PERSON),
        expires_at: time(),
        used_at: None,
    };
    let mut tx = trial.database.begin().await.unwrap();
    tx.insert_link(&link).await.unwrap();
    assert_eq!(tx.link(&link.hash).await.unwrap().as_ref(), Some(&link));
    assert!(tx.use_link(link.id, time()).await.unwrap());
    assert!(!tx.use_link(link.id, time()).await.unwrap());
    assert_eq!(tx.link(&link.hash).await.unwrap().and_then(|link| link.used_at), Some(time()));
    assert_eq!(tx.link(&[2; 32]).await.unwrap(), None);
}

#[tokio::test]
async fn an_answer_is_kept_for_its_key_and_scope() {
    let trial = with_person().await;
    let answer = IdempotentAnswer { input_hash: vec![9; 32], answer: json!({ "id": "x" }) };
    let mut tx = trial.database.begin().await.unwrap();
    tx.keep_answer("a", "key", &answer, time()).await.unwrap();
    assert_eq!(tx.idempotent_answer("a", "key").await.unwrap().as_ref(), Some(&answer));
    assert_eq!(tx.idempotent_answer("b", "key").await.unwrap(), None);
    assert!(matches!(tx.keep_answer("a", "key", &answer, time()).await, Err(AppError::Busy)));
}
