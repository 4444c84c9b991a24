//! Mutations of money.

use async_graphql::{Context, Object, Result};

use super::input::{
    ConfirmCommitmentInput, CreateFundingProgrammeInput, CreateFundingSourceInput, OrderDisbursementInput,
    PledgeCommitmentInput, RecordPaymentInput, ReduceCommitmentInput, ReverseDisbursementInput,
};
use super::{Commitment, FundingProgramme, FundingSource, LedgerEntry};
use crate::graphql::mutation::{answer, payloads};

payloads! {
    /// What became of `createFundingProgramme`.
    CreateFundingProgrammePayload {
        /// The new programme.
        programme: FundingProgramme
    }
    /// What became of `createFundingSource`.
    CreateFundingSourcePayload {
        /// The new source.
        source: FundingSource
    }
    /// What became of `pledgeCommitment`.
    PledgeCommitmentPayload {
        /// The promise.
        commitment: Commitment
    }
    /// What became of `confirmCommitment`.
    ConfirmCommitmentPayload {
        /// The confirmed promise.
        commitment: Commitment
    }
    /// What became of `reduceCommitment`.
    ReduceCommitmentPayload {
        /// The promise after the cut.
        commitment: Commitment
    }
    /// What became of `orderDisbursement`.
    OrderDisbursementPayload {
        /// The order.
        disbursement: LedgerEntry
    }
    /// What became of `recordPayment`.
    RecordPaymentPayload {
        /// The payment.
        disbursement: LedgerEntry
    }
    /// What became of `reverseDisbursement`.
    ReverseDisbursementPayload {
        /// The correction, which names the payment.
        disbursement: LedgerEntry
    }
}

/// Changing what is promised and paid.
#[derive(Debug, Default)]
pub struct FundingMutation;

#[Object]
impl FundingMutation {
    /// Adds a programme that funds projects, with its rules.
    ///
    /// Requires: secretariat.
    async fn create_funding_programme(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme.")] input: CreateFundingProgrammeInput,
    ) -> Result<CreateFundingProgrammePayload> {
        answer(ctx, input, FundingProgramme::by_id).await
    }

    /// Adds a source of money.
    ///
    /// Requires: secretariat.
    async fn create_funding_source(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source.")] input: CreateFundingSourceInput,
    ) -> Result<CreateFundingSourcePayload> {
        answer(ctx, input, FundingSource::by_id).await
    }

    /// Promises money or work to a project. The secretariat does so for an organisation only with the act that
    /// authorises it.
    ///
    /// Requires: org-manager or secretariat.
    async fn pledge_commitment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The promise.")] input: PledgeCommitmentInput,
    ) -> Result<PledgeCommitmentPayload> {
        answer(ctx, input, Commitment::by_id).await
    }

    /// Confirms a promise in full. Refused where it is more than what is still to be found.
    ///
    /// Requires: org-manager or secretariat.
    async fn confirm_commitment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which promise, and by what.")] input: ConfirmCommitmentInput,
    ) -> Result<ConfirmCommitmentPayload> {
        answer(ctx, input, Commitment::by_id).await
    }

    /// Cuts a promise, never below what is paid or ordered.
    ///
    /// Requires: org-manager or secretariat.
    async fn reduce_commitment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which promise, and by how much.")] input: ReduceCommitmentInput,
    ) -> Result<ReduceCommitmentPayload> {
        answer(ctx, input, Commitment::by_id).await
    }

    /// Records that a payment on a confirmed promise is ordered.
    ///
    /// Requires: org-manager or secretariat.
    async fn order_disbursement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: OrderDisbursementInput,
    ) -> Result<OrderDisbursementPayload> {
        answer(ctx, input, LedgerEntry::by_id).await
    }

    /// Records a payment on a confirmed promise of money. Never more than what is confirmed. Work is reported by
    /// `declareInKind` instead. Another person validates the payment by `confirmReceipt`.
    ///
    /// Requires: org-manager or secretariat.
    async fn record_payment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The payment.")] input: RecordPaymentInput,
    ) -> Result<RecordPaymentPayload> {
        answer(ctx, input, LedgerEntry::by_id).await
    }

    /// Takes a payment back, in whole or in part, by a new entry that names it.
    ///
    /// Requires: org-manager or secretariat.
    async fn reverse_disbursement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which payment, and how much.")] input: ReverseDisbursementInput,
    ) -> Result<ReverseDisbursementPayload> {
        answer(ctx, input, LedgerEntry::by_id).await
    }
}
