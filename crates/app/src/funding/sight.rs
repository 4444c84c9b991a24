use cordata_domain::funding::Commitment;
use cordata_domain::ids::CommitmentId;
use cordata_domain::policy::Act;
use cordata_domain::project::Project;

use super::owned;
use crate::app::Work;
use crate::error::{AppError, found_at};

impl Work<'_> {
    /// Loads a promise with its project, if the caller may see the project.
    pub(crate) async fn visible_commitment(
        &mut self,
        id: CommitmentId,
        field: &str,
    ) -> Result<(Commitment, Project), AppError> {
        let commitment = found_at(self.tx.commitment(id).await?, field)?;
        let project = self.visible_project(commitment.project, field).await?;
        Ok((commitment, project))
    }
}

/// Loads a promise with its project, if the caller may move its money.
pub(super) async fn movable(
    work: &mut Work<'_>,
    id: CommitmentId,
    act: Act,
) -> Result<(Commitment, Project), AppError> {
    let (commitment, project) = work.visible_commitment(id, "commitmentId").await?;
    require_mover(work, act, &commitment, &project)?;
    Ok((commitment, project))
}

/// Refuses who may not move the money of a loaded promise.
pub(super) fn require_mover(
    work: &mut Work<'_>,
    act: Act,
    commitment: &Commitment,
    project: &Project,
) -> Result<(), AppError> {
    work.require(act, &owned(commitment.contributor))?;
    work.at_table(project.table);
    Ok(())
}
