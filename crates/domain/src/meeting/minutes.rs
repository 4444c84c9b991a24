use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::lifecycle::Meeting;
use super::preparation::MeetingState;
use crate::error::{Reason, Refusal};
use crate::ids::{MeetingId, MinutesId, MinutesRemarkId, PersonId, StakeholderId, TableId};
use crate::locale::Locale;
use crate::period::{LocalMoment, WorkingCalendar};
use crate::policy::Visibility;
use crate::search;

/// The most characters of either text.
const MAX_TEXT: usize = 50_000;
/// The most remarks on the minutes of one meeting, over all versions of their text.
pub const MAX_REMARKS: u32 = 500;
/// The most versions of the text that are circulated.
const MAX_VERSIONS: u32 = 50;

/// Where minutes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MinutesState {
    /// Being written, for the first time or again.
    Draft,
    /// Sent to those who sit at the table, who may remark on them.
    Circulated,
    /// Approved: they never change any more (rule T10).
    Approved,
    /// Signed outside this platform, which is recorded here.
    Signed,
    /// Their public part is for everybody.
    Published,
}

impl MinutesState {
    /// Whether nobody changes the text any more (rule T10).
    pub fn is_final(self) -> bool {
        matches!(self, Self::Approved | Self::Signed | Self::Published)
    }
}

/// SHA-256 of the canonical form of minutes: whoever holds the texts can make sure that they are those that were
/// approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MinutesHash(pub [u8; 32]);

impl MinutesHash {
    /// The canonical form: the line `cordata minutes 1`, the sixteen bytes of the meeting's id, the number of the
    /// version, the public and the reserved text in UTF-8. Each of the last three has its length in bytes and a colon
    /// before it, so that no two texts have one form; where nothing is reserved, a hyphen stands in its place.
    pub fn of(meeting: MeetingId, number: u32, public: &str, reserved: Option<&str>) -> Self {
        let mut hash = Sha256::new();
        hash.update("cordata minutes 1\n");
        hash.update(meeting.0.as_bytes());
        let mut part = |text: &str| {
            hash.update(text.len().to_string());
            hash.update(":");
            hash.update(text);
        };
        part(&number.to_string());
        part(public);
        match reserved {
            Some(text) => part(text),
            None => hash.update("-"),
        }
        Self(hash.finalize().into())
    }

    /// The hash that a column holds.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

/// In hexadecimal digits.
impl std::fmt::Display for MinutesHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What minutes say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesText {
    /// For everybody once they are published, as Markdown.
    pub public: String,
    /// For those of the table only, as Markdown.
    pub reserved: Option<String>,
    /// The language of both.
    pub language: Locale,
}

impl MinutesText {
    fn checked(&self) -> Result<Self, Refusal> {
        let public = search::paragraphs(&self.public, MAX_TEXT).map_err(|refusal| refusal.under("publicText"))?;
        let reserved = self.reserved.as_deref().filter(|text| !text.trim().is_empty());
        let reserved = reserved.map(|text| search::paragraphs(text, MAX_TEXT)).transpose();
        let reserved = reserved.map_err(|refusal| refusal.under("reservedText"))?;
        Ok(Self { public, reserved, language: self.language.clone() })
    }
}

/// What of minutes only those of the table may know. The hash is among it: a short reserved text could be guessed from
/// it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservedPart {
    /// The reserved text; absent where nothing is reserved.
    pub text: Option<String>,
    /// The hash of the whole.
    pub hash: MinutesHash,
}

/// How a version was sent around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circulation {
    /// When.
    pub at: DateTime<Utc>,
    /// The last day on which remarks are taken.
    pub remarks_until: NaiveDate,
}

/// One version of minutes as it was circulated. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesVersion {
    /// The minutes.
    pub minutes: MinutesId,
    /// Its number, from 1.
    pub number: u32,
    /// The public text, as Markdown.
    pub public_text: String,
    /// The language of the texts.
    pub language: Locale,
    /// The reserved part.
    pub reserved: ReservedPart,
    /// How it was circulated.
    pub circulation: Circulation,
}

