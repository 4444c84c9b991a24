//! Rows that may be there already.

use cordata_app::AppError;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, ModelTrait};

use crate::error::store_error;
use crate::sql::{ActiveModelOf, ROWS_PER_INSERT};

/// Adds rows; where one is in the way, does what `conflict` says. Answers how many rows were added or changed.
pub(crate) async fn upsert<M>(
    connection: &impl ConnectionTrait,
    rows: Vec<M>,
    conflict: OnConflict,
) -> Result<u64, AppError>
where
    M: ModelTrait + IntoActiveModel<ActiveModelOf<M>> + Send,
    ActiveModelOf<M>: Send,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    let mut changed = 0;
    while rows.peek().is_some() {
        let batch: Vec<_> = rows.by_ref().take(ROWS_PER_INSERT).collect();
        let insert = M::Entity::insert_many(batch).on_conflict(conflict.clone());
        changed += insert.exec_without_returning(connection).await.map_err(store_error)?;
    }
    Ok(changed)
}
