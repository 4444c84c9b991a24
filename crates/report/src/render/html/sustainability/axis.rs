//! One axis: what it is to reach, how far its actions are, who gave what to it.

use super::Teller;
use super::indicator::IndicatorTable;
use super::money::MoneyTable;
use crate::model::sustainability::{ActionReport, AxisReport, ObjectiveText, StrategyReport};
use crate::render::html::said::Said;

/// An axis with everything below it.
pub(super) struct AxisView {
    /// The place of the axis on the page.
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) title: Said,
    pub(super) objectives: Vec<Said>,
    /// The id of the caption of its actions.
    pub(super) actions_id: String,
    pub(super) actions_caption: String,
    pub(super) strategies: Vec<StrategyView>,
    pub(super) has_actions: bool,
    pub(super) money_of_actions: MoneyTable,
    pub(super) contributions: MoneyTable,
    pub(super) indicators: IndicatorTable,
}

/// A strategy: a group of rows of the table of actions.
pub(super) struct StrategyView {
    pub(super) name: String,
    pub(super) title: Said,
    pub(super) objectives: Vec<Said>,
    pub(super) actions: Vec<ActionView>,
}

/// An action: a row.
pub(super) struct ActionView {
    pub(super) code: String,
    pub(super) title: Said,
    pub(super) objectives: Vec<Said>,
    pub(super) state: String,
    pub(super) reason: Option<String>,
    pub(super) competence: String,
    pub(super) city_role: String,
    pub(super) lead: Option<String>,
}

impl AxisView {
    pub(super) fn new(teller: &Teller<'_>, axis: &AxisReport) -> Self {
        let code = || [("code", axis.code.as_str().into())];
        let caption = teller.words.format("report-money-of-axis", &code());
        Self {
            anchor: format!("axis-{}", axis.code),
            name: teller.words.format("page-axis", &code()),
            title: Said::translated(teller.locale(), &axis.title),
            objectives: objectives(teller, &axis.objectives),
            actions_id: format!("actions-{}", axis.code),
            actions_caption: teller.words.format("report-actions-of-axis", &code()),
            strategies: axis.strategies.iter().map(|strategy| StrategyView::new(teller, strategy)).collect(),
            has_actions: axis.actions.total > 0,
            money_of_actions: MoneyTable::by_action(teller, axis),
            contributions: MoneyTable::by_contributor(teller, &format!("money-{}", axis.code), caption, &axis.money),
            indicators: teller.indicators_of(Some(&axis.code), &axis.indicators),
        }
    }
}

impl StrategyView {
    fn new(teller: &Teller<'_>, strategy: &StrategyReport) -> Self {
        Self {
            name: teller.words.format("page-strategy", &[("code", strategy.code.as_str().into())]),
            title: Said::translated(teller.locale(), &strategy.title),
            objectives: objectives(teller, &strategy.objectives),
            actions: strategy.actions.iter().map(|action| ActionView::new(teller, action)).collect(),
        }
    }
}

impl ActionView {
    fn new(teller: &Teller<'_>, action: &ActionReport) -> Self {
        let reason =
            |reason: &String| teller.words.format("report-action-reason", &[("reason", reason.as_str().into())]);
        Self {
            code: action.code.clone(),
            title: Said::translated(teller.locale(), &action.title),
            objectives: objectives(teller, &action.objectives),
            state: teller.label("action-state", action.state),
            reason: action.state_reason.as_ref().map(reason),
            competence: teller.label("competence", action.competence),
            city_role: teller.label("city-role", action.city_role),
            lead: action.lead.as_ref().map(|lead| lead.name.clone()),
        }
    }
}

fn objectives(teller: &Teller<'_>, objectives: &[ObjectiveText]) -> Vec<Said> {
    let said = |objective: &ObjectiveText| Said::written(teller.locale(), &objective.text, &objective.language);
    objectives.iter().map(said).collect()
}
