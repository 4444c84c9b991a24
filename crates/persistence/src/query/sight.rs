//! What somebody may see, as conditions of queries.

use cordata_domain::meeting::MeetingState;
use cordata_domain::policy::Visibility;
use cordata_domain::table::{Publicity, TableState};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, Related, RelationTrait, Select,
};

use crate::convert::value::{name_of, uuids};
use crate::entity::{concertation_table, meeting};

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
pub(super) fn public_tables() -> Condition {
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
