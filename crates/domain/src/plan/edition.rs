use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::code::{AxisCode, StrategyCode};
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{AxisId, ObjectiveId, PlanActionId, PlanId, StrategyId, TaxonomyId, TermId};
use crate::locale::{Locale, LocalisedText};
use crate::period::Validity;

/// Where a plan stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PlanState {
    /// Being written; seen by the secretariat and the auditor only.
    Draft,
    /// Open for contributions.
    Consultation,
    /// Adopted by its act.
    Adopted,
    /// Being carried out.
    InForce,
    /// Its period is over.
    Closed,
    /// Accounted for in a published report.
    Reported,
}

impl PlanState {
    fn next(self) -> Option<Self> {
        match self {
            Self::Draft => Some(Self::Consultation),
            Self::Consultation => Some(Self::Adopted),
            Self::Adopted => Some(Self::InForce),
            Self::InForce => Some(Self::Closed),
            Self::Closed => Some(Self::Reported),
            Self::Reported => None,
        }
    }

    /// Whether the public may read it.
    pub fn is_public(self) -> bool {
        self != Self::Draft
    }
}

/// A strategic plan: one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategicPlan {
    /// Its id.
    pub id: PlanId,
    /// Its human key, like `2021-2023`.
    pub edition: String,
    /// Its title.
    pub title: LocalisedText,
    /// First and last day.
    pub period: Validity,
    /// The formal resolution that adopted it.
    pub adopting_act: Option<String>,
    /// Where it stands.
    pub state: PlanState,
    /// Raised by every change.
    pub version: i64,
}

impl StrategicPlan {
    /// A new edition, in draft.
    pub fn new(id: PlanId, edition: &str, title: LocalisedText, period: Validity) -> Result<Self, Refusal> {
        let edition = crate::search::line(edition, 20).map_err(|refusal| refusal.under("edition"))?;
        if period.to.is_none() {
            return Err(Refusal::input(InputProblem::Blank).under("to").under("period"));
        }
        Ok(Self { id, edition, title, period, adopting_act: None, state: PlanState::Draft, version: 1 })
    }

    /// Moves on to `target`, which must be the next state; adoption needs its act.
    pub fn advance(&mut self, target: PlanState, act: Option<&str>) -> Result<(), Refusal> {
        if self.state.next() != Some(target) {
            return Err(Reason::IllegalTransition { from: self.state.into(), action: target.into() }.into());
        }
        if target == PlanState::Adopted {
            let act = act.ok_or_else(|| Reason::ReasonRequired.at("adoptingAct"))?;
            self.adopting_act = Some(crate::search::line(act, 300).map_err(|refusal| refusal.under("adoptingAct"))?);
        }
        self.state = target;
        Ok(())
    }
}

/// An axis: the first level of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// Its id.
    pub id: AxisId,
    /// The plan it belongs to.
    pub plan: PlanId,
    /// Its code inside the edition.
    pub code: AxisCode,
    /// Its title.
    pub title: LocalisedText,
    /// Terms of taxonomies it is linked to (the mission of the recovery plan of the same title).
    pub terms: Vec<TermId>,
}

/// A strategy: the second level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strategy {
    /// Its id.
    pub id: StrategyId,
    /// The plan it belongs to.
    pub plan: PlanId,
    /// The axis it belongs to.
    pub axis: AxisId,
    /// Its code inside the edition.
    pub code: StrategyCode,
    /// Its title.
    pub title: LocalisedText,
}

impl Strategy {
    /// A strategy whose code continues the code of its axis.
    pub fn new(id: StrategyId, axis: &Axis, code: StrategyCode, title: LocalisedText) -> Result<Self, Refusal> {
        if !code.belongs_to(&axis.code) {
            return Err(Refusal::input(InputProblem::Foreign).under("code"));
        }
        Ok(Self { id, plan: axis.plan, axis: axis.id, code, title })
    }
}

/// What an objective belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ObjectiveOwner {
    /// An axis.
    Axis(AxisId),
    /// A strategy.
    Strategy(StrategyId),
    /// An action.
    Action(PlanActionId),
}

/// What an axis, strategy or action is to reach. Indicators point to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objective {
    /// Its id.
    pub id: ObjectiveId,
    /// What it belongs to.
    pub owner: ObjectiveOwner,
    /// Its place in the list, from 1.
    pub position: u32,
    /// Its text.
    pub text: String,
    /// The language of the text.
    pub language: Locale,
}

/// A list of terms that actions and projects can be linked to: missions of the recovery plan, development goals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    /// Its id.
    pub id: TaxonomyId,
    /// Its code, like `PNRR_MISSION`.
    pub code: String,
    /// Its title.
    pub title: LocalisedText,
}

/// One term of a taxonomy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its id.
    pub id: TermId,
    /// The taxonomy it belongs to.
    pub taxonomy: TaxonomyId,
    /// Its code inside the taxonomy, like `M2`.
    pub code: String,
    /// Its title.
    pub title: LocalisedText,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> StrategicPlan {
        let period = Validity::new("2024-01-01".parse().unwrap(), Some("2026-12-31".parse().unwrap())).unwrap();
        StrategicPlan::new(uuid::Uuid::nil().into(), "2024-2026", LocalisedText::italian("Piano"), period).unwrap()
    }

    #[test]
    fn a_plan_goes_through_its_states_in_order() {
        let mut plan = plan();
        for target in PlanState::VARIANTS.iter().skip(1) {
            plan.advance(*target, Some("DCM 71/2024")).unwrap();
        }
        assert_eq!(plan.state, PlanState::Reported);
        assert_eq!(plan.adopting_act.as_deref(), Some("DCM 71/2024"));
    }

    #[test]
    fn no_state_is_skipped_and_adoption_needs_its_act() {
        let mut plan = plan();
        assert!(plan.advance(PlanState::InForce, None).is_err());
        plan.advance(PlanState::Consultation, None).unwrap();
        assert_eq!(plan.advance(PlanState::Adopted, None).unwrap_err().reason, Reason::ReasonRequired);
        assert_eq!(plan.state, PlanState::Consultation);
    }
}
