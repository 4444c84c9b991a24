//! What mutations of co-design take.

use async_graphql::{ID, InputObject, OneofObject};
use cordata_app::codesign::{
    AdoptProposal, AnswerContribution, CitizenDraft, CommentOn, CreateProposal, EndorseProposal, OpenProposal,
    ResolveComment, RestoreProposalVersion, SaveProposalVersion, SubmitContribution, TextDraft, WithdrawProposal,
};
use cordata_domain::codesign::{ClauseDraft, CommentDraft, ContributionDraft, Outcome, ProposalDraft};
use cordata_domain::{InputProblem, Refusal};

use super::ContributionKind;
use crate::graphql::input::{read_id, read_language, read_optional_id};
use crate::graphql::mutation::{Input, Renamed, versioned};
use crate::scalar::Locale;

/// A clause of a version.
#[derive(Debug, InputObject)]
pub struct ClauseInput {
    /// The clause of the version before that it goes on; left out for a new one.
    pub id: Option<ID>,
    /// Its title: one line of at most 200 characters.
    pub title: String,
    /// Its text, as Markdown of at most 5000 characters.
    pub body_markdown: String,
}

fn read_clauses(clauses: Vec<ClauseInput>) -> Result<Vec<ClauseDraft>, Refusal> {
    let each = |(index, clause): (usize, ClauseInput)| {
        let id = read_optional_id(clause.id.as_ref(), "id").map_err(|refusal| refusal.under(index.to_string()))?;
        Ok(ClauseDraft { id, title: clause.title, body: clause.body_markdown })
    };
    let read: Result<_, Refusal> = clauses.into_iter().enumerate().map(each).collect();
    read.map_err(|refusal| refusal.under("clauses"))
}

/// A proposal to be begun, with the first version of its text.
#[derive(Debug, InputObject)]
pub struct CreateProposalInput {
    /// The table that writes it.
    pub table_id: ID,
    /// The project that it designs, if there is one yet.
    pub project_id: Option<ID>,
    /// Its title: one line of at most 300 characters.
    pub title: String,
    /// The language it is written in; Italian where it is left out.
    pub language: Option<Locale>,
    /// The organisation that proposes the first version. It sits at the table.
    pub on_behalf_of_id: ID,
    /// The clauses of the first version in their order: 1 to 100.
    pub clauses: Vec<ClauseInput>,
}

impl Input for CreateProposalInput {
    type Command = CreateProposal;

    fn command(self) -> Result<CreateProposal, Refusal> {
        Ok(CreateProposal {
            draft: ProposalDraft {
                table: read_id(&self.table_id, "tableId")?,
                project: read_optional_id(self.project_id.as_ref(), "projectId")?,
                title: self.title,
                language: read_language(self.language),
            },
            text: TextDraft {
                on_behalf_of: read_id(&self.on_behalf_of_id, "onBehalfOfId")?,
                clauses: read_clauses(self.clauses)?,
                note: None,
            },
        })
    }
}

/// The next version of a proposal's text.
#[derive(Debug, InputObject)]
pub struct SaveProposalVersionInput {
    /// The proposal.
    pub proposal_id: ID,
    /// The number of the version you started from: the change is refused if somebody else was faster.
    pub base_version: u32,
    /// The organisation that proposes this version. It sits at the table.
    pub on_behalf_of_id: ID,
    /// All clauses in their order: 1 to 100. A clause of the version before that is not among them is removed.
    pub clauses: Vec<ClauseInput>,
    /// What was changed and why: one line of at most 500 characters.
    pub note: Option<String>,
}

impl Input for SaveProposalVersionInput {
    type Command = SaveProposalVersion;

    fn command(self) -> Result<SaveProposalVersion, Refusal> {
        Ok(SaveProposalVersion {
            proposal: read_id(&self.proposal_id, "proposalId")?,
            base_version: self.base_version,
            text: TextDraft {
                on_behalf_of: read_id(&self.on_behalf_of_id, "onBehalfOfId")?,
                clauses: read_clauses(self.clauses)?,
                note: self.note,
            },
        })
    }
}

