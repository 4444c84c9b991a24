//! Imports: many rows in few statements.

use std::collections::HashSet;

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::funding::{ImportReads, ImportRepo, ImportedProject, KnownRow};
use cordata_domain::funding::{Commitment, Nature, Position, ProjectTotals};
use cordata_domain::ids::{FundingSourceId, ProjectId, StakeholderId};
use cordata_domain::stakeholder::Stakeholder;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::connect::Database;
use crate::convert::value::count;
use crate::convert::{funding, project as convert, stakeholder as organisation};
use crate::entity::{
    budget_revision, commitment, commitment_total, funding_source, ledger_entry, project, project_cup, project_total,
    stakeholder,
};
use crate::error::store_error;
use crate::sql::{ROWS_PER_INSERT, insert};
use crate::tx::WriteTx;

#[async_trait]
impl ImportReads for Database {
    async fn imported_rows(&self, data_set: &str) -> Result<Vec<KnownRow>, AppError> {
        known_rows(self.reader(), data_set, Condition::all()).await
    }

    async fn stakeholder_names(&self) -> Result<Vec<String>, AppError> {
        let select = stakeholder::Entity::find().select_only().column(stakeholder::Column::SearchText);
        select.into_tuple().all(self.reader()).await.map_err(store_error)
    }
}

async fn known_rows(
    connection: &impl ConnectionTrait,
    data_set: &str,
    of: Condition,
) -> Result<Vec<KnownRow>, AppError> {
    use project::Column;
    let rows: Vec<(Uuid, String, i64, Option<Vec<u8>>)> = project::Entity::find()
        .select_only()
        .columns([Column::Id, Column::SourceCode, Column::SourceNth, Column::ContentHash])
        .filter(Column::Source.eq(data_set))
        .filter(of)
        .into_tuple()
        .all(connection)
        .await
        .map_err(store_error)?;
    let known = |(id, code, nth, hash): (Uuid, String, i64, Option<Vec<u8>>)| {
        let content_hash = hash.unwrap_or_default();
        Ok(KnownRow { project: id.into(), code, nth: count(nth)?, content_hash })
    };
    rows.into_iter().map(known).collect()
}

#[async_trait]
impl ImportRepo for WriteTx {
    async fn known_rows(&mut self, data_set: &str, codes: &[&str]) -> Result<Vec<KnownRow>, AppError> {
        let mut rows = Vec::new();
        for codes in codes.chunks(ROWS_PER_INSERT) {
            let of = project::Column::SourceCode.is_in(codes.iter().copied());
            rows.extend(known_rows(self.connection(), data_set, Condition::all().add(of)).await?);
        }
        Ok(rows)
    }

    async fn stakeholders_by_search_text(&mut self) -> Result<Vec<(String, StakeholderId)>, AppError> {
        use stakeholder::Column;
        let rows: Vec<(String, Uuid)> = stakeholder::Entity::find()
            .select_only()
            .columns([Column::SearchText, Column::Id])
            .order_by_asc(Column::Id)
            .into_tuple()
            .all(self.connection())
            .await
            .map_err(store_error)?;
        Ok(rows.into_iter().map(|(text, id)| (text, id.into())).collect())
    }

    async fn insert_stakeholders(&mut self, stakeholders: &[Stakeholder]) -> Result<(), AppError> {
        if stakeholders.is_empty() {
            return Ok(());
        }
        let taken = stakeholder::Entity::find().select_only().column(stakeholder::Column::Slug).into_tuple();
        let taken: Vec<String> = taken.all(self.connection()).await.map_err(store_error)?;
        let mut taken: HashSet<String> = taken.into_iter().collect();
        let rows = stakeholders.iter().map(organisation::stakeholder_row).map(|row| {
            let slug = free_slug(&mut taken, &row.slug);
            stakeholder::Model { slug, ..row }
        });
        let rows: Vec<_> = rows.collect();
        insert(self.connection(), rows).await
    }

    async fn funding_sources_by_code(&mut self) -> Result<Vec<(String, FundingSourceId)>, AppError> {
        use funding_source::Column;
        let select = funding_source::Entity::find().select_only().columns([Column::Code, Column::Id]);
        let rows: Vec<(String, Uuid)> = select.into_tuple().all(self.connection()).await.map_err(store_error)?;
        Ok(rows.into_iter().map(|(code, id)| (code, id.into())).collect())
    }

