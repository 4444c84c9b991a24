//! The store behind the ports of `cordata-app`: SQLite in one file, or PostgreSQL.
//!
//! [`Database`] implements the read ports and opens write transactions; [`WriteTx`] implements the repositories of
//! one. What differs between the two databases stands in `connect`, `tx` and `sql` only.

mod address;
mod audit;
mod blob;
mod connect;
mod convert;
pub mod custody;
mod entity;
mod error;
#[cfg(test)]
mod faults;
mod holder;
mod page;
mod pulse;
mod query;
mod queue;
mod repo;
mod sql;
mod sweep;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial;
mod trust;
mod tx;

pub use address::{AddressError, check_address};
pub use connect::{ConnectOptions, Database, Durability};
pub use holder::{Holding, HoldingError, holder};
pub use tx::WriteTx;
