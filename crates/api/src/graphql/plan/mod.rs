//! The plan of an edition and its tree.

mod action;
pub mod input;
pub mod mutation;
pub mod query;
mod territory;
mod types;

pub use action::{ActionState, CityRole, Competence, Objective, PlanAction, PlanActionViewerCan, Term};
pub use mutation::PlanMutation;
pub use query::PlanQuery;
pub use territory::HomogeneousZone;
pub use types::{Axis, PlanState, StrategicPlan, StrategicPlanViewerCan, Strategy};
