//! Whether the documents are still those that were taken in.

use cordata_app::AppError;
use cordata_app::ports::document::BlobStore;
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};
use sha2::{Digest, Sha256};

use crate::connect::Database;
use crate::entity::document_version::{Column, Entity, Model};
use crate::error::store_error;

/// Versions that are read at once, without their bytes.
const BATCH: u64 = 500;

impl Database {
    /// Names each version of a document whose bytes are not those that were taken in.
    pub async fn damaged_documents(&self) -> Result<Vec<String>, AppError> {
        let mut damaged = Vec::new();
        let all = Entity::find().order_by_asc(Column::DocumentId).order_by_asc(Column::Number);
        let mut batches = all.paginate(self.reader(), BATCH);
        while let Some(versions) = batches.fetch_and_next().await.map_err(store_error)? {
            for version in versions {
                if !self.is_as_taken_in(&version).await? {
                    let Model { document_id, number, .. } = version;
                    damaged.push(format!("version {number} of document {document_id} is not as it was taken in"));
                }
            }
        }
        Ok(damaged)
    }

    async fn is_as_taken_in(&self, version: &Model) -> Result<bool, AppError> {
        let (mut digest, mut size, mut position) = (Sha256::new(), 0, 0);
        while let Some(piece) = self.get(version.blob_id.into(), position).await? {
            digest.update(&piece);
            size += piece.len();
            position += 1;
        }
        Ok(i64::try_from(size).is_ok_and(|size| size == version.size_bytes) && *digest.finalize() == *version.sha256)
    }
}
