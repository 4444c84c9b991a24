//! Mutations of co-design.

use async_graphql::{Context, Object, Result};

use super::input::{
    AdoptProposalInput, AnswerContributionInput, CommentOnInput, CreateProposalInput, EndorseProposalInput,
    OpenProposalInput, ResolveCommentInput, RestoreProposalVersionInput, SaveProposalVersionInput,
    SubmitContributionInput, WithdrawProposalInput,
};
use super::{Contribution, Proposal, ProposalComment};
use crate::graphql::mutation::{answer, payloads};

payloads! {
    /// What became of `createProposal`.
    CreateProposalPayload {
        /// The new proposal.
        proposal: Proposal
    }
    /// What became of `saveProposalVersion`.
    SaveProposalVersionPayload {
        /// The proposal with its new version.
        proposal: Proposal
    }
    /// What became of `restoreProposalVersion`.
    RestoreProposalVersionPayload {
        /// The proposal with the text that came back.
        proposal: Proposal
    }
    /// What became of `openProposal`.
    OpenProposalPayload {
        /// The open proposal.
        proposal: Proposal
    }
    /// What became of `adoptProposal`.
    AdoptProposalPayload {
        /// The adopted proposal.
        proposal: Proposal
    }
    /// What became of `withdrawProposal`.
    WithdrawProposalPayload {
        /// The withdrawn proposal.
        proposal: Proposal
    }
    /// What became of `commentOn`.
    CommentOnPayload {
        /// The proposal.
        proposal: Proposal,
        /// The comment.
        comment: ProposalComment,
    }
    /// What became of `resolveComment`.
    ResolveCommentPayload {
        /// The proposal.
        proposal: Proposal,
        /// The comment.
        comment: ProposalComment,
    }
    /// What became of `endorseProposal`.
    EndorseProposalPayload {
        /// The proposal with the endorsement.
        proposal: Proposal
    }
    /// What became of `submitContribution`.
    SubmitContributionPayload {
        /// The number of the contribution. The mail to its author has a link to follow it.
        reference: String
    }
    /// What became of `answerContribution`.
    AnswerContributionPayload {
        /// The contribution with its answer.
        contribution: Contribution
    }
}

/// Changing proposals and contributions.
#[derive(Debug, Default)]
pub struct CodesignMutation;

#[Object]
impl CodesignMutation {
    /// Begins a proposal with the first version of its text. Those of its table see it until it is opened.
    ///
    /// Requires: coordinator or secretariat.
    async fn create_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The proposal.")] input: CreateProposalInput,
    ) -> Result<CreateProposalPayload> {
        answer(ctx, input, Proposal::by_id).await
    }

    /// Saves the next version of a proposal's text, for an organisation of the table. A version of another organisation than
    /// the one before is its amendment. Two who started from the same version are never merged: the second is refused
    /// with the number of the first one's version. What you save within minutes for one organisation is one version in
    /// several states, until somebody endorses it or comments on it, or the proposal is opened.
    ///
    /// Requires: delegate or coordinator or secretariat.
    async fn save_proposal_version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text.")] input: SaveProposalVersionInput,
    ) -> Result<SaveProposalVersionPayload> {
        answer(ctx, input, Proposal::by_id).await
    }

    /// Brings an earlier text of a proposal back as its last version, with its words and its organisation: it can be
    /// adopted then. Nothing that was saved in between is lost.
    ///
    /// Requires: coordinator or secretariat.
    async fn restore_proposal_version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which text.")] input: RestoreProposalVersionInput,
    ) -> Result<RestoreProposalVersionPayload> {
        answer(ctx, input, Proposal::by_id).await
    }

    /// Opens a draft to everybody whom its table is open to.
    ///
    /// Requires: coordinator or secretariat.
    async fn open_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposal.")] input: OpenProposalInput,
    ) -> Result<OpenProposalPayload> {
        answer(ctx, input, Proposal::by_id).await
    }

    /// Records that the table took the last version of a proposal over.
    ///
    /// Requires: coordinator or secretariat.
    async fn adopt_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposal, and which version.")] input: AdoptProposalInput,
    ) -> Result<AdoptProposalPayload> {
        answer(ctx, input, Proposal::by_id).await
    }

    /// Gives a proposal up, with a reason. What was written stays to be read.
    ///
    /// Requires: coordinator or secretariat.
    async fn withdraw_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposal, and why.")] input: WithdrawProposalInput,
    ) -> Result<WithdrawProposalPayload> {
        answer(ctx, input, Proposal::by_id).await
    }

    /// Comments on a clause of a version, for an organisation of the table, or replies to a comment. A clause that is gone
    /// from the present text takes no comment.
    ///
    /// Requires: delegate or seat-holder or org-manager.
    async fn comment_on(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you say, and about what.")] input: CommentOnInput,
    ) -> Result<CommentOnPayload> {
        answer(ctx, input, Proposal::with_comment).await
    }

    /// Settles a thread of comments.
    ///
    /// Requires: themselves or coordinator or secretariat.
    async fn resolve_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which thread.")] input: ResolveCommentInput,
    ) -> Result<ResolveCommentPayload> {
        answer(ctx, input, Proposal::with_comment).await
    }

    /// Puts an organisation behind the last version of an open proposal, and behind nothing that is written later.
    ///
    /// Requires: org-manager.
    async fn endorse_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which version, and for which organisation.")] input: EndorseProposalInput,
    ) -> Result<EndorseProposalPayload> {
        answer(ctx, input, Proposal::by_id).await
    }

    /// Sends an idea, a proposal or an offer: at most 10 a day from one address. Its author gets a receipt, and always an
    /// answer.
    ///
    /// Requires: everyone.
    async fn submit_contribution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contribution.")] input: SubmitContributionInput,
    ) -> Result<SubmitContributionPayload> {
        answer(ctx, input, |_, (_, reference)| async move { Ok(Some(reference)) }).await
    }

    /// Sorts a contribution and tells its author: a table goes on with it, a proposal takes it up, or it is declined
    /// with a reason.
    ///
    /// Requires: coordinator or secretariat.
    async fn answer_contribution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer.")] input: AnswerContributionInput,
    ) -> Result<AnswerContributionPayload> {
        answer(ctx, input, Contribution::by_id).await
    }
}
