use async_trait::async_trait;
use chrono::{DateTime, Utc};
use cordata_app::AppError;
use cordata_app::page::{Page, Window};
use cordata_app::ports::ActionLink;
use cordata_app::ports::queue::Notice;
use cordata_app::ports::read::{MailView, NotificationReads};
use cordata_domain::event::RecordedEvent;
use cordata_domain::ids::{DigestId, InviteeId, MeetingId, NoticeId};
use cordata_domain::meeting::Invitee;
use cordata_domain::notification::{MailState, NoticeClass};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select};

use crate::connect::Database;
use crate::convert::value::name_of;
use crate::convert::{journal, meeting as convert_meeting, notification as convert};
use crate::entity::{action_link, event, invitee, mail_line, notice};
use crate::error::store_error;
use crate::page::{Keyset, page, try_map};

#[async_trait]
impl NotificationReads for Database {
    async fn notice(&self, id: NoticeId) -> Result<Option<(Notice, RecordedEvent)>, AppError> {
        let select = notice::Entity::find_by_id(id.0).find_also_related(event::Entity);
        let row = select.one(self.reader()).await.map_err(store_error)?;
        row.map(with_event).transpose()
    }

    async fn is_told_later(&self, notice: &Notice, after: DateTime<Utc>) -> Result<bool, AppError> {
        let later = notice::Entity::find()
            .inner_join(event::Entity)
            .filter(notice::Column::MeetingId.eq(notice.meeting.0))
            .filter(notice::Column::RecipientId.eq(notice.recipient.0))
            .filter(notice::Column::Class.eq(name_of(NoticeClass::Statutory)))
            .filter(event::Column::At.gt(after));
        Ok(later.count(self.reader()).await.map_err(store_error)? > 0)
    }

    async fn digest_notices(&self, digest: DigestId) -> Result<Vec<(Notice, RecordedEvent)>, AppError> {
        let rows = notice::Entity::find()
            .find_also_related(event::Entity)
            .filter(notice::Column::DigestId.eq(digest.0))
            .order_by_asc(notice::Column::CreatedAt)
            .order_by_asc(notice::Column::Id)
            .all(self.reader())
            .await
            .map_err(store_error)?;
        rows.into_iter().map(with_event).collect()
    }

    async fn link(&self, hash: &[u8]) -> Result<Option<ActionLink>, AppError> {
        let select = action_link::Entity::find().filter(action_link::Column::Hash.eq(hash));
        let row = select.one(self.reader()).await.map_err(store_error)?;
        row.map(journal::action_link).transpose()
    }

    async fn invitee(&self, id: InviteeId) -> Result<Option<(MeetingId, Invitee)>, AppError> {
        let row = invitee::Entity::find_by_id(id.0).one(self.reader()).await.map_err(store_error)?;
        row.map(|row| Ok((row.meeting_id.into(), convert_meeting::invitee(&row)?))).transpose()
    }

    async fn mails(&self, states: &[MailState], window: &Window) -> Result<Page<MailView>, AppError> {
        use mail_line::{Column, Model};
        let by_age = Keyset { key: Column::CreatedAt, id: Column::Id, place: |row: &Model| (row.created_at, row.id) };
        let found = page(self.reader(), mails(states), by_age, window).await?;
        try_map(found, convert::mail_view)
    }

    async fn count_mails(&self, states: &[MailState]) -> Result<u64, AppError> {
        mails(states).count(self.reader()).await.map_err(store_error)
    }
}

fn with_event((row, event): (notice::Model, Option<event::Model>)) -> Result<(Notice, RecordedEvent), AppError> {
    let event = event.ok_or_else(|| AppError::fault("a notice has no event"))?;
    Ok((convert::notice(&row)?, journal::recorded_event(event)?))
}

fn mails(states: &[MailState]) -> Select<mail_line::Entity> {
    let select = mail_line::Entity::find();
    if states.is_empty() {
        return select;
    }
    select.filter(mail_line::Column::State.is_in(states.iter().copied().map(name_of)))
}
