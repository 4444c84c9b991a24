//! The plan of an edition and its tree.

mod action;
mod goal;
pub mod input;
pub mod mutation;
pub mod query;
mod territory;
mod types;

pub use action::{ActionState, CityRole, Competence, PlanAction, PlanActionViewerCan};
pub use goal::{Objective, Taxonomy, Term};
pub use mutation::PlanMutation;
pub use query::PlanQuery;
pub use territory::HomogeneousZone;
pub use types::{Axis, PlanState, StrategicPlan, StrategicPlanViewerCan, Strategy};
