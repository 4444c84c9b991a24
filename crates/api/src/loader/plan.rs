use std::collections::HashMap;

use cordata_app::AppError;
use cordata_domain::ids::{AxisId, PlanActionId, PlanId, StrategyId, TaxonomyId, TermId, ZoneId};
use cordata_domain::plan::{
    Axis, HomogeneousZone, Objective, ObjectiveOwner, PlanAction, StrategicPlan, Strategy, Term,
};

use super::{Key, Source, by_id, grouped, list_of};

by_id! {
    PlanId => StrategicPlan, plans_by_id;
    AxisId => Axis, axes_by_id;
    StrategyId => Strategy, strategies_by_id;
    PlanActionId => PlanAction, plan_actions_by_id;
}

list_of! {
    /// The axes of a plan, by code.
    AxesOf(PlanId) => Axis, axes_of, |axis| (axis.plan, axis);
    /// The strategies of an axis, by code.
    StrategiesOf(AxisId) => Strategy, strategies_of, |strategy| (strategy.axis, strategy);
    /// The actions of a strategy, by code.
    ActionsOf(StrategyId) => PlanAction, actions_of, |action| (action.strategy, action);
    /// The objectives of an axis, strategy or action, in order.
    ObjectivesOf(ObjectiveOwner) => Objective, objectives_of, |objective| (objective.owner, objective);
}

/// The terms of a taxonomy, by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TermsOf(pub TaxonomyId);

impl Key for TermsOf {
    type Value = Vec<Term>;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, Vec<Term>>, AppError> {
        let taxonomies: Vec<TaxonomyId> = keys.iter().map(|key| key.0).collect();
        let rows = source.reads.terms_of(&taxonomies).await?;
        Ok(grouped(keys, rows.into_iter().map(|term| (Self(term.taxonomy), term))))
    }
}

impl Key for TermId {
    type Value = Term;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, Term>, AppError> {
        let rows = source.reads.terms_by_id(keys).await?;
        Ok(rows.into_iter().map(|term| (term.id, term)).collect())
    }
}

impl Key for ZoneId {
    type Value = HomogeneousZone;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, HomogeneousZone>, AppError> {
        let rows = source.reads.zones_by_id(keys).await?;
        Ok(rows.into_iter().map(|zone| (zone.id, zone)).collect())
    }
}
