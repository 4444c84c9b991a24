//! Persons, and what the caller is.

pub mod input;
pub mod mutation;
pub mod query;
pub mod session;
mod types;

pub use mutation::IdentityMutation;
pub use query::IdentityQuery;
pub use session::{ApiToken, Session, SessionMutation};
pub use types::{HeldRole, HeldRoleKind, Person, Viewer, ViewerCan};
