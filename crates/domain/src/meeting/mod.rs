//! Meetings of a table: from the draft of an agenda to the follow-ups of what was decided.

mod agenda;
mod attendance;
mod convocation;
mod decision;
mod follow_up;
mod lifecycle;
mod minutes;
mod preparation;

pub use agenda::{AgendaItem, AgendaItemDraft, AgendaItemKind, AgendaItemState};
pub use attendance::{Attendance, Presence, QuorumCheck, count_quorum};
pub use convocation::{AnswerKind, Convocation, Invitee, InviteeAnswer, invitees};
pub use decision::{Decision, DecisionDraft, DecisionMethod, DecisionState, Majority, Tally};
pub use follow_up::{FollowUp, FollowUpState};
pub use lifecycle::{ConveneOrder, Meeting, MeetingRecord};
pub use minutes::{
    Circulation, MAX_REMARKS, Minutes, MinutesHash, MinutesRemark, MinutesSight, MinutesState, MinutesText,
    MinutesVersion, RemarkDraft, ReservedPart,
};
pub use preparation::{MeetingDraft, MeetingKind, MeetingMode, MeetingOutcome, MeetingState};

use serde::{Deserialize, Serialize};

/// A gap-free number inside a table and year (rule T13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearNumber {
    /// The local year.
    pub year: i32,
    /// The number, from 1.
    pub number: u32,
}

impl std::fmt::Display for YearNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.year)
    }
}