/// The minutes of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes {
    /// Their id.
    pub id: MinutesId,
    /// The table.
    pub table: TableId,
    /// The meeting: each has minutes once.
    pub meeting: MeetingId,
    /// Where they stand.
    pub state: MinutesState,
    /// The number of the version of their text, from 1: a text that was circulated and is changed gets the next one.
    pub number: u32,
    /// The public text, as Markdown.
    pub public_text: String,
    /// The language of the texts.
    pub language: Locale,
    /// The reserved part; absent where the reader may not know it, and never for a command.
    pub reserved: Option<ReservedPart>,
    /// The day by which the rules of procedure want them circulated.
    pub due: NaiveDate,
    /// How the present version was circulated; absent while they are a draft.
    pub circulation: Option<Circulation>,
    /// When they were approved.
    pub approved_at: Option<DateTime<Utc>>,
    /// When their signature was recorded.
    pub signed_at: Option<DateTime<Utc>>,
    /// When they were published.
    pub published_at: Option<DateTime<Utc>>,
    /// Their number in the registry of documents.
    pub protocol_number: Option<String>,
    /// Raised by every change.
    pub version: i64,
}

/// How much of minutes somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MinutesSight {
    /// Nothing, not even that there are any.
    Nothing,
    /// The public text.
    Public,
    /// Everything: drafts, the reserved text, remarks.
    Everything,
}

impl Minutes {
    /// The draft of the minutes of a meeting that is over, whether or not it had a quorum.
    pub fn draft(
        id: MinutesId,
        meeting: &Meeting,
        text: &MinutesText,
        calendar: WorkingCalendar,
    ) -> Result<Self, Refusal> {
        let (MeetingState::Closed, Some(closed)) = (meeting.state, meeting.closed_at) else {
            return Err(Reason::IllegalTransition { from: meeting.state.into(), action: "draftMinutes" }.into());
        };
        let text = text.checked()?;
        let hash = MinutesHash::of(meeting.id, 1, &text.public, text.reserved.as_deref());
        let closed_on = LocalMoment::at(closed, meeting.plan.starts.zone).date();
        Ok(Self {
            id,
            table: meeting.table,
            meeting: meeting.id,
            state: MinutesState::Draft,
            number: 1,
            public_text: text.public,
            language: text.language,
            reserved: Some(ReservedPart { text: text.reserved, hash }),
            due: calendar.nth_working_day(closed_on, meeting.rules.unwrap_or_default().minutes_days),
            circulation: None,
            approved_at: None,
            signed_at: None,
            published_at: None,
            protocol_number: None,
            version: 1,
        })
    }

    /// How much of them is seen with `sight`; `public` says whether everybody sees their meeting. Those who sit at the
    /// table, its coordinator, the secretariat and the auditor see everything, a steward does not.
    pub fn seen_with(&self, sight: &Visibility, public: bool) -> MinutesSight {
        if sight.sees(self.table, false) {
            MinutesSight::Everything
        } else if public && self.state == MinutesState::Published {
            MinutesSight::Public
        } else {
            MinutesSight::Nothing
        }
    }

    /// Replaces the text. A draft keeps its number; minutes that were circulated become a draft again, with the next
    /// number, and have to be circulated again. Approved ones never change (rule T10).
    pub fn revise(&mut self, text: &MinutesText) -> Result<(), Refusal> {
        if self.state.is_final() {
            return Err(Reason::MinutesImmutable.into());
        }
        let text = text.checked()?;
        if self.state == MinutesState::Circulated {
            if self.number >= MAX_VERSIONS {
                return Err(Reason::LimitReached { max: MAX_VERSIONS }.into());
            }
            self.number += 1;
            self.state = MinutesState::Draft;
            self.circulation = None;
        }
        let hash = MinutesHash::of(self.meeting, self.number, &text.public, text.reserved.as_deref());
        self.public_text = text.public;
        self.language = text.language;
        self.reserved = Some(ReservedPart { text: text.reserved, hash });
        Ok(())
    }

