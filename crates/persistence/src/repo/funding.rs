//! Programmes, sources, promises and the ledger with its totals.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::funding::FundingRepo;
use cordata_domain::funding::{
    Commitment, CommitmentState, Entry, EntryKind, FundingProgramme, FundingSource, Nature, Position,
};
use cordata_domain::ids::{CommitmentId, EntryId, FundingProgrammeId, FundingSourceId, ProjectId};
use cordata_domain::money::Cents;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::convert::funding as convert;
use crate::convert::value::name_of;
use crate::entity::{
    commitment, commitment_total, funding_programme, funding_source, ledger_entry, project, project_total,
};
use crate::error::store_error;
use crate::sql::{insert, read_sum, save_version, sum_of};
use crate::tx::WriteTx;

#[async_trait]
impl FundingRepo for WriteTx {
    async fn funding_programme(&mut self, id: FundingProgrammeId) -> Result<Option<FundingProgramme>, AppError> {
        let found = funding_programme::Entity::find_by_id(id.0).one(self.connection()).await;
        found.map_err(store_error)?.map(convert::programme).transpose()
    }

    async fn programmes_of_project(&mut self, id: ProjectId) -> Result<Vec<FundingProgramme>, AppError> {
        let over = [CommitmentState::Revoked, CommitmentState::Decommitted].map(name_of);
        let sources = Query::select()
            .column(commitment::Column::SourceId)
            .from(commitment::Entity)
            .and_where(commitment::Column::ProjectId.eq(id.0))
            .and_where(commitment::Column::State.is_not_in(over))
            .take();
        let programmes = Query::select()
            .column(funding_source::Column::ProgrammeId)
            .from(funding_source::Entity)
            .and_where(funding_source::Column::Id.in_subquery(sources))
            .take();
        let found = funding_programme::Entity::find()
            .filter(funding_programme::Column::Id.in_subquery(programmes))
            .order_by_asc(funding_programme::Column::Id)
            .all(self.connection())
            .await
            .map_err(store_error)?;
        found.into_iter().map(convert::programme).collect()
    }

    async fn insert_funding_programme(&mut self, programme: &FundingProgramme) -> Result<(), AppError> {
        insert(self.connection(), [convert::programme_row(programme)?]).await
    }

    async fn funding_source(&mut self, id: FundingSourceId) -> Result<Option<FundingSource>, AppError> {
        let found = funding_source::Entity::find_by_id(id.0).one(self.connection()).await;
        found.map_err(store_error)?.map(convert::source).transpose()
    }

    async fn insert_funding_source(&mut self, source: &FundingSource) -> Result<(), AppError> {
        insert(self.connection(), [convert::source_row(source)?]).await
    }

    async fn commitment(&mut self, id: CommitmentId) -> Result<Option<Commitment>, AppError> {
        let found = commitment::Entity::find_by_id(id.0).lock_exclusive().one(self.connection()).await;
        found.map_err(store_error)?.map(convert::commitment).transpose()
    }

    async fn insert_commitment(&mut self, commitment: &Commitment) -> Result<(), AppError> {
        insert(self.connection(), [convert::commitment_row(commitment)]).await?;
        insert(self.connection(), [convert::position_row(commitment, &Position::default())]).await
    }

    async fn update_commitment(&mut self, commitment: &Commitment) -> Result<(), AppError> {
        use commitment::Column::{Id, Version};
        save_version(self.connection(), convert::commitment_row(commitment), Id, Version).await
    }

    async fn position(&mut self, id: CommitmentId) -> Result<Position, AppError> {
        let found = commitment_total::Entity::find_by_id(id.0).one(self.connection()).await.map_err(store_error)?;
        let row = found.ok_or_else(|| AppError::fault(format!("the promise {id} has no totals")))?;
        Ok(convert::position(&row))
    }

    async fn entry(&mut self, id: EntryId) -> Result<Option<Entry>, AppError> {
        let found = ledger_entry::Entity::find_by_id(id.0).one(self.connection()).await;
        found.map_err(store_error)?.map(convert::entry).transpose()
    }

