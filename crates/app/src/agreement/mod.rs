//! Use cases of agreements, in the order of their life: prepared, signed, concluded, ended.

mod conclude;
mod prepare;
mod sign;

pub use conclude::{PublishAgreement, RatifyAgreement, TerminateAgreement, WithdrawFromAgreement};
pub use prepare::{AddParty, DraftAgreement, EditAgreementText, FreezeAgreementText, WrittenClause};
pub use sign::{CheckSignature, DeclineToSign, RecordAuthorisingAct, SignAgreement};

use chrono::NaiveDate;
use cordata_domain::Refusal;
use cordata_domain::agreement::{Agreement, FormalAct, Party};
use cordata_domain::ids::{AgreementId, PartyId};
use cordata_domain::policy::{Act, Facts};

use crate::app::Work;
use crate::error::{AppError, found_at, require_version};

/// A formal act as somebody writes it down.
#[derive(Debug, Clone)]
pub struct ActEntry {
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// The organ that took it.
    pub body: String,
}

impl ActEntry {
    fn read(&self, today: NaiveDate) -> Result<FormalAct, Refusal> {
        FormalAct::new(&self.number, self.date, &self.body, today)
    }
}

impl Work<'_> {
    /// Loads an agreement, if the caller may see it.
    pub(crate) async fn visible_agreement(&mut self, id: AgreementId, field: &str) -> Result<Agreement, AppError> {
        let agreement = found_at(self.tx.agreement(id).await?, field)?;
        let public = self.is_public_table(agreement.table).await?;
        let visible = agreement.is_visible(&self.actor().visibility(), public).then_some(agreement);
        found_at(visible, field)
    }

    /// Loads an agreement for the secretariat, in the version that the caller read.
    async fn managed_agreement(&mut self, id: AgreementId, expected_version: i64) -> Result<Agreement, AppError> {
        let agreement = self.visible_agreement(id, "agreementId").await?;
        self.require(Act::ManageAgreement, &Facts::plan())?;
        require_version(expected_version, agreement.version)?;
        Ok(agreement)
    }

    /// Loads the agreement of a party, if the caller may do `act` for its organisation.
    async fn agreement_for(&mut self, party: PartyId, act: Act) -> Result<Agreement, AppError> {
        let id = found_at(self.tx.agreement_of_party(party).await?, "partyId")?;
        let agreement = self.visible_agreement(id, "partyId").await?;
        let party = agreement.parties.iter().find(|other| other.id == party);
        let Party { organisation, .. } = found_at(party, "partyId")?;
        self.require(act, &Facts::organisation(*organisation))?;
        self.on_behalf_of(*organisation);
        Ok(agreement)
    }
}
