//! The import of the recovery plan's projects: one transaction, so that an interrupted run leaves nothing behind; a
//! second run of the same file changes nothing; a later file adds dated versions.

mod entries;

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::event::DomainEvent;
use cordata_domain::funding::recovery_plan::{DATA_SET, Row, SourceColumn, kind_of_body};
use cordata_domain::funding::{Commitment, CommitmentDraft, CommitmentState, FundingSource, Nature, Position};
use cordata_domain::ids::{FundingSourceId, ProjectId, StakeholderId};
use cordata_domain::money::Cents;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::project::{Budget, BudgetRevision, Project, ProjectDraft, ProjectState, SourceKey};
use cordata_domain::search::{search_text, slug};
use cordata_domain::stakeholder::Stakeholder;
use cordata_domain::{Locale, LocalisedText};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use strum::VariantArray;

use entries::{adjust, confirmed};

use crate::app::{Command, Work};
use crate::error::{AppError, found};
use crate::ports::funding::{ImportedProject, KnownRow};

/// Imports checked rows of the recovery plan.
#[derive(Debug, Clone)]
pub struct ImportRecoveryPlan {
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
    /// Only say what would change.
    pub dry_run: bool,
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

#[async_trait]
impl Command for ImportRecoveryPlan {
    const NAME: &'static str = "importRecoveryPlan";
    type Output = ImportReport;

    async fn run(&self, work: &mut Work<'_>) -> Result<ImportReport, AppError> {
        work.require(Act::Import, &Facts::plan())?;
        let known = work.tx.known_rows(DATA_SET).await?;
        let sorted = Sorted::of(&self.rows, known);
        let bodies = work.tx.stakeholders_by_search_text().await?.into_iter().collect();
        let mut directory = Directory { bodies, sources: HashMap::new(), added: Vec::new() };
        directory.learn(work, &self.rows);
        let report = self.report(&sorted, directory.added.len())?;
        if self.dry_run || (sorted.new.is_empty() && sorted.changed.is_empty()) {
            work.nothing_changed();
            return Ok(report);
        }
        directory.store(work).await?;
        let on = work.today().await?;
        let imported = sorted.new.iter().map(|(row, nth)| directory.import(work, row, *nth, on));
        let imported = imported.collect::<Result<Vec<ImportedProject>, AppError>>()?;
        work.tx.insert_imported(&imported).await?;
        for (row, project) in &sorted.changed {
            directory.reimport(work, row, *project, on).await?;
            // Nobody can watch a project that is only being added.
            work.emit(DomainEvent::ProjectFundingChanged { project: *project });
        }
        let detail = json!({ "dataSet": DATA_SET, "created": report.created, "changed": report.changed, "anomalies": report.anomalies });
        work.audit("Import", uuid::Uuid::nil(), detail);
        Ok(report)
    }
}

impl ImportRecoveryPlan {
    fn report(&self, sorted: &Sorted<'_>, bodies_added: usize) -> Result<ImportReport, AppError> {
        let certified: Vec<&Row> = self.rows.iter().filter(|row| !row.is_anomalous()).collect();
        Ok(ImportReport {
            rows: self.rows.len(),
            created: sorted.new.len(),
            changed: sorted.changed.len(),
            unchanged: self.rows.len() - sorted.new.len() - sorted.changed.len(),
            anomalies: self.rows.len() - certified.len(),
            bodies_added,
            all: totals(&self.rows.iter().collect::<Vec<_>>()),
            certified: totals(&certified),
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

/// The rows of a file, against what was imported before.
struct Sorted<'a> {
    new: Vec<(&'a Row, u32)>,
    changed: Vec<(&'a Row, ProjectId)>,
}

impl<'a> Sorted<'a> {
    fn of(rows: &'a [Row], known: Vec<KnownRow>) -> Self {
        let known: HashMap<(String, u32), KnownRow> =
            known.into_iter().map(|row| ((row.code.clone(), row.nth), row)).collect();
        let mut seen: HashMap<&str, u32> = HashMap::new();
        let mut sorted = Self { new: Vec::new(), changed: Vec::new() };
        for row in rows {
            let nth = seen.entry(&row.code).and_modify(|nth| *nth += 1).or_insert(1);
            match known.get(&(row.code.clone(), *nth)) {
                None => sorted.new.push((row, *nth)),
                Some(before) if before.content_hash != content_hash(row) => {
                    sorted.changed.push((row, before.project));
                }
                Some(_) => {}
            }
        }
        sorted
    }
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
    fn learn(&mut self, work: &Work<'_>, rows: &[Row]) {
        for row in rows {
            if let Some(body) = &row.body {
                self.learn_one(work, body, kind_of_body(body));
            }
            let stock = row.sources.iter().filter_map(|(source, _)| source.stock_organisation());
            for (name, kind) in stock {
                self.learn_one(work, name, kind);
            }
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

    fn import(&self, work: &Work<'_>, row: &Row, nth: u32, on: NaiveDate) -> Result<ImportedProject, AppError> {
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
        project.source_key = Some(SourceKey { source: DATA_SET.to_owned(), code: row.code.clone(), nth });
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
