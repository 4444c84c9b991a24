//! Legal entities and informal groups that take part in the plan.

pub mod mutation;
pub mod query;
mod types;

pub use mutation::StakeholderMutation;
pub use query::StakeholderQuery;
pub use types::{ActorGroup, Stakeholder, StakeholderKind, StakeholderViewerCan};
