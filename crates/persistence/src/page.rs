//! Keyset pages: one pager for every list, with a key that is sorted by and the id that parts equal keys.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use cordata_app::AppError;
use cordata_app::page::{Cursor, Direction, Page, Window};
use cordata_domain::{InputProblem, Refusal};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr, WindowStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select, Value,
};
use uuid::Uuid;

use crate::error::store_error;

/// A value that a list is sorted by, with the form it has in cursors.
pub(crate) trait Key: Sized + Into<Value> {
    /// Its form in a cursor.
    fn render(&self) -> String;
    /// Reads that form; nothing else.
    fn parse(text: &str) -> Option<Self>;
}

impl Key for String {
    fn render(&self) -> String {
        self.clone()
    }

    fn parse(text: &str) -> Option<Self> {
        (!text.chars().any(char::is_control)).then(|| text.to_owned())
    }
}

impl Key for i64 {
    fn render(&self) -> String {
        self.to_string()
    }

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Key for NaiveDate {
    fn render(&self) -> String {
        self.to_string()
    }

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok().filter(|day| is_storable(*day))
    }
}

impl Key for DateTime<Utc> {
    fn render(&self) -> String {
        self.timestamp_micros().to_string()
    }

    fn parse(text: &str) -> Option<Self> {
        let time = text.parse().ok().and_then(Self::from_timestamp_micros)?;
        is_storable(time.date_naive()).then_some(time)
    }
}

