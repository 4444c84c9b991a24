use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{Reason, Refusal};
use crate::ids::{PersonId, TokenId};

/// The last use of a token is noted again after so many minutes: not every request writes.
const NOTE_MINUTES: i64 = 5;

/// How far a token reaches, each scope holding the ones before it. It never reaches further than its person.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    IntoStaticStr,
    EnumString,
    VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TokenScope {
    /// Reads what its person sees.
    Read,
    /// Does the work of its person too: meetings, projects, money, texts.
    Write,
    /// Manages people, roles and tokens too.
    Manage,
}

/// A bearer token: only its hash is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Its id.
    pub id: TokenId,
    /// Whom it stands for.
    pub person: PersonId,
    /// What it is used for, in the owner's words.
    pub label: String,
    /// How far it reaches.
    pub scope: TokenScope,
    /// SHA-256 of the clear token.
    pub hash: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it stops working.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was last shown, to the nearest minutes.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl ApiToken {
    /// Whether it opens anything at `now`.
    pub fn is_valid(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether its last use is so long ago that this one should be noted.
    pub fn is_due_for_note(&self, now: DateTime<Utc>) -> bool {
        self.last_used_at.is_none_or(|last| now >= last + TimeDelta::minutes(NOTE_MINUTES))
    }

    /// Revokes it; twice is refused.
    pub fn revoke(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.revoked_at.is_some() {
            return Err(Reason::IllegalTransition { from: "REVOKED", action: "revoke" }.into());
        }
        self.revoked_at = Some(now);
        Ok(())
    }
}
