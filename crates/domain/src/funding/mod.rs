//! Who gives what to which project: programmes and sources, commitments, the one append-only ledger behind them, and
//! what a second person validated of it.

mod check;
mod commitment;
mod in_kind;
mod ledger;
mod matrix;
mod programme;
pub mod recovery_plan;
mod totals;

pub use check::{Checked, EntryCheck, Payment};
pub use commitment::{Commitment, CommitmentDraft, CommitmentState, Nature};
pub use in_kind::{Evidence, Hand, InKindContribution, InKindDraft, InKindState, MAX_EVIDENCE};
pub use ledger::{Entry, EntryKind, Position, post};
pub use matrix::{Cell, Matrix, MatrixRow, divide};
pub use programme::{FundingProgramme, FundingSource};
pub use totals::ProjectTotals;
