//! A meeting with everything that happened at it.

use cordata_app::AppError;
use cordata_domain::ids::MeetingId;
use cordata_domain::meeting::MeetingRecord;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::upsert::upsert;
use crate::convert::meeting as convert;
use crate::entity::{agenda_item, attendance, invitee, meeting, quorum_check};
use crate::error::store_error;

/// Loads and locks a meeting, and each list that belongs to it with one statement.
pub(crate) async fn load(connection: &impl ConnectionTrait, id: MeetingId) -> Result<Option<MeetingRecord>, AppError> {
    let row = meeting::Entity::find_by_id(id.0).lock_exclusive().one(connection).await.map_err(store_error)?;
    let Some(row) = row else { return Ok(None) };
    let agenda = agenda_item::Entity::find()
        .filter(agenda_item::Column::MeetingId.eq(id.0))
        .order_by_asc(agenda_item::Column::Position)
        .order_by_asc(agenda_item::Column::Id);
    let invitees =
        invitee::Entity::find().filter(invitee::Column::MeetingId.eq(id.0)).order_by_asc(invitee::Column::Id);
    let attendance = attendance::Entity::find()
        .filter(attendance::Column::MeetingId.eq(id.0))
        .order_by_asc(attendance::Column::FromAt)
        .order_by_asc(attendance::Column::Id);
    let checks = quorum_check::Entity::find()
        .filter(quorum_check::Column::MeetingId.eq(id.0))
        .order_by_asc(quorum_check::Column::At)
        .order_by_asc(quorum_check::Column::Id);
    let agenda = agenda.all(connection).await.map_err(store_error)?;
    let invitees = invitees.all(connection).await.map_err(store_error)?;
    let attendance = attendance.all(connection).await.map_err(store_error)?;
    let checks = checks.all(connection).await.map_err(store_error)?;
    Ok(Some(MeetingRecord {
        meeting: convert::meeting(row)?,
        agenda: agenda.into_iter().map(convert::item).collect::<Result<_, _>>()?,
        invitees: invitees.iter().map(convert::invitee).collect::<Result<_, _>>()?,
        attendance: attendance.iter().map(convert::attendance).collect::<Result<_, _>>()?,
        quorum_checks: checks.iter().map(convert::check).collect::<Result<_, _>>()?,
    }))
}

/// Removes the items and addressees that the record does not hold any more: an agenda that was written anew, a
/// convocation that was sent again. What happened at a meeting is never removed.
pub(crate) async fn remove_gone(connection: &impl ConnectionTrait, record: &MeetingRecord) -> Result<(), AppError> {
    let meeting = record.meeting.id;
    agenda_item::Entity::delete_many()
        .filter(agenda_item::Column::MeetingId.eq(meeting.0))
        .filter(agenda_item::Column::Id.is_not_in(record.agenda.iter().map(|item| item.id.0)))
        .exec(connection)
        .await
        .map_err(store_error)?;
    invitee::Entity::delete_many()
        .filter(invitee::Column::MeetingId.eq(meeting.0))
        .filter(invitee::Column::Id.is_not_in(record.invitees.iter().map(|invitee| invitee.id.0)))
        .exec(connection)
        .await
        .map_err(store_error)?;
    Ok(())
}

/// Adds what is new and updates what changed, each list with one statement.
pub(crate) async fn put_children(connection: &impl ConnectionTrait, record: &MeetingRecord) -> Result<(), AppError> {
    let meeting = record.meeting.id;
    let items = record.agenda.iter().map(|item| convert::item_row(meeting, item)).collect();
    upsert(connection, items, item_changes()).await?;
    let invitees = record.invitees.iter().map(|invitee| convert::invitee_row(meeting, invitee)).collect();
    let answers = OnConflict::column(invitee::Column::Id)
        .update_columns([invitee::Column::Answer, invitee::Column::AnsweredAt])
        .to_owned();
    upsert(connection, invitees, answers).await?;
    let presences = record.attendance.iter().map(|entry| convert::attendance_row(meeting, entry)).collect();
    let ends = OnConflict::column(attendance::Column::Id).update_column(attendance::Column::UntilAt).to_owned();
    upsert(connection, presences, ends).await?;
    let checks = record.quorum_checks.iter().map(|check| convert::check_row(meeting, check)).collect();
    let kept = OnConflict::column(quorum_check::Column::Id).do_nothing().to_owned();
    upsert(connection, checks, kept).await?;
    Ok(())
}

fn item_changes() -> OnConflict {
    use agenda_item::Column;
    let changing = [
        Column::Position,
        Column::Title,
        Column::Body,
        Column::Kind,
        Column::Language,
        Column::Urgency,
        Column::CarriedFromId,
        Column::State,
    ];
    OnConflict::column(Column::Id).update_columns(changing).to_owned()
}
