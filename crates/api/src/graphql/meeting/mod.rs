//! Meetings of tables: agenda, convocation, presence, decisions and what follows from them.

mod agenda;
mod decision;
mod minutes;
pub mod mutation;
mod presence;
pub mod query;
mod subscription;
mod types;

pub use agenda::{AgendaItem, AgendaItemKind, AgendaItemState};
pub use decision::{
    Decision, DecisionMethod, DecisionState, DecisionViewerCan, FollowUp, FollowUpState, FollowUpViewerCan, Majority,
    Tally,
};
pub use minutes::{Minutes, MinutesRemark, MinutesState, MinutesVersion, MinutesViewerCan};
pub use mutation::MeetingMutation;
pub use presence::{AnswerKind, Attendance, Convocation, Invitee, InviteeAnswer, Presence, QuorumCheck};
pub use query::{DecisionOrder, FollowUpOrder, MeetingOrder, MeetingQuery};
pub use subscription::{MeetingChange, MeetingChanged, MeetingSubscription};
pub use types::{Meeting, MeetingKind, MeetingMode, MeetingOutcome, MeetingState, MeetingViewerCan};
