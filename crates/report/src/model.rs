//! What documents contain.

pub mod sustainability;

use cordata_domain::meeting::{AgendaItemKind, MeetingKind, MeetingMode, YearNumber};
use cordata_domain::period::LocalMoment;
use cordata_domain::{Locale, LocalisedText};

/// The convocation of a meeting as a letter, for members who get it on paper. It names organisations, never persons
/// (rule P3), and no live link, which belongs to the guests' own mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConvocationLetter {
    /// The body that sends it.
    pub sender: String,
    /// The table that meets.
    pub table: LocalisedText,
    /// The number of the convocation.
    pub number: YearNumber,
    /// When it was dispatched.
    pub dispatched: LocalMoment,
    /// Why the notice is short.
    pub urgency: Option<String>,
    /// The title of the meeting.
    pub title: String,
    /// Which kind of meeting.
    pub kind: MeetingKind,
    /// Where people meet.
    pub mode: MeetingMode,
    /// The room.
    pub place: Option<String>,
    /// When the meeting begins.
    pub starts: LocalMoment,
    /// The organisations it is addressed to, by name.
    pub addressees: Vec<Addressee>,
    /// The agenda, in order.
    pub agenda: Vec<LetterItem>,
}

/// An organisation that a letter is addressed to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Addressee {
    /// Its name.
    pub organisation: String,
    /// Whether it votes.
    pub voting: bool,
}

/// An item of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterItem {
    /// Its place, from 1.
    pub position: u32,
    /// Its title.
    pub title: String,
    /// What it is about, as Markdown.
    pub body: Option<String>,
    /// What is asked of the meeting.
    pub kind: AgendaItemKind,
    /// The language it is written in.
    pub language: Locale,
}
