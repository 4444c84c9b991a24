use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::ports::{MeetingRepo, Series};
use cordata_domain::ids::{AgendaItemId, DecisionId, FollowUpId, InviteeId, MeetingId, TableId};
use cordata_domain::meeting::{AgendaItem, AgendaItemState, Decision, FollowUp, MeetingRecord, MeetingState};
use sea_orm::prelude::Expr;
use sea_orm::sea_query::{Alias, ExprTrait, JoinType, OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::record;
use crate::convert::value::{count, name_of, word};
use crate::convert::{decision as convert_decision, meeting as convert};
use crate::entity::{agenda_item, decision, decision_binds, follow_up, invitee, meeting, number_series};
use crate::error::store_error;
use crate::sql::{insert, save_version};
use crate::tx::WriteTx;

#[async_trait]
impl MeetingRepo for WriteTx {
    async fn meeting(&mut self, id: MeetingId) -> Result<Option<MeetingRecord>, AppError> {
        record::load(self.connection(), id).await
    }

    async fn insert_meeting(&mut self, record: &MeetingRecord) -> Result<(), AppError> {
        insert(self.connection(), [convert::meeting_row(&record.meeting)?]).await?;
        record::put_children(self.connection(), record).await
    }

    async fn update_meeting(&mut self, record: &MeetingRecord) -> Result<(), AppError> {
        use meeting::Column;
        save_version(self.connection(), convert::meeting_row(&record.meeting)?, Column::Id, Column::Version).await?;
        record::remove_gone(self.connection(), record).await?;
        record::put_children(self.connection(), record).await
    }

    async fn meeting_states(&mut self, table: TableId) -> Result<Vec<MeetingState>, AppError> {
        let states: Vec<String> = meeting::Entity::find()
            .select_only()
            .column(meeting::Column::State)
            .distinct()
            .filter(meeting::Column::TableId.eq(table.0))
            .into_tuple()
            .all(self.connection())
            .await
            .map_err(store_error)?;
        states.iter().map(|state| word(state)).collect()
    }

    async fn meeting_of_invitee(&mut self, id: InviteeId) -> Result<Option<MeetingId>, AppError> {
        let row = invitee::Entity::find_by_id(id.0).one(self.connection()).await.map_err(store_error)?;
        Ok(row.map(|row| row.meeting_id.into()))
    }

    async fn meeting_of_item(&mut self, id: AgendaItemId) -> Result<Option<MeetingId>, AppError> {
        let row = agenda_item::Entity::find_by_id(id.0).one(self.connection()).await.map_err(store_error)?;
        Ok(row.map(|row| row.meeting_id.into()))
    }

    async fn deferred_items(&mut self, table: TableId) -> Result<Vec<AgendaItem>, AppError> {
        let rows = agenda_item::Entity::find()
            .inner_join(meeting::Entity)
            .filter(meeting::Column::TableId.eq(table.0))
            .filter(meeting::Column::State.eq(name_of(MeetingState::Closed)))
            .filter(agenda_item::Column::State.eq(name_of(AgendaItemState::Deferred)))
            .filter(Expr::exists(taken_up()).not())
            .order_by_asc(meeting::Column::StartsAt)
            .order_by_asc(agenda_item::Column::Position)
            .all(self.connection())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(convert::item).collect()
    }

    async fn next_number(&mut self, series: Series, table: TableId, year: i32) -> Result<u32, AppError> {
        use number_series::{Column, Entity};
        let next = Expr::col((Entity, Column::Last)).add(1);
        let key = [Column::Kind, Column::TableId, Column::Year];
        let insert = Query::insert()
            .into_table(Entity)
            .columns([Column::Kind, Column::TableId, Column::Year, Column::Last])
            .values_panic([series_name(series).into(), table.0.into(), year.into(), 1_i64.into()])
            .on_conflict(OnConflict::columns(key).value(Column::Last, next).to_owned())
            .returning_col(Column::Last)
            .to_owned();
        let row = self.connection().query_one(&insert).await.map_err(store_error)?;
        let row = row.ok_or_else(|| AppError::fault("a number series answered nothing"))?;
        count(row.try_get_by_index(0).map_err(store_error)?)
    }

    async fn decision(&mut self, id: DecisionId) -> Result<Option<Decision>, AppError> {
        let row = decision::Entity::find_by_id(id.0).one(self.connection()).await.map_err(store_error)?;
        let Some(row) = row else { return Ok(None) };
        let binds = decision_binds::Entity::find()
            .filter(decision_binds::Column::DecisionId.eq(row.id))
            .order_by_asc(decision_binds::Column::Position)
            .all(self.connection())
            .await
            .map_err(store_error)?;
        convert_decision::decision(row, &binds).map(Some)
    }

    async fn insert_decision(&mut self, decision: &Decision, at: DateTime<Utc>) -> Result<(), AppError> {
        insert(self.connection(), [convert_decision::decision_row(decision, at)]).await?;
        insert(self.connection(), convert_decision::binds_rows(decision)).await
    }

    async fn follow_up(&mut self, id: FollowUpId) -> Result<Option<FollowUp>, AppError> {
        let row = follow_up::Entity::find_by_id(id.0).lock_exclusive().one(self.connection()).await;
        row.map_err(store_error)?.map(convert_decision::follow_up).transpose()
    }

    async fn insert_follow_up(&mut self, follow_up: &FollowUp) -> Result<(), AppError> {
        insert(self.connection(), [convert_decision::follow_up_row(follow_up)]).await
    }

    async fn update_follow_up(&mut self, follow_up: &FollowUp) -> Result<(), AppError> {
        use follow_up::Column;
        save_version(self.connection(), convert_decision::follow_up_row(follow_up), Column::Id, Column::Version).await
    }
}

fn series_name(series: Series) -> &'static str {
    match series {
        Series::Convocation => "CONVOCATION",
        Series::Meeting => "MEETING",
        Series::Decision => "DECISION",
    }
}

/// The later item that took a deferred one up. On the agenda of a meeting that was cancelled it does not count: the
/// deferred item returns once more.
fn taken_up() -> SelectStatement {
    let (later, host) = (Alias::new("later"), Alias::new("host"));
    let on = Expr::col((host.clone(), meeting::Column::Id)).equals((later.clone(), agenda_item::Column::MeetingId));
    let origin = Expr::col((later.clone(), agenda_item::Column::CarriedFromId));
    Query::select()
        .expr(Expr::val(1))
        .from_as(agenda_item::Entity, later)
        .join_as(JoinType::InnerJoin, meeting::Entity, host.clone(), on)
        .and_where(origin.equals((agenda_item::Entity, agenda_item::Column::Id)))
        .and_where(Expr::col((host, meeting::Column::State)).ne(name_of(MeetingState::Cancelled)))
        .to_owned()
}