/// For lists in the order in which things were made: their ids grow with time.
impl Key for Uuid {
    fn render(&self) -> String {
        self.simple().to_string()
    }

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// Both databases keep, and sort alike, the dates whose year has four digits.
fn is_storable(day: NaiveDate) -> bool {
    (1..=9999).contains(&day.year())
}

/// What a list is sorted by, and where a row of it stands.
pub(crate) struct Keyset<C, M, K> {
    /// The column of the key; it is never null.
    pub(crate) key: C,
    /// The column of the id.
    pub(crate) id: C,
    /// The key and the id of a row.
    pub(crate) place: fn(&M) -> (K, Uuid),
}

/// To which list a row belongs, where a statement reads a page of many lists.
pub(crate) struct Owner<C, M> {
    /// The column that names the list; it is never null.
    pub(crate) column: C,
    /// The list of a row.
    pub(crate) of: fn(&M) -> Uuid,
}

/// Reads the part of a list that `window` asks for, in one statement. A cursor stands for a row that exists: rows are
/// said to lie beyond it.
pub(crate) async fn page<E, M, K>(
    connection: &impl ConnectionTrait,
    select: Select<E>,
    keyset: Keyset<E::Column, M, K>,
    window: &Window,
) -> Result<Page<M>, AppError>
where
    E: EntityTrait,
    M: FromQueryResult + Send + Sync,
    K: Key,
{
    let select = between(select, &keyset, window)?;
    let order = order_of(window);
    let select = select.order_by(keyset.key, order.clone()).order_by(keyset.id, order);
    let select = select.limit(most(window));
    let rows = select.into_model::<M>().all(connection).await.map_err(store_error)?;
    Ok(cut(rows, &keyset, window))
}

/// Reads the part that `window` asks for of many lists, in one statement whatever their number. Lists without rows in
/// it are left out.
pub(crate) async fn pages<E, M, K>(
    connection: &impl ConnectionTrait,
    select: Select<E>,
    owner: Owner<E::Column, M>,
    keyset: Keyset<E::Column, M, K>,
    window: &Window,
) -> Result<Vec<(Uuid, Page<M>)>, AppError>
where
    E: EntityTrait,
    M: FromQueryResult + Send + Sync,
    K: Key,
{
    let order = order_of(window);
    let first = first_of_each(between(select, &keyset, window)?, owner.column, &keyset, window);
    let select = E::find().filter(keyset.id.in_subquery(first));
    let select = select.order_by(owner.column, Order::Asc).order_by(keyset.key, order.clone());
    let select = select.order_by(keyset.id, order);
    let rows = select.into_model::<M>().all(connection).await.map_err(store_error)?;
    let mut lists: Vec<(Uuid, Vec<M>)> = Vec::new();
    for row in rows {
        let list = (owner.of)(&row);
        match lists.last_mut().filter(|(last, _)| *last == list) {
            Some((_, rows)) => rows.push(row),
            None => lists.push((list, vec![row])),
        }
    }
    Ok(lists.into_iter().map(|(list, rows)| (list, cut(rows, &keyset, window))).collect())
}

/// The ids of the rows that `window` asks for of each list, and of the one that tells that there are more.
fn first_of_each<E, M, K>(
    select: Select<E>,
    owner: E::Column,
    keyset: &Keyset<E::Column, M, K>,
    window: &Window,
) -> SelectStatement
where
    E: EntityTrait,
{
    let order = order_of(window);
    let within_list = WindowStatement::partition_by(owner.as_column_ref())
        .order_by(keyset.key.as_column_ref(), order.clone())
        .order_by(keyset.id.as_column_ref(), order)
        .take();
    let mut ranked = select.select_only().column_as(keyset.id, "id").into_query();
    ranked.expr_window_as(Expr::cust("ROW_NUMBER()"), within_list, "place");
    let place = Expr::col("place").lte(most(window));
    Query::select().column("id").from_subquery(ranked, "ranked").and_where(place).take()
}

/// The rows between the cursors of `window`.
fn between<E, M, K>(
    mut select: Select<E>,
    keyset: &Keyset<E::Column, M, K>,
    window: &Window,
) -> Result<Select<E>, Refusal>
where
    E: EntityTrait,
    K: Key,
{
    let ascending = window.direction == Direction::Ascending;
    if let Some(cursor) = &window.after {
        select = select.filter(beyond(keyset, cursor, ascending).map_err(|refusal| refusal.under("after"))?);
    }
    if let Some(cursor) = &window.before {
        select = select.filter(beyond(keyset, cursor, !ascending).map_err(|refusal| refusal.under("before"))?);
    }
    Ok(select)
}

/// Which way rows are read: from the end of the list for its last ones.
fn order_of(window: &Window) -> Order {
    let ascending = window.direction == Direction::Ascending;
    if ascending == window.backward { Order::Desc } else { Order::Asc }
}

/// How many rows are read: one more than the page holds tells that there are more.
fn most(window: &Window) -> u64 {
    u64::from(window.limit) + 1
}

/// Rows greater (or smaller) than a cursor's.
fn beyond<C: ColumnTrait, M, K: Key>(
    keyset: &Keyset<C, M, K>,
    cursor: &Cursor,
    greater: bool,
) -> Result<SimpleExpr, Refusal> {
    let key = K::parse(&cursor.0).ok_or_else(|| Refusal::input(InputProblem::Format { expected: "cursor" }))?;
    let here = Expr::tuple([keyset.key.into_expr(), keyset.id.into_expr()]);
    let there = Expr::tuple([Expr::val(key.into()), Expr::val(cursor.1)]);
    Ok(if greater { here.gt(there) } else { here.lt(there) })
}

/// Leaves out the row that only tells that there are more.
fn cut<C, M, K: Key>(mut rows: Vec<M>, keyset: &Keyset<C, M, K>, window: &Window) -> Page<M> {
    let limit = usize::try_from(window.limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    if window.backward {
        rows.reverse();
    }
    let placed = |row: M| {
        let (key, id) = (keyset.place)(&row);
        (Cursor(key.render(), id), row)
    };
    Page {
        rows: rows.into_iter().map(placed).collect(),
        has_previous: window.after.is_some() || (window.backward && more),
        has_next: window.before.is_some() || (!window.backward && more),
    }
}

/// The same page with every row converted.
pub(crate) fn try_map<M, T>(page: Page<M>, convert: impl Fn(M) -> Result<T, AppError>) -> Result<Page<T>, AppError> {
    let rows =
        page.rows.into_iter().map(|(cursor, row)| Ok((cursor, convert(row)?))).collect::<Result<_, AppError>>()?;
    Ok(Page { rows, has_previous: page.has_previous, has_next: page.has_next })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sea_orm::prelude::Json;

    use super::*;
    use crate::entity::{homogeneous_zone, plan};
    use crate::sql::insert;
    use crate::trial::{self, Trial};

    type Place = (i64, Uuid);

    const BY_NUMBER: Keyset<homogeneous_zone::Column, homogeneous_zone::Model, i64> = Keyset {
        key: homogeneous_zone::Column::Inhabitants,
        id: homogeneous_zone::Column::Id,
        place: |row| (row.inhabitants, row.id),
    };

    /// Zones whose counts of inhabitants repeat.
    async fn zones(keys: &[i64]) -> (Trial, Vec<Place>) {
        let trial = trial::database().await;
        let rows = keys.iter().zip(1u32..).map(|(key, n)| homogeneous_zone::Model {
            id: Uuid::from_u128(u128::from(n * 7919 % 1009)),
            number: n.into(),
            name: format!("Zona {n}"),
            municipalities: 1,
            inhabitants: *key,
            counted_on: NaiveDate::MIN.with_year(2026).unwrap(),
        });
        let rows: Vec<_> = rows.collect();
        let mut places: Vec<Place> = rows.iter().map(|row| (row.inhabitants, row.id)).collect();
        places.sort_unstable();
        insert(trial.database.writer(), rows).await.unwrap();
        (trial, places)
    }

    async fn read(trial: &Trial, window: &Window) -> Page<homogeneous_zone::Model> {
        page(trial.database.reader(), homogeneous_zone::Entity::find(), BY_NUMBER, window).await.unwrap()
    }

    fn places(page: &Page<homogeneous_zone::Model>) -> Vec<Place> {
        page.rows.iter().map(|(_, row)| (row.inhabitants, row.id)).collect()
    }

    /// Walks a whole list page by page.
    async fn walk(trial: &Trial, limit: u32, direction: Direction, backward: bool) -> Vec<Place> {
        let mut window = Window { backward, direction, ..Window::first(limit) };
        let mut seen = Vec::new();
        loop {
            let page = read(trial, &window).await;
            assert!(page.rows.len() <= usize::try_from(limit).unwrap());
            let more = if backward { page.has_previous } else { page.has_next };
            if backward {
                seen.splice(0..0, places(&page));
                window.before = page.rows.first().map(|(cursor, _)| cursor.clone());
            } else {
                seen.extend(places(&page));
                window.after = page.rows.last().map(|(cursor, _)| cursor.clone());
            }
            if !more {
                return seen;
            }
        }
    }

    #[test]
    fn walking_either_way_meets_every_row_once_and_in_order() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let config = ProptestConfig::with_cases(12);
        proptest!(config, |(keys in prop::collection::vec(0i64..4, 0..12), limit in 1u32..6)| {
            runtime.block_on(async {
                let (trial, ascending) = zones(&keys).await;
                let descending: Vec<Place> = ascending.iter().rev().copied().collect();
                for backward in [false, true] {
                    assert_eq!(walk(&trial, limit, Direction::Ascending, backward).await, ascending);
                    assert_eq!(walk(&trial, limit, Direction::Descending, backward).await, descending);
                }
            });
        });
    }

    #[tokio::test]
    async fn tells_what_lies_before_and_after() {
        let (trial, _) = zones(&[1, 2, 3, 4, 5]).await;
        let first = read(&trial, &Window::first(2)).await;
        assert_eq!((first.has_previous, first.has_next), (false, true));
        let after = first.rows.last().map(|(cursor, _)| cursor.clone());
        let middle = read(&trial, &Window { after: after.clone(), ..Window::first(2) }).await;
        assert_eq!((middle.has_previous, middle.has_next), (true, true));
        let last = read(&trial, &Window { after: after.clone(), ..Window::first(3) }).await;
        assert_eq!((last.has_previous, last.has_next), (true, false));
        let before = middle.rows.last().map(|(cursor, _)| cursor.clone());
        let between = read(&trial, &Window { after, before, ..Window::first(9) }).await;
        assert_eq!(between.rows.len(), 1);
        assert_eq!((between.has_previous, between.has_next), (true, true));
    }

    #[tokio::test]
    async fn sorts_texts_by_their_bytes_on_both_databases() {
        let trial = trial::database().await;
        let keys = ["2 b", "2 a", "2a", "è", "z", "00000010", "00000009 1", "00000009"];
        let rows = keys.iter().zip(1u128..).map(|(key, n)| plan::Model {
            id: Uuid::from_u128(n),
            edition: (*key).to_owned(),
            sort_key: (*key).to_owned(),
            title: Json::Null,
            valid_from: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            valid_to: None,
            adopting_act: None,
            state: "DRAFT".to_owned(),
            version: 1,
        });
        insert(trial.database.writer(), rows.collect::<Vec<_>>()).await.unwrap();
        let keyset = Keyset {
            key: plan::Column::SortKey,
            id: plan::Column::Id,
            place: |row: &plan::Model| (row.sort_key.clone(), row.id),
        };
        let found = page(trial.database.reader(), plan::Entity::find(), keyset, &Window::first(9)).await.unwrap();
        let found: Vec<String> = found.into_items().into_iter().map(|row| row.sort_key).collect();
        let mut expected = keys.map(str::to_owned);
        expected.sort_unstable();
        assert_eq!(found, expected);
    }

    #[tokio::test]
    async fn a_cursor_of_another_list_is_refused_at_its_argument() {
        let (trial, _) = zones(&[1]).await;
        for bad in ["", "x", "1.5", "99999999999999999999"] {
            let before = Some(Cursor(bad.to_owned(), Uuid::nil()));
            let window = Window { before, ..Window::first(1) };
            let refused = page(trial.database.reader(), homogeneous_zone::Entity::find(), BY_NUMBER, &window).await;
            assert!(matches!(refused, Err(AppError::Refused(refusal)) if refusal.path == ["before"]), "{bad}");
        }
    }

    #[test]
    fn keys_survive_the_journey_and_nothing_unstorable_gets_in() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        assert_eq!(NaiveDate::parse(&day.render()), Some(day));
        let time = day.and_hms_milli_opt(10, 30, 0, 7).unwrap().and_utc();
        assert_eq!(<DateTime<Utc> as Key>::parse(&time.render()), Some(time));
        for bad in ["+12026-01-01", "-0001-01-01", "yesterday"] {
            assert_eq!(<NaiveDate as Key>::parse(bad), None, "{bad}");
        }
        assert_eq!(<DateTime<Utc> as Key>::parse("9223372036854775807"), None);
        assert_eq!(<String as Key>::parse("a\0b"), None);
    }
}
