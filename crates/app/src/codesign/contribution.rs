use async_trait::async_trait;
use cordata_domain::audit::Traced;
use cordata_domain::codesign::{
    Citizen, Contribution, ContributionDraft, MOST_CONTRIBUTIONS_A_DAY, MOST_CONTRIBUTIONS_AN_HOUR, Outcome, quota_name,
};
use cordata_domain::event::DomainEvent;
use cordata_domain::ids::{ContributionId, PersonId, StakeholderId};
use cordata_domain::policy::{Act, Actor, Facts};
use cordata_domain::{InputProblem, Reason, Refusal};
use serde_json::json;

use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};
use crate::idempotency::Replay;
use crate::limit::{self, Quota};

/// Who a citizen says they are, and the words they agreed to.
#[derive(Debug, Clone)]
pub struct CitizenDraft {
    /// Their name.
    pub name: String,
    /// Where the answer goes.
    pub address: String,
    /// The words they agreed to; empty where they did not.
    pub consent: String,
}

/// Sends an idea, a proposal or an offer: anybody may, a bounded number of times a day.
#[derive(Debug, Clone)]
pub struct SubmitContribution {
    /// The caller's key for a safe retry.
    pub idempotency_key: String,
    /// What is sent.
    pub draft: ContributionDraft,
    /// The organisation for which a member sends it.
    pub on_behalf_of: Option<StakeholderId>,
    /// Who sends it, where it is no member.
    pub citizen: Option<CitizenDraft>,
}

/// Who a contribution comes from.
enum Author {
    Member(PersonId, Option<StakeholderId>),
    Citizen(Citizen),
}

impl Author {
    /// What their contributions of a day are counted under. The address is kept nowhere but with its citizen.
    fn counted(&self) -> Vec<u8> {
        match self {
            Self::Member(person, _) => person.0.as_bytes().to_vec(),
            Self::Citizen(citizen) => quota_name(&citizen.address).into_bytes(),
        }
    }

    /// Takes one of the contributions that are left to them today, and to the network of a citizen in this hour.
    async fn take_quota(&self, work: &mut Work<'_>) -> Result<(), AppError> {
        let until = limit::end_of_day(work.now, work.instance().await?.zone);
        let today = Quota { purpose: "contribution", most: MOST_CONTRIBUTIONS_A_DAY, until };
        work.take_quota(today, &self.counted()).await?;
        if matches!(self, Self::Member(..)) {
            return Ok(());
        }
        let until = limit::end_of_hour(work.now);
        let hour = Quota { purpose: "contribution-network", most: MOST_CONTRIBUTIONS_AN_HOUR, until };
        work.take_network_quota(hour).await
    }
}

#[async_trait]
impl Command for SubmitContribution {
    const NAME: &'static str = "submitContribution";
    type Output = (ContributionId, String);

    async fn run(&self, work: &mut Work<'_>) -> Result<(ContributionId, String), AppError> {
        work.require(Act::SubmitContribution, &Facts::plan())?;
        let author = self.author(work.actor())?;
        if let Some(table) = self.draft.table {
            work.visible_table(table, "tableId").await?;
        }
        let replay = Replay::begin(work, Self::NAME, &self.idempotency_key, &self.content()).await?;
        if let Some(answer) = replay.answer()? {
            return Ok(answer);
        }
        let member =
            if let Author::Member(person, organisation) = &author { Some((*person, *organisation)) } else { None };
        let contribution = Contribution::new(work.id(), self.draft.clone(), member, work.now)?;
        author.take_quota(work).await?;
        let citizen = if let Author::Citizen(citizen) = &author { Some(citizen) } else { None };
        work.tx.insert_contribution(&contribution, citizen).await?;
        if let Some(organisation) = contribution.on_behalf_of {
            work.on_behalf_of(organisation);
        }
        work.audit_new(&contribution);
        work.emit(DomainEvent::ContributionReceived { contribution: contribution.id });
        let answer = (contribution.id, contribution.reference);
        replay.keep(work, &answer).await?;
        Ok(answer)
    }
}

