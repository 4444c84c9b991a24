//! The bytes of files, in a table: they are saved, backed up and shared by all processes like everything else.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::document::BlobStore;
use cordata_domain::ids::BlobId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::connect::Database;
use crate::convert::value::uuids;
use crate::entity::blob_piece;
use crate::error::store_error;
use crate::sql::insert;

#[async_trait]
impl BlobStore for Database {
    async fn put(&self, blob: BlobId, position: u32, piece: Vec<u8>) -> Result<(), AppError> {
        let row = blob_piece::Model { blob_id: blob.into(), position: position.into(), bytes: piece };
        insert(self.writer(), [row]).await
    }

    async fn get(&self, blob: BlobId, position: u32) -> Result<Option<Vec<u8>>, AppError> {
        let piece = blob_piece::Entity::find_by_id((blob.0, i64::from(position)));
        let found = piece.one(self.reader()).await.map_err(store_error)?;
        Ok(found.map(|row| row.bytes))
    }

    async fn remove(&self, blobs: &[BlobId]) -> Result<(), AppError> {
        let these = blob_piece::Entity::delete_many().filter(blob_piece::Column::BlobId.is_in(uuids(blobs)));
        these.exec(self.writer()).await.map(|_| ()).map_err(store_error)
    }
}
