//! Projects, promises, the ledger and their sums.

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::funding::{CommitmentFilter, FundingReads, MatrixFilter, ProjectFilter, SourceTotals};
use cordata_app::ports::read::Lookup;
use cordata_domain::Reason;
use cordata_domain::funding::{Commitment, Entry, FundingProgramme, FundingSource, MatrixRow, Position, ProjectTotals};
use cordata_domain::ids::{CommitmentId, EntryId, FundingProgrammeId, FundingSourceId, ProjectId};
use cordata_domain::money::Cents;
use cordata_domain::policy::Visibility;
use cordata_domain::project::{ActionShare, BudgetRevision, Cup, Milestone, Project};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr, WindowStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
};

use super::agreement::visible_agreement;
use super::project::{projects, visible_of, with_cup};
use super::sight::{of_visible_commitments, of_visible_projects, projects_in_sight};
use crate::connect::Database;
use crate::convert::value::{name_of, of, uuids};
use crate::convert::{funding as convert, project as convert_project};
use crate::entity::{
    budget_revision, commitment, commitment_total, funding_programme, funding_source, ledger_entry, milestone, project,
    project_action_share, project_total,
};
use crate::error::store_error;
use crate::page::{Keyset, page, try_map};

/// Promises of one project that a screen shows without paging.
const MAX_COMMITMENTS_OF_PROJECT: i64 = 200;

#[async_trait]
impl FundingReads for Database {
    async fn projects(
        &self,
        sight: &Visibility,
        filter: &ProjectFilter,
        day: NaiveDate,
        window: &Window,
    ) -> Result<Page<Project>, AppError> {
        use project::{Column, Model};
        let by_title =
            Keyset { key: Column::SortKey, id: Column::Id, place: |row: &Model| (row.sort_key.clone(), row.id) };
        let found = page(self.reader(), projects(sight, filter, day), by_title, window).await?;
        let cups = self.cups(found.rows.iter().map(|(_, row)| row.id).collect()).await?;
        try_map(found, |row| {
            let cups = of(&cups, row.id);
            convert_project::project(row, cups)
        })
    }

    async fn count_projects(
        &self,
        sight: &Visibility,
        filter: &ProjectFilter,
        day: NaiveDate,
    ) -> Result<u64, AppError> {
        projects(sight, filter, day).count(self.reader()).await.map_err(store_error)
    }

    async fn project(&self, sight: &Visibility, by: &Lookup<ProjectId, String>) -> Result<Option<Project>, AppError> {
        let this = match by {
            Lookup::Id(id) => project::Column::Id.eq(id.0),
            Lookup::Key(cup) => match Cup::parse(cup) {
                Ok(cup) => project::Column::Id.in_subquery(with_cup(cup.as_str())),
                Err(_) => return Ok(None),
            },
        };
        let found = project::Entity::find().filter(projects_in_sight(sight)).filter(this).limit(2);
        let rows = found.all(self.reader()).await.map_err(store_error)?;
        if rows.len() > 1 {
            return Err(Reason::AmbiguousCode.into());
        }
        Ok(self.with_cups(rows).await?.pop())
    }

    async fn projects_by_id(&self, sight: &Visibility, ids: &[ProjectId]) -> Result<Vec<Project>, AppError> {
        let these =
            project::Entity::find().filter(projects_in_sight(sight)).filter(project::Column::Id.is_in(uuids(ids)));
        self.with_cups(these.all(self.reader()).await.map_err(store_error)?).await
    }

    async fn shares_of(
        &self,
        sight: &Visibility,
        projects: &[ProjectId],
    ) -> Result<Vec<(ProjectId, ActionShare)>, AppError> {
        use project_action_share::Column;
        let select = project_action_share::Entity::find()
            .filter(Column::ProjectId.in_subquery(visible_of(sight, projects)))
            .order_by_asc(Column::ValidFrom)
            .order_by_asc(Column::ActionId);
        self.money(select, |row| Ok((row.project_id.into(), convert_project::share(&row)?))).await
    }

    async fn milestones_of(
        &self,
        sight: &Visibility,
        projects: &[ProjectId],
    ) -> Result<Vec<(ProjectId, Milestone)>, AppError> {
        use milestone::Column;
        let select = milestone::Entity::find()
            .filter(Column::ProjectId.in_subquery(visible_of(sight, projects)))
            .order_by_asc(Column::Due)
            .order_by_asc(Column::Id);
        self.money(select, |row| Ok((row.project_id.into(), convert_project::milestone(row)?))).await
    }

