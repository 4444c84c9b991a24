use async_graphql::{Context, ID, Object, Result, SimpleObject};
use cordata_report::model::sustainability as model;

use super::{ReportActionCounts, ReportIndicators, ReportMoney, ReportMoneyByContributor};
use crate::graphql::id;
use crate::graphql::plan::{ActionState, CityRole, Competence};
use crate::graphql::stakeholder::Stakeholder;
use crate::scalar::Locale;
use crate::state::RequestContext;

/// What an axis, strategy or action is to reach, in words.
#[derive(Debug, SimpleObject)]
pub struct ReportObjective {
    /// The words.
    text: String,
    /// The language they are written in.
    language: Locale,
}

fn objectives(objectives: &[model::ObjectiveText]) -> Vec<ReportObjective> {
    let told = |objective: &model::ObjectiveText| ReportObjective {
        text: objective.text.clone(),
        language: objective.language.clone().into(),
    };
    objectives.iter().map(told).collect()
}

/// An axis of a plan, with everything below it.
pub struct ReportAxis(pub(super) model::AxisReport);

/// An axis of a plan, with everything below it.
#[Object]
impl ReportAxis {
    /// Its code inside the edition, like `2`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its title, in the language asked for or else in that of the request.
    async fn title(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.title, locale.as_ref())
    }

    /// What it is to reach.
    async fn objectives(&self) -> Vec<ReportObjective> {
        objectives(&self.0.objectives)
    }

    /// How many of its actions stand where.
    async fn actions(&self) -> ReportActionCounts {
        self.0.actions.into()
    }

    /// Who gave how much to it. Its actions add up to it.
    async fn money(&self) -> ReportMoneyByContributor {
        ReportMoneyByContributor(self.0.money.clone())
    }

    /// Its strategies, by code.
    async fn strategies(&self) -> Vec<ReportStrategy> {
        self.0.strategies.iter().cloned().map(ReportStrategy).collect()
    }

    /// Its indicators. One that points to several axes stands under the first of them.
    async fn indicators(&self) -> ReportIndicators {
        ReportIndicators(self.0.indicators.clone())
    }
}

/// A strategy with its actions.
pub struct ReportStrategy(model::StrategyReport);

/// A strategy with its actions.
#[Object]
impl ReportStrategy {
    /// Its code inside the edition, like `2.1`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its title, in the language asked for or else in that of the request.
    async fn title(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.title, locale.as_ref())
    }

    /// What it is to reach.
    async fn objectives(&self) -> Vec<ReportObjective> {
        objectives(&self.0.objectives)
    }

    /// Its actions, by code.
    async fn actions(&self) -> Vec<ReportAction> {
        self.0.actions.iter().cloned().map(ReportAction).collect()
    }
}

/// An action: how far it is and what was given to it.
pub struct ReportAction(model::ActionReport);

/// An action: how far it is and what was given to it.
#[Object]
impl ReportAction {
    /// The id of the action.
    async fn action_id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// Its code inside the edition, like `2.1.3`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its title, in the language asked for or else in that of the request.
    async fn title(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.title, locale.as_ref())
    }

    /// Where it stands.
    async fn state(&self) -> ActionState {
        self.0.state.into()
    }

    /// Why it was abandoned; null otherwise.
    async fn state_reason(&self) -> Option<&str> {
        self.0.state_reason.as_deref()
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
        match &self.0.lead {
            Some(lead) => Stakeholder::by_id(ctx, lead.id).await,
            None => Ok(None),
        }
    }

    /// What it is to reach.
    async fn objectives(&self) -> Vec<ReportObjective> {
        objectives(&self.0.objectives)
    }

    /// What was given to it: its part of the projects under it.
    async fn money(&self) -> ReportMoney {
        self.0.money.into()
    }
}
