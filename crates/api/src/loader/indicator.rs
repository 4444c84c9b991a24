use cordata_domain::ids::{BaselineId, IndicatorId, MeasurementId, ObjectiveId, TargetId};
use cordata_domain::indicator::{Baseline, Indicator, Measurement, Target};

use super::{by_id, list_of};

by_id! {
    IndicatorId => Indicator, indicators_by_id;
    MeasurementId => Measurement, measurements_by_id;
    BaselineId => Baseline, baselines_by_id;
    TargetId => Target, targets_by_id;
}

list_of! {
    /// The indicators that point to an objective, by code.
    IndicatorsOf(ObjectiveId) => Indicator, indicators_of, |pair| pair;
    /// The measurements of an indicator, by series and period.
    MeasurementsOf(IndicatorId) => Measurement, measurements_of, |measurement| (measurement.indicator, measurement);
    /// The baselines of an indicator, by series.
    BaselinesOf(IndicatorId) => Baseline, baselines_of, |baseline| (baseline.indicator, baseline);
    /// The targets of an indicator, oldest first.
    TargetsOf(IndicatorId) => Target, targets_of, |target| (target.indicator, target);
}
