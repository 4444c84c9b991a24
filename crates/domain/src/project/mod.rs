//! Projects: concrete work under one or more actions, with milestones and a budget that is revised.

mod budget;
mod cup;
mod lifecycle;
mod milestone;
mod share;

pub use budget::{Budget, BudgetRevision};
pub use cup::Cup;
pub use lifecycle::{Project, ProjectDraft, ProjectState, SourceKey};
pub use milestone::Milestone;
pub use share::{ActionShare, check_shares, shares_on};
