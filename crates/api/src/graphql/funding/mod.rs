//! Who gives what to which project: programmes and sources, promises, the ledger behind them, and their sums.

mod commitment;
pub mod input;
mod matrix;
pub mod mutation;
pub mod query;
mod types;

pub use commitment::{
    Commitment, CommitmentPosition, CommitmentState, CommitmentViewerCan, ContributionNature, LedgerEntry,
    LedgerEntryKind,
};
pub use matrix::{ContributionCell, cells_of_project};
pub use mutation::FundingMutation;
pub use query::FundingQuery;
pub use types::{FundingProgramme, FundingSource, SourceTotals};
