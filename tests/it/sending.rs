//! Handing mails over: over real SMTP, with broken addresses, through workers that die.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use cordata_app::App;
use cordata_app::ports::queue::{NewMail, Queue};
use cordata_app::ports::{IdGen, Store};
use cordata_app::retention::{Perishable, Retention};
use cordata_app::session::RequestSignIn;
use cordata_domain::Locale;
use cordata_domain::notification::{MailKind, MailState};
use cordata_mail::Templates;
use cordata_mail::transport::smtp::{SmtpOptions, SmtpTransport};
use cordata_tests::TestApp;
use cordata_tests::fixture::{person, set_up, staff};
use cordata_tests::mailbox::ReceivedMail;
use cordata_tests::time::TestIds;
use cordata_worker::{SenderSettings, Worker, WorkerParts};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// A relay that keeps what it takes, by Message-ID, with every copy. Addresses that begin with `nobody` do not exist, it
/// wants nothing for those that begin with `blocked`, finds spam in mails to `spam`, falls silent at the name of `silent`,
/// and takes a mail to `lost` without an answer, the first time.
#[derive(Clone, Default)]
pub(crate) struct Relay(Arc<Mutex<HashMap<String, Vec<String>>>>);

impl Relay {
    pub(crate) async fn start(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let relay = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(relay.clone().talk(stream));
            }
        });
        format!("smtp://{address}")
    }

    async fn talk(self, stream: TcpStream) {
        let (reader, mut writer) = stream.into_split();
        let mut lines = BufReader::new(reader).lines();
        let _ = writer.write_all(b"220 relay ESMTP\r\n").await;
        let mut recipient = String::new();
        while let Ok(Some(line)) = lines.next_line().await {
            let verb = line.to_ascii_uppercase();
            let reply: &[u8] = if verb.starts_with("EHLO") {
                b"250 relay\r\n"
            } else if let Some(to) = verb.strip_prefix("RCPT TO:<") {
                recipient = to.to_owned();
                match to {
                    _ if to.starts_with("NOBODY") => b"550 5.1.1 no such mailbox\r\n",
                    _ if to.starts_with("BLOCKED") => b"550 5.7.1 this recipient wants nothing from you\r\n",
                    _ if to.starts_with("SILENT") => continue,
                    _ => b"250 2.1.5 ok\r\n",
                }
            } else if verb.starts_with("DATA") {
                let _ = writer.write_all(b"354 go ahead\r\n").await;
                let mut message = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    message.push_str(&line);
                    message.push('\n');
                }
                let id = message.lines().find(|line| line.starts_with("Message-ID:")).unwrap_or_default().to_owned();
                if recipient.starts_with("SPAM") {
                    b"554 5.7.1 looks like spam\r\n"
                } else {
                    let copies = {
                        let mut taken = self.0.lock().unwrap();
                        let copies = taken.entry(id).or_default();
                        copies.push(message);
                        copies.len()
                    };
                    if recipient.starts_with("LOST") && copies == 1 {
                        return;
                    }
                    b"250 2.0.0 taken\r\n"
                }
            } else {
                b"250 2.0.0 ok\r\n"
            };
            if writer.write_all(reply).await.is_err() {
                return;
            }
        }
    }

    pub(crate) fn taken(&self) -> HashMap<String, Vec<String>> {
        self.0.lock().unwrap().clone()
    }
}

/// Puts `count` mails into the mailroom; every tenth address does not exist.
async fn queue_mails(app: &TestApp, count: u32) {
    let users: Vec<_> = (0..count).map(|n| if n % 10 == 9 { "nobody" } else { "member" }).collect();
    queue_mails_to(app, &users).await;
}

/// Puts a mail to each of these users into the mailroom, in this order; none of them is known.
async fn queue_mails_to(app: &TestApp, users: &[&str]) {
    queue_mails_until(app, users, TimeDelta::days(5)).await;
}

/// The same, worth sending for so long.
async fn queue_mails_until(app: &TestApp, users: &[&str], worth: TimeDelta) {
    let (ids, now) = (TestIds::default(), app.app.now());
    let mut tx = app.database.begin().await.unwrap();
    for (n, user) in users.iter().enumerate() {
        let mail = NewMail {
            id: ids.uuid(now).into(),
            key: format!("test:{n}"),
            kind: MailKind::Convocation,
            recipient: None,
            meeting: None,
            tables: Vec::new(),
            address: format!("{user}{n}@example.org"),
            locale: Locale::italian(),
            subject: "Prova".to_owned(),
            message_id: format!("<{n}@example.org>"),
            envelope_from: "segreteria@example.org".to_owned(),
            bytes: format!("Message-ID: <{n}@example.org>\r\nSubject: Prova\r\n\r\nTesto {n}\r\n").into_bytes(),
            state: MailState::Queued,
            state_reason: None,
            withheld: None,
            expires_at: now + worth,
            created_at: now,
        };
        assert!(tx.insert_mail(&mail).await.unwrap());
    }
    tx.commit().await.unwrap();
}

