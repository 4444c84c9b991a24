//! The plan, its tree and its territory.

use std::collections::HashMap;

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::plan::{PlanActionFilter, PlanReads};
use cordata_app::ports::read::Lookup;
use cordata_domain::ids::{AxisId, PlanActionId, PlanId, StrategyId, TaxonomyId, TermId, ZoneId};
use cordata_domain::plan::{
    Axis, HomogeneousZone, Objective, ObjectiveOwner, PlanAction, PlanState, StrategicPlan, Strategy, Taxonomy, Term,
};
use cordata_domain::policy::Visibility;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, WindowStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, Select,
};
use uuid::Uuid;

use crate::connect::Database;
use crate::convert::plan as convert;
use crate::convert::value::{by_owner, name_of, uuids};
use crate::entity::{
    axis, axis_term, homogeneous_zone, objective, plan, plan_action, plan_action_term, strategy, taxonomy, term,
};
use crate::error::store_error;
use crate::page::{Keyset, page, try_map};
use crate::sql::mentions;

/// Actions of one strategy that a screen shows without paging.
const MAX_ACTIONS_OF_STRATEGY: i64 = 100;

#[async_trait]
impl PlanReads for Database {
    async fn plans(&self, sight: &Visibility, window: &Window) -> Result<Page<StrategicPlan>, AppError> {
        let keyset = Keyset {
            key: plan::Column::SortKey,
            id: plan::Column::Id,
            place: |row: &plan::Model| (row.sort_key.clone(), row.id),
        };
        try_map(page(self.reader(), visible_plans(sight), keyset, window).await?, convert::plan)
    }

    async fn count_plans(&self, sight: &Visibility) -> Result<u64, AppError> {
        visible_plans(sight).count(self.reader()).await.map_err(store_error)
    }

    async fn plan(&self, sight: &Visibility, by: &Lookup<PlanId, String>) -> Result<Option<StrategicPlan>, AppError> {
        let this = match by {
            Lookup::Id(id) => plan::Column::Id.eq(Uuid::from(*id)),
            Lookup::Key(edition) => plan::Column::Edition.eq(edition),
        };
        let found = visible_plans(sight).filter(this).one(self.reader()).await.map_err(store_error)?;
        found.map(convert::plan).transpose()
    }

    async fn plans_by_id(&self, sight: &Visibility, ids: &[PlanId]) -> Result<Vec<StrategicPlan>, AppError> {
        let these = plan::Column::Id.is_in(uuids(ids));
        let rows = visible_plans(sight).filter(these).all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert::plan).collect()
    }

    async fn axes_of(&self, sight: &Visibility, plans: &[PlanId]) -> Result<Vec<Axis>, AppError> {
        axes(self.reader(), sight, axis::Column::PlanId.is_in(uuids(plans))).await
    }

    async fn axes_by_id(&self, sight: &Visibility, ids: &[AxisId]) -> Result<Vec<Axis>, AppError> {
        axes(self.reader(), sight, axis::Column::Id.is_in(uuids(ids))).await
    }

    async fn strategies_of(&self, sight: &Visibility, axes: &[AxisId]) -> Result<Vec<Strategy>, AppError> {
        strategies(self.reader(), sight, strategy::Column::AxisId.is_in(uuids(axes))).await
    }

    async fn strategies_by_id(&self, sight: &Visibility, ids: &[StrategyId]) -> Result<Vec<Strategy>, AppError> {
        strategies(self.reader(), sight, strategy::Column::Id.is_in(uuids(ids))).await
    }

    async fn plan_actions(
        &self,
        sight: &Visibility,
        filter: &PlanActionFilter,
        window: &Window,
    ) -> Result<Page<PlanAction>, AppError> {
        let keyset = Keyset {
            key: plan_action::Column::SortKey,
            id: plan_action::Column::Id,
            place: |row: &plan_action::Model| (row.sort_key.clone(), row.id),
        };
        let found = page(self.reader(), filtered_actions(sight, filter), keyset, window).await?;
        let terms = terms_of_actions(self.reader(), found.rows.iter().map(|(_, row)| row)).await?;
        try_map(found, |row| with_terms(row, &terms))
    }

    async fn count_plan_actions(&self, sight: &Visibility, filter: &PlanActionFilter) -> Result<u64, AppError> {
        filtered_actions(sight, filter).count(self.reader()).await.map_err(store_error)
    }

    async fn plan_action(
        &self,
        sight: &Visibility,
        by: &Lookup<PlanActionId, (String, String)>,
    ) -> Result<Option<PlanAction>, AppError> {
        let this = match by {
            Lookup::Id(id) => Condition::all().add(plan_action::Column::Id.eq(Uuid::from(*id))),
            Lookup::Key((edition, code)) => Condition::all()
                .add(plan_action::Column::PlanId.in_subquery(plan_ids(plan::Column::Edition.eq(edition))))
                .add(plan_action::Column::Code.eq(code)),
        };
        Ok(actions(self.reader(), visible_actions(sight).filter(this)).await?.pop())
    }

    async fn plan_actions_by_id(&self, sight: &Visibility, ids: &[PlanActionId]) -> Result<Vec<PlanAction>, AppError> {
        let these = plan_action::Column::Id.is_in(uuids(ids));
        actions(self.reader(), visible_actions(sight).filter(these)).await
    }

    async fn actions_of(&self, sight: &Visibility, strategies: &[StrategyId]) -> Result<Vec<PlanAction>, AppError> {
        let these = plan_action::Column::Id.in_subquery(first_actions(strategies));
        actions(self.reader(), visible_actions(sight).filter(these)).await
    }

    async fn objectives_of(&self, sight: &Visibility, owners: &[ObjectiveOwner]) -> Result<Vec<Objective>, AppError> {
        use objective::Column::{AxisId, Id, PlanActionId, Position, StrategyId};
        let rows = objective::Entity::find()
            .filter(owned_by(sight, owners))
            .order_by_asc(AxisId)
            .order_by_asc(StrategyId)
            .order_by_asc(PlanActionId)
            .order_by_asc(Position)
            .order_by_asc(Id)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(convert::objective).collect()
    }

    async fn taxonomies(&self) -> Result<Vec<Taxonomy>, AppError> {
        let all = taxonomy::Entity::find().order_by_asc(taxonomy::Column::Code);
        let rows = all.all(self.reader()).await.map_err(store_error)?;
        rows.into_iter().map(convert::taxonomy).collect()
    }

    async fn terms_of(&self, taxonomies: &[TaxonomyId]) -> Result<Vec<Term>, AppError> {
        terms(self.reader(), term::Column::TaxonomyId.is_in(uuids(taxonomies))).await
    }

    async fn terms_by_id(&self, ids: &[TermId]) -> Result<Vec<Term>, AppError> {
        terms(self.reader(), term::Column::Id.is_in(uuids(ids))).await
    }

    async fn zones(&self) -> Result<Vec<HomogeneousZone>, AppError> {
        zones(self.reader(), homogeneous_zone::Entity::find()).await
    }

    async fn zones_by_id(&self, ids: &[ZoneId]) -> Result<Vec<HomogeneousZone>, AppError> {
        let these = homogeneous_zone::Column::Id.is_in(uuids(ids));
        zones(self.reader(), homogeneous_zone::Entity::find().filter(these)).await
    }
}

