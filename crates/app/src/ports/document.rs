//! Ports of documents: files on their way, what they are attached to, and their bytes.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_domain::document::{Document, DocumentSubject, DocumentVersion, Upload};
use cordata_domain::ids::{BlobId, DocumentId, PersonId, UploadId};
use cordata_domain::policy::Visibility;

use crate::error::AppError;

/// How many bytes of a file are moved and kept at once. Every piece of a file but its last has this length.
pub const PIECE_BYTES: usize = 256 * 1024;

/// Where the bytes of files are, in pieces, so that no file is ever whole in memory. The bytes of two files are kept
/// apart even where they are the same: nobody learns from a shared place that somebody else's file exists.
#[async_trait]
pub trait BlobStore: Send + Sync {
    /// Keeps the piece at `position`, from 0, of a file. A piece that is there is never written again.
    async fn put(&self, blob: BlobId, position: u32, piece: Vec<u8>) -> Result<(), AppError>;
    /// The piece at `position`; nothing behind the last one.
    async fn get(&self, blob: BlobId, position: u32) -> Result<Option<Vec<u8>>, AppError>;
    /// Removes files with all their pieces.
    async fn remove(&self, blobs: &[BlobId]) -> Result<(), AppError>;
}

/// Uploads and documents. The bytes are elsewhere: see [`BlobStore`].
#[async_trait]
pub trait DocumentRepo {
    /// Loads and locks an upload.
    async fn upload(&mut self, id: UploadId) -> Result<Option<Upload>, AppError>;
    /// Loads and locks the upload whose secret has this hash.
    async fn upload_by_hash(&mut self, hash: &[u8]) -> Result<Option<Upload>, AppError>;
    /// How many uploads of a person are neither attached nor expired.
    async fn count_open_uploads(&mut self, person: Option<PersonId>, now: DateTime<Utc>) -> Result<u64, AppError>;
    /// Some uploads that expired before a moment without being attached.
    async fn abandoned_uploads(&mut self, before: DateTime<Utc>, limit: u32) -> Result<Vec<Upload>, AppError>;
    /// Adds an upload.
    async fn insert_upload(&mut self, upload: &Upload) -> Result<(), AppError>;
    /// Saves a changed upload.
    async fn update_upload(&mut self, upload: &Upload) -> Result<(), AppError>;
    /// Forgets uploads.
    async fn delete_uploads(&mut self, ids: &[UploadId]) -> Result<(), AppError>;
    /// Loads and locks a document.
    async fn document(&mut self, id: DocumentId) -> Result<Option<Document>, AppError>;
    /// How many documents a subject has.
    async fn count_documents(&mut self, subject: DocumentSubject) -> Result<u64, AppError>;
    /// Adds a document.
    async fn insert_document(&mut self, document: &Document) -> Result<(), AppError>;
    /// Saves a changed document.
    async fn update_document(&mut self, document: &Document) -> Result<(), AppError>;
    /// Adds a version. Versions are never changed.
    async fn insert_document_version(&mut self, version: &DocumentVersion) -> Result<(), AppError>;
}

/// Views of documents. Who may not see what a document belongs to sees no document of it, whatever its visibility.
#[async_trait]
pub trait DocumentReads: Send + Sync {
    /// Documents of subjects, oldest first.
    async fn documents_of(&self, sight: &Visibility, subjects: &[DocumentSubject]) -> Result<Vec<Document>, AppError>;
    /// Documents by id.
    async fn documents_by_id(&self, sight: &Visibility, ids: &[DocumentId]) -> Result<Vec<Document>, AppError>;
    /// Versions of documents, oldest first.
    async fn document_versions_of(
        &self,
        sight: &Visibility,
        documents: &[DocumentId],
    ) -> Result<Vec<DocumentVersion>, AppError>;
    /// One version with its document.
    async fn document_version(
        &self,
        sight: &Visibility,
        document: DocumentId,
        number: u32,
    ) -> Result<Option<(Document, DocumentVersion)>, AppError>;
}
