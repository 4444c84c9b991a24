//! What somebody may see, as conditions of queries.

use cordata_domain::meeting::MeetingState;
use cordata_domain::policy::Visibility;
use cordata_domain::table::{Publicity, TableState};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, Related, RelationTrait, Select,
};

use crate::convert::value::{name_of, uuids};
use crate::entity::{commitment, concertation_table, meeting, project};

/// Tables in sight: public ones that were set up, and those of the viewer.
pub(crate) fn tables_in_sight(sight: &Visibility) -> Condition {
    if sight.everything { Condition::all() } else { own_tables(sight).add(public_tables()) }
}

/// Meetings in sight: announced ones of public tables, and all of the viewer's tables. Needs the join that
/// [`with_table`] makes.
fn meetings_in_sight(sight: &Visibility) -> Condition {
    own_tables(sight).add(public_tables().add(is_announced()))
}

/// The viewer's own tables.
pub(super) fn own_tables(sight: &Visibility) -> Condition {
    Condition::any().add(concertation_table::Column::Id.is_in(uuids(&sight.tables)))
}

/// Public tables that were set up.
pub(crate) fn public_tables() -> Condition {
    Condition::all()
        .add(concertation_table::Column::Publicity.eq(name_of(Publicity::Public)))
        .add(concertation_table::Column::State.ne(name_of(TableState::Proposed)))
}

/// The same as `Meeting::is_announced` of the domain.
fn is_announced() -> Condition {
    let begun = [MeetingState::Open, MeetingState::Closed].map(name_of);
    Condition::any().add(meeting::Column::DispatchedAt.is_not_null()).add(meeting::Column::State.is_in(begun))
}

fn with_table<E: EntityTrait>(select: Select<E>) -> Select<E> {
    select.join(JoinType::InnerJoin, meeting::Relation::Table.def())
}

/// The meetings of a query that are in sight.
pub(crate) fn visible_meetings(select: Select<meeting::Entity>, sight: &Visibility) -> Select<meeting::Entity> {
    if sight.everything { select } else { with_table(select).filter(meetings_in_sight(sight)) }
}

/// The rows of a query whose meeting is in sight.
pub(crate) fn of_visible_meetings<E>(select: Select<E>, sight: &Visibility) -> Select<E>
where
    E: EntityTrait + Related<meeting::Entity>,
{
    if sight.everything {
        select
    } else {
        with_table(select.inner_join(meeting::Entity)).filter(meetings_in_sight(sight))
    }
}

/// The rows of a query that belong to no table, or to one in sight.
pub(super) fn of_visible_tables<C: ColumnTrait>(table: C, sight: &Visibility) -> Condition {
    let tables = select_id(concertation_table::Column::Id).cond_where(tables_in_sight(sight)).take();
    Condition::any().add(table.is_null()).add(table.in_subquery(tables))
}

/// Projects in sight: the same as `Project::is_visible` of the domain.
pub(super) fn projects_in_sight(sight: &Visibility) -> Condition {
    if sight.everything {
        return Condition::all();
    }
    let own = || uuids(&sight.organisations);
    let supported = Query::select()
        .column(commitment::Column::ProjectId)
        .from(commitment::Entity)
        .and_where(commitment::Column::ContributorId.is_in(own()))
        .take();
    of_visible_tables(project::Column::TableId, sight)
        .add(project::Column::LeadId.is_in(own()))
        .add(project::Column::Id.in_subquery(supported))
}

/// The rows of a query whose project is in sight.
pub(super) fn of_visible_projects<C: ColumnTrait>(of: C, sight: &Visibility) -> Condition {
    if sight.everything {
        return Condition::all();
    }
    let projects = select_id(project::Column::Id).cond_where(projects_in_sight(sight)).take();
    Condition::all().add(of.in_subquery(projects))
}

/// The rows of a query whose promise is in sight: with its project.
pub(super) fn of_visible_commitments<C: ColumnTrait>(of: C, sight: &Visibility) -> Condition {
    if sight.everything {
        return Condition::all();
    }
    let of_projects = of_visible_projects(commitment::Column::ProjectId, sight);
    let commitments = select_id(commitment::Column::Id).cond_where(of_projects).take();
    Condition::all().add(of.in_subquery(commitments))
}

fn select_id<C: ColumnTrait>(id: C) -> SelectStatement {
    Query::select().column(id).from(C::EntityName::default()).take()
}
