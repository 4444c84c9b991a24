use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::funding as ports;
use cordata_domain::funding;
use cordata_domain::ids::{FundingProgrammeId, FundingSourceId};

use super::ContributionNature;
use crate::graphql::id;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::value::{Money, Period, Translation, translations};
use crate::scalar::{Decimal, Locale};
use crate::state::RequestContext;

/// A programme that funds projects, with its rules.
pub struct FundingProgramme(pub funding::FundingProgramme);

impl FundingProgramme {
    /// The programme with this id.
    pub async fn by_id(ctx: &Context<'_>, id: FundingProgrammeId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// A programme that funds projects, with its rules.
#[Object]
impl FundingProgramme {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its code, like `ALCOTRA-2014-2020`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its name, in the language asked for or else in that of the request.
    async fn name(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.name, locale.as_ref())
    }

    /// Its name in every language there is.
    async fn name_translations(&self) -> Vec<Translation> {
        translations(&self.0.name)
    }

    /// The most that contributions in kind may be, in percent of a project's budget; null where there is no limit.
    async fn in_kind_cap(&self) -> Option<Decimal> {
        self.0.in_kind_cap.map(Into::into)
    }

    /// When expenses are eligible; null where nothing is said.
    async fn eligibility(&self) -> Option<Period> {
        self.0.eligibility.map(Into::into)
    }

    /// Raised by every change.
    async fn version(&self) -> i64 {
        self.0.version
    }
}

impl Listed for FundingProgramme {
    type Filter = ();

    async fn page(request: &RequestContext, (): &(), window: &Window) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().funding_programmes(window).await?, Self))
    }

    async fn count(request: &RequestContext, (): &()) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_funding_programmes().await?)
    }
}

/// A source of money: a fund of a programme, or a budget that belongs to none.
pub struct FundingSource(pub funding::FundingSource);

impl FundingSource {
    /// The source with this id.
    pub async fn by_id(ctx: &Context<'_>, id: FundingSourceId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// A source of money: a fund of a programme, or a budget that belongs to none.
#[Object]
impl FundingSource {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its code, like `ERDF`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its name, in the language asked for or else in that of the request.
    async fn name(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.name, locale.as_ref())
    }

    /// Its name in every language there is.
    async fn name_translations(&self) -> Vec<Translation> {
        translations(&self.0.name)
    }

    /// The programme it belongs to; null where it belongs to none.
    async fn programme(&self, ctx: &Context<'_>) -> Result<Option<FundingProgramme>> {
        match self.0.programme {
            Some(programme) => FundingProgramme::by_id(ctx, programme).await,
            None => Ok(None),
        }
    }

    /// The part of the eligible cost that it pays, in percent; null where nothing is said.
    async fn rate(&self) -> Option<Decimal> {
        self.0.rate.map(Into::into)
    }
}

impl Listed for FundingSource {
    type Filter = ();

    async fn page(request: &RequestContext, (): &(), window: &Window) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().funding_sources(window).await?, Self))
    }

    async fn count(request: &RequestContext, (): &()) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_funding_sources().await?)
    }
}

/// What one source gives to all projects, in money or in work.
pub struct SourceTotals(pub(super) ports::SourceTotals);

/// What one source gives to all projects, in money or in work. The two are never added up.
#[Object]
impl SourceTotals {
    /// The source; null for what comes from no named source.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<FundingSource>> {
        match self.0.source {
            Some(source) => FundingSource::by_id(ctx, source).await,
            None => Ok(None),
        }
    }

    /// Money or work.
    async fn nature(&self) -> ContributionNature {
        self.0.nature.into()
    }

    /// Promised.
    async fn promised(&self) -> Money {
        self.0.position.promised.into()
    }

    /// Confirmed.
    async fn confirmed(&self) -> Money {
        self.0.position.confirmed.into()
    }

    /// Paid, or given.
    async fn paid(&self) -> Money {
        self.0.position.paid.into()
    }

    /// To how many projects.
    async fn project_count(&self) -> u64 {
        self.0.projects
    }
}
