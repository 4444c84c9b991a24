use chrono::{DateTime, Utc};
use cordata_domain::Locale;
use cordata_text::Words;
use serde::Serialize;

use super::{CalendarChange, MeetingFacts, Recipient, calendar_entry, meeting_facts};
use crate::message::{Calendar, CalendarMethod};
use crate::render::Sender;
use crate::templates::Facts;

/// Tells an addressee of a convocation that the meeting does not take place as convened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancellationMail {
    /// The meeting as it was convened; `sequence` is that of the withdrawal.
    pub meeting: MeetingFacts,
    /// The addressee.
    pub recipient: Recipient,
    /// Why.
    pub reason: String,
    /// Whether it is put off, to be convened again; else it is called off.
    pub postponed: bool,
    /// When it was dispatched.
    pub dispatched_at: DateTime<Utc>,
}

/// A cancellation as its templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct CancellationView {
    /// What the keys of the catalogue begin with.
    change: &'static str,
    title: String,
    reason: String,
    meeting_url: String,
}

impl CancellationMail {
    pub(crate) fn facts(&self, locale: &Locale) -> Facts {
        meeting_facts(locale, &self.meeting, &self.recipient)
    }

    /// The key of the line that mail programs show beside the subject.
    pub(crate) fn preheader(&self) -> &'static str {
        if self.postponed { "mail-postponement-preheader" } else { "mail-cancellation-preheader" }
    }

    /// Takes the meeting out of the recipient's calendar.
    pub(crate) fn withdrawal(&self, words: &Words, sender: &Sender) -> Calendar {
        let description = format!("{}: {}", words.text("mail-reason"), self.reason);
        let change = CalendarChange { method: CalendarMethod::Cancel, description, at: self.dispatched_at };
        calendar_entry(&self.meeting, &self.recipient, sender, change)
    }

    pub(crate) fn view(&self) -> CancellationView {
        CancellationView {
            change: if self.postponed { "mail-postponement" } else { "mail-cancellation" },
            title: self.meeting.title.clone(),
            reason: self.reason.clone(),
            meeting_url: self.meeting.url.to_string(),
        }
    }
}
