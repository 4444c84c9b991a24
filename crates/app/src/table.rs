//! Use cases of concertation tables.

use async_trait::async_trait;
use chrono::NaiveDate;
use chrono_tz::Tz;
use cordata_domain::audit::Traced;
use cordata_domain::ids::{PersonId, SeatId, StakeholderId, TableId, ZoneId};
use cordata_domain::period::Validity;
use cordata_domain::policy::{Act, Facts, Ground};
use cordata_domain::table::{
    ConcertationTable, HolderCapacity, Mandate, Publicity, RulesOfProcedure, Seat, SeatHolder, SeatKind, SeatState,
    TableKind, TableState,
};
use cordata_domain::{Locale, LocalisedText, Reason, search};

use crate::app::{Command, Work};
use crate::error::{AppError, found_at, require_version};

/// Proposes a table.
#[derive(Debug, Clone)]
pub struct CreateTable {
    /// Its name.
    pub name: LocalisedText,
    /// What it is for.
    pub kind: TableKind,
    /// The table that sets up a working group.
    pub parent: Option<TableId>,
    /// Axes and strategies it works on.
    pub mandate: Vec<Mandate>,
    /// The formal resolution that founds it.
    pub founding_act: Option<String>,
    /// Its rules of procedure.
    pub rules: RulesOfProcedure,
    /// The homogeneous zone of a zone table.
    pub zone: Option<ZoneId>,
    /// The zone of its dates and times; the installation's where absent.
    pub time_zone: Option<Tz>,
    /// Who may read about it.
    pub publicity: Publicity,
    /// Who coordinates it.
    pub coordinator: Option<PersonId>,
}

#[async_trait]
impl Command for CreateTable {
    const NAME: &'static str = "createTable";
    type Output = TableId;

    async fn run(&self, work: &mut Work<'_>) -> Result<TableId, AppError> {
        work.require(Act::CreateTable, &Facts::plan())?;
        if let Some(parent) = self.parent {
            found_at(work.tx.table(parent).await?, "parentId")?;
        }
        if let Some(person) = self.coordinator {
            work.require_coordinating(person, "coordinatorId").await?;
        }
        let act = search::optional_line(self.founding_act.as_deref(), 300);
        let id: TableId = work.id();
        let table = ConcertationTable {
            id,
            slug: search::slug_or(self.name.get(&Locale::italian()), &id),
            name: self.name.clone(),
            kind: self.kind,
            parent: self.parent,
            mandate: self.mandate.clone(),
            founding_act: act.map_err(|refusal| refusal.under("foundingAct"))?,
            rules: self.rules.checked().map_err(|refusal| refusal.under("rules"))?,
            zone: self.zone,
            time_zone: match self.time_zone {
                Some(zone) => zone,
                None => work.instance().await?.zone,
            },
            coordinator: self.coordinator,
            publicity: self.publicity,
            state: TableState::Proposed,
            version: 1,
        };
        work.tx.insert_table(&table).await.map_err(|error| error.under("name"))?;
        work.audit_new(&table);
        Ok(table.id)
    }
}

/// What can be done to a table as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableStep {
    /// Proposed or suspended to active.
    Activate,
    /// Active to suspended, while no meeting is convened or open.
    Suspend,
    /// To dissolved, while no announced meeting is still to be held.
    Dissolve,
    /// Names the coordinator.
    AppointCoordinator(PersonId),
    /// Changes the rules of procedure: for meetings that are convened from now on.
    ChangeRules(RulesOfProcedure),
}

/// Changes a table as a whole.
#[derive(Debug, Clone)]
pub struct ChangeTable {
    /// The table.
    pub table: TableId,
    /// The version that the caller read.
    pub expected_version: i64,
    /// What is done.
    pub step: TableStep,
}

#[async_trait]
impl Command for ChangeTable {
    const NAME: &'static str = "changeTable";
    type Output = TableId;

    async fn run(&self, work: &mut Work<'_>) -> Result<TableId, AppError> {
        let mut table = work.visible_table(self.table, "tableId").await?;
        work.require(Act::ManageTable, &Facts::table(table.id))?;
        require_version(self.expected_version, table.version)?;
        let before = table.snapshot();
        match &self.step {
            TableStep::Activate => table.activate()?,
            TableStep::Suspend => table.suspend(&work.tx.meeting_states(table.id).await?)?,
            TableStep::Dissolve => table.dissolve(&work.tx.meeting_states(table.id).await?)?,
            TableStep::AppointCoordinator(person) => {
                work.require_coordinating(*person, "personId").await?;
                table.appoint_coordinator(*person)?;
            }
            TableStep::ChangeRules(rules) => {
                table.rules = rules.checked().map_err(|refusal| refusal.under("rules"))?;
            }
        }
        work.tx.update_table(&table).await?;
        work.audit_change(&before, &table);
        Ok(table.id)
    }
}

