use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::agreement::{SignatureKind, SignatureStanding, SignedText, TextHash};
use cordata_domain::audit::Traced;
use cordata_domain::ids::{AgreementId, PartyId, SignatureId};
use cordata_domain::policy::{Act, Facts};
use serde_json::json;

use super::ActEntry;
use crate::app::{Command, Work};
use crate::error::{AppError, found_at};
use crate::idempotency::Replay;

/// Records the act by which a party's own body authorises its signature.
#[derive(Debug, Clone)]
pub struct RecordAuthorisingAct {
    /// The party.
    pub party: PartyId,
    /// The act.
    pub act: ActEntry,
}

#[async_trait]
impl Command for RecordAuthorisingAct {
    const NAME: &'static str = "recordAuthorisingAct";
    type Output = (AgreementId, PartyId);

    async fn run(&self, work: &mut Work<'_>) -> Result<(AgreementId, PartyId), AppError> {
        let mut agreement = work.agreement_for(self.party, Act::RecordAuthorisingAct).await?;
        let act = self.act.read(work.today().await?)?;
        let before = agreement.snapshot();
        agreement.authorise(self.party, act)?;
        work.tx.update_agreement(&agreement).await?;
        work.audit_change(&before, &agreement);
        Ok((agreement.id, self.party))
    }
}

/// Records that a party signed the text that its signatory read.
#[derive(Debug, Clone)]
pub struct SignAgreement {
    /// The caller's key for a safe retry.
    pub idempotency_key: String,
    /// The party.
    pub party: PartyId,
    /// The hash of the text that was read.
    pub text_hash: TextHash,
    /// How it was signed.
    pub kind: SignatureKind,
    /// On which day.
    pub signed_on: NaiveDate,
}

#[async_trait]
impl Command for SignAgreement {
    const NAME: &'static str = "signAgreement";
    type Output = (AgreementId, PartyId);

    async fn run(&self, work: &mut Work<'_>) -> Result<(AgreementId, PartyId), AppError> {
        let mut agreement = work.agreement_for(self.party, Act::SignAgreement).await?;
        let input = json!([self.party, self.text_hash.as_str(), self.kind, self.signed_on]);
        let replay = Replay::begin(work, Self::NAME, &self.idempotency_key, &input).await?;
        if let Some(answer) = replay.answer()? {
            return Ok(answer);
        }
        let (kind, signed_on, hash) = (self.kind, self.signed_on, self.text_hash.clone());
        let signed = SignedText { kind, signed_on, hash, signatory: work.actor().person() };
        let today = work.today().await?;
        let signature: SignatureId = work.id();
        let before = agreement.snapshot();
        agreement.sign(self.party, signature, signed, (work.now, today))?;
        work.tx.update_agreement(&agreement).await?;
        work.audit_change(&before, &agreement);
        let answer = (agreement.id, self.party);
        replay.keep(work, &answer).await?;
        Ok(answer)
    }
}

/// Records that a party will not sign.
#[derive(Debug, Clone)]
pub struct DeclineToSign {
    /// The party.
    pub party: PartyId,
    /// Why.
    pub reason: String,
}

#[async_trait]
impl Command for DeclineToSign {
    const NAME: &'static str = "declineToSign";
    type Output = (AgreementId, PartyId);

    async fn run(&self, work: &mut Work<'_>) -> Result<(AgreementId, PartyId), AppError> {
        let mut agreement = work.agreement_for(self.party, Act::SignAgreement).await?;
        let before = agreement.snapshot();
        agreement.decline(self.party, &self.reason)?;
        work.tx.update_agreement(&agreement).await?;
        work.because(Some(&self.reason));
        work.audit_change(&before, &agreement);
        Ok((agreement.id, self.party))
    }
}

/// Notes what the check of a signature showed.
#[derive(Debug, Clone)]
pub struct CheckSignature {
    /// The signature.
    pub signature: SignatureId,
    /// What is known about it now.
    pub standing: SignatureStanding,
}

#[async_trait]
impl Command for CheckSignature {
    const NAME: &'static str = "checkSignature";
    type Output = AgreementId;

    async fn run(&self, work: &mut Work<'_>) -> Result<AgreementId, AppError> {
        let id = found_at(work.tx.agreement_of_signature(self.signature).await?, "signatureId")?;
        let mut agreement = work.visible_agreement(id, "signatureId").await?;
        work.require(Act::ManageAgreement, &Facts::plan())?;
        let before = agreement.snapshot();
        let mut signatures = agreement.parties.iter().flat_map(|party| &party.signatures);
        let signatory = signatures.find(|signature| signature.id == self.signature).and_then(|it| it.signed.signatory);
        work.require_second(signatory, "signatureId").await?;
        agreement.check(self.signature, self.standing)?;
        work.tx.update_agreement(&agreement).await?;
        work.audit_change(&before, &agreement);
        Ok(agreement.id)
    }
}
