//! Views over a whole plan, for its report.

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::ports::report::ReportReads;
use cordata_domain::ids::{PlanId, ProjectId};
use cordata_domain::plan::{Axis, Objective, PlanAction};
use cordata_domain::policy::Visibility;
use cordata_domain::project::{ActionShare, Project};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use super::plan::in_visible_plan;
use super::project::under_plan;
use super::sight::{of_visible_projects, projects_in_sight};
use crate::connect::Database;
use crate::convert::{plan as convert_plan, project as convert_project};
use crate::entity::{axis, objective, plan_action, project, project_action_share, strategy};
use crate::error::store_error;
use crate::sql::valid_on;

#[async_trait]
impl ReportReads for Database {
    async fn axes_of_plan(&self, sight: &Visibility, plan: PlanId) -> Result<Vec<Axis>, AppError> {
        use axis::Column;
        let rows = axis::Entity::find()
            .filter(Column::PlanId.eq(plan.0))
            .filter(in_visible_plan(sight, Column::PlanId))
            .order_by_asc(Column::SortKey)
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(|row| convert_plan::axis(row, Vec::new())).collect()
    }

    async fn actions_of_plan(&self, sight: &Visibility, plan: PlanId) -> Result<Vec<PlanAction>, AppError> {
        use plan_action::Column;
        let rows = plan_action::Entity::find()
            .filter(Column::PlanId.eq(plan.0))
            .filter(in_visible_plan(sight, Column::PlanId))
            .order_by_asc(Column::SortKey)
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(|row| convert_plan::action(row, Vec::new())).collect()
    }

    async fn objectives_of_plan(&self, sight: &Visibility, plan: PlanId) -> Result<Vec<Objective>, AppError> {
        use objective::Column;
        let of_plan = Condition::any()
            .add(Column::AxisId.in_subquery(ids_of_plan(axis::Column::Id, axis::Column::PlanId, sight, plan)))
            .add(Column::StrategyId.in_subquery(ids_of_plan(
                strategy::Column::Id,
                strategy::Column::PlanId,
                sight,
                plan,
            )))
            .add(Column::PlanActionId.in_subquery(ids_of_plan(
                plan_action::Column::Id,
                plan_action::Column::PlanId,
                sight,
                plan,
            )));
        let select = objective::Entity::find().filter(of_plan).order_by_asc(Column::Position).order_by_asc(Column::Id);
        let rows = select.all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert_plan::objective).collect()
    }

    async fn shares_under_plan(
        &self,
        sight: &Visibility,
        plan: PlanId,
        day: NaiveDate,
    ) -> Result<Vec<(ProjectId, ActionShare)>, AppError> {
        use project_action_share::Column;
        let rows = project_action_share::Entity::find()
            .filter(of_visible_projects(Column::ProjectId, sight))
            .filter(Column::ProjectId.in_subquery(under_plan(plan, day)))
            .filter(valid_on(Column::ValidFrom, Column::ValidTo, day))
            .order_by_asc(Column::ProjectId)
            .order_by_asc(Column::ActionId)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(|row| Ok((row.project_id.into(), convert_project::share(&row)?))).collect()
    }

    async fn anomalies_under_plan(
        &self,
        sight: &Visibility,
        plan: PlanId,
        day: NaiveDate,
    ) -> Result<Vec<Project>, AppError> {
        use project::Column;
        let rows = project::Entity::find()
            .filter(projects_in_sight(sight))
            .filter(Column::Id.in_subquery(under_plan(plan, day)))
            .filter(Column::Anomaly.eq(true))
            .order_by_asc(Column::SortKey)
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(|row| convert_project::project(row, &[])).collect()
    }
}

/// The ids of what belongs to a plan, where the plan is in sight.
fn ids_of_plan<C: ColumnTrait>(id: C, plan_id: C, sight: &Visibility, plan: PlanId) -> SelectStatement {
    Query::select()
        .column(id)
        .from(C::EntityName::default())
        .and_where(plan_id.eq(plan.0))
        .cond_where(in_visible_plan(sight, plan_id))
        .take()
}
