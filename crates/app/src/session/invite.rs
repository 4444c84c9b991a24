use async_trait::async_trait;
use chrono::TimeDelta;
use cordata_domain::identity::{EmailAddress, GrantScope, Invitation, Offer, Person, Role};
use cordata_domain::ids::{InvitationId, PersonId};
use cordata_domain::policy::{Act, Facts, decide};
use cordata_domain::{InputProblem, Reason, Refusal};
use serde_json::json;
use uuid::Uuid;

use crate::app::{App, Command, Work};
use crate::error::{AppError, found_at};
use crate::limit::{Quota, end_of_day, end_of_hour};
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
        let address = person.email.as_ref().ok_or_else(|| Refusal::input(InputProblem::Blank).under("email"))?;
        work.take_invitation_quotas(address).await?;
        work.invite(&person, None).await
    }
}

/// Takes an invitation back: its mail opens nothing any more.
#[derive(Debug, Clone)]
pub struct WithdrawInvitation {
    /// The invitation.
    pub invitation: InvitationId,
}

#[async_trait]
impl Command for WithdrawInvitation {
    const NAME: &'static str = "withdrawInvitation";
    type Output = InvitationId;

    async fn run(&self, work: &mut Work<'_>) -> Result<InvitationId, AppError> {
        work.require_scope(Act::InvitePerson)?;
        let mut invitation = found_at(work.tx.invitation(self.invitation).await?, "invitationId")?;
        // An invitation that is not one's own to send is absent, not forbidden: its id tells nothing.
        let place = invitation.offer.as_ref().map_or(Facts::plan(), |offer| Facts::organisation(offer.organisation));
        let gives = invitation.offer.as_ref().is_none_or(|offer| work.gives(offer.role, offer.scope()));
        if work.require(Act::InvitePerson, &place).is_err() || !gives {
            return Err(Reason::NotFound.at("invitationId").into());
        }
        invitation.withdraw(work.now)?;
        work.tx.update_invitation(&invitation).await?;
        work.note_invitation(&invitation);
        Ok(invitation.id)
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

    /// Writes the invitation and has its mail composed. Whoever calls took the quotas.
    pub(super) async fn invite(&mut self, person: &Person, offer: Option<Offer>) -> Result<InvitationId, AppError> {
        match &offer {
            None => self.tx.replace_invitations(person.id, self.now).await?,
            Some(offer) => {
                // What somebody else may give and the caller may not is not theirs to take back.
                let roles = [Role::Delegate, Role::OrgManager].into_iter();
                let own: Vec<Role> = roles.filter(|role| self.gives(Some(*role), offer.scope())).collect();
                self.tx.replace_offers(person.id, offer.organisation, &own, self.now).await?;
            }
        }
        let invitation = Invitation {
            id: self.id(),
            person: person.id,
            invited_by: self.actor().person(),
            offer,
            created_at: self.now,
            accepted_at: None,
            withdrawn_at: None,
        };
        self.tx.insert_invitation(&invitation).await?;
        let payload = JobPayload::ComposeInvitation { invitation: invitation.id };
        self.tx.enqueue(&[NewJob { id: self.id(), payload, run_at: self.now }]).await?;
        self.note_invitation(&invitation);
        Ok(invitation.id)
    }

    /// Nobody floods a mailbox, whoever asks; the operator at the console is trusted. Two who invite the same mailbox at
    /// once queue up here.
    pub(super) async fn take_invitation_quotas(&mut self, address: &EmailAddress) -> Result<(), AppError> {
        let Some(sender) = self.actor().person() else { return Ok(()) };
        let (hour, day) = (end_of_hour(self.now), end_of_day(self.now, self.instance().await?.zone));
        let sent = Quota { purpose: "invitation-sender", most: Invitation::MOST_PER_SENDER, until: hour };
        self.take_quota(sent, Uuid::from(sender).as_bytes()).await?;
        let received = Quota { purpose: "invitation-mailbox", most: Invitation::MOST_PER_MAILBOX, until: day };
        self.take_quota(received, address.mailbox().as_bytes()).await.map_err(|error| error.under("email"))
    }

    /// Whether the caller may give a role for something, if one is named.
    fn gives(&self, role: Option<Role>, scope: GrantScope) -> bool {
        role.is_none_or(|role| {
            let (act, facts) = role.power_to_give(scope);
            decide(self.actor(), act, &facts).is_some()
        })
    }

    /// Leaves in the trail what an invitation offers; whom it goes to only where nothing is offered: who is offered a
    /// place stays unknown to whoever offers it until they accept.
    fn note_invitation(&mut self, invitation: &Invitation) {
        let withdrawn = invitation.withdrawn_at;
        let detail = match &invitation.offer {
            Some(offer) => {
                self.on_behalf_of(offer.organisation);
                json!({ "role": offer.role, "validity": offer.validity, "withdrawnAt": withdrawn })
            }
            None => json!({ "person": invitation.person, "withdrawnAt": withdrawn }),
        };
        self.audit("Invitation", invitation.id, detail);
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
        if work.tx.admin_grants().await?.iter().any(|grant| grant.holds_on(today)) {
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
