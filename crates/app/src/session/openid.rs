//! Signing in by an identity provider. Who somebody is at the provider says nothing here until they link it to
//! themselves, while they are signed in: an address that the provider tells is not an identity.

use async_trait::async_trait;
use chrono::TimeDelta;
use cordata_domain::Reason;
use cordata_domain::identity::{OpenIdAttempt, OpenIdName, OpenIdSubject, SignInMethod};
use cordata_domain::ids::{OpenIdSubjectId, SessionId};
use cordata_domain::policy::{Act, Facts, decide};
use serde_json::json;

use super::{Browser, Entered};
use crate::app::{Command, Work};
use crate::error::{AppError, found, found_at};
use crate::limit::{Quota, end_of_hour};
use crate::ports::IdGen;
use crate::token::{self, ClearToken};

/// Hours after which an attempt is forgotten.
const KEPT_HOURS: i64 = 24;

/// Sends a browser to the provider, to sign in or to link the provider to the person of a session.
#[derive(Debug, Clone)]
pub struct BeginOpenId {
    /// The page to go on to.
    pub next: String,
    /// The session whose person is to be linked; absent where somebody signs in.
    pub session: Option<SessionId>,
}

/// What the browser and the provider are given.
#[derive(Debug, Clone)]
pub struct OpenIdBegun {
    /// The secret of the browser.
    pub browser: ClearToken,
    /// What the provider hands back.
    pub state: ClearToken,
    /// What the identity token must carry.
    pub nonce: ClearToken,
    /// What proves to the provider that its code was asked for here; it sees a hash of it first.
    pub verifier: ClearToken,
}

impl OpenIdBegun {
    fn generate(ids: &dyn IdGen) -> Self {
        let secret = |prefix| ClearToken::generate(ids, prefix);
        Self { browser: secret("accesso"), state: secret("stato"), nonce: secret("nonce"), verifier: secret("prova") }
    }
}

#[async_trait]
impl Command for BeginOpenId {
    const NAME: &'static str = "beginOpenId";
    type Output = OpenIdBegun;

    async fn run(&self, work: &mut Work<'_>) -> Result<OpenIdBegun, AppError> {
        match self.session {
            None => work.require(Act::SignIn, &Facts::plan())?,
            Some(session) => {
                let session = found(work.tx.session(session).await?)?;
                work.require(Act::LinkOpenId, &Facts::person(session.person))?
            }
        };
        let until = end_of_hour(work.now);
        work.take_network_quota(Quota { purpose: "openid", most: OpenIdAttempt::MOST_PER_NETWORK, until }).await?;
        let begun = OpenIdBegun::generate(work.secrets());
        let attempt = OpenIdAttempt {
            id: work.id(),
            browser: begun.browser.hash(),
            state: begun.state.hash(),
            nonce: begun.nonce.reveal().to_owned(),
            verifier: begun.verifier.reveal().to_owned(),
            next: self.next.clone(),
            session: self.session,
            created_at: work.now,
            used_at: None,
        };
        work.tx.forget_openid_attempts(work.now - TimeDelta::hours(KEPT_HOURS)).await?;
        work.tx.insert_openid_attempt(&attempt).await?;
        work.nothing_changed();
        Ok(begun)
    }
}

/// Takes a browser back from the provider, once; nothing where it is not awaited.
#[derive(Debug, Clone)]
pub struct ReturnFromOpenId {
    /// The clear secret of the browser.
    pub browser: String,
    /// The state that the provider handed back.
    pub state: String,
}

#[async_trait]
impl Command for ReturnFromOpenId {
    const NAME: &'static str = "returnFromOpenId";
    type Output = Option<OpenIdAttempt>;

    async fn run(&self, work: &mut Work<'_>) -> Result<Option<OpenIdAttempt>, AppError> {
        work.nothing_changed();
        let Some(mut attempt) = work.tx.openid_attempt(&token::hash(&self.browser)).await? else { return Ok(None) };
        if attempt.take(&token::hash(&self.state), work.now).is_err() {
            return Ok(None);
        }
        work.tx.update_openid_attempt(&attempt).await?;
        Ok(Some(attempt))
    }
}

/// Signs in whom the provider knows; nothing where nobody linked that name.
#[derive(Clone)]
pub struct SignInByOpenId {
    /// Who they are at the provider, which was verified.
    pub name: OpenIdName,
    /// The browser.
    pub browser: Browser,
}

#[async_trait]
impl Command for SignInByOpenId {
    const NAME: &'static str = "signInByOpenId";
    type Output = Option<Entered>;

    async fn run(&self, work: &mut Work<'_>) -> Result<Option<Entered>, AppError> {
        let Some(subject) = work.tx.openid_subject_named(&self.name).await? else {
            work.nothing_changed();
            return Ok(None);
        };
        Ok(Some(work.let_in(subject.person, SignInMethod::OpenId, &self.browser).await?))
    }
}

/// Links whom the provider knows to the person of a session. Linking again changes nothing; what is linked to another
/// person is refused.
#[derive(Clone)]
pub struct LinkOpenId {
    /// The session that asked for it.
    pub session: SessionId,
    /// Who they are at the provider, which was verified.
    pub name: OpenIdName,
}

#[async_trait]
impl Command for LinkOpenId {
    const NAME: &'static str = "linkOpenId";
    type Output = OpenIdSubjectId;

    async fn run(&self, work: &mut Work<'_>) -> Result<OpenIdSubjectId, AppError> {
        let session = work.tx.session(self.session).await?.filter(|session| session.is_open(work.now));
        let person = found(session)?.person;
        work.require(Act::LinkOpenId, &Facts::person(person))?;
        if let Some(known) = work.tx.openid_subject_named(&self.name).await? {
            if known.person != person {
                return Err(Reason::AlreadyExists.into());
            }
            work.nothing_changed();
            return Ok(known.id);
        }
        let max = OpenIdSubject::MOST_PER_PERSON;
        if work.tx.count_openid_subjects(person).await? >= u64::from(max) {
            return Err(Reason::LimitReached { max }.into());
        }
        let subject = OpenIdSubject { id: work.id(), name: self.name.clone(), person, linked_at: work.now };
        work.tx.insert_openid_subject(&subject).await?;
        work.audit("OpenIdSubject", subject.id, json!({ "person": person, "issuer": subject.name.issuer }));
        Ok(subject.id)
    }
}

/// Ends a link: the provider lets that person in no more.
#[derive(Debug, Clone)]
pub struct UnlinkOpenId {
    /// The linked subject.
    pub subject: OpenIdSubjectId,
}

#[async_trait]
impl Command for UnlinkOpenId {
    const NAME: &'static str = "unlinkOpenId";
    type Output = OpenIdSubjectId;

    async fn run(&self, work: &mut Work<'_>) -> Result<OpenIdSubjectId, AppError> {
        let subject = found_at(work.tx.openid_subject(self.subject).await?, "subjectId")?;
        // Somebody else's is absent, not forbidden: its id tells nothing.
        if decide(work.actor(), Act::UnlinkOpenId, &Facts::person(subject.person)).is_none() {
            return Err(Reason::NotFound.at("subjectId").into());
        }
        work.tx.delete_openid_subject(subject.id).await?;
        let detail = json!({ "person": subject.person, "issuer": subject.name.issuer, "unlinkedAt": work.now });
        work.audit("OpenIdSubject", subject.id, detail);
        Ok(subject.id)
    }
}
