use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::read::{DecisionFilter, FollowUpFilter, Lookup, MeetingFilter, MeetingReads};
use cordata_domain::ids::{DecisionId, FollowUpId, MeetingId, TableId};
use cordata_domain::meeting::{AgendaItem, Attendance, Decision, FollowUp, Invitee, Meeting, QuorumCheck};
use cordata_domain::policy::Visibility;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Related, Select};

use super::decision::{decisions, follow_ups};
use super::sight::{of_visible_meetings, visible_meetings};
use crate::connect::Database;
use crate::convert::value::{name_of, of, uuids};
use crate::convert::{decision as convert_decision, meeting as convert};
use crate::entity::{agenda_item, attendance, decision, follow_up, invitee, meeting, quorum_check};
use crate::error::store_error;
use crate::page::{Keyset, Owner, page, pages, try_map};

const BY_START: Keyset<meeting::Column, meeting::Model, DateTime<Utc>> =
    Keyset { key: meeting::Column::StartsAt, id: meeting::Column::Id, place: |row| (row.starts_at, row.id) };

const BY_RECORD: Keyset<decision::Column, decision::Model, DateTime<Utc>> =
    Keyset { key: decision::Column::RecordedAt, id: decision::Column::Id, place: |row| (row.recorded_at, row.id) };

const BY_DUE: Keyset<follow_up::Column, follow_up::Model, NaiveDate> =
    Keyset { key: follow_up::Column::Due, id: follow_up::Column::Id, place: |row| (row.due, row.id) };

#[async_trait]
impl MeetingReads for Database {
    async fn meetings(
        &self,
        sight: &Visibility,
        filter: &MeetingFilter,
        window: &Window,
    ) -> Result<Page<Meeting>, AppError> {
        let found = page(self.reader(), meetings(sight, filter), BY_START, window).await?;
        try_map(found, convert::meeting)
    }

    async fn count_meetings(&self, sight: &Visibility, filter: &MeetingFilter) -> Result<u64, AppError> {
        meetings(sight, filter).count(self.reader()).await.map_err(store_error)
    }

    async fn meetings_of_tables(
        &self,
        sight: &Visibility,
        tables: &[TableId],
        window: &Window,
    ) -> Result<Vec<(TableId, Page<Meeting>)>, AppError> {
        use meeting::{Column, Model};
        let these = visible_meetings(meeting::Entity::find(), sight).filter(Column::TableId.is_in(uuids(tables)));
        let owner = Owner { column: Column::TableId, of: |row: &Model| row.table_id };
        let found = pages(self.reader(), these, owner, BY_START, window).await?;
        found.into_iter().map(|(table, page)| Ok((table.into(), try_map(page, convert::meeting)?))).collect()
    }

    async fn count_meetings_of_tables(
        &self,
        sight: &Visibility,
        tables: &[TableId],
    ) -> Result<Vec<(TableId, u64)>, AppError> {
        use meeting::Column;
        let these = visible_meetings(meeting::Entity::find(), sight).filter(Column::TableId.is_in(uuids(tables)));
        self.counts(these, Column::TableId, Column::Id).await
    }

    async fn meeting(
        &self,
        sight: &Visibility,
        by: &Lookup<MeetingId, (TableId, i32, u32)>,
    ) -> Result<Option<Meeting>, AppError> {
        use meeting::Column;
        let this = match by {
            Lookup::Id(id) => Column::Id.eq(id.0),
            Lookup::Key((table, year, number)) => {
                Column::TableId.eq(table.0).and(Column::Year.eq(*year)).and(Column::Number.eq(i64::from(*number)))
            }
        };
        let select = visible_meetings(meeting::Entity::find().filter(this), sight);
        let row = select.one(self.reader()).await.map_err(store_error)?;
        row.map(convert::meeting).transpose()
    }

