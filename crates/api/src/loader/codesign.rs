use std::collections::HashMap;

use cordata_app::AppError;
use cordata_domain::codesign::{Clause, Comment, Contribution, Endorsement, Proposal, ProposalVersion};
use cordata_domain::ids::{ContributionId, ProposalId};

use super::{Key, Source, by_id, grouped, list_of};

by_id! {
    ProposalId => Proposal, proposals_by_id;
}

list_of! {
    /// The versions of a proposal without their clauses, oldest first.
    VersionsOf(ProposalId) => ProposalVersion, versions_of, |version| (version.proposal, version);
    /// The comments on a proposal, oldest first.
    CommentsOf(ProposalId) => Comment, comments_of, |comment| (comment.proposal, comment);
    /// The endorsements of a proposal, oldest first.
    EndorsementsOf(ProposalId) => Endorsement, endorsements_of, |endorsement| (endorsement.proposal, endorsement);
}

/// The clauses of one version, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClausesOf(pub ProposalId, pub u32);

impl Key for ClausesOf {
    type Value = Vec<Clause>;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, Vec<Clause>>, AppError> {
        let versions: Vec<(ProposalId, u32)> = keys.iter().map(|key| (key.0, key.1)).collect();
        let rows = source.reads.proposal_clauses_of(&source.sight, &versions).await?;
        Ok(grouped(keys, rows.into_iter().map(|((proposal, number), clause)| (Self(proposal, number), clause))))
    }
}

/// Contributions, of those that the caller may see.
impl Key for ContributionId {
    type Value = Contribution;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, Contribution>, AppError> {
        let rows = source.reads.contributions_by_id(&source.actor, keys).await?;
        Ok(rows.into_iter().map(|contribution| (contribution.id, contribution)).collect())
    }
}
