//! Plans, their trees, taxonomies and territory.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::PlanRepo;
use cordata_domain::ids::{AxisId, PlanActionId, PlanId, StrategyId, TermId};
use cordata_domain::plan::{
    Axis, HomogeneousZone, Municipality, Objective, PlanAction, StrategicPlan, Strategy, Taxonomy, Term,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::convert::plan as convert;
use crate::entity::{axis, axis_term, plan, plan_action, plan_action_term, strategy};
use crate::error::store_error;
use crate::sql::{insert, save_version};
use crate::tx::WriteTx;

#[async_trait]
impl PlanRepo for WriteTx {
    async fn plan(&mut self, id: PlanId) -> Result<Option<StrategicPlan>, AppError> {
        let found = plan::Entity::find_by_id(Uuid::from(id)).lock_exclusive().one(self.connection()).await;
        found.map_err(store_error)?.map(convert::plan).transpose()
    }

    async fn insert_plan(&mut self, plan: &StrategicPlan) -> Result<(), AppError> {
        insert(self.connection(), [convert::plan_row(plan)?]).await
    }

    async fn update_plan(&mut self, plan: &StrategicPlan) -> Result<(), AppError> {
        let row = convert::plan_row(plan)?;
        save_version(self.connection(), row, plan::Column::Id, plan::Column::Version).await
    }

    async fn axis(&mut self, id: AxisId) -> Result<Option<Axis>, AppError> {
        let found = axis::Entity::find_by_id(Uuid::from(id)).one(self.connection()).await.map_err(store_error)?;
        let Some(row) = found else { return Ok(None) };
        let terms = axis_term::Entity::find()
            .filter(axis_term::Column::AxisId.eq(row.id))
            .order_by_asc(axis_term::Column::TermId)
            .all(self.connection())
            .await
            .map_err(store_error)?;
        let terms = terms.into_iter().map(|link| TermId(link.term_id)).collect();
        convert::axis(row, terms).map(Some)
    }

    async fn insert_axis(&mut self, axis: &Axis) -> Result<(), AppError> {
        insert(self.connection(), [convert::axis_row(axis)?]).await?;
        insert(self.connection(), convert::axis_term_rows(axis)).await
    }

    async fn strategy(&mut self, id: StrategyId) -> Result<Option<Strategy>, AppError> {
        let found = strategy::Entity::find_by_id(Uuid::from(id)).one(self.connection()).await;
        found.map_err(store_error)?.map(convert::strategy).transpose()
    }

    async fn insert_strategy(&mut self, strategy: &Strategy) -> Result<(), AppError> {
        insert(self.connection(), [convert::strategy_row(strategy)?]).await
    }

    async fn plan_action(&mut self, id: PlanActionId) -> Result<Option<PlanAction>, AppError> {
        let found = plan_action::Entity::find_by_id(Uuid::from(id)).lock_exclusive().one(self.connection()).await;
        let Some(row) = found.map_err(store_error)? else { return Ok(None) };
        let terms = plan_action_term::Entity::find()
            .filter(plan_action_term::Column::PlanActionId.eq(row.id))
            .order_by_asc(plan_action_term::Column::TermId)
            .all(self.connection())
            .await
            .map_err(store_error)?;
        let terms = terms.into_iter().map(|link| TermId(link.term_id)).collect();
        convert::action(row, terms).map(Some)
    }

    async fn insert_plan_action(&mut self, action: &PlanAction) -> Result<(), AppError> {
        insert(self.connection(), [convert::action_row(action)?]).await?;
        insert(self.connection(), convert::action_term_rows(action)).await
    }

    async fn update_plan_action(&mut self, action: &PlanAction) -> Result<(), AppError> {
        let row = convert::action_row(action)?;
        save_version(self.connection(), row, plan_action::Column::Id, plan_action::Column::Version).await?;
        plan_action_term::Entity::delete_many()
            .filter(plan_action_term::Column::PlanActionId.eq(Uuid::from(action.id)))
            .exec(self.connection())
            .await
            .map_err(store_error)?;
        insert(self.connection(), convert::action_term_rows(action)).await
    }

    async fn insert_objectives(&mut self, objectives: &[Objective]) -> Result<(), AppError> {
        insert(self.connection(), objectives.iter().map(convert::objective_row)).await
    }

    async fn insert_taxonomy(&mut self, taxonomy: &Taxonomy, terms: &[Term]) -> Result<(), AppError> {
        insert(self.connection(), [convert::taxonomy_row(taxonomy)?]).await?;
        let terms = terms.iter().map(convert::term_row).collect::<Result<Vec<_>, _>>()?;
        insert(self.connection(), terms).await
    }

    async fn insert_zones(&mut self, zones: &[HomogeneousZone]) -> Result<(), AppError> {
        insert(self.connection(), zones.iter().map(convert::zone_row)).await
    }

    async fn insert_municipalities(&mut self, municipalities: &[Municipality]) -> Result<(), AppError> {
        insert(self.connection(), municipalities.iter().map(convert::municipality_row)).await
    }
}
