//! Who gives what to which project: programmes and sources, promises, the ledger behind them, their sums, and what
//! second persons validate.

mod commitment;
pub mod input;
mod matrix;
pub mod mutation;
pub mod query;
mod types;
mod validation;
pub mod validation_input;
pub mod validation_mutation;

pub use commitment::{
    Commitment, CommitmentPosition, CommitmentState, CommitmentViewerCan, ContributionNature, LedgerEntry,
    LedgerEntryKind,
};
pub use matrix::{ContributionCell, cells_of_project};
pub use mutation::FundingMutation;
pub use query::FundingQuery;
pub use types::{FundingProgramme, FundingSource, SourceTotals};
pub use validation::{DisbursementValidation, InKindContribution, InKindEvidence, InKindState, InKindViewerCan};
pub use validation_mutation::ValidationMutation;
