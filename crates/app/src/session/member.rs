use async_trait::async_trait;
use cordata_domain::identity::{Affiliation, Grant, Invitation, Offer, Person, PersonChange, Role};
use cordata_domain::ids::{InvitationId, PersonId, StakeholderId};
use cordata_domain::period::Validity;
use cordata_domain::policy::{Act, Actor, Facts, decide};
use cordata_domain::{InputProblem, Refusal, search};

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
        let offer = Offer {
            organisation: self.organisation,
            post: search::line(&self.post, Affiliation::MAX_POST).map_err(|refusal| refusal.under("post"))?,
            role: self.role,
            validity: self.validity,
        };
        if let Some(role) = offer.role {
            work.require_power_to_give(role, offer.scope()).map_err(|error| error.under("role"))?;
            role.fits(offer.scope())?;
        }
        found_at(work.tx.stakeholder(offer.organisation).await?, "organisationId")?;
        let person = work.known_or_new(&self.person).await?;
        work.require_receiver(person.id, "email").await?;
        if work.tx.affiliations_of(person.id).await?.iter().any(|post| offer.overlaps(post)) {
            return Err(Refusal::input(InputProblem::Duplicate).under("from").into());
        }
        work.invite(&person, Some(offer)).await
    }
}

impl Work<'_> {
    /// The person of this name who reads mail at this address, locked; a new one where there is none.
    async fn known_or_new(&mut self, wanted: &CreatePerson) -> Result<Person, AppError> {
        let address = PersonChange::email(wanted.email.as_deref())?;
        let address = address.ok_or_else(|| Refusal::input(InputProblem::Blank).under("email"))?;
        let given_name = PersonChange::name(&wanted.given_name, "givenName")?;
        let family_name = PersonChange::name(&wanted.family_name, "familyName")?;
        let same = |person: &Person| {
            person.given_name.to_lowercase() == given_name.to_lowercase()
                && person.family_name.to_lowercase() == family_name.to_lowercase()
        };
        match self.tx.mailbox(&address).await?.into_iter().find(same) {
            Some(known) => found_at(self.tx.person_to_change(known.id).await?, "email"),
            None => self.add_person(wanted).await,
        }
    }

    /// Whether whoever sent an invitation could still give today what it offers: an offer ends with the rights behind
    /// it.
    pub(super) async fn may_still_offer(&mut self, invitation: &Invitation) -> Result<bool, AppError> {
        let (Some(offer), Some(sender)) = (&invitation.offer, invitation.invited_by) else { return Ok(true) };
        let today = self.today().await?;
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
        self.on_behalf_of(offer.organisation);
        self.end_lapsed_roles(person, offer.organisation).await?;
        let post = Affiliation {
            id: self.id(),
            person,
            organisation: offer.organisation,
            post: offer.post.clone(),
            validity: offer.validity,
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
            validity: offer.validity,
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
