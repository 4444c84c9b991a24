//! Jobs: claimed, given back, given up.

use chrono::{DateTime, TimeDelta, Utc};
use cordata_app::AppError;
use cordata_app::ports::queue::{ClaimedJob, LONGEST_JOB_WAIT_MINUTES, Lease};
use cordata_domain::ids::JobId;
use sea_orm::prelude::Expr;
use sea_orm::sea_query::{ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, UpdateMany};

use super::{counted, is_free, nothing, only_due};
use crate::convert::notification as convert;
use crate::convert::value::count;
use crate::entity::job::{Column, Entity, Model};
use crate::error::store_error;

pub(super) async fn claim(connection: &impl ConnectionTrait, lease: Lease<'_>) -> Result<Vec<ClaimedJob>, AppError> {
    let claim = Entity::update_many()
        .col_expr(Column::LeaseUntil, Expr::value(lease.until))
        .col_expr(Column::LeaseOwner, Expr::value(lease.owner))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1));
    let claim = only_due(claim, Column::Id, due(lease));
    let mut rows = claim.exec_with_returning(connection).await.map_err(store_error)?;
    rows.sort_by_key(|row| (row.run_at, row.id));
    rows.iter().map(claimed).collect()
}

fn due(lease: Lease<'_>) -> SelectStatement {
    let far = lease.now + TimeDelta::minutes(LONGEST_JOB_WAIT_MINUTES);
    let its_time = Condition::any().add(Column::RunAt.lte(lease.now)).add(Column::RunAt.gt(far));
    Query::select()
        .column(Column::Id)
        .from(Entity)
        .cond_where(is_unfinished())
        .cond_where(its_time)
        .cond_where(is_free((Column::LeaseUntil, Column::LeaseOwner), lease))
        .order_by(Column::RunAt, Order::Asc)
        .order_by(Column::Id, Order::Asc)
        .limit(u64::from(lease.limit))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .to_owned()
}

fn claimed(row: &Model) -> Result<ClaimedJob, AppError> {
    Ok(ClaimedJob {
        id: row.id.into(),
        payload: convert::payload(row.payload_version, &row.payload),
        attempts: count(row.attempts)?,
    })
}

/// Finishes a job that `owner` still holds.
pub(crate) async fn finish(
    connection: &impl ConnectionTrait,
    id: JobId,
    owner: &str,
    at: DateTime<Utc>,
) -> Result<bool, AppError> {
    give_back(connection, without_lease().col_expr(Column::FinishedAt, Expr::value(at)), id, owner).await
}

pub(super) async fn retry(
    connection: &impl ConnectionTrait,
    id: JobId,
    owner: &str,
    (at, error): (DateTime<Utc>, &str),
) -> Result<(), AppError> {
    let again = without_lease().col_expr(Column::RunAt, Expr::value(at));
    give_back(connection, again.col_expr(Column::LastError, Expr::value(error)), id, owner).await?;
    Ok(())
}

pub(super) async fn fail(
    connection: &impl ConnectionTrait,
    id: JobId,
    owner: &str,
    (at, error): (DateTime<Utc>, &str),
) -> Result<(), AppError> {
    let dead = without_lease().col_expr(Column::FailedAt, Expr::value(at));
    give_back(connection, dead.col_expr(Column::LastError, Expr::value(error)), id, owner).await?;
    Ok(())
}

/// Ends a lease; false if `owner` does not have it any more.
async fn give_back(
    connection: &impl ConnectionTrait,
    update: UpdateMany<Entity>,
    id: JobId,
    owner: &str,
) -> Result<bool, AppError> {
    let update = update.filter(Column::Id.eq(id.0)).filter(Column::LeaseOwner.eq(owner));
    Ok(update.exec(connection).await.map_err(store_error)?.rows_affected == 1)
}

pub(super) async fn release(connection: &impl ConnectionTrait, owner: &str) -> Result<(), AppError> {
    without_lease().filter(Column::LeaseOwner.eq(owner)).exec(connection).await.map_err(store_error)?;
    Ok(())
}

fn without_lease() -> UpdateMany<Entity> {
    let (time, owner) = nothing();
    Entity::update_many().col_expr(Column::LeaseUntil, time).col_expr(Column::LeaseOwner, owner)
}

fn is_unfinished() -> Condition {
    Condition::all().add(Column::FinishedAt.is_null()).add(Column::FailedAt.is_null())
}

pub(super) fn waiting() -> SelectStatement {
    counted(Entity, is_unfinished())
}

pub(super) fn failed() -> SelectStatement {
    counted(Entity, Condition::all().add(Column::FailedAt.is_not_null()))
}
