//! Indicators: where a plan started, what it wants to reach, what was measured, and how far both are apart.
//!
//! A deviation is derived, never stored: [`FactBook::deviation`] answers it for any cut-off from the baseline, the
//! target and the validated measurements of one series. All values are exact decimals.

mod definition;
mod deviation;
mod dimension;
mod facts;
mod formula;
mod goal;
mod measurement;
mod observation;
mod plausibility;
mod reading;
mod reference_period;
mod tally;
mod value;

pub use definition::{
    Counted, Direction, FlowMode, Frequency, Indicator, IndicatorClass, IndicatorDraft, IndicatorKind, IndicatorState,
    Series, Unit,
};
pub use deviation::{Attainment, AttainmentClass, Change, Deviation, NoAttainment, NotComputable, Trend};
pub use dimension::{Dimensions, Sex};
pub use facts::{FactBook, IndicatorFacts};
pub use formula::{Formula, FormulaPart, PartMissing};
pub use goal::{Baseline, BaselineDraft, Explanation, Target, TargetDraft};
pub use measurement::{Measurement, MeasurementDraft, MeasurementState, Recording};
pub use observation::{MissingReason, Observation, Source};
pub use reading::Reading;
pub use reference_period::{Length, ReferencePeriod};
pub use tally::{Outcome, Tally};
pub use value::{canonical, parse_decimal, rounded};

pub use rust_decimal::Decimal;

#[cfg(test)]
mod tests;
