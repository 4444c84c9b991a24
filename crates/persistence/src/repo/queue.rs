use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::ports::queue::{Digest, NewJob, NewMail, Notice, QueueRepo};
use cordata_domain::event::RecordedEvent;
use cordata_domain::ids::{DigestId, EventId, JobId, MailId, PersonId};
use cordata_domain::notification::{MailState, NoticeClass, Preference};
use sea_orm::prelude::Expr;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::upsert::upsert;
use crate::convert::value::{name_of, optional_word};
use crate::convert::{journal, notification as convert};
use crate::entity::{digest, event, job, mail, notice, notification_preference};
use crate::error::store_error;
use crate::queue::{job as jobs, mail as mailroom};
use crate::tx::WriteTx;

#[async_trait]
impl QueueRepo for WriteTx {
    async fn enqueue(&mut self, jobs: &[NewJob]) -> Result<(), AppError> {
        let rows = jobs.iter().map(convert::job_row).collect::<Result<Vec<_>, _>>()?;
        let known = OnConflict::column(job::Column::DedupeKey).do_nothing().to_owned();
        upsert(self.connection(), rows, known).await?;
        Ok(())
    }

    async fn event(&mut self, id: EventId) -> Result<Option<RecordedEvent>, AppError> {
        let row = event::Entity::find_by_id(id.0).one(self.connection()).await.map_err(store_error)?;
        row.map(journal::recorded_event).transpose()
    }

    async fn insert_notices(&mut self, notices: &[Notice]) -> Result<(), AppError> {
        use notice::Column;
        let known = OnConflict::columns([Column::EventId, Column::RecipientId, Column::Class]).do_nothing().to_owned();
        upsert(self.connection(), notices.iter().map(convert::notice_row).collect(), known).await?;
        Ok(())
    }

    async fn preference(&mut self, person: PersonId) -> Result<Option<Preference>, AppError> {
        let chosen = notification_preference::Entity::find_by_id(person.0).one(self.connection()).await;
        chosen.map_err(store_error)?.as_ref().map(convert::preference).transpose()
    }

    async fn put_preference(&mut self, person: PersonId, preference: &Preference) -> Result<(), AppError> {
        use notification_preference::Column;
        let row = convert::preference_row(person, preference);
        let chosen = [Column::Cadence, Column::Weekdays, Column::Hour, Column::Zone];
        let known = OnConflict::column(Column::PersonId).update_columns(chosen).to_owned();
        upsert(self.connection(), vec![row], known).await?;
        Ok(())
    }

    async fn open_digest(&mut self, digest: &Digest) -> Result<DigestId, AppError> {
        let id = self.digest(digest).await?;
        notice::Entity::update_many()
            .col_expr(notice::Column::DigestId, Expr::value(id.0))
            .filter(notice::Column::RecipientId.eq(digest.person.0))
            .filter(notice::Column::Class.eq(name_of(NoticeClass::Digest)))
            .filter(notice::Column::DigestId.is_null())
            .exec(self.connection())
            .await
            .map_err(store_error)?;
        Ok(id)
    }

    async fn insert_mail(&mut self, mail: &NewMail) -> Result<bool, AppError> {
        let known = OnConflict::column(mail::Column::Key).do_nothing().to_owned();
        Ok(upsert(self.connection(), vec![convert::mail_row(mail)], known).await? == 1)
    }

    async fn mail_state(&mut self, id: MailId) -> Result<Option<MailState>, AppError> {
        let state: Option<String> = mail::Entity::find_by_id(id.0)
            .select_only()
            .column(mail::Column::State)
            .lock_exclusive()
            .into_tuple()
            .one(self.connection())
            .await
            .map_err(store_error)?;
        optional_word(state.as_deref())
    }

    async fn redrive_mail(&mut self, id: MailId, now: DateTime<Utc>) -> Result<bool, AppError> {
        mailroom::redrive(self.connection(), id, now).await
    }

    async fn finish_job(&mut self, id: JobId, owner: &str, at: DateTime<Utc>) -> Result<bool, AppError> {
        jobs::finish(self.connection(), id, owner, at).await
    }
}

impl WriteTx {
    /// Opens the digest, or finds the one that was opened before.
    async fn digest(&self, digest: &Digest) -> Result<DigestId, AppError> {
        use digest::Column;
        let row = convert::digest_row(digest);
        let same = (row.person_id, row.kind.clone(), row.period_key);
        let known = OnConflict::columns([Column::PersonId, Column::Kind, Column::PeriodKey]).do_nothing().to_owned();
        if upsert(self.connection(), vec![row], known).await? == 1 {
            return Ok(digest.id);
        }
        let earlier = digest::Entity::find()
            .filter(Column::PersonId.eq(same.0))
            .filter(Column::Kind.eq(same.1))
            .filter(Column::PeriodKey.eq(same.2))
            .one(self.connection())
            .await
            .map_err(store_error)?;
        earlier.map(|row| row.id.into()).ok_or(AppError::Busy)
    }
}
