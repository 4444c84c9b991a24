use chrono::{DateTime, TimeDelta, Utc};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::content::Content;
use super::{FileName, require_size};
use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{BlobId, PersonId, UploadId};

/// How long the address of an upload works, and how long what arrived there waits to be attached.
const LIFETIME: TimeDelta = TimeDelta::hours(1);
/// The most uploads of one person that are asked for and neither attached nor expired.
const MAX_OPEN: u64 = 10;

/// Where an upload stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum UploadState {
    /// Asked for; its address waits for one PUT.
    Pending,
    /// The PUT has begun. One that breaks off stays here: another address is needed.
    Receiving,
    /// The file arrived and is what it was said to be.
    Received,
    /// The file was not what it was said to be.
    Refused,
    /// It became a version of a document.
    Attached,
}

/// A file on its way: a secret address that takes one PUT, bound to whoever asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// SHA-256 of the secret in its address.
    pub hash: Vec<u8>,
    /// Who asked for it; absent for the operator at the console.
    pub person: Option<PersonId>,
    /// The name of the file.
    pub file: FileName,
    /// How many bytes it was said to have.
    pub size_bytes: u64,
    /// Where its bytes are kept.
    pub blob: BlobId,
    /// The SHA-256 of its bytes, once they arrived.
    pub sha256: Option<[u8; 32]>,
    /// Until when it can be sent and attached.
    pub expires_at: DateTime<Utc>,
    /// Where it stands.
    pub state: UploadState,
}

/// The secret's hash and the ids of a new upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadKeys {
    /// Its id.
    pub id: UploadId,
    /// Where its bytes will be kept.
    pub blob: BlobId,
    /// SHA-256 of the secret in its address.
    pub hash: Vec<u8>,
}

/// What is said about a file before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Its name.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// How many bytes it has.
    pub size_bytes: u64,
}

impl Upload {
    /// Takes an announcement of `person`, who has `open` uploads already. Name and media type must agree.
    pub fn announced(
        keys: UploadKeys,
        person: Option<PersonId>,
        said: &Announcement,
        open: u64,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        let file = FileName::parse(&said.file_name).map_err(|refusal| refusal.under("fileName"))?;
        if !file.kind().is_declared_as(&said.media_type) {
            return Err(Reason::ContentTypeMismatch.at("mediaType"));
        }
        require_size(said.size_bytes)?;
        if open >= MAX_OPEN {
            return Err(Refusal::input(InputProblem::TooLong { max: 10 }).under("uploads"));
        }
        Ok(Self {
            id: keys.id,
            hash: keys.hash,
            person,
            file,
            size_bytes: said.size_bytes,
            blob: keys.blob,
            sha256: None,
            expires_at: now + LIFETIME,
            state: UploadState::Pending,
        })
    }

    /// Pending → Receiving: the one PUT begins, with a body of `length` bytes. A wrong length is refused before the
    /// address is spent.
    pub fn begin(&mut self, length: u64, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.state != UploadState::Pending || now >= self.expires_at {
            return Err(Reason::LinkUsed.at("upload"));
        }
        require_size(length)?;
        if length != self.size_bytes {
            return Err(wrong_size());
        }
        self.state = UploadState::Receiving;
        Ok(())
    }

    /// Receiving → Received where the content is what was said, else → Refused with the reason.
    pub fn receive(&mut self, content: &Content, sha256: [u8; 32]) -> Result<(), Refusal> {
        if self.state != UploadState::Receiving {
            return Err(Reason::LinkUsed.at("upload"));
        }
        self.state = UploadState::Refused;
        if content.bytes() != self.size_bytes {
            return Err(wrong_size());
        }
        if !content.is(self.file.kind()) {
            return Err(Reason::ContentTypeMismatch.at("content"));
        }
        self.state = UploadState::Received;
        self.sha256 = Some(sha256);
        Ok(())
    }

    /// Received → Attached; answers the hash of what is attached.
    pub(super) fn attach(&mut self, now: DateTime<Utc>) -> Result<[u8; 32], Refusal> {
        let illegal = || Reason::IllegalTransition { from: self.state.into(), action: "attachDocument" }.at("uploadId");
        let sha256 = self.sha256.filter(|_| self.state == UploadState::Received).ok_or_else(illegal)?;
        if now >= self.expires_at {
            return Err(Reason::LinkUsed.at("uploadId"));
        }
        self.state = UploadState::Attached;
        Ok(sha256)
    }
}

fn wrong_size() -> Refusal {
    Refusal::input(InputProblem::Format { expected: "announced size" }).under("sizeBytes")
}
