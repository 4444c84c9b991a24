//! Uploads, documents and their versions.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::ports::document::DocumentRepo;
use cordata_domain::document::{Document, DocumentSubject, DocumentVersion, Upload, UploadState};
use cordata_domain::ids::{DocumentId, PersonId, UploadId};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::convert::document as convert;
use crate::convert::value::{name_of, uuids};
use crate::entity::{document, upload};
use crate::error::store_error;
use crate::sql::{insert, save, save_version};
use crate::tx::WriteTx;

#[async_trait]
impl DocumentRepo for WriteTx {
    async fn upload(&mut self, id: UploadId) -> Result<Option<Upload>, AppError> {
        self.one_upload(upload::Column::Id.eq(id.0)).await
    }

    async fn upload_by_hash(&mut self, hash: &[u8]) -> Result<Option<Upload>, AppError> {
        self.one_upload(upload::Column::Hash.eq(hash.to_vec())).await
    }

    async fn count_open_uploads(&mut self, person: Option<PersonId>, now: DateTime<Utc>) -> Result<u64, AppError> {
        let theirs = match person {
            Some(person) => upload::Column::PersonId.eq(Uuid::from(person)),
            None => upload::Column::PersonId.is_null(),
        };
        let open = upload::Entity::find()
            .filter(theirs)
            .filter(upload::Column::ExpiresAt.gt(now))
            .filter(upload::Column::State.ne(name_of(UploadState::Attached)));
        open.count(self.connection()).await.map_err(store_error)
    }

    async fn abandoned_uploads(&mut self, before: DateTime<Utc>, limit: u32) -> Result<Vec<Upload>, AppError> {
        let rows = upload::Entity::find()
            .filter(upload::Column::ExpiresAt.lt(before))
            .filter(upload::Column::State.ne(name_of(UploadState::Attached)))
            .order_by_asc(upload::Column::ExpiresAt)
            .limit(u64::from(limit))
            .all(self.connection())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(convert::upload).collect()
    }

    async fn insert_upload(&mut self, upload: &Upload) -> Result<(), AppError> {
        insert(self.connection(), [convert::upload_row(upload)]).await
    }

    async fn update_upload(&mut self, upload: &Upload) -> Result<(), AppError> {
        save(self.connection(), convert::upload_row(upload), upload::Column::Id).await
    }

    async fn delete_uploads(&mut self, ids: &[UploadId]) -> Result<(), AppError> {
        let these = upload::Entity::delete_many().filter(upload::Column::Id.is_in(uuids(ids)));
        these.exec(self.connection()).await.map(|_| ()).map_err(store_error)
    }

    async fn document(&mut self, id: DocumentId) -> Result<Option<Document>, AppError> {
        let found = document::Entity::find_by_id(id.0).lock_exclusive().one(self.connection()).await;
        found.map_err(store_error)?.map(convert::document).transpose()
    }

    async fn count_documents(&mut self, subject: DocumentSubject) -> Result<u64, AppError> {
        let its = match subject {
            DocumentSubject::Meeting(meeting) => document::Column::MeetingId.eq(meeting.0),
            DocumentSubject::Agreement(agreement) => document::Column::AgreementId.eq(agreement.0),
            DocumentSubject::Commitment(commitment) => document::Column::CommitmentId.eq(commitment.0),
        };
        document::Entity::find().filter(its).count(self.connection()).await.map_err(store_error)
    }

    async fn insert_document(&mut self, document: &Document) -> Result<(), AppError> {
        insert(self.connection(), [convert::document_row(document)]).await
    }

    async fn update_document(&mut self, document: &Document) -> Result<(), AppError> {
        use document::Column::{Id, Version};
        save_version(self.connection(), convert::document_row(document), Id, Version).await
    }

    async fn insert_document_version(&mut self, version: &DocumentVersion) -> Result<(), AppError> {
        insert(self.connection(), [convert::version_row(version)]).await
    }
}

impl WriteTx {
    async fn one_upload(&self, this: SimpleExpr) -> Result<Option<Upload>, AppError> {
        let found = upload::Entity::find().filter(this).lock_exclusive().one(self.connection()).await;
        found.map_err(store_error)?.map(convert::upload).transpose()
    }
}
