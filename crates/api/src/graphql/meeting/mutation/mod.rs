//! Mutations of meetings, in the order of a meeting's life: prepared, convened, held, recorded in minutes, followed up.

pub mod convene;
pub mod follow_up;
pub mod hold;
pub mod input;
pub mod minutes;
pub mod prepare;

use async_graphql::{Context, MergedObject, Result};
use cordata_domain::ids::{AgendaItemId, MeetingId};

use super::{AgendaItem, Meeting};

/// Changing meetings.
#[derive(Debug, Default, MergedObject)]
pub struct MeetingMutation(
    prepare::PrepareMutation,
    convene::ConveneMutation,
    hold::HoldMutation,
    minutes::MinutesMutation,
    follow_up::FollowUpMutation,
);

/// An item of an agenda and its meeting, if the caller may see them.
async fn item_of_meeting(
    ctx: &Context<'_>,
    (meeting, item): (MeetingId, AgendaItemId),
) -> Result<Option<(AgendaItem, Meeting)>> {
    let item = AgendaItem::of(ctx, meeting, item).await?;
    Ok(item.zip(Meeting::by_id(ctx, meeting).await?))
}
