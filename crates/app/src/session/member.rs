use async_trait::async_trait;
use cordata_domain::identity::{
    Affiliation, Grant, GrantScope, Invitation, Offer, Person, PersonChange, PostChange, Role,
};
use cordata_domain::ids::{InvitationId, PersonId, StakeholderId};
use cordata_domain::period::Validity;
use cordata_domain::policy::{Act, Actor, Facts, decide};
use cordata_domain::{InputProblem, Refusal};

use crate::app::{Command, Work};
use crate::error::{AppError, found_at};
use crate::identity::CreatePerson;

/// Invites somebody into an organisation: the person, unless the mailbox is known under the same name, and by mail the
/// offer of a post there, with a role if one is named. The place is taken up when they accept, and until then whoever
/// invites learns nothing of them. It takes the powers of all its parts.
#[derive(Debug, Clone)]
pub struct InviteMember {
    /// Who; the address is needed, since the invitation goes there.
    pub person: CreatePerson,
    /// The organisation.
    pub organisation: StakeholderId,
    /// The post in words.
    pub post: String,
    /// The role for the organisation, if any.
    pub role: Option<Role>,
    /// From when to when post and role are held.
    pub validity: Validity,
}

#[async_trait]
impl Command for InviteMember {
    const NAME: &'static str = "inviteMember";
    type Output = InvitationId;

    async fn run(&self, work: &mut Work<'_>) -> Result<InvitationId, AppError> {
        let at = Facts::organisation(self.organisation);
        work.require(Act::ManageAffiliation, &at)?;
        work.require(Act::InvitePerson, &at)?;
        let scope = GrantScope::Organisation(self.organisation);
        if let Some(role) = self.role {
            work.require_power_to_give(role, scope).map_err(|error| error.under("role"))?;
            role.fits(scope)?;
        }
        found_at(work.tx.stakeholder(self.organisation).await?, "organisationId")?;
        let offer = self.offer()?;
        work.take_invitation_quotas(&offer.address).await?;
        let person = work.known_or_new(&self.person, &offer).await?;
        work.require_receiver(person.id, "email").await?;
        if work.tx.affiliations_of(person.id).await?.iter().any(|post| offer.overlaps(post)) {
            return Err(Refusal::input(InputProblem::Duplicate).under("from").into());
        }
        work.invite(&person, Some(offer)).await
    }
}

impl InviteMember {
    /// What is offered, to whom as they were named here: what is known of them is not told.
    fn offer(&self) -> Result<Offer, Refusal> {
        let address = PersonChange::email(self.person.email.as_deref())?;
        let given_name = PersonChange::name(&self.person.given_name, "givenName")?;
        let family_name = PersonChange::name(&self.person.family_name, "familyName")?;
        Ok(Offer {
            organisation: self.organisation,
            name: format!("{given_name} {family_name}"),
            address: address.ok_or_else(|| Refusal::input(InputProblem::Blank).under("email"))?,
            post: Offer::post(&self.post)?,
            role: self.role,
            validity: self.validity,
        })
    }
}

impl Work<'_> {
    /// The person of the offer's name who reads mail at its address, locked; a new one where there is none. The quotas
    /// must have been taken: they make two who invite the same person at once find the same one.
    async fn known_or_new(&mut self, wanted: &CreatePerson, offer: &Offer) -> Result<Person, AppError> {
        match self.tx.mailbox(&offer.address).await?.into_iter().find(|person| offer.means(person)) {
            Some(known) => found_at(self.tx.person_to_change(known.id).await?, "email"),
            None => self.add_person(wanted).await,
        }
    }

    /// Whether what an invitation offers is not over, and whoever sent it could still give it today: an offer ends with
    /// the rights behind it.
    pub(super) async fn may_still_offer(&mut self, invitation: &Invitation) -> Result<bool, AppError> {
        let Some(offer) = &invitation.offer else { return Ok(true) };
        let today = self.today().await?;
        if offer.accepted_on(today).is_none() {
            return Ok(false);
        }
        let Some(sender) = invitation.invited_by else { return Ok(true) };
        let sender = Actor::Person(Box::new(self.tx.standing(sender, today).await?));
        let gives = |role: Role| {
            let (act, facts) = role.power_to_give(offer.scope());
            decide(&sender, act, &facts).is_some()
        };
        let posts = decide(&sender, Act::ManageAffiliation, &Facts::organisation(offer.organisation)).is_some();
        Ok(posts && offer.role.is_none_or(gives))
    }

    /// Begins the post that an invitation offered, with its role. What the person has there already stays as it is.
    pub(super) async fn take_up(&mut self, person: PersonId, offer: &Offer) -> Result<(), AppError> {
        found_at(self.tx.person_to_change(person).await?, "personId")?;
        let Some(validity) = offer.accepted_on(self.today().await?) else { return Ok(()) };
        self.on_behalf_of(offer.organisation);
        self.end_lapsed_rights(person, offer.organisation, PostChange::Begins(validity.from)).await?;
        let post = Affiliation {
            id: self.id(),
            person,
            organisation: offer.organisation,
            post: offer.post.clone(),
            validity,
            recorded_at: self.now,
            withdrawn_at: None,
        };
        if !self.tx.affiliations_of(person).await?.iter().any(|other| other.overlaps(&post)) {
            self.tx.insert_affiliation(&post).await?;
            self.audit_new(&post);
        }
        let Some(role) = offer.role else { return Ok(()) };
        let grant = Grant {
            id: self.id(),
            person,
            role,
            scope: offer.scope(),
            validity,
            recorded_at: self.now,
            withdrawn_at: None,
        };
        if !self.tx.grants_of(person).await?.iter().any(|other| other.overlaps(&grant)) {
            self.tx.insert_grant(&grant).await?;
            self.audit_new(&grant);
        }
        Ok(())
    }
}
