use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::codesign::ProposalFilter;
use cordata_domain::codesign;
use cordata_domain::ids::{CommentId, ProposalId, StakeholderId};
use cordata_domain::policy::{Act, Facts, HeldSeat};

use super::difference::ClauseDifference;
use super::text::{Endorsement, ProposalComment, ProposalVersion};
use crate::graphql::id;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::project::Project;
use crate::graphql::table::ConcertationTable;
use crate::loader::{ClausesOf, CommentsOf, EndorsementsOf, VersionsOf};
use crate::scalar::{DateTime, Locale};
use crate::state::RequestContext;

/// Where a proposal stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "codesign::ProposalState")]
pub enum ProposalState {
    /// Being written; those of its table see it.
    Draft,
    /// Public, if its table is: commented, amended and endorsed.
    Open,
    /// The table took its last version over.
    Adopted,
    /// Given up, with a reason.
    Withdrawn,
}

/// A text that the organisations of a table write together, version after version.
pub struct Proposal(pub codesign::Proposal);

impl Proposal {
    /// The proposal with this id.
    pub async fn by_id(ctx: &Context<'_>, id: ProposalId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }

    /// A proposal and one of its comments.
    pub(super) async fn with_comment(
        ctx: &Context<'_>,
        (proposal, comment): (ProposalId, CommentId),
    ) -> Result<Option<(Self, ProposalComment)>> {
        let comments = RequestContext::of(ctx).load_named(CommentsOf(proposal)).await?;
        let found = comments.into_iter().find(|other| other.id == comment).map(ProposalComment);
        Ok(Self::by_id(ctx, proposal).await?.zip(found))
    }

    async fn load_versions(&self, ctx: &Context<'_>) -> Result<Vec<codesign::ProposalVersion>> {
        RequestContext::of(ctx).load_named(VersionsOf(self.0.id)).await
    }
}

/// A text that the organisations of a table write together, version after version.
#[Object]
impl Proposal {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The language it is written in.
    async fn language(&self) -> Locale {
        self.0.language.clone().into()
    }

    /// The table that writes it; null where you may not see the table.
    async fn table(&self, ctx: &Context<'_>) -> Result<Option<ConcertationTable>> {
        ConcertationTable::by_id(ctx, self.0.table).await
    }

    /// The project that it designs; null where there is none yet.
    async fn project(&self, ctx: &Context<'_>) -> Result<Option<Project>> {
        match self.0.project {
            Some(project) => Project::by_id(ctx, project).await,
            None => Ok(None),
        }
    }

    /// Where it stands.
    async fn state(&self) -> ProposalState {
        self.0.state.into()
    }

    /// Why it was withdrawn; null where it was not.
    async fn state_reason(&self) -> Option<&str> {
        self.0.state_reason.as_deref()
    }

    /// When it was opened; null while it never was.
    async fn opened_at(&self) -> Option<DateTime> {
        self.0.opened_at.map(DateTime)
    }

    /// Raised by every change of the proposal: send it back as `expectedVersion`. Versions of the text have their own
    /// numbers.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The number of the last version of its text: send it back as `baseVersion` or `textVersion`.
    async fn last_version_number(&self) -> u32 {
        self.0.current
    }

    /// The last version of its text; null before there is one.
    async fn last_version(&self, ctx: &Context<'_>) -> Result<Option<ProposalVersion>> {
        let texts = self.load_versions(ctx).await?;
        Ok(codesign::ProposalVersion::grouped(&texts).next_back().and_then(ProposalVersion::of))
    }

    /// All versions of its text, oldest first: at most 200, and at most 200 that were brought back.
    async fn versions(&self, ctx: &Context<'_>) -> Result<Vec<ProposalVersion>> {
        let texts = self.load_versions(ctx).await?;
        Ok(codesign::ProposalVersion::grouped(&texts).filter_map(ProposalVersion::of).collect())
    }

    /// What changed from one version to another, clause by clause and word by word, in the order of the later one; null
    /// where one of them does not exist.
    async fn differences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number of the earlier version.")] from: u32,
        #[graphql(desc = "The number of the later version.")] to: u32,
    ) -> Result<Option<Vec<ClauseDifference>>> {
        if ![from, to].iter().all(|number| (1..=self.0.current).contains(number)) {
            return Ok(None);
        }
        let request = RequestContext::of(ctx);
        let clauses = |number| request.load_named(ClausesOf(self.0.id, number));
        let (before, after) = futures_util::future::try_join(clauses(from), clauses(to)).await?;
        Ok(Some(codesign::differences(&before, &after).into_iter().map(Into::into).collect()))
    }

    /// What is said about its clauses, oldest first: at most 500 comments.
    async fn comments(&self, ctx: &Context<'_>) -> Result<Vec<ProposalComment>> {
        let comments = RequestContext::of(ctx).load_named(CommentsOf(self.0.id)).await?;
        Ok(comments.into_iter().map(ProposalComment).collect())
    }

    /// The organisations that stand behind one of its versions, oldest first: at most 1000 endorsements.
    async fn endorsements(&self, ctx: &Context<'_>) -> Result<Vec<Endorsement>> {
        let endorsements = RequestContext::of(ctx).load_named(EndorsementsOf(self.0.id)).await?;
        let last = self.0.current;
        Ok(endorsements.into_iter().map(|endorsement| Endorsement { endorsement, last }).collect())
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> ProposalViewerCan {
        let request = RequestContext::of(ctx);
        let standing = request.caller.actor.standing();
        let ours = standing.into_iter().flat_map(|standing| standing.delegate_of.iter().chain(&standing.manager_of));
        let ours: Vec<Option<StakeholderId>> = ours.copied().map(Some).chain([None]).collect();
        let table = Some(self.0.table);
        let may = |act| {
            let for_one =
                |organisation: &_| request.may(act, &Facts { table, organisation: *organisation, person: None });
            ours.iter().any(for_one)
        };
        let sits = |seat: &HeldSeat| seat.table == self.0.table;
        let seated =
            standing.is_none_or(|standing| standing.tables.contains(&self.0.table) || standing.seats.iter().any(sits));
        ProposalViewerCan {
            save_version: may(Act::SaveProposalVersion) && (seated || may(Act::ManageProposal)),
            comment: may(Act::CommentOn) && seated,
            endorse: may(Act::EndorseProposal),
            manage: may(Act::ManageProposal),
        }
    }
}

impl Listed for Proposal {
    type Filter = ProposalFilter;

    async fn page(
        request: &RequestContext,
        filter: &Self::Filter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().proposals(&request.sight, filter, window).await?, Self))
    }

    async fn count(request: &RequestContext, filter: &Self::Filter) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_proposals(&request.sight, filter).await?)
    }
}

/// What your roles allow you to do with a proposal. Its state may still refuse it.
#[derive(Debug, SimpleObject)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each act")]
pub struct ProposalViewerCan {
    /// Save a version of its text, for at least one organisation.
    save_version: bool,
    /// Comment on its clauses, for at least one organisation.
    comment: bool,
    /// Endorse its last version, for at least one organisation.
    endorse: bool,
    /// Open, adopt or withdraw it, or bring an earlier text back.
    manage: bool,
}
