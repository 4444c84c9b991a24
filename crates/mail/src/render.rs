//! From the facts of a mail to its texts, in the language of its recipient.

use cordata_domain::Locale;
use cordata_domain::identity::EmailAddress;
use cordata_text::{Words, words};
use serde::Serialize;
use url::Url;

use crate::context::{
    AccessMail, AccessView, Bodies, CancellationMail, CancellationView, ContributionMail, ContributionView,
    ConvocationMail, ConvocationView, DigestMail, DigestView, MinutesMail, MinutesView,
};
use crate::message::{Calendar, Rendered, subject_line};
use crate::templates::{Facts, MailError, Templates};

/// Mail programs hide what lies beyond 102 kB; headers need some of it.
const LARGEST: usize = 97_000;

/// Lines of changes in a digest before any is cut for size.
const MOST_LINES: usize = 200;

/// The body that sends mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Its name, as the pages call it.
    pub body: String,
    /// The name that mails come from.
    pub name: String,
    /// From where mails come and where questions go.
    pub address: EmailAddress,
    /// The domain of message and list ids.
    pub domain: String,
}

/// Renders mails. The recipient's language is an argument of each: nothing else decides it.
#[derive(Debug, Clone)]
pub struct Renderer {
    templates: Templates,
    sender: Sender,
    public_url: Url,
}

/// What templates know of every mail.
#[derive(Serialize)]
struct Page<'a, V> {
    lang: &'a str,
    sender: SenderView<'a>,
    public_url: &'a str,
    /// Under the sender's name: what the mail belongs to.
    context_line: Option<&'a str>,
    preheader: String,
    subject: &'a str,
    mail: &'a V,
}

#[derive(Serialize)]
struct SenderView<'a> {
    name: &'a str,
    address: &'a str,
}

/// One mail on its way to its templates.
struct Sheet<'a, V> {
    /// The folder of its templates.
    folder: &'static str,
    /// The key of the line that mail programs show beside the subject.
    preheader: &'static str,
    context_line: Option<&'a str>,
    facts: Facts,
    view: V,
}

impl Renderer {
    /// A renderer of mails of `sender`; `public_url` is the platform's front page.
    pub fn new(templates: Templates, sender: Sender, public_url: Url) -> Self {
        Self { templates, sender, public_url }
    }

    /// The body that sends.
    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// A convocation with its invitation. If the texts of agenda items make it too long for mail programs, they
    /// stand on the meeting's page only; the agenda itself is never cut.
    pub fn render_convocation(&self, locale: &Locale, mail: &ConvocationMail) -> Result<Rendered, MailError> {
        let words = words(locale);
        let calendar = mail.invitation(&words, &self.sender);
        let full = self.convocation(&words, mail, Bodies::Shown)?.with(&calendar);
        if full.encoded_len() <= LARGEST {
            return Ok(full);
        }
        Ok(self.convocation(&words, mail, Bodies::Omitted)?.with(&calendar))
    }

