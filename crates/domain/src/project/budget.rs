use chrono::{DateTime, NaiveDate, Utc};

use crate::error::{InputProblem, Refusal};
use crate::ids::BudgetRevisionId;
use crate::money::Cents;

/// What a project costs, in money and in work; the two are never added together silently (rule M4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Budget {
    /// The cash part.
    pub cash: Cents,
    /// The in-kind part, valued in money.
    pub in_kind: Cents,
}

impl Budget {
    /// A budget: neither part below 0, not both 0.
    pub fn new(cash: Cents, in_kind: Cents) -> Result<Self, Refusal> {
        for (field, part) in [("cash", cash), ("inKind", in_kind)] {
            if part != Cents::ZERO {
                part.positive().map_err(|refusal| refusal.under(field))?;
            }
        }
        if cash == Cents::ZERO && in_kind == Cents::ZERO {
            return Err(Refusal::input(InputProblem::Blank).under("cash"));
        }
        Ok(Self { cash, in_kind })
    }
}

/// One version of a project's budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetRevision {
    /// Its id.
    pub id: BudgetRevisionId,
    /// Its number in the project, from 1.
    pub number: u32,
    /// The budget from then on.
    pub budget: Budget,
    /// Since when it counts.
    pub effective_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Why it was changed.
    pub reason: Option<String>,
}