/// An earlier text of a proposal that comes back.
#[derive(Debug, InputObject)]
pub struct RestoreProposalVersionInput {
    /// The proposal.
    pub proposal_id: ID,
    /// The number of the last text, which you read: the change is refused if somebody else was faster.
    pub base_version: u32,
    /// The number of the earlier text.
    pub text_version: u32,
}

impl Input for RestoreProposalVersionInput {
    type Command = RestoreProposalVersion;

    fn command(self) -> Result<RestoreProposalVersion, Refusal> {
        Ok(RestoreProposalVersion {
            proposal: read_id(&self.proposal_id, "proposalId")?,
            base_version: self.base_version,
            text_version: self.text_version,
        })
    }
}

versioned! {
    /// A proposal to be opened.
    OpenProposalInput {
        /// The proposal.
        proposal_id: "proposalId"
    } => OpenProposal, |proposal, expected_version| OpenProposal { proposal, expected_version };
}

/// A proposal that the table takes over.
#[derive(Debug, InputObject)]
pub struct AdoptProposalInput {
    /// The proposal.
    pub proposal_id: ID,
    /// The number of the version that is adopted: the last one, which you read.
    pub text_version: u32,
}

impl Input for AdoptProposalInput {
    type Command = AdoptProposal;

    fn command(self) -> Result<AdoptProposal, Refusal> {
        Ok(AdoptProposal { proposal: read_id(&self.proposal_id, "proposalId")?, text_version: self.text_version })
    }
}

/// A proposal to be given up.
#[derive(Debug, InputObject)]
pub struct WithdrawProposalInput {
    /// The proposal.
    pub proposal_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// Why: at most 2000 characters.
    pub reason: String,
}

impl Input for WithdrawProposalInput {
    type Command = WithdrawProposal;

    fn command(self) -> Result<WithdrawProposal, Refusal> {
        let proposal = read_id(&self.proposal_id, "proposalId")?;
        Ok(WithdrawProposal { proposal, expected_version: self.expected_version, reason: self.reason })
    }
}

/// A comment on a clause, or a reply to one.
#[derive(Debug, InputObject)]
pub struct CommentOnInput {
    /// The proposal.
    pub proposal_id: ID,
    /// The number of the version you read.
    pub version_number: u32,
    /// The clause.
    pub clause_id: ID,
    /// The first comment of the thread that you reply to.
    pub reply_to_id: Option<ID>,
    /// The organisation for which you speak. It sits at the table.
    pub on_behalf_of_id: ID,
    /// What you say, as Markdown of at most 5000 characters.
    pub text_markdown: String,
    /// The language of the text; Italian where it is left out.
    pub language: Option<Locale>,
}

impl Input for CommentOnInput {
    type Command = CommentOn;

    const RENAMED: Renamed = &[("text", &["textMarkdown"])];

    fn command(self) -> Result<CommentOn, Refusal> {
        Ok(CommentOn {
            proposal: read_id(&self.proposal_id, "proposalId")?,
            comment: CommentDraft {
                number: self.version_number,
                clause: read_id(&self.clause_id, "clauseId")?,
                reply_to: read_optional_id(self.reply_to_id.as_ref(), "replyToId")?,
                on_behalf_of: read_id(&self.on_behalf_of_id, "onBehalfOfId")?,
                text: self.text_markdown,
                language: read_language(self.language),
            },
        })
    }
}

/// A thread of comments to be settled.
#[derive(Debug, InputObject)]
pub struct ResolveCommentInput {
    /// The first comment of the thread.
    pub comment_id: ID,
}

impl Input for ResolveCommentInput {
    type Command = ResolveComment;

    fn command(self) -> Result<ResolveComment, Refusal> {
        Ok(ResolveComment { comment: read_id(&self.comment_id, "commentId")? })
    }
}

/// An organisation that stands behind a version.
#[derive(Debug, InputObject)]
pub struct EndorseProposalInput {
    /// The proposal.
    pub proposal_id: ID,
    /// The number of the version that is endorsed: the last one, which you read.
    pub text_version: u32,
    /// The organisation, which you manage.
    pub organisation_id: ID,
}

