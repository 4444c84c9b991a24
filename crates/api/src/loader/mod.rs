//! Batches: what the objects of one operation ask for one by one is read in one statement per kind of thing.

mod agreement;
mod audit;
mod batch;
mod codesign;
mod document;
mod funding;
mod indicator;
mod meeting;
mod page;
mod people;
mod plan;
mod table;
mod validation;

pub use agreement::{AgreementClausesOf, TextsOf};
pub use audit::{LinkOf, PersonalChangesOf};
pub use batch::{Batches, Key};
pub use codesign::{ClausesOf, CommentsOf, EndorsementsOf, VersionsOf};
pub use document::{DocumentVersionsOf, DocumentsOf};
pub use funding::{BudgetsOf, CommitmentsOf, EntriesOf, InstanceZone, MilestonesOf, RowsOf, SharesOf, TotalsOf};
pub use indicator::{BaselinesOf, IndicatorsOf, MeasurementsOf, TargetsOf};
pub use meeting::{
    AgendaOf, AttendanceOf, DecisionsOf, FollowUpsOf, InviteesOf, MinutesOf, MinutesVersionsOf, QuorumChecksOf,
    RemarksOf,
};
pub use page::{DecisionsCount, DecisionsPage, FollowUpsCount, FollowUpsPage, MeetingsCount, MeetingsPage};
pub use people::{KindCode, PostsIn, PostsOf, RolesOf};
pub use plan::{ActionsOf, AxesOf, ObjectivesOf, StrategiesOf, TermsOf};
pub use table::SeatsOf;
pub use validation::{CheckOf, CheckedOf};

use std::collections::HashMap;
use std::sync::Arc;

use cordata_app::Caller;
use cordata_app::ports::read::Reads;
use cordata_domain::policy::{Actor, Visibility};

use crate::state::ApiState;

/// The loaders of one operation. They remember what they read, so they are never shared between operations.
pub type Loaders = Batches<Source>;

/// Fresh loaders that see what the caller may see.
pub fn loaders(state: &ApiState, caller: &Caller) -> Loaders {
    let reads = Arc::clone(&state.reads);
    Batches::new(Source { reads, sight: caller.actor.visibility(), actor: caller.actor.clone() })
}

/// Where batches are read, and for whom.
pub struct Source {
    reads: Arc<dyn Reads>,
    sight: Visibility,
    actor: Actor,
}

/// Lays rows out by their parents; a parent without rows has an empty list.
fn grouped<K: Key<Value = Vec<V>>, V>(keys: &[K], rows: impl IntoIterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    let mut lists: HashMap<K, Vec<V>> = keys.iter().map(|key| (key.clone(), Vec::new())).collect();
    for (key, row) in rows {
        lists.entry(key).or_default().push(row);
    }
    lists
}

/// Things that are loaded by their own id: `by_id!(AxisId => Axis, axes_by_id)`.
macro_rules! by_id {
    ($($id:ident => $row:ty, $method:ident);+ $(;)?) => {$(
        impl $crate::loader::Key for $id {
            type Value = $row;

            async fn read(
                source: &$crate::loader::Source,
                keys: &[Self],
            ) -> Result<std::collections::HashMap<Self, $row>, cordata_app::AppError> {
                let rows = source.reads.$method(&source.sight, keys).await?;
                Ok(rows.into_iter().map(|row| (row.id, row)).collect())
            }
        }
    )+};
}

/// Lists that belong to a parent: `list_of!(AxesOf(PlanId) => Axis, axes_of, |axis| (axis.plan, axis))`, where the last
/// part tells the parent of each row that the port answers.
macro_rules! list_of {
    ($($(#[$meta:meta])* $key:ident($parent:ident) => $row:ty, $method:ident, |$each:pat_param| $pair:expr);+ $(;)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $key(pub $parent);

        impl $crate::loader::Key for $key {
            type Value = Vec<$row>;

            async fn read(
                source: &$crate::loader::Source,
                keys: &[Self],
            ) -> Result<std::collections::HashMap<Self, Vec<$row>>, cordata_app::AppError> {
                let parents: Vec<$parent> = keys.iter().map(|key| key.0).collect();
                let rows = source.reads.$method(&source.sight, &parents).await?;
                let pairs = rows.into_iter().map(|$each| $pair);
                Ok($crate::loader::grouped(keys, pairs.map(|(parent, row)| ($key(parent), row))))
            }
        }
    )+};
}

pub(crate) use {by_id, list_of};
