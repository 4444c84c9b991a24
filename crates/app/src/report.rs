//! The sustainability report of a plan: everybody may read it, and nobody's rights change what it says about money.
//!
//! It is made of the projects that everybody may see, whoever asks for it. A report is handed on and printed: what a
//! member of a reserved table saw in it would be read by others, and two readers who compare their copies would find by
//! subtraction what the table keeps. Whoever may see more finds it in the contribution matrix.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use cordata_domain::funding::MatrixRow;
use cordata_domain::ids::StakeholderId;
use cordata_domain::period::LocalMoment;
use cordata_domain::plan::{PlanAction, StrategicPlan};
use cordata_domain::policy::Visibility;
use cordata_domain::report::CutOff;
use cordata_report::build::{ReportFacts, sustainability_report};
use cordata_report::model::sustainability::SustainabilityReport;

use crate::error::AppError;
use crate::ports::funding::MatrixFilter;
use crate::ports::indicator::{Basis, FactsOf};
use crate::ports::read::Reads;

/// Reads and makes the report of a plan that is in sight, as of a day or of now, in a number of statements that does not
/// depend on the plan.
pub async fn read_report(
    reads: &dyn Reads,
    sight: &Visibility,
    plan: StrategicPlan,
    as_of: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<SustainabilityReport, AppError> {
    let facts = read_facts(reads, sight, plan, as_of, now).await?;
    Ok(sustainability_report(&facts))
}

async fn read_facts(
    reads: &dyn Reads,
    sight: &Visibility,
    plan: StrategicPlan,
    as_of: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<ReportFacts, AppError> {
    let instance = reads.instance().await?;
    let zone = instance.as_ref().map_or(Tz::UTC, |instance| instance.zone);
    let cut_off = CutOff::new(as_of, &plan, zone, now)?;
    let axes = reads.axes_of_plan(sight, plan.id).await?;
    let strategies = reads.strategies_of(sight, &axes.iter().map(|axis| axis.id).collect::<Vec<_>>()).await?;
    let actions = reads.actions_of_plan(sight, plan.id).await?;
    let under_plan = MatrixFilter { plan: Some(plan.id), as_of: Some(cut_off.until), ..MatrixFilter::default() };
    let everybody = Visibility::default();
    let money = reads.matrix_rows(&everybody, &under_plan, cut_off.day).await?;
    Ok(ReportFacts {
        publisher: instance.map_or_else(|| "Cordata".to_owned(), |instance| instance.name),
        cut_off,
        computed_at: LocalMoment::at(now, zone),
        objectives: reads.objectives_of_plan(sight, plan.id).await?,
        shares: reads.shares_under_plan(&everybody, plan.id, cut_off.day).await?,
        anomalies: reads.anomalies_under_plan(&everybody, plan.id, cut_off.day).await?,
        organisations: names(reads, &actions, &money).await?,
        indicators: reads.facts(plan.id, &FactsOf::Plan, Basis::Published, cut_off.day).await?,
        plan,
        axes,
        strategies,
        actions,
        money,
    })
}

/// Names of whoever leads an action or gives something.
async fn names(
    reads: &dyn Reads,
    actions: &[PlanAction],
    money: &[MatrixRow],
) -> Result<HashMap<StakeholderId, String>, AppError> {
    let leads = actions.iter().filter_map(|action| action.lead);
    let ids: BTreeSet<StakeholderId> = leads.chain(money.iter().filter_map(|row| row.contributor)).collect();
    let organisations = reads.stakeholders_by_id(&ids.into_iter().collect::<Vec<_>>()).await?;
    Ok(organisations.into_iter().map(|organisation| (organisation.id, organisation.name)).collect())
}
