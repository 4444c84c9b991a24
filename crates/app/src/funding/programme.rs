use async_trait::async_trait;
use cordata_domain::LocalisedText;
use cordata_domain::funding::{FundingProgramme, FundingSource};
use cordata_domain::ids::{FundingProgrammeId, FundingSourceId};
use cordata_domain::percent::Share;
use cordata_domain::period::Validity;
use cordata_domain::policy::{Act, Facts};
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::{AppError, found_at};

/// Adds a programme with its rules.
#[derive(Debug, Clone)]
pub struct CreateFundingProgramme {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: LocalisedText,
    /// The most that contributions in kind may be, as a share of the project's budget.
    pub in_kind_cap: Option<Share>,
    /// When expenses are eligible.
    pub eligibility: Option<Validity>,
}

#[async_trait]
impl Command for CreateFundingProgramme {
    const NAME: &'static str = "createFundingProgramme";
    type Output = FundingProgrammeId;

    async fn run(&self, work: &mut Work<'_>) -> Result<FundingProgrammeId, AppError> {
        work.require(Act::ManageFunding, &Facts::plan())?;
        let mut programme = FundingProgramme::new(work.id(), &self.code, self.name.clone())?;
        programme.in_kind_cap = self.in_kind_cap;
        programme.eligibility = self.eligibility;
        work.tx.insert_funding_programme(&programme).await.map_err(|error| error.under("code"))?;
        work.audit("FundingProgramme", programme.id, json!({ "code": programme.code }));
        Ok(programme.id)
    }
}

/// Adds a source of money.
#[derive(Debug, Clone)]
pub struct CreateFundingSource {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: LocalisedText,
    /// The programme it belongs to.
    pub programme: Option<FundingProgrammeId>,
    /// The part of the eligible cost that it pays.
    pub rate: Option<Share>,
}

#[async_trait]
impl Command for CreateFundingSource {
    const NAME: &'static str = "createFundingSource";
    type Output = FundingSourceId;

    async fn run(&self, work: &mut Work<'_>) -> Result<FundingSourceId, AppError> {
        work.require(Act::ManageFunding, &Facts::plan())?;
        if let Some(programme) = self.programme {
            found_at(work.tx.funding_programme(programme).await?, "programmeId")?;
        }
        let mut source = FundingSource::new(work.id(), &self.code, self.name.clone())?;
        source.programme = self.programme;
        source.rate = self.rate;
        work.tx.insert_funding_source(&source).await.map_err(|error| error.under("code"))?;
        work.audit("FundingSource", source.id, json!({ "code": source.code }));
        Ok(source.id)
    }
}