/// Gives an organisation a seat.
#[derive(Debug, Clone)]
pub struct AddSeat {
    /// The table.
    pub table: TableId,
    /// The organisation.
    pub organisation: StakeholderId,
    /// By what title.
    pub kind: SeatKind,
    /// Whether it votes.
    pub voting: bool,
    /// From when to when.
    pub validity: Validity,
}

#[async_trait]
impl Command for AddSeat {
    const NAME: &'static str = "addSeat";
    type Output = SeatId;

    async fn run(&self, work: &mut Work<'_>) -> Result<SeatId, AppError> {
        let table = work.visible_table(self.table, "tableId").await?;
        work.require(Act::ManageTable, &Facts::table(table.id))?;
        found_at(work.tx.stakeholder(self.organisation).await?, "organisationId")?;
        Seat::check_vote(self.kind, self.voting)?;
        let seats = work.tx.seats_of(table.id).await?;
        let taken = |seat: &Seat| seat.organisation == self.organisation && seat.validity.overlaps(&self.validity);
        if seats.iter().any(taken) {
            return Err(Reason::AlreadyExists.at("organisationId").into());
        }
        let seat = Seat {
            id: work.id(),
            table: table.id,
            organisation: self.organisation,
            kind: self.kind,
            voting: self.voting,
            state: SeatState::Active,
            validity: self.validity,
            recorded_at: work.now,
            holders: Vec::new(),
        };
        work.tx.insert_seat(&seat).await?;
        work.audit_new(&seat);
        Ok(seat.id)
    }
}

/// Names the person who holds a seat for its organisation.
#[derive(Debug, Clone)]
pub struct NameSeatHolder {
    /// The seat.
    pub seat: SeatId,
    /// Who.
    pub person: PersonId,
    /// In which capacity.
    pub capacity: HolderCapacity,
    /// From when to when.
    pub validity: Validity,
}

#[async_trait]
impl Command for NameSeatHolder {
    const NAME: &'static str = "nameSeatHolder";
    type Output = TableId;

    async fn run(&self, work: &mut Work<'_>) -> Result<TableId, AppError> {
        let mut seat = found_at(work.tx.seat(self.seat).await?, "seatId")?;
        work.visible_table(seat.table, "seatId").await?;
        let facts = Facts { table: Some(seat.table), organisation: Some(seat.organisation), person: None };
        let ground = work.require(Act::NameSeatHolder, &facts)?;
        let start = self.validity.from;
        let posts = work.tx.affiliations_of(self.person).await?;
        // Rule P1. Who has no post there is absent, whether or not such a person exists.
        let post = posts.iter().find(|post| post.organisation == seat.organisation && post.holds_on(start));
        found_at(post, "personId")?;
        if ground != Ground::OrgManager {
            // Who manages an organisation may also sit for it; nobody else takes its seat by their own act.
            work.require_receiver(self.person, "personId").await?;
        }
        let elsewhere = work.tx.seats_of(seat.table).await?.into_iter().filter(|other| other.id != seat.id);
        let holds = |other: Seat| {
            let same = |h: &SeatHolder| h.person == self.person && h.validity.overlaps(&self.validity);
            other.state == SeatState::Active && other.holders.iter().any(same)
        };
        if elsewhere.into_iter().any(holds) {
            // Rule P2: one person holds at most one seat of a table.
            return Err(Reason::AlreadyExists.at("personId").into());
        }
        let holder = SeatHolder {
            id: work.id(),
            person: self.person,
            capacity: self.capacity,
            validity: self.validity,
            recorded_at: work.now,
        };
        let before = seat.snapshot();
        seat.name_holder(holder)?;
        work.tx.update_seat(&seat).await?;
        work.on_behalf_of(seat.organisation);
        work.audit_change(&before, &seat);
        Ok(seat.table)
    }
}

/// Ends a seat.
#[derive(Debug, Clone)]
pub struct EndSeat {
    /// The seat.
    pub seat: SeatId,
    /// Its last day.
    pub last_day: NaiveDate,
}

#[async_trait]
impl Command for EndSeat {
    const NAME: &'static str = "endSeat";
    type Output = TableId;

    async fn run(&self, work: &mut Work<'_>) -> Result<TableId, AppError> {
        let mut seat = found_at(work.tx.seat(self.seat).await?, "seatId")?;
        work.visible_table(seat.table, "seatId").await?;
        work.require(Act::ManageTable, &Facts::table(seat.table))?;
        let before = seat.snapshot();
        seat.end(self.last_day)?;
        work.tx.update_seat(&seat).await?;
        work.audit_change(&before, &seat);
        Ok(seat.table)
    }
}

impl Work<'_> {
    /// Loads a table that the caller may see.
    pub(crate) async fn visible_table(&mut self, id: TableId, field: &str) -> Result<ConcertationTable, AppError> {
        let sight = self.actor().visibility();
        let table = self.tx.table(id).await?.filter(|table| sight.sees(table.id, table.is_public()));
        found_at(table, field)
    }
}
