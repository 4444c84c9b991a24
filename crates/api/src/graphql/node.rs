//! Everything that has a page of its own can be found by its id alone.

use async_graphql::{Context, ID, Interface, Object, Result};
use cordata_app::AppError;
use cordata_domain::{InputProblem, Refusal};
use uuid::Uuid;

use super::agreement::Agreement;
use super::codesign::{Contribution, Proposal};
use super::document::Document;
use super::funding::{Commitment, FundingProgramme, FundingSource, InKindContribution};
use super::id::{GlobalId, decode};
use super::identity::Person;
use super::indicator::{Indicator, Measurement};
use super::meeting::{Decision, FollowUp, Meeting, Minutes};
use super::plan::{Axis, HomogeneousZone, PlanAction, StrategicPlan, Strategy, Term};
use super::project::Project;
use super::stakeholder::Stakeholder;
use super::table::ConcertationTable;
use crate::state::RequestContext;

/// The most ids that are looked up at once.
const MAX_IDS: usize = 100;

/// Kinds of nodes: the interface, and the look-up by the kind in the id.
macro_rules! nodes {
    ($($node:ident by $id:ident),+ $(,)?) => {
        use cordata_domain::ids::{$($id),+};

        /// Something with a global id.
        #[derive(Interface)]
        #[graphql(field(name = "id", ty = "ID", desc = "Its id, unique in the whole installation."))]
        #[allow(clippy::large_enum_variant, reason = "made one at a time, for an answer")]
        pub enum Node {
            $(
                #[allow(missing_docs, reason = "documented at the type")]
                $node($node),
            )+
        }

        impl Node {
            async fn of_kind(ctx: &Context<'_>, kind: u8, uuid: Uuid) -> Result<Option<Self>> {
                match kind {
                    $($id::KIND => Ok($node::by_id(ctx, uuid.into()).await?.map(Self::$node)),)+
                    _ => Ok(None),
                }
            }
        }
    };
}

nodes! {
    StrategicPlan by PlanId,
    Axis by AxisId,
    Strategy by StrategyId,
    PlanAction by PlanActionId,
    Term by TermId,
    HomogeneousZone by ZoneId,
    Stakeholder by StakeholderId,
    Person by PersonId,
    ConcertationTable by TableId,
    Meeting by MeetingId,
    Decision by DecisionId,
    FollowUp by FollowUpId,
    Minutes by MinutesId,
    Project by ProjectId,
    FundingProgramme by FundingProgrammeId,
    FundingSource by FundingSourceId,
    Commitment by CommitmentId,
    InKindContribution by InKindId,
    Document by DocumentId,
    Proposal by ProposalId,
    Contribution by ContributionId,
    Indicator by IndicatorId,
    Measurement by MeasurementId,
    Agreement by AgreementId,
}

impl Node {
    /// The thing with this id; nothing if there is none, or none that the caller may see.
    async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Self>> {
        match decode(id) {
            Some((kind, uuid)) => Self::of_kind(ctx, kind, uuid).await,
            None => Ok(None),
        }
    }
}

/// Reading by id.
#[derive(Debug, Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The thing with this id; null if there is none, or none that you may see.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id, as an answer gave it.")] id: ID,
    ) -> Result<Option<Node>> {
        Node::find(ctx, &id).await
    }

    /// The things with these ids, in the same order; null in the place of each that does not exist for you.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their ids, 100 at most.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > MAX_IDS {
            let refusal = Refusal::input(InputProblem::TooMany { max: MAX_IDS }).under("ids");
            return RequestContext::of(ctx).tell(Err(AppError::from(refusal)));
        }
        futures_util::future::try_join_all(ids.iter().map(|id| Node::find(ctx, id))).await
    }
}
