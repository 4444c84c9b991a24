use std::collections::BTreeMap;

use crate::funding::{Nature, Position};
use crate::ids::{PlanActionId, ProjectId, StakeholderId};
use crate::money::{Cents, apportion};

/// Money and work of one contributor for one action; cash and in kind apart (rule M4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// Cash promised.
    pub promised: Cents,
    /// Cash confirmed.
    pub confirmed: Cents,
    /// Cash paid.
    pub paid: Cents,
    /// Work promised.
    pub in_kind_promised: Cents,
    /// Work confirmed.
    pub in_kind_confirmed: Cents,
    /// Work given.
    pub in_kind_given: Cents,
}

impl Cell {
    /// Adds an amount that was promised, confirmed and paid.
    pub fn add(&mut self, nature: Nature, position: &Position) {
        let (promised, confirmed, paid) = match nature {
            Nature::Cash => (&mut self.promised, &mut self.confirmed, &mut self.paid),
            Nature::InKind => (&mut self.in_kind_promised, &mut self.in_kind_confirmed, &mut self.in_kind_given),
        };
        *promised = promised.plus(position.promised);
        *confirmed = confirmed.plus(position.confirmed);
        *paid = paid.plus(position.paid);
    }

    /// Adds another cell, amount by amount.
    pub fn include(&mut self, other: &Self) {
        self.promised = self.promised.plus(other.promised);
        self.confirmed = self.confirmed.plus(other.confirmed);
        self.paid = self.paid.plus(other.paid);
        self.in_kind_promised = self.in_kind_promised.plus(other.in_kind_promised);
        self.in_kind_confirmed = self.in_kind_confirmed.plus(other.in_kind_confirmed);
        self.in_kind_given = self.in_kind_given.plus(other.in_kind_given);
    }
}

/// What one contributor gives to one project, summed over its promises of one nature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// Who; absent for money without a named organisation, which has a row of its own.
    pub contributor: Option<StakeholderId>,
    /// The project.
    pub project: ProjectId,
    /// Money or work.
    pub nature: Nature,
    /// How much.
    pub position: Position,
}

/// Cells by contributor and action; either may be unnamed.
pub type Matrix = BTreeMap<(Option<StakeholderId>, Option<PlanActionId>), Cell>;

/// Divides what is given to projects among their actions by the dated shares of each (rule M13). A project without
/// actions counts under none. The cells add up to the rows to the cent.
pub fn divide(rows: &[MatrixRow], shares: &BTreeMap<ProjectId, Vec<(PlanActionId, u64)>>) -> Matrix {
    let mut cells = Matrix::new();
    for row in rows {
        let none = Vec::new();
        for (action, part) in parts(&row.position, shares.get(&row.project).unwrap_or(&none)) {
            cells.entry((row.contributor, action)).or_default().add(row.nature, &part);
        }
    }
    cells
}

fn parts(position: &Position, weights: &[(PlanActionId, u64)]) -> Vec<(Option<PlanActionId>, Position)> {
    if weights.is_empty() {
        return vec![(None, *position)];
    }
    let split = |amount| apportion(amount, weights).into_iter().map(|(_, part)| part);
    let amounts =
        split(position.promised).zip(split(position.confirmed)).zip(split(position.ordered).zip(split(position.paid)));
    let position = |((promised, confirmed), (ordered, paid))| Position { promised, confirmed, ordered, paid };
    weights.iter().map(|(action, _)| Some(*action)).zip(amounts.map(position)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    proptest! {
        #[test]
        fn the_matrix_adds_up_to_the_promises(
            amounts in proptest::collection::vec((0_u128..4, 0_u128..5, 0_i64..1_000_000), 0..30),
            weights in proptest::collection::vec(1_u64..10_000, 0..4),
        ) {
            let rows: Vec<MatrixRow> = amounts
                .iter()
                .map(|(contributor, project, cents)| MatrixRow {
                    contributor: (*contributor > 0).then(|| Uuid::from_u128(*contributor).into()),
                    project: Uuid::from_u128(*project).into(),
                    nature: Nature::Cash,
                    position: Position { promised: Cents::new(*cents), ..Position::default() },
                })
                .collect();
            let actions: Vec<(PlanActionId, u64)> =
                weights.into_iter().zip(0..).map(|(weight, n)| (Uuid::from_u128(n).into(), weight)).collect();
            let shares = BTreeMap::from([(Uuid::from_u128(1).into(), actions)]);
            let cells = divide(&rows, &shares);
            let total: i128 = rows.iter().map(|row| row.position.promised.get()).sum();
            prop_assert_eq!(cells.values().map(|cell| cell.promised.get()).sum::<i128>(), total);
        }
    }
}
