use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::audit::{AuditFilter, AuditReads, Census};
use cordata_domain::audit::{AuditEntry, AuditLink, Head, PersonalChange};
use cordata_domain::ids::AuditEntryId;
use cordata_domain::policy::AuditSight;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use crate::audit::{head, unlinked};
use crate::connect::Database;
use crate::convert::audit as convert;
use crate::convert::value::uuids;
use crate::entity::{audit_entry, audit_link, audit_value};
use crate::error::store_error;
use crate::page::{Keyset, page, try_map};
use crate::tx::chains_as_it_writes;

#[async_trait]
impl AuditReads for Database {
    async fn audit_log(
        &self,
        sight: &AuditSight,
        filter: &AuditFilter,
        window: &Window,
    ) -> Result<Page<AuditEntry>, AppError> {
        use audit_entry::{Column, Model};
        let by_time =
            Keyset { key: Column::RecordedAt, id: Column::Id, place: |row: &Model| (row.recorded_at, row.id) };
        let found = page(self.reader(), entries(sight, filter), by_time, window).await?;
        try_map(found, |row| Ok(convert::entry(row)))
    }

    async fn count_audit_log(&self, sight: &AuditSight, filter: &AuditFilter) -> Result<u64, AppError> {
        entries(sight, filter).count(self.reader()).await.map_err(store_error)
    }

    async fn audit_links(&self, entries: &[AuditEntryId]) -> Result<Vec<AuditLink>, AppError> {
        let of_entries = audit_link::Entity::find().filter(audit_link::Column::EntryId.is_in(uuids(entries)));
        let rows = of_entries.all(self.reader()).await.map_err(store_error)?;
        Ok(rows.iter().map(convert::link).collect())
    }

    async fn audit_chain(&self, seq: i64, limit: u64) -> Result<Vec<(AuditLink, Option<AuditEntry>)>, AppError> {
        let rows = audit_link::Entity::find()
            .find_also_related(audit_entry::Entity)
            .filter(audit_link::Column::Seq.gt(seq))
            .order_by_asc(audit_link::Column::Seq)
            .limit(limit)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        Ok(rows.into_iter().map(|(link, entry)| (convert::link(&link), entry.map(convert::entry))).collect())
    }

    async fn personal_changes(&self, entries: &[AuditEntryId]) -> Result<Vec<PersonalChange>, AppError> {
        let of_entries = audit_value::Entity::find().filter(audit_value::Column::EntryId.is_in(uuids(entries)));
        let rows = of_entries.all(self.reader()).await.map_err(store_error)?;
        Ok(rows.into_iter().map(convert::value).collect())
    }

    async fn audit_head(&self) -> Result<Head, AppError> {
        head(self.reader()).await
    }

    async fn audit_heads(&self, seqs: &[i64]) -> Result<Vec<Head>, AppError> {
        let numbered = audit_link::Entity::find().filter(audit_link::Column::Seq.is_in(seqs.iter().copied()));
        let rows = numbered.all(self.reader()).await.map_err(store_error)?;
        Ok(rows.iter().map(|row| convert::link(row).head()).collect())
    }

    async fn audit_span(
        &self,
        from: Option<DateTime<Utc>>,
        to: Option<DateTime<Utc>>,
    ) -> Result<Option<(i64, i64)>, AppError> {
        let span: Option<(Option<i64>, Option<i64>)> = audit_link::Entity::find()
            .inner_join(audit_entry::Entity)
            .filter(recorded(from, to))
            .select_only()
            .column_as(audit_link::Column::Seq.min(), "first")
            .column_as(audit_link::Column::Seq.max(), "last")
            .into_tuple()
            .one(self.reader())
            .await
            .map_err(store_error)?;
        Ok(span.and_then(|(first, last)| first.zip(last)))
    }

    async fn audit_census(&self) -> Result<Census, AppError> {
        let entries = audit_entry::Entity::find().count(self.reader()).await.map_err(store_error)?;
        let unsealed = unlinked().count(self.reader()).await.map_err(store_error)?;
        let first = unlinked().one(self.reader()).await.map_err(store_error)?;
        Ok(Census {
            entries,
            unsealed,
            first_unsealed: first.map(|row| row.id.into()),
            sealed_later: !chains_as_it_writes(self.reader().get_database_backend()),
        })
    }
}

/// The entries that fit, of those in sight.
fn entries(sight: &AuditSight, filter: &AuditFilter) -> Select<audit_entry::Entity> {
    use audit_entry::Column;
    let id = |column: Column, id: Option<Uuid>| id.map(|id| column.eq(id));
    let word = |column: Column, word: Option<&String>| word.map(|word| column.eq(word));
    let wanted = Condition::all()
        .add_option(id(Column::PersonId, filter.person.map(Into::into)))
        .add_option(id(Column::SubjectId, filter.subject))
        .add_option(id(Column::OnBehalfOf, filter.organisation.map(Into::into)))
        .add_option(id(Column::TableId, filter.table.map(Into::into)))
        .add_option(word(Column::Command, filter.command.as_ref()))
        .add_option(word(Column::SubjectKind, filter.subject_kind.as_ref()))
        .add_option(word(Column::RequestId, filter.request_id.as_ref()));
    let wanted = wanted.add(recorded(filter.from, filter.to));
    audit_entry::Entity::find().filter(in_sight(sight)).filter(wanted)
}

/// The same as `AuditSight::sees` of the domain.
fn in_sight(sight: &AuditSight) -> Condition {
    if sight.everything {
        return Condition::all();
    }
    Condition::any()
        .add(audit_entry::Column::TableId.is_in(uuids(&sight.tables)))
        .add(audit_entry::Column::OnBehalfOf.is_in(uuids(&sight.organisations)))
}

fn recorded(from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> Condition {
    let at = audit_entry::Column::RecordedAt;
    Condition::all().add_option(from.map(|from| at.gte(from))).add_option(to.map(|to| at.lt(to)))
}
