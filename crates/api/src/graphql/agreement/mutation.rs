//! Mutations of agreements.

use async_graphql::{Context, Object, Result};

use super::input::{
    AddPartyInput, CheckSignatureInput, DeclineToSignInput, DraftAgreementInput, EditAgreementTextInput,
    FreezeAgreementTextInput, PublishAgreementInput, RatifyAgreementInput, RecordAuthorisingActInput,
    SignAgreementInput, TerminateAgreementInput, WithdrawFromAgreementInput,
};
use super::{Agreement, AgreementParty};
use crate::graphql::mutation::{answer, payloads};

payloads! {
    /// What became of `draftAgreement`.
    DraftAgreementPayload {
        /// The new draft.
        agreement: Agreement
    }
    /// What became of `addParty`.
    AddPartyPayload {
        /// The agreement with its parties.
        agreement: Agreement,
        /// The party.
        party: AgreementParty,
    }
    /// What became of `editAgreementText`.
    EditAgreementTextPayload {
        /// The agreement with its new text.
        agreement: Agreement
    }
    /// What became of `freezeAgreementText`.
    FreezeAgreementTextPayload {
        /// The agreement with its final text.
        agreement: Agreement
    }
    /// What became of `recordAuthorisingAct`.
    RecordAuthorisingActPayload {
        /// The agreement with its parties.
        agreement: Agreement,
        /// The party.
        party: AgreementParty,
    }
    /// What became of `signAgreement`.
    SignAgreementPayload {
        /// The agreement with its parties.
        agreement: Agreement,
        /// The party.
        party: AgreementParty,
    }
    /// What became of `declineToSign`.
    DeclineToSignPayload {
        /// The agreement with its parties.
        agreement: Agreement,
        /// The party.
        party: AgreementParty,
    }
    /// What became of `checkSignature`.
    CheckSignaturePayload {
        /// The agreement with the checked signature.
        agreement: Agreement
    }
    /// What became of `ratifyAgreement`.
    RatifyAgreementPayload {
        /// The ratified agreement.
        agreement: Agreement
    }
    /// What became of `publishAgreement`.
    PublishAgreementPayload {
        /// The published agreement.
        agreement: Agreement
    }
    /// What became of `withdrawFromAgreement`.
    WithdrawFromAgreementPayload {
        /// The agreement with its parties.
        agreement: Agreement,
        /// The party.
        party: AgreementParty,
    }
    /// What became of `terminateAgreement`.
    TerminateAgreementPayload {
        /// The ended agreement.
        agreement: Agreement
    }
}

/// Changing agreements.
#[derive(Debug, Default)]
pub struct AgreementMutation;

#[Object]
impl AgreementMutation {
    /// Adds an agreement, as a draft that only the secretariat sees.
    ///
    /// Requires: secretariat.
    async fn draft_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The agreement.")] input: DraftAgreementInput,
    ) -> Result<DraftAgreementPayload> {
        answer(ctx, input, Agreement::by_id).await
    }

    /// Asks an organisation to take part. Once the text is final only those who adhere to a memorandum may still join.
    ///
    /// Requires: secretariat.
    async fn add_party(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which organisation.")] input: AddPartyInput,
    ) -> Result<AddPartyPayload> {
        answer(ctx, input, AgreementParty::with_agreement).await
    }

    /// Writes a new version of the text. All signatures of the present one become void, and the text must be frozen again.
    ///
    /// Requires: secretariat.
    async fn edit_agreement_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "All clauses, in order.")] input: EditAgreementTextInput,
    ) -> Result<EditAgreementTextPayload> {
        answer(ctx, input, Agreement::by_id).await
    }

    /// Makes the text final: from here on it can be signed. It takes two required parties.
    ///
    /// Requires: secretariat.
    async fn freeze_agreement_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which agreement.")] input: FreezeAgreementTextInput,
    ) -> Result<FreezeAgreementTextPayload> {
        answer(ctx, input, Agreement::by_id).await
    }

    /// Records the act by which a party's own body authorises its signature.
    ///
    /// Requires: org-manager or secretariat.
    async fn record_authorising_act(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which party, and the act.")] input: RecordAuthorisingActInput,
    ) -> Result<RecordAuthorisingActPayload> {
        answer(ctx, input, AgreementParty::with_agreement).await
    }

    /// Records that a party signed the text that its signatory read.
    ///
    /// Requires: org-manager.
    async fn sign_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which party, which text, and how.")] input: SignAgreementInput,
    ) -> Result<SignAgreementPayload> {
        answer(ctx, input, AgreementParty::with_agreement).await
    }

    /// Records that a party will not sign.
    ///
    /// Requires: org-manager.
    async fn decline_to_sign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which party, and why.")] input: DeclineToSignInput,
    ) -> Result<DeclineToSignPayload> {
        answer(ctx, input, AgreementParty::with_agreement).await
    }

    /// Notes what the check of a signature showed. One that does not hold counts no more.
    ///
    /// Requires: secretariat.
    async fn check_signature(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which signature, and what is known about it.")] input: CheckSignatureInput,
    ) -> Result<CheckSignaturePayload> {
        answer(ctx, input, Agreement::by_id).await
    }

    /// Records the act that approves a signed programme agreement.
    ///
    /// Requires: secretariat.
    async fn ratify_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which agreement, and the act.")] input: RatifyAgreementInput,
    ) -> Result<RatifyAgreementPayload> {
        answer(ctx, input, Agreement::by_id).await
    }

    /// Records where and when a signed agreement was published.
    ///
    /// Requires: secretariat.
    async fn publish_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which agreement, where and when.")] input: PublishAgreementInput,
    ) -> Result<PublishAgreementPayload> {
        answer(ctx, input, Agreement::by_id).await
    }

    /// Records that a party leaves a concluded agreement. Fewer than two that remain end it.
    ///
    /// Requires: org-manager or secretariat.
    async fn withdraw_from_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which party, from when on, and why.")] input: WithdrawFromAgreementInput,
    ) -> Result<WithdrawFromAgreementPayload> {
        answer(ctx, input, AgreementParty::with_agreement).await
    }

    /// Ends an agreement before its time, or gives up one that was never concluded.
    ///
    /// Requires: secretariat.
    async fn terminate_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which agreement, from when on, and why.")] input: TerminateAgreementInput,
    ) -> Result<TerminateAgreementPayload> {
        answer(ctx, input, Agreement::by_id).await
    }
}
