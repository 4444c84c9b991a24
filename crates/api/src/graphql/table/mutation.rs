//! Mutations of tables and their seats.

use async_graphql::{Context, Object, Result};
use chrono::NaiveDate;
use cordata_app::table::{ChangeTable, TableStep};
use cordata_domain::ids::{SeatId, TableId};
use cordata_domain::{Reason, Refusal};

use super::input::{
    ActivateTableInput, AddSeatInput, AppointCoordinatorInput, CreateTableInput, DissolveTableInput, EndSeatInput,
    NameSeatHolderInput, SuspendTableInput, UpdateTableRulesInput,
};
use super::{ConcertationTable, Seat};
use crate::graphql::id::decode_as;
use crate::graphql::mutation::{answer, carry_out, payloads};
use crate::loader::SeatsOf;
use crate::state::RequestContext;

payloads! {
    /// What became of `createTable`.
    CreateTablePayload {
        /// The new table.
        table: ConcertationTable
    }
    /// What became of `updateTableRules`.
    UpdateTableRulesPayload {
        /// The table with its new rules.
        table: ConcertationTable
    }
    /// What became of `activateTable`.
    ActivateTablePayload {
        /// The active table.
        table: ConcertationTable
    }
    /// What became of `suspendTable`.
    SuspendTablePayload {
        /// The suspended table.
        table: ConcertationTable
    }
    /// What became of `dissolveTable`.
    DissolveTablePayload {
        /// The dissolved table.
        table: ConcertationTable
    }
    /// What became of `appointCoordinator`.
    AppointCoordinatorPayload {
        /// The table with its coordinator.
        table: ConcertationTable
    }
    /// What became of `addSeat`.
    AddSeatPayload {
        /// The new seat.
        seat: Seat
    }
    /// What became of `nameSeatHolder`.
    NameSeatHolderPayload {
        /// The seat, with those who hold it on the first day of the new holder.
        seat: Seat
    }
    /// What became of `endSeat`.
    EndSeatPayload {
        /// The seat, with those who hold it on its last day.
        seat: Seat
    }
}

/// A seat of a table as it is on a day, if the caller may see the table.
async fn seat_on(
    ctx: &Context<'_>,
    table: Option<TableId>,
    seat: Option<SeatId>,
    on: NaiveDate,
) -> Result<Option<Seat>> {
    let Some((table, seat)) = table.zip(seat) else { return Ok(None) };
    let seats = RequestContext::of(ctx).load(SeatsOf(table)).await?.unwrap_or_default();
    Ok(seats.into_iter().find(|other| other.id == seat).map(|seat| Seat::on(seat, on)))
}

/// The change of rules that an input asks for, over the rules that the table has now. A change in between is found by
/// the version that the caller read, which is older than this reading.
async fn change_of_rules(
    ctx: &Context<'_>,
    input: UpdateTableRulesInput,
) -> Result<std::result::Result<ChangeTable, Refusal>> {
    let present = match decode_as::<TableId>(&input.table_id) {
        Some(id) => RequestContext::of(ctx).load(id).await?,
        None => None,
    };
    let change = |table: cordata_domain::table::ConcertationTable| ChangeTable {
        table: table.id,
        expected_version: input.expected_version,
        step: TableStep::ChangeRules(input.rules.over(table.rules)),
    };
    Ok(present.map(change).ok_or_else(|| Reason::NotFound.at("tableId")))
}

/// Changing tables.
#[derive(Debug, Default)]
pub struct TableMutation;

#[Object]
impl TableMutation {
    /// Proposes a table. Only the secretariat, the auditor and its members see it until it is activated.
    ///
    /// Requires: secretariat.
    async fn create_table(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The table.")] input: CreateTableInput,
    ) -> Result<CreateTablePayload> {
        answer(ctx, input, ConcertationTable::by_id).await
    }

    /// Changes a table's rules of procedure, for meetings that are convened from now on.
    ///
    /// Requires: secretariat.
    async fn update_table_rules(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which table, and its rules.")] input: UpdateTableRulesInput,
    ) -> Result<UpdateTableRulesPayload> {
        let change = change_of_rules(ctx, input).await?;
        carry_out(ctx, change, &[], ConcertationTable::by_id).await
    }

    /// Lets a table begin its work, or take it up again. It needs a coordinator.
    ///
    /// Requires: secretariat.
    async fn activate_table(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which table.")] input: ActivateTableInput,
    ) -> Result<ActivateTablePayload> {
        answer(ctx, input, ConcertationTable::by_id).await
    }

    /// Pauses an active table: no meeting is prepared or convened until it is active again. Refused while a meeting is
    /// convened or open.
    ///
    /// Requires: secretariat.
    async fn suspend_table(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which table.")] input: SuspendTableInput,
    ) -> Result<SuspendTablePayload> {
        answer(ctx, input, ConcertationTable::by_id).await
    }

    /// Ends a table for good. What it did stays to be read. Refused while a meeting that its guests know of is still to
    /// be held or closed.
    ///
    /// Requires: secretariat.
    async fn dissolve_table(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which table.")] input: DissolveTableInput,
    ) -> Result<DissolveTablePayload> {
        answer(ctx, input, ConcertationTable::by_id).await
    }

    /// Names the person who coordinates a table, in place of the one before.
    ///
    /// Requires: secretariat.
    async fn appoint_coordinator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which table, and who.")] input: AppointCoordinatorInput,
    ) -> Result<AppointCoordinatorPayload> {
        answer(ctx, input, ConcertationTable::by_id).await
    }

    /// Gives an organisation a seat at a table.
    ///
    /// Requires: secretariat.
    async fn add_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The seat.")] input: AddSeatInput,
    ) -> Result<AddSeatPayload> {
        let (table, on) = (decode_as(&input.table_id), input.from.0);
        answer(ctx, input, |ctx, seat| seat_on(ctx, table, Some(seat), on)).await
    }

    /// Names the person who holds a seat for its organisation, as titular or as substitute.
    ///
    /// Requires: org-manager or secretariat.
    async fn name_seat_holder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who holds which seat.")] input: NameSeatHolderInput,
    ) -> Result<NameSeatHolderPayload> {
        let (seat, on) = (decode_as(&input.seat_id), input.from.0);
        answer(ctx, input, |ctx, table| seat_on(ctx, Some(table), seat, on)).await
    }

    /// Records the last day of a seat. The organisation can be given another one later.
    ///
    /// Requires: secretariat.
    async fn end_seat(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which seat, and its last day.")] input: EndSeatInput,
    ) -> Result<EndSeatPayload> {
        let (seat, on) = (decode_as(&input.seat_id), input.last_day.0);
        answer(ctx, input, |ctx, table| seat_on(ctx, Some(table), seat, on)).await
    }
}
