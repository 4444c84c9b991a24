//! The bytes of a mail. The same input gives the same bytes: a mail is built once, stored, and resent as it is.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use cordata_domain::identity::EmailAddress;
use cordata_domain::notification::DeliveryFailure;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, MessageBuilder, MultiPart, SinglePart};
use sha2::{Digest, Sha256};
use url::Url;

/// The longest subject, in characters.
pub const LONGEST_SUBJECT: usize = 150;

/// A name and an address, as in From and To.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// What is shown; one line.
    pub name: String,
    /// Where it goes.
    pub address: EmailAddress,
}

/// What a calendar does with the attached event (RFC 5546).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarMethod {
    /// Adds or updates it.
    Request,
    /// Removes it.
    Cancel,
}

/// An iCalendar file that goes with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// What the calendar does with it; the same as `METHOD` in the file.
    pub method: CalendarMethod,
    /// The file.
    pub ics: String,
}

/// What a mail says, in the language of its recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// Plain text, equal in content to the HTML.
    pub text: String,
    /// A whole HTML document.
    pub html: String,
    /// The invitation or its withdrawal.
    pub calendar: Option<Calendar>,
}

impl Rendered {
    /// Bytes of all parts as they travel, without headers.
    pub fn encoded_len(&self) -> usize {
        let calendar = self.calendar.as_ref().map_or("", |calendar| calendar.ics.as_str());
        [self.text.as_str(), self.html.as_str(), calendar].map(|part| Body::new(part.to_owned()).len()).iter().sum()
    }
}

/// The mailing list that a mail belongs to (RFC 2919): one per table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListId {
    /// The table's name.
    pub name: String,
    /// A stable id in the form of a domain name, for instance `0192a.tavoli.ente.it`.
    pub id: String,
}

/// A mail with everything that its headers need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The sender; also the envelope's.
    pub from: Mailbox,
    /// The recipient.
    pub to: Mailbox,
    /// What it says.
    pub content: Rendered,
    /// Its own id, from [`message_id`].
    pub message_id: String,
    /// The id of the mail that it follows.
    pub in_reply_to: Option<String>,
    /// The ids of its thread, oldest first.
    pub references: Vec<String>,
    /// Its list.
    pub list_id: Option<ListId>,
    /// The page that stops mails of this kind by one POST; only for what can be opted out of.
    pub list_unsubscribe: Option<Url>,
    /// What feedback loops of mail providers report, for instance `digest:cordata`.
    pub feedback_id: String,
    /// When it was written.
    pub date: DateTime<Utc>,
}

/// The Message-ID of the mail with this key: the same key has the same id, on every attempt.
pub fn message_id(key: &str, domain: &str) -> String {
    format!("<{}@{domain}>", fingerprint(&[key], 32))
}

/// Builds the bytes of a mail: plain text, HTML and calendar as alternatives.
///
/// It fails with [`DeliveryFailure::Unsendable`] when a header would hold a line break or an address that SMTP
/// cannot carry.
pub fn build(outgoing: &Outgoing) -> Result<Vec<u8>, DeliveryFailure> {
    check_headers(outgoing)?;
    // The builder panics on some of what it cannot encode: one such mail must not end the worker.
    catch_unwind(AssertUnwindSafe(|| assemble(outgoing)))
        .unwrap_or_else(|_| Err(DeliveryFailure::Unsendable("the mail cannot be encoded".to_owned())))
}

/// The bytes of a mail that goes to another address than it was written for: only its header To changes.
pub fn readdressed(message: &[u8], written: &str, corrected: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(message);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let (mut readdressed, mut in_to) = (String::with_capacity(text.len()), false);
    for line in head.split_inclusive("\r\n") {
        // A header goes on in lines that begin with white space.
        in_to = if line.starts_with([' ', '\t']) { in_to } else { line.starts_with("To:") };
        if in_to {
            readdressed.push_str(&line.replace(written, corrected));
        } else {
            readdressed.push_str(line);
        }
    }
    readdressed.push_str("\r\n\r\n");
    readdressed.push_str(body);
    readdressed.into_bytes()
}

/// A subject of one line, without control characters, cut at a word to at most [`LONGEST_SUBJECT`] characters.
pub fn subject_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_SUBJECT {
        return line;
    }
    let head: String = line.chars().take(LONGEST_SUBJECT - 1).collect();
    let cut = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '–', '-', ' ']))
}

