use std::sync::Arc;

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::indicator::{Basis, FactsOf, IndicatorFilter};
use cordata_domain::ids::PlanId;
use cordata_domain::indicator::{self, Attainment, Dimensions, NoAttainment, NotComputable, rounded};
use cordata_text::deviation_words;

use super::Indicator;
use super::fact::{Baseline, Measurement, Target, days};
use crate::graphql::page::Listed;
use crate::graphql::value::Period;
use crate::scalar::{Decimal, Locale};
use crate::state::RequestContext;

/// What became of an indicator.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "indicator::Trend")]
pub enum DeviationTrend {
    /// It went the good way.
    Improved,
    /// It changed by no more than its tolerance.
    Stable,
    /// It went the wrong way.
    Worsened,
}

/// How much of the way to a target was covered.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "indicator::AttainmentClass")]
pub enum TargetAttainmentClass {
    /// All of it, or more.
    Reached,
    /// At least 95 %.
    OnTrack,
    /// At least 60 %.
    Moderate,
    /// Less than 60 %.
    Insufficient,
    /// Less than nothing.
    MovingAway,
}

/// How a value stands to the target.
#[derive(Debug, SimpleObject)]
pub struct TargetAttainment {
    /// The part of the way from the baseline to the target, in percent with one digit; may be below 0 or above 100.
    /// Null where there is no way to cover.
    percent: Option<Decimal>,
    /// The class of the part, decided before rounding; null where there is no way to cover.
    class: Option<TargetAttainmentClass>,
    /// Whether the target is met.
    met: bool,
}

impl From<Attainment> for TargetAttainment {
    fn from(attainment: Attainment) -> Self {
        match attainment {
            Attainment::Part { percent, class } => Self {
                percent: Some(rounded(percent, 1).into()),
                class: Some(class.into()),
                met: class == indicator::AttainmentClass::Reached,
            },
            Attainment::Keep { met } => Self { percent: None, class: None, met },
        }
    }
}

/// Why there is no deviation.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum DeviationNotComputable {
    /// The plan has no baseline.
    NoBaseline,
    /// Nothing was measured after the baseline and by the cut-off.
    NoMeasurement,
    /// What was measured speaks of shorter or longer periods than the baseline.
    NoEqualPeriod,
    /// Baseline and value belong to different series, and no restated baseline exists.
    NotComparable,
    /// The value is missing: nobody measured it.
    MissingNotAvailable,
    /// The value is missing: it has no meaning here.
    MissingNotApplicable,
    /// The value is missing: it is published later.
    MissingNotYetDue,
    /// The value is missing: it would tell about single persons or firms.
    MissingConfidential,
    /// A ratio of nothing.
    ZeroDenominator,
    /// The last observation of a stock is older than the indicator allows.
    TooOld,
    /// The indicator speaks in words.
    Qualitative,
    /// A part of an index is missing.
    PartMissing,
    /// The result has more digits than can be kept.
    TooLarge,
}

impl From<NotComputable> for DeviationNotComputable {
    fn from(reason: NotComputable) -> Self {
        use indicator::MissingReason::{Confidential, NotApplicable, NotAvailable, NotYetDue};
        match reason {
            NotComputable::NoBaseline => Self::NoBaseline,
            NotComputable::NoMeasurement => Self::NoMeasurement,
            NotComputable::NoEqualPeriod => Self::NoEqualPeriod,
            NotComputable::NotComparable => Self::NotComparable,
            NotComputable::Missing(NotAvailable) => Self::MissingNotAvailable,
            NotComputable::Missing(NotApplicable) => Self::MissingNotApplicable,
            NotComputable::Missing(NotYetDue) => Self::MissingNotYetDue,
            NotComputable::Missing(Confidential) => Self::MissingConfidential,
            NotComputable::ZeroDenominator => Self::ZeroDenominator,
            NotComputable::TooOld => Self::TooOld,
            NotComputable::Qualitative => Self::Qualitative,
            NotComputable::PartMissing => Self::PartMissing,
            NotComputable::TooLarge => Self::TooLarge,
        }
    }
}

/// Why there is no attainment.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "NoAttainment")]
pub enum AttainmentNotComputable {
    /// The plan has no target in this series.
    NoTarget,
    /// The target speaks of a shorter or longer period than the baseline.
    NoEqualPeriod,
    /// The result has more digits than can be kept.
    TooLarge,
}

/// How an indicator moved since the start of a plan.
pub struct Deviation {
    /// The indicator.
    pub indicator: indicator::Indicator,
    /// What became of it.
    pub deviation: indicator::Deviation,
}

impl Deviation {
    fn change(&self) -> Option<&indicator::Change> {
        self.deviation.change.as_ref().ok()
    }
}

/// How an indicator moved since the start of a plan, from published data only. It is computed when it is asked for.
#[Object]
impl Deviation {
    /// The indicator.
    async fn indicator(&self) -> Indicator {
        Indicator(self.indicator.clone())
    }

