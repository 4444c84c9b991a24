//! Signing in by an identity provider: browsers that are awaited back from it, and whom it knows.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_domain::identity::{OpenIdAttempt, OpenIdName, OpenIdSubject};
use cordata_domain::ids::{OpenIdSubjectId, PersonId};

use crate::error::AppError;

/// What commands need in order to let people in by an identity provider.
#[async_trait]
pub trait OpenIdRepo {
    /// Adds a browser that is sent to the provider.
    async fn insert_openid_attempt(&mut self, attempt: &OpenIdAttempt) -> Result<(), AppError>;
    /// Loads and locks the attempt of the browser with this secret.
    async fn openid_attempt(&mut self, browser: &[u8]) -> Result<Option<OpenIdAttempt>, AppError>;
    /// Saves a changed attempt.
    async fn update_openid_attempt(&mut self, attempt: &OpenIdAttempt) -> Result<(), AppError>;
    /// Forgets the attempts from before a moment.
    async fn forget_openid_attempts(&mut self, before: DateTime<Utc>) -> Result<(), AppError>;
    /// Loads and locks the person whom a provider knows by this name.
    async fn openid_subject_named(&mut self, name: &OpenIdName) -> Result<Option<OpenIdSubject>, AppError>;
    /// Loads and locks a linked subject.
    async fn openid_subject(&mut self, id: OpenIdSubjectId) -> Result<Option<OpenIdSubject>, AppError>;
    /// How many subjects a person has linked.
    async fn count_openid_subjects(&mut self, person: PersonId) -> Result<u64, AppError>;
    /// Adds a linked subject; one that is linked already is refused.
    async fn insert_openid_subject(&mut self, subject: &OpenIdSubject) -> Result<(), AppError>;
    /// Forgets a linked subject.
    async fn delete_openid_subject(&mut self, id: OpenIdSubjectId) -> Result<(), AppError>;
}

/// What pages need in order to show people how they can sign in.
#[async_trait]
pub trait OpenIdReads: Send + Sync {
    /// The subjects that a person has linked, oldest first: there are few.
    async fn openid_subjects_of(&self, person: PersonId) -> Result<Vec<OpenIdSubject>, AppError>;
}
