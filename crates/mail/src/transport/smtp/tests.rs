//! Real conversations over loopback with relays that follow a script.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rstest::rstest;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex as AsyncMutex;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::*;

/// What a scripted relay does when it comes to a command.
#[derive(Debug, Clone, Copy)]
enum Does {
    /// Answers with this line.
    Says(&'static str),
    /// Says nothing and waits for the next command.
    Listens,
    /// Closes the connection with a reset.
    Resets,
    /// Reads, and says nothing more.
    Hangs,
}

use Does::{Hangs, Listens, Resets, Says};

/// A relay: what it does at each stage of a conversation.
#[derive(Clone)]
struct Script {
    greeting: Does,
    ehlo: &'static str,
    auth: Does,
    mail: Does,
    rcpt: fn(&str) -> Does,
    data: Does,
    dot: Does,
    /// A relay that closes after so many mails.
    closes_after: usize,
}

const GOOD: Script = Script {
    greeting: Says("220 relay ready"),
    ehlo: "250-relay\r\n250 AUTH PLAIN LOGIN",
    auth: Says("235 2.7.0 welcome"),
    mail: Says("250 2.1.0 ok"),
    rcpt: |_| Says("250 2.1.5 ok"),
    data: Says("354 go ahead"),
    dot: Says("250 2.0.0 queued"),
    closes_after: usize::MAX,
};

/// A running relay and what it has seen.
struct Relay {
    port: u16,
    connections: Arc<AtomicUsize>,
    heard: Arc<AsyncMutex<Vec<String>>>,
    received: Arc<AsyncMutex<Vec<Vec<u8>>>>,
    hanging: watch::Receiver<usize>,
}

#[derive(Clone)]
struct Ears {
    heard: Arc<AsyncMutex<Vec<String>>>,
    received: Arc<AsyncMutex<Vec<Vec<u8>>>>,
    hanging: watch::Sender<usize>,
}

impl Relay {
    async fn start(script: Script) -> Self {
        Self::start_with(script, None).await
    }

    async fn start_with(script: Script, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let (hanging, hangs) = watch::channel(0);
        let ears = Ears { heard: Arc::default(), received: Arc::default(), hanging };
        let relay = Self {
            port,
            connections: Arc::clone(&connections),
            heard: Arc::clone(&ears.heard),
            received: Arc::clone(&ears.received),
            hanging: hangs,
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                let (script, ears, tls) = (script.clone(), ears.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => converse(stream, &script, &ears, |stream| stream.set_zero_linger().unwrap()).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                converse(stream, &script, &ears, |_| {}).await;
                            }
                        }
                    }
                });
            }
        });
        relay
    }

    fn transport(&self) -> SmtpTransport {
        transport_at(&format!("smtp://127.0.0.1:{}?tls=none", self.port), None)
    }
}

fn transport_at(url: &str, authority: Option<Vec<u8>>) -> SmtpTransport {
    let timers = Timers {
        connect: Duration::from_secs(5),
        reply: Duration::from_secs(5),
        data: Duration::from_secs(5),
        after_dot: Duration::from_millis(300),
    };
    let options = SmtpOptions { timers, authority, ..SmtpOptions::new("tavoli.ente.it") };
    SmtpTransport::new(url.parse().unwrap(), options).unwrap()
}

/// Follows the script on one connection until the client leaves or the script ends it.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(stream: S, script: &Script, ears: &Ears, reset: fn(&S)) {
    let mut stream = BufReader::new(stream);
    let mut mails = 0;
    let mut next = script.greeting;
    loop {
        match next {
            Says(line) => stream.get_mut().write_all(format!("{line}\r\n").as_bytes()).await.unwrap_or_default(),
            Listens => {}
            Resets => return reset(stream.get_ref()),
            Hangs => {
                ears.hanging.send_modify(|count| *count += 1);
                let mut rest = Vec::new();
                stream.read_to_end(&mut rest).await.unwrap_or_default();
                return;
            }
        }
        if mails == script.closes_after {
            return;
        }
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let line = line.trim_end().to_owned();
        ears.heard.lock().await.push(line.clone());
        next = match line.split([' ', ':']).next().unwrap() {
            "EHLO" => Says(script.ehlo),
            "AUTH" => script.auth,
            "MAIL" => script.mail,
            "RCPT" => (script.rcpt)(&line),
            "DATA" => match script.data {
                Says(code) if code.starts_with("354") => {
                    stream.get_mut().write_all(b"354 go ahead\r\n").await.unwrap();
                    ears.received.lock().await.push(read_message(&mut stream).await);
                    mails += 1;
                    script.dot
                }
                other => other,
            },
            _ => Says("221 bye"),
        };
    }
}

