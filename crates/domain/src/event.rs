//! What happened: written to the outbox by the command that did it, in its transaction.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{
    ContributionId, DecisionId, EventId, FollowUpId, MeetingId, MinutesId, PersonId, ProjectId, ProposalId,
    StakeholderId, TableId,
};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum DomainEvent {
    /// A convocation was dispatched, for the first time or again.
    MeetingConvened {
        /// The meeting.
        meeting: MeetingId,
        /// Its table.
        table: TableId,
    },
    /// A convened meeting was put off.
    MeetingPostponed {
        /// The meeting.
        meeting: MeetingId,
        /// Its table.
        table: TableId,
    },
    /// A convened meeting was called off.
    MeetingCancelled {
        /// The meeting.
        meeting: MeetingId,
        /// Its table.
        table: TableId,
    },
    /// An addressee answered a convocation.
    ConvocationAnswered {
        /// The meeting.
        meeting: MeetingId,
        /// Its table.
        table: TableId,
        /// The organisation for which was answered.
        organisation: StakeholderId,
    },
    /// A meeting was opened.
    MeetingOpened {
        /// The meeting.
        meeting: MeetingId,
        /// Its table.
        table: TableId,
    },
    /// A decision was adopted or rejected.
    DecisionRecorded {
        /// The meeting.
        meeting: MeetingId,
        /// Its table.
        table: TableId,
        /// The decision.
        decision: DecisionId,
    },
    /// A follow-up was assigned or moved on.
    FollowUpChanged {
        /// The meeting of its decision.
        meeting: MeetingId,
        /// Its table.
        table: TableId,
        /// The follow-up.
        follow_up: FollowUpId,
    },
    /// A meeting was closed.
    MeetingClosed {
        /// The meeting.
        meeting: MeetingId,
        /// Its table.
        table: TableId,
    },
    /// Something else about a meeting changed: its preparation, its agenda, who is there.
    MeetingChanged {
        /// The meeting.
        meeting: MeetingId,
        /// Its table.
        table: TableId,
    },
    /// Minutes were circulated among those who sit at the table. Nobody else is told.
    MinutesCirculated {
        /// The meeting.
        meeting: MeetingId,
        /// Its table.
        table: TableId,
        /// The minutes.
        minutes: MinutesId,
    },
    /// Minutes were published.
    MinutesPublished {
        /// The meeting.
        meeting: MeetingId,
        /// Its table.
        table: TableId,
        /// The minutes.
        minutes: MinutesId,
    },
    /// The budget, a commitment or the ledger of a project changed.
    ProjectFundingChanged {
        /// The project.
        project: ProjectId,
    },
    /// The text, the comments, the endorsements or the state of a proposal changed.
    ProposalChanged {
        /// The proposal.
        proposal: ProposalId,
        /// Its table.
        table: TableId,
    },
    /// A contribution came in.
    ContributionReceived {
        /// The contribution.
        contribution: ContributionId,
    },
    /// A contribution was answered.
    ContributionAnswered {
        /// The contribution.
        contribution: ContributionId,
    },
}

impl DomainEvent {
    /// The table it belongs to, if it belongs to one.
    pub fn table(&self) -> Option<TableId> {
        match self {
            Self::MeetingConvened { table, .. }
            | Self::MeetingPostponed { table, .. }
            | Self::MeetingCancelled { table, .. }
            | Self::ConvocationAnswered { table, .. }
            | Self::MeetingOpened { table, .. }
            | Self::DecisionRecorded { table, .. }
            | Self::FollowUpChanged { table, .. }
            | Self::MeetingClosed { table, .. }
            | Self::MeetingChanged { table, .. }
            | Self::MinutesCirculated { table, .. }
            | Self::MinutesPublished { table, .. }
            | Self::ProposalChanged { table, .. } => Some(*table),
            Self::ProjectFundingChanged { .. }
            | Self::ContributionReceived { .. }
            | Self::ContributionAnswered { .. } => None,
        }
    }

    /// The meeting it belongs to, if it belongs to one.
    pub fn meeting(&self) -> Option<MeetingId> {
        match self {
            Self::MeetingConvened { meeting, .. }
            | Self::MeetingPostponed { meeting, .. }
            | Self::MeetingCancelled { meeting, .. }
            | Self::ConvocationAnswered { meeting, .. }
            | Self::MeetingOpened { meeting, .. }
            | Self::DecisionRecorded { meeting, .. }
            | Self::FollowUpChanged { meeting, .. }
            | Self::MeetingClosed { meeting, .. }
            | Self::MeetingChanged { meeting, .. }
            | Self::MinutesCirculated { meeting, .. }
            | Self::MinutesPublished { meeting, .. } => Some(*meeting),
            Self::ProjectFundingChanged { .. }
            | Self::ProposalChanged { .. }
            | Self::ContributionReceived { .. }
            | Self::ContributionAnswered { .. } => None,
        }
    }
}

/// An event with its time and author, as the outbox keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEvent {
    /// Its id.
    pub id: EventId,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it; absent for the operator at the console.
    pub author: Option<PersonId>,
    /// What happened.
    pub event: DomainEvent,
}
