use async_graphql::{Context, Object, SimpleObject};
use cordata_domain::report;
use cordata_report::model::sustainability as model;

use super::{ReportAxis, ReportIndicators, ReportLeftOut, ReportMoneyByContributor, ReportOutcomeCounts};
use crate::graphql::plan::PlanState;
use crate::graphql::value::{Period, Translation, translations};
use crate::scalar::{Date, DateTime, Locale};
use crate::state::RequestContext;

/// How many actions stand where. The states add up to the total.
#[derive(Debug, SimpleObject)]
pub struct ReportActionCounts {
    /// Being written.
    draft: u32,
    /// Being carried out.
    active: u32,
    /// Done.
    completed: u32,
    /// Given up.
    abandoned: u32,
    /// All of them.
    total: u32,
}

impl From<report::ActionCounts> for ReportActionCounts {
    fn from(counts: report::ActionCounts) -> Self {
        let report::ActionCounts { draft, active, completed, abandoned, total } = counts;
        Self { draft, active, completed, abandoned, total }
    }
}

/// What was achieved of a plan by a day, computed from what is recorded. It names organisations, never persons.
pub struct SustainabilityReport(pub model::SustainabilityReport);

/// What was achieved of a plan by a day, computed from what is recorded. It names organisations, never persons.
#[Object]
impl SustainabilityReport {
    /// The body that accounts for the plan.
    async fn publisher(&self) -> &str {
        &self.0.publisher
    }

    /// The edition of the plan, like `2024-2026`.
    async fn edition(&self) -> &str {
        &self.0.plan.edition
    }

    /// The title of the plan, in the language asked for or else in that of the request.
    async fn title(&self, ctx: &Context<'_>, #[graphql(desc = "The language.")] locale: Option<Locale>) -> String {
        RequestContext::of(ctx).say(&self.0.plan.title, locale.as_ref())
    }

    /// The title of the plan in every language there is.
    async fn title_translations(&self) -> Vec<Translation> {
        translations(&self.0.plan.title)
    }

    /// First and last day of the plan.
    async fn period(&self) -> Period {
        self.0.plan.period.into()
    }

    /// Where the plan stands.
    async fn plan_state(&self) -> PlanState {
        self.0.plan.state.into()
    }

    /// The formal resolution that adopted the plan; null until then.
    async fn adopting_act(&self) -> Option<&str> {
        self.0.plan.adopting_act.as_deref()
    }

    /// The cut-off: what was recorded by the end of this day counts.
    async fn as_of(&self) -> Date {
        self.0.as_of.into()
    }

    /// When the report was computed. States of actions are those of this moment.
    async fn computed_at(&self) -> DateTime {
        DateTime(self.0.computed_at.instant())
    }

    /// How many actions stand where, over all axes.
    async fn actions(&self) -> ReportActionCounts {
        self.0.actions.into()
    }

    /// Who gave how much, over all axes. The axes add up to it.
    async fn money(&self) -> ReportMoneyByContributor {
        ReportMoneyByContributor(self.0.money.clone())
    }

    /// What no amount of the report holds: projects whose published amounts contradict each other.
    async fn left_out(&self) -> ReportLeftOut {
        ReportLeftOut(self.0.left_out.clone())
    }

    /// How many indicators went which way, each counted once.
    async fn outcomes(&self) -> ReportOutcomeCounts {
        ReportOutcomeCounts(self.0.outcomes.clone())
    }

    /// Indicators of the plan that point to no objective of an axis.
    async fn indicators(&self) -> ReportIndicators {
        ReportIndicators(self.0.indicators.clone())
    }

    /// The axes of the plan, by code.
    async fn axes(&self) -> Vec<ReportAxis> {
        self.0.axes.iter().cloned().map(ReportAxis).collect()
    }
}
