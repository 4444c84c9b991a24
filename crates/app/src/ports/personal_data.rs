//! Ports of personal data, and of what is kept for some time only.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use cordata_domain::identity::{EmailAddress, Offices, Person};
use cordata_domain::ids::PersonId;
use serde_json::Value;

use crate::error::AppError;
use crate::retention::Perishable;

/// Everything about one person.
#[async_trait]
pub trait PersonalDataRepo {
    /// What a person holds on a day or is to hold later.
    async fn offices(&mut self, person: PersonId, day: NaiveDate) -> Result<Offices, AppError>;
    /// Everything that is kept about a person, without secrets and their hashes: an object with a list for each kind.
    async fn personal_data(&mut self, person: PersonId) -> Result<Value, AppError>;
    /// Saves an erased person, revokes their tokens, and empties or removes what else names or reaches them. What was
    /// sent from or to `address` as a citizen goes too, unless somebody else reads mail there.
    async fn erase_person(
        &mut self,
        person: &Person,
        address: Option<&EmailAddress>,
        at: DateTime<Utc>,
    ) -> Result<(), AppError>;
}

/// What is kept for some time only.
#[async_trait]
pub trait RetentionRepo {
    /// Discards at most `limit` things that nobody needs since before a moment; answers how many.
    async fn discard(&mut self, what: Perishable, before: DateTime<Utc>, limit: u32) -> Result<u64, AppError>;
    /// At most `limit` people who became known only by an offer of a place in an organisation, the last one before a
    /// moment, and who never took one up nor did anything else.
    async fn strangers(&mut self, invited_before: DateTime<Utc>, limit: u32) -> Result<Vec<PersonId>, AppError>;
    /// Whether somebody is one of them.
    async fn is_stranger(&mut self, person: PersonId, invited_before: DateTime<Utc>) -> Result<bool, AppError>;
}
