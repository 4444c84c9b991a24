//! Co-design: proposals that organisations write together, and contributions from anybody.
//!
//! A proposal is a list of clauses whose ids stay the same from version to version. Versions are numbered, immutable,
//! and each saved for one organisation. What one author saves within minutes is one version in several states, and each
//! state keeps a number of its own; what is said about the text (comments, endorsements) names the version it was
//! said about.

mod clause;
mod comment;
mod contribution;
mod difference;
mod proposal;

pub use clause::{Clause, ClauseDraft, MAX_BODY, MAX_CLAUSES, TextHash};
pub use comment::{Comment, CommentDraft, MAX_COMMENTS, Resolution};
pub use contribution::{
    Citizen, Contribution, ContributionAnswer, ContributionDraft, ContributionKind, ContributionState,
    MOST_CONTRIBUTIONS_A_DAY, MOST_CONTRIBUTIONS_AN_HOUR, Outcome, quota_name,
};
pub use difference::{Change, ClauseDifference, Piece, PieceKind, differences};
pub use proposal::{
    Endorsement, MAX_ENDORSEMENTS, MAX_VERSIONS, Proposal, ProposalDraft, ProposalState, ProposalVersion, SavedText,
    Saving, SavingRules,
};