pub(crate) fn worker(app: &App, database: &cordata_persistence::Database, relay: &str) -> Arc<Worker> {
    Worker::new(WorkerParts {
        app: app.clone(),
        queue: Arc::new(database.clone()),
        reads: Arc::new(database.clone()),
        templates: Templates::new(None).unwrap(),
        transport: Arc::new(SmtpTransport::new(relay.parse().unwrap(), SmtpOptions::new("test")).unwrap()),
        public_url: "http://localhost/".parse().unwrap(),
        sender: SenderSettings::default(),
        retention: Retention::default(),
    })
}

#[tokio::test]
async fn broken_addresses_become_dead_letters_and_the_others_leave() {
    let app = TestApp::start().await;
    set_up(&app).await;
    let relay = Relay::default();
    let address = relay.start().await;
    queue_mails(&app, 40).await;
    worker(&app.app, &app.database, &address).run_until_empty().await.unwrap();
    assert_eq!(relay.taken().len(), 36);
    let secretariat = staff(&app, "Segretaria", cordata_domain::identity::Role::Secretariat).await;
    let query = "{ mails(where: { stateIn: [SUPPRESSED] }) { totalCount nodes { state lastError } } sent: mails(where: { stateIn: [SENT] }) { totalCount } }";
    let data = app.query(Some(&secretariat), query, json!({})).await;
    assert_eq!((&data["mails"]["totalCount"], &data["sent"]["totalCount"]), (&json!(4), &json!(36)));
    assert!(data["mails"]["nodes"][0]["lastError"].as_str().unwrap().contains("no such mailbox"), "{data}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_hand_each_mail_over_once() {
    let app = TestApp::start().await;
    set_up(&app).await;
    let relay = Relay::default();
    let address = relay.start().await;
    queue_mails(&app, 120).await;
    let shutdown = CancellationToken::new();
    let workers: Vec<_> = (0..2)
        .map(|_| {
            let (worker, shutdown) = (worker(&app.app, &app.database, &address), shutdown.clone());
            tokio::spawn(async move { worker.run(shutdown).await })
        })
        .collect();
    for _ in 0..300 {
        if app.database.backlog().await.unwrap().mails_waiting == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    shutdown.cancel();
    for worker in workers {
        worker.await.unwrap();
    }
    let taken = relay.taken();
    assert_eq!(taken.len(), 108);
    assert!(taken.values().all(|copies| copies.len() == 1));
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn an_unreachable_relay_burns_no_attempt_and_loses_nothing() {
    let app = TestApp::start().await;
    set_up(&app).await;
    queue_mails(&app, 3).await;
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    worker(&app.app, &app.database, &format!("smtp://{nobody}")).run_until_empty().await.unwrap();
    let backlog = app.database.backlog().await.unwrap();
    assert_eq!((backlog.mails_waiting, backlog.mails_failed), (3, 0));
    app.at("2026-09-01T08:10:00Z");
    let relay = Relay::default();
    let address = relay.start().await;
    worker(&app.app, &app.database, &address).run_until_empty().await.unwrap();
    assert_eq!(relay.taken().len(), 3);
    app.finish().await;
}

/// Waits for something that is about to happen.
async fn soon(within: Duration, happens: impl AsyncFn() -> bool) {
    let waited = tokio::time::timeout(within, async {
        while !happens().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    waited.await.expect("it did not happen in time");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_about_one_mail_stops_no_other() {
    let app = TestApp::start().await;
    set_up(&app).await;
    let relay = Relay::default();
    let address = relay.start().await;
    let refused = ["blocked", "spam", "nobody"].repeat(8);
    queue_mails_to(&app, &[refused.as_slice(), ["member"].as_slice()].concat()).await;
    let shutdown = CancellationToken::new();
    let running = {
        let (worker, shutdown) = (worker(&app.app, &app.database, &address), shutdown.clone());
        tokio::spawn(async move { worker.run(shutdown).await })
    };
    // A relay that is left alone is left alone for half a minute.
    soon(Duration::from_secs(15), async || relay.taken().len() == 1).await;
    soon(Duration::from_secs(15), async || app.database.backlog().await.unwrap().mails_waiting == 0).await;
    shutdown.cancel();
    running.await.unwrap();
    assert_eq!(app.database.backlog().await.unwrap().mails_failed, 16, "refused for themselves, and to be looked at");
    app.work().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_recipients_do_not_keep_anybody_from_signing_in() {
    let app = TestApp::start().await;
    set_up(&app).await;
    person(&app, "Ada", "it").await;
    let relay = Relay::default();
    let address = relay.start().await;
    queue_mails_to(&app, &["silent"; 12]).await;
    let shutdown = CancellationToken::new();
    let running = {
        let (worker, shutdown) = (worker(&app.app, &app.database, &address), shutdown.clone());
        tokio::spawn(async move { worker.run(shutdown).await })
    };
    tokio::time::sleep(Duration::from_secs(2)).await;
    app.run(RequestSignIn { address: "ada@example.org".to_owned(), known_by: None }).await;
    soon(Duration::from_secs(10), async || relay.taken().len() == 1).await;
    let mail = relay.taken().into_values().next().unwrap().remove(0);
    assert!(mail.contains("ada@example.org") && mail.contains("Accesso"), "{mail}");
    shutdown.cancel();
    running.await.unwrap();
    assert_eq!(app.database.backlog().await.unwrap().mails_waiting, 12, "the silent ones are not lost");
    app.finish().await;
}

#[tokio::test]
async fn an_uncertain_mail_is_sent_once_more_before_it_is_too_late() {
    let app = TestApp::start().await;
    set_up(&app).await;
    let relay = Relay::default();
    let address = relay.start().await;
    queue_mails_until(&app, &["lost"], TimeDelta::minutes(90)).await;
    let worker = worker(&app.app, &app.database, &address);
    worker.run_until_empty().await.unwrap();
    let states = "{ mails { nodes { state } } }";
    let secretariat = staff(&app, "Segretaria", cordata_domain::identity::Role::Secretariat).await;
    let state = async || app.query(Some(&secretariat), states, json!({})).await["mails"]["nodes"][0]["state"].clone();
    assert_eq!(state().await, "UNCERTAIN");
    app.at("2026-09-01T08:40:00Z");
    worker.run_until_empty().await.unwrap();
    assert_eq!(state().await, "SENT");
    let copies = relay.taken().into_values().next().unwrap();
    assert_eq!(copies.len(), 2);
    assert_eq!(copies[0], copies[1], "the same Message-ID and the same bytes");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn a_clock_a_year_ahead_and_back_expires_and_discards_nothing() {
    let app = TestApp::start().await;
    set_up(&app).await;
    person(&app, "Ada", "it").await;
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let worker = worker(&app.app, &app.database, &format!("smtp://{nobody}"));
    queue_mails(&app, 3).await;
    worker.run_until_empty().await.unwrap();
    app.at("2026-09-01T12:00:00Z");
    worker.run_until_empty().await.unwrap();
    let old = async || app.app.discard(Perishable::FinishedJobs, &Retention::default()).await.unwrap();

    app.clock.put("2027-09-01T12:00:00Z".parse().unwrap());
    app.run(RequestSignIn { address: "ada@example.org".to_owned(), known_by: None }).await;
    worker.run_until_empty().await.unwrap();
    let backlog = app.database.backlog().await.unwrap();
    assert_eq!((backlog.mails_waiting, backlog.jobs_waiting, backlog.jobs_failed), (4, 0, 0), "work goes on");
    app.clock.put("2026-09-01T12:01:00Z".parse().unwrap());
    worker.run_until_empty().await.unwrap();

    app.at("2026-09-01T12:20:00Z");
    let relay = Relay::default();
    let address = relay.start().await;
    self::worker(&app.app, &app.database, &address).run_until_empty().await.unwrap();
    assert_eq!(relay.taken().len(), 4, "nothing has expired");
    app.at("2026-11-01T12:00:00Z");
    assert!(old().await >= 2, "the jobs that were done then are still there");
    app.work().await;
    app.finish().await;
}

#[tokio::test]
async fn what_was_queued_by_a_clock_a_year_ahead_leaves_after_it_is_set_back() {
    let app = TestApp::start().await;
    set_up(&app).await;
    person(&app, "Ada", "it").await;
    app.clock.put("2027-09-01T08:00:00Z".parse().unwrap());
    app.run(RequestSignIn { address: "ada@example.org".to_owned(), known_by: None }).await;
    app.clock.put("2026-09-01T08:00:00Z".parse().unwrap());
    app.work().await;
    let mails: Vec<ReceivedMail> = app.mailbox.to("ada@example.org");
    assert_eq!(mails.len(), 1);
    app.finish().await;
}
