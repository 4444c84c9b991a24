//! Proposals with what belongs to them, and contributions.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::codesign::{CodesignReads, ContributionFilter, ProposalFilter, SignedContribution};
use cordata_domain::codesign::{Clause, Comment, Contribution, Endorsement, Proposal, ProposalVersion};
use cordata_domain::event::RecordedEvent;
use cordata_domain::ids::{ContributionId, EventId, ProposalId};
use cordata_domain::policy::{Actor, Visibility};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationTrait, Select,
};

use super::project::visible_of as visible_projects;
use super::sight::{own_tables, public_tables};
use crate::connect::Database;
use crate::convert::value::{name_of, uuids};
use crate::convert::{codesign as convert, journal};
use crate::entity::{
    contribution, contributor, endorsement, event, proposal, proposal_clause, proposal_comment, proposal_origin,
    proposal_version,
};
use crate::error::store_error;
use crate::page::{Keyset, page, try_map};
use crate::sql::mentions;

#[async_trait]
impl CodesignReads for Database {
    async fn proposals(
        &self,
        sight: &Visibility,
        filter: &ProposalFilter,
        window: &Window,
    ) -> Result<Page<Proposal>, AppError> {
        use proposal::{Column, Model};
        let by_title =
            Keyset { key: Column::SortKey, id: Column::Id, place: |row: &Model| (row.sort_key.clone(), row.id) };
        try_map(page(self.reader(), proposals(sight, filter), by_title, window).await?, convert::proposal)
    }

    async fn count_proposals(&self, sight: &Visibility, filter: &ProposalFilter) -> Result<u64, AppError> {
        proposals(sight, filter).count(self.reader()).await.map_err(store_error)
    }

    async fn proposals_by_id(&self, sight: &Visibility, ids: &[ProposalId]) -> Result<Vec<Proposal>, AppError> {
        self.rows(visible(sight).filter(proposal::Column::Id.is_in(uuids(ids))), convert::proposal).await
    }

    async fn versions_of(
        &self,
        sight: &Visibility,
        proposals: &[ProposalId],
    ) -> Result<Vec<ProposalVersion>, AppError> {
        use proposal_version::Column;
        let rows = proposal_version::Entity::find()
            .find_also_related(proposal_origin::Entity)
            .filter(texts_in_sight(sight, proposals, (Column::ProposalId, Column::Number)))
            .order_by_asc(Column::ProposalId)
            .order_by_asc(Column::Number)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(convert::version).collect()
    }

    async fn proposal_clauses_of(
        &self,
        sight: &Visibility,
        versions: &[(ProposalId, u32)],
    ) -> Result<Vec<((ProposalId, u32), Clause)>, AppError> {
        use proposal_clause::Column;
        let proposals: Vec<ProposalId> = versions.iter().map(|(proposal, _)| *proposal).collect();
        let wanted = versions.iter().fold(Condition::any(), |any, (proposal, number)| {
            any.add(Column::ProposalId.eq(proposal.0).and(Column::Number.eq(i64::from(*number))))
        });
        let select = proposal_clause::Entity::find()
            .filter(texts_in_sight(sight, &proposals, (Column::ProposalId, Column::Number)))
            .filter(wanted)
            .order_by_asc(Column::ProposalId)
            .order_by_asc(Column::Number)
            .order_by_asc(Column::Position);
        let number = |row: &proposal_clause::Model| crate::convert::value::count(row.number);
        self.rows(select, |row| Ok(((row.proposal_id.into(), number(&row)?), convert::clause(row)))).await
    }

    async fn comments_of(&self, sight: &Visibility, proposals: &[ProposalId]) -> Result<Vec<Comment>, AppError> {
        use proposal_comment::Column;
        let select = proposal_comment::Entity::find()
            .filter(comments_in_sight(sight, proposals))
            .order_by_asc(Column::WrittenAt)
            .order_by_asc(Column::Id);
        self.rows(select, convert::comment).await
    }

