mod view;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::ports::indicator::{Basis, FactsOf, IndicatorFilter};
use cordata_app::ports::read::{Lookup, Reads};
use cordata_domain::ids::IndicatorId;
use cordata_domain::indicator::{Deviation, Dimensions, Indicator, Measurement, MeasurementState};
use cordata_domain::plan::StrategicPlan;
use cordata_domain::policy::Visibility;

use self::view::{IndicatorLine, IndicatorPage};
use super::address::{self, Key};
use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::view::{Continuation, names, next_page, unique};
use super::visitor::Visitor;
use super::{PageState, respond};

#[derive(Template)]
#[template(path = "indicators.html")]
struct IndicatorsPage {
    frame: Frame,
    indicators: Vec<IndicatorLine>,
    next: Option<String>,
}

/// The indicators that the visitor may see, by code.
pub(super) async fn list(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Query(part): Query<Continuation>,
) -> Result<Response, Instead> {
    let (reads, sight, window) = (pages.reads.as_ref(), visitor.sight(), part.window()?);
    let all = IndicatorFilter::default();
    let (site, page) = tokio::try_join!(pages.site(), reads.indicators(&sight, &all, &window))?;
    let next = next_page(&reader, "/indicators", &page);
    let indicators = page.into_items();
    let stewards = names(reads, indicators.iter().filter_map(|indicator| indicator.steward)).await?;
    let line = |indicator: &Indicator| {
        let steward = indicator.steward.and_then(|steward| stewards.get(&steward).cloned());
        IndicatorLine::new(&reader, indicator, steward)
    };
    let indicators = indicators.iter().map(line).collect();
    let frame = Frame::new(reader.clone(), &site, reader.text("report-indicators"));
    respond(&IndicatorsPage { frame, indicators, next })
}

/// An indicator: what was measured, and how it moved since the start of the plan.
pub(super) async fn show(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
) -> Result<Response, Instead> {
    let (reads, sight) = (pages.reads.as_ref(), visitor.sight());
    let by = match key.uuid() {
        Some(id) => Lookup::Id(IndicatorId::from(id)),
        None => Lookup::Key(key.text().to_owned()),
    };
    let indicator = reads.indicator(&sight, &by).await?.ok_or(Instead::NotFound)?;
    address::require_canonical(&reader, &address::indicator(&indicator))?;
    let site = pages.site().await?;
    let record = Record::load(reads, &sight, indicator, site.today(pages.app.now())).await?;
    respond(&IndicatorPage::new(&reader, &site, &record))
}

/// What the visitor may know about an indicator.
struct Record {
    indicator: Indicator,
    steward: Option<String>,
    /// Published values of the whole, by series and period.
    measurements: Vec<Measurement>,
    course: Option<Course>,
}

/// How an indicator moved since the start of a plan.
struct Course {
    plan: StrategicPlan,
    deviation: Deviation,
}

impl Record {
    async fn load(
        reads: &dyn Reads,
        sight: &Visibility,
        indicator: Indicator,
        today: NaiveDate,
    ) -> Result<Self, AppError> {
        let id = [indicator.id];
        let (mut measurements, stewards, course) = tokio::try_join!(
            reads.measurements_of(sight, &id),
            names(reads, indicator.steward),
            Course::load(reads, sight, &indicator, today),
        )?;
        measurements.retain(|one| one.state == MeasurementState::Published && one.dimensions.is_total());
        let steward = stewards.into_values().next();
        Ok(Self { indicator, steward, measurements, course })
    }
}

impl Course {
    /// In the latest plan, as it stands today.
    async fn load(
        reads: &dyn Reads,
        sight: &Visibility,
        indicator: &Indicator,
        today: NaiveDate,
    ) -> Result<Option<Self>, AppError> {
        let Some(plan) = latest_plan(reads, sight, indicator, today).await? else { return Ok(None) };
        let this = FactsOf::Indicators(vec![indicator.id]);
        let book = reads.facts(plan.id, &this, Basis::Published, today).await?;
        let deviation = book.deviation(indicator.id, plan.id, &Dimensions::default(), today);
        Ok(deviation.map(|deviation| Self { plan, deviation }))
    }
}

/// Of the plans that have begun, the latest one to which the indicator belongs, by a baseline or by an objective.
async fn latest_plan(
    reads: &dyn Reads,
    sight: &Visibility,
    indicator: &Indicator,
    today: NaiveDate,
) -> Result<Option<StrategicPlan>, AppError> {
    let id = [indicator.id];
    let (baselines, axes) =
        tokio::try_join!(reads.baselines_of(sight, &id), reads.axes_of_objectives(&indicator.objectives))?;
    let axes = unique(axes.into_iter().map(|(_, axis)| axis));
    let axes = reads.axes_by_id(sight, &axes).await?;
    let started = baselines.iter().map(|baseline| baseline.plan);
    let plans = unique(started.chain(axes.iter().map(|axis| axis.plan)));
    let plans = reads.plans_by_id(sight, &plans).await?;
    let begun = plans.into_iter().filter(|plan| plan.period.from <= today);
    Ok(begun.max_by_key(|plan| (plan.period.from, plan.id)))
}

#[cfg(test)]
mod tests;
