//! One state of the whole database, read for as long as it takes.

use std::collections::BTreeMap;

use cordata_app::AppError;
use futures_util::TryStreamExt;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, StreamTrait};
use sha2::{Digest, Sha256};

use super::CustodyError;
use super::table::{Row, Table};
use crate::connect::Database;
use crate::error::store_error;
use crate::sql::custody::{catalogue, name_snapshot, rows_as_text};
use crate::tx::read_tx;

/// What a table holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableContent {
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of all of them, in hexadecimal; comparable between databases of one kind.
    pub digest: String,
}

/// A transaction that sees one state of the database, whoever writes meanwhile.
#[derive(Debug)]
pub struct Snapshot(DatabaseTransaction);

impl Database {
    /// Begins to read the present state.
    pub async fn snapshot(&self) -> Result<Snapshot, AppError> {
        let snapshot = Snapshot(read_tx(self.reader()).await.map_err(store_error)?);
        // SQLite fixes what a transaction sees with its first reading.
        columns(&snapshot.0).await?;
        Ok(snapshot)
    }

    /// What every table holds now.
    pub async fn contents(&self) -> Result<BTreeMap<String, TableContent>, AppError> {
        let snapshot = self.snapshot().await?;
        let contents = snapshot.contents().await?;
        snapshot.close().await?;
        Ok(contents)
    }
}

impl Snapshot {
    /// What every table holds, also those of an older or newer schema.
    pub async fn contents(&self) -> Result<BTreeMap<String, TableContent>, AppError> {
        let mut contents = BTreeMap::new();
        for (table, columns) in columns(&self.0).await? {
            let content = self.content(&table, &columns).await?;
            contents.insert(table, content);
        }
        Ok(contents)
    }

    async fn content(&self, table: &str, columns: &[String]) -> Result<TableContent, AppError> {
        let backend = ConnectionTrait::get_database_backend(&self.0);
        let all = Statement::from_string(backend, rows_as_text(backend, table, columns));
        let mut stored = self.0.stream_raw(all).await.map_err(store_error)?;
        let (mut rows, mut digest) = (0, Sha256::new());
        while let Some(row) = stored.try_next().await.map_err(store_error)? {
            let line: String = row.try_get("", "line").map_err(store_error)?;
            digest.update(line.as_bytes());
            digest.update(b"\n");
            rows += 1;
        }
        Ok(TableContent { rows, digest: hexadecimal(&digest.finalize()) })
    }

    /// The name under which another process can read the same state, where the database knows such names.
    pub async fn name(&self) -> Result<Option<String>, AppError> {
        let backend = ConnectionTrait::get_database_backend(&self.0);
        let Some(question) = name_snapshot(backend) else { return Ok(None) };
        let row = self.0.query_one_raw(Statement::from_string(backend, question)).await.map_err(store_error)?;
        row.map(|row| row.try_get("", "name").map_err(store_error)).transpose()
    }

    /// Hands every row of a table over, by its key.
    pub(crate) async fn each_row(
        &self,
        table: &Table,
        mut take: impl FnMut(Row) -> Result<(), CustodyError>,
    ) -> Result<(), CustodyError> {
        let mut stored = self.0.stream(&table.select()).await.map_err(store_error)?;
        while let Some(row) = stored.try_next().await.map_err(store_error)? {
            take(table.read(&row)?)?;
        }
        Ok(())
    }

    /// Ends the transaction.
    pub async fn close(self) -> Result<(), AppError> {
        self.0.rollback().await.map_err(store_error)
    }
}

/// Every table with its columns.
pub(crate) async fn columns(connection: &impl ConnectionTrait) -> Result<BTreeMap<String, Vec<String>>, AppError> {
    let backend = connection.get_database_backend();
    let question = Statement::from_string(backend, catalogue(backend));
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in connection.query_all_raw(question).await.map_err(store_error)? {
        let table = row.try_get("", "table_name").map_err(store_error)?;
        tables.entry(table).or_default().push(row.try_get("", "column_name").map_err(store_error)?);
    }
    Ok(tables)
}

/// Bytes in hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
