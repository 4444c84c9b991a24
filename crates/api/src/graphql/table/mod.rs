//! Concertation tables and their seats.

pub mod input;
pub mod mutation;
pub mod query;
mod rules;
mod seat;
mod types;

pub use mutation::TableMutation;
pub use query::TableQuery;
pub use rules::{QuorumShare, RulesOfProcedure};
pub use seat::{HolderCapacity, Seat, SeatHolder, SeatKind, SeatState};
pub use types::{ConcertationTable, ConcertationTableViewerCan, Mandate, Publicity, TableKind, TableState};
