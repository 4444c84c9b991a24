//! The sustainability report of a plan, as a graph of what its pages and files say too.

mod axis;
mod indicator;
mod money;
pub mod query;
mod types;

pub use axis::{ReportAction, ReportAxis, ReportObjective, ReportStrategy};
pub use indicator::{ReportClassOutcomes, ReportIndicators, ReportOutcomeCounts, ReportOutcomes};
pub use money::{ReportAmounts, ReportContribution, ReportLeftOut, ReportMoney, ReportMoneyByContributor};
pub use query::ReportQuery;
pub use types::{ReportActionCounts, SustainabilityReport};
