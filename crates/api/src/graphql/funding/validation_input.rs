//! What mutations take that validate payments and work given.

use async_graphql::{ID, InputObject};
use cordata_app::funding::{AcceptInKind, ConfirmReceipt, DeclareInKind, DocumentInKind, RejectInKind};
use cordata_domain::Refusal;
use cordata_domain::funding::InKindDraft;

use crate::graphql::input::{read_amount, read_id, read_optional_id};
use crate::graphql::mutation::{Input, Renamed};
use crate::scalar::{Date, Decimal};

/// A payment that a second person found to be right.
#[derive(Debug, InputObject)]
pub struct ConfirmReceiptInput {
    /// Your own key for a safe retry, of at most 100 characters: sent again with the same content, it changes nothing.
    pub idempotency_key: String,
    /// The entry of the payment.
    pub disbursement_id: ID,
    /// The number of the receipt that was seen, for everybody to read: one line of at most 120 characters.
    pub reference: Option<String>,
}

impl Input for ConfirmReceiptInput {
    type Command = ConfirmReceipt;

    fn command(self) -> Result<ConfirmReceipt, Refusal> {
        Ok(ConfirmReceipt {
            entry: read_id(&self.disbursement_id, "disbursementId")?,
            reference: self.reference,
            idempotency_key: self.idempotency_key,
        })
    }
}

/// Work or goods that were given.
#[derive(Debug, InputObject)]
pub struct DeclareInKindInput {
    /// Your own key for a safe retry, of at most 100 characters: sent again with the same content, it reports nothing
    /// more.
    pub idempotency_key: String,
    /// The confirmed promise in kind.
    pub commitment_id: ID,
    /// What it is worth, in euro: `2500.00`.
    pub amount: Decimal,
    /// When it was given; not in the future.
    pub given_on: Date,
    /// What was given: one line of at most 500 characters.
    pub description: String,
    /// The formal resolution by which the secretariat reports it for the organisation, of at most 300 characters. The
    /// secretariat must give it.
    pub act: Option<String>,
}

impl Input for DeclareInKindInput {
    type Command = DeclareInKind;

    fn command(self) -> Result<DeclareInKind, Refusal> {
        let draft = InKindDraft {
            amount: read_amount(&self.amount, "amount")?,
            given_on: self.given_on.0,
            description: self.description,
            act: self.act,
        };
        let commitment = read_id(&self.commitment_id, "commitmentId")?;
        Ok(DeclareInKind { idempotency_key: self.idempotency_key, commitment, draft })
    }
}

/// A paper that shows that work was given.
#[derive(Debug, InputObject)]
pub struct DocumentInKindInput {
    /// The report of the work.
    pub in_kind_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// The paper's number or title, for everybody to read once the work is accepted: one line of at most 120 characters.
    pub reference: String,
    /// The document of the promise that holds it.
    pub document_id: Option<ID>,
}

impl Input for DocumentInKindInput {
    type Command = DocumentInKind;

    fn command(self) -> Result<DocumentInKind, Refusal> {
        Ok(DocumentInKind {
            in_kind: read_id(&self.in_kind_id, "inKindId")?,
            expected_version: self.expected_version,
            reference: self.reference,
            document: read_optional_id(self.document_id.as_ref(), "documentId")?,
        })
    }
}

/// Work that a second person accepts.
#[derive(Debug, InputObject)]
pub struct AcceptInKindInput {
    /// Your own key for a safe retry, of at most 100 characters: sent again with the same content, it accepts nothing
    /// more.
    pub idempotency_key: String,
    /// The report of the work.
    pub in_kind_id: ID,
}

impl Input for AcceptInKindInput {
    type Command = AcceptInKind;

    const RENAMED: Renamed = &[("amount", &["inKindId"])];

    fn command(self) -> Result<AcceptInKind, Refusal> {
        let in_kind = read_id(&self.in_kind_id, "inKindId")?;
        Ok(AcceptInKind { idempotency_key: self.idempotency_key, in_kind })
    }
}

/// Work that a second person does not accept.
#[derive(Debug, InputObject)]
pub struct RejectInKindInput {
    /// The report of the work.
    pub in_kind_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// Why: one line of at most 300 characters.
    pub reason: String,
}

impl Input for RejectInKindInput {
    type Command = RejectInKind;

    fn command(self) -> Result<RejectInKind, Refusal> {
        Ok(RejectInKind {
            in_kind: read_id(&self.in_kind_id, "inKindId")?,
            expected_version: self.expected_version,
            reason: self.reason,
        })
    }
}
