//! An export, taken into an empty database in one transaction.

use std::collections::BTreeMap;
use std::io::{BufRead, Read};

use sea_orm::{ConnectionTrait, Value};
use sha2::{Digest, Sha256};

use super::CustodyError;
use super::check::{broken, occupied};
use super::line::{FORMAT, Header, Line, RowLine, Summary, VERSION};
use super::registry::tables;
use super::snapshot::hexadecimal;
use super::table::Table;
use crate::audit::seal_all;
use crate::connect::Database;
use crate::error::store_error;
use crate::sql::custody::{defer_references, settle_references};
use crate::tx::{WriteTx, chains_as_it_writes, hold_migration_lock};

/// The longest line that is read.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;
/// Rows that are written in one statement.
const ROWS: usize = 200;
/// Characters of lines that are written in one statement.
const CHARACTERS: usize = 1024 * 1024;

impl Database {
    /// Takes an export in. Where anything is wrong with it, nothing is left behind.
    pub async fn import(&self, file: impl BufRead) -> Result<Summary, CustodyError> {
        if !self.pending_migrations().await?.is_empty() {
            return Err(CustodyError::Unfit("migrations are pending: run `cordata migrate` first".to_owned()));
        }
        let mut lines = Lines { file, digest: Sha256::new(), number: 0, length: 0 };
        check_header(&lines.next()?)?;
        let tx = self.write_tx().await?;
        hold_migration_lock(&tx).await.map_err(store_error)?;
        if let Some(table) = occupied(tx.connection()).await? {
            return Err(CustodyError::Unfit(format!("the database is not empty: there are rows in {table}")));
        }
        let backend = tx.connection().get_database_backend();
        tx.connection().execute_unprepared(&defer_references(backend)).await.map_err(store_error)?;
        let summary = take_rows(&tx, &mut lines).await?;
        if let Some(finding) = broken(tx.connection()).await?.first() {
            return Err(CustodyError::Unfit(finding.clone()));
        }
        if let Some(settle) = settle_references(backend) {
            let settled = tx.connection().execute_unprepared(&settle).await;
            settled.map_err(|error| CustodyError::Unfit(format!("a row refers to one that is missing: {error}")))?;
        }
        // What was exported a moment before it was chained is chained now, where nobody does it later.
        if chains_as_it_writes(backend) {
            seal_all(tx.connection()).await?;
        }
        tx.finish().await?;
        Ok(summary)
    }
}

fn check_header(line: &Line) -> Result<(), CustodyError> {
    let wrong = |problem: String| Err(CustodyError::Line { line: 1, problem });
    let Line::Header(Header { format, version, schema, .. }) = line else {
        return wrong("this is not the first line of an export".to_owned());
    };
    if format != FORMAT || *version != VERSION {
        return wrong(format!("`{format}` in version {version} is not known: it must be `{FORMAT}` in {VERSION}"));
    }
    let newest = Database::newest_migration()?;
    if *schema != newest {
        return wrong(format!(
            "its schema is {schema}, that of this program {newest}: export with the same version of the program"
        ));
    }
    Ok(())
}

/// Writes all rows, and compares the last line with what was read.
async fn take_rows<R: BufRead>(tx: &WriteTx, lines: &mut Lines<R>) -> Result<Summary, CustodyError> {
    let known: BTreeMap<_, _> = tables()?.into_iter().map(|table| (table.name, table)).collect();
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut batch = Batch::default();
    loop {
        let digest = hexadecimal(&lines.digest.clone().finalize());
        let RowLine { table, values } = match lines.next()? {
            Line::Row(row) => row,
            Line::Header(_) => return Err(lines.wrong("a second header")),
            Line::End(end) => {
                batch.write(tx, lines.number).await?;
                let read = Summary { rows: counts.values().sum(), tables: counts, sha256: digest };
                return if read == end { lines.end().map(|()| end) } else { Err(lines.wrong(DAMAGED)) };
            }
        };
        let Some(table) = known.get(table.as_str()) else {
            return Err(lines.wrong(format!("there is no table {table}")));
        };
        table.check(&values).map_err(|problem| lines.wrong(problem))?;
        *counts.entry(table.name.to_owned()).or_default() += 1;
        if batch.is_full(table) {
            batch.write(tx, lines.number).await?;
        }
        batch.characters += lines.length;
        batch.rows.push(table.values(values).map_err(|problem| lines.wrong(problem))?);
        batch.table = Some(table);
    }
}

const DAMAGED: &str = "the file is damaged: its rows and their digest are not those of its last line";

/// Rows of one table that wait to be written.
#[derive(Default)]
struct Batch<'a> {
    table: Option<&'a Table>,
    rows: Vec<Vec<(&'static str, Value)>>,
    characters: usize,
}

impl Batch<'_> {
    fn is_full(&self, next: &Table) -> bool {
        let is_other = self.table.is_some_and(|table| table.name != next.name);
        is_other || self.rows.len() >= ROWS || self.characters >= CHARACTERS
    }

    async fn write(&mut self, tx: &WriteTx, line: u64) -> Result<(), CustodyError> {
        let Some(table) = self.table.take() else { return Ok(()) };
        self.characters = 0;
        let written = table.insert(tx.connection(), std::mem::take(&mut self.rows)).await;
        written.map_err(|error| CustodyError::Line {
            line,
            problem: format!("the rows of {} before this line are not taken: {error}", table.name),
        })
    }
}

/// Reads lines and keeps their digest.
struct Lines<R> {
    file: R,
    digest: Sha256,
    number: u64,
    length: usize,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> Result<Line, CustodyError> {
        let mut text = Vec::new();
        self.length = self.file.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut text)?;
        self.number += 1;
        if text.last() != Some(&b'\n') {
            return Err(self.wrong("the file ends before its last line"));
        }
        self.digest.update(&text);
        serde_json::from_slice(&text).map_err(|error| self.wrong(format!("this is no line of an export: {error}")))
    }

    /// Nothing stands behind the last line.
    fn end(&mut self) -> Result<(), CustodyError> {
        let mut rest = [0; 1];
        let is_over = self.file.read(&mut rest)? == 0;
        if is_over { Ok(()) } else { Err(self.wrong("something stands behind the last line")) }
    }

    fn wrong(&self, problem: impl Into<String>) -> CustodyError {
        CustodyError::Line { line: self.number, problem: problem.into() }
    }
}
