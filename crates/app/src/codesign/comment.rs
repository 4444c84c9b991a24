use async_trait::async_trait;
use cordata_domain::audit::Traced;
use cordata_domain::codesign::{Comment, CommentDraft, MAX_COMMENTS};
use cordata_domain::ids::{CommentId, ProposalId};
use cordata_domain::policy::{Act, Facts};
use serde_json::json;

use super::changed;
use crate::app::{Command, Work};
use crate::error::{AppError, found_at};

/// Says something about a clause of one version, for an organisation of the table, or replies to what was said.
#[derive(Debug, Clone)]
pub struct CommentOn {
    /// The proposal.
    pub proposal: ProposalId,
    /// What is said, and about what.
    pub comment: CommentDraft,
}

#[async_trait]
impl Command for CommentOn {
    const NAME: &'static str = "commentOn";
    type Output = (ProposalId, CommentId);

    async fn run(&self, work: &mut Work<'_>) -> Result<(ProposalId, CommentId), AppError> {
        let (proposal, table) = work.visible_proposal(self.proposal, "proposalId").await?;
        let organisation = self.comment.on_behalf_of;
        work.require(Act::CommentOn, &Facts { table: Some(table.id), organisation: Some(organisation), person: None })?;
        work.require_seated(&table, organisation).await?;
        let used = work.tx.comments_by_organisation(proposal.id).await?;
        work.room(MAX_COMMENTS).await?.require(&used, organisation)?;
        let read = work.tx.clauses(proposal.id, self.comment.number).await?;
        let present = work.tx.clauses(proposal.id, proposal.current).await?;
        let comment = Comment::new(work.id(), &proposal, &self.comment, (&read, &present))?;
        if let Some(thread) = self.comment.reply_to {
            let thread = work.tx.comment(thread).await?.filter(|thread| thread.proposal == proposal.id);
            found_at(thread, "replyToId")?.require_reply(&self.comment)?;
        }
        let comment = comment.written(work.actor().person(), work.now);
        work.tx.insert_comment(&comment).await?;
        work.at_table(proposal.table);
        work.audit_change_of(&comment.before_it_was(), &comment, [("comment", json!(comment.id))]);
        work.emit(changed(&proposal));
        Ok((proposal.id, comment.id))
    }
}

/// Settles a thread of comments: its author does, or the coordinator.
#[derive(Debug, Clone)]
pub struct ResolveComment {
    /// The first comment of the thread.
    pub comment: CommentId,
}

#[async_trait]
impl Command for ResolveComment {
    const NAME: &'static str = "resolveComment";
    type Output = (ProposalId, CommentId);

    async fn run(&self, work: &mut Work<'_>) -> Result<(ProposalId, CommentId), AppError> {
        // The proposal is locked first, and the comment read anew: of two who settle a thread, the second is told.
        let proposal = found_at(work.tx.comment(self.comment).await?, "commentId")?.proposal;
        let (proposal, table) = work.visible_proposal(proposal, "commentId").await?;
        let mut comment = found_at(work.tx.comment(self.comment).await?, "commentId")?;
        let facts = Facts { table: Some(table.id), organisation: None, person: comment.author };
        work.require(Act::ResolveComment, &facts)?;
        let before = comment.snapshot();
        comment.resolve(work.actor().person(), work.now)?;
        work.tx.update_comment(&comment).await?;
        work.at_table(proposal.table);
        work.audit_change_of(&before, &comment, [("comment", json!(comment.id))]);
        work.emit(changed(&proposal));
        Ok((proposal.id, comment.id))
    }
}
