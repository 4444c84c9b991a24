//! Documents: files that belong to a meeting, an agreement or a commitment, and the addresses they are sent to.

pub mod input;
pub mod mutation;
pub mod query;
mod types;

pub use mutation::DocumentMutation;
pub use query::DocumentQuery;
pub use types::{Document, DocumentVersion, DocumentViewerCan, DocumentVisibility, Upload};
