//! Projects with their shares, milestones, budgets and totals.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::funding::ProjectRepo;
use cordata_domain::funding::ProjectTotals;
use cordata_domain::ids::{ProjectId, StakeholderId};
use cordata_domain::project::{Budget, Project};
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::upsert::upsert;
use crate::convert::project as convert;
use crate::entity::{
    budget_revision, commitment, milestone, project, project_action_share, project_cup, project_total,
};
use crate::error::store_error;
use crate::sql::{insert, save_version_but};
use crate::tx::WriteTx;

#[async_trait]
impl ProjectRepo for WriteTx {
    async fn project(&mut self, id: ProjectId) -> Result<Option<Project>, AppError> {
        let row = project::Entity::find_by_id(id.0).lock_exclusive().one(self.connection()).await;
        let Some(row) = row.map_err(store_error)? else { return Ok(None) };
        load(self.connection(), row).await.map(Some)
    }

    async fn insert_project(&mut self, project: &Project) -> Result<(), AppError> {
        insert(self.connection(), [convert::project_row(project, None)]).await?;
        insert(self.connection(), convert::cup_rows(project)).await?;
        insert(self.connection(), convert::share_rows(project)).await?;
        insert(self.connection(), convert::milestone_rows(project)).await?;
        insert(self.connection(), convert::budget_rows(project)).await?;
        let Budget { cash, in_kind } = budget_in_force(project);
        let totals = ProjectTotals { budget_cash: cash, budget_in_kind: in_kind, ..ProjectTotals::default() };
        insert(self.connection(), [convert::total_row(project.id, &totals, project.anomaly)]).await
    }

    async fn update_project(&mut self, project: &Project) -> Result<(), AppError> {
        use project::Column::{ContentHash, Id, Version};
        let row = convert::project_row(project, None);
        save_version_but(self.connection(), row, (Id, Version), &[ContentHash]).await?;
        replace_lists(self.connection(), project).await?;
        put_budget(self.connection(), project).await
    }

    async fn contributors_of(&mut self, id: ProjectId) -> Result<Vec<StakeholderId>, AppError> {
        use commitment::Column::{ContributorId, ProjectId};
        let of_project = commitment::Entity::find().filter(ProjectId.eq(id.0)).filter(ContributorId.is_not_null());
        let contributors = of_project.select_only().column(ContributorId).distinct().into_tuple::<Uuid>();
        let ids = contributors.all(self.connection()).await.map_err(store_error)?;
        Ok(ids.into_iter().map(Into::into).collect())
    }

    async fn project_totals(&mut self, id: ProjectId) -> Result<ProjectTotals, AppError> {
        let found = project_total::Entity::find_by_id(id.0).one(self.connection()).await.map_err(store_error)?;
        let row = found.ok_or_else(|| AppError::fault(format!("the project {id} has no totals")))?;
        Ok(convert::totals(&row))
    }
}

fn budget_in_force(project: &Project) -> Budget {
    project.budget().map(|revision| revision.budget).unwrap_or_default()
}

/// A project with everything that belongs to it, each list with one statement.
async fn load(connection: &impl ConnectionTrait, row: project::Model) -> Result<Project, AppError> {
    let cups = project_cup::Entity::find()
        .filter(project_cup::Column::ProjectId.eq(row.id))
        .order_by_asc(project_cup::Column::Position);
    let shares = project_action_share::Entity::find()
        .filter(project_action_share::Column::ProjectId.eq(row.id))
        .order_by_asc(project_action_share::Column::ValidFrom)
        .order_by_asc(project_action_share::Column::ActionId);
    let milestones = milestone::Entity::find()
        .filter(milestone::Column::ProjectId.eq(row.id))
        .order_by_asc(milestone::Column::Due)
        .order_by_asc(milestone::Column::Id);
    let budgets = budget_revision::Entity::find()
        .filter(budget_revision::Column::ProjectId.eq(row.id))
        .order_by_asc(budget_revision::Column::Number);
    let cups = cups.all(connection).await.map_err(store_error)?;
    let shares = shares.all(connection).await.map_err(store_error)?;
    let milestones = milestones.all(connection).await.map_err(store_error)?;
    let budgets = budgets.all(connection).await.map_err(store_error)?;
    Ok(Project {
        shares: shares.iter().map(convert::share).collect::<Result<_, _>>()?,
        milestones: milestones.into_iter().map(convert::milestone).collect::<Result<_, _>>()?,
        budgets: budgets.into_iter().map(convert::budget).collect::<Result<_, _>>()?,
        ..convert::project(row, &cups)?
    })
}

/// Codes, shares and milestones become as given; budgets are only added.
async fn replace_lists(connection: &impl ConnectionTrait, project: &Project) -> Result<(), AppError> {
    let of_project = project_cup::Column::ProjectId.eq(project.id.0);
    project_cup::Entity::delete_many().filter(of_project).exec(connection).await.map_err(store_error)?;
    insert(connection, convert::cup_rows(project)).await?;
    let of_project = project_action_share::Column::ProjectId.eq(project.id.0);
    project_action_share::Entity::delete_many().filter(of_project).exec(connection).await.map_err(store_error)?;
    insert(connection, convert::share_rows(project)).await?;
    milestone::Entity::delete_many()
        .filter(milestone::Column::ProjectId.eq(project.id.0))
        .filter(milestone::Column::Id.is_not_in(project.milestones.iter().map(|milestone| milestone.id.0)))
        .exec(connection)
        .await
        .map_err(store_error)?;
    let changing = [milestone::Column::Title, milestone::Column::Due, milestone::Column::PercentDone];
    let changed = OnConflict::column(milestone::Column::Id).update_columns(changing).to_owned();
    upsert(connection, convert::milestone_rows(project), changed).await?;
    let known = OnConflict::column(budget_revision::Column::Id).do_nothing().to_owned();
    upsert(connection, convert::budget_rows(project), known).await?;
    Ok(())
}

/// The totals take over the budget in force. A cut below what is confirmed is shown, so it is exempt from the check.
async fn put_budget(connection: &impl ConnectionTrait, project: &Project) -> Result<(), AppError> {
    use project_total::Column;
    let Budget { cash, in_kind } = budget_in_force(project);
    let over = Column::ConfirmedCash.gt(cash.to_stored()).or(Column::ConfirmedInKind.gt(in_kind.to_stored()));
    let exempt = if project.anomaly { Expr::value(true) } else { over };
    let saved = project_total::Entity::update_many()
        .col_expr(Column::BudgetCash, Expr::value(cash.to_stored()))
        .col_expr(Column::BudgetInKind, Expr::value(in_kind.to_stored()))
        .col_expr(Column::Exempt, exempt)
        .filter(Column::ProjectId.eq(project.id.0))
        .exec(connection)
        .await
        .map_err(store_error)?;
    if saved.rows_affected == 1 { Ok(()) } else { Err(AppError::fault(format!("{} has no totals", project.id))) }
}
