//! The import of the recovery plan's projects, in steps: each is a command of its own, with its entry in the trail, so
//! that nobody waits for the whole file. A run that breaks off leaves whole steps, and the trail says how many rows
//! remained; the same file again carries on there, and once more changes nothing. A later file adds dated versions.

mod entries;

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::event::DomainEvent;
use cordata_domain::funding::recovery_plan::{DATA_SET, Row, SourceColumn, kind_of_body};
use cordata_domain::funding::{Commitment, CommitmentDraft, CommitmentState, FundingSource, Nature, Position};
use cordata_domain::ids::{FundingSourceId, ProjectId, StakeholderId};
use cordata_domain::money::Cents;
use cordata_domain::policy::{self, Act, Facts};
use cordata_domain::project::{Budget, BudgetRevision, Project, ProjectDraft, ProjectState, SourceKey};
use cordata_domain::search::{search_text, slug};
use cordata_domain::stakeholder::Stakeholder;
use cordata_domain::{Locale, LocalisedText};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use strum::VariantArray;
use uuid::Uuid;

use entries::{adjust, confirmed};

use crate::app::{App, Caller, Command, Work};
use crate::error::{AppError, found};
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
        let bodies = work.tx.stakeholders_by_search_text().await?.into_iter().collect();
        let mut directory = Directory { bodies, sources: HashMap::new(), added: Vec::new() };
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
            Written { created: sorted.new.len(), changed: sorted.changed.len(), bodies_added: directory.added.len() };
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

/// The organisations that a row names, with their kinds.
fn bodies_of(row: &Row) -> impl Iterator<Item = (&str, &str)> {
    let body = row.body.as_deref().map(|body| (body, kind_of_body(body)));
    body.into_iter().chain(row.sources.iter().filter_map(|(source, _)| source.stock_organisation()))
}

/// The hash of what a row says; where it stands in the file does not matter.
fn content_hash(row: &Row) -> Vec<u8> {
    let content = format!("{:?}", (&row.measure, &row.body, &row.sources, row.to_be_found, row.total, row.exact));
    Sha256::digest(content.as_bytes()).to_vec()
}

/// The organisations and sources that rows name.
struct Directory {
    bodies: HashMap<String, StakeholderId>,
    sources: HashMap<String, FundingSourceId>,
    added: Vec<Stakeholder>,
}

impl Directory {
    /// Finds bodies and stock organisations by name, and prepares those that are missing.
    fn learn(&mut self, work: &Work<'_>, rows: &[FileRow]) {
        for (name, kind) in rows.iter().flat_map(|row| bodies_of(&row.row)) {
            self.learn_one(work, name, kind);
        }
    }

    fn learn_one(&mut self, work: &Work<'_>, name: &str, kind: &str) {
        let key = search_text(name);
        if self.bodies.contains_key(&key) {
            return;
        }
        let id = work.id();
        self.bodies.insert(key, id);
        self.added.push(Stakeholder {
            id,
            slug: slug(name),
            name: name.to_owned(),
            kind: kind.to_owned(),
            tax_code: None,
            version: 1,
        });
    }

    async fn store(&mut self, work: &mut Work<'_>) -> Result<(), AppError> {
        work.tx.insert_stakeholders(&self.added).await?;
        self.sources = work.tx.funding_sources_by_code().await?.into_iter().collect();
        for column in SourceColumn::VARIANTS {
            let code: &'static str = (*column).into();
            if !self.sources.contains_key(code) {
                let name = column.stock_organisation().map_or("Comuni", |(name, _)| name);
                let source = FundingSource::new(work.id(), code, LocalisedText::italian(name))?;
                work.tx.insert_funding_source(&source).await?;
                self.sources.insert(code.to_owned(), source.id);
            }
        }
        Ok(())
    }

    fn body(&self, row: &Row) -> Option<StakeholderId> {
        row.body_key().and_then(|key| self.bodies.get(&key)).copied()
    }

    /// Who gives the money of a column: a stock organisation, or the body itself.
    fn contributor(&self, source: SourceColumn, row: &Row) -> Option<StakeholderId> {
        match source.stock_organisation() {
            Some((name, _)) => self.bodies.get(&search_text(name)).copied(),
            None => self.body(row),
        }
    }

