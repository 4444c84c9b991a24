//! Indicators: baselines, targets, measurements, and how far a plan has come.

mod deviation;
mod fact;
pub mod input;
pub mod mutation;
pub mod query;
mod types;
mod value;

pub use deviation::{Deviation, DeviationTrend, TargetAttainment, TargetAttainmentClass};
pub use fact::{Baseline, Measurement, MeasurementState, MissingReason, Observation, Source, Target};
pub use mutation::IndicatorMutation;
pub use query::IndicatorQuery;
pub use types::{
    Indicator, IndicatorClass, IndicatorCounted, IndicatorDirection, IndicatorFrequency, IndicatorKind,
    IndicatorSeries, IndicatorState, IndicatorViewerCan,
};
