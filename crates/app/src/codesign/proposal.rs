use async_trait::async_trait;
use chrono::TimeDelta;
use cordata_domain::audit::{Snapshot, Traced};
use cordata_domain::codesign::{
    ClauseDraft, Endorsement, MAX_ENDORSEMENTS, MAX_VERSIONS, Proposal, ProposalDraft, ProposalVersion, Saving,
    SavingRules, TextHash,
};
use cordata_domain::ids::{ProposalId, StakeholderId, TableId};
use cordata_domain::limit::Limit;
use cordata_domain::policy::{Act, Facts};
use serde_json::json;

use super::changed;
use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};

fn speaking(table: TableId, organisation: StakeholderId) -> Facts {
    Facts { table: Some(table), organisation: Some(organisation), person: None }
}

/// A text as one organisation proposes it.
#[derive(Debug, Clone)]
pub struct TextDraft {
    /// The organisation that proposes it; it sits at the table.
    pub on_behalf_of: StakeholderId,
    /// The clauses in their order.
    pub clauses: Vec<ClauseDraft>,
    /// What was changed and why.
    pub note: Option<String>,
}

impl TextDraft {
    /// The next version of a proposal's text, made from the version `base`.
    async fn save(&self, work: &mut Work<'_>, proposal: &mut Proposal, base: u32) -> Result<ProposalVersion, AppError> {
        let before = work.tx.clauses(proposal.id, proposal.current).await?;
        let history = work.tx.saved_texts(proposal.id).await?;
        let rules = SavingRules {
            window: TimeDelta::minutes(work.limit(Limit::VersionMinutes).await?),
            room: work.room(MAX_VERSIONS).await?,
        };
        let author = work.actor().person();
        let saving = Saving { base, on_behalf_of: self.on_behalf_of, author, note: self.note.as_deref(), at: work.now };
        Ok(proposal.save((&before, &history), &self.clauses, (&saving, &rules), || work.id())?)
    }
}

/// Begins a proposal with the first version of its text.
#[derive(Debug, Clone)]
pub struct CreateProposal {
    /// Table, project, title and language.
    pub draft: ProposalDraft,
    /// The first version of the text.
    pub text: TextDraft,
}

#[async_trait]
impl Command for CreateProposal {
    const NAME: &'static str = "createProposal";
    type Output = ProposalId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProposalId, AppError> {
        let table = work.visible_table(self.draft.table, "tableId").await?;
        work.require(Act::CreateProposal, &speaking(table.id, self.text.on_behalf_of))?;
        table.require_active("createProposal")?;
        if let Some(project) = self.draft.project {
            work.visible_project(project, "projectId").await?.require_open()?;
        }
        work.require_seated(&table, self.text.on_behalf_of).await?;
        let mut proposal = Proposal::new(work.id(), self.draft.clone())?;
        let version = self.text.save(work, &mut proposal, 0).await?;
        work.tx.insert_proposal(&proposal).await?;
        work.tx.insert_proposal_version(&version).await?;
        work.audit_new(&proposal);
        work.emit(changed(&proposal));
        Ok(proposal.id)
    }
}

/// Saves the next version of a proposal's text. A version saved by another organisation than the one before is its
/// amendment. A base that is not the last version is refused, never merged.
#[derive(Debug, Clone)]
pub struct SaveProposalVersion {
    /// The proposal.
    pub proposal: ProposalId,
    /// The number of the version that the author started from.
    pub base_version: u32,
    /// The text.
    pub text: TextDraft,
}

#[async_trait]
impl Command for SaveProposalVersion {
    const NAME: &'static str = "saveProposalVersion";
    type Output = ProposalId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProposalId, AppError> {
        let (mut proposal, table) = work.visible_proposal(self.proposal, "proposalId").await?;
        work.require(Act::SaveProposalVersion, &speaking(table.id, self.text.on_behalf_of))?;
        work.require_seated(&table, self.text.on_behalf_of).await?;
        let before = proposal.snapshot();
        let version = self.text.save(work, &mut proposal, self.base_version).await?;
        brake_saving(work).await?;
        work.tx.update_proposal(&proposal).await?;
        work.tx.insert_proposal_version(&version).await?;
        work.audit_change_of(&before, &proposal, [("hash", json!(version.hash.to_string()))]);
        work.emit(changed(&proposal));
        Ok(proposal.id)
    }
}

/// Refuses to save more texts in an hour than one member may.
async fn brake_saving(work: &mut Work<'_>) -> Result<(), AppError> {
    let most = u32::try_from(work.limit(Limit::SavesPerHour).await?).unwrap_or(u32::MAX);
    work.brake("proposal-text", most).await
}

/// Brings an earlier text of a proposal back as the newest: when somebody wrote over it, or wrote too much.
#[derive(Debug, Clone)]
pub struct RestoreProposalVersion {
    /// The proposal.
    pub proposal: ProposalId,
    /// The number of the last text, which the caller has seen.
    pub base_version: u32,
    /// The number of the text that comes back.
    pub text_version: u32,
}

