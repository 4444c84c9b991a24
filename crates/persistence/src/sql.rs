//! What repositories and queries say over and over.

pub(crate) mod custody;
pub(crate) mod sweep;

use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_domain::Reason;
use cordata_domain::search::search_text;
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, ModelTrait,
    QueryFilter,
};

use crate::error::store_error;

/// Rows of one INSERT: SQLite takes 32766 values in a statement.
pub(crate) const ROWS_PER_INSERT: usize = 500;
/// Words of a search that count.
const MAX_WORDS: usize = 16;
/// Characters of a search that count.
const LONGEST_SEARCH: usize = 500;

/// The changes of a row.
pub(crate) type ActiveModelOf<M> = <<M as ModelTrait>::Entity as EntityTrait>::ActiveModel;
type ColumnOf<M> = <<M as ModelTrait>::Entity as EntityTrait>::Column;

/// Adds rows.
pub(crate) async fn insert<M>(
    connection: &impl ConnectionTrait,
    rows: impl IntoIterator<Item = M, IntoIter: Send>,
) -> Result<(), AppError>
where
    M: ModelTrait + IntoActiveModel<ActiveModelOf<M>> + Send,
    ActiveModelOf<M>: Send,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let batch: Vec<_> = rows.by_ref().take(ROWS_PER_INSERT).collect();
        M::Entity::insert_many(batch).exec_without_returning(connection).await.map_err(store_error)?;
    }
    Ok(())
}

/// Saves a row that was loaded with the version it carries, and raises the stored version by one. Somebody else's
/// change in between is answered as busy.
pub(crate) async fn save_version<M>(
    connection: &impl ConnectionTrait,
    row: M,
    id: ColumnOf<M>,
    version: ColumnOf<M>,
) -> Result<(), AppError>
where
    M: ModelTrait + IntoActiveModel<ActiveModelOf<M>>,
{
    save_version_but(connection, row, (id, version), &[]).await
}

/// The same; some columns stay as they are stored.
pub(crate) async fn save_version_but<M>(
    connection: &impl ConnectionTrait,
    row: M,
    key: (ColumnOf<M>, ColumnOf<M>),
    kept: &[ColumnOf<M>],
) -> Result<(), AppError>
where
    M: ModelTrait + IntoActiveModel<ActiveModelOf<M>>,
{
    let (id, version) = key;
    let this_version = Condition::all().add(id.eq(row.get(id))).add(version.eq(row.get(version)));
    let mut changes = row.into_active_model().reset_all();
    for column in [id, version].iter().chain(kept) {
        changes.not_set(*column);
    }
    let update = M::Entity::update_many().set(changes).col_expr(version, Expr::col(version).add(1));
    let saved = update.filter(this_version).exec(connection).await.map_err(store_error)?;
    if saved.rows_affected == 1 { Ok(()) } else { Err(AppError::Busy) }
}

/// Saves a row without a version, which its transaction holds the lock of.
pub(crate) async fn save<M>(connection: &impl ConnectionTrait, row: M, id: ColumnOf<M>) -> Result<(), AppError>
where
    M: ModelTrait + IntoActiveModel<ActiveModelOf<M>>,
{
    let this_row = id.eq(row.get(id));
    let mut changes = row.into_active_model().reset_all();
    changes.not_set(id);
    let update = M::Entity::update_many().set(changes).filter(this_row);
    let saved = update.exec(connection).await.map_err(store_error)?;
    if saved.rows_affected == 1 { Ok(()) } else { Err(Reason::NotFound.into()) }
}

/// Every word of `text` occurs in a shadow column. Its words are letters and digits only, so nothing in them means
/// anything to LIKE.
pub(crate) fn mentions<C: ColumnTrait>(column: C, text: Option<&str>) -> Condition {
    // SQLite refuses patterns beyond its limit; nobody looks for longer words.
    let text: String = search_text(text.unwrap_or_default()).chars().take(LONGEST_SEARCH).collect();
    let words = text.split(' ').filter(|word| !word.is_empty()).take(MAX_WORDS);
    words.fold(Condition::all(), |all, word| all.add(column.contains(word)))
}

/// A dated row is true on `day`, both ends included.
pub(crate) fn valid_on<C: ColumnTrait>(from: C, to: C, day: NaiveDate) -> Condition {
    Condition::all().add(from.lte(day)).add(to.is_null().or(to.gte(day)))
}

/// A sum of whole numbers, as a whole number: PostgreSQL would answer a decimal one.
pub(crate) fn sum_of(amounts: SimpleExpr) -> SimpleExpr {
    amounts.sum().cast_as("bigint")
}

/// The place behind everything in the outbox that is settled. PostgreSQL counts transactions when they begin, not when
/// they commit, so there it is the oldest one that still runs: what began before it is committed or undone.
pub(crate) fn end_of_outbox(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS place",
        _ => "SELECT COALESCE(MAX(place), 0) + 1 AS place FROM event",
    }
}
