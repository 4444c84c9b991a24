//! Use cases of personal data: a copy of everything about one person, and their erasure.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use cordata_domain::Reason;
use cordata_domain::identity::{EmailAddress, Person};
use cordata_domain::ids::PersonId;
use cordata_domain::policy::{Act, Facts};
use serde_json::{Value, json};

use crate::app::{Command, Work};
use crate::error::{AppError, found_at};

/// Puts together everything that is kept about a person, as one JSON document: for themselves, and for administrators.
#[derive(Debug, Clone)]
pub struct ExportPerson {
    /// Who.
    pub person: PersonId,
}

#[async_trait]
impl Command for ExportPerson {
    const NAME: &'static str = "exportPerson";
    type Output = Value;

    async fn run(&self, work: &mut Work<'_>) -> Result<Value, AppError> {
        work.require_scope(Act::ExportPerson)?;
        // Somebody else is absent, not forbidden: an id tells nothing.
        if work.require(Act::ExportPerson, &Facts::person(self.person)).is_err() {
            return Err(Reason::NotFound.at("personId").into());
        }
        found_at(work.tx.person(self.person).await?, "personId")?;
        let data = work.tx.personal_data(self.person).await?;
        work.audit("Person", self.person, json!({ "exported": true }));
        Ok(json!({ "exportedAt": work.now, "person": self.person, "data": data }))
    }
}

/// Erases the personal data of somebody who holds no office any more. What they signed, decided and entered stays, under
/// an id that names nobody.
#[derive(Debug, Clone)]
pub struct ErasePerson {
    /// Who.
    pub person: PersonId,
}

#[async_trait]
impl Command for ErasePerson {
    const NAME: &'static str = "erasePerson";
    type Output = PersonId;

    async fn run(&self, work: &mut Work<'_>) -> Result<PersonId, AppError> {
        work.require(Act::ErasePerson, &Facts::plan())?;
        let mut person = found_at(work.tx.person_to_change(self.person).await?, "personId")?;
        if work.actor().person() == Some(person.id) {
            return Err(Reason::Forbidden.at("personId").into());
        }
        let today = work.today().await?;
        self.require_another_admin(work, today).await?;
        let address = person.email.clone();
        work.erase(&mut person, address.as_ref()).await?;
        Ok(person.id)
    }
}

/// Erases somebody who became known by an offer of a place in an organisation and never came; answers whether they are
/// still one of those.
#[derive(Debug, Clone)]
pub(crate) struct ForgetStranger {
    /// Who.
    pub person: PersonId,
    /// No offer since then.
    pub invited_before: DateTime<Utc>,
}

#[async_trait]
impl Command for ForgetStranger {
    const NAME: &'static str = "forgetStranger";
    type Output = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<bool, AppError> {
        work.require(Act::ErasePerson, &Facts::plan())?;
        let mut person = found_at(work.tx.person_to_change(self.person).await?, "personId")?;
        if !work.tx.is_stranger(person.id, self.invited_before).await? {
            work.nothing_changed();
            return Ok(false);
        }
        // What a citizen sent from the same mailbox is not this person's.
        work.erase(&mut person, None).await?;
        Ok(true)
    }
}

impl Work<'_> {
    /// Erases a person, and the citizen who wrote from `address`.
    async fn erase(&mut self, person: &mut Person, address: Option<&EmailAddress>) -> Result<(), AppError> {
        let today = self.today().await?;
        let offices = self.tx.offices(person.id, today).await?;
        person.erase(&offices, self.now).map_err(|refusal| refusal.under("personId"))?;
        self.tx.erase_person(person, address, self.now).await?;
        self.audit("Person", person.id, json!({ "erased": true }));
        Ok(())
    }
}

impl ErasePerson {
    /// Refuses to erase whoever alone can grant roles.
    async fn require_another_admin(&self, work: &mut Work<'_>, today: NaiveDate) -> Result<(), AppError> {
        let grants = work.tx.admin_grants().await?;
        let mut current = grants.iter().filter(|grant| grant.holds_on(today));
        if current.clone().any(|grant| grant.person == self.person) && current.all(|grant| grant.person == self.person)
        {
            return Err(Reason::LastAdministrator.at("personId").into());
        }
        Ok(())
    }
}
