//! Use cases of co-design: proposals that the organisations of a table write together, and contributions.

mod comment;
mod contribution;
mod proposal;

pub use comment::{CommentOn, ResolveComment};
pub use contribution::{AnswerContribution, CitizenDraft, SubmitContribution};
pub use proposal::{
    AdoptProposal, CreateProposal, EndorseProposal, OpenProposal, RestoreProposalVersion, SaveProposalVersion,
    TextDraft, WithdrawProposal,
};

use cordata_domain::codesign::Proposal;
use cordata_domain::event::DomainEvent;
use cordata_domain::ids::{ProposalId, StakeholderId};
use cordata_domain::table::ConcertationTable;
use cordata_domain::{InputProblem, Refusal};

use crate::app::Work;
use crate::error::{AppError, found_at};

impl Work<'_> {
    /// Loads a proposal and its table, if the caller may see it: a draft is seen by those of the table.
    async fn visible_proposal(
        &mut self,
        id: ProposalId,
        field: &str,
    ) -> Result<(Proposal, ConcertationTable), AppError> {
        let proposal = found_at(self.tx.proposal(id).await?, field)?;
        let table = found_at(self.tx.table(proposal.table).await?, field)?;
        let public = table.is_public() && proposal.is_published();
        let visible = self.actor().visibility().sees(table.id, public).then_some((proposal, table));
        found_at(visible, field)
    }

    /// Refuses to speak for an organisation that does not sit at the table today.
    pub(crate) async fn require_seated(
        &mut self,
        table: &ConcertationTable,
        organisation: StakeholderId,
    ) -> Result<(), AppError> {
        let today = self.now.with_timezone(&table.time_zone).date_naive();
        let seats = self.tx.seats_of(table.id).await?;
        if seats.iter().any(|seat| seat.organisation == organisation && seat.is_active_on(today)) {
            self.on_behalf_of(organisation);
            return Ok(());
        }
        Err(Refusal::input(InputProblem::Foreign).under("onBehalfOfId").into())
    }
}

fn changed(proposal: &Proposal) -> DomainEvent {
    DomainEvent::ProposalChanged { proposal: proposal.id, table: proposal.table }
}
