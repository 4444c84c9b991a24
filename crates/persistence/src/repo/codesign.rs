//! Proposals and contributions.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::codesign::{ContributionRepo, ProposalRepo};
use cordata_domain::codesign::{
    Citizen, Clause, Comment, Contribution, Endorsement, Proposal, ProposalVersion, SavedText,
};
use cordata_domain::ids::{CommentId, ContributionId, ProposalId, StakeholderId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::convert::codesign as convert;
use crate::entity::{
    contribution, endorsement, proposal, proposal_clause, proposal_comment, proposal_origin, proposal_version,
};
use crate::error::store_error;
use crate::sql::{counted, insert, save, save_version};
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
        insert(self.connection(), convert::origin_row(version)).await?;
        insert(self.connection(), convert::clause_rows(version)).await
    }

    async fn comment(&mut self, id: CommentId) -> Result<Option<Comment>, AppError> {
        let row = proposal_comment::Entity::find_by_id(id.0).one(self.connection()).await.map_err(store_error)?;
        row.map(convert::comment).transpose()
    }

    async fn saved_texts(&mut self, proposal: ProposalId) -> Result<Vec<SavedText>, AppError> {
        use proposal_version::Column;
        let texts = proposal_version::Entity::find()
            .find_also_related(proposal_origin::Entity)
            .filter(Column::ProposalId.eq(proposal.0))
            .order_by_asc(Column::Number)
            .all(self.connection())
            .await
            .map_err(store_error)?;
        let used = self.used_texts(proposal).await?;
        let text = |row: (proposal_version::Model, Option<proposal_origin::Model>)| {
            let used = used.contains(&row.0.number);
            convert::version(row).map(|text| SavedText { used, ..SavedText::of(&text) })
        };
        texts.into_iter().map(text).collect()
    }

    async fn proposal_version(
        &mut self,
        proposal: ProposalId,
        number: u32,
    ) -> Result<Option<ProposalVersion>, AppError> {
        let row = proposal_version::Entity::find_by_id((proposal.0, i64::from(number)))
            .find_also_related(proposal_origin::Entity)
            .one(self.connection())
            .await
            .map_err(store_error)?;
        let Some(version) = row.map(convert::version).transpose()? else { return Ok(None) };
        Ok(Some(ProposalVersion { clauses: self.clauses(proposal, number).await?, ..version }))
    }

    async fn comments_by_organisation(
        &mut self,
        proposal: ProposalId,
    ) -> Result<BTreeMap<StakeholderId, u64>, AppError> {
        use proposal_comment::Column::{OnBehalfOfId, ProposalId};
        let these = proposal_comment::Entity::find().filter(ProposalId.eq(proposal.0));
        counted(self.connection(), these, OnBehalfOfId).await
    }

    async fn insert_comment(&mut self, comment: &Comment) -> Result<(), AppError> {
        insert(self.connection(), [convert::comment_row(comment)]).await
    }

    async fn update_comment(&mut self, comment: &Comment) -> Result<(), AppError> {
        save(self.connection(), convert::comment_row(comment), proposal_comment::Column::Id).await
    }

    async fn endorsements_by_organisation(
        &mut self,
        proposal: ProposalId,
    ) -> Result<BTreeMap<StakeholderId, u64>, AppError> {
        use endorsement::Column::{OrganisationId, ProposalId};
        let these = endorsement::Entity::find().filter(ProposalId.eq(proposal.0));
        counted(self.connection(), these, OrganisationId).await
    }

    async fn insert_endorsement(&mut self, endorsement: &Endorsement) -> Result<(), AppError> {
        insert(self.connection(), [convert::endorsement_row(endorsement)]).await
    }
}

impl WriteTx {
    /// The numbers of the texts of a proposal that somebody endorsed or commented on.
    async fn used_texts(&self, proposal: ProposalId) -> Result<BTreeSet<i64>, AppError> {
        let endorsed = endorsement::Entity::find()
            .select_only()
            .column(endorsement::Column::Number)
            .filter(endorsement::Column::ProposalId.eq(proposal.0));
        let commented = proposal_comment::Entity::find()
            .select_only()
            .column(proposal_comment::Column::Number)
            .filter(proposal_comment::Column::ProposalId.eq(proposal.0));
        let endorsed: Vec<i64> = endorsed.into_tuple().all(self.connection()).await.map_err(store_error)?;
        let commented: Vec<i64> = commented.into_tuple().all(self.connection()).await.map_err(store_error)?;
        Ok(endorsed.into_iter().chain(commented).collect())
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
