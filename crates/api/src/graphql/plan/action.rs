use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::plan::PlanActionFilter;
use cordata_domain::ids::PlanActionId;
use cordata_domain::plan;
use cordata_domain::policy::{Act, Facts};

use super::goal::{Objective, Term, objectives, terms};
use super::types::{StrategicPlan, Strategy};
use crate::graphql::id;
use crate::graphql::page::{Listed, wrapped};
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::value::{Translation, translations};
use crate::scalar::Locale;
use crate::state::RequestContext;

/// Whose legal remit an action is.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "plan::Competence")]
pub enum Competence {
    /// The metropolitan city's own.
    Own,
    /// Other bodies'.
    Others,
    /// Shared with other bodies.
    Shared,
}

/// What the metropolitan city does for an action.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "plan::CityRole")]
pub enum CityRole {
    /// It carries the action out.
    Delivers,
    /// It directs others.
    Directs,
    /// It stimulates others.
    Stimulates,
    /// It promotes what others do.
    Promotes,
}

/// Where an action stands.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "plan::ActionState")]
pub enum ActionState {
    /// Being written.
    Draft,
    /// Being carried out.
    Active,
    /// Done.
    Completed,
    /// Given up, with a reason.
    Abandoned,
}

/// An action: the third level of a plan, on which work and money are promised.
pub struct PlanAction(pub plan::PlanAction);

impl PlanAction {
    /// The action with this id, if the caller may see it.
    pub async fn by_id(ctx: &Context<'_>, id: PlanActionId) -> Result<Option<Self>> {
        Ok(RequestContext::of(ctx).load(id).await?.map(Self))
    }
}

/// An action: the third level of a plan, on which work and money are promised.
#[Object]
impl PlanAction {
    /// Its id.
    pub async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its code inside the edition, like `2.1.3`. Later editions use the same codes for other actions.
    async fn code(&self) -> &str {
        self.0.code.as_str()
    }

    /// Its title, in the language asked for or else in that of the request.
    async fn title(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.title, locale.as_ref())
    }

    /// Its title in every language there is.
    async fn title_translations(&self) -> Vec<Translation> {
        translations(&self.0.title)
    }

    /// The plan it belongs to.
    async fn plan(&self, ctx: &Context<'_>) -> Result<StrategicPlan> {
        RequestContext::of(ctx).load_named(self.0.plan).await.map(StrategicPlan)
    }

    /// The strategy it belongs to.
    async fn strategy(&self, ctx: &Context<'_>) -> Result<Strategy> {
        RequestContext::of(ctx).load_named(self.0.strategy).await.map(Strategy)
    }

    /// Whose legal remit it is.
    async fn competence(&self) -> Competence {
        self.0.competence.into()
    }

    /// What the metropolitan city does for it.
    async fn city_role(&self) -> CityRole {
        self.0.city_role.into()
    }

    /// The organisation that leads it; null where none is named.
    async fn lead(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        match self.0.lead {
            Some(lead) => Stakeholder::by_id(ctx, lead).await,
            None => Ok(None),
        }
    }

    /// What it is to reach, in order.
    async fn objectives(&self, ctx: &Context<'_>) -> Result<Vec<Objective>> {
        objectives(ctx, plan::ObjectiveOwner::Action(self.0.id)).await
    }

    /// Terms of taxonomies it is linked to, such as missions of the recovery plan or development goals.
    async fn terms(&self, ctx: &Context<'_>) -> Result<Vec<Term>> {
        terms(ctx, &self.0.terms).await
    }

    /// Where it stands.
    async fn state(&self) -> ActionState {
        self.0.state.into()
    }

    /// Why it was abandoned; null otherwise.
    async fn state_reason(&self) -> Option<&str> {
        self.0.state_reason.as_deref()
    }

    /// Raised by every change: send it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What you may do with it.
    async fn viewer_can(&self, ctx: &Context<'_>) -> PlanActionViewerCan {
        PlanActionViewerCan { manage: RequestContext::of(ctx).may(Act::ManagePlanAction, &Facts::plan()) }
    }
}

impl Listed for PlanAction {
    type Filter = PlanActionFilter;

    async fn page(
        request: &RequestContext,
        filter: &PlanActionFilter,
        window: &Window,
    ) -> Result<Page<Self>, Arc<AppError>> {
        Ok(wrapped(request.reads().plan_actions(&request.sight, filter, window).await?, Self))
    }

    async fn count(request: &RequestContext, filter: &PlanActionFilter) -> Result<u64, Arc<AppError>> {
        Ok(request.reads().count_plan_actions(&request.sight, filter).await?)
    }
}

/// What your roles allow you to do with an action. Its state may still refuse it.
#[derive(Debug, SimpleObject)]
pub struct PlanActionViewerCan {
    /// Change it, activate it, complete it or abandon it.
    manage: bool,
}
