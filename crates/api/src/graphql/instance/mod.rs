//! The installation, and the caller's budget.

mod query;
mod types;

pub use query::InstanceQuery;
pub use types::{Instance, RateLimit};
