//! The organisations and sources that imported rows name, and what is made of the rows with them.

use std::collections::HashMap;

use chrono::NaiveDate;
use cordata_domain::funding::recovery_plan::{DATA_SET, Row, SourceColumn, kind_of_body};
use cordata_domain::funding::{Commitment, CommitmentDraft, CommitmentState, FundingSource, Nature, Position};
use cordata_domain::ids::{FundingSourceId, ProjectId, StakeholderId};
use cordata_domain::money::Cents;
use cordata_domain::project::{Budget, BudgetRevision, Project, ProjectDraft, ProjectState, SourceKey};
use cordata_domain::search::{search_text, slug};
use cordata_domain::stakeholder::Stakeholder;
use cordata_domain::{Locale, LocalisedText};
use strum::VariantArray;

use super::entries::{adjust, confirmed};
use super::{FileRow, content_hash};
use crate::app::Work;
use crate::error::{AppError, found};
use crate::ports::funding::ImportedProject;

/// The organisations that a row names, with their kinds.
pub(super) fn bodies_of(row: &Row) -> impl Iterator<Item = (&str, &str)> {
    let body = row.body.as_deref().map(|body| (body, kind_of_body(body)));
    body.into_iter().chain(row.sources.iter().filter_map(|(source, _)| source.stock_organisation()))
}

/// The organisations and sources that rows name.
pub(super) struct Directory {
    bodies: HashMap<String, StakeholderId>,
    sources: HashMap<String, FundingSourceId>,
    added: Vec<Stakeholder>,
}

impl Directory {
    /// With the organisations that are known.
    pub(super) async fn of(work: &mut Work<'_>) -> Result<Self, AppError> {
        let bodies = work.tx.stakeholders_by_search_text().await?.into_iter().collect();
        Ok(Self { bodies, sources: HashMap::new(), added: Vec::new() })
    }

    /// How many organisations it had to add.
    pub(super) fn added(&self) -> usize {
        self.added.len()
    }

    /// Finds bodies and stock organisations by name, and prepares those that are missing.
    pub(super) fn learn(&mut self, work: &Work<'_>, rows: &[FileRow]) {
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

    /// Keeps what was missing.
    pub(super) async fn store(&mut self, work: &mut Work<'_>) -> Result<(), AppError> {
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

    /// A row that is new.
    pub(super) fn import(&self, work: &Work<'_>, row: &FileRow, on: NaiveDate) -> Result<ImportedProject, AppError> {
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
    pub(super) async fn reimport(
        &self,
        work: &mut Work<'_>,
        row: &Row,
        id: ProjectId,
        on: NaiveDate,
    ) -> Result<(), AppError> {
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
