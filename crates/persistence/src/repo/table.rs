use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::TableRepo;
use cordata_domain::ids::{PersonId, SeatId, StakeholderId, TableId};
use cordata_domain::table::{ConcertationTable, Seat};
use sea_orm::sea_query::{ExprTrait, OnConflict, Query, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::upsert::upsert;
use crate::convert::table as convert;
use crate::entity::{concertation_table, seat, seat_holder, table_mandate};
use crate::error::store_error;
use crate::query::sight::public_tables;
use crate::sql::{insert, save, save_version};
use crate::tx::WriteTx;

#[async_trait]
impl TableRepo for WriteTx {
    async fn table(&mut self, id: TableId) -> Result<Option<ConcertationTable>, AppError> {
        let row = concertation_table::Entity::find_by_id(id.0).lock_exclusive().one(self.connection()).await;
        let Some(row) = row.map_err(store_error)? else { return Ok(None) };
        let mandate = table_mandate::Entity::find()
            .filter(table_mandate::Column::TableId.eq(row.id))
            .order_by_asc(table_mandate::Column::Position)
            .all(self.connection())
            .await
            .map_err(store_error)?;
        convert::table(row, &mandate).map(Some)
    }

    async fn is_public_table(&mut self, id: TableId) -> Result<bool, AppError> {
        let table = concertation_table::Entity::find_by_id(id.0).filter(public_tables());
        Ok(table.count(self.connection()).await.map_err(store_error)? > 0)
    }

    async fn insert_table(&mut self, table: &ConcertationTable) -> Result<(), AppError> {
        insert(self.connection(), [convert::table_row(table)?]).await?;
        insert(self.connection(), convert::mandate_rows(table)).await
    }

    async fn update_table(&mut self, table: &ConcertationTable) -> Result<(), AppError> {
        use concertation_table::Column;
        save_version(self.connection(), convert::table_row(table)?, Column::Id, Column::Version).await?;
        table_mandate::Entity::delete_many()
            .filter(table_mandate::Column::TableId.eq(table.id.0))
            .exec(self.connection())
            .await
            .map_err(store_error)?;
        insert(self.connection(), convert::mandate_rows(table)).await
    }

    async fn seat(&mut self, id: SeatId) -> Result<Option<Seat>, AppError> {
        let seats = self.seats(seat::Column::Id.eq(id.0)).await?;
        Ok(seats.into_iter().next())
    }

    async fn seats_of(&mut self, table: TableId) -> Result<Vec<Seat>, AppError> {
        self.seats(seat::Column::TableId.eq(table.0)).await
    }

    async fn seats_held(&mut self, person: PersonId, organisation: StakeholderId) -> Result<Vec<Seat>, AppError> {
        let named = Query::select()
            .column(seat_holder::Column::SeatId)
            .from(seat_holder::Entity)
            .and_where(seat_holder::Column::PersonId.eq(person.0))
            .take();
        let here = seat::Column::OrganisationId.eq(organisation.0);
        self.seats(here.and(seat::Column::Id.in_subquery(named))).await
    }

    async fn insert_seat(&mut self, seat: &Seat) -> Result<(), AppError> {
        insert(self.connection(), [convert::seat_row(seat)]).await?;
        insert(self.connection(), convert::holder_rows(seat)).await
    }

    async fn update_seat(&mut self, seat: &Seat) -> Result<(), AppError> {
        save(self.connection(), convert::seat_row(seat), seat::Column::Id).await?;
        let changed = OnConflict::column(seat_holder::Column::Id)
            .update_columns([seat_holder::Column::ValidFrom, seat_holder::Column::ValidTo])
            .to_owned();
        upsert(self.connection(), convert::holder_rows(seat), changed).await?;
        Ok(())
    }
}

impl WriteTx {
    /// Loads and locks seats in the order in which they were made, with their holders.
    async fn seats(&self, condition: SimpleExpr) -> Result<Vec<Seat>, AppError> {
        let select = seat::Entity::find().filter(condition).order_by_asc(seat::Column::Id).lock_exclusive();
        let rows = select.all(self.connection()).await.map_err(store_error)?;
        let holders = seat_holder::Entity::find()
            .filter(seat_holder::Column::SeatId.is_in(rows.iter().map(|row| row.id)))
            .order_by_asc(seat_holder::Column::ValidFrom)
            .order_by_asc(seat_holder::Column::Id)
            .all(self.connection())
            .await
            .map_err(store_error)?;
        convert::seats(&rows, holders)
    }
}
