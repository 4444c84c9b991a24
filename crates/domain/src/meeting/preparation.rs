use chrono::Datelike;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{InputProblem, Refusal};
use crate::period::LocalMoment;

/// Which kind of meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MeetingKind {
    /// With full notice.
    Ordinary,
    /// With short notice and a reason.
    Urgent,
    /// After an inquorate first call, with a lower quorum.
    SecondCall,
}

/// Where people meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MeetingMode {
    /// In a room.
    InPerson,
    /// By a live link.
    Remote,
    /// Both.
    Hybrid,
}

/// Where a meeting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MeetingState {
    /// Being prepared.
    Draft,
    /// Convened: the convocation was dispatched.
    Convened,
    /// Put off; to be convened again.
    Postponed,
    /// Under way.
    Open,
    /// Over.
    Closed,
    /// Called off, with a reason.
    Cancelled,
}

/// How a meeting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MeetingOutcome {
    /// The quorum was reached.
    Valid,
    /// It was not.
    Inquorate,
}

/// What the preparation of a meeting sets.
#[derive(Debug, Clone)]
pub struct MeetingDraft {
    /// Its title.
    pub title: String,
    /// Which kind.
    pub kind: MeetingKind,
    /// Where people meet.
    pub mode: MeetingMode,
    /// The room.
    pub place: Option<String>,
    /// The address of the live link.
    pub link: Option<String>,
    /// When it begins.
    pub starts: LocalMoment,
    /// How long it is expected to last, in minutes.
    pub minutes: u32,
}

impl MeetingDraft {
    /// Checks lengths, the live link, that a place is given for whoever has to travel and that clocks show the time.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        self.title = crate::search::line(&self.title, 200).map_err(|refusal| refusal.under("title"))?;
        self.place =
            crate::search::optional_line(self.place.as_deref(), 300).map_err(|refusal| refusal.under("place"))?;
        let link = self.link.as_deref().filter(|link| !link.trim().is_empty());
        let link = link.map(|link| crate::search::https_link(link, 500)).transpose();
        self.link = link.map_err(|refusal| refusal.under("link"))?;
        let missing = match self.mode {
            MeetingMode::InPerson => self.place.is_none().then_some("place"),
            MeetingMode::Remote => self.link.is_none().then_some("link"),
            MeetingMode::Hybrid if self.place.is_none() => Some("place"),
            MeetingMode::Hybrid => self.link.is_none().then_some("link"),
        };
        if let Some(field) = missing {
            return Err(Refusal::input(InputProblem::Blank).under(field));
        }
        if !(1900..=2200).contains(&self.starts.date().year()) {
            let range = InputProblem::OutOfRange { min: "1900-01-01".to_owned(), max: "2200-12-31".to_owned() };
            return Err(Refusal::input(range).under("startsAtLocal"));
        }
        self.starts.require_shown().map_err(|refusal| refusal.under("startsAtLocal"))?;
        if !(15..=1440).contains(&self.minutes) {
            let range = InputProblem::OutOfRange { min: "15".to_owned(), max: "1440".to_owned() };
            return Err(Refusal::input(range).under("minutes"));
        }
        Ok(self)
    }
}
