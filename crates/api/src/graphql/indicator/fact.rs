use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_domain::ids::{BaselineId, MeasurementId, TargetId};
use cordata_domain::indicator::{self, ReferencePeriod};

use super::Indicator;
use crate::graphql::id;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::plan::StrategicPlan;
use crate::graphql::value::Period;
use crate::scalar::{Date, DateTime, Decimal};
use crate::state::RequestContext;

/// Why there is no value. Missing is never 0.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "indicator::MissingReason")]
pub enum MissingReason {
    /// Nobody measured it.
    NotAvailable,
    /// It has no meaning here.
    NotApplicable,
    /// It is published later.
    NotYetDue,
    /// It would tell about single persons or firms.
    Confidential,
}

/// Where a measurement stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "indicator::MeasurementState")]
pub enum MeasurementState {
    /// Being entered.
    Draft,
    /// Entered; waits for a second person.
    Submitted,
    /// Checked by a second person.
    Validated,
    /// Open to everybody.
    Published,
    /// Replaced by a later one.
    Superseded,
}

/// What was observed: a value, two parts of a ratio, words, or the reason why there is nothing.
#[derive(Debug, SimpleObject, Default)]
pub struct Observation {
    /// The value, in the indicator's unit; null where it is something else.
    value: Option<Decimal>,
    /// What is counted, of a ratio; null where it is something else.
    numerator: Option<Decimal>,
    /// Of how many, of a ratio; null where it is something else.
    denominator: Option<Decimal>,
    /// Words, of a qualitative indicator; null where it is something else.
    words: Option<String>,
    /// Why there is nothing; null where there is something.
    missing: Option<MissingReason>,
}

impl From<&indicator::Observation> for Observation {
    fn from(observation: &indicator::Observation) -> Self {
        match observation {
            indicator::Observation::Value(value) => Self { value: Some((*value).into()), ..Self::default() },
            indicator::Observation::Fraction { numerator, denominator } => Self {
                numerator: Some((*numerator).into()),
                denominator: Some((*denominator).into()),
                ..Self::default()
            },
            indicator::Observation::Words(words) => Self { words: Some(words.clone()), ..Self::default() },
            indicator::Observation::Missing(reason) => Self { missing: Some((*reason).into()), ..Self::default() },
        }
    }
}

/// Where a number comes from.
#[derive(Debug, SimpleObject)]
#[graphql(name = "DataSource")]
pub struct Source {
    /// The publisher and the work.
    name: String,
    /// The address at which it can be read; null where none is given.
    url: Option<String>,
    /// When it was published: another day than those it speaks of.
    published_on: Date,
}

impl From<&indicator::Source> for Source {
    fn from(source: &indicator::Source) -> Self {
        Self { name: source.name.clone(), url: source.url.clone(), published_on: source.published_on.into() }
    }
}

/// The days that a number speaks of.
pub(super) fn days(period: ReferencePeriod) -> Period {
    cordata_domain::period::Validity { from: period.from(), to: Some(period.to()) }.into()
}

/// Where a plan started.
pub struct Baseline(pub indicator::Baseline);

