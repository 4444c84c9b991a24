use crate::error::Refusal;
use crate::ids::{FundingProgrammeId, FundingSourceId};
use crate::locale::LocalisedText;
use crate::percent::Share;
use crate::period::Validity;

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
