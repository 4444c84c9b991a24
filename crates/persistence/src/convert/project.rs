//! Projects with their shares, milestones, budgets and totals.

use cordata_app::AppError;
use cordata_domain::funding::ProjectTotals;
use cordata_domain::funding::recovery_plan::measure_key;
use cordata_domain::ids::ProjectId;
use cordata_domain::money::Cents;
use cordata_domain::percent::Share;
use cordata_domain::period::Validity;
use cordata_domain::project::{ActionShare, Budget, BudgetRevision, Cup, Milestone, Project, SourceKey};
use cordata_domain::search::{search_text, sort_key};

use super::value::{count, locale, name_of, places, word};
use crate::entity::{budget_revision, milestone, project, project_action_share, project_cup, project_total};
use crate::error::stored;

pub(crate) fn project_row(project: &Project, content_hash: Option<Vec<u8>>) -> project::Model {
    let key = project.source_key.as_ref();
    project::Model {
        id: project.id.into(),
        title: project.title.clone(),
        language: project.language.to_string(),
        lead_id: project.lead.map(Into::into),
        table_id: project.table.map(Into::into),
        measure: project.measure.clone(),
        measure_key: project.measure.as_deref().map(measure_key),
        starts_on: project.starts_on,
        ends_on: project.ends_on,
        state: name_of(project.state),
        state_reason: project.state_reason.clone(),
        source: key.map(|key| key.source.clone()),
        source_code: key.map(|key| key.code.clone()),
        source_nth: key.map(|key| key.nth.into()),
        content_hash,
        anomaly: project.anomaly,
        version: project.version,
        sort_key: sort_key(&project.title),
        search_text: search_text(&project.title),
    }
}

/// A project without its shares, milestones and budgets.
pub(crate) fn project(row: project::Model, cups: &[project_cup::Model]) -> Result<Project, AppError> {
    let source_key = match (row.source, row.source_code, row.source_nth) {
        (Some(source), Some(code), Some(nth)) => Some(SourceKey { source, code, nth: count(nth)? }),
        _ => None,
    };
    Ok(Project {
        id: row.id.into(),
        title: row.title,
        language: locale(&row.language)?,
        lead: row.lead_id.map(Into::into),
        table: row.table_id.map(Into::into),
        cups: stored(cups.iter().map(|row| Cup::parse(&row.cup)).collect())?,
        measure: row.measure,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        state: word(&row.state)?,
        state_reason: row.state_reason,
        source_key,
        anomaly: row.anomaly,
        version: row.version,
        shares: Vec::new(),
        milestones: Vec::new(),
        budgets: Vec::new(),
    })
}

pub(crate) fn cup_rows(project: &Project) -> Vec<project_cup::Model> {
    let row = |(position, cup): (i64, &Cup)| project_cup::Model {
        project_id: project.id.into(),
        cup: cup.as_str().to_owned(),
        position,
    };
    places(&project.cups).map(row).collect()
}

pub(crate) fn share_rows(project: &Project) -> Vec<project_action_share::Model> {
    let row = |share: &ActionShare| project_action_share::Model {
        project_id: project.id.into(),
        action_id: share.action.into(),
        points: share.share.points().into(),
        valid_from: share.validity.from,
        valid_to: share.validity.to,
    };
    project.shares.iter().map(row).collect()
}

pub(crate) fn share(row: &project_action_share::Model) -> Result<ActionShare, AppError> {
    Ok(ActionShare {
        action: row.action_id.into(),
        share: points(row.points)?,
        validity: Validity { from: row.valid_from, to: row.valid_to },
    })
}

/// A stored share in hundredths of a percent.
pub(super) fn points(row: i64) -> Result<Share, AppError> {
    stored(Share::from_points(count(row)?))
}

pub(crate) fn milestone_rows(project: &Project) -> Vec<milestone::Model> {
    let row = |milestone: &Milestone| milestone::Model {
        id: milestone.id.into(),
        project_id: project.id.into(),
        title: milestone.title.clone(),
        due: milestone.due,
        percent_done: milestone.percent_done.into(),
    };
    project.milestones.iter().map(row).collect()
}

pub(crate) fn milestone(row: milestone::Model) -> Result<Milestone, AppError> {
    Ok(Milestone { id: row.id.into(), title: row.title, due: row.due, percent_done: count(row.percent_done)? })
}

pub(crate) fn budget_rows(project: &Project) -> Vec<budget_revision::Model> {
    let row = |revision: &BudgetRevision| budget_revision::Model {
        id: revision.id.into(),
        project_id: project.id.into(),
        number: revision.number.into(),
        cash: revision.budget.cash.to_stored(),
        in_kind: revision.budget.in_kind.to_stored(),
        effective_on: revision.effective_on,
        recorded_at: revision.recorded_at,
        reason: revision.reason.clone(),
    };
    project.budgets.iter().map(row).collect()
}

pub(crate) fn budget(row: budget_revision::Model) -> Result<BudgetRevision, AppError> {
    Ok(BudgetRevision {
        id: row.id.into(),
        number: count(row.number)?,
        budget: Budget { cash: Cents::new(row.cash), in_kind: Cents::new(row.in_kind) },
        effective_on: row.effective_on,
        recorded_at: row.recorded_at,
        reason: row.reason,
    })
}

/// The totals of a project. More confirmed than budgeted, or amounts that contradict each other, are exempt from the
/// check.
pub(crate) fn total_row(project: ProjectId, totals: &ProjectTotals, anomaly: bool) -> project_total::Model {
    let over = totals.gap_cash() < Cents::ZERO || totals.gap_in_kind() < Cents::ZERO;
    project_total::Model {
        project_id: project.into(),
        budget_cash: totals.budget_cash.to_stored(),
        budget_in_kind: totals.budget_in_kind.to_stored(),
        promised_cash: totals.promised_cash.to_stored(),
        promised_in_kind: totals.promised_in_kind.to_stored(),
        confirmed_cash: totals.confirmed_cash.to_stored(),
        confirmed_in_kind: totals.confirmed_in_kind.to_stored(),
        paid_cash: totals.paid_cash.to_stored(),
        paid_in_kind: totals.paid_in_kind.to_stored(),
        exempt: anomaly || over,
    }
}

pub(crate) fn totals(row: &project_total::Model) -> ProjectTotals {
    ProjectTotals {
        budget_cash: Cents::new(row.budget_cash),
        budget_in_kind: Cents::new(row.budget_in_kind),
        promised_cash: Cents::new(row.promised_cash),
        promised_in_kind: Cents::new(row.promised_in_kind),
        confirmed_cash: Cents::new(row.confirmed_cash),
        confirmed_in_kind: Cents::new(row.confirmed_in_kind),
        paid_cash: Cents::new(row.paid_cash),
        paid_in_kind: Cents::new(row.paid_in_kind),
    }
}