    /// What it says, in words.
    async fn words(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; in yours where it is left out.")] locale: Option<Locale>,
    ) -> String {
        let request = RequestContext::of(ctx);
        let locale = locale.map_or_else(|| request.locale.clone(), |locale| locale.0);
        deviation_words(&locale, &self.indicator, &self.deviation)
    }

    /// Where the plan started; null where it has no baseline.
    async fn baseline(&self) -> Option<Baseline> {
        self.deviation.baseline.clone().map(Baseline)
    }

    /// What the plan wants to reach; null where it has no target in the series of the value.
    async fn target(&self) -> Option<Target> {
        self.deviation.target.clone().map(Target)
    }

    /// The value at the cut-off, in the unit; null where there is none.
    async fn value(&self) -> Option<Decimal> {
        self.deviation.reading.as_ref().ok().map(|reading| reading.value.into())
    }

    /// The days that the value speaks of; null where there is none.
    async fn period(&self) -> Option<Period> {
        self.deviation.reading.as_ref().ok().map(|reading| days(reading.period))
    }

    /// Whether a part of what the value should be made of is missing.
    async fn partial(&self) -> bool {
        self.deviation.reading.as_ref().is_ok_and(|reading| reading.partial)
    }

    /// The measurements that the value is made of, with their sources; none for an index.
    async fn measurements(&self, ctx: &Context<'_>) -> Result<Vec<Measurement>> {
        let ids = self.deviation.reading.iter().flat_map(|reading| reading.measurements.iter().copied());
        let rows = RequestContext::of(ctx).load_all(ids).await?;
        Ok(rows.into_iter().map(Measurement).collect())
    }

    /// Value less baseline, in the unit; for a percentage, points. Null where it is not computable.
    async fn absolute(&self) -> Option<Decimal> {
        self.change().map(|change| change.absolute.into())
    }

    /// The same in percent of the baseline, with two digits; null where the baseline is 0 or nothing is computable.
    async fn relative(&self) -> Option<Decimal> {
        self.change().and_then(|change| change.relative).map(|relative| rounded(relative, 2).into())
    }

    /// By how much it went the good way, in the unit; null where neither way is good or nothing is computable.
    async fn improvement(&self) -> Option<Decimal> {
        self.change().and_then(|change| change.improvement).map(Into::into)
    }

    /// The word for it; null where neither way is good and it changed, or nothing is computable.
    async fn trend(&self) -> Option<DeviationTrend> {
        self.change().and_then(|change| change.trend).map(Into::into)
    }

    /// How the value stands to the target; null where that is not computable.
    async fn attainment(&self) -> Option<TargetAttainment> {
        self.change().and_then(|change| change.attainment.ok()).map(Into::into)
    }

    /// Why there is no attainment, of a deviation that is computable; null where there is one.
    async fn no_attainment(&self) -> Option<AttainmentNotComputable> {
        self.change().and_then(|change| change.attainment.err()).map(Into::into)
    }

    /// Why there is no deviation; null where there is one.
    async fn not_computable(&self) -> Option<DeviationNotComputable> {
        self.deviation.change.as_ref().err().map(|reason| (*reason).into())
    }

    /// What a steward says about it; null where nobody said anything about this value.
    async fn explanation(&self) -> Option<&str> {
        self.deviation.explanation.as_ref().map(|explanation| explanation.text.as_str())
    }
}

/// Whose deviations are listed, from which plan, at which cut-off.
pub struct DeviationsOf {
    /// Which indicators.
    pub indicators: IndicatorFilter,
    /// The plan whose baselines and targets count.
    pub plan: PlanId,
    /// The last day that values may speak of.
    pub cut_off: NaiveDate,
}

impl Listed for Deviation {
    type Filter = DeviationsOf;

    async fn page(
        request: &RequestContext,
        wanted: &DeviationsOf,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        let indicators = request.reads().indicators(&request.sight, &wanted.indicators, window).await?;
        let ids = indicators.rows.iter().map(|(_, indicator)| indicator.id).collect();
        let of = FactsOf::Indicators(ids);
        let book = request.reads().facts(wanted.plan, &of, Basis::Published, wanted.cut_off).await?;
        let dimensions = Dimensions::default();
        let deviation = |indicator: indicator::Indicator| {
            let deviation = book.deviation(indicator.id, wanted.plan, &dimensions, wanted.cut_off);
            deviation.map(|deviation| Self { indicator, deviation })
        };
        let rows = indicators.rows.into_iter();
        let rows = rows.filter_map(|(cursor, indicator)| deviation(indicator).map(|one| (cursor, one))).collect();
        Ok(Page { rows, has_previous: indicators.has_previous, has_next: indicators.has_next })
    }

    async fn count(request: &RequestContext, wanted: &DeviationsOf) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_indicators(&request.sight, &wanted.indicators).await?)
    }
}
