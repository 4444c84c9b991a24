//! The chain: each link holds the hash of the link before and of one entry.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{AuditEntry, canonical};
use crate::ids::AuditEntryId;

/// The way in which entries are written and hashed now.
pub const FORMAT: i64 = 1;

/// Stands before everything that is hashed, so that no other hash of ours can be taken for one of the chain.
const PURPOSE: &[u8] = b"cordata/audit/1";

/// The SHA-256 of a link.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct AuditHash([u8; 32]);

impl AuditHash {
    /// What stands before the first link.
    pub const START: Self = Self([0; 32]);

    /// A hash as it is stored; nothing for what has another length.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// 64 hexadecimal digits.
impl fmt::Display for AuditHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for AuditHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<AuditHash> for String {
    fn from(hash: AuditHash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for AuditHash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const PROBLEM: &str = "a hash has 64 hexadecimal digits";
        if text.len() != 64 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(PROBLEM);
        }
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(index * 2..index * 2 + 2).ok_or(PROBLEM)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| PROBLEM)?;
        }
        Ok(Self(bytes))
    }
}

/// The end of the chain at some moment. Kept elsewhere, it shows that the chain was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The number of the last link; 0 before the first.
    pub seq: i64,
    /// Its hash.
    pub hash: AuditHash,
}

impl Head {
    /// Before the first link.
    pub const START: Self = Self { seq: 0, hash: AuditHash::START };
}

/// A head that was kept elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// The end of the chain.
    pub head: Head,
    /// When it was kept.
    pub at: DateTime<Utc>,
}

/// One link of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditLink {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// The entry that it holds.
    pub entry: AuditEntryId,
    /// In which way the entry was hashed.
    pub format: i64,
    /// The hash of the link before and of the entry.
    pub hash: AuditHash,
}

impl AuditLink {
    /// The chain's end, if this is its last link.
    pub fn head(&self) -> Head {
        Head { seq: self.seq, hash: self.hash }
    }
}

fn hash_after(previous: &AuditHash, entry: &AuditEntry) -> AuditHash {
    let mut hasher = Sha256::new();
    hasher.update(PURPOSE);
    hasher.update(previous.as_bytes());
    hasher.update(canonical::bytes(entry));
    AuditHash(hasher.finalize().into())
}

/// The link that holds `entry` after a chain that ends at `head`.
pub fn link_after(head: &Head, entry: &AuditEntry) -> AuditLink {
    AuditLink { seq: head.seq.saturating_add(1), entry: entry.id, format: FORMAT, hash: hash_after(&head.hash, entry) }
}

/// Where a chain is broken, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("link {seq}: {kind}")]
pub struct Break {
    /// The number of the first link that does not hold.
    pub seq: i64,
    /// What is wrong there.
    pub kind: BreakKind,
}

/// What is wrong with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BreakKind {
    /// The next link has a higher number.
    #[error("it is missing")]
    LinkMissing,
    /// The entry is gone.
    #[error("its entry {0} is gone")]
    EntryMissing(AuditEntryId),
    /// It was made in a way that is not known.
    #[error("its format is not known")]
    UnknownFormat,
    /// The hash is not that of the link before and the entry.
    #[error("its entry {0}, or the order of entries, was changed")]
    Changed(AuditEntryId),
}

/// Follows a chain link by link, and remembers nothing but the last one.
#[derive(Debug, Clone, Copy)]
pub struct ChainWalk {
    head: Head,
}

impl ChainWalk {
    /// Begins after `head`.
    pub fn after(head: Head) -> Self {
        Self { head }
    }

    /// The last link that held.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Goes on to the next link; `entry` is what the link's id names now.
    pub fn step(&mut self, link: &AuditLink, entry: Option<&AuditEntry>) -> Result<(), Break> {
        let seq = self.head.seq.saturating_add(1);
        let broken = |kind| Err(Break { seq, kind });
        if link.seq != seq {
            return broken(BreakKind::LinkMissing);
        }
        if link.format != FORMAT {
            return broken(BreakKind::UnknownFormat);
        }
        let Some(entry) = entry else { return broken(BreakKind::EntryMissing(link.entry)) };
        if link_after(&self.head, entry) != *link {
            return broken(BreakKind::Changed(link.entry));
        }
        self.head = link.head();
        Ok(())
    }
}