impl SubmitContribution {
    /// A member speaks for themselves or for an organisation of theirs (rule P1); everybody else says who they are.
    fn author(&self, actor: &Actor) -> Result<Author, Refusal> {
        if let Some(standing) = actor.standing() {
            if self.citizen.is_some() {
                return Err(Refusal::input(InputProblem::Foreign).under("citizen"));
            }
            let theirs = |id: &StakeholderId| standing.delegate_of.contains(id) || standing.manager_of.contains(id);
            if !self.on_behalf_of.iter().all(theirs) {
                return Err(Reason::Forbidden.at("onBehalfOfId"));
            }
            return Ok(Author::Member(standing.person, self.on_behalf_of));
        }
        if self.on_behalf_of.is_some() {
            return Err(Reason::Forbidden.at("onBehalfOfId"));
        }
        let Some(citizen) = &self.citizen else {
            return Err(Refusal::input(InputProblem::Blank).under("citizen"));
        };
        let citizen = Citizen::new(&citizen.name, &citizen.address, &citizen.consent);
        Ok(Author::Citizen(citizen.map_err(|refusal| refusal.under("citizen"))?))
    }

    fn content(&self) -> serde_json::Value {
        let draft = &self.draft;
        let citizen = self.citizen.as_ref().map(|citizen| (&citizen.name, &citizen.address));
        json!([draft.kind, draft.title, draft.text, draft.language, draft.table, self.on_behalf_of, citizen])
    }
}

/// Sorts a contribution, and so answers its author: the secretariat does, or the coordinator of its table.
#[derive(Debug, Clone)]
pub struct AnswerContribution {
    /// The contribution.
    pub contribution: ContributionId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What the author is told in words; needed where it is declined.
    pub message: Option<String>,
}

#[async_trait]
impl Command for AnswerContribution {
    const NAME: &'static str = "answerContribution";
    type Output = ContributionId;

    async fn run(&self, work: &mut Work<'_>) -> Result<ContributionId, AppError> {
        let contribution = work.tx.contribution(self.contribution).await?;
        let mut contribution = found_at(contribution.filter(|it| is_seen(work.actor(), it)), "contributionId")?;
        let facts = Facts { table: contribution.table, organisation: None, person: None };
        work.require(Act::AnswerContribution, &facts)?;
        require_version(self.expected_version, contribution.version)?;
        self.check_target(work).await?;
        let before = contribution.snapshot();
        contribution.answer(self.outcome, self.message.as_deref(), work.actor().person(), work.now)?;
        work.tx.update_contribution(&contribution).await?;
        // What its author is told may speak about them: it does not stand in the trail.
        work.audit_change(&before, &contribution);
        work.emit(DomainEvent::ContributionAnswered { contribution: contribution.id });
        Ok(contribution.id)
    }
}

impl AnswerContribution {
    /// The table or proposal that goes on with it: one that the caller sees, and a proposal that they manage.
    async fn check_target(&self, work: &mut Work<'_>) -> Result<(), AppError> {
        match self.outcome {
            Outcome::Decline => {}
            Outcome::Forward(table) => {
                work.visible_table(table, "forwardToId").await?.require_active("answerContribution")?;
            }
            Outcome::Merge(proposal) => {
                let (proposal, table) = work.visible_proposal(proposal, "mergeIntoId").await?;
                work.require(Act::ManageProposal, &Facts::table(table.id))?;
                proposal.require_live("mergeContribution")?;
            }
        }
        Ok(())
    }
}

/// The same as the views say: its author, those of its table, and whoever sees everything.
fn is_seen(actor: &Actor, contribution: &Contribution) -> bool {
    let sight = actor.visibility();
    let own = contribution.author.is_some() && contribution.author == actor.person();
    own || sight.everything || contribution.table.is_some_and(|table| sight.tables.contains(&table))
}
