use async_graphql::{Context, ID, Object, Result, SimpleObject};
use cordata_domain::{funding, project};

use crate::graphql::id;
use crate::graphql::plan::PlanAction;
use crate::graphql::value::Money;
use crate::scalar::{Date, DateTime, Decimal};
use crate::state::RequestContext;

/// The part of a project that counts under one action.
pub struct ProjectShare(pub(super) project::ActionShare);

/// The part of a project that counts under one action.
#[Object]
impl ProjectShare {
    /// The action; null where you may not see its plan.
    async fn action(&self, ctx: &Context<'_>) -> Result<Option<PlanAction>> {
        PlanAction::by_id(ctx, self.0.action).await
    }

    /// How much of the project, in percent: `33.33`.
    async fn share(&self) -> Decimal {
        self.0.share.into()
    }
}

/// Where an imported project comes from.
#[derive(Debug, SimpleObject)]
pub struct ProjectSource {
    /// The publisher's data set, like `pnrr`.
    data_set: String,
    /// The project's code in it.
    code: String,
    /// Which row with that code, from 1.
    nth: u32,
}

impl From<project::SourceKey> for ProjectSource {
    fn from(key: project::SourceKey) -> Self {
        Self { data_set: key.source, code: key.code, nth: key.nth }
    }
}

/// A step of a project with its date, and how far it has come.
pub struct Milestone(pub(super) project::Milestone);

/// A step of a project with its date, and how far it has come.
#[Object]
impl Milestone {
    /// Its id.
    async fn id(&self) -> ID {
        id::encode(self.0.id)
    }

    /// What is reached, in the language of the project.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Until when.
    async fn due(&self) -> Date {
        self.0.due.into()
    }

    /// How much of it is done, 0 to 100.
    async fn percent_done(&self) -> u32 {
        self.0.percent_done
    }

    /// Whether it is late today, in the time zone of the installation.
    async fn overdue(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.0.is_overdue(RequestContext::of(ctx).today_here().await?))
    }
}

/// What a project costs, in money and in work. The two are never added together.
#[derive(Debug, SimpleObject)]
pub struct Budget {
    /// The part in money.
    cash: Money,
    /// The part in work and goods, valued in money.
    in_kind: Money,
}

/// One version of a project's budget. Versions are added, never changed.
#[derive(Debug, SimpleObject)]
pub struct BudgetRevision {
    /// Its id.
    id: ID,
    /// Its number in the project, from 1.
    number: u32,
    /// The budget from then on.
    budget: Budget,
    /// Since when it counts.
    effective_on: Date,
    /// When it was recorded.
    recorded_at: DateTime,
    /// Why it was changed; null where no reason was given.
    reason: Option<String>,
}

impl From<project::BudgetRevision> for BudgetRevision {
    fn from(revision: project::BudgetRevision) -> Self {
        let budget = Budget { cash: revision.budget.cash.into(), in_kind: revision.budget.in_kind.into() };
        Self {
            id: id::encode(revision.id),
            number: revision.number,
            budget,
            effective_on: revision.effective_on.into(),
            recorded_at: revision.recorded_at.into(),
            reason: revision.reason,
        }
    }
}

/// What the promises to a project add up to; money and work apart.
#[derive(Debug, SimpleObject)]
pub struct ProjectTotals {
    /// The budget in money.
    budget_cash: Money,
    /// The budget in work.
    budget_in_kind: Money,
    /// Money promised.
    promised_cash: Money,
    /// Work promised.
    promised_in_kind: Money,
    /// Money confirmed.
    confirmed_cash: Money,
    /// Work confirmed.
    confirmed_in_kind: Money,
    /// Money paid.
    paid_cash: Money,
    /// Work given.
    paid_in_kind: Money,
}

/// What is still to be found: the budget less what is confirmed. Negative where more is confirmed than budgeted.
#[derive(Debug, SimpleObject)]
pub struct FundingGap {
    /// Still to be found in money.
    cash: Money,
    /// Still to be found in work.
    in_kind: Money,
}

/// How far a project is paid for.
#[derive(Debug, SimpleObject)]
pub struct ProjectFunding {
    /// What its promises add up to.
    totals: ProjectTotals,
    /// What is still to be found.
    gap: FundingGap,
}

impl From<funding::ProjectTotals> for ProjectFunding {
    fn from(totals: funding::ProjectTotals) -> Self {
        let gap = FundingGap { cash: totals.gap_cash().into(), in_kind: totals.gap_in_kind().into() };
        let totals = ProjectTotals {
            budget_cash: totals.budget_cash.into(),
            budget_in_kind: totals.budget_in_kind.into(),
            promised_cash: totals.promised_cash.into(),
            promised_in_kind: totals.promised_in_kind.into(),
            confirmed_cash: totals.confirmed_cash.into(),
            confirmed_in_kind: totals.confirmed_in_kind.into(),
            paid_cash: totals.paid_cash.into(),
            paid_in_kind: totals.paid_in_kind.into(),
        };
        Self { totals, gap }
    }
}
