use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::Locale;
use cordata_domain::audit::Traced;
use cordata_domain::event::DomainEvent;
use cordata_domain::ids::{DecisionId, FollowUpId, StakeholderId};
use cordata_domain::meeting::{FollowUp, FollowUpState};
use cordata_domain::policy::{Act, Facts};

use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};

/// Gives an organisation a task that follows from a decision.
#[derive(Debug, Clone)]
pub struct AddFollowUp {
    /// The decision.
    pub decision: DecisionId,
    /// The organisation that does it.
    pub owner: StakeholderId,
    /// What is to be done.
    pub text: String,
    /// The language of the text.
    pub language: Locale,
    /// Until when.
    pub due: NaiveDate,
}

#[async_trait]
impl Command for AddFollowUp {
    const NAME: &'static str = "addFollowUp";
    type Output = FollowUpId;

    async fn run(&self, work: &mut Work<'_>) -> Result<FollowUpId, AppError> {
        let decision = found_at(work.tx.decision(self.decision).await?, "decisionId")?;
        let (_, table) = work.visible_meeting(decision.meeting, "decisionId").await?;
        work.require(Act::ManageFollowUp, &Facts::table(table.id))?;
        found_at(work.tx.stakeholder(self.owner).await?, "ownerId")?;
        let today = work.now.with_timezone(&table.time_zone).date_naive();
        let task = (self.owner, self.text.as_str(), self.language.clone());
        let follow_up = FollowUp::new(work.id(), &decision, task, self.due, today)?;
        work.tx.insert_follow_up(&follow_up).await?;
        work.audit_new(&follow_up);
        work.emit(changed(&follow_up));
        Ok(follow_up.id)
    }
}

/// Moves a follow-up on. Its owner says that it is under way or done; the secretariat verifies.
#[derive(Debug, Clone)]
pub struct AdvanceFollowUp {
    /// The follow-up.
    pub follow_up: FollowUpId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// The next state.
    pub target: FollowUpState,
    /// What shows that it is done.
    pub evidence: Option<String>,
}

#[async_trait]
impl Command for AdvanceFollowUp {
    const NAME: &'static str = "advanceFollowUp";
    type Output = FollowUpId;

    async fn run(&self, work: &mut Work<'_>) -> Result<FollowUpId, AppError> {
        let mut follow_up = found_at(work.tx.follow_up(self.follow_up).await?, "followUpId")?;
        let (_, table) = work.visible_meeting(follow_up.meeting, "followUpId").await?;
        let facts = Facts { table: Some(table.id), organisation: Some(follow_up.owner), person: None };
        let act = if self.target == FollowUpState::Verified { Act::VerifyFollowUp } else { Act::AdvanceFollowUp };
        work.require(act, &facts)?;
        require_version(self.expected_version, follow_up.version)?;
        let before = follow_up.snapshot();
        follow_up.advance(self.target, self.evidence.as_deref())?;
        work.tx.update_follow_up(&follow_up).await?;
        work.on_behalf_of(follow_up.owner);
        work.audit_change(&before, &follow_up);
        work.emit(changed(&follow_up));
        Ok(follow_up.id)
    }
}

fn changed(follow_up: &FollowUp) -> DomainEvent {
    DomainEvent::FollowUpChanged { meeting: follow_up.meeting, table: follow_up.table, follow_up: follow_up.id }
}
