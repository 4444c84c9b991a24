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
        self.budget_cash.minus(self.confirmed_cash)
    }

    /// The same for contributions in kind.
    pub fn gap_in_kind(&self) -> Cents {
        self.budget_in_kind.minus(self.confirmed_in_kind)
    }

    /// Refuses a promise of `amount` that makes what is promised more than can be kept of one project, or that is far
    /// above what the project costs, from `times` its budget on, as long as no note confirms it. A project without a
    /// budget has nothing to compare with.
    pub fn require_believable(
        &self,
        (nature, amount): (Nature, Cents),
        times: u32,
        confirmation: Option<&str>,
    ) -> Result<(), Refusal> {
        let promised = match nature {
            Nature::Cash => self.promised_cash,
            Nature::InKind => self.promised_in_kind,
        };
        promised.plus(amount).require_storable().map_err(|refusal| refusal.under("amount"))?;
        let budget = self.budget_cash.plus(self.budget_in_kind).get();
        let far_above = budget > 0 && amount.get() > budget.saturating_mul(times.into());
        if far_above && confirmation.is_none() {
            return Err(Reason::AboveBudget { budget, times }.at("amount"));
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::error::RefusalCode;

    const LARGEST: i64 = 100_000_000_000_000_000;

    #[rstest]
    #[case::within(Nature::Cash, 100_000, None, None)]
    #[case::far_above(Nature::Cash, 100_001, None, Some(RefusalCode::ImplausibleValue))]
    #[case::confirmed(Nature::Cash, 100_001, Some("Fondo unico"), None)]
    #[case::work_is_no_other(Nature::InKind, 100_001, None, Some(RefusalCode::ImplausibleValue))]
    #[case::the_last_that_is_kept(Nature::InKind, i64::MAX, Some("Fondo unico"), None)]
    #[case::more_than_is_kept(Nature::Cash, i64::MAX, Some("Fondo unico"), Some(RefusalCode::InvalidInput))]
    fn a_promise_far_above_the_budget_is_confirmed_first(
        #[case] nature: Nature,
        #[case] amount: i64,
        #[case] note: Option<&str>,
        #[case] refused: Option<RefusalCode>,
    ) {
        let totals = ProjectTotals {
            budget_cash: Cents::new(8_000),
            budget_in_kind: Cents::new(2_000),
            promised_cash: Cents::new(1),
            ..ProjectTotals::default()
        };
        let outcome = totals.require_believable((nature, Cents::new(amount)), 10, note);
        assert_eq!(outcome.err().map(|refusal| refusal.code()), refused);
        assert!(ProjectTotals::default().require_believable((nature, Cents::new(LARGEST)), 10, None).is_ok());
    }

    #[test]
    fn what_was_promised_before_there_was_a_bound_has_a_gap_and_takes_no_more() {
        let full = ProjectTotals { promised_cash: Cents::new(i128::from(LARGEST) * 92), ..ProjectTotals::default() };
        let another = full.require_believable((Nature::Cash, Cents::new(LARGEST)), 10, Some("Sì"));
        assert_eq!(another.unwrap_err().path, ["amount"]);
        assert!(full.require_believable((Nature::Cash, Cents::new(1)), 10, None).is_ok());
    }
}
