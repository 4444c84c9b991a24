//! What mutations of tables and their seats take.

use async_graphql::{ID, InputObject, MaybeUndefined};
use cordata_app::table::{AddSeat, ChangeTable, CreateTable, EndSeat, NameSeatHolder, TableStep};
use cordata_domain::ids::{AxisId, StrategyId};
use cordata_domain::{Refusal, table};

use super::{HolderCapacity, Publicity, SeatKind, TableKind};
use crate::graphql::input::{TranslationInput, read_id, read_ids, read_optional_id, read_title, read_validity};
use crate::graphql::mutation::{Input, Renamed, versioned};
use crate::scalar::{Date, TimeZone};

/// A fraction of the voting seats: one half is 1 of 2.
#[derive(Debug, InputObject)]
pub struct QuorumShareInput {
    /// Numerator.
    pub parts: u32,
    /// Denominator.
    pub of: u32,
}

impl From<QuorumShareInput> for table::QuorumShare {
    fn from(share: QuorumShareInput) -> Self {
        Self { parts: share.parts, of: share.of }
    }
}

/// Rules of procedure of a table. What is left out stays as it is, in a new table as usual; null brings the usual
/// back.
#[derive(Debug, Default, InputObject)]
pub struct RulesOfProcedureInput {
    /// Full working days between the dispatch of the convocation and an ordinary meeting: at most 90, usually 10.
    pub ordinary_notice_days: MaybeUndefined<u32>,
    /// The same for an urgent meeting, which needs a reason: not more than for an ordinary one, usually 5.
    pub urgent_notice_days: MaybeUndefined<u32>,
    /// Working days after receipt within which items proposed by members are added to an agenda: at most 90, usually 5.
    pub agenda_item_days: MaybeUndefined<u32>,
    /// Working days after a meeting within which its minutes are circulated: 1 to 90, usually 15.
    pub minutes_days: MaybeUndefined<u32>,
    /// Working days for which remarks on circulated minutes are taken: 1 to 90, usually 10.
    pub remark_days: MaybeUndefined<u32>,
    /// The part of the voting seats that must be represented, rounded up; usually one half.
    pub quorum: MaybeUndefined<QuorumShareInput>,
    /// The same for a second call; usually one third.
    pub second_call_quorum: MaybeUndefined<QuorumShareInput>,
    /// How many proxies one person may hold: at most 10, usually 1.
    pub max_proxies: MaybeUndefined<u32>,
    /// Whether a tie adopts; usually it rejects.
    pub tie_adopts: MaybeUndefined<bool>,
}

impl RulesOfProcedureInput {
    /// These rules, laid over the ones there are.
    pub fn over(self, present: table::RulesOfProcedure) -> table::RulesOfProcedure {
        let usual = table::RulesOfProcedure::default();
        table::RulesOfProcedure {
            ordinary_notice_days: laid(
                self.ordinary_notice_days,
                present.ordinary_notice_days,
                usual.ordinary_notice_days,
            ),
            urgent_notice_days: laid(self.urgent_notice_days, present.urgent_notice_days, usual.urgent_notice_days),
            agenda_item_days: laid(self.agenda_item_days, present.agenda_item_days, usual.agenda_item_days),
            minutes_days: laid(self.minutes_days, present.minutes_days, usual.minutes_days),
            remark_days: laid(self.remark_days, present.remark_days, usual.remark_days),
            quorum: laid(self.quorum, present.quorum, usual.quorum),
            second_call_quorum: laid(self.second_call_quorum, present.second_call_quorum, usual.second_call_quorum),
            max_proxies: laid(self.max_proxies, present.max_proxies, usual.max_proxies),
            tie_adopts: laid(self.tie_adopts, present.tie_adopts, usual.tie_adopts),
        }
    }
}

/// What is left out stays as it is, null brings the usual back.
fn laid<I: Into<T>, T>(given: MaybeUndefined<I>, present: T, usual: T) -> T {
    match given {
        MaybeUndefined::Undefined => present,
        MaybeUndefined::Null => usual,
        MaybeUndefined::Value(value) => value.into(),
    }
}

/// A table to be proposed.
#[derive(Debug, InputObject)]
pub struct CreateTableInput {
    /// Its name, once in each language; taken by no other table.
    pub name: Vec<TranslationInput>,
    /// What it is for.
    pub kind: TableKind,
    /// Who may read about it.
    pub publicity: Publicity,
    /// The table that sets it up, for a working group.
    pub parent_id: Option<ID>,
    /// The axes it works on.
    #[graphql(default)]
    pub axis_ids: Vec<ID>,
    /// Single strategies it works on.
    #[graphql(default)]
    pub strategy_ids: Vec<ID>,
    /// The formal resolution that founds it: at most 300 characters.
    pub founding_act: Option<String>,
    /// Its rules of procedure; the usual ones where they are left out.
    pub rules: Option<RulesOfProcedureInput>,
    /// The homogeneous zone, for a zone table.
    pub zone_id: Option<ID>,
    /// The time zone in which its dates and times are meant; the installation's where it is left out.
    pub time_zone: Option<TimeZone>,
    /// The person who coordinates it. It can be named later, but the table needs one to be activated.
    pub coordinator_id: Option<ID>,
}

impl Input for CreateTableInput {
    type Command = CreateTable;

