use chrono::{DateTime, Utc};
use cordata_domain::Locale;
use cordata_domain::meeting::{AgendaItemKind, MeetingKind, YearNumber};
use cordata_domain::table::HolderCapacity;
use cordata_text::{Words, format, label, markdown};
use serde::Serialize;
use url::Url;

use super::{CalendarChange, MeetingFacts, Recipient, calendar_entry, kind_and_mode, meeting_facts};
use crate::message::{Calendar, CalendarMethod};
use crate::render::Sender;
use crate::templates::Facts;

/// One item of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaLine {
    /// Its place on the agenda, from 1.
    pub position: u32,
    /// Its title.
    pub title: String,
    /// What it is about, as Markdown.
    pub body: Option<String>,
    /// The language of title and body.
    pub language: Locale,
    /// What is asked of the meeting.
    pub kind: AgendaItemKind,
    /// Why it was added after the convocation.
    pub urgency: Option<String>,
}

/// A convocation to one addressee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConvocationMail {
    /// The meeting.
    pub meeting: MeetingFacts,
    /// The addressee.
    pub recipient: Recipient,
    /// In which capacity the addressee holds the seat.
    pub capacity: HolderCapacity,
    /// The other holder of the seat: the substitute of a titular, the titular of a substitute.
    pub counterpart: Option<String>,
    /// Whether the seat votes.
    pub voting: bool,
    /// The number of the convocation.
    pub number: YearNumber,
    /// Full working days between dispatch and meeting.
    pub days_of_notice: u32,
    /// Why the notice is short.
    pub urgency: Option<String>,
    /// The agenda.
    pub agenda: Vec<AgendaLine>,
    /// The addressee's own page to answer on.
    pub answer_url: Url,
    /// When it was dispatched.
    pub dispatched_at: DateTime<Utc>,
    /// Whether it replaces an earlier convocation of the same meeting.
    pub updated: bool,
}

/// Whether the texts of agenda items stand in the mail, or only on the meeting's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bodies {
    Shown,
    Omitted,
}

/// A convocation as its templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct ConvocationView {
    title: String,
    moment: String,
    place: Option<String>,
    link: Option<String>,
    kind: String,
    mode: String,
    organisation: String,
    urgency: Option<String>,
    second_call: bool,
    updated: bool,
    notes: Vec<String>,
    /// Whether the addressee can announce a substitute.
    replaced: bool,
    agenda: Vec<AgendaView>,
    answer_url: String,
    meeting_url: String,
}

#[derive(Debug, Serialize)]
struct AgendaView {
    position: u32,
    title: String,
    kind: String,
    /// Position, title and kind in one line of text.
    line: String,
    /// The item's language where it is not the mail's.
    language: Option<String>,
    urgency: Option<String>,
    body_html: Option<String>,
    body_text: Option<String>,
}

impl ConvocationMail {
    pub(crate) fn facts(&self, locale: &Locale) -> Facts {
        let mut facts = meeting_facts(locale, &self.meeting, &self.recipient);
        facts.0.push(("number", self.number.to_string().into()));
        facts.0.push(("days", self.days_of_notice.into()));
        facts.0.push(("reason", self.urgency.clone().unwrap_or_default().into()));
        facts
    }

    pub(crate) fn view(&self, words: &Words, bodies: Bodies) -> ConvocationView {
        let locale = words.locale();
        let (kind, mode) = kind_and_mode(locale, &self.meeting);
        ConvocationView {
            title: self.meeting.title.clone(),
            moment: format::moment(locale, self.meeting.starts),
            place: self.meeting.place.clone(),
            link: self.meeting.link.clone(),
            kind,
            mode,
            organisation: self.recipient.organisation.clone(),
            urgency: self.urgency.clone(),
            second_call: self.meeting.kind == MeetingKind::SecondCall,
            updated: self.updated,
            notes: self.notes(words),
            replaced: self.capacity == HolderCapacity::Titular && self.counterpart.is_some(),
            agenda: self.agenda.iter().map(|item| item.view(words, bodies)).collect(),
            answer_url: self.answer_url.to_string(),
            meeting_url: self.meeting.url.to_string(),
        }
    }

    /// The invitation, with the live link and the agenda in its description.
    pub(crate) fn invitation(&self, words: &Words, sender: &Sender) -> Calendar {
        let link = self.meeting.link.iter().map(|link| format!("{}: {link}", words.text("mail-live-link")));
        let agenda = self.agenda.iter().map(|item| item.line(words));
        let description = link.chain([words.text("mail-agenda")]).chain(agenda).collect::<Vec<_>>().join("\n");
        let change = CalendarChange { method: CalendarMethod::Request, description, at: self.dispatched_at };
        calendar_entry(&self.meeting, &self.recipient, sender, change)
    }

    /// What the addressee should know before answering.
    fn notes(&self, words: &Words) -> Vec<String> {
        let named = |key, name: &'static str, person: &String| words.format(key, &[(name, person.clone().into())]);
        let capacity = match (self.capacity, &self.counterpart) {
            (HolderCapacity::Titular, Some(substitute)) => {
                Some(named("mail-convocation-titular", "substitute", substitute))
            }
            (HolderCapacity::Titular, None) => None,
            (HolderCapacity::Substitute, Some(titular)) => {
                Some(named("mail-convocation-substitute", "titular", titular))
            }
            (HolderCapacity::Substitute, None) => Some(words.text("mail-convocation-substitute-alone")),
        };
        let vote = (!self.voting).then(|| words.text("mail-convocation-not-voting"));
        capacity.into_iter().chain(vote).collect()
    }
}

impl AgendaLine {
    fn view(&self, words: &Words, bodies: Bodies) -> AgendaView {
        let urgency =
            self.urgency.clone().map(|reason| words.format("mail-agenda-item-urgent", &[("reason", reason.into())]));
        let body = self.body.as_deref().filter(|_| bodies == Bodies::Shown);
        AgendaView {
            position: self.position,
            title: self.title.clone(),
            line: self.line(words),
            kind: self.kind_label(words),
            language: (self.language != *words.locale()).then(|| self.language.to_string()),
            urgency,
            body_html: body.map(|body| markdown::to_html(body).to_string()),
            body_text: body.map(markdown::to_plain),
        }
    }

    fn kind_label(&self, words: &Words) -> String {
        label(words.locale(), "agenda-item-kind", self.kind)
    }

    fn line(&self, words: &Words) -> String {
        let facts = [
            ("position", self.position.into()),
            ("title", self.title.clone().into()),
            ("kind", self.kind_label(words).into()),
        ];
        words.format("mail-agenda-item", &facts)
    }
}
