use async_graphql::{Object, SimpleObject};
use cordata_domain::indicator::Tally;
use cordata_report::model::sustainability as model;

use crate::graphql::indicator::{Deviation, IndicatorClass};

/// How many indicators went which way. Improved, stable, worsened and not computable make the total.
#[derive(Debug, SimpleObject)]
pub struct ReportOutcomes {
    /// Went the good way.
    improved: u32,
    /// Changed by no more than their tolerance.
    stable: u32,
    /// Went the wrong way.
    worsened: u32,
    /// Have no deviation, or one that is neither good nor bad.
    not_computable: u32,
    /// All of them.
    total: u32,
}

impl From<Tally> for ReportOutcomes {
    fn from(tally: Tally) -> Self {
        let Tally { improved, stable, worsened, not_computable } = tally;
        Self { improved, stable, worsened, not_computable, total: tally.total() }
    }
}

/// How many indicators of one class went which way.
#[derive(Debug, SimpleObject)]
pub struct ReportClassOutcomes {
    /// The class.
    class: IndicatorClass,
    /// How many.
    outcomes: ReportOutcomes,
}

/// How many indicators went which way, by class and in all.
pub struct ReportOutcomeCounts(pub(super) model::OutcomeCounts);

/// How many indicators went which way, by class and in all.
#[Object]
impl ReportOutcomeCounts {
    /// By class, as far as there are indicators of it.
    async fn classes(&self) -> Vec<ReportClassOutcomes> {
        let row = |(class, tally): (&cordata_domain::indicator::IndicatorClass, &Tally)| ReportClassOutcomes {
            class: (*class).into(),
            outcomes: (*tally).into(),
        };
        self.0.0.iter().map(row).collect()
    }

    /// All classes together.
    async fn total(&self) -> ReportOutcomes {
        self.0.total().into()
    }
}

/// The indicators of an axis, or of the whole plan.
pub struct ReportIndicators(pub(super) model::IndicatorsReport);

/// The indicators of an axis, or of the whole plan.
#[Object]
impl ReportIndicators {
    /// How many of them went which way.
    async fn outcomes(&self) -> ReportOutcomeCounts {
        ReportOutcomeCounts(self.0.counts.clone())
    }

    /// Each of them with how it moved since the start of the plan, by class and code.
    async fn deviations(&self) -> Vec<Deviation> {
        let deviation = |one: &model::IndicatorReport| Deviation {
            indicator: one.indicator.clone(),
            deviation: one.deviation.clone(),
        };
        self.0.indicators.iter().map(deviation).collect()
    }
}
