use serde::Serialize;

use super::Nature;
use crate::error::{Reason, Refusal};
use crate::money::Cents;

/// What a project's promises add up to, kept up to date by every entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ProjectTotals {
    /// The cash budget.
    pub budget_cash: Cents,
    /// The in-kind budget.
    pub budget_in_kind: Cents,
    /// Cash promised.
    pub promised_cash: Cents,
    /// Work promised.
    pub promised_in_kind: Cents,
    /// Cash confirmed.
    pub confirmed_cash: Cents,
    /// Work confirmed.
    pub confirmed_in_kind: Cents,
    /// Cash paid.
    pub paid_cash: Cents,
    /// Work given.
    pub paid_in_kind: Cents,
}

impl ProjectTotals {
    /// What is still to be found in cash: budget less confirmed (rule M2); negative where more is confirmed.
    pub fn gap_cash(&self) -> Cents {
        self.budget_cash.minus(self.confirmed_cash).unwrap_or_default()
    }

    /// The same for contributions in kind.
    pub fn gap_in_kind(&self) -> Cents {
        self.budget_in_kind.minus(self.confirmed_in_kind).unwrap_or_default()
    }

    /// Refuses to confirm more than what is still to be found (rule M2).
    pub fn require_gap(&self, nature: Nature, amount: Cents) -> Result<(), Refusal> {
        let gap = match nature {
            Nature::Cash => self.gap_cash(),
            Nature::InKind => self.gap_in_kind(),
        };
        if amount <= gap { Ok(()) } else { Err(Reason::OverFunding { gap: gap.get() }.at("amount")) }
    }
}