    async fn endorsements_of(
        &self,
        sight: &Visibility,
        proposals: &[ProposalId],
    ) -> Result<Vec<Endorsement>, AppError> {
        use endorsement::Column;
        let select = endorsement::Entity::find()
            .filter(Column::ProposalId.in_subquery(visible_of(sight, proposals)))
            .order_by_asc(Column::EndorsedAt)
            .order_by_asc(Column::Id);
        self.rows(select, |row| convert::endorsement(&row)).await
    }

    async fn contributions(
        &self,
        viewer: &Actor,
        filter: &ContributionFilter,
        window: &Window,
    ) -> Result<Page<Contribution>, AppError> {
        use contribution::{Column, Model};
        let by_age =
            Keyset { key: Column::SubmittedAt, id: Column::Id, place: |row: &Model| (row.submitted_at, row.id) };
        try_map(page(self.reader(), contributions(viewer, filter), by_age, window).await?, convert::contribution)
    }

    async fn count_contributions(&self, viewer: &Actor, filter: &ContributionFilter) -> Result<u64, AppError> {
        contributions(viewer, filter).count(self.reader()).await.map_err(store_error)
    }

    async fn contributions_by_id(&self, viewer: &Actor, ids: &[ContributionId]) -> Result<Vec<Contribution>, AppError> {
        let these = contribution::Entity::find().filter(visible_to(viewer));
        self.rows(these.filter(contribution::Column::Id.is_in(uuids(ids))), convert::contribution).await
    }

    async fn signed_contribution(&self, id: ContributionId) -> Result<Option<SignedContribution>, AppError> {
        let row = contribution::Entity::find_by_id(id.0).one(self.reader()).await.map_err(store_error)?;
        let Some(row) = row else { return Ok(None) };
        let citizen = contributor::Entity::find_by_id(id.0).one(self.reader()).await.map_err(store_error)?;
        Ok(Some((convert::contribution(row)?, citizen.map(convert::citizen).transpose()?)))
    }

    async fn recorded_event(&self, id: EventId) -> Result<Option<RecordedEvent>, AppError> {
        let row = event::Entity::find_by_id(id.0).one(self.reader()).await.map_err(store_error)?;
        row.map(journal::recorded_event).transpose()
    }
}

/// Proposals in sight: opened ones of public tables, and all of the viewer's tables.
fn visible(sight: &Visibility) -> Select<proposal::Entity> {
    let select = proposal::Entity::find();
    if sight.everything {
        return select;
    }
    let published = public_tables().add(proposal::Column::OpenedAt.is_not_null());
    select.join(JoinType::InnerJoin, proposal::Relation::Table.def()).filter(own_tables(sight).add(published))
}

/// The ids of those of some proposals that are in sight.
fn visible_of(sight: &Visibility, proposals: &[ProposalId]) -> SelectStatement {
    let select = visible(sight).filter(proposal::Column::Id.is_in(uuids(proposals)));
    select.select_only().column(proposal::Column::Id).into_query()
}

/// Texts in sight of some proposals, by the columns of proposal and version number. What a table wrote in draft stays
/// its own: others read the version that was opened, and those after it.
fn texts_in_sight<C: ColumnTrait>(
    sight: &Visibility,
    proposals: &[ProposalId],
    (proposal, number): (C, C),
) -> Condition {
    let all = proposal.in_subquery(visible_of(sight, proposals));
    if sight.everything {
        return Condition::all().add(all);
    }
    let opened = Expr::col(number.as_column_ref()).gte(SimpleExpr::from(opened_version(proposal)));
    let ours = proposal.in_subquery(own_of(sight, proposals));
    Condition::all().add(all).add(Condition::any().add(ours).add(opened))
}

