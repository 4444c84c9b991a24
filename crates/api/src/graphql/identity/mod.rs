//! Persons with their posts and roles, and what the caller is.

mod access;
mod held;
pub mod input;
pub mod mutation;
pub mod query;
pub mod session;
mod types;

pub use access::AccessExplanation;
pub use held::{Affiliation, RoleGrant};
pub use mutation::IdentityMutation;
pub use query::IdentityQuery;
pub use session::{ApiToken, Session, SessionMutation};
pub use types::{HeldRole, HeldRoleKind, Person, PersonViewerCan, Viewer, ViewerCan};
