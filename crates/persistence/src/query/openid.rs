//! Whom an identity provider knows.

use async_trait::async_trait;
use cordata_app::AppError;
use cordata_app::ports::openid::OpenIdReads;
use cordata_domain::identity::OpenIdSubject;
use cordata_domain::ids::PersonId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::connect::Database;
use crate::convert::openid as convert;
use crate::entity::openid_subject;
use crate::error::store_error;

/// Subjects of one person that are listed.
const MOST_SUBJECTS: u64 = 100;

#[async_trait]
impl OpenIdReads for Database {
    async fn openid_subjects_of(&self, person: PersonId) -> Result<Vec<OpenIdSubject>, AppError> {
        let rows = openid_subject::Entity::find()
            .filter(openid_subject::Column::PersonId.eq(Uuid::from(person)))
            .order_by_asc(openid_subject::Column::LinkedAt)
            .order_by_asc(openid_subject::Column::Id)
            .limit(MOST_SUBJECTS)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        Ok(rows.into_iter().map(convert::subject).collect())
    }
}
