use async_trait::async_trait;
use cordata_domain::identity::{GrantScope, Person, PersonChange, Role};
use cordata_domain::ids::{AffiliationId, GrantId, InvitationId, PersonId, StakeholderId};
use cordata_domain::period::Validity;
use cordata_domain::policy::{Act, Facts};
use cordata_domain::{InputProblem, Refusal};

use crate::app::{Command, Work};
use crate::error::{AppError, found_at};
use crate::identity::{CreatePerson, GrantRole, StartAffiliation};

/// Brings somebody into an organisation in one go: the person, unless the mailbox is known under the same name, a post
/// there, a role if one is given, and the invitation by mail. It takes the powers of all its parts.
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

/// What came of [`InviteMember`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvitedMember {
    /// Who.
    pub person: PersonId,
    /// Their post.
    pub affiliation: AffiliationId,
    /// Their role, if one was given.
    pub grant: Option<GrantId>,
    /// The invitation.
    pub invitation: InvitationId,
}

#[async_trait]
impl Command for InviteMember {
    const NAME: &'static str = "inviteMember";
    type Output = InvitedMember;

    async fn run(&self, work: &mut Work<'_>) -> Result<InvitedMember, AppError> {
        let at = Facts::organisation(self.organisation);
        work.require(Act::ManageAffiliation, &at)?;
        work.require(Act::InvitePerson, &at)?;
        let scope = GrantScope::Organisation(self.organisation);
        if let Some(role) = self.role {
            work.require_power_to_give(role, scope).map_err(|error| error.under("role"))?;
        }
        let person = work.known_or_new(&self.person).await?;
        let post = StartAffiliation {
            person: person.id,
            organisation: self.organisation,
            post: self.post.clone(),
            validity: self.validity,
        };
        let affiliation = work.add_affiliation(&post).await?;
        let grant = match self.role {
            Some(role) => {
                Some(work.add_grant(&GrantRole { person: person.id, role, scope, validity: self.validity }).await?)
            }
            None => None,
        };
        let invitation = work.invite(&person).await?;
        Ok(InvitedMember { person: person.id, affiliation, grant, invitation })
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
}
