//! Mails are claimed, settled, put off, expired and redriven.

use chrono::{DateTime, Duration, Utc};
use cordata_app::page::Window;
use cordata_app::ports::queue::{Lease, MailResult, NewMail, Queue};
use cordata_app::ports::read::{MailView, NotificationReads};
use cordata_domain::Locale;
use cordata_domain::ids::MailId;
use cordata_domain::notification::{MailKind, MailShare, MailState, Withheld};

use super::fixture::{begin, days_later, id, now, people};
use crate::trial::{self, Trial};

fn mail(number: u128) -> NewMail {
    NewMail {
        id: id(number),
        key: format!("notice:{number}"),
        kind: MailKind::Convocation,
        recipient: Some(id(21)),
        meeting: None,
        tables: Vec::new(),
        address: "ada@example.org".to_owned(),
        locale: Locale::italian(),
        subject: "Convocazione".to_owned(),
        message_id: format!("<{number}@example.org>"),
        envelope_from: "tavoli@example.org".to_owned(),
        bytes: vec![0, 13, 10, 255],
        state: MailState::Queued,
        state_reason: None,
        withheld: None,
        expires_at: days_later(5),
        created_at: now(),
    }
}

async fn keep(trial: &Trial, mails: &[NewMail]) {
    let mut tx = begin(trial).await;
    people(&mut *tx).await;
    for mail in mails {
        assert!(tx.insert_mail(mail).await.unwrap());
    }
    tx.commit().await.unwrap();
}

fn lease(owner: &str, at: DateTime<Utc>) -> Lease<'_> {
    Lease { owner, now: at, until: at + Duration::minutes(5), limit: 50 }
}

fn result(number: u128, state: MailState, next: Option<DateTime<Utc>>) -> MailResult {
    MailResult {
        id: id(number),
        state,
        attempts: 1,
        next_attempt_at: next,
        error: Some("451".to_owned()),
        withheld: None,
        gives_back: None,
        at: now(),
    }
}

async fn claim(trial: &Trial, owner: &str, at: DateTime<Utc>) -> Vec<MailId> {
    let claimed = trial.database.claim_mails(lease(owner, at), MailShare::Ordinary).await;
    claimed.unwrap().into_iter().map(|mail| mail.id).collect()
}

async fn view(trial: &Trial, number: u128) -> MailView {
    let mails = trial.database.mails(&[], &Window::first(100)).await.unwrap().into_items();
    mails.into_iter().find(|mail| mail.id == id(number)).unwrap()
}

#[tokio::test]
async fn a_mail_is_kept_once_and_sent_as_it_was_rendered() {
    let trial = trial::database().await;
    keep(&trial, &[mail(1), NewMail { state: MailState::Skipped, ..mail(2) }]).await;
    let mut tx = begin(&trial).await;
    assert!(!tx.insert_mail(&NewMail { id: id(9), ..mail(1) }).await.unwrap(), "the key is taken");
    tx.commit().await.unwrap();
    let claimed = trial.database.claim_mails(lease("a", now()), MailShare::Ordinary).await.unwrap();
    assert_eq!(claimed.len(), 1, "what is skipped is not sent");
    assert_eq!((claimed[0].id, claimed[0].bytes.as_slice()), (id(1), [0, 13, 10, 255].as_slice()));
    assert_eq!(view(&trial, 1).await.state, MailState::Leased);
    trial.database.settle_mails("a", &[result(1, MailState::Sent, None)]).await.unwrap();
    let sent = view(&trial, 1).await;
    assert_eq!((sent.state, sent.attempts, sent.sent_at), (MailState::Sent, 1, Some(now())));
    assert_eq!(claim(&trial, "b", days_later(1)).await, []);
}

#[tokio::test]
async fn what_is_put_off_or_uncertain_returns_in_time() {
    let trial = trial::database().await;
    keep(&trial, &[mail(1), mail(2)]).await;
    assert_eq!(claim(&trial, "a", now()).await.len(), 2);
    let soon = Some(now() + Duration::minutes(1));
    let results = [result(1, MailState::Deferred, soon), result(2, MailState::Uncertain, Some(days_later(1)))];
    trial.database.settle_mails("a", &results).await.unwrap();
    assert_eq!(claim(&trial, "a", now()).await, []);
    assert_eq!(claim(&trial, "a", now() + Duration::minutes(1)).await, [id(1)]);
    assert_eq!(claim(&trial, "b", days_later(1)).await, [id(1), id(2)], "the lease on the first has ended");
    trial.database.settle_mails("a", &[result(1, MailState::Sent, None)]).await.unwrap();
    assert_eq!(view(&trial, 1).await.state, MailState::Leased, "only the owner settles");
}

#[tokio::test]
async fn a_mail_whose_time_ran_out_is_not_sent() {
    let trial = trial::database().await;
    keep(&trial, &[mail(1)]).await;
    assert_eq!(claim(&trial, "a", days_later(5)).await, []);
    assert_eq!(view(&trial, 1).await.state, MailState::Queued, "whoever claims gives nothing up");
    trial.database.expire_mails(days_later(5)).await.unwrap();
    assert_eq!(view(&trial, 1).await.state, MailState::Expired);
    assert_eq!(trial.database.backlog().await.unwrap().mails_waiting, 0);
}

