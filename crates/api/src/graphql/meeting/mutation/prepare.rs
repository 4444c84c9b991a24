//! Preparing a meeting and its agenda.

use async_graphql::{Context, Object, Result};

use super::input::{DraftMeetingInput, ProposeAgendaItemInput, SetAgendaInput, UpdateMeetingInput};
use super::item_of_meeting;
use crate::graphql::meeting::{AgendaItem, Meeting};
use crate::graphql::mutation::{answer, carry_out, payloads};

payloads! {
    /// What became of `proposeAgendaItem`.
    ProposeAgendaItemPayload {
        /// The new item, at the end of the agenda.
        agenda_item: AgendaItem,
        /// The meeting with its agenda.
        meeting: Meeting,
    }
    /// What became of `draftMeeting`.
    DraftMeetingPayload {
        /// The meeting in draft.
        meeting: Meeting
    }
    /// What became of `updateMeeting`.
    UpdateMeetingPayload {
        /// The meeting as it is prepared now.
        meeting: Meeting
    }
    /// What became of `setAgenda`.
    SetAgendaPayload {
        /// The meeting with its agenda.
        meeting: Meeting
    }
}

/// Preparing meetings.
#[derive(Debug, Default)]
pub struct PrepareMutation;

#[Object]
impl PrepareMutation {
    /// Prepares a meeting in draft: nobody is told yet. What earlier meetings of the table deferred stands at the head
    /// of its agenda by itself.
    ///
    /// Requires: coordinator or secretariat.
    async fn draft_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The meeting.")] input: DraftMeetingInput,
    ) -> Result<DraftMeetingPayload> {
        let command = input.read(ctx).await?;
        carry_out(ctx, command, &[], Meeting::by_id).await
    }

    /// Changes date, place or title of a meeting that is in draft or postponed. What is left out stays as it is.
    ///
    /// Requires: coordinator or secretariat.
    async fn update_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting, and what changes.")] input: UpdateMeetingInput,
    ) -> Result<UpdateMeetingPayload> {
        let command = input.read(ctx).await?;
        carry_out(ctx, command, &[], Meeting::by_id).await
    }

    /// Proposes an item for the agenda of a meeting that is not yet convened.
    ///
    /// Requires: seat-holder or coordinator or secretariat.
    async fn propose_agenda_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting, and the item.")] input: ProposeAgendaItemInput,
    ) -> Result<ProposeAgendaItemPayload> {
        answer(ctx, input, item_of_meeting).await
    }

    /// Replaces the agenda of a meeting that is not yet convened. Items that earlier meetings deferred stay at its head.
    ///
    /// Requires: coordinator or secretariat.
    async fn set_agenda(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which meeting, and its agenda.")] input: SetAgendaInput,
    ) -> Result<SetAgendaPayload> {
        answer(ctx, input, Meeting::by_id).await
    }
}
