//! The trail as a file of lines with its proof: a header, one line for each entry, and the head.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AuditEntry, AuditHash, AuditLink, Break, ChainWalk, Head, NotedRestore};

/// The name of the format, in the header.
const NAME: &str = "cordata.audit";
/// Its version.
const VERSION: u32 = 1;

/// The first line: what the file is, and where the chain stood before its first entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportHeader {
    /// What it is.
    format: String,
    /// In which version.
    version: u32,
    /// The link before the first entry.
    previous: Head,
    /// The first day that was asked for.
    from: Option<NaiveDate>,
    /// The last day that was asked for.
    to: Option<NaiveDate>,
}

impl ExportHeader {
    /// The header of a file that goes on after `previous`.
    pub fn new(previous: Head, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        Self { format: NAME.to_owned(), version: VERSION, previous, from, to }
    }
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ExportLine {
    /// The first.
    Header(ExportHeader),
    /// One entry with its link.
    Entry {
        /// The number of the link.
        seq: i64,
        /// In which way the entry was hashed.
        format: i64,
        /// The hash of the link.
        hash: AuditHash,
        /// The entry with all its fields.
        entry: Box<AuditEntry>,
    },
    /// The last: the end of the chain, and how many entries the file holds.
    Head {
        /// The end of the chain.
        head: Head,
        /// How many entries stand in the file.
        entries: u64,
    },
}

impl ExportLine {
    /// The line of an entry.
    pub fn entry(link: &AuditLink, entry: AuditEntry) -> Self {
        Self::Entry { seq: link.seq, format: link.format, hash: link.hash, entry: Box::new(entry) }
    }
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// A line that is not understood, or stands where none of its kind belongs.
    #[error("line {0} is not one of an export of the trail")]
    Line(u64),
    /// The chain does not hold.
    #[error("line {line}: {broken}")]
    Broken {
        /// The line.
        line: u64,
        /// Where the chain breaks.
        broken: Break,
    },
    /// The last line does not fit what stands before it.
    #[error("the head in line {0} does not fit the entries before it: the file was cut or changed")]
    Head(u64),
    /// The last line is missing.
    #[error("the file ends without a head: it was cut")]
    Cut,
}

/// Follows a file line by line.
#[derive(Debug, Default)]
pub struct ExportWalk {
    line: u64,
    entries: u64,
    chain: Option<ChainWalk>,
    restores: Vec<NotedRestore>,
    done: bool,
}

impl ExportWalk {
    /// Takes the next line; an entry is answered with the head that it made.
    pub fn line(&mut self, text: &str) -> Result<Option<Head>, FileFault> {
        self.line += 1;
        let strange = FileFault::Line(self.line);
        let line = serde_json::from_str(text).map_err(|_| strange.clone())?;
        match (line, self.chain.as_mut()) {
            (ExportLine::Header(header), None) if header.format == NAME && header.version == VERSION => {
                self.chain = Some(ChainWalk::after(header.previous));
                Ok(None)
            }
            (ExportLine::Entry { seq, format, hash, entry }, Some(chain)) if !self.done => {
                let link = AuditLink { seq, entry: entry.id, format, hash };
                let step = chain.step(&link, Some(&entry));
                step.map_err(|broken| FileFault::Broken { line: self.line, broken })?;
                self.entries += 1;
                self.restores.extend(NotedRestore::noted_in(&entry));
                Ok(Some(link.head()))
            }
            (ExportLine::Head { head, entries }, Some(chain)) if !self.done => {
                self.done = true;
                let fits = head == chain.head() && entries == self.entries;
                if fits { Ok(None) } else { Err(FileFault::Head(self.line)) }
            }
            _ => Err(strange),
        }
    }

    /// The restores that are noted in what was read.
    pub fn restores(&self) -> &[NotedRestore] {
        &self.restores
    }

    /// Ends the file: how many entries it holds, and the head.
    pub fn end(self) -> Result<(u64, Head), FileFault> {
        let chain = self.chain.filter(|_| self.done).ok_or(FileFault::Cut)?;
        Ok((self.entries, chain.head()))
    }
}
