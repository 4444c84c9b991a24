//! A table as export and import see it: columns with types that mean the same on both databases.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, Timelike, Utc};
use cordata_app::AppError;
use sea_orm::sea_query::{ColumnType, Expr, Order, Query, SelectStatement, ValueType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn, QueryResult,
    TryGetable, Value,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::error::store_error;

/// One row: its columns by name.
pub(crate) type Row = Map<String, Json>;

/// One table of the registry.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, but for those that the database fills in.
    pub columns: Vec<Column>,
    key: Vec<&'static str>,
    leaving: fn(&mut Row),
}

/// One column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Its name.
    pub name: &'static str,
    kind: Kind,
    nullable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Whole,
    Small,
    Truth,
    Id,
    /// An instant, in RFC 3339 with milliseconds.
    Instant,
    Day,
    /// A date and time without a zone.
    Local,
    /// Bytes, in base64.
    Bytes,
    Json,
}

impl Table {
    /// The table of an entity.
    pub(crate) fn of<E: EntityTrait>() -> Result<Self, AppError> {
        let name = E::default().table_name();
        let columns = E::Column::iter().map(|column| {
            let definition = column.def();
            let kind = Kind::of(definition.get_column_type());
            let kind = kind.ok_or_else(|| AppError::fault(format!("{name}.{} has no type", column.as_str())))?;
            Ok(Column { name: column.as_str(), kind, nullable: definition.is_null() })
        });
        Ok(Self {
            name,
            columns: columns.collect::<Result<_, AppError>>()?,
            key: E::PrimaryKey::iter().map(|key| key.into_column().as_str()).collect(),
            leaving: |_| {},
        })
    }

    /// Rows are changed so before they leave the database.
    #[must_use]
    pub(crate) fn leaving(mut self, change: fn(&mut Row)) -> Self {
        self.leaving = change;
        self
    }

