//! Browsers that were sent to the identity provider, and whom it knows.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::ports::openid::OpenIdRepo;
use cordata_domain::identity::{OpenIdAttempt, OpenIdName, OpenIdSubject};
use cordata_domain::ids::{OpenIdSubjectId, PersonId};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::convert::openid as convert;
use crate::entity::{openid_attempt, openid_subject};
use crate::error::store_error;
use crate::sql::{insert, save};
use crate::tx::WriteTx;

#[async_trait]
impl OpenIdRepo for WriteTx {
    async fn insert_openid_attempt(&mut self, attempt: &OpenIdAttempt) -> Result<(), AppError> {
        insert(self.connection(), [convert::attempt_row(attempt)]).await
    }

    async fn openid_attempt(&mut self, browser: &[u8]) -> Result<Option<OpenIdAttempt>, AppError> {
        let sent = openid_attempt::Entity::find().filter(openid_attempt::Column::Browser.eq(browser.to_vec()));
        let found = sent.lock_exclusive().one(self.connection()).await;
        Ok(found.map_err(store_error)?.map(convert::attempt))
    }

    async fn update_openid_attempt(&mut self, attempt: &OpenIdAttempt) -> Result<(), AppError> {
        save(self.connection(), convert::attempt_row(attempt), openid_attempt::Column::Id).await
    }

    async fn forget_openid_attempts(&mut self, before: DateTime<Utc>) -> Result<(), AppError> {
        let old = openid_attempt::Entity::delete_many().filter(openid_attempt::Column::CreatedAt.lt(before));
        old.exec(self.connection()).await.map(|_| ()).map_err(store_error)
    }

    async fn openid_subject_named(&mut self, name: &OpenIdName) -> Result<Option<OpenIdSubject>, AppError> {
        let named = openid_subject::Entity::find()
            .filter(openid_subject::Column::Issuer.eq(name.issuer.as_str()))
            .filter(openid_subject::Column::Subject.eq(name.subject.as_str()));
        let found = named.lock_exclusive().one(self.connection()).await;
        Ok(found.map_err(store_error)?.map(convert::subject))
    }

    async fn openid_subject(&mut self, id: OpenIdSubjectId) -> Result<Option<OpenIdSubject>, AppError> {
        let found = openid_subject::Entity::find_by_id(Uuid::from(id)).lock_exclusive().one(self.connection()).await;
        Ok(found.map_err(store_error)?.map(convert::subject))
    }

    async fn count_openid_subjects(&mut self, person: PersonId) -> Result<u64, AppError> {
        let own = openid_subject::Entity::find().filter(openid_subject::Column::PersonId.eq(Uuid::from(person)));
        own.count(self.connection()).await.map_err(store_error)
    }

    async fn insert_openid_subject(&mut self, subject: &OpenIdSubject) -> Result<(), AppError> {
        insert(self.connection(), [convert::subject_row(subject)]).await
    }

    async fn delete_openid_subject(&mut self, id: OpenIdSubjectId) -> Result<(), AppError> {
        let gone = openid_subject::Entity::delete_by_id(Uuid::from(id)).exec(self.connection()).await;
        gone.map(|_| ()).map_err(store_error)
    }
}
