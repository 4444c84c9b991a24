use async_graphql::{Context, ID, Object, Result, SimpleObject};
use cordata_domain::codesign;
use cordata_text::markdown;

use crate::graphql::id;
use crate::graphql::identity::Person;
use crate::graphql::stakeholder::Stakeholder;
use crate::loader::ClausesOf;
use crate::scalar::{DateTime, Html, Locale};
use crate::state::RequestContext;

/// A clause as it stands in one version of a proposal.
#[derive(Debug, SimpleObject)]
pub struct ProposalClause {
    /// Its id: the same in every version that has the clause. Send it back to go on with the clause.
    id: ID,
    /// Its place in the version, from 1.
    position: u32,
    /// Its title.
    title: String,
    /// Its text, as Markdown.
    body_markdown: String,
    /// Its text, as HTML that can be put into a page.
    body_html: Html,
}

impl ProposalClause {
    fn new(position: u32, clause: codesign::Clause) -> Self {
        Self {
            id: id::encode(clause.id),
            position,
            title: clause.title,
            body_html: Html(markdown::to_html(&clause.body)),
            body_markdown: clause.body,
        }
    }
}

/// One version of a proposal's text. It never changes, but while its author goes on with it within minutes, a later state
/// takes its place.
pub struct ProposalVersion {
    text: codesign::ProposalVersion,
    earlier: Vec<codesign::ProposalVersion>,
}

impl ProposalVersion {
    /// The version of these states, oldest first.
    pub(super) fn of(states: &[codesign::ProposalVersion]) -> Option<Self> {
        let (text, earlier) = states.split_last()?;
        Some(Self { text: text.clone(), earlier: earlier.to_vec() })
    }
}

/// One version of a proposal's text. It never changes, but while its author goes on with it within minutes, a later state
/// takes its place.
#[Object]
impl ProposalVersion {
    /// The number of its text in the proposal, from 1; every state that was saved has its own, without gaps.
    async fn number(&self) -> u32 {
        self.text.number
    }

    /// What its author saved within minutes before this text, oldest first: at most 199 states.
    async fn earlier_states(&self) -> Vec<ProposalVersion> {
        self.earlier.iter().map(|text| Self { text: text.clone(), earlier: Vec::new() }).collect()
    }

    /// The number of the earlier text that it brought back; null where it is a text of its own.
    async fn restored_from(&self) -> Option<u32> {
        self.text.restores
    }

    /// The organisation that proposes this text.
    async fn on_behalf_of(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        Stakeholder::by_id(ctx, self.text.on_behalf_of).await
    }

    /// Who saved it; null where you may not see the person.
    ///
    /// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        match self.text.author {
            Some(author) => Person::by_id(ctx, author).await,
            None => Ok(None),
        }
    }

    /// What was changed and why, in the author's words; null where they said nothing.
    async fn note(&self) -> Option<&str> {
        self.text.note.as_deref()
    }

    /// When it was saved.
    async fn saved_at(&self) -> DateTime {
        self.text.saved_at.into()
    }

    /// SHA-256 of the text in hexadecimal digits: what an endorsement is bound to.
    async fn text_hash(&self) -> String {
        self.text.hash.to_string()
    }

    /// Its clauses in order: at most 100.
    async fn clauses(&self, ctx: &Context<'_>) -> Result<Vec<ProposalClause>> {
        let clauses = RequestContext::of(ctx).load_named(ClausesOf(self.text.proposal, self.text.number)).await?;
        Ok((1..).zip(clauses).map(|(position, clause)| ProposalClause::new(position, clause)).collect())
    }
}

/// What an organisation says about a clause of one version, or in reply to what was said.
pub struct ProposalComment(pub(super) codesign::Comment);

/// What an organisation says about a clause of one version, or in reply to what was said.
#[Object]
impl ProposalComment {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The id of the clause.
    async fn clause_id(&self) -> ID {
        id::encode(self.0.clause)
    }

    /// The number of the version that was read.
    async fn version_number(&self) -> u32 {
        self.0.number
    }

    /// The first comment of the thread that it replies to; null for a first comment.
    async fn reply_to_id(&self) -> Option<ID> {
        self.0.reply_to.map(id::encode)
    }

    /// The organisation for which it is said.
    async fn on_behalf_of(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        Stakeholder::by_id(ctx, self.0.on_behalf_of).await
    }

    /// Who wrote it; null where you may not see the person.
    ///
    /// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        match self.0.author {
            Some(author) => Person::by_id(ctx, author).await,
            None => Ok(None),
        }
    }

    /// What is said, as Markdown.
    async fn text_markdown(&self) -> &str {
        &self.0.text
    }

    /// What is said, as HTML that can be put into a page.
    async fn text_html(&self) -> Html {
        Html(markdown::to_html(&self.0.text))
    }

    /// The language it is written in.
    async fn language(&self) -> Locale {
        self.0.language.clone().into()
    }

    /// When it was written.
    async fn written_at(&self) -> DateTime {
        self.0.written_at.into()
    }

    /// When its thread was settled; null while it is not, and for replies.
    async fn resolved_at(&self) -> Option<DateTime> {
        self.0.resolution.map(|resolution| resolution.at.into())
    }
}

/// An organisation stands behind one version, and behind nothing that is written later.
pub struct Endorsement {
    pub(super) endorsement: codesign::Endorsement,
    /// The number of the last version.
    pub(super) last: u32,
}

/// An organisation stands behind one version, and behind nothing that is written later.
#[Object]
impl Endorsement {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.endorsement.id)
    }

    /// The organisation.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        Stakeholder::by_id(ctx, self.endorsement.organisation).await
    }

    /// The number of the version.
    async fn version_number(&self) -> u32 {
        self.endorsement.number
    }

    /// SHA-256 of the text that is endorsed.
    async fn text_hash(&self) -> String {
        self.endorsement.hash.to_string()
    }

    /// Whether it is for the last version. An endorsement of an earlier one says nothing about the present text.
    async fn is_for_last_version(&self) -> bool {
        self.endorsement.number == self.last
    }

    /// When.
    async fn endorsed_at(&self) -> DateTime {
        self.endorsement.endorsed_at.into()
    }
}
