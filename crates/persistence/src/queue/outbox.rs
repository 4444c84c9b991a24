//! The growing end of the outbox, for those who watch.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::live::{Outbox, OutboxPlace};
use cordata_domain::event::RecordedEvent;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};

use crate::connect::Database;
use crate::convert::journal::recorded_event;
use crate::entity::event::{Column, Entity};
use crate::error::store_error;
use crate::sql::end_of_outbox;

const PLACE: &str = "place";

#[async_trait]
impl Outbox for Database {
    async fn end(&self) -> Result<OutboxPlace, AppError> {
        let backend = self.reader().get_database_backend();
        let question = Statement::from_string(backend, end_of_outbox(backend));
        let row = self.reader().query_one_raw(question).await.map_err(store_error)?;
        let row = row.ok_or_else(|| AppError::fault("the store does not know the end of its outbox"))?;
        row.try_get("", PLACE).map(OutboxPlace).map_err(store_error)
    }

    async fn events_from(&self, place: OutboxPlace) -> Result<(Vec<RecordedEvent>, OutboxPlace), AppError> {
        // Asked first: whatever is before it can be seen by the second statement.
        let end = self.end().await?;
        if end <= place {
            return Ok((Vec::new(), place));
        }
        let rows = Entity::find()
            .filter(Expr::col(PLACE).gte(place.0))
            .filter(Expr::col(PLACE).lt(end.0))
            .order_by_asc(Column::At)
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        Ok((rows.into_iter().map(recorded_event).collect::<Result<_, _>>()?, end))
    }

    async fn written(&self) {
        self.outbox_bell().notified().await;
    }
}