    /// All rows by their key, in an order that is the same on both databases.
    pub(crate) fn select(&self) -> SelectStatement {
        let mut select = Query::select();
        select.columns(self.columns.iter().map(|column| column.name)).from(self.name);
        for key in &self.key {
            let is_text = self.columns.iter().any(|column| column.name == *key && column.kind == Kind::Text);
            let bytewise = if is_text { r#" COLLATE "binary""# } else { "" };
            select.order_by_expr(Expr::cust(format!("\"{key}\"{bytewise}")), Order::Asc);
        }
        select
    }

    /// A stored row, as it leaves.
    pub(crate) fn read(&self, stored: &QueryResult) -> Result<Row, AppError> {
        let mut row = Row::new();
        for column in &self.columns {
            row.insert(column.name.to_owned(), column.read(stored)?);
        }
        (self.leaving)(&mut row);
        Ok(row)
    }

    /// Checks that a row has every column and no other.
    pub(crate) fn check(&self, row: &Row) -> Result<(), String> {
        if let Some(unknown) = row.keys().find(|name| self.columns.iter().all(|column| column.name != name.as_str())) {
            return Err(format!("{} has no column {unknown}", self.name));
        }
        match self.columns.iter().find(|column| !row.contains_key(column.name)) {
            Some(missing) => Err(format!("{} lacks its column {}", self.name, missing.name)),
            None => Ok(()),
        }
    }

    /// The values of a row for those columns of the table that it has.
    pub(crate) fn values(&self, mut row: Row) -> Result<Vec<(&'static str, Value)>, String> {
        let mut values = Vec::new();
        for column in &self.columns {
            if let Some(json) = row.remove(column.name) {
                let value =
                    column.value(json).map_err(|problem| format!("{}.{}: {problem}", self.name, column.name))?;
                values.push((column.name, value));
            }
        }
        Ok(values)
    }

    /// Adds rows that all have the same columns.
    pub(crate) async fn insert(
        &self,
        connection: &impl ConnectionTrait,
        rows: Vec<Vec<(&'static str, Value)>>,
    ) -> Result<(), AppError> {
        let Some(first) = rows.first() else { return Ok(()) };
        let mut insert = Query::insert();
        insert.into_table(self.name).columns(first.iter().map(|(name, _)| *name));
        for row in rows {
            let values = insert.values(row.into_iter().map(|(_, value)| Expr::value(value)));
            values.map_err(|error| AppError::Fault(error.into()))?;
        }
        connection.execute(&insert).await.map_err(store_error)?;
        Ok(())
    }
}

impl Kind {
    fn of(column: &ColumnType) -> Option<Self> {
        Some(match column {
            ColumnType::String(_) | ColumnType::Text | ColumnType::Char(_) => Self::Text,
            ColumnType::BigInteger => Self::Whole,
            ColumnType::Integer => Self::Small,
            ColumnType::Boolean => Self::Truth,
            ColumnType::Uuid => Self::Id,
            ColumnType::TimestampWithTimeZone => Self::Instant,
            ColumnType::Date => Self::Day,
            ColumnType::DateTime => Self::Local,
            ColumnType::Blob | ColumnType::VarBinary(_) | ColumnType::Binary(_) => Self::Bytes,
            ColumnType::Json | ColumnType::JsonBinary => Self::Json,
            _ => return None,
        })
    }
}

impl Column {
    fn read(&self, row: &QueryResult) -> Result<Json, AppError> {
        let read = match self.kind {
            Kind::Text => plain::<String>(row, self.name),
            Kind::Whole => plain::<i64>(row, self.name),
            Kind::Small => plain::<i32>(row, self.name),
            Kind::Truth => plain::<bool>(row, self.name),
            Kind::Id => plain::<Uuid>(row, self.name),
            Kind::Day => plain::<NaiveDate>(row, self.name),
            Kind::Local => plain::<NaiveDateTime>(row, self.name),
            Kind::Instant => optional(row, self.name, |at: DateTime<Utc>| Json::String(instant(at))),
            Kind::Bytes => optional(row, self.name, |bytes: Vec<u8>| Json::String(STANDARD.encode(bytes))),
            Kind::Json => optional(row, self.name, sorted),
        };
        read.map_err(store_error)
    }

    fn value(&self, json: Json) -> Result<Value, serde_json::Error> {
        match self.kind {
            Kind::Text => typed::<String>(json),
            Kind::Whole => typed::<i64>(json),
            Kind::Small => typed::<i32>(json),
            Kind::Truth => typed::<bool>(json),
            Kind::Id => typed::<Uuid>(json),
            Kind::Instant => typed::<DateTime<Utc>>(json),
            Kind::Day => typed::<NaiveDate>(json),
            Kind::Local => typed::<NaiveDateTime>(json),
            Kind::Bytes => {
                let text: Option<String> = serde_json::from_value(json)?;
                let bytes = text.map(|text| STANDARD.decode(text)).transpose().map_err(serde::de::Error::custom)?;
                Ok(bytes.into())
            }
            Kind::Json if json.is_null() && self.nullable => Ok(None::<Json>.into()),
            Kind::Json => Ok(json.into()),
        }
    }
}

fn optional<T: TryGetable>(row: &QueryResult, name: &str, json: impl FnOnce(T) -> Json) -> Result<Json, DbErr> {
    Ok(row.try_get::<Option<T>>("", name)?.map_or(Json::Null, json))
}

fn plain<T: TryGetable + Serialize>(row: &QueryResult, name: &str) -> Result<Json, DbErr> {
    optional(row, name, |value: T| json!(value))
}

fn typed<T: DeserializeOwned + ValueType + Into<Value>>(json: Json) -> Result<Value, serde_json::Error>
where
    Option<T>: Into<Value>,
{
    Ok(serde_json::from_value::<Option<T>>(json)?.into())
}

/// Milliseconds, as the clock gives them; whatever is finer is kept too.
fn instant(at: DateTime<Utc>) -> String {
    let is_exact = at.nanosecond().is_multiple_of(1_000_000);
    at.to_rfc3339_opts(if is_exact { SecondsFormat::Millis } else { SecondsFormat::AutoSi }, true)
}

/// With the keys of all objects in order: PostgreSQL has an order of its own.
fn sorted(json: Json) -> Json {
    match json {
        Json::Object(object) => {
            let mut entries: Vec<(String, Json)> = object.into_iter().collect();
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            Json::Object(entries.into_iter().map(|(key, value)| (key, sorted(value))).collect())
        }
        Json::Array(values) => Json::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_has_milliseconds_and_loses_nothing() {
        assert_eq!(instant("2026-01-01T10:00:00+01:00".parse().unwrap()), "2026-01-01T09:00:00.000Z");
        assert_eq!(instant("2026-01-01T10:00:00.123456Z".parse().unwrap()), "2026-01-01T10:00:00.123456Z");
    }

    #[test]
    fn objects_are_written_in_the_order_of_their_keys() {
        let mixed: Json = serde_json::from_str(r#"[{"b":{"d":1,"c":[]},"a":null}]"#).unwrap();
        assert_eq!(sorted(mixed).to_string(), r#"[{"a":null,"b":{"c":[],"d":1}}]"#);
    }
}
