//! How much may be promised to a project: what can be meant, and how much in kind (rule M4).

use cordata_domain::funding::{CommitmentDraft, FundingProgramme, Nature};
use cordata_domain::limit::Limit;
use cordata_domain::money::Cents;
use cordata_domain::project::Project;
use cordata_domain::search;

use super::PledgeCommitment;
use crate::app::Work;
use crate::error::{AppError, found_at};

/// Refuses a promise from an unknown source, and one in kind that is more than the programmes of the project or of
/// that source allow.
pub(super) async fn require_source(
    work: &mut Work<'_>,
    project: &Project,
    draft: &CommitmentDraft,
    amount: Cents,
) -> Result<(), AppError> {
    let own = match draft.source {
        Some(source) => found_at(work.tx.funding_source(source).await?, "sourceId")?.programme,
        None => None,
    };
    if draft.nature == Nature::Cash {
        return Ok(());
    }
    let in_kind = work.tx.project_totals(project.id).await?.promised_in_kind.plus(amount);
    if let Some(programme) = own {
        let programme = found_at(work.tx.funding_programme(programme).await?, "sourceId")?;
        require_cap(&programme, project, in_kind).map_err(|error| error.under("amount"))?;
    }
    require_in_kind_caps(work, project, in_kind).await.map_err(|error| error.under("amount"))
}

/// Refuses contributions in kind of `in_kind` where they are more than a programme that funds the project allows.
pub(crate) async fn require_in_kind_caps(
    work: &mut Work<'_>,
    project: &Project,
    in_kind: Cents,
) -> Result<(), AppError> {
    let programmes = work.tx.programmes_of_project(project.id).await?;
    programmes.iter().try_for_each(|programme| require_cap(programme, project, in_kind))
}

/// A project without a budget has nothing that a share could be taken of: nothing can be confirmed to it either.
fn require_cap(programme: &FundingProgramme, project: &Project, in_kind: Cents) -> Result<(), AppError> {
    match project.budget() {
        Some(revision) => Ok(programme.require_in_kind_cap(revision.budget, in_kind)?),
        None => Ok(()),
    }
}

impl PledgeCommitment {
    /// Refuses an amount that nobody can mean, or that nobody confirmed.
    pub(super) async fn require_believable(&self, work: &mut Work<'_>) -> Result<(), AppError> {
        work.require_amount(self.amount).await.map_err(|error| error.under("amount"))?;
        let confirmation = search::optional_line(self.confirmation.as_deref(), 500);
        let confirmation = confirmation.map_err(|refusal| refusal.under("confirmation"))?;
        let times = u32::try_from(work.limit(Limit::TimesBudget).await?).unwrap_or(u32::MAX);
        let totals = work.tx.project_totals(self.draft.project).await?;
        totals.require_believable((self.draft.nature, self.amount), times, confirmation.as_deref())?;
        work.because(confirmation.as_deref());
        Ok(())
    }
}