async fn read_message<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Vec<u8> {
    let mut message = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await.unwrap() == 0 || line == b".\r\n" {
            return message;
        }
        message.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

fn envelope(to: &str) -> Envelope {
    let address = |text| EmailAddress::parse(text).unwrap();
    Envelope { key: "0192".to_owned(), from: address("tavoli@ente.it"), to: address(to), share: MailShare::Ordinary }
}

async fn attempt(script: Script) -> Result<(), DeliveryFailure> {
    let relay = Relay::start(script).await;
    relay.transport().send(&envelope("anna@comune.it"), b"Subject: x\r\n\r\nhello\r\n").await
}

/// The name of a failure without its text.
fn kind(outcome: &Result<(), DeliveryFailure>) -> String {
    match outcome {
        Ok(()) => "Ok".to_owned(),
        Err(failure) => format!("{failure:?}").split('(').next().unwrap().to_owned(),
    }
}

#[tokio::test]
async fn a_mail_arrives_byte_for_byte() {
    let relay = Relay::start(GOOD).await;
    let message = b"Subject: dots\r\n\r\n.first\r\n..second\r\nlast.\r\n.\r\nend\r\n";
    relay.transport().send(&envelope("anna@comune.it"), message).await.unwrap();
    assert_eq!(relay.received.lock().await.as_slice(), [message.to_vec()]);
    let heard = relay.heard.lock().await.join("\n");
    assert_eq!(heard, "EHLO tavoli.ente.it\nMAIL FROM:<tavoli@ente.it>\nRCPT TO:<anna@comune.it>\nDATA");
}

#[rstest]
#[case::busy(Script { greeting: Says("421 too busy"), ..GOOD }, "Unreachable")]
#[case::unwanted(Script { greeting: Says("554 5.7.1 not you"), ..GOOD }, "RelayRefused")]
#[case::garbage_for_a_greeting(Script { greeting: Says("SSH-2.0-OpenSSH_9.2"), ..GOOD }, "Unreachable")]
#[case::unknown_sender(Script { mail: Says("550 5.1.8 who are you"), ..GOOD }, "RelayRefused")]
#[case::greylisted(Script { rcpt: |_| Says("451 4.7.1 try again later"), ..GOOD }, "Transient")]
#[case::no_such_user(Script { rcpt: |_| Says("550 5.1.1 no such user"), ..GOOD }, "BadAddress")]
#[case::senders_form(Script { rcpt: |_| Says("553 5.1.7 sender is malformed"), ..GOOD }, "Permanent")]
#[case::mailbox_full(Script { rcpt: |_| Says("552 5.2.2 over quota"), ..GOOD }, "MailboxFull")]
#[case::several_lines(Script { rcpt: |_| Says("550-5.1.1 no\r\n550 5.1.1 such user"), ..GOOD }, "BadAddress")]
#[case::refused_by_policy(Script { rcpt: |_| Says("554 5.7.1 relaying denied"), ..GOOD }, "Permanent")]
#[case::login_wanted_for_a_recipient(Script { rcpt: |_| Says("530 5.7.0 log in first"), ..GOOD }, "Permanent")]
#[case::busy_with_senders(Script { mail: Says("451 4.3.2 later"), ..GOOD }, "Unreachable")]
#[case::login_wanted(Script { mail: Says("530 log in first"), ..GOOD }, "RelayRefused")]
#[case::plain_550(Script { rcpt: |_| Says("550 no"), ..GOOD }, "Permanent")]
#[case::odd_code(Script { rcpt: |_| Says("999 what"), ..GOOD }, "Transient")]
#[case::garbage(Script { mail: Says("\u{1}\u{2}garbage"), ..GOOD }, "Unreachable")]
#[case::success_out_of_place(Script { data: Says("250 fine"), ..GOOD }, "Transient")]
#[case::reset_before_the_dot(Script { data: Resets, ..GOOD }, "Transient")]
#[case::full_after_the_dot(Script { dot: Says("452 4.3.1 disk full"), ..GOOD }, "Transient")]
#[case::content_refused(Script { dot: Says("554 5.6.0 cannot read this"), ..GOOD }, "Permanent")]
#[case::spam(Script { dot: Says("554 5.7.1 looks like spam"), ..GOOD }, "Permanent")]
#[case::reset_after_the_dot(Script { dot: Resets, ..GOOD }, "NoAnswerAfterDot")]
#[case::silence_after_the_dot(Script { dot: Hangs, ..GOOD }, "NoAnswerAfterDot")]
#[case::garbage_after_the_dot(Script { dot: Says("hm?"), ..GOOD }, "NoAnswerAfterDot")]
#[tokio::test]
async fn each_failure_has_its_meaning(#[case] script: Script, #[case] expected: &str) {
    let outcome = attempt(script).await;
    assert_eq!(kind(&outcome), expected, "{outcome:?}");
}

#[tokio::test]
async fn the_text_of_a_refusal_is_kept() {
    let outcome = attempt(Script { rcpt: |_| Says("550 5.1.1 no such user here"), ..GOOD }).await;
    assert_eq!(outcome.unwrap_err().text(), "550 5.1.1 no such user here");
}

#[tokio::test]
async fn a_break_in_the_middle_of_the_message_is_before_the_dot() {
    let relay = Relay::start(Script { rcpt: |_| Says("250 ok"), data: Says("354 go ahead"), ..GOOD }).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        let mut server = TcpStream::connect(("127.0.0.1", relay.port)).await.unwrap();
        let (mut from_client, mut to_client) = client.split();
        let (mut from_server, mut to_server) = server.split();
        let mut bytes = (&mut from_client).take(200_000);
        tokio::select! {
            _ = tokio::io::copy(&mut bytes, &mut to_server) => {}
            _ = tokio::io::copy(&mut from_server, &mut to_client) => {}
        }
        client.set_zero_linger().unwrap();
    });
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let transport = SmtpTransport::new(url.parse().unwrap(), SmtpOptions::new("x")).unwrap();
    let long = "0123456789\r\n".repeat(2_000_000);
    let outcome = transport.send(&envelope("anna@comune.it"), long.as_bytes()).await;
    assert_eq!(kind(&outcome), "Transient", "{outcome:?}");
}

