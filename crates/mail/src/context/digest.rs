use chrono::NaiveDate;
use cordata_domain::meeting::{DecisionState, FollowUpState, YearNumber};
use cordata_domain::period::LocalMoment;
use cordata_text::{Words, format};
use serde::Serialize;
use url::Url;

use crate::templates::Facts;

/// Texts of people are kept to this many characters in a line of a digest; the whole stands on the page.
const LONGEST_QUOTE: usize = 300;

/// The daily digest of one member: a set of changes, grouped by table and meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestMail {
    /// The member's name.
    pub recipient_name: String,
    /// The local day of the digest.
    pub day: NaiveDate,
    /// The tables that something happened at.
    pub tables: Vec<DigestTable>,
    /// What the member is asked to do next.
    pub tasks: Vec<DigestTask>,
    /// The member's page with the switch that stops this digest.
    pub preferences_url: Url,
}

/// What happened at a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestTable {
    /// Its name, in the member's language.
    pub name: String,
    /// Its page.
    pub url: Url,
    /// Its meetings with their changes.
    pub meetings: Vec<DigestMeeting>,
    /// Changes that are on its page only.
    pub more: u32,
}

/// What happened to a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestMeeting {
    /// Its title.
    pub title: String,
    /// When it begins or began.
    pub starts: LocalMoment,
    /// Its page.
    pub url: Url,
    /// One line per change, the newest state of each.
    pub lines: Vec<DigestLine>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DigestLine {
    /// The meeting was convened.
    Convened {
        /// When it begins.
        starts: LocalMoment,
        /// Why the notice is short.
        urgency: Option<String>,
    },
    /// It was put off.
    Postponed {
        /// Why.
        reason: String,
    },
    /// It was called off.
    Cancelled {
        /// Why.
        reason: String,
    },
    /// It was held.
    Held {
        /// Its number.
        number: YearNumber,
        /// Whether the quorum was reached.
        valid: bool,
    },
    /// Something was decided.
    Decision {
        /// Its number.
        number: YearNumber,
        /// What became of it.
        state: DecisionState,
        /// What was decided.
        text: String,
    },
    /// Its minutes were published.
    MinutesPublished {
        /// Their number in the registry of documents.
        protocol_number: String,
    },
    /// A follow-up was assigned or moved on.
    FollowUp {
        /// Where it stands.
        state: FollowUpState,
        /// The organisation that does it.
        owner: String,
        /// What is to be done.
        text: String,
        /// Until when.
        due: NaiveDate,
    },
}

/// Something that the member is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DigestTask {
    /// To answer a convocation.
    Answer {
        /// The meeting's title.
        title: String,
        /// When it begins.
        starts: LocalMoment,
        /// Where to answer.
        url: Url,
    },
    /// To see to a follow-up of the member's organisation.
    FollowUp {
        /// The organisation.
        owner: String,
        /// What is to be done.
        text: String,
        /// Until when.
        due: NaiveDate,
        /// Whether that day is past.
        overdue: bool,
        /// Its page.
        url: Url,
    },
}

/// A digest as its templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct DigestView {
    tables: Vec<TableView>,
    tasks: Vec<TaskView>,
    preferences_url: String,
}

#[derive(Debug, Serialize)]
struct TableView {
    name: String,
    url: String,
    meetings: Vec<MeetingView>,
    more: Option<String>,
}

#[derive(Debug, Serialize)]
struct MeetingView {
    heading: String,
    url: String,
    lines: Vec<String>,
}

#[derive(Debug, Serialize)]
struct TaskView {
    text: String,
    url: String,
}

impl DigestMail {
    /// Changes, those on pages only included.
    pub(crate) fn count(&self) -> u32 {
        self.tables.iter().fold(0, |sum, table| sum.saturating_add(table.count()))
    }

    pub(crate) fn facts(&self, words: &Words) -> Facts {
        let names: Vec<&str> = self.tables.iter().map(|table| table.name.as_str()).collect();
        Facts(vec![
            ("name", self.recipient_name.clone().into()),
            ("date", format::long_date(words.locale(), self.day).into()),
            ("count", self.count().into()),
            ("tables", names.join(" · ").into()),
        ])
    }

    /// The view with at most `limit` lines of changes; those beyond are counted as on the page only.
    pub(crate) fn view(&self, words: &Words, limit: usize) -> DigestView {
        let mut room = limit;
        DigestView {
            tables: self.tables.iter().map(|table| table.view(words, &mut room)).collect(),
            tasks: self.tasks.iter().map(|task| task.view(words)).collect(),
            preferences_url: self.preferences_url.to_string(),
        }
    }
}