    async fn reversed(&mut self, id: EntryId) -> Result<Cents, AppError> {
        use ledger_entry::Column;
        let sum: Option<Option<String>> = ledger_entry::Entity::find()
            .select_only()
            .column_as(sum_of(Expr::col(Column::Amount)), "taken_back")
            .filter(Column::CorrectsId.eq(id.0))
            .filter(Column::Kind.eq(name_of(EntryKind::Reversed)))
            .into_tuple()
            .one(self.connection())
            .await
            .map_err(store_error)?;
        read_sum(sum.flatten().as_deref())
    }

    async fn post_entry(
        &mut self,
        commitment: &Commitment,
        entry: &Entry,
        before: &Position,
        after: &Position,
    ) -> Result<(), AppError> {
        insert(self.connection(), [convert::entry_row(entry)]).await?;
        let change = change(before, after);
        self.move_commitment(commitment, &change).await?;
        self.move_project(commitment.project, commitment.nature, &change).await
    }
}

/// By how much a position moves.
fn change(before: &Position, after: &Position) -> Position {
    Position {
        promised: after.promised.minus(before.promised),
        confirmed: after.confirmed.minus(before.confirmed),
        ordered: after.ordered.minus(before.ordered),
        paid: after.paid.minus(before.paid),
    }
}

impl WriteTx {
    async fn move_commitment(&self, commitment: &Commitment, change: &Position) -> Result<(), AppError> {
        use commitment_total::Column;
        let moved = commitment_total::Entity::update_many()
            .col_expr(Column::Promised, Expr::col(Column::Promised).add(change.promised.to_stored()))
            .col_expr(Column::Confirmed, Expr::col(Column::Confirmed).add(change.confirmed.to_stored()))
            .col_expr(Column::Ordered, Expr::col(Column::Ordered).add(change.ordered.to_stored()))
            .col_expr(Column::Paid, Expr::col(Column::Paid).add(change.paid.to_stored()))
            .col_expr(Column::Exempt, Expr::value(commitment.anomaly))
            .filter(Column::CommitmentId.eq(commitment.id.0))
            .exec(self.connection())
            .await
            .map_err(store_error)?;
        one_row(moved.rows_affected)
    }

    /// Totals that were exempt from the check stay so only while they break it, or while the project is anomalous: the
    /// entry that mends them brings the check back.
    async fn move_project(&self, project: ProjectId, nature: Nature, change: &Position) -> Result<(), AppError> {
        use project_total::Column;
        let (promised, confirmed, paid) = match nature {
            Nature::Cash => (Column::PromisedCash, Column::ConfirmedCash, Column::PaidCash),
            Nature::InKind => (Column::PromisedInKind, Column::ConfirmedInKind, Column::PaidInKind),
        };
        let (cash, in_kind) = match nature {
            Nature::Cash => (change.confirmed.to_stored(), 0),
            Nature::InKind => (0, change.confirmed.to_stored()),
        };
        let over_cash = Expr::col(Column::ConfirmedCash).add(cash).gt(Expr::col(Column::BudgetCash));
        let over_in_kind = Expr::col(Column::ConfirmedInKind).add(in_kind).gt(Expr::col(Column::BudgetInKind));
        let contradictory = Expr::col(Column::ProjectId).in_subquery(anomalous(project));
        let exempt = Expr::col(Column::Exempt).and(over_cash.or(over_in_kind).or(contradictory));
        let moved = project_total::Entity::update_many()
            .col_expr(promised, Expr::col(promised).add(change.promised.to_stored()))
            .col_expr(confirmed, Expr::col(confirmed).add(change.confirmed.to_stored()))
            .col_expr(paid, Expr::col(paid).add(change.paid.to_stored()))
            .col_expr(Column::Exempt, exempt)
            .filter(Column::ProjectId.eq(project.0))
            .exec(self.connection())
            .await
            .map_err(store_error)?;
        one_row(moved.rows_affected)
    }
}

/// The project's id, if its amounts contradict each other.
fn anomalous(project: ProjectId) -> SelectStatement {
    Query::select()
        .column(project::Column::Id)
        .from(project::Entity)
        .and_where(project::Column::Id.eq(project.0))
        .and_where(project::Column::Anomaly.eq(true))
        .take()
}

fn one_row(moved: u64) -> Result<(), AppError> {
    if moved == 1 { Ok(()) } else { Err(AppError::fault("an entry without totals")) }
}