#[tokio::test]
async fn a_refused_connection_and_an_unknown_host_leave_the_mail_untried() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    for url in [format!("smtp://127.0.0.1:{free}"), "smtp://relay.invalid".to_owned()] {
        let transport = SmtpTransport::new(url.parse().unwrap(), SmtpOptions::new("x")).unwrap();
        let outcome = transport.send(&envelope("anna@comune.it"), b"x").await;
        assert_eq!(kind(&outcome), "Unreachable", "{outcome:?}");
    }
}

#[tokio::test]
async fn fifty_mails_share_four_connections() {
    let relay = Relay::start(GOOD).await;
    let transport = Arc::new(relay.transport());
    let mut sending = tokio::task::JoinSet::new();
    for number in 0..50 {
        let transport = Arc::clone(&transport);
        sending.spawn(async move {
            let message = format!("Subject: {number}\r\n\r\nhello\r\n");
            transport.send(&envelope("anna@comune.it"), message.as_bytes()).await
        });
    }
    assert!(sending.join_all().await.iter().all(Result::is_ok));
    assert_eq!(relay.received.lock().await.len(), 50);
    assert!(relay.connections.load(Ordering::SeqCst) <= 4);
}

#[tokio::test]
async fn a_connection_closed_by_the_relay_is_replaced() {
    let relay = Relay::start(Script { closes_after: 1, ..GOOD }).await;
    let transport = relay.transport();
    for _ in 0..3 {
        transport.send(&envelope("anna@comune.it"), b"Subject: x\r\n\r\n").await.unwrap();
    }
    assert_eq!(relay.received.lock().await.len(), 3);
    assert_eq!(relay.connections.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_connection_is_used_again_unless_it_was_idle_for_long() {
    let relay = Relay::start(GOOD).await;
    let transport = relay.transport();
    for expected in [1, 1, 2] {
        if expected == 2 {
            transport.idle.lock().await[0].since -= LONGEST_IDLE + Duration::from_secs(1);
        }
        transport.send(&envelope("anna@comune.it"), b"Subject: x\r\n\r\n").await.unwrap();
        assert_eq!(relay.connections.load(Ordering::SeqCst), expected);
    }
}

#[tokio::test]
async fn a_hanging_recipient_holds_up_nobody_else_and_can_be_cut_short() {
    let silent_for_one = |line: &str| if line.contains("slow@") { Hangs } else { Says("250 ok") };
    let mut relay = Relay::start(Script { rcpt: silent_for_one, ..GOOD }).await;
    let mut transport = relay.transport();
    transport.timers.reply = Duration::from_hours(1);
    let transport = Arc::new(transport);
    let slow = Arc::clone(&transport);
    let waiting = tokio::spawn(async move { slow.send(&envelope("slow@comune.it"), b"x").await });
    relay.hanging.wait_for(|count| *count == 1).await.unwrap();
    for _ in 0..10 {
        transport.send(&envelope("anna@comune.it"), b"Subject: x\r\n\r\n").await.unwrap();
    }
    assert!(!waiting.is_finished());
    transport.cut_short();
    assert_eq!(kind(&waiting.await.unwrap()), "Transient");
}

#[tokio::test]
async fn silent_recipients_hold_up_no_mail_that_somebody_waits_for() {
    let silent = |line: &str| if line.contains("silent@") { Hangs } else { Says("250 ok") };
    let mut relay = Relay::start(Script { rcpt: silent, ..GOOD }).await;
    let mut transport = relay.transport();
    transport.timers.reply = Duration::from_hours(1);
    let transport = Arc::new(transport);
    for share in [MailShare::Ordinary, MailShare::Ordinary, MailShare::Ordinary, MailShare::Ordinary, MailShare::Prompt]
    {
        let transport = Arc::clone(&transport);
        let envelope = Envelope { share, ..envelope("silent@comune.it") };
        tokio::spawn(async move { transport.send(&envelope, b"x").await });
    }
    relay.hanging.wait_for(|count| *count == 5).await.unwrap();
    let prompt = Envelope { share: MailShare::Prompt, ..envelope("anna@comune.it") };
    let sent = timeout(Duration::from_secs(5), transport.send(&prompt, b"Subject: x\r\n\r\n")).await;
    assert_eq!(sent.unwrap(), Ok(()));
}

#[tokio::test]
async fn cut_short_after_the_dot_the_fate_is_unknown() {
    let mut relay = Relay::start(Script { dot: Hangs, ..GOOD }).await;
    let mut transport = relay.transport();
    transport.timers.after_dot = Duration::from_hours(1);
    let transport = Arc::new(transport);
    let sender = Arc::clone(&transport);
    let waiting = tokio::spawn(async move { sender.send(&envelope("anna@comune.it"), b"x").await });
    relay.hanging.wait_for(|count| *count == 1).await.unwrap();
    transport.cut_short();
    assert_eq!(kind(&waiting.await.unwrap()), "NoAnswerAfterDot");
}

#[tokio::test]
async fn it_logs_in_and_understands_a_wrong_password() {
    let relay = Relay::start(GOOD).await;
    let url = format!("smtp://user:p%40ss@127.0.0.1:{}?tls=none", relay.port);
    transport_at(&url, None).send(&envelope("anna@comune.it"), b"x").await.unwrap();
    assert!(relay.heard.lock().await.contains(&"AUTH PLAIN AHVzZXIAcEBzcw==".to_owned()));
    let relay = Relay::start(Script { auth: Says("535 5.7.8 wrong password"), ..GOOD }).await;
    let url = format!("smtp://user:wrong@127.0.0.1:{}?tls=none", relay.port);
    let outcome = transport_at(&url, None).send(&envelope("anna@comune.it"), b"x").await;
    assert_eq!(kind(&outcome), "RelayRefused", "{outcome:?}");
}

#[tokio::test]
async fn a_password_never_goes_out_in_clear_text_by_chance() {
    let relay = Relay::start(GOOD).await;
    for url in ["smtp://user:secret@127.0.0.1:{}", "smtp+starttls://127.0.0.1:{}"] {
        let url = url.replace("{}", &relay.port.to_string());
        let outcome = transport_at(&url, None).send(&envelope("anna@comune.it"), b"x").await;
        assert_eq!(kind(&outcome), "RelayRefused", "{outcome:?}");
    }
    assert!(!relay.heard.lock().await.iter().any(|line| line.starts_with("AUTH")));
}

/// Collects log lines.
#[derive(Clone, Default)]
struct Log(Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn neither_passwords_nor_mails_stand_in_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let logger = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone());
    let logging = tracing::subscriber::set_default(logger.finish());
    tracing::debug!("the log works");
    let relay = Relay::start(GOOD).await;
    let url = format!("smtp://user:secret@127.0.0.1:{}?tls=none", relay.port);
    transport_at(&url, None).send(&envelope("anna@comune.it"), b"Subject: private\r\n\r\n").await.unwrap();
    drop(logging);
    let lines = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(lines.contains("the log works"));
    assert!(!lines.contains("AUTH") && !lines.contains("anna@") && !lines.contains("private"), "{lines}");
}

/// A certificate for `localhost` and what a relay needs to show it.
fn certificate() -> (Vec<u8>, TlsAcceptor) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (made.cert.pem().into_bytes(), TlsAcceptor::from(Arc::new(config)))
}

