use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::indicator::IndicatorFilter;
use cordata_domain::ids::IndicatorId;
use cordata_domain::indicator::{self, Direction, FlowMode, Unit};
use cordata_domain::policy::{Act, Facts};

use super::fact::{Baseline, Measurement, Target};
use crate::graphql::id;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::value::{Translation, translations};
use crate::loader::{BaselinesOf, MeasurementsOf, TargetsOf};
use crate::scalar::{Date, Decimal, Locale};
use crate::state::RequestContext;

/// Which side of sustainability an indicator shows.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "indicator::IndicatorClass")]
pub enum IndicatorClass {
    /// The economy.
    Economic,
    /// Society.
    Social,
    /// The environment.
    Environmental,
}

/// What the numbers of an indicator are, and so how they are compared.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorKind {
    /// Something that happens during a period; periods of equal length are compared.
    FlowPerPeriod,
    /// Something that happens during a period; everything since the baseline is added to it.
    FlowCumulative,
    /// Something that is there on a day.
    Stock,
    /// A part of a whole.
    Ratio,
    /// A formula over other indicators.
    Index,
    /// Words.
    Qualitative,
}

impl From<indicator::IndicatorKind> for IndicatorKind {
    fn from(kind: indicator::IndicatorKind) -> Self {
        match kind {
            indicator::IndicatorKind::Flow(FlowMode::PerPeriod) => Self::FlowPerPeriod,
            indicator::IndicatorKind::Flow(FlowMode::Cumulative) => Self::FlowCumulative,
            indicator::IndicatorKind::Stock { .. } => Self::Stock,
            indicator::IndicatorKind::Ratio => Self::Ratio,
            indicator::IndicatorKind::Index => Self::Index,
            indicator::IndicatorKind::Qualitative => Self::Qualitative,
        }
    }
}

/// Which way is good.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorDirection {
    /// More is better.
    HigherIsBetter,
    /// Less is better.
    LowerIsBetter,
    /// Best inside a range, which is its own target.
    TargetRange,
    /// Neither is good or bad.
    Neutral,
}

impl From<Direction> for IndicatorDirection {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::HigherIsBetter => Self::HigherIsBetter,
            Direction::LowerIsBetter => Self::LowerIsBetter,
            Direction::TargetRange { .. } => Self::TargetRange,
            Direction::Neutral => Self::Neutral,
        }
    }
}

/// How often an indicator is measured.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "indicator::Frequency")]
pub enum IndicatorFrequency {
    /// Each month.
    Monthly,
    /// Each quarter of a year.
    Quarterly,
    /// Each half-year.
    HalfYearly,
    /// Each year.
    Annual,
    /// Now and then.
    Occasional,
}

/// What the values of an indicator, or the two parts of a ratio, count.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "indicator::Counted")]
pub enum IndicatorCounted {
    /// Persons: parts of the whole with fewer than three are never kept.
    Persons,
    /// Anything else.
    Things,
}

/// Where an indicator stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "indicator::IndicatorState")]
pub enum IndicatorState {
    /// Being prepared; seen by those who prepare it.
    Draft,
    /// Measured.
    Active,
    /// Not measured any more.
    Retired,
}

/// One way of measuring. Values of different series are not comparable.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct IndicatorSeries {
    /// Its number, from 1.
    version: u32,
    /// From which day on values are measured this way.
    since: Date,
    /// Why the way of measuring changed; null for the first.
    reason: Option<String>,
    #[graphql(skip)]
    label: cordata_domain::LocalisedText,
}

#[async_graphql::ComplexObject]
impl IndicatorSeries {
    /// Its name.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; in yours where it is left out.")] locale: Option<Locale>,
    ) -> String {
        RequestContext::of(ctx).say(&self.label, locale.as_ref())
    }
}

/// Something that is measured to see how far a plan has come.
pub struct Indicator(pub indicator::Indicator);

impl Indicator {
    /// The indicator with this id.
    pub async fn by_id(ctx: &Context<'_>, id: IndicatorId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// Something that is measured to see how far a plan has come.
#[Object]
impl Indicator {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its name.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; in yours where it is left out.")] locale: Option<Locale>,
    ) -> String {
        RequestContext::of(ctx).say(&self.0.name, locale.as_ref())
    }

    /// All translations of its name, by language.
    async fn name_translations(&self) -> Vec<Translation> {
        translations(&self.0.name)
    }

    /// The side of sustainability it shows.
    async fn class(&self) -> IndicatorClass {
        self.0.class.into()
    }

    /// What its numbers are numbers of; `%` for a percentage, whose differences are points.
    async fn unit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; in yours where it is left out.")] locale: Option<Locale>,
    ) -> String {
        match &self.0.unit {
            Unit::Percent => "%".to_owned(),
            Unit::Named(unit) => RequestContext::of(ctx).say(unit, locale.as_ref()),
        }
    }