/// The same as `PlanState::is_public` of the domain.
fn is_public() -> Expr {
    plan::Column::State.ne(name_of(PlanState::Draft))
}

/// The ids of plans for which a condition holds.
fn plan_ids(condition: Expr) -> SelectStatement {
    Query::select().column(plan::Column::Id).from(plan::Entity).and_where(condition).take()
}

fn visible_plans(sight: &Visibility) -> Select<plan::Entity> {
    let visible = Condition::all().add_option((!sight.everything).then(is_public));
    plan::Entity::find().filter(visible)
}

/// What hangs on a plan is seen with it.
pub(super) fn in_visible_plan<C: ColumnTrait>(sight: &Visibility, plan: C) -> Condition {
    Condition::all().add_option((!sight.everything).then(|| plan.in_subquery(plan_ids(is_public()))))
}

async fn axes(connection: &impl ConnectionTrait, sight: &Visibility, these: Expr) -> Result<Vec<Axis>, AppError> {
    let rows = axis::Entity::find()
        .filter(these)
        .filter(in_visible_plan(sight, axis::Column::PlanId))
        .order_by_asc(axis::Column::SortKey)
        .order_by_asc(axis::Column::Id)
        .all(connection)
        .await
        .map_err(store_error)?;
    let links = axis_term::Entity::find()
        .filter(axis_term::Column::AxisId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(axis_term::Column::TermId)
        .all(connection)
        .await
        .map_err(store_error)?;
    let mut links = by_owner(links, |link| link.axis_id);
    let with_terms = |row: axis::Model| {
        let terms = links.remove(&row.id).unwrap_or_default();
        convert::axis(row, terms.into_iter().map(|link| TermId(link.term_id)).collect())
    };
    rows.into_iter().map(with_terms).collect()
}

async fn strategies(
    connection: &impl ConnectionTrait,
    sight: &Visibility,
    these: Expr,
) -> Result<Vec<Strategy>, AppError> {
    let rows = strategy::Entity::find()
        .filter(these)
        .filter(in_visible_plan(sight, strategy::Column::PlanId))
        .order_by_asc(strategy::Column::SortKey)
        .order_by_asc(strategy::Column::Id)
        .all(connection)
        .await
        .map_err(store_error)?;
    rows.into_iter().map(convert::strategy).collect()
}

fn visible_actions(sight: &Visibility) -> Select<plan_action::Entity> {
    plan_action::Entity::find().filter(in_visible_plan(sight, plan_action::Column::PlanId))
}

fn filtered_actions(sight: &Visibility, filter: &PlanActionFilter) -> Select<plan_action::Entity> {
    let of_axis = |axis: AxisId| {
        let strategies = Query::select()
            .column(strategy::Column::Id)
            .from(strategy::Entity)
            .and_where(strategy::Column::AxisId.eq(Uuid::from(axis)))
            .take();
        plan_action::Column::StrategyId.in_subquery(strategies)
    };
    let states = filter.states.iter().map(|state| name_of(*state));
    let wanted = Condition::all()
        .add_option(filter.plan.map(|plan| plan_action::Column::PlanId.eq(Uuid::from(plan))))
        .add_option(filter.axis.map(of_axis))
        .add_option(filter.strategy.map(|strategy| plan_action::Column::StrategyId.eq(Uuid::from(strategy))))
        .add_option((!filter.states.is_empty()).then(|| plan_action::Column::State.is_in(states)))
        .add(mentions(plan_action::Column::SearchText, filter.text.as_deref()));
    visible_actions(sight).filter(wanted)
}

/// The ids of the first actions of each strategy.
fn first_actions(strategies: &[StrategyId]) -> SelectStatement {
    let within_strategy = WindowStatement::partition_by(plan_action::Column::StrategyId)
        .order_by(plan_action::Column::SortKey, Order::Asc)
        .order_by(plan_action::Column::Id, Order::Asc)
        .take();
    let ranked = Query::select()
        .column(plan_action::Column::Id)
        .expr_window_as(Expr::cust("ROW_NUMBER()"), within_strategy, "place")
        .from(plan_action::Entity)
        .and_where(plan_action::Column::StrategyId.is_in(uuids(strategies)))
        .take();
    let place = Expr::col("place").lte(MAX_ACTIONS_OF_STRATEGY);
    Query::select().column("id").from_subquery(ranked, "ranked").and_where(place).take()
}

async fn actions(
    connection: &impl ConnectionTrait,
    these: Select<plan_action::Entity>,
) -> Result<Vec<PlanAction>, AppError> {
    let ordered = these.order_by_asc(plan_action::Column::SortKey).order_by_asc(plan_action::Column::Id);
    let rows = ordered.all(connection).await.map_err(store_error)?;
    let terms = terms_of_actions(connection, &rows).await?;
    rows.into_iter().map(|row| with_terms(row, &terms)).collect()
}

/// The objectives of these owners, as far as their plan is seen.
fn owned_by(sight: &Visibility, owners: &[ObjectiveOwner]) -> Condition {
    let (mut axes, mut strategies, mut actions) = (Vec::new(), Vec::new(), Vec::new());
    for owner in owners {
        match owner {
            ObjectiveOwner::Axis(id) => axes.push(id.0),
            ObjectiveOwner::Strategy(id) => strategies.push(id.0),
            ObjectiveOwner::Action(id) => actions.push(id.0),
        }
    }
    let axes = seen(sight, axis::Column::Id, axis::Column::PlanId, axes);
    let strategies = seen(sight, strategy::Column::Id, strategy::Column::PlanId, strategies);
    let actions = seen(sight, plan_action::Column::Id, plan_action::Column::PlanId, actions);
    Condition::any()
        .add(objective::Column::AxisId.in_subquery(axes))
        .add(objective::Column::StrategyId.in_subquery(strategies))
        .add(objective::Column::PlanActionId.in_subquery(actions))
}

/// Those of these ids whose plan is seen.
fn seen<C: ColumnTrait>(sight: &Visibility, id: C, plan: C, ids: Vec<Uuid>) -> SelectStatement {
    Query::select()
        .column(id)
        .from(C::EntityName::default())
        .and_where(id.is_in(ids))
        .cond_where(in_visible_plan(sight, plan))
        .take()
}

async fn terms(connection: &impl ConnectionTrait, these: Expr) -> Result<Vec<Term>, AppError> {
    let found = term::Entity::find().filter(these);
    let ordered = found.order_by_asc(term::Column::SortKey).order_by_asc(term::Column::Id);
    let rows = ordered.all(connection).await.map_err(store_error)?;
    rows.into_iter().map(convert::term).collect()
}

type Terms = HashMap<Uuid, Vec<plan_action_term::Model>>;

async fn terms_of_actions<'a>(
    connection: &impl ConnectionTrait,
    rows: impl IntoIterator<Item = &'a plan_action::Model>,
) -> Result<Terms, AppError> {
    let links = plan_action_term::Entity::find()
        .filter(plan_action_term::Column::PlanActionId.is_in(rows.into_iter().map(|row| row.id)))
        .order_by_asc(plan_action_term::Column::TermId)
        .all(connection)
        .await
        .map_err(store_error)?;
    Ok(by_owner(links, |link| link.plan_action_id))
}

fn with_terms(row: plan_action::Model, terms: &Terms) -> Result<PlanAction, AppError> {
    let links = terms.get(&row.id).into_iter().flatten();
    let terms = links.map(|link| TermId(link.term_id)).collect();
    convert::action(row, terms)
}

async fn zones(
    connection: &impl ConnectionTrait,
    these: Select<homogeneous_zone::Entity>,
) -> Result<Vec<HomogeneousZone>, AppError> {
    let ordered = these.order_by_asc(homogeneous_zone::Column::Number);
    let rows = ordered.all(connection).await.map_err(store_error)?;
    rows.into_iter().map(convert::zone).collect()
}

#[cfg(test)]
mod tests;
