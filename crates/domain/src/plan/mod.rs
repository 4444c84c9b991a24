//! The plan of an edition and its tree: axes, strategies, actions, with objectives and terms of taxonomies.
//! Codes are reused by later editions with another content, so the key of anything here is (edition, code).

mod action;
mod code;
mod edition;
mod territory;

pub use action::{ActionState, CityRole, Competence, PlanAction, PlanActionDraft};
pub use code::{AxisCode, PlanActionCode, StrategyCode};
pub use edition::{Axis, Objective, ObjectiveOwner, PlanState, StrategicPlan, Strategy, Taxonomy, Term};
pub use territory::{HomogeneousZone, Municipality, istat_code};
