use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::codesign::ContributionFilter;
use cordata_domain::codesign;
use cordata_domain::ids::ContributionId;
use cordata_domain::policy::{Act, Facts};
use cordata_text::markdown;

use super::types::Proposal;
use crate::graphql::id;
use crate::graphql::identity::Person;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::table::ConcertationTable;
use crate::scalar::{DateTime, Html, Locale};
use crate::state::RequestContext;

/// What somebody contributes.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "codesign::ContributionKind")]
pub enum ContributionKind {
    /// An idea.
    Idea,
    /// A proposal worked out in some detail.
    Proposal,
    /// An offer of help, work or means.
    Offer,
}

/// Where a contribution stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "codesign::ContributionState")]
pub enum ContributionState {
    /// Waits to be sorted.
    Received,
    /// With a table, which will say more.
    Forwarded,
    /// Taken up by a proposal.
    Merged,
    /// Not taken up, for a reason.
    Declined,
}

/// What the author of a contribution was told last.
pub struct ContributionAnswer(codesign::ContributionAnswer);

/// What the author of a contribution was told last.
#[Object]
impl ContributionAnswer {
    /// In words; null where the state says it all.
    async fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The proposal that took it up; null where none did, or where you may not see it.
    async fn proposal(&self, ctx: &Context<'_>) -> Result<Option<Proposal>> {
        match self.0.proposal {
            Some(proposal) => Proposal::by_id(ctx, proposal).await,
            None => Ok(None),
        }
    }

    /// When.
    async fn answered_at(&self) -> DateTime {
        self.0.at.into()
    }
}

/// An idea, a proposal or an offer, as its author and those who sort it see it. The citizen behind it is shown to
/// nobody: answers reach them through the platform.
pub struct Contribution(pub codesign::Contribution);

impl Contribution {
    /// The contribution with this id.
    pub async fn by_id(ctx: &Context<'_>, id: ContributionId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// An idea, a proposal or an offer, as its author and those who sort it see it. The citizen behind it is shown to
/// nobody: answers reach them through the platform.
#[Object]
impl Contribution {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// The number by which its author knows it.
    async fn reference(&self) -> &str {
        &self.0.reference
    }

    /// What it is.
    async fn kind(&self) -> ContributionKind {
        self.0.kind.into()
    }

    /// In a few words.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The whole, as Markdown.
    async fn text_markdown(&self) -> &str {
        &self.0.text
    }

    /// The whole, as HTML that can be put into a page.
    async fn text_html(&self) -> Html {
        Html(markdown::to_html(&self.0.text))
    }

    /// The language it is written in, in which its author is answered.
    async fn language(&self) -> Locale {
        self.0.language.clone().into()
    }

    /// The table that it is meant for or was forwarded to; null where there is none, or where you may not see it.
    async fn table(&self, ctx: &Context<'_>) -> Result<Option<ConcertationTable>> {
        match self.0.table {
            Some(table) => ConcertationTable::by_id(ctx, table).await,
            None => Ok(None),
        }
    }

    /// The organisation for which a member sent it; null where it is somebody's own.
    async fn on_behalf_of(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        match self.0.on_behalf_of {
            Some(organisation) => Stakeholder::by_id(ctx, organisation).await,
            None => Ok(None),
        }
    }

    /// The member who sent it; null where it came from a citizen, or where you may not see the person.
    ///
    /// Requires: themselves or org-manager or coordinator or secretariat or platform-admin.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        match self.0.author {
            Some(author) => Person::by_id(ctx, author).await,
            None => Ok(None),
        }
    }

    /// When it came in.
    async fn submitted_at(&self) -> DateTime {
        self.0.submitted_at.into()
    }

    /// Where it stands.
    async fn state(&self) -> ContributionState {
        self.0.state.into()
    }

    /// What its author was told last; null until there is an answer.
    async fn answer(&self) -> Option<ContributionAnswer> {
        self.0.answer.clone().map(ContributionAnswer)
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> ContributionViewerCan {
        let facts = Facts { table: self.0.table, organisation: None, person: None };
        ContributionViewerCan { answer: RequestContext::of(ctx).may(Act::AnswerContribution, &facts) }
    }
}

impl Listed for Contribution {
    type Filter = ContributionFilter;

    async fn page(
        request: &RequestContext,
        filter: &Self::Filter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().contributions(&request.caller.actor, filter, window).await?, Self))
    }

    async fn count(request: &RequestContext, filter: &Self::Filter) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_contributions(&request.caller.actor, filter).await?)
    }
}

/// What your roles allow you to do with a contribution. Its state may still refuse it.
#[derive(Debug, SimpleObject)]
pub struct ContributionViewerCan {
    /// Sort it, and so answer its author.
    answer: bool,
}
