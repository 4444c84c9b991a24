//! The queue of jobs and the mailroom.
//!
//! A claim is one statement: it picks what is due and nobody holds, and writes the lease. Whoever was killed holds
//! nothing any more when the lease ends.

pub(crate) mod job;
pub(crate) mod mail;
mod outbox;

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::ports::queue::{Backlog, ClaimedJob, ClaimedMail, Lease, MailResult, Queue, WaitingMember};
use cordata_domain::ids::{JobId, MailId, PersonId};
use cordata_domain::notification::{Cadence, MailShare, MailState, NoticeClass, Preference};
use sea_orm::prelude::{Expr, Uuid};
use sea_orm::sea_query::{
    CommonTableExpression, ExprTrait, Func, Query, SelectStatement, SubQueryStatement, WithClause,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationTrait, UpdateMany, Value,
};

use crate::connect::Database;
use crate::convert::notification as convert;
use crate::convert::value::{name_of, zone};
use crate::entity::{event, notice, notification_preference, person};
use crate::error::store_error;

#[async_trait]
impl Queue for Database {
    async fn claim_jobs(&self, lease: Lease<'_>) -> Result<Vec<ClaimedJob>, AppError> {
        job::claim(self.writer(), lease).await
    }

    async fn retry_job(&self, id: JobId, owner: &str, at: DateTime<Utc>, error: &str) -> Result<(), AppError> {
        job::retry(self.writer(), id, owner, (at, error)).await
    }

    async fn fail_job(&self, id: JobId, owner: &str, at: DateTime<Utc>, error: &str) -> Result<(), AppError> {
        job::fail(self.writer(), id, owner, (at, error)).await
    }

    async fn expire_mails(&self, now: DateTime<Utc>) -> Result<(), AppError> {
        mail::expire(self.writer(), now).await
    }

    async fn claim_mails(&self, lease: Lease<'_>, share: MailShare) -> Result<Vec<ClaimedMail>, AppError> {
        mail::claim(self.writer(), lease, share).await
    }

    async fn renew_mails(&self, ids: &[MailId], lease: Lease<'_>) -> Result<(), AppError> {
        mail::renew(self.writer(), ids, lease).await
    }

    async fn settle_mails(&self, owner: &str, results: &[MailResult]) -> Result<(), AppError> {
        if results.is_empty() {
            return Ok(());
        }
        let tx = self.write_tx().await?;
        for result in results {
            mail::settle(tx.connection(), owner, result).await?;
        }
        tx.finish().await
    }

    async fn release(&self, owner: &str) -> Result<(), AppError> {
        job::release(self.writer(), owner).await?;
        mail::release(self.writer(), owner).await
    }

    async fn members_to_digest(&self, after: Option<PersonId>, limit: u32) -> Result<Vec<WaitingMember>, AppError> {
        let wants = Condition::any()
            .add(notification_preference::Column::Cadence.is_null())
            .add(notification_preference::Column::Cadence.ne(name_of(Cadence::Off)));
        let mut select = person::Entity::find()
            .select_also(notification_preference::Entity)
            .join_rev(JoinType::LeftJoin, notification_preference::Relation::Person.def())
            .filter(Expr::exists(undigested()))
            .filter(wants);
        if let Some(after) = after {
            select = select.filter(person::Column::Id.gt(after.0));
        }
        let select = select.order_by_asc(person::Column::Id).limit(u64::from(limit));
        let rows = select.all(self.reader()).await.map_err(store_error)?;
        let since = oldest(self, rows.iter().map(|(person, _)| person.id)).await?;
        rows.into_iter().filter_map(|(person, chosen)| member(&person, chosen.as_ref(), &since).transpose()).collect()
    }

    async fn newest_event(&self) -> Result<Option<DateTime<Utc>>, AppError> {
        let newest = event::Entity::find().select_only().column(event::Column::At).order_by_desc(event::Column::At);
        newest.into_tuple().one(self.reader()).await.map_err(store_error)
    }

