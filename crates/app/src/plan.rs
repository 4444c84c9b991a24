//! Use cases of the plan and its tree.

use async_trait::async_trait;
use cordata_domain::audit::Traced;
use cordata_domain::ids::{AxisId, PlanActionId, PlanId, StrategyId, TermId};
use cordata_domain::period::Validity;
use cordata_domain::plan::{
    Axis, AxisCode, HomogeneousZone, Municipality, Objective, ObjectiveOwner, PlanAction, PlanActionDraft, PlanState,
    StrategicPlan, Strategy, StrategyCode, Taxonomy, Term,
};
use cordata_domain::policy::{Act, Facts};
use cordata_domain::search;
use cordata_domain::{InputProblem, Locale, LocalisedText, Refusal};
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};

/// Creates a plan in draft.
#[derive(Debug, Clone)]
pub struct CreatePlan {
    /// Its edition, like `2024-2026`.
    pub edition: String,
    /// Its title.
    pub title: LocalisedText,
    /// First and last day.
    pub period: Validity,
}

#[async_trait]
impl Command for CreatePlan {
    const NAME: &'static str = "createPlan";
    type Output = PlanId;

    async fn run(&self, work: &mut Work<'_>) -> Result<PlanId, AppError> {
        work.require(Act::CreatePlan, &Facts::plan())?;
        let plan = StrategicPlan::new(work.id(), &self.edition, self.title.clone(), self.period)?;
        work.tx.insert_plan(&plan).await.map_err(|error| error.under("edition"))?;
        work.audit_new(&plan);
        Ok(plan.id)
    }
}

/// Moves a plan on to its next state.
#[derive(Debug, Clone)]
pub struct AdvancePlan {
    /// The plan.
    pub plan: PlanId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// The next state.
    pub target: PlanState,
    /// The adopting act, for the adoption.
    pub act: Option<String>,
}

#[async_trait]
impl Command for AdvancePlan {
    const NAME: &'static str = "advancePlan";
    type Output = PlanId;

    async fn run(&self, work: &mut Work<'_>) -> Result<PlanId, AppError> {
        let mut plan = work.visible_plan(self.plan, "planId").await?;
        work.require(Act::AdvancePlan, &Facts::plan())?;
        require_version(self.expected_version, plan.version)?;
        let before = plan.snapshot();
        plan.advance(self.target, self.act.as_deref())?;
        work.tx.update_plan(&plan).await?;
        work.audit_change(&before, &plan);
        Ok(plan.id)
    }
}

/// Adds an axis to a plan.
#[derive(Debug, Clone)]
pub struct CreateAxis {
    /// The plan.
    pub plan: PlanId,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: LocalisedText,
    /// Terms of taxonomies it is linked to.
    pub terms: Vec<TermId>,
}

#[async_trait]
impl Command for CreateAxis {
    const NAME: &'static str = "createAxis";
    type Output = AxisId;

    async fn run(&self, work: &mut Work<'_>) -> Result<AxisId, AppError> {
        let plan = work.visible_plan(self.plan, "planId").await?;
        work.require(Act::EditPlanTree, &Facts::plan())?;
        let code = AxisCode::parse(&self.code).map_err(|refusal| refusal.under("code"))?;
        let axis = Axis { id: work.id(), plan: plan.id, code, title: self.title.clone(), terms: self.terms.clone() };
        work.tx.insert_axis(&axis).await.map_err(|error| error.under("code"))?;
        work.audit("Axis", axis.id, json!({ "edition": plan.edition, "code": axis.code }));
        Ok(axis.id)
    }
}

/// Adds a strategy to an axis.
#[derive(Debug, Clone)]
pub struct CreateStrategy {
    /// The axis.
    pub axis: AxisId,
    /// Its code, which continues the code of the axis.
    pub code: String,
    /// Its title.
    pub title: LocalisedText,
}

#[async_trait]
impl Command for CreateStrategy {
    const NAME: &'static str = "createStrategy";
    type Output = StrategyId;

    async fn run(&self, work: &mut Work<'_>) -> Result<StrategyId, AppError> {
        let axis = found_at(work.tx.axis(self.axis).await?, "axisId")?;
        let plan = work.visible_plan(axis.plan, "axisId").await?;
        work.require(Act::EditPlanTree, &Facts::plan())?;
        let code = StrategyCode::parse(&self.code).map_err(|refusal| refusal.under("code"))?;
        let strategy = Strategy::new(work.id(), &axis, code, self.title.clone())?;
        work.tx.insert_strategy(&strategy).await.map_err(|error| error.under("code"))?;
        work.audit("Strategy", strategy.id, json!({ "edition": plan.edition, "code": strategy.code }));
        Ok(strategy.id)
    }
}

/// Adds an action to a strategy, with its objectives.
#[derive(Debug, Clone)]
pub struct CreatePlanAction {
    /// The strategy.
    pub strategy: StrategyId,
    /// What it is made of.
    pub draft: PlanActionDraft,
    /// What it is to reach, in order.
    pub objectives: Vec<String>,
    /// The language of the objectives.
    pub language: Locale,
}

#[async_trait]
impl Command for CreatePlanAction {
    const NAME: &'static str = "createPlanAction";
    type Output = PlanActionId;

