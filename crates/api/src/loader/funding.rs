use std::collections::HashMap;

use chrono_tz::Tz;
use cordata_app::AppError;
use cordata_app::ports::funding::MatrixFilter;
use cordata_domain::funding::{Commitment, Entry, FundingProgramme, FundingSource, MatrixRow, Position, ProjectTotals};
use cordata_domain::ids::{CommitmentId, EntryId, FundingProgrammeId, FundingSourceId, ProjectId};
use cordata_domain::project::{ActionShare, BudgetRevision, Milestone, Project};

use super::{Key, Source, by_id, grouped, list_of};

/// Public things by their own id; the last part tells the id of each row.
macro_rules! public_by_id {
    ($($id:ident => $row:ty, $method:ident, |$each:pat_param| $own:expr);+ $(;)?) => {$(
        impl Key for $id {
            type Value = $row;

            async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, $row>, AppError> {
                let rows = source.reads.$method(keys).await?;
                let own = |$each: &$row| $own;
                Ok(rows.into_iter().map(|row| (own(&row), row)).collect())
            }
        }
    )+};
}

by_id! {
    ProjectId => Project, projects_by_id;
    EntryId => Entry, entries_by_id;
}

public_by_id! {
    FundingProgrammeId => FundingProgramme, funding_programmes_by_id, |programme| programme.id;
    FundingSourceId => FundingSource, funding_sources_by_id, |source| source.id;
}

impl Key for CommitmentId {
    type Value = (Commitment, Position);

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, (Commitment, Position)>, AppError> {
        let rows = source.reads.commitments_by_id(&source.sight, keys).await?;
        Ok(rows.into_iter().map(|row| (row.0.id, row)).collect())
    }
}

list_of! {
    /// The parts of a project under actions, now and before.
    SharesOf(ProjectId) => ActionShare, shares_of, |pair| pair;
    /// The milestones of a project, by date.
    MilestonesOf(ProjectId) => Milestone, milestones_of, |pair| pair;
    /// The budgets of a project, oldest first.
    BudgetsOf(ProjectId) => BudgetRevision, budgets_of, |pair| pair;
    /// The promises to a project with their positions, oldest first.
    CommitmentsOf(ProjectId) => (Commitment, Position), commitments_of, |row| (row.0.project, row);
    /// The entries of a promise, oldest first.
    EntriesOf(CommitmentId) => Entry, entries_of, |entry| (entry.commitment, entry);
}

/// What the promises to a project add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TotalsOf(pub ProjectId);

impl Key for TotalsOf {
    type Value = ProjectTotals;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, ProjectTotals>, AppError> {
        let projects: Vec<ProjectId> = keys.iter().map(|key| key.0).collect();
        let rows = source.reads.totals_of(&source.sight, &projects).await?;
        Ok(rows.into_iter().map(|(project, totals)| (Self(project), totals)).collect())
    }
}

/// What contributors give to a project. The sums of several projects are picked from those of all, so that they too
/// cost one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RowsOf(pub ProjectId);

impl Key for RowsOf {
    type Value = Vec<MatrixRow>;

    async fn read(source: &Source, keys: &[Self]) -> Result<HashMap<Self, Vec<MatrixRow>>, AppError> {
        let project = if let [only] = keys { Some(only.0) } else { None };
        let filter = MatrixFilter { project, ..MatrixFilter::default() };
        // No plan and no action is asked for, so the day does not matter.
        let rows = source.reads.matrix_rows(&source.sight, &filter, chrono::NaiveDate::default()).await?;
        let mut lists = grouped(keys, rows.into_iter().map(|row| (Self(row.project), row)));
        lists.retain(|key, _| keys.contains(key));
        Ok(lists)
    }
}

/// The zone of the installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InstanceZone;

impl Key for InstanceZone {
    type Value = Tz;

    async fn read(source: &Source, _keys: &[Self]) -> Result<HashMap<Self, Tz>, AppError> {
        let instance = source.reads.instance().await?;
        Ok(instance.into_iter().map(|instance| (Self, instance.zone)).collect())
    }
}
