//! The trail of commands.

pub mod query;
mod types;

pub use query::AuditQuery;
pub use types::{AuditChange, AuditEntry};
