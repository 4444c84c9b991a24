//! Signing in: requests by mail, invitations, sessions.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use cordata_domain::Locale;
use cordata_domain::identity::{ApiToken, EmailAddress, Invitation, Person, Role, Session, SignIn};
use cordata_domain::ids::{InvitationId, PersonId, SessionId, SignInId, StakeholderId, TokenId};
use cordata_domain::policy::Standing;

use crate::error::AppError;

/// What commands need in order to let people in.
#[async_trait]
pub trait SessionRepo {
    /// Adds a request to sign in.
    async fn insert_sign_in(&mut self, sign_in: &SignIn) -> Result<(), AppError>;
    /// Loads and locks a request to sign in.
    async fn sign_in(&mut self, id: SignInId) -> Result<Option<SignIn>, AppError>;
    /// Loads and locks the request of the browser with this secret.
    async fn sign_in_of_browser(&mut self, browser: &[u8]) -> Result<Option<SignIn>, AppError>;
    /// Saves a changed request.
    async fn update_sign_in(&mut self, sign_in: &SignIn) -> Result<(), AppError>;
    /// Persons whose mail goes to an address, whatever its case, in the order in which they were added.
    async fn mailbox(&mut self, address: &EmailAddress) -> Result<Vec<Person>, AppError>;
    /// Adds an invitation.
    async fn insert_invitation(&mut self, invitation: &Invitation) -> Result<(), AppError>;
    /// Loads and locks an invitation.
    async fn invitation(&mut self, id: InvitationId) -> Result<Option<Invitation>, AppError>;
    /// Saves a changed invitation.
    async fn update_invitation(&mut self, invitation: &Invitation) -> Result<(), AppError>;
    /// Takes back the invitations of a person that nobody accepted yet.
    async fn withdraw_invitations(&mut self, person: PersonId, at: DateTime<Utc>) -> Result<(), AppError>;
    /// Takes back those among them that a new one without an offer replaces: others without an offer.
    async fn replace_invitations(&mut self, person: PersonId, at: DateTime<Utc>) -> Result<(), AppError>;
    /// Takes back those among them that a new offer replaces: into the same organisation, with no role or one of these.
    async fn replace_offers(
        &mut self,
        person: PersonId,
        into: StakeholderId,
        roles: &[Role],
        at: DateTime<Utc>,
    ) -> Result<(), AppError>;
    /// What a person is on a day, as the transaction sees it.
    async fn standing(&mut self, person: PersonId, day: NaiveDate) -> Result<Standing, AppError>;
    /// Adds a session.
    async fn insert_session(&mut self, session: &Session) -> Result<(), AppError>;
    /// Loads and locks a session.
    async fn session(&mut self, id: SessionId) -> Result<Option<Session>, AppError>;
    /// Saves a changed session.
    async fn update_session(&mut self, session: &Session) -> Result<(), AppError>;
    /// Ends the sessions of a person.
    async fn end_sessions_of(&mut self, person: PersonId, at: DateTime<Utc>) -> Result<(), AppError>;
    /// Whether somebody who reads mail at an address signed in, since a moment, in the browser with this secret.
    async fn knows_browser(
        &mut self,
        hash: &[u8],
        address: &EmailAddress,
        since: DateTime<Utc>,
    ) -> Result<bool, AppError>;
    /// Keeps that a person signed in at a browser; whoever was known there by its earlier secret is known by the new one.
    async fn keep_browser(
        &mut self,
        hash: &[u8],
        earlier: Option<&[u8]>,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), AppError>;
    /// Forgets in which browsers a person signed in.
    async fn forget_browsers_of(&mut self, person: PersonId) -> Result<(), AppError>;
    /// Notes when a token was last shown.
    async fn note_token_use(&mut self, id: TokenId, at: DateTime<Utc>) -> Result<(), AppError>;
}

/// A session that opens, with everything its person is.
#[derive(Debug, Clone)]
pub struct OpenSession {
    /// The session.
    pub session: Session,
    /// What its person is on this day.
    pub standing: Standing,
    /// The language they read.
    pub locale: Locale,
}

/// A token that opens, with everything its person is.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// The token.
    pub token: ApiToken,
    /// What its person is on this day, as far as the token reaches.
    pub standing: Standing,
    /// The language they read.
    pub locale: Locale,
}

/// What pages and the worker need in order to let people in.
#[async_trait]
pub trait SessionReads: Send + Sync {
    /// Whom a bearer token stands for at `now`, with everything they are on that day.
    async fn bearer(&self, hash: &[u8], now: DateTime<Utc>) -> Result<Option<Bearer>, AppError>;
    /// The session that a secret opens at `now`, with everything its person is on that day.
    async fn open_session(&self, hash: &[u8], now: DateTime<Utc>) -> Result<Option<OpenSession>, AppError>;
    /// Whether anybody signed in, since a moment, in the browser with this secret.
    async fn is_known_browser(&self, hash: &[u8], since: DateTime<Utc>) -> Result<bool, AppError>;
    /// The sessions of a person that may still be used, newest first.
    async fn sessions_of(&self, person: PersonId, now: DateTime<Utc>) -> Result<Vec<Session>, AppError>;
    /// The tokens of a person that were not revoked, newest first, at most a hundred.
    async fn tokens_of(&self, person: PersonId) -> Result<Vec<ApiToken>, AppError>;
    /// A request to sign in.
    async fn sign_in_request(&self, id: SignInId) -> Result<Option<SignIn>, AppError>;
    /// An invitation.
    async fn invitation_by_id(&self, id: InvitationId) -> Result<Option<Invitation>, AppError>;
    /// The invitations of persons that were not taken back or replaced, newest first.
    async fn invitations_of(&self, persons: &[PersonId]) -> Result<Vec<Invitation>, AppError>;
    /// Open invitations into an organisation, newest first, at most a hundred.
    async fn open_offers(&self, organisation: StakeholderId, now: DateTime<Utc>) -> Result<Vec<Invitation>, AppError>;
    /// Whether anybody administers the platform on the day of `now`.
    async fn is_administered(&self, now: DateTime<Utc>) -> Result<bool, AppError>;
}
