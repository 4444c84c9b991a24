//! Proposals and contributions.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::codesign::{ContributionRepo, ProposalRepo};
use cordata_domain::codesign::{Citizen, Clause, Comment, Contribution, Endorsement, Proposal, ProposalVersion};
use cordata_domain::ids::{CommentId, ContributionId, ProposalId};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::convert::codesign as convert;
use crate::entity::{contribution, endorsement, proposal, proposal_clause, proposal_comment};
use crate::error::store_error;
use crate::sql::{insert, save, save_version};
use crate::tx::WriteTx;

#[async_trait]
impl ProposalRepo for WriteTx {
    async fn proposal(&mut self, id: ProposalId) -> Result<Option<Proposal>, AppError> {
        let row = proposal::Entity::find_by_id(id.0).lock_exclusive().one(self.connection()).await;
        row.map_err(store_error)?.map(convert::proposal).transpose()
    }

    async fn insert_proposal(&mut self, proposal: &Proposal) -> Result<(), AppError> {
        insert(self.connection(), [convert::proposal_row(proposal)]).await
    }

    async fn update_proposal(&mut self, proposal: &Proposal) -> Result<(), AppError> {
        use proposal::Column::{Id, Version};
        save_version(self.connection(), convert::proposal_row(proposal), Id, Version).await
    }

    async fn clauses(&mut self, proposal: ProposalId, number: u32) -> Result<Vec<Clause>, AppError> {
        let rows = proposal_clause::Entity::find()
            .filter(proposal_clause::Column::ProposalId.eq(proposal.0))
            .filter(proposal_clause::Column::Number.eq(i64::from(number)))
            .order_by_asc(proposal_clause::Column::Position)
            .all(self.connection())
            .await
            .map_err(store_error)?;
        Ok(rows.into_iter().map(convert::clause).collect())
    }

    async fn insert_proposal_version(&mut self, version: &ProposalVersion) -> Result<(), AppError> {
        insert(self.connection(), [convert::version_row(version)]).await?;
        insert(self.connection(), convert::clause_rows(version)).await
    }

    async fn comment(&mut self, id: CommentId) -> Result<Option<Comment>, AppError> {
        let row = proposal_comment::Entity::find_by_id(id.0).one(self.connection()).await.map_err(store_error)?;
        row.map(convert::comment).transpose()
    }

    async fn count_comments(&mut self, proposal: ProposalId) -> Result<u64, AppError> {
        let these = proposal_comment::Entity::find().filter(proposal_comment::Column::ProposalId.eq(proposal.0));
        these.count(self.connection()).await.map_err(store_error)
    }

    async fn insert_comment(&mut self, comment: &Comment) -> Result<(), AppError> {
        insert(self.connection(), [convert::comment_row(comment)]).await
    }

    async fn update_comment(&mut self, comment: &Comment) -> Result<(), AppError> {
        save(self.connection(), convert::comment_row(comment), proposal_comment::Column::Id).await
    }

    async fn count_endorsements(&mut self, proposal: ProposalId) -> Result<u64, AppError> {
        let these = endorsement::Entity::find().filter(endorsement::Column::ProposalId.eq(proposal.0));
        these.count(self.connection()).await.map_err(store_error)
    }

    async fn insert_endorsement(&mut self, endorsement: &Endorsement) -> Result<(), AppError> {
        insert(self.connection(), [convert::endorsement_row(endorsement)]).await
    }
}

#[async_trait]
impl ContributionRepo for WriteTx {
    async fn contribution(&mut self, id: ContributionId) -> Result<Option<Contribution>, AppError> {
        let row = contribution::Entity::find_by_id(id.0).lock_exclusive().one(self.connection()).await;
        row.map_err(store_error)?.map(convert::contribution).transpose()
    }

    async fn insert_contribution(
        &mut self,
        contribution: &Contribution,
        citizen: Option<&Citizen>,
    ) -> Result<(), AppError> {
        insert(self.connection(), [convert::contribution_row(contribution)]).await?;
        let row = |citizen| convert::contributor_row(contribution, citizen, contribution.submitted_at);
        insert(self.connection(), citizen.map(row)).await
    }

    async fn update_contribution(&mut self, contribution: &Contribution) -> Result<(), AppError> {
        use contribution::Column::{Id, Version};
        save_version(self.connection(), convert::contribution_row(contribution), Id, Version).await
    }
}
