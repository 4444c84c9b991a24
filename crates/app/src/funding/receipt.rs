use async_trait::async_trait;
use cordata_domain::audit::{Traced, difference_and};
use cordata_domain::event::DomainEvent;
use cordata_domain::funding::{Commitment, Payment, Position};
use cordata_domain::ids::EntryId;
use cordata_domain::policy::Act;
use serde_json::json;

use super::sight::require_mover;
use crate::app::{Command, Work};
use crate::error::{AppError, found_at};
use crate::idempotency::Replay;

/// Validates a payment that somebody else recorded (rule P4). It stays in the ledger as it is.
#[derive(Debug, Clone)]
pub struct ConfirmReceipt {
    /// The caller's key for a safe retry.
    pub idempotency_key: String,
    /// The payment.
    pub entry: EntryId,
    /// The number of the receipt that was seen, or another short note.
    pub reference: Option<String>,
}

#[async_trait]
impl Command for ConfirmReceipt {
    const NAME: &'static str = "confirmReceipt";
    type Output = EntryId;

    async fn run(&self, work: &mut Work<'_>) -> Result<EntryId, AppError> {
        let entry = found_at(work.tx.entry(self.entry).await?, "disbursementId")?;
        // Whoever validates or takes back queues up at the promise.
        let (commitment, project) = work.visible_commitment(entry.commitment, "disbursementId").await?;
        require_mover(work, Act::ValidatePayment, &commitment, &project)?;
        let input = json!([self.entry, self.reference]);
        let replay = Replay::begin(work, Self::NAME, &self.idempotency_key, &input).await?;
        if let Some(answer) = replay.answer()? {
            return Ok(answer);
        }
        work.require_second(entry.person, "disbursementId").await?;
        let taken_back = work.tx.reversed(entry.id).await?;
        let payment = Payment { validated: work.tx.is_checked(entry.id).await?, taken_back, entry };
        let check = payment.validate(self.reference.as_deref(), work.actor().person(), work.now)?;
        work.tx.insert_check(&check).await?;
        note_validation(work, &commitment, &payment);
        replay.keep(work, &check.entry).await?;
        Ok(check.entry)
    }
}

fn note_validation(work: &mut Work<'_>, commitment: &Commitment, payment: &Payment) {
    if let Some(contributor) = commitment.contributor {
        work.on_behalf_of(contributor);
    }
    let entry = &payment.entry;
    let told = json!({ "id": entry.id, "kind": entry.kind, "amount": payment.left(), "recordedBy": entry.person });
    let (before, after) = (json!({ "validated": false }), json!({ "validated": true }));
    let detail = difference_and(&before, &after, [("entry", told)]);
    work.audit(<(Commitment, Position)>::KIND, commitment.id, detail);
    work.emit(DomainEvent::ProjectFundingChanged { project: commitment.project });
}