    async fn insert_imported(&mut self, projects: &[ImportedProject]) -> Result<(), AppError> {
        let rows = Rows::of(projects);
        insert(self.connection(), rows.projects).await?;
        insert(self.connection(), rows.cups).await?;
        insert(self.connection(), rows.budgets).await?;
        insert(self.connection(), rows.totals).await?;
        insert(self.connection(), rows.commitments).await?;
        insert(self.connection(), rows.entries).await?;
        insert(self.connection(), rows.positions).await
    }

    async fn commitments_of_project(&mut self, id: ProjectId) -> Result<Vec<Commitment>, AppError> {
        let rows = commitment::Entity::find()
            .filter(commitment::Column::ProjectId.eq(id.0))
            .order_by_asc(commitment::Column::Id)
            .lock_exclusive()
            .all(self.connection())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(funding::commitment).collect()
    }

    async fn reopen_imported(&mut self, id: ProjectId, hash: &[u8]) -> Result<(), AppError> {
        project::Entity::update_many()
            .col_expr(project::Column::ContentHash, Expr::value(hash.to_vec()))
            .col_expr(project::Column::Anomaly, Expr::value(true))
            .filter(project::Column::Id.eq(id.0))
            .exec(self.connection())
            .await
            .map_err(store_error)?;
        project_total::Entity::update_many()
            .col_expr(project_total::Column::Exempt, Expr::value(true))
            .filter(project_total::Column::ProjectId.eq(id.0))
            .exec(self.connection())
            .await
            .map_err(store_error)?;
        Ok(())
    }
}

/// The slug, with the first number from 2 that makes it free.
fn free_slug(taken: &mut HashSet<String>, wanted: &str) -> String {
    let numbered = (2_u32..).map(|number| format!("{wanted}-{number}"));
    let mut candidates = std::iter::once(wanted.to_owned()).chain(numbered);
    let free = candidates.find(|slug| !taken.contains(slug)).unwrap_or_default();
    taken.insert(free.clone());
    free
}

/// The rows of imported projects, table by table. Imports give neither shares nor milestones.
#[derive(Default)]
struct Rows {
    projects: Vec<project::Model>,
    cups: Vec<project_cup::Model>,
    budgets: Vec<budget_revision::Model>,
    totals: Vec<project_total::Model>,
    commitments: Vec<commitment::Model>,
    entries: Vec<ledger_entry::Model>,
    positions: Vec<commitment_total::Model>,
}

impl Rows {
    fn of(imported: &[ImportedProject]) -> Self {
        let mut rows = Self::default();
        for ImportedProject { project, content_hash, commitments } in imported {
            rows.projects.push(convert::project_row(project, Some(content_hash.clone())));
            rows.cups.extend(convert::cup_rows(project));
            rows.budgets.extend(convert::budget_rows(project));
            let budget = project.budget().map(|revision| revision.budget).unwrap_or_default();
            let mut totals =
                ProjectTotals { budget_cash: budget.cash, budget_in_kind: budget.in_kind, ..ProjectTotals::default() };
            for (commitment, entries) in commitments {
                let position = Position::of(entries);
                count_in(&mut totals, commitment.nature, &position);
                rows.commitments.push(funding::commitment_row(commitment));
                rows.entries.extend(entries.iter().map(funding::entry_row));
                rows.positions.push(funding::position_row(commitment, &position));
            }
            rows.totals.push(convert::total_row(project.id, &totals, project.anomaly));
        }
        rows
    }
}

fn count_in(totals: &mut ProjectTotals, nature: Nature, position: &Position) {
    let (promised, confirmed, paid) = match nature {
        Nature::Cash => (&mut totals.promised_cash, &mut totals.confirmed_cash, &mut totals.paid_cash),
        Nature::InKind => (&mut totals.promised_in_kind, &mut totals.confirmed_in_kind, &mut totals.paid_in_kind),
    };
    *promised = promised.plus(position.promised);
    *confirmed = confirmed.plus(position.confirmed);
    *paid = paid.plus(position.paid);
}
