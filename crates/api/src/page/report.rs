//! The sustainability report of a plan: as a page, and as data to download.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::ports::read::Lookup;
use cordata_app::report::read_report;
use cordata_domain::ids::PlanId;
use cordata_domain::plan::StrategicPlan;
use cordata_domain::policy::Visibility;
use cordata_report::model::sustainability::SustainabilityReport;
use cordata_report::render::html::sustainability::{Article, article};
use cordata_report::render::json;
use serde::Deserialize;

use super::address::{self, Key};
use super::frame::Frame;
use super::instead::Instead;
use super::reader::Reader;
use super::visitor::Visitor;
use super::{PageState, respond};

/// Until which day the report looks.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(rename = "asOf")]
    as_of: Option<String>,
}

impl Wanted {
    /// The day, or none where the form was sent without one.
    fn day(&self) -> Result<Option<NaiveDate>, Instead> {
        let text = self.as_of.as_deref().map(str::trim).filter(|text| !text.is_empty());
        text.map(|text| text.parse().map_err(|_| Instead::BadRequest)).transpose()
    }
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    frame: Frame,
    article: Article,
    /// The address of this page without its day.
    address: String,
    download: String,
    plan: String,
    first: NaiveDate,
    day: NaiveDate,
    today: NaiveDate,
}

/// The report as a page.
pub(super) async fn show(
    State(pages): State<PageState>,
    reader: Reader,
    visitor: Visitor,
    Path(key): Path<Key>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Instead> {
    let sight = visitor.sight();
    let plan = visible(&pages, &sight, &key).await?;
    let address = address::report(&plan);
    let (site, report) = {
        let day = wanted.day()?;
        tokio::try_join!(pages.site(), made(&pages, &sight, &plan, day))?
    };
    let article = article(&report, reader.locale(), Some(&reader.link("/projects")));
    let article = article.map_err(|error| AppError::fault(error.to_string()))?;
    let own_address = reader.link(&address::plan(&plan));
    let frame = Frame::new(reader.clone(), &site, article.title.clone());
    respond(&ReportPage {
        frame: frame.crumb(
            reader.format("page-plan-edition", &[("edition", plan.edition.as_str().into())]),
            &address::plan(&plan),
        ),
        article,
        download: format!("{}?asOf={}", reader.link(&address::report_data(&plan)), report.as_of),
        address: reader.link(&address),
        plan: own_address,
        first: plan.period.from,
        day: report.as_of,
        today: report.computed_at.date(),
    })
}

/// The report as data to download.
pub(super) async fn data(
    State(pages): State<PageState>,
    visitor: Visitor,
    Path(key): Path<Key>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Instead> {
    let sight = visitor.sight();
    let plan = visible(&pages, &sight, &key).await?;
    let report = made(&pages, &sight, &plan, wanted.day()?).await?;
    let text = json::sustainability_report(&report).map_err(|error| AppError::fault(error.to_string()))?;
    let name = format!(
        "attachment; filename=\"report-{}-{}.json\"",
        cordata_domain::search::slug(&plan.edition),
        report.as_of
    );
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    Ok((headers, text).into_response())
}

/// The plan that an address names by id or edition, if it is in sight.
async fn visible(pages: &PageState, sight: &Visibility, key: &Key) -> Result<StrategicPlan, Instead> {
    let by = key.uuid().map_or_else(|| Lookup::Key(key.text().to_owned()), |id| Lookup::Id(PlanId::from(id)));
    pages.reads.plan(sight, &by).await?.ok_or(Instead::NotFound)
}

async fn made(
    pages: &PageState,
    sight: &Visibility,
    plan: &StrategicPlan,
    as_of: Option<NaiveDate>,
) -> Result<SustainabilityReport, AppError> {
    read_report(pages.reads.as_ref(), sight, plan.clone(), as_of, pages.app.now()).await
}
