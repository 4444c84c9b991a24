//! Lists of decisions and follow-ups.

use std::collections::HashMap;

use cordata_app::AppError;
use cordata_app::ports::read::{DecisionFilter, FollowUpFilter};
use cordata_domain::ids::TableId;
use cordata_domain::meeting::Decision;
use cordata_domain::policy::Visibility;
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::sight::of_visible_meetings;
use crate::connect::Database;
use crate::convert::decision as convert;
use crate::convert::value::{by_owner, name_of, of};
use crate::entity::{decision, decision_binds, follow_up};
use crate::error::store_error;
use crate::sql::mentions;

/// Decisions in sight that fit `filter`.
pub(super) fn decisions(sight: &Visibility, filter: &DecisionFilter) -> Select<decision::Entity> {
    use decision::Column;
    let mut select = of_visible_meetings(decision::Entity::find(), sight);
    if let Some(table) = filter.table {
        select = select.filter(Column::TableId.eq(table.0));
    }
    select.filter(mentions(Column::SearchText, filter.text.as_deref()))
}

/// Follow-ups in sight that fit `filter`.
pub(super) fn follow_ups(sight: &Visibility, filter: &FollowUpFilter) -> Select<follow_up::Entity> {
    use follow_up::Column;
    let mut select = of_visible_meetings(follow_up::Entity::find(), sight);
    if let Some(table) = filter.table {
        select = select.filter(Column::TableId.eq(table.0));
    }
    if let Some(owner) = filter.owner {
        select = select.filter(Column::OwnerId.eq(owner.0));
    }
    if !filter.states.is_empty() {
        select = select.filter(Column::State.is_in(filter.states.iter().copied().map(name_of)));
    }
    if let Some(day) = filter.due_by {
        select = select.filter(Column::Due.lte(day));
    }
    select
}

impl Database {
    /// How many rows of a query each owner has; those without any are left out.
    pub(super) async fn counts<E: EntityTrait>(
        &self,
        select: Select<E>,
        owner: E::Column,
        id: E::Column,
    ) -> Result<Vec<(TableId, u64)>, AppError> {
        let counts = select.select_only().column(owner).column_as(id.count(), "rows").group_by(owner);
        let counts: Vec<(Uuid, i64)> = counts.into_tuple().all(self.reader()).await.map_err(store_error)?;
        Ok(counts.into_iter().map(|(owner, count)| (owner.into(), count.unsigned_abs())).collect())
    }

    /// Decisions, in the order of their rows, with the organisations they bind.
    pub(super) async fn with_binds(&self, rows: Vec<decision::Model>) -> Result<Vec<Decision>, AppError> {
        let binds = self.binds(rows.iter().map(|row| row.id).collect()).await?;
        let decision = |row: decision::Model| {
            let bound = of(&binds, row.id);
            convert::decision(row, bound)
        };
        rows.into_iter().map(decision).collect()
    }

    /// The organisations that decisions bind, in order.
    pub(super) async fn binds(
        &self,
        decisions: Vec<Uuid>,
    ) -> Result<HashMap<Uuid, Vec<decision_binds::Model>>, AppError> {
        let rows = decision_binds::Entity::find()
            .filter(decision_binds::Column::DecisionId.is_in(decisions))
            .order_by_asc(decision_binds::Column::Position)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        Ok(by_owner(rows, |row| row.decision_id))
    }
}