    async fn backlog(&self) -> Result<Backlog, AppError> {
        let counts = [job::waiting(), job::failed(), mail::waiting(), mail::failed()];
        let mut select = Query::select();
        for count in counts {
            select.expr(Expr::SubQuery(None, Box::new(SubQueryStatement::from(count))));
        }
        let row = self.reader().query_one(&select).await.map_err(store_error)?;
        let row = row.ok_or_else(|| AppError::fault("the counts of the queue answered nothing"))?;
        let count = |index| -> Result<u64, AppError> {
            let count: i64 = row.try_get_by_index(index).map_err(store_error)?;
            u64::try_from(count).map_err(|error| AppError::Fault(error.into()))
        };
        Ok(Backlog {
            jobs_waiting: count(0)?,
            jobs_failed: count(1)?,
            mails_waiting: count(2)?,
            mails_failed: count(3)?,
        })
    }
}

/// A digest notice of the person that no digest holds yet.
fn undigested() -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(notice::Entity)
        .and_where(Expr::col((notice::Entity, notice::Column::RecipientId)).equals(person::Column::Id.as_column_ref()))
        .and_where(notice::Column::Class.eq(name_of(NoticeClass::Digest)))
        .and_where(notice::Column::DigestId.is_null())
        .to_owned()
}

/// When the oldest of what waits for each person was written.
async fn oldest(
    database: &Database,
    people: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, DateTime<Utc>>, AppError> {
    let rows: Vec<(Uuid, DateTime<Utc>)> = notice::Entity::find()
        .select_only()
        .column(notice::Column::RecipientId)
        .column_as(notice::Column::CreatedAt.min(), "since")
        .filter(notice::Column::RecipientId.is_in(people))
        .filter(notice::Column::Class.eq(name_of(NoticeClass::Digest)))
        .filter(notice::Column::DigestId.is_null())
        .group_by(notice::Column::RecipientId)
        .into_tuple()
        .all(database.reader())
        .await
        .map_err(store_error)?;
    Ok(rows.into_iter().collect())
}

/// `None` where somebody opened the digest between the two statements.
fn member(
    person: &person::Model,
    chosen: Option<&notification_preference::Model>,
    since: &HashMap<Uuid, DateTime<Utc>>,
) -> Result<Option<WaitingMember>, AppError> {
    let Some(since) = since.get(&person.id).copied() else { return Ok(None) };
    let preference = match chosen {
        Some(chosen) => convert::preference(chosen)?,
        None => Preference::standard(zone(&person.zone)?),
    };
    Ok(Some(WaitingMember { person: person.id.into(), preference, since }))
}

/// How many rows of a table fit a condition.
fn counted<E: EntityTrait>(table: E, condition: Condition) -> SelectStatement {
    Query::select().expr(Func::count(Expr::val(1))).from(table).cond_where(condition).to_owned()
}

/// Nobody holds the row: it was never claimed, or the lease has ended.
fn has_ended<C: ColumnTrait>(lease_until: C, now: DateTime<Utc>) -> Condition {
    Condition::any().add(lease_until.is_null()).add(lease_until.lte(now))
}

/// The same, or somebody else holds it for longer than a lease lasts: their clock was ahead.
fn is_free<C: ColumnTrait>((lease_until, lease_owner): (C, C), lease: Lease<'_>) -> Condition {
    let ahead = Condition::all().add(lease_until.gt(lease.longest())).add(lease_owner.ne(lease.owner));
    has_ended(lease_until, lease.now).add(ahead)
}

/// Restricts an update to the rows whose ids `due` picks. They are picked once, before anything is written.
fn only_due<E: EntityTrait>(mut update: UpdateMany<E>, id: E::Column, due: SelectStatement) -> UpdateMany<E> {
    let picked = CommonTableExpression::new().table_name("due").query(due).materialized(true).to_owned();
    QueryTrait::query(&mut update).with_cte(WithClause::new().cte(picked).to_owned());
    update.filter(id.in_subquery(Query::select().column("id").from("due").to_owned()))
}

/// No time, no text: what stands in the columns of a lease that nobody has.
fn nothing() -> (Expr, Expr) {
    (Expr::value(Value::ChronoDateTimeUtc(None)), Expr::value(Value::String(None)))
}

/// The state of a mail, as it is stored.
fn in_state(state: MailState) -> Expr {
    Expr::value(name_of(state))
}
