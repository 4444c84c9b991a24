//! Projects under actions, by their codes, and what belongs to them.

use std::collections::HashMap;

use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::ports::funding::ProjectFilter;
use cordata_domain::funding::recovery_plan::measure_key;
use cordata_domain::ids::{PlanActionId, PlanId, ProjectId};
use cordata_domain::policy::Visibility;
use cordata_domain::project::Project;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Select};

use super::sight::projects_in_sight;
use crate::connect::Database;
use crate::convert::project as convert;
use crate::convert::value::{by_owner, name_of, of, uuids};
use crate::entity::{plan_action, project, project_action_share, project_cup};
use crate::error::store_error;
use crate::sql::{mentions, valid_on};

/// Projects in sight that fit `filter`.
pub(super) fn projects(sight: &Visibility, filter: &ProjectFilter, day: NaiveDate) -> Select<project::Entity> {
    use project::Column;
    let states = filter.states.iter().copied().map(name_of);
    let measure = filter.measure.as_deref().map(measure_key);
    let wanted = Condition::all()
        .add(projects_in_sight(sight))
        .add_option((!filter.states.is_empty()).then(|| Column::State.is_in(states)))
        .add_option(filter.action.map(|action| Column::Id.in_subquery(under_action(action, day))))
        .add_option(filter.lead.map(|lead| Column::LeadId.eq(lead.0)))
        .add_option(measure.map(|key| Column::MeasureKey.eq(key)))
        .add_option(filter.anomaly.map(|anomaly| Column::Anomaly.eq(anomaly)))
        .add(mentions(Column::SearchText, filter.text.as_deref()));
    project::Entity::find().filter(wanted)
}

/// The ids of those of some projects that are in sight.
pub(super) fn visible_of(sight: &Visibility, projects: &[ProjectId]) -> SelectStatement {
    Query::select()
        .column(project::Column::Id)
        .from(project::Entity)
        .and_where(project::Column::Id.is_in(uuids(projects)))
        .cond_where(projects_in_sight(sight))
        .take()
}

/// The ids of projects that are under an action on `day`.
pub(super) fn under_action(action: PlanActionId, day: NaiveDate) -> SelectStatement {
    shared_on(day).and_where(project_action_share::Column::ActionId.eq(action.0)).take()
}

/// The ids of projects that are under any action of a plan on `day`.
pub(super) fn under_plan(plan: PlanId, day: NaiveDate) -> SelectStatement {
    let actions = Query::select()
        .column(plan_action::Column::Id)
        .from(plan_action::Entity)
        .and_where(plan_action::Column::PlanId.eq(plan.0))
        .take();
    shared_on(day).and_where(project_action_share::Column::ActionId.in_subquery(actions)).take()
}

fn shared_on(day: NaiveDate) -> SelectStatement {
    use project_action_share::Column;
    Query::select()
        .column(Column::ProjectId)
        .from(project_action_share::Entity)
        .cond_where(valid_on(Column::ValidFrom, Column::ValidTo, day))
        .take()
}

/// The ids of projects with a code.
pub(super) fn with_cup(cup: &str) -> SelectStatement {
    Query::select()
        .column(project_cup::Column::ProjectId)
        .from(project_cup::Entity)
        .and_where(project_cup::Column::Cup.eq(cup))
        .take()
}

pub(super) type Cups = HashMap<Uuid, Vec<project_cup::Model>>;

impl Database {
    /// The codes of projects, in order.
    pub(super) async fn cups(&self, projects: Vec<Uuid>) -> Result<Cups, AppError> {
        let rows = project_cup::Entity::find()
            .filter(project_cup::Column::ProjectId.is_in(projects))
            .order_by_asc(project_cup::Column::Position)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        Ok(by_owner(rows, |row| row.project_id))
    }

    /// Projects, in the order of their rows, with their codes.
    pub(super) async fn with_cups(&self, rows: Vec<project::Model>) -> Result<Vec<Project>, AppError> {
        let cups = self.cups(rows.iter().map(|row| row.id).collect()).await?;
        let project = |row: project::Model| {
            let cups = of(&cups, row.id);
            convert::project(row, cups)
        };
        rows.into_iter().map(project).collect()
    }
}
