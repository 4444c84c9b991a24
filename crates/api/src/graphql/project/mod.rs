//! Projects: work under actions, with milestones, a budget and what is promised to them.

pub mod input;
pub mod mutation;
mod part;
pub mod query;
mod subscription;
mod types;

pub use mutation::ProjectMutation;
pub use part::{
    Budget, BudgetRevision, FundingGap, Milestone, ProjectFunding, ProjectShare, ProjectSource, ProjectTotals,
};
pub use query::ProjectQuery;
pub use subscription::{ProjectFundingChanged, ProjectSubscription};
pub use types::{Project, ProjectState, ProjectViewerCan};
