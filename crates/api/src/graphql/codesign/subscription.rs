//! Following a proposal.

use async_graphql::{Context, ID, Result, SimpleObject, Subscription};

use super::Proposal;
use crate::graphql::subscription::{Messages, News, Wanted, follow};
use crate::live::Subject;
use crate::scalar::DateTime;

/// A proposal, told because its text, its comments, its endorsements or its state changed.
#[derive(SimpleObject)]
pub struct ProposalChanged {
    /// The proposal as it stands now.
    proposal: Proposal,
    /// When it changed; in the first message that `withCurrent` asks for, when the proposal was read.
    at: DateTime,
}

impl From<News<Proposal>> for ProposalChanged {
    fn from(news: News<Proposal>) -> Self {
        Self { proposal: news.record, at: news.at.into() }
    }
}

/// Following proposals.
#[derive(Debug, Default)]
pub struct CodesignSubscription;

#[Subscription]
impl CodesignSubscription {
    /// Follows a proposal: a message for each version, comment, endorsement and step of it.
    ///
    /// Requires: everyone.
    async fn proposal_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The proposal.")] proposal_id: ID,
        #[graphql(
            default = false,
            desc = "Whether the first message tells at once how the proposal stands, so that no change is missed \
                    between reading it and following it."
        )]
        with_current: bool,
    ) -> Result<Messages<ProposalChanged>> {
        let wanted = Wanted { id: &proposal_id, argument: "proposalId", subject: Subject::Proposal, with_current };
        follow(ctx, wanted, Proposal::by_id, ProposalChanged::from).await
    }
}