#[tokio::test]
async fn a_renewed_lease_lasts_and_a_released_one_ends() {
    let trial = trial::database().await;
    keep(&trial, &[mail(1), mail(2)]).await;
    assert_eq!(claim(&trial, "a", now()).await.len(), 2);
    let later = now() + Duration::minutes(4);
    trial.database.renew_mails(&[id(1)], lease("a", later)).await.unwrap();
    assert_eq!(claim(&trial, "b", now() + Duration::minutes(6)).await, [id(2)]);
    trial.database.release("a").await.unwrap();
    assert_eq!(view(&trial, 1).await.state, MailState::Queued);
    assert_eq!(claim(&trial, "c", now() + Duration::minutes(6)).await, [id(1)]);
}

#[tokio::test]
async fn a_dead_letter_is_counted_listed_and_redriven() {
    let trial = trial::database().await;
    keep(&trial, &[mail(1), mail(2)]).await;
    claim(&trial, "a", now()).await;
    trial.database.settle_mails("a", &[result(1, MailState::Failed, None)]).await.unwrap();
    let backlog = trial.database.backlog().await.unwrap();
    assert_eq!((backlog.mails_waiting, backlog.mails_failed), (1, 1));
    assert_eq!(trial.database.count_mails(&[MailState::Failed]).await.unwrap(), 1);
    let mut tx = begin(&trial).await;
    assert_eq!(tx.mail_state(id(1)).await.unwrap(), Some(MailState::Failed));
    assert_eq!(tx.mail_state(id(9)).await.unwrap(), None);
    assert!(tx.redrive_mail(id(1), now()).await.unwrap());
    assert!(!tx.redrive_mail(id(1), now()).await.unwrap(), "it is no dead letter any more");
    tx.commit().await.unwrap();
    assert_eq!(claim(&trial, "b", now()).await, [id(1)]);
    assert_eq!(view(&trial, 1).await.attempts, 0);
}

#[tokio::test]
async fn each_share_claims_its_own_kinds() {
    let trial = trial::database().await;
    keep(&trial, &[mail(1), NewMail { kind: MailKind::SignIn, ..mail(2) }]).await;
    let prompt = trial.database.claim_mails(lease("a", now()), MailShare::Prompt).await.unwrap();
    assert_eq!(prompt.iter().map(|mail| mail.id).collect::<Vec<_>>(), [id(2)]);
    assert_eq!(claim(&trial, "a", now()).await, [id(1)]);
}

#[tokio::test]
async fn mails_about_one_meeting_leave_in_order() {
    let trial = trial::database().await;
    let about =
        |number, recipient: u128| NewMail { meeting: Some(id(77)), recipient: Some(id(recipient)), ..mail(number) };
    keep(&trial, &[about(1, 21), about(2, 21), about(3, 22), mail(4)]).await;
    assert_eq!(claim(&trial, "a", now()).await, [id(1), id(3), id(4)], "one after the other to one recipient");
    assert_eq!(claim(&trial, "b", now()).await, [], "the first is being sent");
    trial.database.settle_mails("a", &[result(1, MailState::Deferred, Some(days_later(1)))]).await.unwrap();
    assert_eq!(claim(&trial, "b", now()).await, [id(2)], "what was put off holds up nothing");
}

#[tokio::test]
async fn what_is_withheld_says_why() {
    let trial = trial::database().await;
    let nowhere = NewMail { state: MailState::Skipped, withheld: Some(Withheld::NoAddress), ..mail(2) };
    keep(&trial, &[mail(1), nowhere]).await;
    claim(&trial, "a", now()).await;
    let withheld = MailResult { withheld: Some(Withheld::Superseded), ..result(1, MailState::Skipped, None) };
    trial.database.settle_mails("a", &[withheld]).await.unwrap();
    assert_eq!(view(&trial, 1).await.withheld, Some(Withheld::Superseded));
    assert_eq!(view(&trial, 2).await.withheld, Some(Withheld::NoAddress));
    assert_eq!(trial.database.backlog().await.unwrap().mails_waiting, 0);
}

#[tokio::test]
async fn what_a_clock_that_was_ahead_left_behind_is_due() {
    let trial = trial::database().await;
    let ahead = days_later(365);
    keep(&trial, &[mail(1), NewMail { created_at: ahead, expires_at: days_later(370), ..mail(2) }]).await;
    assert_eq!(
        claim(&trial, "ahead", ahead).await,
        [id(2)],
        "the first has expired by that clock, and is not given up"
    );
    assert_eq!(claim(&trial, "ahead", now()).await, [id(1)], "nobody takes from themselves what they are sending");
    assert_eq!(claim(&trial, "b", now()).await, [id(2)], "no lease lasts a year");
    let in_a_year = result(2, MailState::Deferred, Some(ahead));
    trial.database.settle_mails("b", &[in_a_year]).await.unwrap();
    assert_eq!(claim(&trial, "b", now()).await, [id(2)], "no mail waits a year");
}
