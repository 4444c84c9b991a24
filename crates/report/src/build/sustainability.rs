//! The sustainability report of a plan, from everything that was read about it.

use std::collections::{BTreeSet, HashMap};

use cordata_domain::funding::MatrixRow;
use cordata_domain::ids::{PlanActionId, ProjectId, StakeholderId};
use cordata_domain::indicator::FactBook;
use cordata_domain::money::Currency;
use cordata_domain::period::LocalMoment;
use cordata_domain::plan::{Axis, Objective, ObjectiveOwner, PlanAction, StrategicPlan, Strategy};
use cordata_domain::project::{ActionShare, Project};
use cordata_domain::report::{ActionCounts, CutOff};

use super::indicator::Measured;
use super::money::Ledger;
use crate::model::sustainability::{
    ActionReport, AxisReport, ObjectiveText, Organisation, PlanHead, StrategyReport, SustainabilityReport,
};

/// Everything that a report is made from. Lists are in the order in which the report shows them.
#[derive(Debug, Clone)]
pub struct ReportFacts {
    /// The body that accounts for the plan.
    pub publisher: String,
    /// The plan.
    pub plan: StrategicPlan,
    /// Until when the report looks.
    pub cut_off: CutOff,
    /// Now.
    pub computed_at: LocalMoment,
    /// Its axes.
    pub axes: Vec<Axis>,
    /// Their strategies.
    pub strategies: Vec<Strategy>,
    /// Their actions.
    pub actions: Vec<PlanAction>,
    /// Objectives of all of them.
    pub objectives: Vec<Objective>,
    /// What was given to projects under the plan by the cut-off.
    pub money: Vec<MatrixRow>,
    /// The parts of these projects that count under actions of any plan.
    pub shares: Vec<(ProjectId, ActionShare)>,
    /// Those of the projects whose amounts contradict each other.
    pub anomalies: Vec<Project>,
    /// Names of leads and contributors.
    pub organisations: HashMap<StakeholderId, String>,
    /// The indicators of the plan, with what was measured. Only validated measurements count (rule I4).
    pub indicators: FactBook,
}

/// Makes the report.
pub fn sustainability_report(facts: &ReportFacts) -> SustainabilityReport {
    let (ledger, measured) = (Ledger::new(facts), Measured::new(facts));
    let axes = facts.axes.iter().map(|axis| of_axis(facts, (&ledger, &measured), axis)).collect();
    SustainabilityReport {
        publisher: facts.publisher.clone(),
        plan: head(&facts.plan),
        as_of: facts.cut_off.day,
        computed_at: facts.computed_at,
        currency: Currency::EUR,
        actions: ActionCounts::of(facts.actions.iter().map(|action| action.state)),
        money: ledger.of_actions(&facts.actions.iter().map(|action| action.id).collect()),
        left_out: ledger.left_out(),
        outcomes: measured.outcomes(),
        axes,
        indicators: measured.under(None),
    }
}

fn head(plan: &StrategicPlan) -> PlanHead {
    PlanHead {
        edition: plan.edition.clone(),
        title: plan.title.clone(),
        period: plan.period,
        state: plan.state,
        adopting_act: plan.adopting_act.clone(),
    }
}

fn of_axis(facts: &ReportFacts, (ledger, measured): (&Ledger<'_>, &Measured), axis: &Axis) -> AxisReport {
    let strategies: Vec<&Strategy> = facts.strategies.iter().filter(|strategy| strategy.axis == axis.id).collect();
    let below = |action: &&PlanAction| strategies.iter().any(|strategy| strategy.id == action.strategy);
    let actions: Vec<&PlanAction> = facts.actions.iter().filter(below).collect();
    let ids: BTreeSet<PlanActionId> = actions.iter().map(|action| action.id).collect();
    let told = strategies.iter().map(|strategy| of_strategy(facts, ledger, strategy)).collect();
    AxisReport {
        code: axis.code.as_str().to_owned(),
        title: axis.title.clone(),
        objectives: objectives(facts, ObjectiveOwner::Axis(axis.id)),
        actions: ActionCounts::of(actions.iter().map(|action| action.state)),
        money: ledger.of_actions(&ids),
        strategies: told,
        indicators: measured.under(Some(axis.id)),
    }
}

fn of_strategy(facts: &ReportFacts, ledger: &Ledger<'_>, strategy: &Strategy) -> StrategyReport {
    let actions = facts.actions.iter().filter(|action| action.strategy == strategy.id);
    let told = actions.map(|action| of_action(facts, ledger, action)).collect();
    StrategyReport {
        code: strategy.code.as_str().to_owned(),
        title: strategy.title.clone(),
        objectives: objectives(facts, ObjectiveOwner::Strategy(strategy.id)),
        actions: told,
    }
}

fn of_action(facts: &ReportFacts, ledger: &Ledger<'_>, action: &PlanAction) -> ActionReport {
    let named = |id: StakeholderId| Some(Organisation { id, name: facts.organisations.get(&id)?.clone() });
    ActionReport {
        id: action.id,
        code: action.code.as_str().to_owned(),
        title: action.title.clone(),
        state: action.state,
        state_reason: action.state_reason.clone(),
        competence: action.competence,
        city_role: action.city_role,
        lead: action.lead.and_then(named),
        objectives: objectives(facts, ObjectiveOwner::Action(action.id)),
        money: ledger.of_action(action.id),
    }
}

fn objectives(facts: &ReportFacts, owner: ObjectiveOwner) -> Vec<ObjectiveText> {
    let own = facts.objectives.iter().filter(|objective| objective.owner == owner);
    own.map(|objective| ObjectiveText { text: objective.text.clone(), language: objective.language.clone() }).collect()
}

#[cfg(test)]
mod tests;