impl Input for EndorseProposalInput {
    type Command = EndorseProposal;

    fn command(self) -> Result<EndorseProposal, Refusal> {
        Ok(EndorseProposal {
            proposal: read_id(&self.proposal_id, "proposalId")?,
            text_version: self.text_version,
            organisation: read_id(&self.organisation_id, "organisationId")?,
        })
    }
}

/// Who a citizen is, for the answer and for nothing else.
#[derive(Debug, InputObject)]
pub struct CitizenInput {
    /// Their name: one line of at most 120 characters.
    pub name: String,
    /// Where the answer goes.
    pub address: String,
    /// True where they agreed that name and address are used to answer them, in the words of the page `/contribute`.
    pub consent: bool,
}

/// An idea, a proposal or an offer.
#[derive(Debug, InputObject)]
pub struct SubmitContributionInput {
    /// Your key for a safe retry: the same key with the same content does nothing twice.
    pub idempotency_key: String,
    /// What it is.
    pub kind: ContributionKind,
    /// In a few words: one line of at most 200 characters.
    pub title: String,
    /// The whole: at most 10000 characters.
    pub text: String,
    /// The language of the text, in which you are answered; Italian where it is left out.
    pub language: Option<Locale>,
    /// The table that it is meant for.
    pub table_id: Option<ID>,
    /// The organisation for which you send it; only for members.
    pub on_behalf_of_id: Option<ID>,
    /// Who you are; only without a token.
    pub citizen: Option<CitizenInput>,
}

impl Input for SubmitContributionInput {
    type Command = SubmitContribution;

    fn command(self) -> Result<SubmitContribution, Refusal> {
        let language = read_language(self.language);
        let consent = cordata_text::words(&language).text("page-contribute-consent");
        let citizen = |citizen: CitizenInput| CitizenDraft {
            name: citizen.name,
            address: citizen.address,
            consent: if citizen.consent { consent } else { String::new() },
        };
        Ok(SubmitContribution {
            idempotency_key: self.idempotency_key,
            on_behalf_of: read_optional_id(self.on_behalf_of_id.as_ref(), "onBehalfOfId")?,
            citizen: self.citizen.map(citizen),
            draft: ContributionDraft {
                kind: self.kind.into(),
                title: self.title,
                text: self.text,
                language,
                table: read_optional_id(self.table_id.as_ref(), "tableId")?,
            },
        })
    }
}

/// What becomes of a contribution: exactly one of these.
#[derive(Debug, OneofObject)]
pub enum ContributionOutcomeInput {
    /// This table goes on with it.
    ForwardToId(ID),
    /// This proposal takes it up.
    MergeIntoId(ID),
    /// It is not taken up: send `true`, and the reason as the message.
    Decline(bool),
}

/// The answer to a contribution.
#[derive(Debug, InputObject)]
pub struct AnswerContributionInput {
    /// The contribution.
    pub contribution_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// What becomes of it.
    pub outcome: ContributionOutcomeInput,
    /// What its author is told, in the language of the contribution: at most 5000 characters. Needed where it is
    /// declined.
    pub message: Option<String>,
}

impl Input for AnswerContributionInput {
    type Command = AnswerContribution;

    const RENAMED: Renamed =
        &[("forwardToId", &["outcome", "forwardToId"]), ("mergeIntoId", &["outcome", "mergeIntoId"])];

    fn command(self) -> Result<AnswerContribution, Refusal> {
        let outcome = match &self.outcome {
            ContributionOutcomeInput::ForwardToId(id) => Outcome::Forward(read_id(id, "forwardToId")?),
            ContributionOutcomeInput::MergeIntoId(id) => Outcome::Merge(read_id(id, "mergeIntoId")?),
            ContributionOutcomeInput::Decline(true) => Outcome::Decline,
            ContributionOutcomeInput::Decline(false) => {
                return Err(Refusal::input(InputProblem::Blank).under("outcome"));
            }
        };
        Ok(AnswerContribution {
            contribution: read_id(&self.contribution_id, "contributionId")?,
            expected_version: self.expected_version,
            outcome,
            message: self.message,
        })
    }
}
