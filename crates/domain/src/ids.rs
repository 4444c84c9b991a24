//! Identifiers: one newtype per entity over a UUID of version 7, so that ids of different things cannot be mixed up.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A strategic plan (an edition).
    PlanId,
    /// An axis of a plan.
    AxisId,
    /// A strategy of an axis.
    StrategyId,
    /// An action of a strategy.
    PlanActionId,
    /// An objective of an axis, strategy or action.
    ObjectiveId,
    /// A term of a taxonomy.
    TermId,
    /// A taxonomy.
    TaxonomyId,
    /// A municipality.
    MunicipalityId,
    /// A homogeneous zone.
    ZoneId,
    /// A legal entity or informal group.
    StakeholderId,
    /// A human.
    PersonId,
    /// A dated post of a person in an organisation.
    AffiliationId,
    /// A dated role of a person.
    GrantId,
    /// A bearer token.
    TokenId,
    /// A session of a person who signed in.
    SessionId,
    /// A request to sign in by mail.
    SignInId,
    /// A browser that was sent to an identity provider.
    OpenIdAttemptId,
    /// A person as an identity provider knows them.
    OpenIdSubjectId,
    /// An invitation of a person.
    InvitationId,
    /// A concertation table.
    TableId,
    /// A seat of a table, held by an organisation.
    SeatId,
    /// A dated naming of a person for a seat.
    SeatHolderId,
    /// A meeting of a table.
    MeetingId,
    /// An item of an agenda.
    AgendaItemId,
    /// One addressee of a convocation.
    InviteeId,
    /// The presence of one seat at a meeting.
    AttendanceId,
    /// A quorum check.
    QuorumCheckId,
    /// A decision.
    DecisionId,
    /// A task born from a decision.
    FollowUpId,
    /// The minutes of a meeting.
    MinutesId,
    /// A remark on minutes.
    MinutesRemarkId,
    /// An event in the outbox.
    EventId,
    /// An audit entry.
    AuditEntryId,
    /// A job of the worker.
    JobId,
    /// A notice: one event for one recipient.
    NoticeId,
    /// A mail with its bytes.
    MailId,
    /// A digest of one member and period.
    DigestId,
    /// A signed one-time link.
    ActionLinkId,
    /// A project.
    ProjectId,
    /// A milestone of a project.
    MilestoneId,
    /// One version of a project's budget.
    BudgetRevisionId,
    /// A programme that funds projects.
    FundingProgrammeId,
    /// A source of money.
    FundingSourceId,
    /// A promise of money or work.
    CommitmentId,
    /// An entry of the ledger.
    EntryId,
    /// A report of work or goods given on a promise.
    InKindId,
    /// An agreement.
    AgreementId,
    /// A document.
    DocumentId,
    /// A file on its way.
    UploadId,
    /// The bytes of a file.
    BlobId,
    /// A proposal that is written together.
    ProposalId,
    /// A clause of a proposal: the same in every version that has it.
    ProposalClauseId,
    /// A comment on a clause.
    CommentId,
    /// The endorsement of one version of a proposal.
    EndorsementId,
    /// What a citizen, a member or an organisation contributes.
    ContributionId,
    /// An indicator.
    IndicatorId,
    /// The start that an indicator is measured from.
    BaselineId,
    /// What an indicator is to reach.
    TargetId,
    /// One measured value.
    MeasurementId,
    /// Words of a steward about a deviation.
    ExplanationId,
    /// A version of an agreement's text.
    AgreementTextId,
    /// A clause of an agreement, the same in every version of its text.
    ClauseId,
    /// An organisation's part in an agreement.
    PartyId,
    /// A signature under an agreement.
    SignatureId,
}