    fn import(&self, work: &Work<'_>, row: &FileRow, on: NaiveDate) -> Result<ImportedProject, AppError> {
        let FileRow { row, nth } = row;
        let draft = ProjectDraft {
            title: row.title(),
            language: Locale::italian(),
            lead: self.body(row),
            table: None,
            cups: row.cup.iter().cloned().collect(),
            measure: Some(row.measure.clone()),
            starts_on: None,
            ends_on: None,
        };
        let mut project = Project::new(work.id(), draft)?;
        project.state = ProjectState::Implementing;
        project.source_key = Some(SourceKey { source: DATA_SET.to_owned(), code: row.code.clone(), nth: *nth });
        project.anomaly = row.is_anomalous();
        let mut revision = published_budget(work, row, on)?;
        revision.number = 1;
        project.budgets.push(revision);
        let commitments = row.sources.iter().map(|(source, amount)| {
            let commitment = self.commitment(work, (row, *source), &project)?;
            let entries = confirmed(work, commitment.id, *amount, on);
            Ok((commitment, entries))
        });
        let commitments = commitments.collect::<Result<Vec<_>, AppError>>()?;
        Ok(ImportedProject { project, content_hash: content_hash(row), commitments })
    }

    fn commitment(
        &self,
        work: &Work<'_>,
        from: (&Row, SourceColumn),
        project: &Project,
    ) -> Result<Commitment, AppError> {
        let (row, source) = from;
        let draft = CommitmentDraft {
            project: project.id,
            contributor: self.contributor(source, row),
            source: self.sources.get(<&'static str>::from(source)).copied(),
            nature: Nature::Cash,
            agreement: None,
            conditions: None,
        };
        let mut commitment = Commitment::pledge(work.id(), &draft)?;
        commitment.imported = true;
        commitment.anomaly = project.anomaly;
        commitment.state = CommitmentState::Confirmed;
        Ok(commitment)
    }

    /// A row that changed since: what the publisher says now, a new budget, and entries for what each source gives
    /// more or less. While the amounts move one by one the totals are exempt from the check.
    async fn reimport(&self, work: &mut Work<'_>, row: &Row, id: ProjectId, on: NaiveDate) -> Result<(), AppError> {
        let mut project = found(work.tx.project(id).await?)?;
        work.tx.reopen_imported(id, &content_hash(row)).await?;
        project.title = row.title();
        project.measure = Some(row.measure.clone());
        project.lead = self.body(row);
        project.anomaly = row.is_anomalous();
        let existing = work.tx.commitments_of_project(id).await?;
        for source in SourceColumn::VARIANTS {
            let anomaly = self.reimport_source(work, (row, *source), (&project, &existing), on).await?;
            project.anomaly |= anomaly;
        }
        let revision = published_budget(work, row, on)?;
        if project.budget().is_none_or(|latest| latest.budget != revision.budget) {
            project.republish_budget(BudgetRevision { reason: Some("nuova pubblicazione".to_owned()), ..revision });
        }
        work.tx.update_project(&project).await
    }

    /// Brings what a source gives to what is published now, and says whether that breaks a rule. Entries stay with the
    /// body that promised them: if the row names another one now, the promise of the earlier is cut to what it has paid
    /// or ordered, and the rest is promised by the one that is named.
    async fn reimport_source(
        &self,
        work: &mut Work<'_>,
        from: (&Row, SourceColumn),
        known: (&Project, &[Commitment]),
        on: NaiveDate,
    ) -> Result<bool, AppError> {
        let ((row, source), (project, existing)) = (from, known);
        let given = row.sources.iter().find(|(column, _)| *column == source);
        let mut published = given.map_or(Cents::ZERO, |(_, amount)| *amount);
        let source_id = self.sources.get(<&'static str>::from(source)).copied();
        let contributor = self.contributor(source, row);
        let of_source = existing.iter().filter(|commitment| commitment.imported && commitment.source == source_id);
        let (named, earlier): (Vec<&Commitment>, Vec<&Commitment>) =
            of_source.partition(|commitment| commitment.contributor == contributor);
        let mut anomaly = false;
        for commitment in earlier {
            let position: Position = work.tx.position(commitment.id).await?;
            let kept = position.paid.max(position.ordered).min(published);
            anomaly |= adjust(work, commitment.clone(), (kept, row.is_anomalous()), on).await?;
            published = published.minus(kept);
        }
        let commitment = match named.first() {
            Some(commitment) => (*commitment).clone(),
            None if published == Cents::ZERO => return Ok(anomaly),
            None => {
                let commitment = self.commitment(work, (row, source), project)?;
                work.tx.insert_commitment(&commitment).await?;
                commitment
            }
        };
        Ok(adjust(work, commitment, (published, row.is_anomalous()), on).await? || anomaly)
    }
}

fn published_budget(work: &Work<'_>, row: &Row, effective_on: NaiveDate) -> Result<BudgetRevision, AppError> {
    let budget = Budget::new(row.total, Cents::ZERO)?;
    Ok(BudgetRevision { id: work.id(), number: 0, budget, effective_on, recorded_at: work.now, reason: None })
}
