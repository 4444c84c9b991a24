//! Mails: claimed, sent or put off, given back. A mail has a time of its next attempt while it waits or is being
//! sent, and only then.

use chrono::{DateTime, TimeDelta, Utc};
use cordata_app::AppError;
use cordata_app::ports::queue::{ClaimedMail, LONGEST_MAIL_WAIT_HOURS, Lease, MailResult};
use cordata_domain::ids::{DigestId, MailId};
use cordata_domain::notification::{MailShare, MailState};
use sea_orm::prelude::Expr;
use sea_orm::sea_query::{Alias, ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, UpdateMany, Value};

use super::{counted, has_ended, in_state, is_free, nothing, only_due};
use crate::convert::notification as convert;
use crate::convert::value::{name_of, uuids};
use crate::entity::mail::{Column, Entity};
use crate::entity::notice;
use crate::error::store_error;

/// Gives up the mails that nobody holds and whose time has run out.
pub(super) async fn expire(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), AppError> {
    let expire = without_lease()
        .col_expr(Column::State, in_state(MailState::Expired))
        .col_expr(Column::NextAttemptAt, Expr::value(Value::ChronoDateTimeUtc(None)))
        .filter(Column::NextAttemptAt.is_not_null())
        .filter(Column::ExpiresAt.lte(now))
        .filter(has_ended(Column::LeaseUntil, now));
    expire.exec(connection).await.map_err(store_error)?;
    Ok(())
}

pub(super) async fn claim(
    connection: &impl ConnectionTrait,
    lease: Lease<'_>,
    share: MailShare,
) -> Result<Vec<ClaimedMail>, AppError> {
    let claim = Entity::update_many()
        .col_expr(Column::State, in_state(MailState::Leased))
        .col_expr(Column::LeaseUntil, Expr::value(lease.until))
        .col_expr(Column::LeaseOwner, Expr::value(lease.owner));
    let claim = only_due(claim, Column::Id, due(lease, share));
    let mut rows = claim.exec_with_returning(connection).await.map_err(store_error)?;
    rows.sort_by_key(|row| (row.next_attempt_at, row.id));
    rows.into_iter().map(convert::claimed_mail).collect()
}

fn due(lease: Lease<'_>, share: MailShare) -> SelectStatement {
    let far = lease.now + TimeDelta::hours(LONGEST_MAIL_WAIT_HOURS);
    let its_time = Condition::any().add(Column::NextAttemptAt.lte(lease.now)).add(Column::NextAttemptAt.gt(far));
    Query::select()
        .column(Column::Id)
        .from(Entity)
        .and_where(Column::NextAttemptAt.is_not_null())
        .cond_where(its_time)
        .and_where(Column::ExpiresAt.gt(lease.now))
        .and_where(Column::Kind.is_in(share.kinds().map(name_of)))
        .cond_where(is_free((Column::LeaseUntil, Column::LeaseOwner), lease))
        .and_where(Expr::exists(earlier(lease.now)).not())
        .order_by(Column::NextAttemptAt, Order::Asc)
        .order_by(Column::Id, Order::Asc)
        .limit(u64::from(lease.limit))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .to_owned()
}

/// A mail that was written before to the same recipient about the same meeting, and is being sent or due: it leaves
/// first. One that was put off does not hold up what was told since.
fn earlier(now: DateTime<Utc>) -> SelectStatement {
    let earlier = Alias::new("earlier");
    let of = |column: Column| Expr::col((earlier.clone(), column));
    let same = |column: Column| of(column).equals((Entity, column));
    Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, earlier.clone())
        .and_where(same(Column::MeetingId))
        .and_where(same(Column::RecipientId))
        .and_where(of(Column::Id).lt(Expr::col((Entity, Column::Id))))
        .and_where(of(Column::NextAttemptAt).is_not_null())
        .and_where(of(Column::NextAttemptAt).lte(now))
        .and_where(of(Column::ExpiresAt).gt(now))
        .to_owned()
}

pub(super) async fn renew(connection: &impl ConnectionTrait, ids: &[MailId], lease: Lease<'_>) -> Result<(), AppError> {
    let renew = Entity::update_many()
        .col_expr(Column::LeaseUntil, Expr::value(lease.until))
        .filter(Column::Id.is_in(uuids(ids)))
        .filter(Column::LeaseOwner.eq(lease.owner));
    renew.exec(connection).await.map_err(store_error)?;
    Ok(())
}

/// Records what became of a mail that `owner` still holds.
pub(super) async fn settle(
    connection: &impl ConnectionTrait,
    owner: &str,
    result: &MailResult,
) -> Result<(), AppError> {
    let sent_at = (result.state == MailState::Sent).then_some(result.at);
    let mut settle = without_lease()
        .col_expr(Column::State, in_state(result.state))
        .col_expr(Column::Attempts, Expr::value(i64::from(result.attempts)))
        .col_expr(Column::NextAttemptAt, Expr::value(result.next_attempt_at))
        .col_expr(Column::LastError, Expr::value(result.error.clone()))
        .col_expr(Column::SentAt, Expr::value(sent_at))
        .filter(Column::Id.eq(result.id.0))
        .filter(Column::LeaseOwner.eq(owner));
    if let Some(withheld) = result.withheld {
        settle = settle.col_expr(Column::StateReason, Expr::value(name_of(withheld)));
    }
    let settled = settle.exec(connection).await.map_err(store_error)?.rows_affected == 1;
    match result.gives_back {
        Some(digest) if settled => give_back(connection, digest).await,
        _ => Ok(()),
    }
}

/// Lets the notices of a digest that nobody got wait for the next one.
async fn give_back(connection: &impl ConnectionTrait, digest: DigestId) -> Result<(), AppError> {
    let waiting = notice::Entity::update_many()
        .col_expr(notice::Column::DigestId, Expr::value(Value::Uuid(None)))
        .filter(notice::Column::DigestId.eq(digest.0));
    waiting.exec(connection).await.map(|_| ()).map_err(store_error)
}

/// Gives back what `owner` holds: a mail that was never tried is queued, one that was tried before is put off.
pub(super) async fn release(connection: &impl ConnectionTrait, owner: &str) -> Result<(), AppError> {
    let tried = Expr::case(Column::Attempts.gt(0), in_state(MailState::Deferred)).finally(in_state(MailState::Queued));
    let release = without_lease().col_expr(Column::State, tried.into()).filter(Column::LeaseOwner.eq(owner));
    release.exec(connection).await.map_err(store_error)?;
    Ok(())
}

/// Puts a dead letter back into the queue, as if it had never been tried.
pub(crate) async fn redrive(
    connection: &impl ConnectionTrait,
    id: MailId,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let redrive = Entity::update_many()
        .col_expr(Column::State, in_state(MailState::Queued))
        .col_expr(Column::Attempts, Expr::value(0_i64))
        .col_expr(Column::NextAttemptAt, Expr::value(now))
        .filter(Column::Id.eq(id.0))
        .filter(Column::State.eq(name_of(MailState::Failed)));
    Ok(redrive.exec(connection).await.map_err(store_error)?.rows_affected == 1)
}

fn without_lease() -> UpdateMany<Entity> {
    let (time, owner) = nothing();
    Entity::update_many().col_expr(Column::LeaseUntil, time).col_expr(Column::LeaseOwner, owner)
}

pub(super) fn waiting() -> SelectStatement {
    counted(Entity, Condition::all().add(Column::NextAttemptAt.is_not_null()))
}

pub(super) fn failed() -> SelectStatement {
    counted(Entity, Condition::all().add(Column::State.eq(name_of(MailState::Failed))))
}
