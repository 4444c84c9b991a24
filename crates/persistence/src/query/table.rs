use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::read::{Lookup, TableFilter, TableReads};
use cordata_domain::ids::TableId;
use cordata_domain::policy::Visibility;
use cordata_domain::table::{ConcertationTable, Seat};
use sea_orm::prelude::Uuid;
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};
use std::collections::HashMap;

use super::sight::tables_in_sight;
use crate::connect::Database;
use crate::convert::table as convert;
use crate::convert::value::{by_owner, name_of, of, uuids};
use crate::entity::{concertation_table, seat, seat_holder, stakeholder, table_mandate};
use crate::error::store_error;
use crate::page::{Keyset, page, try_map};
use crate::sql::mentions;

#[async_trait]
impl TableReads for Database {
    async fn tables(
        &self,
        sight: &Visibility,
        filter: &TableFilter,
        window: &Window,
    ) -> Result<Page<ConcertationTable>, AppError> {
        use concertation_table::{Column, Model};
        let by_name =
            Keyset { key: Column::SortKey, id: Column::Id, place: |row: &Model| (row.sort_key.clone(), row.id) };
        let found = page(self.reader(), tables(sight, filter), by_name, window).await?;
        let ids = found.rows.iter().map(|(_, row)| row.id).collect();
        let mandates = self.mandates(ids).await?;
        try_map(found, |row| {
            let mandate = of(&mandates, row.id);
            convert::table(row, mandate)
        })
    }

    async fn count_tables(&self, sight: &Visibility, filter: &TableFilter) -> Result<u64, AppError> {
        tables(sight, filter).count(self.reader()).await.map_err(store_error)
    }

    async fn table(
        &self,
        sight: &Visibility,
        by: &Lookup<TableId, String>,
    ) -> Result<Option<ConcertationTable>, AppError> {
        let this = match by {
            Lookup::Id(id) => concertation_table::Column::Id.eq(id.0),
            Lookup::Key(slug) => concertation_table::Column::Slug.eq(slug),
        };
        let select = concertation_table::Entity::find().filter(tables_in_sight(sight)).filter(this);
        Ok(self.load_tables(select).await?.into_iter().next())
    }

    async fn tables_by_id(&self, sight: &Visibility, ids: &[TableId]) -> Result<Vec<ConcertationTable>, AppError> {
        let these = concertation_table::Column::Id.is_in(uuids(ids));
        let select = concertation_table::Entity::find().filter(tables_in_sight(sight)).filter(these);
        self.load_tables(select).await
    }

    async fn seats_of(&self, sight: &Visibility, tables: &[TableId]) -> Result<Vec<Seat>, AppError> {
        let rows = seat::Entity::find()
            .join(JoinType::InnerJoin, seat::Relation::Table.def())
            .join(JoinType::InnerJoin, seat::Relation::Organisation.def())
            .filter(tables_in_sight(sight))
            .filter(seat::Column::TableId.is_in(uuids(tables)))
            .order_by_asc(stakeholder::Column::SortKey)
            .order_by_asc(seat::Column::Id)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        let holders = seat_holder::Entity::find()
            .filter(seat_holder::Column::SeatId.is_in(rows.iter().map(|row| row.id)))
            .order_by_asc(seat_holder::Column::ValidFrom)
            .order_by_asc(seat_holder::Column::Id)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        convert::seats(&rows, holders)
    }
}

fn tables(sight: &Visibility, filter: &TableFilter) -> Select<concertation_table::Entity> {
    use concertation_table::Column;
    let mut select = concertation_table::Entity::find().filter(tables_in_sight(sight));
    if !filter.kinds.is_empty() {
        select = select.filter(Column::Kind.is_in(filter.kinds.iter().copied().map(name_of)));
    }
    if !filter.states.is_empty() {
        select = select.filter(Column::State.is_in(filter.states.iter().copied().map(name_of)));
    }
    select.filter(mentions(Column::SearchText, filter.text.as_deref()))
}

impl Database {
    async fn load_tables(
        &self,
        select: Select<concertation_table::Entity>,
    ) -> Result<Vec<ConcertationTable>, AppError> {
        let rows = select.all(self.reader()).await.map_err(store_error)?;
        let mandates = self.mandates(rows.iter().map(|row| row.id).collect()).await?;
        let table = |row: concertation_table::Model| {
            let mandate = of(&mandates, row.id);
            convert::table(row, mandate)
        };
        rows.into_iter().map(table).collect()
    }

    /// The mandates of tables, in order.
    async fn mandates(&self, tables: Vec<Uuid>) -> Result<HashMap<Uuid, Vec<table_mandate::Model>>, AppError> {
        let rows = table_mandate::Entity::find()
            .filter(table_mandate::Column::TableId.is_in(tables))
            .order_by_asc(table_mandate::Column::Position)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        Ok(by_owner(rows, |row| row.table_id))
    }
}
