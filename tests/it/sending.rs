//! Handing mails over: over real SMTP, with broken addresses, through workers that die.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use cordata_app::App;
use cordata_app::ports::queue::{NewMail, Queue};
use cordata_app::ports::{IdGen, Store};
use cordata_app::retention::Retention;
use cordata_domain::Locale;
use cordata_domain::notification::{MailKind, MailState};
use cordata_mail::Templates;
use cordata_mail::transport::smtp::{SmtpOptions, SmtpTransport};
use cordata_tests::TestApp;
use cordata_tests::fixture::{person, set_up, staff};
use cordata_tests::time::TestIds;
use cordata_worker::{SenderSettings, Worker, WorkerParts};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// A relay that keeps what it takes, by Message-ID, with every copy; addresses that begin with `nobody` do not exist.
#[derive(Clone, Default)]
struct Relay(Arc<Mutex<HashMap<String, Vec<String>>>>);

impl Relay {
    async fn start(&self) -> String {
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
        while let Ok(Some(line)) = lines.next_line().await {
            let verb = line.to_ascii_uppercase();
            let reply: &[u8] = if verb.starts_with("EHLO") {
                b"250 relay\r\n"
            } else if verb.starts_with("RCPT") && verb.contains("NOBODY") {
                b"550 5.1.1 no such mailbox\r\n"
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
                self.0.lock().unwrap().entry(id).or_default().push(message);
                b"250 2.0.0 taken\r\n"
            } else {
                b"250 2.0.0 ok\r\n"
            };
            if writer.write_all(reply).await.is_err() {
                return;
            }
        }
    }

    fn taken(&self) -> HashMap<String, Vec<String>> {
        self.0.lock().unwrap().clone()
    }
}

/// Puts `count` mails into the mailroom; every tenth address does not exist.
async fn queue_mails(app: &TestApp, count: u32) {
    let recipient = person(app, "Ada", "it").await;
    let (ids, now) = (TestIds::default(), app.app.now());
    let mut tx = app.database.begin().await.unwrap();
    for n in 0..count {
        let user = if n % 10 == 9 { "nobody" } else { "member" };
        let mail = NewMail {
            id: ids.uuid(now).into(),
            key: format!("test:{n}"),
            kind: MailKind::Convocation,
            recipient: Some(recipient),
            address: format!("{user}{n}@example.org"),
            locale: Locale::italian(),
            subject: "Prova".to_owned(),
            message_id: format!("<{n}@example.org>"),
            envelope_from: "segreteria@example.org".to_owned(),
            bytes: format!("Message-ID: <{n}@example.org>\r\nSubject: Prova\r\n\r\nTesto {n}\r\n").into_bytes(),
            state: MailState::Queued,
            state_reason: None,
            expires_at: now + chrono::TimeDelta::days(5),
            created_at: now,
        };
        assert!(tx.insert_mail(&mail).await.unwrap());
    }
    tx.commit().await.unwrap();
}

fn worker(app: &App, database: &cordata_persistence::Database, relay: &str) -> Arc<Worker> {
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
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
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
