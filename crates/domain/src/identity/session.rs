use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::ids::{PersonId, SessionId};

/// A session ends after so many hours without a request.
const IDLE_HOURS: i64 = 12;
/// A session ends after so many days, however busy it is.
const LONGEST_DAYS: i64 = 14;
/// The secret of a session is replaced after so many minutes of use.
const ROTATION_MINUTES: i64 = 60;
/// The replaced secret still opens for so many seconds: requests may be under way with it.
const GRACE_SECONDS: i64 = 60;
/// The last use is noted again after so many minutes: not every request writes.
const NOTE_MINUTES: i64 = 5;

/// By which way somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignInMethod {
    /// The one-time link of a mail.
    MailLink,
    /// The code of a mail, typed into the page that asked for it.
    MailCode,
    /// An invitation that was accepted.
    Invitation,
    /// The set-up link of a new installation.
    SetUp,
    /// An identity provider.
    OpenId,
}

/// The session of a person in one browser. Only hashes of its secret are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Who signed in.
    pub person: PersonId,
    /// SHA-256 of the present secret.
    pub hash: Vec<u8>,
    /// SHA-256 of the secret before, which opens for a moment after it was replaced.
    pub earlier_hash: Option<Vec<u8>>,
    /// What forms carry besides the cookie: 128 random bits or more.
    pub form_key: Vec<u8>,
    /// How they signed in.
    pub method: SignInMethod,
    /// The browser, in its own words, cut short.
    pub agent: String,
    /// When they signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the nearest minutes.
    pub last_used_at: DateTime<Utc>,
    /// When the present secret was given out.
    pub rotated_at: DateTime<Utc>,
    /// When it ended; absent while it may be used.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Session {
    /// A session that begins.
    pub fn begin(id: SessionId, person: PersonId, method: SignInMethod, now: DateTime<Utc>) -> Self {
        Self {
            id,
            person,
            hash: Vec::new(),
            earlier_hash: None,
            form_key: Vec::new(),
            method,
            agent: String::new(),
            created_at: now,
            last_used_at: now,
            rotated_at: now,
            ended_at: None,
        }
    }

    /// When it ends at the latest, if it is not used again.
    pub fn expires_at(&self) -> DateTime<Utc> {
        let idle = self.last_used_at + TimeDelta::hours(IDLE_HOURS);
        idle.min(self.created_at + TimeDelta::days(LONGEST_DAYS))
    }

    /// Whether it may be used at `now`.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.ended_at.is_none() && now < self.expires_at()
    }

    /// Whether a secret with this hash opens it at `now`: the present one, or for a moment the one before.
    pub fn opens_with(&self, hash: &[u8], now: DateTime<Utc>) -> bool {
        let in_grace = now < self.rotated_at + TimeDelta::seconds(GRACE_SECONDS);
        self.is_open(now) && (self.hash == hash || (in_grace && self.earlier_hash.as_deref() == Some(hash)))
    }

    /// Whether its secret is due to be replaced. One that was shown just before is not replaced twice.
    pub fn is_due_for_rotation(&self, hash: &[u8], now: DateTime<Utc>) -> bool {
        self.hash == hash && now >= self.rotated_at + TimeDelta::minutes(ROTATION_MINUTES)
    }

    /// Replaces the secret.
    pub fn rotate(&mut self, hash: Vec<u8>, now: DateTime<Utc>) {
        self.earlier_hash = Some(std::mem::replace(&mut self.hash, hash));
        self.rotated_at = now;
        self.last_used_at = now;
    }

    /// Whether its last use is so long ago that this one should be noted.
    pub fn is_due_for_note(&self, now: DateTime<Utc>) -> bool {
        now >= self.last_used_at + TimeDelta::minutes(NOTE_MINUTES)
    }

    /// Ends it; false if it had ended already.
    pub fn end(&mut self, now: DateTime<Utc>) -> bool {
        let open = self.ended_at.is_none();
        self.ended_at.get_or_insert(now);
        open
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use uuid::Uuid;

    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-11-26T08:00:00Z".parse().unwrap()
    }

    fn session() -> Session {
        let id = Uuid::from_u128(1);
        Session { hash: vec![1], ..Session::begin(id.into(), id.into(), SignInMethod::MailLink, start()) }
    }

    #[rstest]
    #[case::fresh(0, 0, true)]
    #[case::used_within_the_idle_time(20, 10, true)]
    #[case::idle_for_too_long(12, 0, false)]
    #[case::busy_for_too_long(14 * 24, 14 * 24 - 1, false)]
    fn a_session_ends_when_it_is_idle_or_old(#[case] hours: i64, #[case] used: i64, #[case] open: bool) {
        let session = Session { last_used_at: start() + TimeDelta::hours(used), ..session() };
        assert_eq!(session.is_open(start() + TimeDelta::hours(hours)), open);
    }

    #[test]
    fn a_replaced_secret_opens_for_a_moment_only() {
        let mut session = session();
        let later = start() + TimeDelta::hours(1);
        assert!(session.is_due_for_rotation(&[1], later) && !session.is_due_for_rotation(&[2], later));
        session.rotate(vec![2], later);
        let moment = later + TimeDelta::seconds(30);
        assert!(session.opens_with(&[1], moment) && session.opens_with(&[2], moment));
        let minutes = later + TimeDelta::minutes(2);
        assert!(!session.opens_with(&[1], minutes) && session.opens_with(&[2], minutes));
        assert!(!session.is_due_for_rotation(&[2], minutes));
    }

    #[test]
    fn what_ended_stays_ended_whatever_the_clock_says() {
        let mut session = session();
        assert!(session.end(start()));
        assert!(!session.end(start() + TimeDelta::hours(1)));
        assert!(!session.opens_with(&[1], start() - TimeDelta::hours(2)));
        assert_eq!(session.ended_at, Some(start()));
    }
}
