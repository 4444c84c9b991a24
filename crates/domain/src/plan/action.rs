use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::code::PlanActionCode;
use super::edition::Strategy;
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{PlanActionId, PlanId, StakeholderId, StrategyId, TermId};
use crate::locale::LocalisedText;

/// Whose legal remit an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Competence {
    /// The city's own.
    Own,
    /// Other bodies'.
    Others,
    /// Shared with other bodies.
    Shared,
}

/// What the city does for an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CityRole {
    /// It carries the action out.
    Delivers,
    /// It directs others.
    Directs,
    /// It stimulates others.
    Stimulates,
    /// It promotes what others do.
    Promotes,
}

/// Where an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ActionState {
    /// Being written.
    Draft,
    /// Being carried out.
    Active,
    /// Done.
    Completed,
    /// Given up, with a reason.
    Abandoned,
}

/// What a new action is made of.
#[derive(Debug, Clone)]
pub struct PlanActionDraft {
    /// Its code inside the edition.
    pub code: PlanActionCode,
    /// Its title.
    pub title: LocalisedText,
    /// Whose remit it is.
    pub competence: Competence,
    /// What the city does for it.
    pub city_role: CityRole,
    /// The organisation that leads it.
    pub lead: Option<StakeholderId>,
    /// Terms of taxonomies it is linked to.
    pub terms: Vec<TermId>,
}

/// An action: the third level of a plan, on which money and work are promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanAction {
    /// Its id.
    pub id: PlanActionId,
    /// The plan it belongs to.
    pub plan: PlanId,
    /// The strategy it belongs to.
    pub strategy: StrategyId,
    /// Its code inside the edition.
    pub code: PlanActionCode,
    /// Its title.
    pub title: LocalisedText,
    /// Whose remit it is.
    pub competence: Competence,
    /// What the city does for it.
    pub city_role: CityRole,
    /// The organisation that leads it.
    pub lead: Option<StakeholderId>,
    /// Terms of taxonomies it is linked to.
    pub terms: Vec<TermId>,
    /// Where it stands.
    pub state: ActionState,
    /// Why it was abandoned.
    pub state_reason: Option<String>,
    /// Raised by every change.
    pub version: i64,
}

impl PlanAction {
    /// A new action in draft; its code continues the code of the strategy.
    pub fn new(id: PlanActionId, strategy: &Strategy, draft: PlanActionDraft) -> Result<Self, Refusal> {
        if !draft.code.belongs_to(&strategy.code) {
            return Err(Refusal::input(InputProblem::Foreign).under("code"));
        }
        if draft.competence == Competence::Others && draft.city_role == CityRole::Delivers {
            return Err(Refusal::input(InputProblem::Foreign).under("cityRole"));
        }
        Ok(Self {
            id,
            plan: strategy.plan,
            strategy: strategy.id,
            code: draft.code,
            title: draft.title,
            competence: draft.competence,
            city_role: draft.city_role,
            lead: draft.lead,
            terms: draft.terms,
            state: ActionState::Draft,
            state_reason: None,
            version: 1,
        })
    }

    /// Draft → Active.
    pub fn activate(&mut self) -> Result<(), Refusal> {
        self.transition(ActionState::Draft, ActionState::Active, "activate")
    }

    /// Active → Completed.
    pub fn complete(&mut self) -> Result<(), Refusal> {
        self.transition(ActionState::Active, ActionState::Completed, "complete")
    }

    /// Active → Abandoned, with a reason.
    pub fn abandon(&mut self, reason: &str) -> Result<(), Refusal> {
        let reason = crate::search::paragraphs(reason, 2000).map_err(|_| Reason::ReasonRequired.at("reason"))?;
        self.transition(ActionState::Active, ActionState::Abandoned, "abandon")?;
        self.state_reason = Some(reason);
        Ok(())
    }

    fn transition(&mut self, from: ActionState, to: ActionState, action: &'static str) -> Result<(), Refusal> {
        if self.state != from {
            return Err(Reason::IllegalTransition { from: self.state.into(), action }.into());
        }
        self.state = to;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::plan::StrategyCode;

    fn strategy() -> Strategy {
        Strategy {
            id: Uuid::nil().into(),
            plan: Uuid::nil().into(),
            axis: Uuid::nil().into(),
            code: StrategyCode::parse("2.1").unwrap(),
            title: LocalisedText::italian("Metropoli verde"),
        }
    }

    fn draft(code: &str, competence: Competence) -> PlanActionDraft {
        PlanActionDraft {
            code: PlanActionCode::parse(code).unwrap(),
            title: LocalisedText::italian("Gran Bosco Torino"),
            competence,
            city_role: CityRole::Delivers,
            lead: None,
            terms: Vec::new(),
        }
    }

    #[test]
    fn the_city_delivers_only_what_is_its_remit_and_codes_fit_the_tree() {
        assert!(PlanAction::new(Uuid::nil().into(), &strategy(), draft("2.1.3", Competence::Own)).is_ok());
        assert!(PlanAction::new(Uuid::nil().into(), &strategy(), draft("2.1.3", Competence::Others)).is_err());
        assert!(PlanAction::new(Uuid::nil().into(), &strategy(), draft("2.2.3", Competence::Own)).is_err());
    }

    #[test]
    fn an_action_is_abandoned_with_a_reason_only() {
        let mut action = PlanAction::new(Uuid::nil().into(), &strategy(), draft("2.1.3", Competence::Own)).unwrap();
        assert!(action.complete().is_err());
        action.activate().unwrap();
        assert_eq!(action.abandon(" ").unwrap_err().reason, Reason::ReasonRequired);
        action.abandon("Il finanziamento è stato revocato").unwrap();
        assert_eq!(action.state, ActionState::Abandoned);
        assert!(action.activate().is_err());
    }
}