#[async_trait]
impl Command for RestoreProposalVersion {
    const NAME: &'static str = "restoreProposalVersion";
    type Output = ProposalId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProposalId, AppError> {
        let (mut proposal, table) = work.visible_proposal(self.proposal, "proposalId").await?;
        work.require(Act::ManageProposal, &Facts::table(table.id))?;
        proposal.require_current(self.base_version, "baseVersion")?;
        let before = proposal.snapshot();
        let earlier = found_at(work.tx.proposal_version(proposal.id, self.text_version).await?, "textVersion")?;
        let history = work.tx.saved_texts(proposal.id).await?;
        let version = proposal.restore((earlier, &history), work.actor().person(), work.now)?;
        brake_saving(work).await?;
        work.tx.update_proposal(&proposal).await?;
        work.tx.insert_proposal_version(&version).await?;
        let added = [("hash", json!(version.hash.to_string())), ("restores", json!(self.text_version))];
        work.audit_change_of(&before, &proposal, added);
        work.emit(changed(&proposal));
        Ok(proposal.id)
    }
}

/// Opens a draft to everybody whom its table is open to.
#[derive(Debug, Clone)]
pub struct OpenProposal {
    /// The proposal.
    pub proposal: ProposalId,
    /// The version of the record that the caller read.
    pub expected_version: i64,
}

#[async_trait]
impl Command for OpenProposal {
    const NAME: &'static str = "openProposal";
    type Output = ProposalId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProposalId, AppError> {
        let (mut proposal, table) = work.visible_proposal(self.proposal, "proposalId").await?;
        work.require(Act::ManageProposal, &Facts::table(table.id))?;
        require_version(self.expected_version, proposal.version)?;
        let before = proposal.snapshot();
        proposal.open(work.now)?;
        keep_state(work, &before, &proposal).await
    }
}

/// Records that the table took the last version over.
#[derive(Debug, Clone)]
pub struct AdoptProposal {
    /// The proposal.
    pub proposal: ProposalId,
    /// The number of the version that is adopted: the last one.
    pub text_version: u32,
}

#[async_trait]
impl Command for AdoptProposal {
    const NAME: &'static str = "adoptProposal";
    type Output = ProposalId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProposalId, AppError> {
        let (mut proposal, table) = work.visible_proposal(self.proposal, "proposalId").await?;
        work.require(Act::ManageProposal, &Facts::table(table.id))?;
        let before = proposal.snapshot();
        proposal.adopt(self.text_version)?;
        keep_state(work, &before, &proposal).await
    }
}

/// Gives a proposal up, with a reason.
#[derive(Debug, Clone)]
pub struct WithdrawProposal {
    /// The proposal.
    pub proposal: ProposalId,
    /// The version of the record that the caller read.
    pub expected_version: i64,
    /// Why.
    pub reason: String,
}

#[async_trait]
impl Command for WithdrawProposal {
    const NAME: &'static str = "withdrawProposal";
    type Output = ProposalId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProposalId, AppError> {
        let (mut proposal, table) = work.visible_proposal(self.proposal, "proposalId").await?;
        work.require(Act::ManageProposal, &Facts::table(table.id))?;
        require_version(self.expected_version, proposal.version)?;
        let before = proposal.snapshot();
        proposal.withdraw(&self.reason)?;
        work.because(proposal.state_reason.as_deref());
        keep_state(work, &before, &proposal).await
    }
}

async fn keep_state(work: &mut Work<'_>, before: &Snapshot, proposal: &Proposal) -> Result<ProposalId, AppError> {
    work.tx.update_proposal(proposal).await?;
    work.audit_change(before, proposal);
    work.emit(changed(proposal));
    Ok(proposal.id)
}

/// Puts an organisation behind the last version of an open proposal, and behind nothing that is written later.
#[derive(Debug, Clone)]
pub struct EndorseProposal {
    /// The proposal.
    pub proposal: ProposalId,
    /// The number of the version that was read: the last one.
    pub text_version: u32,
    /// The organisation.
    pub organisation: StakeholderId,
}

#[async_trait]
impl Command for EndorseProposal {
    const NAME: &'static str = "endorseProposal";
    type Output = ProposalId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ProposalId, AppError> {
        let (proposal, _) = work.visible_proposal(self.proposal, "proposalId").await?;
        found_at(work.tx.stakeholder(self.organisation).await?, "organisationId")?;
        work.require(Act::EndorseProposal, &Facts::organisation(self.organisation))?;
        proposal.require_endorsable(self.text_version)?;
        let used = work.tx.endorsements_by_organisation(proposal.id).await?;
        work.room(MAX_ENDORSEMENTS).await?.require(&used, self.organisation)?;
        let endorsement = Endorsement {
            id: work.id(),
            proposal: proposal.id,
            number: self.text_version,
            organisation: self.organisation,
            person: work.actor().person(),
            hash: TextHash::of(&work.tx.clauses(proposal.id, self.text_version).await?),
            endorsed_at: work.now,
        };
        work.tx.insert_endorsement(&endorsement).await.map_err(|error| error.under("textVersion"))?;
        work.on_behalf_of(self.organisation);
        work.at_table(proposal.table);
        let added = [("endorsement", json!(endorsement.id))];
        work.audit_change_of(&endorsement.before_it_was(), &endorsement, added);
        work.emit(changed(&proposal));
        Ok(proposal.id)
    }
}
