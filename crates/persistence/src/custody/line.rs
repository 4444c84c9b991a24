//! The lines of an export.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::table::Row;

/// What stands in the first line of every export.
pub(crate) const FORMAT: &str = "cordata-export";
/// The version of the lines; raised when an older program would misunderstand them.
pub(crate) const VERSION: u32 = 1;

/// One line: `{"header":…}`, then `{"row":…}` for each row, then `{"end":…}`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Line {
    /// The first one.
    Header(Header),
    /// A row.
    Row(RowLine),
    /// The last one.
    End(Summary),
}

/// What the file is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Header {
    /// Always [`FORMAT`].
    pub format: String,
    /// Always [`VERSION`].
    pub version: u32,
    /// The last migration of the schema that the rows fit.
    pub schema: String,
    /// When it was read.
    pub created_at: DateTime<Utc>,
}

/// A row of a table.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RowLine {
    /// Its table.
    pub table: String,
    /// Its values.
    pub values: Row,
}

/// What an export holds: its last line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Summary {
    /// How many rows in all.
    pub rows: u64,
    /// How many rows of each table; a table without rows is left out.
    pub tables: BTreeMap<String, u64>,
    /// SHA-256 of all lines before the last one, line ends included, in hexadecimal.
    pub sha256: String,
}