/// The number of the last version that a proposal had when it was opened.
fn opened_version<C: ColumnTrait>(of: C) -> SelectStatement {
    let draft = |column: proposal_version::Column| ("draft", column);
    let last = Expr::col(draft(proposal_version::Column::Number)).max();
    Query::select()
        .expr(Func::coalesce([last, Expr::val(1_i64)]))
        .from_as(proposal_version::Entity, "draft")
        .inner_join(
            proposal::Entity,
            Expr::col((proposal::Entity, proposal::Column::Id)).equals(draft(proposal_version::Column::ProposalId)),
        )
        .and_where(Expr::col(draft(proposal_version::Column::ProposalId)).equals(of.as_column_ref()))
        .and_where(
            Expr::col(draft(proposal_version::Column::SavedAt))
                .lt(Expr::col((proposal::Entity, proposal::Column::OpenedAt))),
        )
        .take()
}

/// Comments in sight of some proposals: what was said about a draft stays with those of its table.
fn comments_in_sight(sight: &Visibility, proposals: &[ProposalId]) -> Condition {
    use proposal_comment::Column::{ProposalId, WrittenAt};
    let all = ProposalId.in_subquery(visible_of(sight, proposals));
    if sight.everything {
        return Condition::all().add(all);
    }
    let opened = Query::select()
        .column(proposal::Column::OpenedAt)
        .from(proposal::Entity)
        .and_where(Expr::col((proposal::Entity, proposal::Column::Id)).equals((proposal_comment::Entity, ProposalId)))
        .take();
    let later = Expr::col((proposal_comment::Entity, WrittenAt)).gte(SimpleExpr::from(opened));
    let ours = ProposalId.in_subquery(own_of(sight, proposals));
    Condition::all().add(all).add(Condition::any().add(ours).add(later))
}

/// The ids of those of some proposals that belong to the viewer's tables.
fn own_of(sight: &Visibility, proposals: &[ProposalId]) -> SelectStatement {
    Query::select()
        .column(proposal::Column::Id)
        .from(proposal::Entity)
        .and_where(proposal::Column::Id.is_in(uuids(proposals)))
        .and_where(proposal::Column::TableId.is_in(uuids(&sight.tables)))
        .take()
}

fn proposals(sight: &Visibility, filter: &ProposalFilter) -> Select<proposal::Entity> {
    use proposal::Column;
    let states = filter.states.iter().copied().map(name_of);
    let wanted = Condition::all()
        .add_option(filter.table.map(|table| Column::TableId.eq(table.0)))
        .add_option(filter.project.map(|project| Column::ProjectId.in_subquery(visible_projects(sight, &[project]))))
        .add_option((!filter.states.is_empty()).then(|| Column::State.is_in(states)))
        .add(mentions(Column::SearchText, filter.text.as_deref()));
    visible(sight).filter(wanted)
}

fn contributions(viewer: &Actor, filter: &ContributionFilter) -> Select<contribution::Entity> {
    use contribution::Column;
    let states = filter.states.iter().copied().map(name_of);
    let kinds = filter.kinds.iter().copied().map(name_of);
    let wanted = Condition::all()
        .add_option(filter.table.map(|table| Column::TableId.eq(table.0)))
        .add_option((!filter.states.is_empty()).then(|| Column::State.is_in(states)))
        .add_option((!filter.kinds.is_empty()).then(|| Column::Kind.is_in(kinds)))
        .add(mentions(Column::SearchText, filter.text.as_deref()));
    contribution::Entity::find().filter(visible_to(viewer)).filter(wanted)
}

/// Contributions that a viewer sees: their own, those of their tables, or all.
fn visible_to(viewer: &Actor) -> Condition {
    use contribution::Column;
    let sight = viewer.visibility();
    if sight.everything {
        return Condition::all();
    }
    let own = viewer.person().map(|person| Column::AuthorId.eq(person.0));
    Condition::any().add(Column::TableId.is_in(uuids(&sight.tables))).add_option(own)
}

impl Database {
    /// The rows of a query, converted.
    async fn rows<E: EntityTrait, T>(
        &self,
        select: Select<E>,
        convert: impl Fn(E::Model) -> Result<T, AppError>,
    ) -> Result<Vec<T>, AppError> {
        let rows = select.all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert).collect()
    }
}
