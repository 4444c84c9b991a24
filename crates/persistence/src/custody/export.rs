//! The whole database as lines of JSON.

use std::collections::BTreeMap;
use std::io::Write;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::CustodyError;
use super::line::{FORMAT, Header, Line, RowLine, Summary, VERSION};
use super::registry::tables;
use super::snapshot::hexadecimal;
use crate::connect::Database;

impl Database {
    /// Writes every row, as one state of the database has it, row by row.
    pub async fn export(&self, created_at: DateTime<Utc>, out: &mut impl Write) -> Result<Summary, CustodyError> {
        let mut lines = Lines { out, digest: Sha256::new() };
        let schema = Self::newest_migration()?;
        let header = Header { format: FORMAT.to_owned(), version: VERSION, schema, created_at };
        lines.write(&Line::Header(header))?;
        let mut counts = BTreeMap::new();
        let snapshot = self.snapshot().await?;
        for table in tables()? {
            let mut count: u64 = 0;
            let write = |values| {
                count += 1;
                lines.write(&Line::Row(RowLine { table: table.name.to_owned(), values }))
            };
            snapshot.each_row(&table, write).await?;
            if count > 0 {
                counts.insert(table.name.to_owned(), count);
            }
        }
        snapshot.close().await?;
        let sha256 = hexadecimal(&lines.digest.clone().finalize());
        let summary = Summary { rows: counts.values().sum(), tables: counts, sha256 };
        lines.write(&Line::End(summary.clone()))?;
        lines.out.flush()?;
        Ok(summary)
    }
}

/// Writes lines and keeps their digest.
struct Lines<'a, W> {
    out: &'a mut W,
    digest: Sha256,
}

impl<W: Write> Lines<'_, W> {
    fn write(&mut self, line: &Line) -> Result<(), CustodyError> {
        let mut text = serde_json::to_vec(line).map_err(std::io::Error::from)?;
        text.push(b'\n');
        self.digest.update(&text);
        Ok(self.out.write_all(&text)?)
    }
}
