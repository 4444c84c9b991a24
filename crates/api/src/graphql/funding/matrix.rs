use std::collections::{BTreeMap, HashMap};

use async_graphql::{Context, Object, Result};
use chrono::NaiveDate;
use cordata_app::ports::funding::MatrixFilter;
use cordata_domain::funding::{Cell, Matrix, MatrixRow, divide};
use cordata_domain::ids::{PlanActionId, ProjectId, StakeholderId};
use cordata_domain::plan;
use cordata_domain::project::{ActionShare, shares_on};
use cordata_domain::{InputProblem, Refusal};

use crate::graphql::plan::PlanAction;
use crate::graphql::stakeholder::Stakeholder;
use crate::graphql::value::Money;
use crate::loader::{RowsOf, SharesOf};
use crate::state::RequestContext;

/// The most cells of one matrix.
const MAX_CELLS: usize = 2_000;

/// Money and work of one contributor for one action.
pub struct ContributionCell {
    contributor: Option<StakeholderId>,
    action: Option<PlanActionId>,
    cell: Cell,
}

/// Money and work of one contributor for one action. The cells of a project add up to its promises, to the cent.
#[Object]
impl ContributionCell {
    /// Who; null for money without a named organisation, which has a row of its own.
    async fn contributor(&self, ctx: &Context<'_>) -> Result<Option<Stakeholder>> {
        match self.contributor {
            Some(contributor) => Stakeholder::by_id(ctx, contributor).await,
            None => Ok(None),
        }
    }

    /// For which action; null for projects under no action, or under one whose plan you may not see.
    async fn action(&self, ctx: &Context<'_>) -> Result<Option<PlanAction>> {
        match self.action {
            Some(action) => PlanAction::by_id(ctx, action).await,
            None => Ok(None),
        }
    }

    /// Money promised.
    async fn promised(&self) -> Money {
        self.cell.promised.into()
    }

    /// Money confirmed.
    async fn confirmed(&self) -> Money {
        self.cell.confirmed.into()
    }

    /// Money paid.
    async fn paid(&self) -> Money {
        self.cell.paid.into()
    }

    /// Work promised, valued in money.
    async fn in_kind_promised(&self) -> Money {
        self.cell.in_kind_promised.into()
    }

    /// Work confirmed, valued in money.
    async fn in_kind_confirmed(&self) -> Money {
        self.cell.in_kind_confirmed.into()
    }

    /// Work given, valued in money.
    async fn in_kind_given(&self) -> Money {
        self.cell.in_kind_given.into()
    }
}

/// The matrix of one project, by its parts of today.
pub async fn cells_of_project(ctx: &Context<'_>, project: ProjectId) -> Result<Vec<ContributionCell>> {
    let request = RequestContext::of(ctx);
    let rows = request.load_named(RowsOf(project));
    let shares = request.load_named(SharesOf(project));
    let (rows, shares, today) = futures_util::try_join!(rows, shares, request.today_here())?;
    let (matrix, _) = divided(request, &rows, vec![(project, shares)], today).await?;
    bounded(request, matrix)
}

/// The matrix over the projects that `filter` chooses, by their parts on `day`.
pub(super) async fn cells(
    request: &RequestContext,
    filter: &MatrixFilter,
    day: NaiveDate,
) -> Result<Vec<ContributionCell>> {
    let rows = request.tell(request.reads().matrix_rows(&request.sight, filter, day).await)?;
    let mut projects: Vec<ProjectId> = rows.iter().map(|row| row.project).collect();
    projects.sort_unstable();
    projects.dedup();
    let shares = request.load_all(projects.iter().copied().map(SharesOf)).await?;
    let shares = projects.into_iter().zip(shares).collect();
    let (mut matrix, visible) = divided(request, &rows, shares, day).await?;
    // A project may be under further actions, which were not asked for.
    let plan_of = |action: Option<PlanActionId>| action.and_then(|id| visible.get(&id)).map(|action| action.plan);
    matrix.retain(|(_, action), _| {
        (filter.action.is_none() || filter.action == *action)
            && (filter.plan.is_none() || filter.plan == plan_of(*action))
    });
    bounded(request, matrix)
}

/// Divides rows among actions. What is for an action that the caller may not see counts under none.
async fn divided(
    request: &RequestContext,
    rows: &[MatrixRow],
    shares: Vec<(ProjectId, Vec<ActionShare>)>,
    day: NaiveDate,
) -> Result<(Matrix, HashMap<PlanActionId, plan::PlanAction>)> {
    let weights: BTreeMap<_, _> =
        shares.into_iter().map(|(project, shares)| (project, shares_on(&shares, day))).collect();
    let mut actions: Vec<PlanActionId> = weights.values().flatten().map(|(action, _)| *action).collect();
    actions.sort_unstable();
    actions.dedup();
    let visible = request.load_all(actions).await?;
    let visible: HashMap<_, _> = visible.into_iter().map(|action| (action.id, action)).collect();
    Ok((shown(divide(rows, &weights), &visible), visible))
}

/// The matrix with all hidden actions in one column, that of no action.
fn shown(matrix: Matrix, visible: &HashMap<PlanActionId, plan::PlanAction>) -> Matrix {
    let mut shown = Matrix::new();
    for ((contributor, action), cell) in matrix {
        let action = action.filter(|action| visible.contains_key(action));
        shown.entry((contributor, action)).or_default().include(&cell);
    }
    shown
}

fn bounded(request: &RequestContext, matrix: Matrix) -> Result<Vec<ContributionCell>> {
    if matrix.len() > MAX_CELLS {
        let refusal = Refusal::input(InputProblem::TooMany { max: MAX_CELLS }).under("where");
        return request.tell(Err(refusal.into()));
    }
    let cells = matrix.into_iter();
    Ok(cells.map(|((contributor, action), cell)| ContributionCell { contributor, action, cell }).collect())
}

#[cfg(test)]
mod tests {
    use cordata_domain::money::Cents;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn hidden_actions_count_under_none_and_nothing_gets_lost() {
        let contributor = Some(StakeholderId(Uuid::from_u128(1)));
        let hidden = |n| Some(PlanActionId(Uuid::from_u128(n)));
        let cell =
            Cell { promised: Cents::new(70), paid: Cents::new(20), in_kind_given: Cents::new(5), ..Cell::default() };
        let matrix =
            Matrix::from([((contributor, hidden(2)), cell), ((contributor, hidden(3)), cell), ((None, None), cell)]);
        let shown = shown(matrix, &HashMap::new());
        assert_eq!(shown.keys().copied().collect::<Vec<_>>(), [(None, None), (contributor, None)]);
        let sum = shown[&(contributor, None)];
        assert_eq!((sum.promised, sum.paid, sum.in_kind_given), (Cents::new(140), Cents::new(40), Cents::new(10)));
    }
}
