//! Documents: files that belong to a meeting, an agreement or a commitment, in versions that never change.
//!
//! A file arrives in two steps: an [`Upload`] is asked for and gets an address for one PUT; what arrived there is then
//! attached as a new [`Document`], or as a new version of one. What a file is, is said by its name, by whoever sends it
//! and by its content ([`Content`]); all three must agree.

mod content;
mod kind;
mod name;
mod upload;

pub use content::Content;
pub use kind::FileKind;
pub use name::FileName;
pub use upload::{Announcement, Upload, UploadKeys, UploadState};

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{InputProblem, Reason, Refusal};
use crate::ids::{AgreementId, BlobId, CommitmentId, DocumentId, MeetingId, PersonId};
use crate::locale::Locale;
use crate::search;

/// The largest file, in bytes: 20 MiB.
pub const MAX_FILE_BYTES: u64 = 20 * 1024 * 1024;
/// The most documents of one meeting, agreement or commitment.
pub const MAX_DOCUMENTS: u64 = 100;
/// The most versions of one document.
const MAX_VERSIONS: u32 = 100;
/// The most characters of a title.
const MAX_TITLE: usize = 200;

/// What a document belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DocumentSubject {
    /// A meeting of a table.
    Meeting(MeetingId),
    /// An agreement.
    Agreement(AgreementId),
    /// A commitment to a project.
    Commitment(CommitmentId),
}

/// Who may read a document, besides whoever may not even see what it belongs to: they see no document of it either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DocumentVisibility {
    /// Everybody.
    Public,
    /// Of a meeting, those of the table: its coordinator, its members, their organisations' managers and delegates, its
    /// secretariat and its auditor. Of an agreement: the people of its parties, the secretariat and the auditor. A
    /// commitment has no members.
    Members,
    /// Of a meeting: the coordinator, the secretariat and the auditor. Of an agreement: the secretariat and the
    /// auditor. Of a commitment: the people of the contributor, the secretariat and the auditor.
    Reserved,
}

/// A document. Its bytes are in its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// What it belongs to.
    pub subject: DocumentSubject,
    /// Its title.
    pub title: String,
    /// The language it is written in.
    pub language: Locale,
    /// Who may read it, in all its versions.
    pub visibility: DocumentVisibility,
    /// How many versions it has: the number of the current one.
    pub versions: u32,
    /// Raised by every change.
    pub version: i64,
}

/// What is said about a document when a file is attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentDraft {
    /// What it belongs to.
    pub subject: DocumentSubject,
    /// Its title: one line of at most 200 characters.
    pub title: String,
    /// The language it is written in.
    pub language: Locale,
    /// Who may read it.
    pub visibility: DocumentVisibility,
    /// Whether it is meant that more people read the earlier versions too: the visibility is that of all versions.
    pub opens_earlier_versions: bool,
}

impl DocumentVisibility {
    /// Whether more people may read what has this visibility than what has the other.
    pub fn is_wider_than(self, other: Self) -> bool {
        let breadth = |visibility| match visibility {
            Self::Public => 2,
            Self::Members => 1,
            Self::Reserved => 0,
        };
        breadth(self) > breadth(other)
    }
}

impl DocumentDraft {
    /// The draft with a clean title, if visibility and subject go together.
    fn checked(&self) -> Result<Self, Refusal> {
        let title = search::line(&self.title, MAX_TITLE).map_err(|refusal| refusal.under("title"))?;
        let tableless = matches!(self.subject, DocumentSubject::Commitment(_));
        if tableless && self.visibility == DocumentVisibility::Members {
            return Err(Refusal::input(InputProblem::Foreign).under("visibility"));
        }
        Ok(Self { title, ..self.clone() })
    }
}

impl Document {
    /// A new document, still without a version.
    pub fn new(id: DocumentId, draft: &DocumentDraft) -> Result<Self, Refusal> {
        let draft = draft.checked()?;
        Ok(Self {
            id,
            subject: draft.subject,
            title: draft.title,
            language: draft.language,
            visibility: draft.visibility,
            versions: 0,
            version: 1,
        })
    }

    /// Takes over what is said with a new version. It stays with what it belongs to: there is no such document
    /// elsewhere.
    pub fn revise(&mut self, draft: &DocumentDraft) -> Result<(), Refusal> {
        let draft = draft.checked()?;
        if draft.subject != self.subject {
            return Err(Reason::NotFound.at("documentId").under("replaces"));
        }
        if draft.visibility.is_wider_than(self.visibility) && self.versions > 0 && !draft.opens_earlier_versions {
            return Err(Refusal::input(InputProblem::Blank).under("opensEarlierVersions"));
        }
        self.title = draft.title;
        self.language = draft.language;
        self.visibility = draft.visibility;
        Ok(())
    }

    /// Makes the file of `upload` the next version, which becomes the current one.
    pub fn add_version(&mut self, upload: &mut Upload, now: DateTime<Utc>) -> Result<DocumentVersion, Refusal> {
        if self.versions >= MAX_VERSIONS {
            return Err(Refusal::input(InputProblem::TooLong { max: 100 }).under("versions"));
        }
        let sha256 = upload.attach(now)?;
        self.versions = self.versions.saturating_add(1);
        Ok(DocumentVersion {
            document: self.id,
            number: self.versions,
            file: upload.file.clone(),
            size_bytes: upload.size_bytes,
            sha256,
            blob: upload.blob,
            uploaded_at: now,
            person: upload.person,
        })
    }
}

/// One version of a document. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentVersion {
    /// The document.
    pub document: DocumentId,
    /// Its number, from 1 without gaps.
    pub number: u32,
    /// The name of the file, which says its kind.
    pub file: FileName,
    /// How many bytes it has.
    pub size_bytes: u64,
    /// The SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Where its bytes are.
    pub blob: BlobId,
    /// When it was attached.
    pub uploaded_at: DateTime<Utc>,
    /// Who sent it; absent for the operator at the console.
    pub person: Option<PersonId>,
}

impl DocumentVersion {
    /// The hash of its bytes in hexadecimal digits.
    pub fn sha256_hex(&self) -> String {
        hexadecimal(&self.sha256)
    }
}

/// Bytes in hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        write!(text, "{byte:02x}").ok();
        text
    })
}

/// Refuses one document more where there are as many as there may be.
pub fn require_room(documents: u64) -> Result<(), Refusal> {
    if documents < MAX_DOCUMENTS {
        Ok(())
    } else {
        Err(Refusal::input(InputProblem::TooLong { max: 100 }).under("documents"))
    }
}

/// Refuses a size that is nothing, or more than a file may have.
pub(crate) fn require_size(bytes: u64) -> Result<(), Refusal> {
    match bytes {
        0 => Err(Refusal::input(InputProblem::Blank).under("sizeBytes")),
        1..=MAX_FILE_BYTES => Ok(()),
        _ => Err(Reason::TooLarge { max: MAX_FILE_BYTES }.at("sizeBytes")),
    }
}

#[cfg(test)]
mod tests;
