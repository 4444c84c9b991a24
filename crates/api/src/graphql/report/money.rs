use async_graphql::{Context, Object, Result, SimpleObject};
use cordata_report::model::sustainability as model;

use crate::graphql::project::Project;
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::value::Money;
use crate::state::RequestContext;

/// How far promises have come.
#[derive(Debug, SimpleObject)]
pub struct ReportAmounts {
    /// Promised, less what was cut.
    promised: Money,
    /// Confirmed, less what was cut.
    confirmed: Money,
    /// Paid, or given in kind, less what was taken back.
    paid: Money,
}

impl From<model::Amounts> for ReportAmounts {
    fn from(amounts: model::Amounts) -> Self {
        Self { promised: amounts.promised.into(), confirmed: amounts.confirmed.into(), paid: amounts.paid.into() }
    }
}

/// Cash, and work or goods valued in money. They are never added together.
#[derive(Debug, SimpleObject)]
pub struct ReportMoney {
    /// Cash.
    cash: ReportAmounts,
    /// Work or goods.
    in_kind: ReportAmounts,
}

impl From<model::Money> for ReportMoney {
    fn from(money: model::Money) -> Self {
        Self { cash: money.cash.into(), in_kind: money.in_kind.into() }
    }
}

/// Who gave how much to a part of the plan. The contributions add up to the total, to the cent.
pub struct ReportMoneyByContributor(pub model::MoneyReport);

/// Who gave how much to a part of the plan. The contributions add up to the total, to the cent.
#[Object]
impl ReportMoneyByContributor {
    /// All of it.
    async fn total(&self) -> ReportMoney {
        self.0.total.into()
    }

    /// By organisation, each once, by name; money without a named one comes last.
    async fn contributions(&self) -> Vec<ReportContribution> {
        self.0.contributions.iter().cloned().map(ReportContribution).collect()
    }
}

/// What one organisation gave.
pub struct ReportContribution(model::Contribution);

/// What one organisation gave.
#[Object]
impl ReportContribution {
    /// Who; null for money without a named organisation, which has a row of its own.
    async fn contributor(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        match &self.0.contributor {
            Some(contributor) => Stakeholder::by_id(ctx, contributor.id).await,
            None => Ok(None),
        }
    }

    /// How much.
    async fn money(&self) -> ReportMoney {
        self.0.money.into()
    }
}

/// Projects whose published amounts contradict each other, and what they would add.
pub struct ReportLeftOut(pub model::LeftOut);

/// Projects whose published amounts contradict each other, and what they would add.
#[Object]
impl ReportLeftOut {
    /// The projects, by title.
    async fn projects(&self, ctx: &Context<'_>) -> Result<Vec<Project>> {
        let ids = self.0.projects.iter().map(|project| project.id);
        let projects = RequestContext::of(ctx).load_all(ids).await?;
        Ok(projects.into_iter().map(Project).collect())
    }

    /// What they would add to the amounts of the report.
    async fn money(&self) -> ReportMoney {
        self.0.money.into()
    }
}
