//! What repositories and queries say over and over.

pub(crate) mod custody;
pub(crate) mod sweep;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_domain::Reason;
use cordata_domain::ids::StakeholderId;
use cordata_domain::money::Cents;
use cordata_domain::search::search_text;
use sea_orm::sea_query::{BinOper, Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, ModelTrait,
    QueryFilter, QuerySelect, Select,
};
use uuid::Uuid;

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

/// How many of some rows belong to each organisation that a column names.
pub(crate) async fn counted<E: EntityTrait>(
    connection: &impl ConnectionTrait,
    these: Select<E>,
    organisation: E::Column,
) -> Result<BTreeMap<StakeholderId, u64>, AppError> {
    let counts: Vec<(Uuid, i64)> = these
        .select_only()
        .column(organisation)
        .column_as(Expr::val(1).count(), "rows")
        .group_by(organisation)
        .into_tuple()
        .all(connection)
        .await
        .map_err(store_error)?;
    Ok(counts.into_iter().map(|(id, rows)| (id.into(), u64::try_from(rows).unwrap_or_default())).collect())
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

/// What sums are counted in: amounts are added up in whole ones of these and in what is left over, so that neither
/// part of a sum ever leaves 64 bits. SQLite ends a statement whose sum does.
const PART: i64 = 1_000_000_000;

/// The sum of amounts, however large, as a text that [`read_sum`] understands; NULL where nothing is added up. Division
/// and remainder go toward zero on both databases.
pub(crate) fn sum_of(amounts: SimpleExpr) -> SimpleExpr {
    let text = |sum: SimpleExpr| sum.cast_as("text");
    let parts = (amounts.clone().div(PART).sum(), amounts.modulo(PART).sum());
    let joined = text(parts.0).binary(BinOper::Custom("||"), Expr::value(":"));
    joined.binary(BinOper::Custom("||"), text(parts.1))
}

/// The sum of amounts whose result is known to fit into 64 bits, whatever it passes through: what the entries of one
/// promise add up to.
pub(crate) fn net_of(amounts: SimpleExpr) -> SimpleExpr {
    let whole = amounts.clone().div(PART).sum().mul(PART);
    whole.add(amounts.modulo(PART).sum()).cast_as("bigint")
}

/// Reads what [`sum_of`] answers; nothing is 0.
pub(crate) fn read_sum(sum: Option<&str>) -> Result<Cents, AppError> {
    let Some(sum) = sum else { return Ok(Cents::ZERO) };
    let parts = sum.split_once(':').and_then(|(whole, rest)| {
        let (whole, rest) = (whole.parse::<i128>().ok()?, rest.parse::<i128>().ok()?);
        whole.checked_mul(PART.into())?.checked_add(rest)
    });
    parts.map(Cents::new).ok_or_else(|| AppError::fault(format!("a sum is not understood: {sum}")))
}

/// The place behind everything in the outbox that is settled. PostgreSQL counts transactions when they begin, not when
/// they commit, so there it is the oldest one that still runs: what began before it is committed or undone.
pub(crate) fn end_of_outbox(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS place",
        _ => "SELECT COALESCE(MAX(place), 0) + 1 AS place FROM event",
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(None, Some(0))]
    #[case(Some("0:-7"), Some(-7))]
    #[case(Some("18400000000:0"), Some(18_400_000_000_000_000_000))]
    #[case(Some("1.5:0"), None)]
    #[case(Some("7"), None)]
    fn sums_are_put_together_again(#[case] sum: Option<&str>, #[case] cents: Option<i128>) {
        assert_eq!(read_sum(sum).ok().map(Cents::get), cents);
    }
}
