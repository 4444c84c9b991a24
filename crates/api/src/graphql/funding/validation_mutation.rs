//! Mutations that validate payments and work given.

use async_graphql::{Context, Object, Result};

use super::validation_input::{
    AcceptInKindInput, ConfirmReceiptInput, DeclareInKindInput, DocumentInKindInput, RejectInKindInput,
};
use super::{InKindContribution, LedgerEntry};
use crate::graphql::mutation::{answer, payloads};

payloads! {
    /// What became of `confirmReceipt`.
    ConfirmReceiptPayload {
        /// The validated payment.
        disbursement: LedgerEntry
    }
    /// What became of `declareInKind`.
    DeclareInKindPayload {
        /// The report.
        in_kind_contribution: InKindContribution
    }
    /// What became of `documentInKind`.
    DocumentInKindPayload {
        /// The report with its papers.
        in_kind_contribution: InKindContribution
    }
    /// What became of `acceptInKind`.
    AcceptInKindPayload {
        /// The accepted report.
        in_kind_contribution: InKindContribution
    }
    /// What became of `rejectInKind`.
    RejectInKindPayload {
        /// The rejected report.
        in_kind_contribution: InKindContribution
    }
}

/// Changing what is validated.
#[derive(Debug, Default)]
pub struct ValidationMutation;

#[Object]
impl ValidationMutation {
    /// Validates a payment, or what is left of it. Never by whoever recorded it, in whatever role.
    ///
    /// Requires: secretariat.
    async fn confirm_receipt(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which payment.")] input: ConfirmReceiptInput,
    ) -> Result<ConfirmReceiptPayload> {
        answer(ctx, input, LedgerEntry::by_id).await
    }

    /// Reports work or goods that were given on a confirmed promise in kind. They count as given once they are
    /// accepted. The secretariat reports for an organisation only with the act that authorises it.
    ///
    /// Requires: org-manager or secretariat.
    async fn declare_in_kind(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The work.")] input: DeclareInKindInput,
    ) -> Result<DeclareInKindPayload> {
        answer(ctx, input, InKindContribution::by_id).await
    }

    /// Adds a paper that shows that work was given.
    ///
    /// Requires: org-manager or secretariat.
    async fn document_in_kind(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The paper.")] input: DocumentInKindInput,
    ) -> Result<DocumentInKindPayload> {
        answer(ctx, input, InKindContribution::by_id).await
    }

    /// Accepts work that is shown by papers: it counts as given from now on. Never by whoever reported or documented
    /// it, in whatever role.
    ///
    /// Requires: secretariat.
    async fn accept_in_kind(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which work.")] input: AcceptInKindInput,
    ) -> Result<AcceptInKindPayload> {
        answer(ctx, input, InKindContribution::by_id).await
    }

    /// Turns down work that was reported. Never by whoever reported or documented it, in whatever role.
    ///
    /// Requires: secretariat.
    async fn reject_in_kind(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which work, and why.")] input: RejectInKindInput,
    ) -> Result<RejectInKindPayload> {
        answer(ctx, input, InKindContribution::by_id).await
    }
}
