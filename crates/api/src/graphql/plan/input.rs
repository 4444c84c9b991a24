//! What mutations of the plan and its tree take.

use async_graphql::{ID, InputObject};
use cordata_app::plan::{
    AdvancePlan, AdvancePlanAction, CreateAxis, CreatePlan, CreatePlanAction, CreateStrategy, PlanActionStep,
};
use cordata_domain::Refusal;
use cordata_domain::plan::{PlanActionCode, PlanActionDraft, PlanState};

use super::{CityRole, Competence};
use crate::graphql::input::{
    PeriodInput, TranslationInput, read_id, read_ids, read_language, read_optional_id, read_title, read_validity,
};
use crate::graphql::mutation::{Input, versioned};
use crate::scalar::Locale;

/// A plan to be created.
#[derive(Debug, InputObject)]
pub struct CreatePlanInput {
    /// Its edition, by which people name it, like `2024-2026`: at most 20 characters, taken by no other plan.
    pub edition: String,
    /// Its title, once in each language.
    pub title: Vec<TranslationInput>,
    /// First and last day of the plan.
    pub period: PeriodInput,
}

impl Input for CreatePlanInput {
    type Command = CreatePlan;

    fn command(self) -> Result<CreatePlan, Refusal> {
        let period =
            read_validity(self.period.from, Some(self.period.to)).map_err(|refusal| refusal.under("period"))?;
        Ok(CreatePlan { edition: self.edition, title: read_title(self.title, "title")?, period })
    }
}

versioned! {
    /// The draft of a plan that is opened for contributions.
    ConsultPlanInput {
        /// The plan.
        plan_id: "planId"
    } => AdvancePlan, |plan, expected_version| {
        AdvancePlan { plan, expected_version, target: PlanState::Consultation, act: None }
    };

    /// The adopted plan that begins to be carried out.
    PutPlanIntoForceInput {
        /// The plan.
        plan_id: "planId"
    } => AdvancePlan, |plan, expected_version| {
        AdvancePlan { plan, expected_version, target: PlanState::InForce, act: None }
    };

    /// The plan whose period is over.
    ClosePlanInput {
        /// The plan.
        plan_id: "planId"
    } => AdvancePlan, |plan, expected_version| {
        AdvancePlan { plan, expected_version, target: PlanState::Closed, act: None }
    };

    /// The action that begins to be carried out.
    ActivatePlanActionInput {
        /// The action.
        plan_action_id: "planActionId"
    } => AdvancePlanAction, |action, expected_version| {
        AdvancePlanAction { action, expected_version, step: PlanActionStep::Activate }
    };

    /// The action that is done.
    CompletePlanActionInput {
        /// The action.
        plan_action_id: "planActionId"
    } => AdvancePlanAction, |action, expected_version| {
        AdvancePlanAction { action, expected_version, step: PlanActionStep::Complete }
    };
}

/// A plan after its consultation, with the act that adopts it.
#[derive(Debug, InputObject)]
pub struct AdoptPlanInput {
    /// The plan.
    pub plan_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// The formal resolution that adopts it, with number and date: at most 300 characters.
    pub adopting_act: String,
}

impl Input for AdoptPlanInput {
    type Command = AdvancePlan;

    fn command(self) -> Result<AdvancePlan, Refusal> {
        Ok(AdvancePlan {
            plan: read_id(&self.plan_id, "planId")?,
            expected_version: self.expected_version,
            target: PlanState::Adopted,
            act: Some(self.adopting_act),
        })
    }
}

/// An axis to be added to a plan.
#[derive(Debug, InputObject)]
pub struct CreateAxisInput {
    /// The plan.
    pub plan_id: ID,
    /// Its code inside the edition, a number like `2`.
    pub code: String,
    /// Its title, once in each language.
    pub title: Vec<TranslationInput>,
    /// Terms of taxonomies it is linked to, such as the mission of the recovery plan of the same title.
    #[graphql(default)]
    pub term_ids: Vec<ID>,
}

impl Input for CreateAxisInput {
    type Command = CreateAxis;

    fn command(self) -> Result<CreateAxis, Refusal> {
        Ok(CreateAxis {
            plan: read_id(&self.plan_id, "planId")?,
            code: self.code,
            title: read_title(self.title, "title")?,
            terms: read_ids(&self.term_ids, "termIds")?,
        })
    }
}

/// A strategy to be added to an axis.
#[derive(Debug, InputObject)]
pub struct CreateStrategyInput {
    /// The axis.
    pub axis_id: ID,
    /// Its code inside the edition, which continues the code of the axis: `2.1` in axis `2`.
    pub code: String,
    /// Its title, once in each language.
    pub title: Vec<TranslationInput>,
}

impl Input for CreateStrategyInput {
    type Command = CreateStrategy;

    fn command(self) -> Result<CreateStrategy, Refusal> {
        Ok(CreateStrategy {
            axis: read_id(&self.axis_id, "axisId")?,
            code: self.code,
            title: read_title(self.title, "title")?,
        })
    }
}

/// An action to be added to a strategy.
#[derive(Debug, InputObject)]
pub struct CreatePlanActionInput {
    /// The strategy.
    pub strategy_id: ID,
    /// Its code inside the edition, which continues the code of the strategy: `2.1.3` in strategy `2.1`.
    pub code: String,
    /// Its title, once in each language.
    pub title: Vec<TranslationInput>,
    /// Whose legal remit it is.
    pub competence: Competence,
    /// What the metropolitan city does for it. It does not deliver what is the remit of others.
    pub city_role: CityRole,
    /// The organisation that leads it.
    pub lead_id: Option<ID>,
    /// Terms of taxonomies it is linked to, such as missions of the recovery plan or development goals.
    #[graphql(default)]
    pub term_ids: Vec<ID>,
    /// What it is to reach, in order: at most 20 texts of at most 2,000 characters each.
    #[graphql(default)]
    pub objectives: Vec<String>,
    /// The language of the objectives; Italian where it is left out.
    pub language: Option<Locale>,
}

impl Input for CreatePlanActionInput {
    type Command = CreatePlanAction;

    fn command(self) -> Result<CreatePlanAction, Refusal> {
        let draft = PlanActionDraft {
            code: PlanActionCode::parse(&self.code).map_err(|refusal| refusal.under("code"))?,
            title: read_title(self.title, "title")?,
            competence: self.competence.into(),
            city_role: self.city_role.into(),
            lead: read_optional_id(self.lead_id.as_ref(), "leadId")?,
            terms: read_ids(&self.term_ids, "termIds")?,
        };
        Ok(CreatePlanAction {
            strategy: read_id(&self.strategy_id, "strategyId")?,
            draft,
            objectives: self.objectives,
            language: read_language(self.language),
        })
    }
}

/// An action that is given up.
#[derive(Debug, InputObject)]
pub struct AbandonPlanActionInput {
    /// The action.
    pub plan_action_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// Why, for everybody to read: at most 2,000 characters.
    pub reason: String,
}

impl Input for AbandonPlanActionInput {
    type Command = AdvancePlanAction;

    fn command(self) -> Result<AdvancePlanAction, Refusal> {
        Ok(AdvancePlanAction {
            action: read_id(&self.plan_action_id, "planActionId")?,
            expected_version: self.expected_version,
            step: PlanActionStep::Abandon(self.reason),
        })
    }
}