    async fn budgets_of(
        &self,
        sight: &Visibility,
        projects: &[ProjectId],
    ) -> Result<Vec<(ProjectId, BudgetRevision)>, AppError> {
        use budget_revision::Column;
        let select = budget_revision::Entity::find()
            .filter(Column::ProjectId.in_subquery(visible_of(sight, projects)))
            .order_by_asc(Column::ProjectId)
            .order_by_asc(Column::Number);
        self.money(select, |row| Ok((row.project_id.into(), convert_project::budget(row)?))).await
    }

    async fn totals_of(
        &self,
        sight: &Visibility,
        projects: &[ProjectId],
    ) -> Result<Vec<(ProjectId, ProjectTotals)>, AppError> {
        let these = project_total::Column::ProjectId.in_subquery(visible_of(sight, projects));
        let select = project_total::Entity::find().filter(these);
        self.money(select, |row| Ok((row.project_id.into(), convert_project::totals(&row)))).await
    }

    async fn commitments(
        &self,
        sight: &Visibility,
        filter: &CommitmentFilter,
        window: &Window,
    ) -> Result<Page<(Commitment, Position)>, AppError> {
        use commitment::Column;
        let place = |row: &CommitmentRow| (row.commitment.id, row.commitment.id);
        let by_age = Keyset { key: Column::Id, id: Column::Id, place };
        let found = page(self.reader(), with_position(commitments(sight, filter)), by_age, window).await?;
        try_map(found, CommitmentRow::read)
    }

    async fn count_commitments(&self, sight: &Visibility, filter: &CommitmentFilter) -> Result<u64, AppError> {
        let these = commitment::Entity::find().filter(commitments(sight, filter));
        these.count(self.reader()).await.map_err(store_error)
    }

    async fn commitments_of(
        &self,
        sight: &Visibility,
        projects: &[ProjectId],
    ) -> Result<Vec<(Commitment, Position)>, AppError> {
        self.positions(commitment::Column::Id.in_subquery(first_commitments(sight, projects))).await
    }

    async fn commitments_by_id(
        &self,
        sight: &Visibility,
        ids: &[CommitmentId],
    ) -> Result<Vec<(Commitment, Position)>, AppError> {
        self.positions(commitment::Column::Id.in_subquery(visible_commitments(sight, ids))).await
    }

    async fn entries_of(&self, sight: &Visibility, commitments: &[CommitmentId]) -> Result<Vec<Entry>, AppError> {
        let these = visible_commitments(sight, commitments);
        self.entries(Condition::all().add(ledger_entry::Column::CommitmentId.in_subquery(these))).await
    }

    async fn entries_by_id(&self, sight: &Visibility, ids: &[EntryId]) -> Result<Vec<Entry>, AppError> {
        let these = Condition::all().add(ledger_entry::Column::Id.is_in(uuids(ids)));
        self.entries(these.add(of_visible_commitments(ledger_entry::Column::CommitmentId, sight))).await
    }

    async fn funding_programmes(&self, window: &Window) -> Result<Page<FundingProgramme>, AppError> {
        use funding_programme::{Column, Model};
        let by_code =
            Keyset { key: Column::SortKey, id: Column::Id, place: |row: &Model| (row.sort_key.clone(), row.id) };
        try_map(page(self.reader(), funding_programme::Entity::find(), by_code, window).await?, convert::programme)
    }

    async fn count_funding_programmes(&self) -> Result<u64, AppError> {
        funding_programme::Entity::find().count(self.reader()).await.map_err(store_error)
    }

    async fn funding_programmes_by_id(&self, ids: &[FundingProgrammeId]) -> Result<Vec<FundingProgramme>, AppError> {
        let these = funding_programme::Entity::find().filter(funding_programme::Column::Id.is_in(uuids(ids)));
        self.money(these, convert::programme).await
    }

    async fn funding_sources(&self, window: &Window) -> Result<Page<FundingSource>, AppError> {
        use funding_source::{Column, Model};
        let by_code =
            Keyset { key: Column::SortKey, id: Column::Id, place: |row: &Model| (row.sort_key.clone(), row.id) };
        try_map(page(self.reader(), funding_source::Entity::find(), by_code, window).await?, convert::source)
    }

    async fn count_funding_sources(&self) -> Result<u64, AppError> {
        funding_source::Entity::find().count(self.reader()).await.map_err(store_error)
    }

    async fn funding_sources_by_id(&self, ids: &[FundingSourceId]) -> Result<Vec<FundingSource>, AppError> {
        let these = funding_source::Entity::find().filter(funding_source::Column::Id.is_in(uuids(ids)));
        self.money(these, convert::source).await
    }

