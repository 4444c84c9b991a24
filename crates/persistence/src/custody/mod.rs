//! Custody of the whole database: what it holds, copies of it, and its export and import as lines of JSON, which mean
//! the same on both databases.
//!
//! Everything is driven by one registry of tables, which the entities describe. A copy is compared with what a
//! [`Snapshot`] saw: the number of rows of each table and a digest of their content.

mod check;
mod documents;
mod export;
mod import;
mod line;
mod registry;
mod snapshot;
mod table;

use cordata_app::AppError;

pub use line::Summary;
pub use snapshot::{Snapshot, TableContent};

#[cfg(test)]
pub(crate) use registry::tables;
#[cfg(test)]
pub(crate) use snapshot::{columns, hexadecimal};
#[cfg(test)]
pub(crate) use table::Row;

/// Why a copy could not be made or taken in.
#[derive(Debug, thiserror::Error)]
pub enum CustodyError {
    /// A line of a file is not as it should be.
    #[error("line {line}: {problem}")]
    Line {
        /// Which, from 1.
        line: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// The database or the file is not one for this.
    #[error("{0}")]
    Unfit(String),
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] AppError),
    /// A file cannot be read or written.
    #[error("a file cannot be read or written")]
    File(#[from] std::io::Error),
}

/// Empties the present schema of a PostgreSQL database: tables, functions and collations that belong to no extension.
pub const CLEAR_SCRIPT: &str = crate::sql::custody::CLEAR;

/// Lets subscriptions of a PostgreSQL server begin after what was restored from another one.
pub const SETTLE_SCRIPT: &str = crate::sql::custody::SETTLE_OUTBOX;
