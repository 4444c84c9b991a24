//! Chaining the trail: links for entries, by the hashes of the domain.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use cordata_app::AppError;
use cordata_app::ports::audit::{AuditSealer, Sweep};
use cordata_domain::audit::{AuditEntry, Head, link_after};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::connect::Database;
use crate::convert::audit as convert;
use crate::entity::{audit_entry, audit_link};
use crate::error::store_error;
use crate::sql::insert;
use crate::tx::chains_as_it_writes;

/// Entries that are chained at once.
const BATCH: u64 = 1000;

#[async_trait]
impl AuditSealer for Database {
    async fn seal_audit(&self, sweep: Sweep) -> Result<u64, AppError> {
        let mut sealed = 0;
        if chains_as_it_writes(self.reader().get_database_backend()) {
            return Ok(sealed);
        }
        loop {
            let tx = self.write_tx().await?;
            if !tx.try_to_be_sealer().await? {
                return Ok(sealed);
            }
            let since = match sweep {
                Sweep::Recent => recently(tx.connection()).await?,
                Sweep::All => None,
            };
            let batch = seal_batch(tx.connection(), since).await?;
            tx.finish().await?;
            sealed += batch;
            if batch < BATCH {
                return Ok(sealed);
            }
        }
    }
}

/// The end of the chain; its start where there is no link.
pub(crate) async fn head(connection: &impl ConnectionTrait) -> Result<Head, AppError> {
    let last = audit_link::Entity::find().order_by_desc(audit_link::Column::Seq).one(connection).await;
    last.map_err(store_error)?.map_or(Ok(Head::START), |row| convert::head(&row))
}

/// Adds links for entries, in their order, to the end of the chain.
pub(crate) async fn chain(connection: &impl ConnectionTrait, entries: &[AuditEntry]) -> Result<(), AppError> {
    let mut head = head(connection).await?;
    let link = |entry| {
        let link = link_after(&head, entry);
        head = link.head();
        convert::link_row(&link)
    };
    let links: Vec<_> = entries.iter().map(link).collect();
    insert(connection, links).await
}

/// Chains everything that has no link.
pub(crate) async fn seal_all(connection: &impl ConnectionTrait) -> Result<(), AppError> {
    while seal_batch(connection, None).await? == BATCH {}
    Ok(())
}

/// Chains entries without a link, oldest first; answers how many.
async fn seal_batch(connection: &impl ConnectionTrait, since: Option<DateTime<Utc>>) -> Result<u64, AppError> {
    let mut waiting = unlinked().limit(BATCH);
    if let Some(since) = since {
        waiting = waiting.filter(audit_entry::Column::RecordedAt.gte(since));
    }
    let rows = waiting.all(connection).await.map_err(store_error)?;
    let entries: Vec<AuditEntry> = rows.into_iter().map(convert::entry).collect();
    if !entries.is_empty() {
        chain(connection, &entries).await?;
    }
    Ok(u64::try_from(entries.len()).unwrap_or(u64::MAX))
}

/// Entries without a link, oldest first. Their ids and times are not in the order of their commits, so nothing but the
/// missing link tells them.
pub(crate) fn unlinked() -> Select<audit_entry::Entity> {
    let link = Query::select()
        .expr(Expr::val(1))
        .from(audit_link::Entity)
        .and_where(
            Expr::col((audit_link::Entity, audit_link::Column::EntryId))
                .equals((audit_entry::Entity, audit_entry::Column::Id)),
        )
        .take();
    audit_entry::Entity::find()
        .filter(Expr::exists(link).not())
        .order_by_asc(audit_entry::Column::RecordedAt)
        .order_by_asc(audit_entry::Column::Id)
}

/// Long before the entry of the last link: no transaction lives for that long. What a clock far behind wrote waits for
/// a sweep of all.
async fn recently(connection: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, AppError> {
    let last = audit_link::Entity::find()
        .find_also_related(audit_entry::Entity)
        .order_by_desc(audit_link::Column::Seq)
        .one(connection)
        .await
        .map_err(store_error)?;
    Ok(last.and_then(|(_, entry)| entry).map(|entry| entry.recorded_at - TimeDelta::hours(1)))
}

#[cfg(test)]
mod tests;