    async fn matrix_rows(
        &self,
        sight: &Visibility,
        filter: &MatrixFilter,
        day: NaiveDate,
    ) -> Result<Vec<MatrixRow>, AppError> {
        self.sums_by_project(sight, filter, day).await
    }

    async fn totals_by_source(&self, sight: &Visibility, certified: bool) -> Result<Vec<SourceTotals>, AppError> {
        self.sums_by_source(sight, certified).await
    }
}

/// The totals that are kept of a promise.
#[derive(FromQueryResult)]
struct Kept {
    promised: i64,
    confirmed: i64,
    ordered: i64,
    paid: i64,
}

impl Kept {
    fn position(&self) -> Position {
        Position {
            promised: Cents::new(self.promised),
            confirmed: Cents::new(self.confirmed),
            ordered: Cents::new(self.ordered),
            paid: Cents::new(self.paid),
        }
    }
}

/// A promise with what its entries add up to.
#[derive(FromQueryResult)]
struct CommitmentRow {
    #[sea_orm(nested)]
    commitment: commitment::Model,
    #[sea_orm(nested)]
    kept: Kept,
}

impl CommitmentRow {
    fn read(self) -> Result<(Commitment, Position), AppError> {
        Ok((convert::commitment(self.commitment)?, self.kept.position()))
    }
}

fn commitments(sight: &Visibility, filter: &CommitmentFilter) -> Condition {
    use commitment::Column;
    let states = filter.states.iter().copied().map(name_of);
    Condition::all()
        .add(of_visible_projects(Column::ProjectId, sight))
        .add_option(filter.project.map(|project| Column::ProjectId.eq(project.0)))
        .add_option(filter.contributor.map(|contributor| Column::ContributorId.eq(contributor.0)))
        .add_option(filter.source.map(|source| Column::SourceId.eq(source.0)))
        .add_option(
            filter.agreement.map(|agreement| Column::AgreementId.in_subquery(visible_agreement(sight, agreement))),
        )
        .add_option((!filter.states.is_empty()).then(|| Column::State.is_in(states)))
}

fn with_position(these: Condition) -> Select<commitment::Entity> {
    use commitment_total::Column::{Confirmed, Ordered, Paid, Promised};
    commitment::Entity::find()
        .join(JoinType::InnerJoin, commitment::Relation::Total.def())
        .columns([Promised, Confirmed, Ordered, Paid])
        .filter(these)
}

/// Those of some promises that are in sight.
fn visible_commitments(sight: &Visibility, ids: &[CommitmentId]) -> SelectStatement {
    Query::select()
        .column(commitment::Column::Id)
        .from(commitment::Entity)
        .and_where(commitment::Column::Id.is_in(uuids(ids)))
        .cond_where(of_visible_projects(commitment::Column::ProjectId, sight))
        .take()
}

/// The ids of the first promises to each project.
fn first_commitments(sight: &Visibility, projects: &[ProjectId]) -> SelectStatement {
    use commitment::Column::{Id, ProjectId};
    let within_project = WindowStatement::partition_by(ProjectId).order_by(Id, Order::Asc).take();
    let ranked = Query::select()
        .column(Id)
        .expr_window_as(Expr::cust("ROW_NUMBER()"), within_project, "place")
        .from(commitment::Entity)
        .and_where(ProjectId.in_subquery(visible_of(sight, projects)))
        .take();
    let place = Expr::col("place").lte(MAX_COMMITMENTS_OF_PROJECT);
    Query::select().column("id").from_subquery(ranked, "ranked").and_where(place).take()
}

impl Database {
    /// The rows of a query, converted.
    async fn money<E: EntityTrait, T>(
        &self,
        select: Select<E>,
        convert: impl Fn(E::Model) -> Result<T, AppError>,
    ) -> Result<Vec<T>, AppError> {
        let rows = select.all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert).collect()
    }

    /// Promises, oldest first, with their positions.
    async fn positions(&self, these: SimpleExpr) -> Result<Vec<(Commitment, Position)>, AppError> {
        let select = with_position(Condition::all().add(these)).order_by_asc(commitment::Column::Id);
        let rows: Vec<CommitmentRow> = select.into_model().all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(CommitmentRow::read).collect()
    }

    /// Entries, oldest first.
    async fn entries(&self, these: Condition) -> Result<Vec<Entry>, AppError> {
        let select = ledger_entry::Entity::find()
            .filter(these)
            .order_by_asc(ledger_entry::Column::RecordedAt)
            .order_by_asc(ledger_entry::Column::Id);
        self.money(select, convert::entry).await
    }
}