impl Baseline {
    /// The baseline with this id.
    pub async fn by_id(ctx: &Context<'_>, id: BaselineId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// Where a plan started: one for each indicator, series and part of the whole.
#[Object]
impl Baseline {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The plan.
    async fn plan(&self, ctx: &Context<'_>) -> Result<Option<StrategicPlan>> {
        StrategicPlan::by_id(ctx, self.0.plan).await
    }

    /// The number of its series.
    async fn series_version(&self) -> u32 {
        self.0.series
    }

    /// The part of the whole it speaks of, like `sex=FEMALE;age=15-29`; empty for the whole.
    async fn dimensions(&self) -> String {
        self.0.dimensions.key()
    }

    /// The days it speaks of.
    async fn period(&self) -> Period {
        days(self.0.period)
    }

    /// What was observed.
    async fn observation(&self) -> Observation {
        (&self.0.observation).into()
    }

    /// Where the number comes from.
    async fn source(&self) -> Source {
        (&self.0.source).into()
    }

    /// Why its period ends after the plan began; null where it does not.
    async fn late_reason(&self) -> Option<&str> {
        self.0.late_reason.as_deref()
    }

    /// Why a value that is hard to believe is right; null where it is not.
    async fn confirmation(&self) -> Option<&str> {
        self.0.confirmation.as_deref()
    }
}

/// What a plan wants to reach.
pub struct Target(pub indicator::Target);

impl Target {
    /// The target with this id.
    pub async fn by_id(ctx: &Context<'_>, id: TargetId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// What a plan wants to reach.
#[Object]
impl Target {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The plan.
    async fn plan(&self, ctx: &Context<'_>) -> Result<Option<StrategicPlan>> {
        StrategicPlan::by_id(ctx, self.0.plan).await
    }

    /// The number of its series.
    async fn series_version(&self) -> u32 {
        self.0.series
    }

    /// The part of the whole it speaks of, like `sex=FEMALE;age=15-29`; empty for the whole.
    async fn dimensions(&self) -> String {
        self.0.dimensions.key()
    }

    /// When it is to be reached.
    async fn period(&self) -> Period {
        days(self.0.period)
    }

    /// What is to be reached, in the indicator's unit.
    async fn value(&self) -> Decimal {
        self.0.value.into()
    }

    /// Where the number comes from.
    async fn source(&self) -> Source {
        (&self.0.source).into()
    }

    /// Why it replaced an earlier one; null where it did not.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When another one replaced it; null while it holds.
    async fn ended_at(&self) -> Option<DateTime> {
        self.0.ended_at.map(DateTime)
    }
}

/// One measured value, or the reason why there is none.
pub struct Measurement(pub indicator::Measurement);

impl Measurement {
    /// The measurement with this id.
    pub async fn by_id(ctx: &Context<'_>, id: MeasurementId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// One measured value, or the reason why there is none.
#[Object]
impl Measurement {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The indicator; null where you may not see it.
    async fn indicator(&self, ctx: &Context<'_>) -> Result<Option<Indicator>> {
        Indicator::by_id(ctx, self.0.indicator).await
    }

    /// The number of its series.
    async fn series_version(&self) -> u32 {
        self.0.series
    }

    /// The part of the whole it speaks of, like `sex=FEMALE;age=15-29`; empty for the whole.
    async fn dimensions(&self) -> String {
        self.0.dimensions.key()
    }

    /// The days it speaks of.
    async fn period(&self) -> Period {
        days(self.0.period)
    }

    /// What was observed.
    async fn observation(&self) -> Observation {
        (&self.0.observation).into()
    }

    /// Which publication of this value it is, from 1.
    async fn vintage(&self) -> u32 {
        self.0.vintage
    }

    /// Where the number comes from.
    async fn source(&self) -> Source {
        (&self.0.source).into()
    }

    /// A note for readers; for a replacement, why. Null where there is none.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Why a value that is hard to believe is right; null where it is not.
    async fn confirmation(&self) -> Option<&str> {
        self.0.confirmation.as_deref()
    }

    /// Where it stands.
    async fn state(&self) -> MeasurementState {
        self.0.state.into()
    }

    /// The measurement that replaced it; null where none did.
    async fn superseded_by(&self, ctx: &Context<'_>) -> Result<Option<Self>> {
        match self.0.superseded_by {
            Some(newer) => Self::by_id(ctx, newer).await,
            None => Ok(None),
        }
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }
}

impl Listed for Measurement {
    type Filter = ();

    async fn page(request: &RequestContext, (): &(), window: &Window) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().submitted_measurements(&request.sight, window).await?, Self))
    }

    async fn count(request: &RequestContext, (): &()) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_submitted_measurements(&request.sight).await?)
    }
}