    /// Draft → Circulated: remarks are taken for as many working days after today as the meeting's rules give. Answers
    /// the version that was sent around.
    pub fn circulate(
        &mut self,
        meeting: &Meeting,
        calendar: WorkingCalendar,
        now: DateTime<Utc>,
    ) -> Result<MinutesVersion, Refusal> {
        self.require(MinutesState::Draft, "circulateMinutes")?;
        // Whoever may circulate sees the reserved part, so it is there.
        let reserved = self.reserved.clone().ok_or(Reason::NotFound)?;
        let today = LocalMoment::at(now, meeting.plan.starts.zone).date();
        let days = meeting.rules.unwrap_or_default().remark_days;
        let circulation = Circulation { at: now, remarks_until: calendar.nth_working_day(today, days) };
        self.circulation = Some(circulation);
        self.state = MinutesState::Circulated;
        Ok(MinutesVersion {
            minutes: self.id,
            number: self.number,
            public_text: self.public_text.clone(),
            language: self.language.clone(),
            reserved,
            circulation,
        })
    }

    /// Circulated → Approved, once the term for remarks is over: approving earlier would cut it short.
    pub fn approve(&mut self, today: NaiveDate, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.require(MinutesState::Circulated, "approveMinutes")?;
        if self.takes_remarks(today) {
            return Err(Reason::IllegalTransition { from: "REMARKS_OPEN", action: "approveMinutes" }.into());
        }
        self.approved_at = Some(now);
        self.state = MinutesState::Approved;
        Ok(())
    }

    /// Approved → Signed.
    pub fn sign(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.require(MinutesState::Approved, "signMinutes")?;
        self.signed_at = Some(now);
        self.state = MinutesState::Signed;
        Ok(())
    }

    /// Signed → Published, under a number of the registry.
    pub fn publish(&mut self, protocol_number: &str, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.require(MinutesState::Signed, "publishMinutes")?;
        let number = search::line(protocol_number, 100).map_err(|refusal| refusal.under("protocolNumber"))?;
        self.protocol_number = Some(number);
        self.published_at = Some(now);
        self.state = MinutesState::Published;
        Ok(())
    }

    /// Whether remarks are taken on this day, in the meeting's time zone.
    pub fn takes_remarks(&self, today: NaiveDate) -> bool {
        self.state == MinutesState::Circulated && self.circulation.is_some_and(|sent| today <= sent.remarks_until)
    }

    fn require(&self, state: MinutesState, action: &'static str) -> Result<(), Refusal> {
        if self.state == state {
            Ok(())
        } else {
            Err(Reason::IllegalTransition { from: self.state.into(), action }.into())
        }
    }
}

/// What an organisation of the table says about one circulated version of minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesRemark {
    /// Its id.
    pub id: MinutesRemarkId,
    /// The minutes.
    pub minutes: MinutesId,
    /// The number of the version that was read.
    pub number: u32,
    /// The organisation.
    pub on_behalf_of: StakeholderId,
    /// Who recorded it; absent for the operator at the console.
    pub author: Option<PersonId>,
    /// What is said, as Markdown.
    pub text: String,
    /// In which language.
    pub language: Locale,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// What somebody says about minutes.
#[derive(Debug, Clone)]
pub struct RemarkDraft {
    /// For which organisation.
    pub on_behalf_of: StakeholderId,
    /// What is said, as Markdown.
    pub text: String,
    /// In which language.
    pub language: Locale,
}

impl MinutesRemark {
    /// A remark on the version that is circulated, until the end of its term.
    pub fn new(
        id: MinutesRemarkId,
        minutes: &Minutes,
        draft: &RemarkDraft,
        author: Option<PersonId>,
        (today, now): (NaiveDate, DateTime<Utc>),
    ) -> Result<Self, Refusal> {
        minutes.require(MinutesState::Circulated, "remarkOnMinutes")?;
        if !minutes.takes_remarks(today) {
            return Err(Reason::IllegalTransition { from: "REMARKS_CLOSED", action: "remarkOnMinutes" }.into());
        }
        Ok(Self {
            id,
            minutes: minutes.id,
            number: minutes.number,
            on_behalf_of: draft.on_behalf_of,
            author,
            text: search::paragraphs(&draft.text, 5_000).map_err(|refusal| refusal.under("text"))?,
            language: draft.language.clone(),
            recorded_at: now,
        })
    }
}

#[cfg(test)]
mod tests;
