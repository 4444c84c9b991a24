//! Mutations of the plan and its tree.

use async_graphql::{Context, Object, Result};

use super::input::{
    AbandonPlanActionInput, ActivatePlanActionInput, AdoptPlanInput, ClosePlanInput, CompletePlanActionInput,
    ConsultPlanInput, CreateAxisInput, CreatePlanActionInput, CreatePlanInput, CreateStrategyInput,
    PutPlanIntoForceInput,
};
use super::{Axis, PlanAction, StrategicPlan, Strategy};
use crate::graphql::mutation::{answer, payloads};

payloads! {
    /// What became of `createPlan`.
    CreatePlanPayload {
        /// The new plan.
        plan: StrategicPlan
    }
    /// What became of `consultPlan`.
    ConsultPlanPayload {
        /// The plan, open for contributions.
        plan: StrategicPlan
    }
    /// What became of `adoptPlan`.
    AdoptPlanPayload {
        /// The adopted plan.
        plan: StrategicPlan
    }
    /// What became of `putPlanIntoForce`.
    PutPlanIntoForcePayload {
        /// The plan in force.
        plan: StrategicPlan
    }
    /// What became of `closePlan`.
    ClosePlanPayload {
        /// The closed plan.
        plan: StrategicPlan
    }
    /// What became of `createAxis`.
    CreateAxisPayload {
        /// The new axis.
        axis: Axis
    }
    /// What became of `createStrategy`.
    CreateStrategyPayload {
        /// The new strategy.
        strategy: Strategy
    }
    /// What became of `createPlanAction`.
    CreatePlanActionPayload {
        /// The new action.
        plan_action: PlanAction
    }
    /// What became of `activatePlanAction`.
    ActivatePlanActionPayload {
        /// The active action.
        plan_action: PlanAction
    }
    /// What became of `completePlanAction`.
    CompletePlanActionPayload {
        /// The completed action.
        plan_action: PlanAction
    }
    /// What became of `abandonPlanAction`.
    AbandonPlanActionPayload {
        /// The abandoned action.
        plan_action: PlanAction
    }
}

/// Changing the plan.
#[derive(Debug, Default)]
pub struct PlanMutation;

#[Object]
impl PlanMutation {
    /// Creates a plan, a new edition, in draft. Only the secretariat and the auditor see it until it is opened for
    /// contributions.
    ///
    /// Requires: secretariat.
    async fn create_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan.")] input: CreatePlanInput,
    ) -> Result<CreatePlanPayload> {
        answer(ctx, input, StrategicPlan::by_id).await
    }

    /// Opens the draft of a plan for contributions: from now on everybody reads it.
    ///
    /// Requires: secretariat.
    async fn consult_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plan.")] input: ConsultPlanInput,
    ) -> Result<ConsultPlanPayload> {
        answer(ctx, input, StrategicPlan::by_id).await
    }

    /// Records that a plan was adopted after its consultation, with the resolution that adopts it.
    ///
    /// Requires: secretariat.
    async fn adopt_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plan, and its act.")] input: AdoptPlanInput,
    ) -> Result<AdoptPlanPayload> {
        answer(ctx, input, StrategicPlan::by_id).await
    }

    /// Records that an adopted plan begins to be carried out.
    ///
    /// Requires: secretariat.
    async fn put_plan_into_force(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plan.")] input: PutPlanIntoForceInput,
    ) -> Result<PutPlanIntoForcePayload> {
        answer(ctx, input, StrategicPlan::by_id).await
    }

    /// Closes a plan in force whose period is over.
    ///
    /// Requires: secretariat.
    async fn close_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plan.")] input: ClosePlanInput,
    ) -> Result<ClosePlanPayload> {
        answer(ctx, input, StrategicPlan::by_id).await
    }

    /// Adds an axis, the first level, to a plan.
    ///
    /// Requires: secretariat.
    async fn create_axis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The axis.")] input: CreateAxisInput,
    ) -> Result<CreateAxisPayload> {
        answer(ctx, input, Axis::by_id).await
    }

    /// Adds a strategy, the second level, to an axis.
    ///
    /// Requires: secretariat.
    async fn create_strategy(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The strategy.")] input: CreateStrategyInput,
    ) -> Result<CreateStrategyPayload> {
        answer(ctx, input, Strategy::by_id).await
    }

    /// Adds an action, the third level, to a strategy, in draft and with its objectives.
    ///
    /// Requires: secretariat.
    async fn create_plan_action(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The action.")] input: CreatePlanActionInput,
    ) -> Result<CreatePlanActionPayload> {
        answer(ctx, input, PlanAction::by_id).await
    }

    /// Records that the draft of an action begins to be carried out.
    ///
    /// Requires: secretariat.
    async fn activate_plan_action(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which action.")] input: ActivatePlanActionInput,
    ) -> Result<ActivatePlanActionPayload> {
        answer(ctx, input, PlanAction::by_id).await
    }

    /// Records that an active action is done.
    ///
    /// Requires: secretariat.
    async fn complete_plan_action(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which action.")] input: CompletePlanActionInput,
    ) -> Result<CompletePlanActionPayload> {
        answer(ctx, input, PlanAction::by_id).await
    }

    /// Records that an active action is given up, and why.
    ///
    /// Requires: secretariat.
    async fn abandon_plan_action(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which action, and why.")] input: AbandonPlanActionInput,
    ) -> Result<AbandonPlanActionPayload> {
        answer(ctx, input, PlanAction::by_id).await
    }
}
