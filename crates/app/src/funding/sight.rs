use cordata_domain::funding::Commitment;
use cordata_domain::ids::CommitmentId;
use cordata_domain::project::Project;

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
