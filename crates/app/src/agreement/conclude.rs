use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::audit::Traced;
use cordata_domain::ids::{AgreementId, PartyId};
use cordata_domain::policy::Act;

use super::ActEntry;
use crate::app::{Command, Work};
use crate::error::AppError;

/// Records the act that approves a signed agreement.
#[derive(Debug, Clone)]
pub struct RatifyAgreement {
    /// The agreement.
    pub agreement: AgreementId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// The act.
    pub act: ActEntry,
}

#[async_trait]
impl Command for RatifyAgreement {
    const NAME: &'static str = "ratifyAgreement";
    type Output = AgreementId;

    async fn run(&self, work: &mut Work<'_>) -> Result<AgreementId, AppError> {
        let mut agreement = work.managed_agreement(self.agreement, self.expected_version).await?;
        let before = agreement.snapshot();
        agreement.ratify(self.act.read(work.today().await?)?)?;
        work.tx.update_agreement(&agreement).await?;
        work.audit_change(&before, &agreement);
        Ok(agreement.id)
    }
}

/// Records the publication of a signed agreement.
#[derive(Debug, Clone)]
pub struct PublishAgreement {
    /// The agreement.
    pub agreement: AgreementId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// On which day it was published.
    pub on: NaiveDate,
    /// Where: the bulletin and its number.
    pub reference: String,
}

#[async_trait]
impl Command for PublishAgreement {
    const NAME: &'static str = "publishAgreement";
    type Output = AgreementId;

    async fn run(&self, work: &mut Work<'_>) -> Result<AgreementId, AppError> {
        let mut agreement = work.managed_agreement(self.agreement, self.expected_version).await?;
        let before = agreement.snapshot();
        agreement.publish(self.on, &self.reference, work.today().await?)?;
        work.tx.update_agreement(&agreement).await?;
        work.audit_change(&before, &agreement);
        Ok(agreement.id)
    }
}

/// Records that a party leaves a concluded agreement.
#[derive(Debug, Clone)]
pub struct WithdrawFromAgreement {
    /// The party.
    pub party: PartyId,
    /// From which day on it is no party any more.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

#[async_trait]
impl Command for WithdrawFromAgreement {
    const NAME: &'static str = "withdrawFromAgreement";
    type Output = (AgreementId, PartyId);

    async fn run(&self, work: &mut Work<'_>) -> Result<(AgreementId, PartyId), AppError> {
        let mut agreement = work.agreement_for(self.party, Act::WithdrawFromAgreement).await?;
        let before = agreement.snapshot();
        agreement.withdraw(self.party, self.on, &self.reason)?;
        work.tx.update_agreement(&agreement).await?;
        work.because(Some(&self.reason));
        work.audit_change(&before, &agreement);
        Ok((agreement.id, self.party))
    }
}

/// Ends an agreement before its time, or gives up one that was never concluded.
#[derive(Debug, Clone)]
pub struct TerminateAgreement {
    /// The agreement.
    pub agreement: AgreementId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// The first day on which it is not in force any more.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

#[async_trait]
impl Command for TerminateAgreement {
    const NAME: &'static str = "terminateAgreement";
    type Output = AgreementId;

    async fn run(&self, work: &mut Work<'_>) -> Result<AgreementId, AppError> {
        let mut agreement = work.managed_agreement(self.agreement, self.expected_version).await?;
        let before = agreement.snapshot();
        agreement.terminate(self.on, &self.reason)?;
        work.tx.update_agreement(&agreement).await?;
        work.because(Some(&self.reason));
        work.audit_change(&before, &agreement);
        Ok(agreement.id)
    }
}
