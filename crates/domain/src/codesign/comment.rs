use chrono::{DateTime, Utc};

use super::clause::Clause;
use super::proposal::Proposal;
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{CommentId, PersonId, ProposalClauseId, ProposalId, StakeholderId};
use crate::locale::Locale;
use crate::search;

/// The most comments of one proposal, replies included.
pub const MAX_COMMENTS: u32 = 500;

/// A comment on a clause as it stands in one version, or a reply to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// The proposal.
    pub proposal: ProposalId,
    /// The number of the version that was commented on.
    pub number: u32,
    /// The clause.
    pub clause: ProposalClauseId,
    /// The comment that it replies to; absent for the first of a thread.
    pub reply_to: Option<CommentId>,
    /// For which organisation it is said.
    pub on_behalf_of: StakeholderId,
    /// Who wrote it; absent for the operator at the console.
    pub author: Option<PersonId>,
    /// What is said, as Markdown.
    pub text: String,
    /// In which language.
    pub language: Locale,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// When its thread was settled; absent for replies and while it is not.
    pub resolution: Option<Resolution>,
}

/// The end of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolution {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; absent for the operator at the console.
    pub by: Option<PersonId>,
}

/// What somebody says about a clause.
#[derive(Debug, Clone)]
pub struct CommentDraft {
    /// The number of the version that was read.
    pub number: u32,
    /// The clause.
    pub clause: ProposalClauseId,
    /// The first comment of the thread that is replied to.
    pub reply_to: Option<CommentId>,
    /// For which organisation.
    pub on_behalf_of: StakeholderId,
    /// What is said, as Markdown.
    pub text: String,
    /// In which language.
    pub language: Locale,
}

impl Comment {
    /// A comment on a clause of the version that was `read`. A clause that is gone from the `present` text since is
    /// refused with the number of the present version: what is said about it would reach nobody.
    pub fn new(
        id: CommentId,
        proposal: &Proposal,
        draft: &CommentDraft,
        (read, present): (&[Clause], &[Clause]),
    ) -> Result<Self, Refusal> {
        proposal.require_live("commentOn")?;
        let has = |clauses: &[Clause]| clauses.iter().any(|clause| clause.id == draft.clause);
        if !has(read) {
            return Err(Reason::NotFound.at("clauseId"));
        }
        if !has(present) {
            return Err(Reason::StaleVersion { current: proposal.current.into() }.at("clauseId"));
        }
        Ok(Self {
            id,
            proposal: proposal.id,
            number: draft.number,
            clause: draft.clause,
            reply_to: draft.reply_to,
            on_behalf_of: draft.on_behalf_of,
            author: None,
            text: search::paragraphs(&draft.text, 5_000).map_err(|refusal| refusal.under("text"))?,
            language: draft.language.clone(),
            written_at: DateTime::UNIX_EPOCH,
            resolution: None,
        })
    }

    /// The same, written by somebody at a time.
    #[must_use]
    pub fn written(self, author: Option<PersonId>, at: DateTime<Utc>) -> Self {
        Self { author, written_at: at, ..self }
    }

    /// Refuses a reply that does not fit: threads have two levels, stay with their clause, and end when settled.
    pub fn require_reply(&self, reply: &CommentDraft) -> Result<(), Refusal> {
        if self.reply_to.is_some() || self.clause != reply.clause {
            return Err(Refusal::input(InputProblem::Foreign).under("replyToId"));
        }
        self.require_unresolved("replyToComment")
    }

    /// Settles the thread.
    pub fn resolve(&mut self, by: Option<PersonId>, at: DateTime<Utc>) -> Result<(), Refusal> {
        if self.reply_to.is_some() {
            return Err(Refusal::input(InputProblem::Foreign).under("commentId"));
        }
        self.require_unresolved("resolveComment")?;
        self.resolution = Some(Resolution { at, by });
        Ok(())
    }

    fn require_unresolved(&self, action: &'static str) -> Result<(), Refusal> {
        let resolved = || Reason::IllegalTransition { from: "RESOLVED", action }.into();
        if self.resolution.is_none() { Ok(()) } else { Err(resolved()) }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::codesign::{ProposalDraft, ProposalState};
    use crate::error::RefusalCode;

    fn proposal() -> Proposal {
        let draft = ProposalDraft {
            table: Uuid::from_u128(1).into(),
            project: None,
            title: "Trasporto".to_owned(),
            language: Locale::italian(),
        };
        Proposal { current: 2, ..Proposal::new(Uuid::from_u128(2).into(), draft).unwrap() }
    }

    fn clause(id: u128) -> Clause {
        Clause { id: Uuid::from_u128(id).into(), title: "t".to_owned(), body: "b".to_owned() }
    }

    fn draft(clause: u128) -> CommentDraft {
        CommentDraft {
            number: 1,
            clause: Uuid::from_u128(clause).into(),
            reply_to: None,
            on_behalf_of: Uuid::from_u128(3).into(),
            text: "Manca il costo".to_owned(),
            language: Locale::italian(),
        }
    }

    fn comment(clause_id: u128) -> Result<Comment, Refusal> {
        let texts = (&[clause(1), clause(2)][..], &[clause(1)][..]);
        Comment::new(Uuid::from_u128(4).into(), &proposal(), &draft(clause_id), texts)
    }

    #[test]
    fn a_clause_that_is_gone_takes_no_comment() {
        assert_eq!(comment(1).unwrap().number, 1);
        assert_eq!(comment(2).unwrap_err(), Reason::StaleVersion { current: 2 }.at("clauseId"));
        assert_eq!(comment(3).unwrap_err(), Reason::NotFound.at("clauseId"));
        let adopted = Proposal { state: ProposalState::Adopted, ..proposal() };
        let late = Comment::new(Uuid::nil().into(), &adopted, &draft(1), (&[clause(1)], &[clause(1)]));
        assert_eq!(late.unwrap_err().code(), RefusalCode::IllegalTransition);
    }

    #[test]
    fn a_thread_stays_with_its_clause_and_ends_once() {
        let mut first = comment(1).unwrap();
        assert!(first.require_reply(&draft(1)).is_ok());
        assert_eq!(first.require_reply(&draft(2)).unwrap_err().path, ["replyToId"]);
        let mut reply = Comment { reply_to: Some(first.id), ..comment(1).unwrap() };
        assert!(reply.require_reply(&draft(1)).is_err());
        assert_eq!(reply.resolve(None, DateTime::UNIX_EPOCH).unwrap_err().path, ["commentId"]);
        first.resolve(None, DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(first.resolve(None, DateTime::UNIX_EPOCH).unwrap_err().code(), RefusalCode::IllegalTransition);
        assert_eq!(first.require_reply(&draft(1)).unwrap_err().code(), RefusalCode::IllegalTransition);
    }
}
