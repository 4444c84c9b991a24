use chrono::NaiveDate;
use cordata_domain::Locale;
use cordata_text::format;
use serde::Serialize;
use url::Url;

use super::{MeetingFacts, Recipient, meeting_facts};
use crate::templates::Facts;

/// Tells somebody who holds a seat that the minutes of a meeting were circulated. What they say stands on their page
/// only, where part of it may be reserved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesMail {
    /// The meeting.
    pub meeting: MeetingFacts,
    /// Who holds the seat.
    pub recipient: Recipient,
    /// The last day on which remarks are taken.
    pub remarks_until: NaiveDate,
    /// Whether an earlier version was circulated before.
    pub again: bool,
    /// The page of the minutes.
    pub url: Url,
}

/// A notice of minutes as its templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct MinutesView {
    title: String,
    again: bool,
    minutes_url: String,
    meeting_url: String,
}

impl MinutesMail {
    pub(crate) fn facts(&self, locale: &Locale) -> Facts {
        let mut facts = meeting_facts(locale, &self.meeting, &self.recipient);
        facts.0.push(("until", format::date(locale, self.remarks_until).into()));
        facts
    }

    pub(crate) fn view(&self) -> MinutesView {
        MinutesView {
            title: self.meeting.title.clone(),
            again: self.again,
            minutes_url: self.url.to_string(),
            meeting_url: self.meeting.url.to_string(),
        }
    }
}
