//! Queries of this area.

use async_graphql::{Context, Object, Result};
use cordata_app::ports::read::Lookup;
use cordata_app::report::read_report;
use cordata_domain::ids::PlanId;

use super::SustainabilityReport;
use crate::graphql::id;
use crate::graphql::plan::query::PlanBy;
use crate::scalar::Date;
use crate::state::RequestContext;

/// Reading reports.
#[derive(Debug, Default)]
pub struct ReportQuery;

#[Object]
impl ReportQuery {
    /// What was achieved of a plan: its actions, who promised, confirmed and gave what, its indicators. It is computed
    /// from what is recorded about projects that everybody may see; contradictory amounts are left out and named.
    async fn sustainability_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what the plan is looked up.")] by: PlanBy,
        #[graphql(
            desc = "What was recorded by the end of this day, from the first day of the plan to today; until now \
                          where it is left out."
        )]
        as_of: Option<Date>,
    ) -> Result<Option<SustainabilityReport>> {
        let request = RequestContext::of(ctx);
        let plan = match by {
            PlanBy::Edition(edition) => Lookup::Key(edition),
            PlanBy::Id(id) => match id::decode_as::<PlanId>(&id) {
                Some(id) => Lookup::Id(id),
                None => return Ok(None),
            },
        };
        let (reads, sight) = (request.reads(), &request.sight);
        let Some(plan) = request.tell(reads.plan(sight, &plan).await)? else { return Ok(None) };
        let report = read_report(reads, sight, plan, as_of.map(|day| day.0), request.now).await;
        Ok(Some(SustainabilityReport(request.tell(report)?)))
    }
}