#[tokio::test]
async fn smtps_encrypts_from_the_first_byte_and_checks_the_certificate() {
    let (authority, acceptor) = certificate();
    let relay = Relay::start_with(GOOD, Some(acceptor)).await;
    let url = format!("smtps://user:secret@localhost:{}", relay.port);
    transport_at(&url, Some(authority)).send(&envelope("anna@comune.it"), b"x").await.unwrap();
    assert_eq!(relay.received.lock().await.len(), 1);
    let outcome = transport_at(&url, None).send(&envelope("anna@comune.it"), b"x").await;
    assert_eq!(kind(&outcome), "Unreachable", "{outcome:?}");
}

#[tokio::test]
async fn starttls_encrypts_before_the_password_goes_out() {
    let (authority, acceptor) = certificate();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let ears = Ears { heard: Arc::default(), received: Arc::default(), hanging: watch::channel(0).0 };
    let server = ears.clone();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        stream.get_mut().write_all(b"220 relay\r\n").await.unwrap();
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        stream.get_mut().write_all(b"250-relay\r\n250 STARTTLS\r\n").await.unwrap();
        stream.read_line(&mut line).await.unwrap();
        assert!(line.ends_with("STARTTLS\r\n"), "{line}");
        stream.get_mut().write_all(b"220 go\r\n").await.unwrap();
        let stream = acceptor.accept(stream.into_inner()).await.unwrap();
        converse(stream, &Script { greeting: Listens, ..GOOD }, &server, |_| {}).await;
    });
    let url = format!("smtp://user:secret@localhost:{port}?tls=required");
    let options = SmtpOptions { authority: Some(authority), ..SmtpOptions::new("x") };
    let transport = SmtpTransport::new(url.parse().unwrap(), options).unwrap();
    transport.send(&envelope("anna@comune.it"), b"x").await.unwrap();
    let heard = ears.heard.lock().await.clone();
    assert!(heard[0].starts_with("EHLO") && heard[1].starts_with("AUTH PLAIN"), "{heard:?}");
}
