//! The import of the recovery plan's projects, in steps: each is a command of its own, with its entry in the trail, so
//! that nobody waits for the whole file. A run that breaks off leaves whole steps, and the trail says how many rows
//! remained; the same file again carries on there, and once more changes nothing. A later file adds dated versions.

mod directory;
mod entries;

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use async_trait::async_trait;
use cordata_domain::event::DomainEvent;
use cordata_domain::funding::recovery_plan::{DATA_SET, Row, SourceColumn};
use cordata_domain::ids::ProjectId;
use cordata_domain::money::Cents;
use cordata_domain::policy::{self, Act, Facts};
use cordata_domain::search::search_text;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use strum::VariantArray;
use uuid::Uuid;

use directory::{Directory, bodies_of};

use crate::app::{App, Caller, Command, Work};
use crate::error::AppError;
use crate::ports::funding::{ImportReads, ImportedProject, KnownRow};

/// How many new rows take as long as one that changed, whose promises are read and brought up to date one by one.
const NEW_PER_CHANGED: usize = 25;

/// An import of checked rows of the recovery plan, under way.
#[derive(Debug)]
pub struct RecoveryPlanImport {
    run: Uuid,
    waiting: VecDeque<Waiting>,
    report: ImportReport,
    written: Written,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// Rows read.
    pub rows: usize,
    /// Projects added.
    pub created: usize,
    /// Projects whose row changed since the last import.
    pub changed: usize,
    /// Rows that were imported before as they are.
    pub unchanged: usize,
    /// Rows whose sources contradict the total: kept, flagged, left out of certified totals.
    pub anomalies: usize,
    /// Bodies that were not known before.
    pub bodies_added: usize,
    /// What all rows add up to.
    pub all: SourceTotals,
    /// The same without anomalies.
    pub certified: SourceTotals,
}

/// Totals of rows, by source, in euro with two decimals.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceTotals {
    /// Rows counted.
    pub rows: usize,
    /// The published totals.
    pub total: String,
    /// What the sources add up to, with what is still to be found.
    pub sum_of_sources: String,
    /// Each source by the name of its column.
    pub sources: std::collections::BTreeMap<&'static str, String>,
}

impl RecoveryPlanImport {
    /// Compares the rows of a file, in its order, with what was imported before. Nothing is written.
    pub async fn survey(store: &dyn ImportReads, caller: &Caller, rows: Vec<Row>) -> Result<Self, AppError> {
        policy::require(&caller.actor, Act::Import, &Facts::plan())?;
        let known = Known::of(store.imported_rows(DATA_SET).await?);
        let mut report = ImportReport::of(&rows);
        let run = run_of(&rows);
        let mut waiting = VecDeque::new();
        for row in numbered(rows) {
            match known.standing(&row) {
                Standing::New => waiting.push_back(Waiting { row, weight: 1 }),
                Standing::Changed(_) => waiting.push_back(Waiting { row, weight: NEW_PER_CHANGED }),
                Standing::Unchanged => {}
            }
        }
        let created = waiting.iter().filter(|waiting| waiting.weight == 1).count();
        let names: HashSet<String> = store.stakeholder_names().await?.into_iter().collect();
        let bodies: BTreeSet<String> =
            waiting.iter().flat_map(|waiting| bodies_of(&waiting.row.row)).map(|(name, _)| search_text(name)).collect();
        let bodies_added = bodies.iter().filter(|body| !names.contains(*body)).count();
        report.count(&Written { created, changed: waiting.len() - created, bodies_added });
        Ok(Self { run, waiting, report, written: Written::default() })
    }

    /// How many rows wait to be written.
    pub fn remaining(&self) -> usize {
        self.waiting.len()
    }

    /// Writes the next rows in one transaction: at most so many new ones, or fewer where rows changed, but one at
    /// least. If it fails, nothing of this step was written, and all of the steps before.
    pub async fn step(&mut self, app: &App, caller: &Caller, most: usize) -> Result<(), AppError> {
        let rows = self.next(most);
        let step = ImportRows { run: self.run, remaining: self.waiting.len(), rows };
        let written = app.execute(caller, step).await?;
        self.written.created += written.created;
        self.written.changed += written.changed;
        self.written.bodies_added += written.bodies_added;
        Ok(())
    }

    fn next(&mut self, most: usize) -> Vec<FileRow> {
        let mut weight = 0;
        let fit = self.waiting.iter().take_while(|waiting| {
            weight += waiting.weight;
            weight <= most
        });
        let fit = fit.count().max(1).min(self.waiting.len());
        self.waiting.drain(..fit).map(|waiting| waiting.row).collect()
    }

    /// What all steps would do.
    pub fn into_preview(self) -> ImportReport {
        self.report
    }

    /// What the steps did.
    pub fn into_report(mut self) -> ImportReport {
        self.report.count(&self.written);
        self.report
    }
}

impl ImportReport {
    fn of(rows: &[Row]) -> Self {
        let certified: Vec<&Row> = rows.iter().filter(|row| !row.is_anomalous()).collect();
        Self {
            rows: rows.len(),
            anomalies: rows.len() - certified.len(),
            all: totals(&rows.iter().collect::<Vec<_>>()),
            certified: totals(&certified),
            ..Self::default()
        }
    }

    fn count(&mut self, written: &Written) {
        self.created = written.created;
        self.changed = written.changed;
        self.unchanged = self.rows.saturating_sub(written.created + written.changed);
        self.bodies_added = written.bodies_added;
    }
}

/// One step of a run.
#[derive(Debug, Clone)]
struct ImportRows {
    run: Uuid,
    rows: Vec<FileRow>,
    remaining: usize,
}