    async fn run(&self, work: &mut Work<'_>) -> Result<PlanActionId, AppError> {
        let strategy = found_at(work.tx.strategy(self.strategy).await?, "strategyId")?;
        work.visible_plan(strategy.plan, "strategyId").await?;
        work.require(Act::EditPlanTree, &Facts::plan())?;
        if let Some(lead) = self.draft.lead {
            found_at(work.tx.stakeholder(lead).await?, "leadId")?;
        }
        let action = PlanAction::new(work.id(), &strategy, self.draft.clone())?;
        let objectives = self.objectives(work, action.id)?;
        work.tx.insert_plan_action(&action).await.map_err(|error| error.under("code"))?;
        work.tx.insert_objectives(&objectives).await?;
        work.audit_new(&action);
        Ok(action.id)
    }
}

impl CreatePlanAction {
    fn objectives(&self, work: &Work<'_>, action: PlanActionId) -> Result<Vec<Objective>, AppError> {
        if self.objectives.len() > 20 {
            return Err(Refusal::input(InputProblem::TooMany { max: 20 }).under("objectives").into());
        }
        let objective = |(position, text): (u32, &String)| {
            let text = search::paragraphs(text, 2_000).map_err(|refusal| refusal.under("objectives"))?;
            let owner = ObjectiveOwner::Action(action);
            Ok(Objective { id: work.id(), owner, position, text, language: self.language.clone() })
        };
        (1..).zip(&self.objectives).map(objective).collect()
    }
}

/// What can be done to an action that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanActionStep {
    /// Draft to active.
    Activate,
    /// Active to completed.
    Complete,
    /// Active to abandoned, with a reason.
    Abandon(String),
}

/// Moves an action on.
#[derive(Debug, Clone)]
pub struct AdvancePlanAction {
    /// The action.
    pub action: PlanActionId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// What is done.
    pub step: PlanActionStep,
}

#[async_trait]
impl Command for AdvancePlanAction {
    const NAME: &'static str = "advancePlanAction";
    type Output = PlanActionId;

    async fn run(&self, work: &mut Work<'_>) -> Result<PlanActionId, AppError> {
        let mut action = found_at(work.tx.plan_action(self.action).await?, "planActionId")?;
        work.visible_plan(action.plan, "planActionId").await?;
        work.require(Act::ManagePlanAction, &Facts::plan())?;
        require_version(self.expected_version, action.version)?;
        let before = action.snapshot();
        match &self.step {
            PlanActionStep::Activate => action.activate()?,
            PlanActionStep::Complete => action.complete()?,
            PlanActionStep::Abandon(reason) => action.abandon(reason)?,
        }
        work.tx.update_plan_action(&action).await?;
        work.because(action.state_reason.as_deref());
        work.audit_change(&before, &action);
        Ok(action.id)
    }
}

/// Adds a taxonomy with its terms.
#[derive(Debug, Clone)]
pub struct CreateTaxonomy {
    /// Its code, like `PNRR_MISSION`.
    pub code: String,
    /// Its title.
    pub title: LocalisedText,
    /// Codes and titles of its terms.
    pub terms: Vec<(String, LocalisedText)>,
}

#[async_trait]
impl Command for CreateTaxonomy {
    const NAME: &'static str = "createTaxonomy";
    type Output = Vec<TermId>;

    async fn run(&self, work: &mut Work<'_>) -> Result<Vec<TermId>, AppError> {
        work.require(Act::EditPlanTree, &Facts::plan())?;
        let code = search::line(&self.code, 40).map_err(|refusal| refusal.under("code"))?;
        let taxonomy = Taxonomy { id: work.id(), code, title: self.title.clone() };
        let term = |(code, title): &(String, LocalisedText)| Term {
            id: work.id(),
            taxonomy: taxonomy.id,
            code: code.clone(),
            title: title.clone(),
        };
        let terms: Vec<Term> = self.terms.iter().map(term).collect();
        work.tx.insert_taxonomy(&taxonomy, &terms).await.map_err(|error| error.under("code"))?;
        work.audit("Taxonomy", taxonomy.id, json!({ "code": taxonomy.code, "terms": terms.len() }));
        Ok(terms.iter().map(|term| term.id).collect())
    }
}

/// Adds homogeneous zones and municipalities.
#[derive(Debug, Clone)]
pub struct AddTerritory {
    /// The zones.
    pub zones: Vec<HomogeneousZone>,
    /// The municipalities.
    pub municipalities: Vec<Municipality>,
}

#[async_trait]
impl Command for AddTerritory {
    const NAME: &'static str = "addTerritory";
    type Output = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<(), AppError> {
        work.require(Act::EditPlanTree, &Facts::plan())?;
        work.tx.insert_zones(&self.zones).await?;
        work.tx.insert_municipalities(&self.municipalities).await?;
        let detail = json!({ "zones": self.zones.len(), "municipalities": self.municipalities.len() });
        work.audit("Territory", uuid::Uuid::nil(), detail);
        Ok(())
    }
}

impl Work<'_> {
    /// Loads a plan that the caller may see: a draft is hidden from those who do not see everything.
    pub(crate) async fn visible_plan(&mut self, id: PlanId, field: &str) -> Result<StrategicPlan, AppError> {
        let sees_drafts = self.actor().visibility().everything;
        let plan = self.tx.plan(id).await?.filter(|plan| sees_drafts || plan.state.is_public());
        found_at(plan, field)
    }
}
