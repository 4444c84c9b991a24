//! What each kind of mail is about: typed facts, gathered by the caller for one recipient, in no language yet.

mod access;
mod cancellation;
mod contribution;
mod convocation;
mod digest;
mod minutes;

pub use access::{AccessMail, AccessPurpose, OfferedPlace};
pub use cancellation::CancellationMail;
pub use contribution::{ContributionMail, ContributionOutcome};
pub use convocation::{AgendaLine, ConvocationMail};
pub use digest::{DigestLine, DigestMail, DigestMeeting, DigestTable, DigestTask};
pub use minutes::MinutesMail;

pub(crate) use access::AccessView;
pub(crate) use cancellation::CancellationView;
pub(crate) use contribution::ContributionView;
pub(crate) use convocation::{Bodies, ConvocationView};
pub(crate) use digest::DigestView;
pub(crate) use minutes::MinutesView;

use chrono::{DateTime, Duration, Utc};
use cordata_domain::Locale;
use cordata_domain::identity::EmailAddress;
use cordata_domain::meeting::{MeetingKind, MeetingMode};
use cordata_domain::period::LocalMoment;
use cordata_text::calendar::{Invitation, Method, invitation};
use cordata_text::{format, label};
use url::Url;

use crate::message::{Calendar, CalendarMethod};
use crate::render::Sender;
use crate::templates::Facts;

/// The meeting that a mail is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingFacts {
    /// The name of its table, in the recipient's language.
    pub table: String,
    /// Its title.
    pub title: String,
    /// Which kind of meeting.
    pub kind: MeetingKind,
    /// Where people meet.
    pub mode: MeetingMode,
    /// The room.
    pub place: Option<String>,
    /// The live link.
    pub link: Option<String>,
    /// When it begins, on the wall.
    pub starts: LocalMoment,
    /// How long it is expected to last, in minutes.
    pub minutes: u32,
    /// Its page.
    pub url: Url,
    /// The UID of its calendar entry: the same in every mail about it.
    pub ics_uid: String,
    /// The SEQUENCE of the calendar entry: one more at each change.
    pub sequence: u32,
}

/// The person a mail is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The person's name.
    pub name: String,
    /// Where the mail goes; also the attendee of the calendar entry.
    pub address: EmailAddress,
    /// The organisation that the person sits for.
    pub organisation: String,
}

/// The facts of a meeting and its addressee by the names that the catalogues use.
fn meeting_facts(locale: &Locale, meeting: &MeetingFacts, recipient: &Recipient) -> Facts {
    Facts(vec![
        ("table", meeting.table.clone().into()),
        ("title", meeting.title.clone().into()),
        ("moment", format::moment(locale, meeting.starts).into()),
        ("date", format::date(locale, meeting.starts.date()).into()),
        ("minutes", meeting.minutes.into()),
        ("name", recipient.name.clone().into()),
        ("organisation", recipient.organisation.clone().into()),
    ])
}

fn kind_and_mode(locale: &Locale, meeting: &MeetingFacts) -> (String, String) {
    (label(locale, "meeting-kind", meeting.kind), label(locale, "meeting-mode", meeting.mode))
}

/// What is done to the calendar entry of a meeting, and when that was decided.
struct CalendarChange {
    method: CalendarMethod,
    description: String,
    at: DateTime<Utc>,
}

/// The calendar entry of a meeting for one guest. Its organizer is the mail's sender: calendar programs compare both.
fn calendar_entry(meeting: &MeetingFacts, recipient: &Recipient, sender: &Sender, change: CalendarChange) -> Calendar {
    let starts = meeting.starts.instant();
    let ics = invitation(&Invitation {
        uid: meeting.ics_uid.clone(),
        sequence: meeting.sequence,
        method: match change.method {
            CalendarMethod::Request => Method::Request,
            CalendarMethod::Cancel => Method::Cancel,
        },
        summary: format!("{} – {}", meeting.table, meeting.title),
        description: change.description,
        location: meeting.place.clone().or_else(|| meeting.link.clone()),
        url: Some(meeting.url.to_string()),
        starts,
        ends: starts + Duration::minutes(i64::from(meeting.minutes)),
        organizer_name: sender.name.clone(),
        organizer_address: sender.address.as_str().to_owned(),
        attendee: Some((recipient.name.clone(), recipient.address.as_str().to_owned())),
        stamp: change.at,
    });
    Calendar { method: change.method, ics }
}
