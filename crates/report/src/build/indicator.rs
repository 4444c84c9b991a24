//! The indicators of a report, each under one axis.

use std::collections::{BTreeMap, HashMap};

use cordata_domain::ids::{AxisId, ObjectiveId};
use cordata_domain::indicator::{Deviation, Dimensions, IndicatorFacts, IndicatorState, Source};
use cordata_domain::plan::{Objective, ObjectiveOwner};
use cordata_domain::search::sort_key;

use super::sustainability::ReportFacts;
use crate::model::sustainability::{IndicatorReport, IndicatorsReport, OutcomeCounts};

/// The indicators of a plan by the axis they stand under; none for those of the whole plan.
pub(super) struct Measured(BTreeMap<Option<AxisId>, Vec<IndicatorReport>>);

impl Measured {
    /// Reads every indicator of the plan at the cut-off. Parts of indexes that are not the plan's own are left out.
    pub(super) fn new(facts: &ReportFacts) -> Self {
        let axes = axes_of_objectives(facts);
        let mut by_axis: BTreeMap<Option<AxisId>, Vec<IndicatorReport>> = BTreeMap::new();
        for one in facts.indicators.iter().filter(|one| one.indicator.state != IndicatorState::Draft) {
            let pointed = one.indicator.objectives.iter().filter_map(|objective| axes.get(objective));
            let place = pointed.min_by_key(|(place, _)| *place).map(|(_, axis)| *axis);
            let own = one.baselines.iter().any(|baseline| baseline.plan == facts.plan.id);
            let told = told(facts, one).filter(|_| place.is_some() || own);
            by_axis.entry(place).or_default().extend(told);
        }
        Self(by_axis)
    }

    /// The indicators of an axis, or of the whole plan.
    pub(super) fn under(&self, axis: Option<AxisId>) -> IndicatorsReport {
        let mut indicators = self.0.get(&axis).cloned().unwrap_or_default();
        indicators.sort_by_cached_key(|one| (one.indicator.class, sort_key(&one.indicator.code)));
        IndicatorsReport { counts: OutcomeCounts::of(&indicators), indicators }
    }

    /// All of them, each once.
    pub(super) fn outcomes(&self) -> OutcomeCounts {
        OutcomeCounts::of(self.0.values().flatten())
    }
}

fn told(facts: &ReportFacts, one: &IndicatorFacts) -> Option<IndicatorReport> {
    let id = one.indicator.id;
    let deviation = facts.indicators.deviation(id, facts.plan.id, &Dimensions::default(), facts.cut_off.day)?;
    let sources = sources(one, &deviation);
    Some(IndicatorReport { indicator: one.indicator.clone(), deviation, sources })
}

/// Where a value comes from, each publication once.
fn sources(facts: &IndicatorFacts, deviation: &Deviation) -> Vec<Source> {
    let measurements = deviation.reading.iter().flat_map(|reading| &reading.measurements);
    let found = measurements.filter_map(|id| facts.measurements.iter().find(|one| one.id == *id));
    let mut sources: Vec<Source> = found.map(|one| one.source.clone()).collect();
    sources.dedup();
    sources
}

/// The axis that each objective stands under, with its place in the plan.
fn axes_of_objectives(facts: &ReportFacts) -> HashMap<ObjectiveId, (usize, AxisId)> {
    let of_strategy = |id| facts.strategies.iter().find(|strategy| strategy.id == id).map(|strategy| strategy.axis);
    let axis = |objective: &Objective| match objective.owner {
        ObjectiveOwner::Axis(axis) => Some(axis),
        ObjectiveOwner::Strategy(strategy) => of_strategy(strategy),
        ObjectiveOwner::Action(id) => {
            facts.actions.iter().find(|action| action.id == id).and_then(|action| of_strategy(action.strategy))
        }
    };
    let placed = facts.objectives.iter().filter_map(|objective| {
        let axis = axis(objective)?;
        let place = facts.axes.iter().position(|one| one.id == axis)?;
        Some((objective.id, (place, axis)))
    });
    placed.collect()
}
