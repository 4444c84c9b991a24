//! The money of a report: certified projects divided among the actions of the plan, and what is left out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cordata_domain::funding::{Cell, Matrix, MatrixRow, divide};
use cordata_domain::ids::{PlanActionId, ProjectId, StakeholderId};
use cordata_domain::project::{ActionShare, shares_on};
use cordata_domain::search::sort_key;

use super::sustainability::ReportFacts;
use crate::model::sustainability::{Contribution, LeftOut, LeftOutProject, Money, MoneyReport, Organisation};

/// What was given to the actions of one plan.
pub(super) struct Ledger<'a> {
    names: &'a HashMap<StakeholderId, String>,
    certified: Matrix,
    left_out: LeftOut,
}

impl<'a> Ledger<'a> {
    /// Divides what was given among the actions of the plan. What goes to actions of other plans is not of this report.
    pub(super) fn new(facts: &'a ReportFacts) -> Self {
        let anomalies: BTreeSet<ProjectId> = facts.anomalies.iter().map(|project| project.id).collect();
        let (contradictory, certified): (Vec<_>, Vec<_>) =
            facts.money.iter().cloned().partition(|row| anomalies.contains(&row.project));
        let weights = weights(facts);
        let actions: BTreeSet<PlanActionId> = facts.actions.iter().map(|action| action.id).collect();
        let of_plan = |rows: &[MatrixRow]| {
            let mut matrix = divide(rows, &weights);
            matrix.retain(|(_, action), _| action.is_some_and(|action| actions.contains(&action)));
            matrix
        };
        let left_out = LeftOut { projects: titles(facts), money: sum(of_plan(&contradictory).values()).into() };
        Self { names: &facts.organisations, certified: of_plan(&certified), left_out }
    }

    /// What is no part of any other amount.
    pub(super) fn left_out(&self) -> LeftOut {
        self.left_out.clone()
    }

    /// What was given to one action.
    pub(super) fn of_action(&self, action: PlanActionId) -> Money {
        let cells = self.certified.iter().filter(|((_, of), _)| *of == Some(action));
        sum(cells.map(|(_, cell)| cell)).into()
    }

    /// Who gave how much to some actions.
    pub(super) fn of_actions(&self, actions: &BTreeSet<PlanActionId>) -> MoneyReport {
        let mut cells: BTreeMap<Option<StakeholderId>, Cell> = BTreeMap::new();
        let given = self.certified.iter().filter(|((_, of), _)| of.is_some_and(|action| actions.contains(&action)));
        for ((contributor, _), cell) in given {
            cells.entry(*contributor).or_default().include(cell);
        }
        let total = sum(cells.values()).into();
        let nothing = Cell::default();
        let given = cells.into_iter().filter(|(_, cell)| *cell != nothing);
        let mut contributions: Vec<Contribution> = given.map(|(id, cell)| self.contribution(id, cell)).collect();
        contributions.sort_by_cached_key(|row| {
            let named = row.contributor.as_ref().map(|organisation| (sort_key(&organisation.name), organisation.id));
            (named.is_none(), named)
        });
        MoneyReport { total, contributions }
    }

    fn contribution(&self, contributor: Option<StakeholderId>, cell: Cell) -> Contribution {
        let organisation = |id| Organisation { id, name: self.names.get(&id).cloned().unwrap_or_default() };
        Contribution { contributor: contributor.map(organisation), money: cell.into() }
    }
}

fn sum<'c>(cells: impl IntoIterator<Item = &'c Cell>) -> Cell {
    cells.into_iter().fold(Cell::default(), |mut total, cell| {
        total.include(cell);
        total
    })
}

/// The parts of each project on the day of the cut-off.
fn weights(facts: &ReportFacts) -> BTreeMap<ProjectId, Vec<(PlanActionId, u64)>> {
    let mut shares: BTreeMap<ProjectId, Vec<ActionShare>> = BTreeMap::new();
    for (project, share) in &facts.shares {
        shares.entry(*project).or_default().push(*share);
    }
    shares.into_iter().map(|(project, shares)| (project, shares_on(&shares, facts.cut_off.day))).collect()
}

fn titles(facts: &ReportFacts) -> Vec<LeftOutProject> {
    let title = |project: &cordata_domain::project::Project| LeftOutProject {
        id: project.id,
        title: project.title.clone(),
        language: project.language.clone(),
    };
    facts.anomalies.iter().map(title).collect()
}