    fn command(self) -> Result<CreateTable, Refusal> {
        let axes: Vec<AxisId> = read_ids(&self.axis_ids, "axisIds")?;
        let strategies: Vec<StrategyId> = read_ids(&self.strategy_ids, "strategyIds")?;
        let axes = axes.into_iter().map(table::Mandate::Axis);
        Ok(CreateTable {
            name: read_title(self.name, "name")?,
            kind: self.kind.into(),
            parent: read_optional_id(self.parent_id.as_ref(), "parentId")?,
            mandate: axes.chain(strategies.into_iter().map(table::Mandate::Strategy)).collect(),
            founding_act: self.founding_act,
            rules: self.rules.unwrap_or_default().over(table::RulesOfProcedure::default()),
            zone: read_optional_id(self.zone_id.as_ref(), "zoneId")?,
            time_zone: self.time_zone.map(|zone| zone.0),
            publicity: self.publicity.into(),
            coordinator: read_optional_id(self.coordinator_id.as_ref(), "coordinatorId")?,
        })
    }
}

/// Rules of procedure that change.
#[derive(Debug, InputObject)]
pub struct UpdateTableRulesInput {
    /// The table.
    pub table_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// The rules that change.
    pub rules: RulesOfProcedureInput,
}

/// A table that begins its work, or takes it up again.
#[derive(Debug, InputObject)]
pub struct ActivateTableInput {
    /// The table.
    pub table_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
}

impl Input for ActivateTableInput {
    type Command = ChangeTable;

    const RENAMED: Renamed = &[("coordinatorId", &["tableId"])];

    fn command(self) -> Result<ChangeTable, Refusal> {
        let (table, expected_version) = (read_id(&self.table_id, "tableId")?, self.expected_version);
        Ok(ChangeTable { table, expected_version, step: TableStep::Activate })
    }
}

versioned! {
    /// A table that pauses.
    SuspendTableInput {
        /// The table.
        table_id: "tableId"
    } => ChangeTable, |table, expected_version| {
        ChangeTable { table, expected_version, step: TableStep::Suspend }
    };

    /// A table that ends.
    DissolveTableInput {
        /// The table.
        table_id: "tableId"
    } => ChangeTable, |table, expected_version| {
        ChangeTable { table, expected_version, step: TableStep::Dissolve }
    };
}

/// The new coordinator of a table.
#[derive(Debug, InputObject)]
pub struct AppointCoordinatorInput {
    /// The table.
    pub table_id: ID,
    /// The version you read: the change is refused if somebody else was faster.
    pub expected_version: i64,
    /// The person.
    pub person_id: ID,
}

impl Input for AppointCoordinatorInput {
    type Command = ChangeTable;

    fn command(self) -> Result<ChangeTable, Refusal> {
        Ok(ChangeTable {
            table: read_id(&self.table_id, "tableId")?,
            expected_version: self.expected_version,
            step: TableStep::AppointCoordinator(read_id(&self.person_id, "personId")?),
        })
    }
}

/// A seat for an organisation.
#[derive(Debug, InputObject)]
pub struct AddSeatInput {
    /// The table.
    pub table_id: ID,
    /// The organisation. It has one seat at a time at the same table.
    pub organisation_id: ID,
    /// By what title it sits there.
    pub kind: SeatKind,
    /// Whether it votes and counts for the quorum. Guests and technical support do not.
    pub voting: bool,
    /// The first day.
    pub from: Date,
    /// The last day, where it is known.
    pub to: Option<Date>,
}

impl Input for AddSeatInput {
    type Command = AddSeat;

    fn command(self) -> Result<AddSeat, Refusal> {
        Ok(AddSeat {
            table: read_id(&self.table_id, "tableId")?,
            organisation: read_id(&self.organisation_id, "organisationId")?,
            kind: self.kind.into(),
            voting: self.voting,
            validity: read_validity(self.from, self.to)?,
        })
    }
}

/// A person who holds a seat for its organisation.
#[derive(Debug, InputObject)]
pub struct NameSeatHolderInput {
    /// The seat.
    pub seat_id: ID,
    /// The person. They hold one seat at a time at the same table.
    pub person_id: ID,
    /// In which capacity.
    pub capacity: HolderCapacity,
    /// The first day. Whoever held the seat in this capacity until then ends the day before.
    pub from: Date,
    /// The last day, where it is known.
    pub to: Option<Date>,
}

impl Input for NameSeatHolderInput {
    type Command = NameSeatHolder;

    fn command(self) -> Result<NameSeatHolder, Refusal> {
        Ok(NameSeatHolder {
            seat: read_id(&self.seat_id, "seatId")?,
            person: read_id(&self.person_id, "personId")?,
            capacity: self.capacity.into(),
            validity: read_validity(self.from, self.to)?,
        })
    }
}

/// A seat that ends.
#[derive(Debug, InputObject)]
pub struct EndSeatInput {
    /// The seat.
    pub seat_id: ID,
    /// Its last day.
    pub last_day: Date,
}

impl Input for EndSeatInput {
    type Command = EndSeat;

    const RENAMED: Renamed = &[("to", &["lastDay"])];

    fn command(self) -> Result<EndSeat, Refusal> {
        Ok(EndSeat { seat: read_id(&self.seat_id, "seatId")?, last_day: self.last_day.0 })
    }
}