fn assemble(outgoing: &Outgoing) -> Result<Vec<u8>, DeliveryFailure> {
    let unsendable = |error: lettre::error::Error| DeliveryFailure::Unsendable(error.to_string());
    let builder = MessageBuilder::new()
        .date(SystemTime::from(outgoing.date))
        .from(mailbox(&outgoing.from)?)
        .to(mailbox(&outgoing.to)?)
        .subject(subject_line(&outgoing.content.subject))
        .message_id(Some(outgoing.message_id.clone()));
    let message = other_headers(builder, outgoing).multipart(parts(outgoing)).map_err(unsendable)?;
    Ok(message.formatted())
}

fn other_headers(mut builder: MessageBuilder, outgoing: &Outgoing) -> MessageBuilder {
    if let Some(id) = &outgoing.in_reply_to {
        builder = builder.in_reply_to(id.clone());
    }
    if !outgoing.references.is_empty() {
        builder = builder.references(outgoing.references.join(" "));
    }
    if let Some(list) = &outgoing.list_id {
        let value = format!("{} <{}>", phrase(&list.name), list.id);
        builder = builder.raw_header(header("List-Id", value));
    }
    if let Some(url) = &outgoing.list_unsubscribe {
        builder = builder
            .raw_header(header("List-Unsubscribe", format!("<{url}>")))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    builder
        .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(header("Feedback-ID", outgoing.feedback_id.clone()))
}

fn parts(outgoing: &Outgoing) -> MultiPart {
    let Rendered { text, html, calendar, .. } = &outgoing.content;
    let ics = calendar.as_ref().map_or("", |calendar| calendar.ics.as_str());
    // Derived from the content, so that no content can hold it.
    let boundary = fingerprint(&[&outgoing.message_id, text, html, ics], 40);
    let alternatives = MultiPart::alternative()
        .boundary(boundary)
        .singlepart(SinglePart::plain(text.clone()))
        .singlepart(SinglePart::html(html.clone()));
    match calendar.as_ref().and_then(|calendar| Some((calendar_type(calendar.method)?, &calendar.ics))) {
        Some((kind, ics)) => alternatives.singlepart(SinglePart::builder().content_type(kind).body(ics.clone())),
        None => alternatives,
    }
}

fn calendar_type(method: CalendarMethod) -> Option<ContentType> {
    ContentType::parse(match method {
        CalendarMethod::Request => "text/calendar; method=REQUEST; charset=utf-8",
        CalendarMethod::Cancel => "text/calendar; method=CANCEL; charset=utf-8",
    })
    .ok()
}

fn mailbox(mailbox: &Mailbox) -> Result<lettre::message::Mailbox, DeliveryFailure> {
    let text = mailbox.address.as_str();
    let address = text.parse().map_err(|error| DeliveryFailure::Unsendable(format!("{text}: {error}")))?;
    let name = mailbox.name.trim();
    Ok(lettre::message::Mailbox::new((!name.is_empty()).then(|| name.to_owned()), address))
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// A name as words of a header: letters, digits and hyphens need no quotes.
fn phrase(name: &str) -> String {
    let words: String = name.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// No text that goes into a header as it is may break the line.
fn check_headers(outgoing: &Outgoing) -> Result<(), DeliveryFailure> {
    let list = outgoing.list_id.as_ref().map(|list| ("List-Id", list.id.as_str()));
    let own = [
        ("From", outgoing.from.name.as_str()),
        ("To", outgoing.to.name.as_str()),
        ("Message-ID", outgoing.message_id.as_str()),
        ("Feedback-ID", outgoing.feedback_id.as_str()),
    ];
    let threads = outgoing.in_reply_to.iter().chain(&outgoing.references).map(|id| ("References", id.as_str()));
    let broken = own.into_iter().chain(list).chain(threads).find(|(_, text)| text.chars().any(char::is_control));
    match broken {
        Some((name, _)) => Err(DeliveryFailure::Unsendable(format!("{name} holds a control character"))),
        None => Ok(()),
    }
}

/// The first `length` hexadecimal digits of the SHA-256 of some texts.
fn fingerprint(texts: &[&str], length: usize) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    format!("{:x}", hash.finalize()).chars().take(length).collect()
}

#[cfg(test)]
mod tests;
