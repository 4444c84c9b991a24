//! What all mails share: sender, addresses of pages, and the record that is kept.

use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::instance::Instance;
use cordata_app::ports::queue::{MailCause, NewMail};
use cordata_domain::Locale;
use cordata_domain::identity::{EmailAddress, Person};
use cordata_domain::ids::{MeetingId, PersonId, TableId};
use cordata_domain::meeting::Meeting;
use cordata_domain::notification::{MailKind, MailState, Withheld};
use cordata_domain::search::slug;
use cordata_domain::table::ConcertationTable;
use cordata_mail::context::MeetingFacts;
use cordata_mail::message::{ListId, Mailbox, Outgoing, Rendered, build, message_id};
use cordata_mail::{Renderer, Sender};
use url::Url;

use super::fault;
use crate::runner::Bench;

/// The body's post office: knows who sends, and where pages are.
pub(crate) struct Post<'a> {
    pub parts: &'a Bench,
    pub instance: Instance,
    domain: String,
}

/// Who a mail goes to: a member, or a citizen who wrote to us.
pub(crate) struct Addressee {
    pub person: Option<PersonId>,
    pub name: String,
    pub address: Option<EmailAddress>,
    pub locale: Locale,
}

impl Addressee {
    /// A member, in their own language.
    pub(crate) fn member(person: &Person) -> Self {
        Self {
            person: Some(person.id),
            name: person.full_name(),
            address: person.email.clone(),
            locale: person.locale.clone(),
        }
    }
}

/// A rendered mail with what its headers and its record need.
pub(crate) struct Letter<'a> {
    pub cause: MailCause,
    pub kind: MailKind,
    pub to: Addressee,
    pub content: Rendered,
    pub table: Option<&'a ConcertationTable>,
    pub meeting: Option<MeetingId>,
    /// The tables that it tells of besides its own.
    pub tells_of: Vec<TableId>,
    pub unsubscribe: Option<Url>,
    pub expires_at: DateTime<Utc>,
}

impl<'a> Post<'a> {
    pub(crate) async fn open(parts: &'a Bench) -> Result<Self, AppError> {
        let instance = parts.reads.instance().await?.ok_or_else(|| fault("the installation was not set up"))?;
        let address = instance.sender_address.as_str();
        let domain = address.rsplit_once('@').map_or(address, |(_, domain)| domain).to_owned();
        Ok(Self { parts, instance, domain })
    }

    pub(crate) fn renderer(&self) -> Renderer {
        let sender = Sender {
            body: self.instance.name.clone(),
            name: self.instance.sender_name.clone(),
            address: self.instance.sender_address.clone(),
            domain: self.domain.clone(),
        };
        Renderer::new(self.parts.templates.clone(), sender, self.parts.public_url.clone())
    }

    /// A page of ours.
    pub(crate) fn page(&self, path: &str) -> Result<Url, AppError> {
        self.parts.public_url.join(path).map_err(|error| AppError::Fault(Box::new(error)))
    }

    pub(crate) fn meeting_page(&self, meeting: &Meeting) -> Result<Url, AppError> {
        self.page(&format!("meetings/{}/{}", meeting.id, slug(&meeting.plan.title)))
    }

    pub(crate) fn table_page(&self, id: TableId, slug: &str) -> Result<Url, AppError> {
        self.page(&format!("tables/{id}/{slug}"))
    }

    pub(crate) fn meeting_facts(
        &self,
        meeting: &Meeting,
        table: &ConcertationTable,
        person: &Person,
    ) -> Result<MeetingFacts, AppError> {
        Ok(MeetingFacts {
            table: table.name.get(&person.locale).to_owned(),
            title: meeting.plan.title.clone(),
            kind: meeting.plan.kind,
            mode: meeting.plan.mode,
            place: meeting.plan.place.clone(),
            link: meeting.plan.link.clone(),
            starts: meeting.plan.starts,
            minutes: meeting.plan.minutes,
            url: self.meeting_page(meeting)?,
            ics_uid: meeting.calendar_uid(),
            sequence: meeting.sequence,
        })
    }

    /// The record of a mail: rendered once, kept, and sent as often as it takes. One that no server could take, or
    /// without an address, is kept with the reason.
    pub(crate) fn record(&self, letter: Letter<'_>) -> NewMail {
        let now = self.parts.app.now();
        let key = letter.cause.key();
        let id = message_id(&key, &self.domain);
        let tables = letter.table.map(|table| table.id).into_iter().chain(letter.tells_of.iter().copied()).collect();
        let mut mail = NewMail {
            id: self.parts.app.ids().uuid(now).into(),
            key,
            kind: letter.kind,
            recipient: letter.to.person,
            meeting: letter.meeting,
            tables,
            address: letter.to.address.as_ref().map_or_else(String::new, |email| email.as_str().to_owned()),
            locale: letter.to.locale.clone(),
            subject: letter.content.subject.clone(),
            message_id: id.clone(),
            envelope_from: self.instance.sender_address.as_str().to_owned(),
            bytes: Vec::new(),
            state: MailState::Queued,
            state_reason: None,
            withheld: None,
            expires_at: letter.expires_at,
            created_at: now,
        };
        match letter.to.address.clone() {
            None => (mail.state, mail.withheld) = (MailState::Skipped, Some(Withheld::NoAddress)),
            Some(address) => match build(&self.outgoing(letter, address, id, now)) {
                Ok(bytes) => mail.bytes = bytes,
                Err(failure) => {
                    (mail.state, mail.state_reason) = (MailState::Failed, Some(failure.text().to_owned()));
                }
            },
        }
        mail
    }

    /// The record of a mail about a meeting that is not written, for a reason.
    pub(crate) fn unwritten(
        &self,
        (cause, kind): (MailCause, MailKind),
        to: &Person,
        (subject, meeting): (String, MeetingId),
        withheld: Withheld,
    ) -> NewMail {
        let now = self.parts.app.now();
        let key = cause.key();
        NewMail {
            id: self.parts.app.ids().uuid(now).into(),
            message_id: message_id(&key, &self.domain),
            key,
            kind,
            recipient: Some(to.id),
            meeting: Some(meeting),
            tables: Vec::new(),
            address: String::new(),
            locale: to.locale.clone(),
            subject,
            envelope_from: self.instance.sender_address.as_str().to_owned(),
            bytes: Vec::new(),
            state: MailState::Skipped,
            state_reason: None,
            withheld: Some(withheld),
            expires_at: now,
            created_at: now,
        }
    }

    fn outgoing(&self, letter: Letter<'_>, address: EmailAddress, id: String, date: DateTime<Utc>) -> Outgoing {
        let thread = letter.meeting.map(|meeting| message_id(&format!("meeting:{meeting}"), &self.domain));
        let kind: &'static str = letter.kind.into();
        Outgoing {
            from: Mailbox { name: self.instance.sender_name.clone(), address: self.instance.sender_address.clone() },
            to: Mailbox { name: letter.to.name, address },
            content: letter.content,
            message_id: id,
            in_reply_to: thread.clone(),
            references: thread.into_iter().collect(),
            list_id: letter.table.map(|table| ListId {
                name: table.name.get(&letter.to.locale).to_owned(),
                id: format!("{}.{}", table.id, self.domain),
            }),
            list_unsubscribe: letter.unsubscribe,
            feedback_id: format!("{}:cordata", kind.to_lowercase().replace('_', "-")),
            date,
        }
    }
}