impl DigestTable {
    fn count(&self) -> u32 {
        let lines: usize = self.meetings.iter().map(|meeting| meeting.lines.len()).sum();
        self.more.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX))
    }

    fn view(&self, words: &Words, room: &mut usize) -> TableView {
        let mut shown: u32 = 0;
        let mut meetings = Vec::new();
        for meeting in self.meetings.iter().filter(|meeting| !meeting.lines.is_empty()) {
            let lines: Vec<String> = meeting.lines.iter().take(*room).map(|line| line.text(words)).collect();
            *room = room.saturating_sub(lines.len());
            shown = shown.saturating_add(u32::try_from(lines.len()).unwrap_or(u32::MAX));
            if !lines.is_empty() {
                meetings.push(meeting.view(words, lines));
            }
        }
        let more = self.count().saturating_sub(shown);
        TableView {
            name: self.name.clone(),
            url: self.url.to_string(),
            meetings,
            more: (more > 0).then(|| words.format("mail-digest-more", &[("count", more.into())])),
        }
    }
}

impl DigestMeeting {
    fn view(&self, words: &Words, lines: Vec<String>) -> MeetingView {
        let facts =
            [("title", self.title.clone().into()), ("moment", format::moment(words.locale(), self.starts).into())];
        MeetingView { heading: words.format("mail-digest-meeting", &facts), url: self.url.to_string(), lines }
    }
}

impl DigestLine {
    fn text(&self, words: &Words) -> String {
        let locale = words.locale();
        match self {
            Self::Convened { starts, urgency: None } => {
                words.format("mail-digest-meeting-convened", &[("moment", format::moment(locale, *starts).into())])
            }
            Self::Convened { starts, urgency: Some(reason) } => words.format(
                "mail-digest-meeting-convened-urgent",
                &[("moment", format::moment(locale, *starts).into()), ("reason", quote(reason).into())],
            ),
            Self::Postponed { reason } => {
                words.format("mail-digest-meeting-postponed", &[("reason", quote(reason).into())])
            }
            Self::Cancelled { reason } => {
                words.format("mail-digest-meeting-cancelled", &[("reason", quote(reason).into())])
            }
            Self::Held { number, valid } => {
                let key = if *valid { "mail-digest-meeting-valid" } else { "mail-digest-meeting-inquorate" };
                words.format(key, &[("number", number.to_string().into())])
            }
            Self::Decision { number, state, text } => {
                let facts = [("number", number.to_string().into()), ("text", quote(text).into())];
                words.format(decision_key(*state), &facts)
            }
            Self::MinutesPublished { protocol_number } => {
                words.format("mail-digest-minutes-published", &[("number", protocol_number.clone().into())])
            }
            Self::FollowUp { state, owner, text, due } => {
                let due = format::date(locale, *due);
                let facts = [("owner", owner.clone().into()), ("due", due.into()), ("text", quote(text).into())];
                words.format(follow_up_key(*state), &facts)
            }
        }
    }
}

fn decision_key(state: DecisionState) -> &'static str {
    match state {
        DecisionState::Adopted => "mail-digest-decision-adopted",
        DecisionState::Rejected => "mail-digest-decision-rejected",
        DecisionState::Superseded => "mail-digest-decision-superseded",
    }
}

fn follow_up_key(state: FollowUpState) -> &'static str {
    match state {
        FollowUpState::Open => "mail-digest-follow-up-assigned",
        FollowUpState::InProgress => "mail-digest-follow-up-in-progress",
        FollowUpState::Done => "mail-digest-follow-up-done",
        FollowUpState::Verified => "mail-digest-follow-up-verified",
        FollowUpState::Cancelled => "mail-digest-follow-up-cancelled",
    }
}

impl DigestTask {
    fn view(&self, words: &Words) -> TaskView {
        let locale = words.locale();
        match self {
            Self::Answer { title, starts, url } => {
                let facts = [("title", title.clone().into()), ("moment", format::moment(locale, *starts).into())];
                TaskView { text: words.format("mail-digest-next-answer", &facts), url: url.to_string() }
            }
            Self::FollowUp { owner, text, due, overdue, url } => {
                let key = if *overdue { "mail-digest-next-follow-up-overdue" } else { "mail-digest-next-follow-up" };
                let due = format::date(locale, *due);
                let facts = [("due", due.into()), ("owner", owner.clone().into()), ("text", quote(text).into())];
                TaskView { text: words.format(key, &facts), url: url.to_string() }
            }
        }
    }
}

/// A person's text as part of one line, cut at a word when it is long.
fn quote(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_QUOTE {
        return line;
    }
    let head: String = line.chars().take(LONGEST_QUOTE).collect();
    let cut = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
    format!("{cut}…")
}
