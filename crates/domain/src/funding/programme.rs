use crate::error::{Reason, Refusal};
use crate::ids::{FundingProgrammeId, FundingSourceId};
use crate::locale::LocalisedText;
use crate::money::Cents;
use crate::percent::Share;
use crate::period::Validity;
use crate::project::Budget;

/// A programme that funds projects, with its rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundingProgramme {
    /// Its id.
    pub id: FundingProgrammeId,
    /// Its code, like `ALCOTRA-2014-2020`.
    pub code: String,
    /// Its name.
    pub name: LocalisedText,
    /// The most that contributions in kind may be, as a share of the project's budget.
    pub in_kind_cap: Option<Share>,
    /// When expenses are eligible.
    pub eligibility: Option<Validity>,
    /// Raised by every change.
    pub version: i64,
}

impl FundingProgramme {
    /// A programme with a code of one line.
    pub fn new(id: FundingProgrammeId, code: &str, name: LocalisedText) -> Result<Self, Refusal> {
        let code = crate::search::line(code, 40).map_err(|refusal| refusal.under("code"))?;
        Ok(Self { id, code, name, in_kind_cap: None, eligibility: None, version: 1 })
    }

    /// Refuses contributions in kind worth more than the programme's share of the project's whole budget (rule M4).
    pub fn require_in_kind_cap(&self, budget: Budget, in_kind: Cents) -> Result<(), Refusal> {
        let Some(cap) = self.in_kind_cap else { return Ok(()) };
        let max = cap.of(budget.cash.plus(budget.in_kind));
        if in_kind <= max { Ok(()) } else { Err(Reason::InKindCapExceeded { max: max.get() }.into()) }
    }
}

/// One source of money: a fund of a programme, or a budget that belongs to none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundingSource {
    /// Its id.
    pub id: FundingSourceId,
    /// Its code, like `ERDF`.
    pub code: String,
    /// Its name.
    pub name: LocalisedText,
    /// The programme it belongs to.
    pub programme: Option<FundingProgrammeId>,
    /// The part of the eligible cost that it pays.
    pub rate: Option<Share>,
}

impl FundingSource {
    /// A source with a code of one line.
    pub fn new(id: FundingSourceId, code: &str, name: LocalisedText) -> Result<Self, Refusal> {
        let code = crate::search::line(code, 40).map_err(|refusal| refusal.under("code"))?;
        Ok(Self { id, code, name, programme: None, rate: None })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;

    #[rstest]
    #[case::no_cap(None, 10_000, true)]
    #[case::up_to_the_cap(Some(1_000), 1_000, true)]
    #[case::one_cent_more(Some(1_000), 1_001, false)]
    #[case::nothing_is_always_allowed(Some(0), 0, true)]
    fn work_is_capped_by_the_whole_budget(#[case] cap: Option<u32>, #[case] in_kind: i64, #[case] allowed: bool) {
        let name = LocalisedText::italian("ALCOTRA");
        let mut programme = FundingProgramme::new(Uuid::nil().into(), "ALCOTRA", name).unwrap();
        programme.in_kind_cap = cap.map(|points| Share::from_points(points).unwrap());
        let budget = Budget::new(Cents::new(8_000), Cents::new(2_000)).unwrap();
        assert_eq!(programme.require_in_kind_cap(budget, Cents::new(in_kind)).is_ok(), allowed);
    }
}
