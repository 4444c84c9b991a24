//! Views of persons, their posts and their roles. What somebody may see of them is part of each query.

use async_trait::async_trait;
use chrono::NaiveDate;
use cordata_domain::identity::{Affiliation, Grant, Person, Role};
use cordata_domain::ids::{PersonId, StakeholderId};
use cordata_domain::notification::Preference;
use cordata_domain::policy::Actor;

use crate::error::AppError;
use crate::page::{Page, Window};

/// The most posts that are answered for the organisations of one reading.
pub const MAX_POSTS: u64 = 2_000;

/// Conditions on a list of persons, which is ordered by family name.
#[derive(Debug, Clone)]
pub struct PersonFilter {
    /// Words that occur in the name.
    pub text: Option<String>,
    /// With a post in this organisation.
    pub organisation: Option<StakeholderId>,
    /// With one of these roles; empty: with any or none.
    pub roles: Vec<Role>,
    /// The day on which they have the post and the role.
    pub on: NaiveDate,
}

/// Persons with posts and roles.
///
/// `viewer` sees themselves, the people of organisations they manage and of tables in their care, or everybody. Posts
/// and roles are seen by the person, by the manager of the organisation they are held for, and by those who manage
/// people.
#[async_trait]
pub trait PersonReads: Send + Sync {
    /// Persons, ordered by family name.
    async fn persons(&self, viewer: &Actor, filter: &PersonFilter, window: &Window) -> Result<Page<Person>, AppError>;
    /// How many persons there are.
    async fn count_persons(&self, viewer: &Actor, filter: &PersonFilter) -> Result<u64, AppError>;
    /// Posts of persons, oldest first.
    async fn posts_of(&self, viewer: &Actor, persons: &[PersonId]) -> Result<Vec<Affiliation>, AppError>;
    /// Posts in organisations on a day, in the order in which they were recorded; at most [`MAX_POSTS`].
    async fn posts_in(
        &self,
        viewer: &Actor,
        organisations: &[StakeholderId],
        day: NaiveDate,
    ) -> Result<Vec<Affiliation>, AppError>;
    /// When somebody wants digests; absent where they chose nothing. Whose it is, asks for it.
    async fn preference_of(&self, person: PersonId) -> Result<Option<Preference>, AppError>;
    /// Roles of persons, oldest first.
    async fn roles_of(&self, viewer: &Actor, persons: &[PersonId]) -> Result<Vec<Grant>, AppError>;
}
