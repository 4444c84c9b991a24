//! The trail, the outbox, links and idempotency keys.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::ports::{ActionLink, IdempotentAnswer, JournalRepo};
use cordata_domain::Reason;
use cordata_domain::audit::{AuditEntry, PersonalChange};
use cordata_domain::event::RecordedEvent;
use cordata_domain::ids::ActionLinkId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::audit::chain;
use crate::convert::{audit as convert_audit, journal as convert};
use crate::entity::{action_link, idempotency};
use crate::error::store_error;
use crate::sql::insert;
use crate::tx::WriteTx;

#[async_trait]
impl JournalRepo for WriteTx {
    async fn append_audit(&mut self, entries: &[AuditEntry]) -> Result<(), AppError> {
        insert(self.connection(), entries.iter().map(convert_audit::entry_row)).await?;
        if self.chains_as_it_writes() {
            chain(self.connection(), entries).await?;
        }
        Ok(())
    }

    async fn keep_personal_changes(&mut self, changes: &[PersonalChange]) -> Result<(), AppError> {
        insert(self.connection(), changes.iter().map(convert_audit::value_row)).await
    }

    async fn append_events(&mut self, events: &[RecordedEvent]) -> Result<(), AppError> {
        let rows = events.iter().map(convert::event_row).collect::<Result<Vec<_>, _>>()?;
        self.note_events();
        insert(self.connection(), rows).await
    }

    async fn insert_link(&mut self, link: &ActionLink) -> Result<(), AppError> {
        insert(self.connection(), [convert::link_row(link)]).await
    }

    async fn link(&mut self, hash: &[u8]) -> Result<Option<ActionLink>, AppError> {
        let with_hash = action_link::Entity::find().filter(action_link::Column::Hash.eq(hash.to_vec()));
        let found = with_hash.lock_exclusive().one(self.connection()).await;
        found.map_err(store_error)?.map(convert::action_link).transpose()
    }

    async fn use_link(&mut self, id: ActionLinkId, at: DateTime<Utc>) -> Result<bool, AppError> {
        let used = action_link::Entity::update_many()
            .col_expr(action_link::Column::UsedAt, Expr::value(at))
            .filter(action_link::Column::Id.eq(Uuid::from(id)))
            .filter(action_link::Column::UsedAt.is_null())
            .exec(self.connection())
            .await
            .map_err(store_error)?;
        Ok(used.rows_affected == 1)
    }

    async fn idempotent_answer(&mut self, scope: &str, key: &str) -> Result<Option<IdempotentAnswer>, AppError> {
        let by_key = idempotency::Entity::find_by_id((scope.to_owned(), key.to_owned()));
        let found = by_key.one(self.connection()).await.map_err(store_error)?;
        Ok(found.map(convert::idempotent_answer))
    }

    async fn keep_answer(
        &mut self,
        scope: &str,
        key: &str,
        answer: &IdempotentAnswer,
        at: DateTime<Utc>,
    ) -> Result<(), AppError> {
        let row = idempotency::Model {
            scope: scope.to_owned(),
            key: key.to_owned(),
            input_hash: answer.input_hash.clone(),
            answer: answer.answer.clone(),
            recorded_at: at,
        };
        match insert(self.connection(), [row]).await {
            // The same key at the same time: tried again, the command finds the other's answer.
            Err(AppError::Refused(refusal)) if refusal.reason == Reason::AlreadyExists => Err(AppError::Busy),
            outcome => outcome,
        }
    }
}

#[cfg(test)]
mod tests;