/// What a step wrote.
#[derive(Debug, Clone, Copy, Default)]
struct Written {
    created: usize,
    changed: usize,
    bodies_added: usize,
}

#[async_trait]
impl Command for ImportRows {
    const NAME: &'static str = "importRecoveryPlan";
    type Output = Written;

    async fn run(&self, work: &mut Work<'_>) -> Result<Written, AppError> {
        work.require(Act::Import, &Facts::plan())?;
        let sorted = self.sorted(work).await?;
        let mut directory = Directory::of(work).await?;
        directory.learn(work, &self.rows);
        directory.store(work).await?;
        let on = work.today().await?;
        let imported = sorted.new.iter().map(|row| directory.import(work, row, on));
        let imported = imported.collect::<Result<Vec<ImportedProject>, AppError>>()?;
        work.tx.insert_imported(&imported).await?;
        for (row, project) in &sorted.changed {
            directory.reimport(work, row, *project, on).await?;
            // Nobody can watch a project that is only being added.
            work.emit(DomainEvent::ProjectFundingChanged { project: *project });
        }
        let written =
            Written { created: sorted.new.len(), changed: sorted.changed.len(), bodies_added: directory.added() };
        work.audit("Import", self.run, self.detail(&written));
        Ok(written)
    }
}

impl ImportRows {
    /// The rows as they stand now: another import may have written some since this one looked.
    async fn sorted(&self, work: &mut Work<'_>) -> Result<Sorted<'_>, AppError> {
        let codes: BTreeSet<&str> = self.rows.iter().map(|row| row.row.code.as_str()).collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        let known = Known::of(work.tx.known_rows(DATA_SET, &codes).await?);
        let mut sorted = Sorted { new: Vec::new(), changed: Vec::new() };
        for row in &self.rows {
            match known.standing(row) {
                Standing::New => sorted.new.push(row),
                Standing::Changed(project) => sorted.changed.push((&row.row, project)),
                Standing::Unchanged => {}
            }
        }
        Ok(sorted)
    }

    /// For the trail: an entry whose rows remain, and none after it, is a run that broke off.
    fn detail(&self, written: &Written) -> serde_json::Value {
        json!({
            "dataSet": DATA_SET,
            "created": written.created,
            "changed": written.changed,
            "anomalies": self.rows.iter().filter(|row| row.row.is_anomalous()).count(),
            "remaining": self.remaining,
        })
    }
}

fn totals(rows: &[&Row]) -> SourceTotals {
    let mut sources = std::collections::BTreeMap::new();
    for source in SourceColumn::VARIANTS {
        let given = rows.iter().flat_map(|row| &row.sources).filter(|(column, _)| column == source);
        sources.insert(source.column(), sum(given.map(|(_, amount)| *amount)).to_decimal());
    }
    sources.insert("da_reperire", sum(rows.iter().map(|row| row.to_be_found)).to_decimal());
    SourceTotals {
        rows: rows.len(),
        total: sum(rows.iter().map(|row| row.total)).to_decimal(),
        sum_of_sources: sum(rows.iter().map(|row| row.sum_of_sources())).to_decimal(),
        sources,
    }
}

fn sum(amounts: impl IntoIterator<Item = Cents>) -> Cents {
    amounts.into_iter().sum()
}

/// A row, and which one it is of those with its code in the file.
#[derive(Debug, Clone)]
struct FileRow {
    row: Row,
    nth: u32,
}

/// A row that is to be written, and as how many new ones it counts.
#[derive(Debug)]
struct Waiting {
    row: FileRow,
    weight: usize,
}

fn numbered(rows: Vec<Row>) -> impl Iterator<Item = FileRow> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    rows.into_iter().map(move |row| {
        let nth = *seen.entry(row.code.clone()).and_modify(|nth| *nth += 1).or_insert(1);
        FileRow { row, nth }
    })
}

/// What was imported before, by code and number.
struct Known(HashMap<(String, u32), KnownRow>);

/// What a row is, compared with what was imported before.
enum Standing {
    New,
    Changed(ProjectId),
    Unchanged,
}

impl Known {
    fn of(rows: Vec<KnownRow>) -> Self {
        Self(rows.into_iter().map(|row| ((row.code.clone(), row.nth), row)).collect())
    }

    fn standing(&self, row: &FileRow) -> Standing {
        match self.0.get(&(row.row.code.clone(), row.nth)) {
            None => Standing::New,
            Some(before) if before.content_hash != content_hash(&row.row) => Standing::Changed(before.project),
            Some(_) => Standing::Unchanged,
        }
    }
}

/// The rows of a step that are to be written.
struct Sorted<'a> {
    new: Vec<&'a FileRow>,
    changed: Vec<(&'a Row, ProjectId)>,
}

/// The run's name in the trail: the same for the same rows, so that one that broke off and the one that carries it on
/// are found together.
fn run_of(rows: &[Row]) -> Uuid {
    let mut digest = Sha256::new();
    for row in rows {
        digest.update(row.code.as_bytes());
        digest.update(content_hash(row));
    }
    let mut bytes = [0; 16];
    for (byte, of_digest) in bytes.iter_mut().zip(digest.finalize()) {
        *byte = of_digest;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The hash of what a row says; where it stands in the file does not matter.
fn content_hash(row: &Row) -> Vec<u8> {
    let content = format!("{:?}", (&row.measure, &row.body, &row.sources, row.to_be_found, row.total, row.exact));
    Sha256::digest(content.as_bytes()).to_vec()
}
