use chrono::{DateTime, TimeDelta, Utc};

use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{OpenIdAttemptId, OpenIdSubjectId, PersonId, SessionId};

/// Characters of an issuer or subject: more than a provider may give to a subject.
const LONGEST_NAME: usize = 255;

/// A browser that was sent to the identity provider and is awaited back, once. Hashes are kept of what it shows on its
/// return; nonce and verifier are ours alone, and worth nothing without a code of the provider.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenIdAttempt {
    /// Its id.
    pub id: OpenIdAttemptId,
    /// Hash of the secret of the browser.
    pub browser: Vec<u8>,
    /// Hash of the state that the provider hands back.
    pub state: Vec<u8>,
    /// What the identity token must carry.
    pub nonce: String,
    /// What proves to the provider that the code was asked for here.
    pub verifier: String,
    /// The page to go on to.
    pub next: String,
    /// The session whose person is to be linked; absent where somebody signs in.
    pub session: Option<SessionId>,
    /// When the browser was sent there.
    pub created_at: DateTime<Utc>,
    /// When it came back.
    pub used_at: Option<DateTime<Utc>>,
}

impl OpenIdAttempt {
    /// Minutes for which the browser is awaited.
    pub const MINUTES: i64 = 10;
    /// The most attempts from one network in an hour.
    pub const MOST_PER_NETWORK: u32 = 60;

    /// Takes the browser back: once, in time, and with the state that it was given. A wrong state uses nothing up, for
    /// anybody can send a browser here.
    pub fn take(&mut self, state: &[u8], now: DateTime<Utc>) -> Result<(), Refusal> {
        let awaited = self.used_at.is_none() && now < self.created_at + TimeDelta::minutes(Self::MINUTES);
        if !awaited || self.state != state {
            return Err(Reason::LinkUsed.into());
        }
        self.used_at = Some(now);
        Ok(())
    }
}

/// Somebody as an identity provider knows them. Addresses and names that it tells are no part of it: they change, and
/// others may have them later.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OpenIdName {
    /// The provider.
    pub issuer: String,
    /// Who, there; never given to another.
    pub subject: String,
}

impl OpenIdName {
    /// A name as a provider may give it.
    pub fn new(issuer: &str, subject: &str) -> Result<Self, Refusal> {
        for name in [issuer, subject] {
            if name.is_empty() {
                return Err(Refusal::input(InputProblem::Blank));
            }
            if name.chars().count() > LONGEST_NAME {
                return Err(Refusal::input(InputProblem::TooLong { max: LONGEST_NAME }));
            }
        }
        Ok(Self { issuer: issuer.to_owned(), subject: subject.to_owned() })
    }
}

/// A person who can sign in by an identity provider, because they linked it while they were signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenIdSubject {
    /// Its id.
    pub id: OpenIdSubjectId,
    /// Who they are at the provider.
    pub name: OpenIdName,
    /// Who they are here.
    pub person: PersonId,
    /// Since when.
    pub linked_at: DateTime<Utc>,
}

impl OpenIdSubject {
    /// The most that one person links.
    pub const MOST_PER_PERSON: u32 = 10;
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-11-26T08:00:00Z".parse().unwrap()
    }

    fn attempt() -> OpenIdAttempt {
        OpenIdAttempt {
            id: Uuid::from_u128(1).into(),
            browser: vec![1],
            state: vec![2],
            nonce: "nonce".to_owned(),
            verifier: "verifier".to_owned(),
            next: String::new(),
            session: None,
            created_at: start(),
            used_at: None,
        }
    }

    #[test]
    fn a_browser_comes_back_once_and_in_time() {
        let mut attempt = attempt();
        assert!(attempt.clone().take(&[2], start() + TimeDelta::minutes(10)).is_err());
        assert!(attempt.take(&[2], start() + TimeDelta::minutes(9)).is_ok());
        assert!(attempt.take(&[2], start() + TimeDelta::minutes(9)).is_err());
    }

    #[test]
    fn a_wrong_state_opens_nothing_and_uses_nothing_up() {
        let mut attempt = attempt();
        assert!(attempt.take(&[3], start()).is_err());
        assert!(attempt.take(&[], start()).is_err());
        assert!(attempt.take(&[2], start()).is_ok());
    }

    #[test]
    fn a_name_is_neither_empty_nor_endless() {
        assert!(OpenIdName::new("https://id.example.it", "7").is_ok());
        assert!(OpenIdName::new("https://id.example.it", "").is_err());
        assert!(OpenIdName::new("https://id.example.it", &"7".repeat(256)).is_err());
    }
}
