use async_trait::async_trait;
use chrono::TimeDelta;
use cordata_domain::identity::{Invitation, Person};
use cordata_domain::ids::{InvitationId, PersonId};
use cordata_domain::policy::{Act, Facts, decide};
use cordata_domain::{InputProblem, Refusal};
use serde_json::json;
use uuid::Uuid;

use crate::app::{App, Command, Work};
use crate::error::AppError;
use crate::notification::{HeldJob, JobEnd};
use crate::ports::queue::{JobPayload, NewJob};
use crate::ports::{ActionLink, LinkPurpose};
use crate::token::ClearToken;

/// Days for which the set-up link of a new installation works.
const SET_UP_DAYS: i64 = 7;

/// Invites a person by mail, for the first time or again: an earlier invitation stops working.
#[derive(Debug, Clone)]
pub struct InvitePerson {
    /// Who.
    pub person: PersonId,
}

#[async_trait]
impl Command for InvitePerson {
    const NAME: &'static str = "invitePerson";
    type Output = InvitationId;

    async fn run(&self, work: &mut Work<'_>) -> Result<InvitationId, AppError> {
        let person = work.visible_person(self.person, "personId").await?;
        work.require_inviter(&person).await?;
        work.invite(&person).await
    }
}

impl Work<'_> {
    /// Whoever manages people may invite them; a manager those of their own organisation.
    async fn require_inviter(&mut self, person: &Person) -> Result<(), AppError> {
        let posts = work_places(self, person.id).await?;
        let may = |facts: &Facts| decide(self.actor(), Act::InvitePerson, facts).is_some();
        if posts.iter().any(may) {
            return Ok(());
        }
        self.require(Act::InvitePerson, &Facts::plan())?;
        Ok(())
    }

    /// Writes the invitation and has its mail composed.
    pub(crate) async fn invite(&mut self, person: &Person) -> Result<InvitationId, AppError> {
        if person.email.is_none() {
            return Err(Refusal::input(InputProblem::Blank).under("email").into());
        }
        self.tx.withdraw_invitations(person.id, self.now).await?;
        let invitation = Invitation {
            id: self.id(),
            person: person.id,
            invited_by: self.actor().person(),
            created_at: self.now,
            accepted_at: None,
            withdrawn_at: None,
        };
        self.tx.insert_invitation(&invitation).await?;
        let payload = JobPayload::ComposeInvitation { invitation: invitation.id };
        self.tx.enqueue(&[NewJob { id: self.id(), payload, run_at: self.now }]).await?;
        self.audit("Invitation", invitation.id, json!({ "person": person.id }));
        Ok(invitation.id)
    }
}

/// The organisations in which the person holds a post today, as facts of the policy.
async fn work_places(work: &mut Work<'_>, person: PersonId) -> Result<Vec<Facts>, AppError> {
    let today = work.today().await?;
    let posts = work.tx.affiliations_of(person).await?;
    let current = posts.iter().filter(|post| post.holds_on(today) || today < post.validity.from);
    Ok(current.map(|post| Facts { person: Some(person), ..Facts::organisation(post.organisation) }).collect())
}

/// Makes the set-up link of an installation that nobody administers yet; nothing where somebody does.
#[derive(Debug, Clone)]
pub struct OfferSetUp;

#[async_trait]
impl Command for OfferSetUp {
    const NAME: &'static str = "offerSetUp";
    type Output = Option<ClearToken>;

    async fn run(&self, work: &mut Work<'_>) -> Result<Option<ClearToken>, AppError> {
        work.require(Act::GrantRole, &Facts::plan())?;
        let today = work.today().await?;
        if work.tx.admin_grants().await?.iter().any(|grant| grant.validity.contains(today)) {
            work.nothing_changed();
            return Ok(None);
        }
        let clear = ClearToken::generate(work.secrets(), "avvio");
        let link = ActionLink {
            id: work.id(),
            hash: clear.hash(),
            purpose: LinkPurpose::SetUp,
            subject: Uuid::nil(),
            person: None,
            expires_at: work.now + TimeDelta::days(SET_UP_DAYS),
            used_at: None,
        };
        work.tx.insert_link(&link).await?;
        work.audit("Instance", Uuid::nil(), json!({ "setUpUntil": link.expires_at }));
        Ok(Some(clear))
    }
}

impl App {
    /// Finishes a job that found nothing to do.
    pub async fn finish_idle(&self, job: &HeldJob) -> Result<JobEnd, AppError> {
        let tx = self.begin().await?;
        self.finish(tx, job).await
    }
}