    async fn meetings_by_id(&self, sight: &Visibility, ids: &[MeetingId]) -> Result<Vec<Meeting>, AppError> {
        let select = meeting::Entity::find().filter(meeting::Column::Id.is_in(uuids(ids)));
        let rows = visible_meetings(select, sight).all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert::meeting).collect()
    }

    async fn agendas_of(
        &self,
        sight: &Visibility,
        meetings: &[MeetingId],
    ) -> Result<Vec<(MeetingId, AgendaItem)>, AppError> {
        let select = agenda_item::Entity::find()
            .filter(agenda_item::Column::MeetingId.is_in(uuids(meetings)))
            .order_by_asc(agenda_item::Column::Position)
            .order_by_asc(agenda_item::Column::Id);
        self.parts(sight, select, |row| Ok((row.meeting_id.into(), convert::item(row)?))).await
    }

    async fn invitees_of(
        &self,
        sight: &Visibility,
        meetings: &[MeetingId],
    ) -> Result<Vec<(MeetingId, Invitee)>, AppError> {
        let select = invitee::Entity::find()
            .filter(invitee::Column::MeetingId.is_in(uuids(meetings)))
            .order_by_asc(invitee::Column::Id);
        self.parts(sight, select, |row| Ok((row.meeting_id.into(), convert::invitee(&row)?))).await
    }

    async fn attendance_of(
        &self,
        sight: &Visibility,
        meetings: &[MeetingId],
    ) -> Result<Vec<(MeetingId, Attendance)>, AppError> {
        let select = attendance::Entity::find()
            .filter(attendance::Column::MeetingId.is_in(uuids(meetings)))
            .order_by_asc(attendance::Column::FromAt)
            .order_by_asc(attendance::Column::Id);
        self.parts(sight, select, |row| Ok((row.meeting_id.into(), convert::attendance(&row)?))).await
    }

    async fn quorum_checks_of(
        &self,
        sight: &Visibility,
        meetings: &[MeetingId],
    ) -> Result<Vec<(MeetingId, QuorumCheck)>, AppError> {
        let select = quorum_check::Entity::find()
            .filter(quorum_check::Column::MeetingId.is_in(uuids(meetings)))
            .order_by_asc(quorum_check::Column::At)
            .order_by_asc(quorum_check::Column::Id);
        self.parts(sight, select, |row| Ok((row.meeting_id.into(), convert::check(&row)?))).await
    }

    async fn decisions_of(&self, sight: &Visibility, meetings: &[MeetingId]) -> Result<Vec<Decision>, AppError> {
        let select = decision::Entity::find()
            .filter(decision::Column::MeetingId.is_in(uuids(meetings)))
            .order_by_asc(decision::Column::Year)
            .order_by_asc(decision::Column::Number);
        let rows = self.parts(sight, select, Ok).await?;
        self.with_binds(rows).await
    }

    async fn decisions_by_id(&self, sight: &Visibility, ids: &[DecisionId]) -> Result<Vec<Decision>, AppError> {
        let select = decision::Entity::find().filter(decision::Column::Id.is_in(uuids(ids)));
        let rows = self.parts(sight, select, Ok).await?;
        self.with_binds(rows).await
    }

    async fn decisions(
        &self,
        sight: &Visibility,
        filter: &DecisionFilter,
        window: &Window,
    ) -> Result<Page<Decision>, AppError> {
        let found = page(self.reader(), decisions(sight, filter), BY_RECORD, window).await?;
        let binds = self.binds(found.rows.iter().map(|(_, row)| row.id).collect()).await?;
        try_map(found, |row| {
            let bound = of(&binds, row.id);
            convert_decision::decision(row, bound)
        })
    }

    async fn decisions_of_tables(
        &self,
        sight: &Visibility,
        tables: &[TableId],
        window: &Window,
    ) -> Result<Vec<(TableId, Page<Decision>)>, AppError> {
        use decision::{Column, Model};
        let these = decisions(sight, &DecisionFilter::default()).filter(Column::TableId.is_in(uuids(tables)));
        let owner = Owner { column: Column::TableId, of: |row: &Model| row.table_id };
        let found = pages(self.reader(), these, owner, BY_RECORD, window).await?;
        let rows = found.iter().flat_map(|(_, page)| &page.rows);
        let binds = self.binds(rows.map(|(_, row)| row.id).collect()).await?;
        let convert = |row: Model| {
            let bound = of(&binds, row.id);
            convert_decision::decision(row, bound)
        };
        found.into_iter().map(|(table, page)| Ok((table.into(), try_map(page, convert)?))).collect()
    }

    async fn count_decisions_of_tables(
        &self,
        sight: &Visibility,
        tables: &[TableId],
    ) -> Result<Vec<(TableId, u64)>, AppError> {
        use decision::Column;
        let these = decisions(sight, &DecisionFilter::default()).filter(Column::TableId.is_in(uuids(tables)));
        self.counts(these, Column::TableId, Column::Id).await
    }

    async fn count_decisions(&self, sight: &Visibility, filter: &DecisionFilter) -> Result<u64, AppError> {
        decisions(sight, filter).count(self.reader()).await.map_err(store_error)
    }

    async fn follow_ups_of(&self, sight: &Visibility, decisions: &[DecisionId]) -> Result<Vec<FollowUp>, AppError> {
        let select = follow_up::Entity::find()
            .filter(follow_up::Column::DecisionId.is_in(uuids(decisions)))
            .order_by_asc(follow_up::Column::Due)
            .order_by_asc(follow_up::Column::Id);
        self.parts(sight, select, convert_decision::follow_up).await
    }

    async fn follow_ups_by_id(&self, sight: &Visibility, ids: &[FollowUpId]) -> Result<Vec<FollowUp>, AppError> {
        let select = follow_up::Entity::find().filter(follow_up::Column::Id.is_in(uuids(ids)));
        self.parts(sight, select, convert_decision::follow_up).await
    }

    async fn follow_ups(
        &self,
        sight: &Visibility,
        filter: &FollowUpFilter,
        window: &Window,
    ) -> Result<Page<FollowUp>, AppError> {
        let found = page(self.reader(), follow_ups(sight, filter), BY_DUE, window).await?;
        try_map(found, convert_decision::follow_up)
    }

    async fn follow_ups_of_tables(
        &self,
        sight: &Visibility,
        tables: &[TableId],
        window: &Window,
    ) -> Result<Vec<(TableId, Page<FollowUp>)>, AppError> {
        use follow_up::{Column, Model};
        let these = follow_ups(sight, &FollowUpFilter::default()).filter(Column::TableId.is_in(uuids(tables)));
        let owner = Owner { column: Column::TableId, of: |row: &Model| row.table_id };
        let found = pages(self.reader(), these, owner, BY_DUE, window).await?;
        found.into_iter().map(|(table, page)| Ok((table.into(), try_map(page, convert_decision::follow_up)?))).collect()
    }

    async fn count_follow_ups_of_tables(
        &self,
        sight: &Visibility,
        tables: &[TableId],
    ) -> Result<Vec<(TableId, u64)>, AppError> {
        use follow_up::Column;
        let these = follow_ups(sight, &FollowUpFilter::default()).filter(Column::TableId.is_in(uuids(tables)));
        self.counts(these, Column::TableId, Column::Id).await
    }

    async fn count_follow_ups(&self, sight: &Visibility, filter: &FollowUpFilter) -> Result<u64, AppError> {
        follow_ups(sight, filter).count(self.reader()).await.map_err(store_error)
    }
}

fn meetings(sight: &Visibility, filter: &MeetingFilter) -> Select<meeting::Entity> {
    use meeting::Column;
    let mut select = visible_meetings(meeting::Entity::find(), sight);
    if let Some(table) = filter.table {
        select = select.filter(Column::TableId.eq(table.0));
    }
    if !filter.states.is_empty() {
        select = select.filter(Column::State.is_in(filter.states.iter().copied().map(name_of)));
    }
    if let Some(from) = filter.from {
        select = select.filter(Column::StartsAt.gte(from));
    }
    if let Some(to) = filter.to {
        select = select.filter(Column::StartsAt.lt(to));
    }
    select
}

impl Database {
    /// The rows of a query whose meeting is in sight, converted.
    async fn parts<E, T>(
        &self,
        sight: &Visibility,
        select: Select<E>,
        convert: impl Fn(E::Model) -> Result<T, AppError>,
    ) -> Result<Vec<T>, AppError>
    where
        E: EntityTrait + Related<meeting::Entity>,
    {
        let rows = of_visible_meetings(select, sight).all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert).collect()
    }
}
