use async_trait::async_trait;
use chrono_tz::Tz;
use cordata_domain::Locale;
use cordata_domain::identity::{Grant, Person, PersonChange, Role, require_administrator};
use cordata_domain::ids::PersonId;
use cordata_domain::policy::{Act, Facts, decide};

use crate::app::{Command, Work};
use crate::error::{AppError, found, found_at, require_version};

/// Adds a person.
#[derive(Debug, Clone)]
pub struct CreatePerson {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Where mail reaches them.
    pub email: Option<String>,
    /// The language they are written to.
    pub locale: Locale,
    /// Their zone; the installation's where absent.
    pub zone: Option<Tz>,
}

#[async_trait]
impl Command for CreatePerson {
    const NAME: &'static str = "createPerson";
    type Output = PersonId;

    async fn run(&self, work: &mut Work<'_>) -> Result<PersonId, AppError> {
        work.require(Act::ManagePeople, &Facts::plan())?;
        Ok(work.add_person(self).await?.id)
    }
}

/// Changes what is known about a person. Everybody keeps their own name, language and zone in order; where mail
/// reaches them, and so their way to sign in, is changed by those who manage people.
#[derive(Debug, Clone)]
pub struct UpdatePerson {
    /// Who.
    pub person: PersonId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// What changes.
    pub change: PersonChange,
    /// Whether their zone becomes the installation's.
    pub zone_of_installation: bool,
}

#[async_trait]
impl Command for UpdatePerson {
    const NAME: &'static str = "updatePerson";
    type Output = PersonId;

    async fn run(&self, work: &mut Work<'_>) -> Result<PersonId, AppError> {
        let mut person = work.visible_person(self.person, "personId").await?;
        work.require(Act::UpdatePerson, &Facts::person(person.id))?;
        if self.change.moves_the_mailbox(&person)? {
            work.require_to_move_mailbox(person.id).await.map_err(|error| error.under("email"))?;
        }
        require_version(self.expected_version, person.version)?;
        let before = person.clone();
        self.change.apply(&mut person)?;
        if person.email != before.email {
            work.leave_mailbox(&person).await.map_err(|error| error.under("email"))?;
        }
        if self.zone_of_installation {
            person.zone = work.instance().await?.zone;
        }
        work.tx.update_person(&person).await?;
        work.audit_person(Some(&before), &person);
        Ok(person.id)
    }
}

impl Work<'_> {
    /// Who moves somebody's mail moves their way to sign in, and so could act as them: only those may who manage people
    /// and could give every role that the person holds or will hold; delegates' roles apart, which speak for others only.
    async fn require_to_move_mailbox(&mut self, person: PersonId) -> Result<(), AppError> {
        self.require(Act::ManagePeople, &Facts::plan())?;
        let today = self.today().await?;
        let grants = self.tx.grants_of(person).await?;
        let counts = |grant: &Grant| grant.role != Role::Delegate && !grant.is_over(today);
        if grants.iter().any(counts) {
            self.require(Act::GrantRole, &Facts::plan())?;
        }
        Ok(())
    }

    /// What was sent to the old mailbox, and whoever came in from there, opens nothing any more. The last administrator
    /// keeps a way in.
    async fn leave_mailbox(&mut self, person: &Person) -> Result<(), AppError> {
        if person.email.is_none() {
            let (admins, today) = (self.tx.admin_grants().await?, self.today().await?);
            require_administrator(&admins, today, |grant| grant.person == person.id)?;
        }
        self.tx.withdraw_invitations(person.id, self.now).await?;
        self.tx.forget_browsers_of(person.id).await?;
        self.tx.end_sessions_of(person.id, self.now).await
    }

    /// Adds a person, whoever was asked whether the caller may: to be used inside a larger command.
    pub(crate) async fn add_person(&mut self, new: &CreatePerson) -> Result<Person, AppError> {
        let person = Person {
            id: self.id(),
            given_name: PersonChange::name(&new.given_name, "givenName")?,
            family_name: PersonChange::name(&new.family_name, "familyName")?,
            email: PersonChange::email(new.email.as_deref())?,
            locale: new.locale.clone(),
            zone: match new.zone {
                Some(zone) => zone,
                None => self.instance().await?.zone,
            },
            version: 1,
            erased_at: None,
        };
        self.tx.insert_person(&person).await?;
        self.audit_person(None, &person);
        Ok(person)
    }

    /// Loads and locks a person whom the caller may see: themselves, somebody of an organisation they manage, anybody
    /// for those who manage people. Commands that add to a person's posts and roles queue up here.
    pub(crate) async fn visible_person(&mut self, id: PersonId, field: &str) -> Result<Person, AppError> {
        let person = found_at(self.tx.person_to_change(id).await?, field)?;
        if decide(self.actor(), Act::ReadPersons, &Facts::person(id)).is_some() {
            return Ok(person);
        }
        let posts = self.tx.affiliations_of(id).await?;
        let sees = |organisation| decide(self.actor(), Act::ReadPersons, &Facts::organisation(organisation)).is_some();
        found_at(posts.iter().any(|post| sees(post.organisation)).then_some(person), field)
    }

    /// Refuses to give a right to somebody who does not exist, or who is the caller under this name or another one.
    pub(crate) async fn require_receiver(&mut self, id: PersonId, field: &str) -> Result<(), AppError> {
        // Nobody is given a right under a name that was erased.
        let receiver = self.tx.person(id).await?.filter(|person| !person.is_erased());
        let receiver = found_at(receiver, field)?;
        let Some(giver) = self.actor().person() else { return Ok(()) };
        let giver = found(self.tx.person(giver).await?)?;
        receiver.require_other_than(&giver).map_err(|refusal| refusal.under(field).into())
    }

    /// Refuses as second pair of eyes whoever may be the human that made the first entry, under this name or another
    /// one, in this role or another one (rules I5, P4). Every validation asks here. What the operator did, or does, at
    /// the console is nobody's entry.
    pub(crate) async fn require_second(&mut self, first: Option<PersonId>, field: &str) -> Result<(), AppError> {
        self.require_second_after(first.as_slice(), field).await
    }

    /// The same where several may have had a hand in what is validated.
    pub(crate) async fn require_second_after(&mut self, authors: &[PersonId], field: &str) -> Result<(), AppError> {
        let Some(second) = self.actor().person().filter(|_| !authors.is_empty()) else { return Ok(()) };
        let second = found(self.tx.person(second).await?)?;
        let authors = self.tx.persons(authors).await?;
        let refused = authors.iter().try_for_each(|first| second.require_second_after(first));
        refused.map_err(|refusal| refusal.under(field).into())
    }
}