    /// A cancellation or postponement, which takes the meeting out of the recipient's calendar.
    pub fn render_cancellation(&self, locale: &Locale, mail: &CancellationMail) -> Result<Rendered, MailError> {
        let words = words(locale);
        let sheet: Sheet<'_, CancellationView> = Sheet {
            folder: "cancellation",
            preheader: mail.preheader(),
            context_line: Some(&mail.meeting.table),
            facts: mail.facts(words.locale()),
            view: mail.view(),
        };
        Ok(self.render(&words, sheet)?.with(&mail.withdrawal(&words, &self.sender)))
    }

    /// The notice that minutes were circulated.
    pub fn render_minutes(&self, locale: &Locale, mail: &MinutesMail) -> Result<Rendered, MailError> {
        let words = words(locale);
        let sheet: Sheet<'_, MinutesView> = Sheet {
            folder: "minutes",
            preheader: "mail-minutes-preheader",
            context_line: Some(&mail.meeting.table),
            facts: mail.facts(words.locale()),
            view: mail.view(),
        };
        self.render(&words, sheet)
    }

    /// The receipt of a contribution, or the answer to it.
    pub fn render_contribution(&self, locale: &Locale, mail: &ContributionMail) -> Result<Rendered, MailError> {
        let words = words(locale);
        let sheet: Sheet<'_, ContributionView> = Sheet {
            folder: "contribution",
            preheader: mail.preheader(),
            context_line: None,
            facts: mail.facts(),
            view: mail.view(),
        };
        self.render(&words, sheet)
    }

    /// The mail to sign in, or an invitation.
    pub fn render_access(&self, locale: &Locale, mail: &AccessMail) -> Result<Rendered, MailError> {
        let words = words(locale);
        let sheet: Sheet<'_, AccessView> = Sheet {
            folder: "access",
            preheader: mail.preheader(),
            context_line: None,
            facts: mail.facts(),
            view: mail.view(),
        };
        self.render(&words, sheet)
    }

    /// A daily digest of less than 100 kB: lines beyond are counted and stand on the tables' pages.
    pub fn render_digest(&self, locale: &Locale, mail: &DigestMail) -> Result<Rendered, MailError> {
        let words = words(locale);
        let mut limit = MOST_LINES;
        loop {
            let rendered = self.digest(&words, mail, limit)?;
            if rendered.encoded_len() <= LARGEST || limit == 0 {
                return Ok(rendered);
            }
            limit = limit * 3 / 4;
        }
    }

    fn convocation(&self, words: &Words, mail: &ConvocationMail, bodies: Bodies) -> Result<Rendered, MailError> {
        let sheet: Sheet<'_, ConvocationView> = Sheet {
            folder: "convocation",
            preheader: "mail-convocation-preheader",
            context_line: Some(&mail.meeting.table),
            facts: mail.facts(words.locale()),
            view: mail.view(words, bodies),
        };
        self.render(words, sheet)
    }

    fn digest(&self, words: &Words, mail: &DigestMail, limit: usize) -> Result<Rendered, MailError> {
        let sheet: Sheet<'_, DigestView> = Sheet {
            folder: "digest",
            preheader: "mail-digest-preheader",
            context_line: None,
            facts: mail.facts(words),
            view: mail.view(words, limit),
        };
        self.render(words, sheet)
    }

    fn render<V: Serialize>(&self, words: &Words, mut sheet: Sheet<'_, V>) -> Result<Rendered, MailError> {
        sheet.facts.0.push(("body", self.sender.body.clone().into()));
        sheet.facts.0.push(("address", self.sender.address.as_str().to_owned().into()));
        let facts = &sheet.facts;
        let name = |file| format!("{}/{file}", sheet.folder);
        let mut page = Page {
            lang: words.locale().as_str(),
            sender: SenderView { name: &self.sender.name, address: self.sender.address.as_str() },
            public_url: self.public_url.as_str(),
            context_line: sheet.context_line,
            preheader: facts.fill(words, sheet.preheader),
            subject: "",
            mail: &sheet.view,
        };
        let subject = subject_line(&self.templates.render(&name("subject.txt"), words, facts, &page)?);
        page.subject = &subject;
        let text = tidy(&self.templates.render(&name("body.txt"), words, facts, &page)?);
        let html = self.templates.render_html(&name("body.mjml"), words, facts, &page)?;
        Ok(Rendered { subject, text, html, calendar: None })
    }
}

impl Rendered {
    fn with(self, calendar: &Calendar) -> Self {
        Self { calendar: Some(calendar.clone()), ..self }
    }
}

/// Plain text with at most one empty line in a row and one line break at its end.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty_before = true;
    for line in text.lines() {
        let empty = line.trim().is_empty();
        if !(empty && empty_before) {
            tidied.push_str(line);
            tidied.push('\n');
        }
        empty_before = empty;
    }
    tidied.truncate(tidied.trim_end().len());
    tidied.push('\n');
    tidied
}

#[cfg(test)]
mod tests;
