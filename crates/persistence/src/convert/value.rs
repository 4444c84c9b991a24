//! Values of columns: words out of a list, counts, zones, JSON. What is stored and not understood is a fault.

use std::collections::HashMap;
use std::str::FromStr;

use chrono_tz::Tz;
use cordata_app::AppError;
use cordata_domain::Locale;
use sea_orm::prelude::{Json, Uuid};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn not_understood(kind: &str, stored: &str) -> AppError {
    AppError::fault(format!("the stored {kind} `{stored}` is not understood"))
}

/// The name of a state or kind, as it is stored.
pub(crate) fn name_of(value: impl Into<&'static str>) -> String {
    value.into().to_owned()
}

/// The state or kind with a stored name.
pub(crate) fn word<T: FromStr>(stored: &str) -> Result<T, AppError> {
    stored.parse().map_err(|_| not_understood("word", stored))
}

/// The optional state or kind with a stored name.
pub(crate) fn optional_word<T: FromStr>(stored: Option<&str>) -> Result<Option<T>, AppError> {
    stored.map(word).transpose()
}

/// A count.
pub(crate) fn count(stored: i64) -> Result<u32, AppError> {
    u32::try_from(stored).map_err(|_| not_understood("count", &stored.to_string()))
}

/// A time zone.
pub(crate) fn zone(stored: &str) -> Result<Tz, AppError> {
    stored.parse().map_err(|_| not_understood("time zone", stored))
}

/// A language.
pub(crate) fn locale(stored: &str) -> Result<Locale, AppError> {
    Locale::parse(stored).map_err(|_| not_understood("language", stored))
}

/// A value as JSON.
pub(crate) fn to_json(value: &impl Serialize) -> Result<Json, AppError> {
    serde_json::to_value(value).map_err(|error| AppError::Fault(error.into()))
}

/// A value from JSON.
pub(crate) fn from_json<T: DeserializeOwned>(stored: Json) -> Result<T, AppError> {
    serde_json::from_value(stored).map_err(|error| AppError::Fault(error.into()))
}

/// Items with their places in a list, from 1.
pub(crate) fn places<T>(items: &[T]) -> impl Iterator<Item = (i64, &T)> {
    (1..).zip(items)
}

/// Rows under the id of what they belong to, each group in the order of the rows.
pub(crate) fn by_owner<M>(rows: Vec<M>, owner: impl Fn(&M) -> Uuid) -> HashMap<Uuid, Vec<M>> {
    let mut groups: HashMap<Uuid, Vec<M>> = HashMap::new();
    for row in rows {
        groups.entry(owner(&row)).or_default().push(row);
    }
    groups
}

/// The rows that belong to `owner`.
pub(crate) fn of<M>(groups: &HashMap<Uuid, Vec<M>>, owner: Uuid) -> &[M] {
    groups.get(&owner).map_or(&[], Vec::as_slice)
}

/// Ids as columns hold them.
pub(crate) fn uuids<I: Copy + Into<Uuid>>(ids: &[I]) -> impl Iterator<Item = Uuid> {
    ids.iter().copied().map(Into::into)
}
