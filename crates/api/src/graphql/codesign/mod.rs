//! Co-design: proposals that organisations write together, and contributions from anybody.

mod contribution;
mod difference;
pub mod input;
pub mod mutation;
pub mod query;
pub mod subscription;
mod text;
mod types;

pub use contribution::{Contribution, ContributionAnswer, ContributionKind, ContributionState, ContributionViewerCan};
pub use difference::{ClauseChange, ClauseDifference, PieceKind, TextPiece};
pub use mutation::CodesignMutation;
pub use query::CodesignQuery;
pub use subscription::CodesignSubscription;
pub use text::{Endorsement, ProposalClause, ProposalComment, ProposalVersion};
pub use types::{Proposal, ProposalState, ProposalViewerCan};
