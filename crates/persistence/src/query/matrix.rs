//! Sums over promises: by contributor and project, and by source.

use chrono::{DateTime, NaiveDate, Utc};
use cordata_app::AppError;
use cordata_app::ports::funding::{MatrixFilter, SourceTotals};
use cordata_domain::funding::{EntryKind, MatrixRow, Position};
use cordata_domain::policy::Visibility;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, QueryTrait, Select,
};

use super::project::{under_action, under_plan};
use super::sight::of_visible_projects;
use crate::connect::Database;
use crate::convert::value::{name_of, word};
use crate::entity::{commitment, commitment_total, ledger_entry, project};
use crate::error::store_error;
use crate::sql::{net_of, read_sum, sum_of};

/// What a promise amounts to, wherever that is read from.
const AMOUNTS: &str = "amounts";
/// The parts of a [`Position`], as columns.
const PARTS: [&str; 4] = ["promised", "confirmed", "ordered", "paid"];

/// The columns of a [`Position`].
#[derive(Debug, FromQueryResult)]
pub(super) struct Sums {
    promised: Option<String>,
    confirmed: Option<String>,
    ordered: Option<String>,
    paid: Option<String>,
}

impl Sums {
    pub(super) fn position(&self) -> Result<Position, AppError> {
        Ok(Position {
            promised: read_sum(self.promised.as_deref())?,
            confirmed: read_sum(self.confirmed.as_deref())?,
            ordered: read_sum(self.ordered.as_deref())?,
            paid: read_sum(self.paid.as_deref())?,
        })
    }
}

#[derive(FromQueryResult)]
struct OfProject {
    contributor_id: Option<Uuid>,
    project_id: Uuid,
    nature: String,
    #[sea_orm(nested)]
    sums: Sums,
}

#[derive(FromQueryResult)]
struct OfSource {
    source_id: Option<Uuid>,
    nature: String,
    projects: i64,
    #[sea_orm(nested)]
    sums: Sums,
}

impl Database {
    pub(super) async fn sums_by_project(
        &self,
        sight: &Visibility,
        filter: &MatrixFilter,
        day: NaiveDate,
    ) -> Result<Vec<MatrixRow>, AppError> {
        use commitment::Column;
        let wanted = Condition::all()
            .add(of_visible_projects(Column::ProjectId, sight))
            .add_option(filter.project.map(|project| Column::ProjectId.eq(project.0)))
            .add_option(filter.plan.map(|plan| Column::ProjectId.in_subquery(under_plan(plan, day))))
            .add_option(filter.action.map(|action| Column::ProjectId.in_subquery(under_action(action, day))))
            .add_option(filter.certified.then(|| Column::ProjectId.in_subquery(certified_projects())));
        let by = [Column::ContributorId, Column::ProjectId, Column::Nature];
        let select = summed(by, filter.as_of).filter(wanted);
        let rows = select.into_model::<OfProject>().all(self.reader()).await.map_err(store_error)?;
        let row = |row: OfProject| {
            Ok(MatrixRow {
                contributor: row.contributor_id.map(Into::into),
                project: row.project_id.into(),
                nature: word(&row.nature)?,
                position: row.sums.position()?,
            })
        };
        rows.into_iter().map(row).collect()
    }

    pub(super) async fn sums_by_source(
        &self,
        sight: &Visibility,
        certified: bool,
    ) -> Result<Vec<SourceTotals>, AppError> {
        use commitment::Column;
        let wanted = Condition::all()
            .add(of_visible_projects(Column::ProjectId, sight))
            .add_option(certified.then(|| Column::ProjectId.in_subquery(certified_projects())));
        let projects = Expr::col((commitment::Entity, Column::ProjectId)).count_distinct();
        let by = [Column::SourceId, Column::Nature];
        let select = summed(by, None).column_as(projects, "projects").filter(wanted);
        let rows = select.into_model::<OfSource>().all(self.reader()).await.map_err(store_error)?;
        let row = |row: OfSource| {
            Ok(SourceTotals {
                source: row.source_id.map(Into::into),
                nature: word(&row.nature)?,
                position: row.sums.position()?,
                projects: u64::try_from(row.projects).unwrap_or_default(),
            })
        };
        rows.into_iter().map(row).collect()
    }
}

/// Positions of promises, summed by columns of the promise: as they are, or as they were recorded at a moment.
fn summed<const N: usize>(by: [commitment::Column; N], as_of: Option<DateTime<Utc>>) -> Select<commitment::Entity> {
    let mut select = commitment::Entity::find().select_only().columns(by);
    for column in by {
        select = select.group_by(column);
    }
    for part in PARTS {
        select = select.column_as(sum_of(Expr::col((AMOUNTS, part))), part);
    }
    let same = Expr::col((AMOUNTS, "commitment_id")).eq(Expr::col((commitment::Entity, commitment::Column::Id)));
    let join = JoinType::InnerJoin;
    match as_of {
        None => QueryTrait::query(&mut select).join_as(join, commitment_total::Entity, AMOUNTS, same),
        Some(at) => QueryTrait::query(&mut select).join_subquery(join, recorded_at(at), AMOUNTS, same),
    };
    select
}

/// What the entries of each promise that were recorded at a moment add up to. Like `Position::after`: a cut lowers
/// what is promised, and with it what is confirmed, which is never more.
fn recorded_at(at: DateTime<Utc>) -> SelectStatement {
    use EntryKind::{Confirmed, Ordered, Paid, Pledged, Reduced, Reversed};
    use ledger_entry::Column;
    let promised = net_of(signed(&[Pledged], &[Reduced]));
    let confirmed = net_of(signed(&[Confirmed], &[]));
    let kept = CaseStatement::new().case(confirmed.clone().lt(promised.clone()), confirmed).finally(promised.clone());
    Query::select()
        .column(Column::CommitmentId)
        .expr_as(promised, "promised")
        .expr_as(kept, "confirmed")
        .expr_as(net_of(signed(&[Ordered], &[])), "ordered")
        .expr_as(net_of(signed(&[Paid], &[Reversed])), "paid")
        .from(ledger_entry::Entity)
        .and_where(Column::RecordedAt.lte(at))
        .group_by_col(Column::CommitmentId)
        .take()
}

/// The amount of an entry: counted, counted against, or not counted, by its kind.
pub(super) fn signed(counted: &[EntryKind], against: &[EntryKind]) -> SimpleExpr {
    use ledger_entry::Column::{Amount, Kind};
    let is = |kinds: &[EntryKind]| Kind.is_in(kinds.iter().copied().map(name_of));
    let zero = || Expr::value(0_i64);
    CaseStatement::new()
        .case(is(counted), Expr::col(Amount))
        .case(is(against), zero().sub(Expr::col(Amount)))
        .finally(zero())
        .into()
}

fn certified_projects() -> SelectStatement {
    Query::select()
        .column(project::Column::Id)
        .from(project::Entity)
        .and_where(project::Column::Anomaly.eq(false))
        .take()
}