    /// What its numbers are, and so how they are compared.
    async fn kind(&self) -> IndicatorKind {
        self.0.kind.into()
    }

    /// After how many days an observation of a stock says nothing any more; null for other kinds.
    async fn max_age_days(&self) -> Option<u32> {
        match self.0.kind {
            indicator::IndicatorKind::Stock { max_age_days } => Some(max_age_days),
            _ => None,
        }
    }

    /// Which way is good.
    async fn direction(&self) -> IndicatorDirection {
        self.0.direction.into()
    }

    /// The lower end of the range in which it is best; null where no range is.
    async fn range_from(&self) -> Option<Decimal> {
        match self.0.direction {
            Direction::TargetRange { lo, .. } => Some(lo.into()),
            _ => None,
        }
    }

    /// The upper end of the range in which it is best; null where no range is.
    async fn range_to(&self) -> Option<Decimal> {
        match self.0.direction {
            Direction::TargetRange { hi, .. } => Some(hi.into()),
            _ => None,
        }
    }

    /// Up to which change it counts as stable, in its unit.
    async fn tolerance(&self) -> Decimal {
        self.0.tolerance.into()
    }

    /// How often it is measured.
    async fn frequency(&self) -> IndicatorFrequency {
        self.0.frequency.into()
    }

    /// Digits behind the point that are shown.
    async fn decimals(&self) -> u32 {
        self.0.decimals
    }

    /// What its values, or the two parts of a ratio, count.
    async fn counted(&self) -> IndicatorCounted {
        self.0.counted.into()
    }

    /// Who publishes it.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// The organisation that looks after it; null where none is named.
    async fn steward(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        match self.0.steward {
            Some(steward) => Stakeholder::by_id(ctx, steward).await,
            None => Ok(None),
        }
    }

    /// Where it stands.
    async fn state(&self) -> IndicatorState {
        self.0.state.into()
    }

    /// The indicator that follows it; null where none does.
    async fn successor(&self, ctx: &Context<'_>) -> Result<Option<Self>> {
        match self.0.successor {
            Some(successor) => Self::by_id(ctx, successor).await,
            None => Ok(None),
        }
    }

    /// Its series, oldest first.
    async fn series(&self) -> Vec<IndicatorSeries> {
        let series = |series: &indicator::Series| IndicatorSeries {
            version: series.version,
            since: series.since.into(),
            reason: series.reason.clone(),
            label: series.label.clone(),
        };
        self.0.series.iter().map(series).collect()
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Where plans started, by series: the newest 100.
    async fn baselines(&self, ctx: &Context<'_>) -> Result<Vec<Baseline>> {
        let rows = RequestContext::of(ctx).load_named(BaselinesOf(self.0.id)).await?;
        Ok(rows.into_iter().map(Baseline).collect())
    }

    /// What plans want, or wanted, to reach, oldest first: the newest 100.
    async fn targets(&self, ctx: &Context<'_>) -> Result<Vec<Target>> {
        let rows = RequestContext::of(ctx).load_named(TargetsOf(self.0.id)).await?;
        Ok(rows.into_iter().map(Target).collect())
    }

    /// What was measured, by series and period: the latest 200 that you may see.
    async fn measurements(&self, ctx: &Context<'_>) -> Result<Vec<Measurement>> {
        let rows = RequestContext::of(ctx).load_named(MeasurementsOf(self.0.id)).await?;
        Ok(rows.into_iter().map(Measurement).collect())
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> IndicatorViewerCan {
        let request = RequestContext::of(ctx);
        let facts = Facts { organisation: self.0.steward, ..Facts::plan() };
        let may = |act| request.may(act, &facts);
        IndicatorViewerCan {
            manage: may(Act::ManageIndicator),
            record: may(Act::RecordMeasurement),
            validate: may(Act::ValidateMeasurement),
            explain: may(Act::ExplainDeviation),
        }
    }
}

impl Listed for Indicator {
    type Filter = IndicatorFilter;

    async fn page(
        request: &RequestContext,
        filter: &IndicatorFilter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().indicators(&request.sight, filter, window).await?, Self))
    }

    async fn count(request: &RequestContext, filter: &IndicatorFilter) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_indicators(&request.sight, filter).await?)
    }
}

/// What your roles allow you to do with an indicator. Its state may still refuse it.
#[derive(Debug, SimpleObject)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each act")]
pub struct IndicatorViewerCan {
    /// Change it, break its series, set baselines and targets.
    manage: bool,
    /// Enter and hand over values.
    record: bool,
    /// Validate and publish values that somebody else entered.
    validate: bool,
    /// Explain its deviations.
    explain: bool,
}
