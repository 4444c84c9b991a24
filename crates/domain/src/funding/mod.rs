//! Who gives what to which project: programmes and sources, commitments, and the one append-only ledger behind them.

mod commitment;
mod ledger;
mod matrix;
mod programme;
pub mod recovery_plan;
mod totals;

pub use commitment::{Commitment, CommitmentDraft, CommitmentState, Nature};
pub use ledger::{Entry, EntryKind, Position, post};
pub use matrix::{Cell, Matrix, MatrixRow, divide};
pub use programme::{FundingProgramme, FundingSource};
pub use totals::ProjectTotals;
