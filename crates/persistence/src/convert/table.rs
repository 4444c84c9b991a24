//! Tables, mandates and seats.

use cordata_app::AppError;
use cordata_domain::period::Validity;
use cordata_domain::search;
use cordata_domain::table::{ConcertationTable, Mandate, Seat, SeatHolder};
use cordata_domain::{Locale, LocalisedText};

use super::value::{by_owner, from_json, name_of, of, places, to_json, word, zone};
use crate::entity::{concertation_table, seat, seat_holder, table_mandate};

pub(crate) fn table_row(table: &ConcertationTable) -> Result<concertation_table::Model, AppError> {
    Ok(concertation_table::Model {
        id: table.id.into(),
        slug: table.slug.clone(),
        name: to_json(&table.name)?,
        kind: name_of(table.kind),
        parent_id: table.parent.map(Into::into),
        founding_act: table.founding_act.clone(),
        rules: to_json(&table.rules)?,
        zone_id: table.zone.map(Into::into),
        time_zone: table.time_zone.name().to_owned(),
        coordinator_id: table.coordinator.map(Into::into),
        publicity: name_of(table.publicity),
        state: name_of(table.state),
        version: table.version,
        sort_key: search::sort_key(table.name.get(&Locale::italian())),
        search_text: search_text(&table.name),
    })
}

fn search_text(name: &LocalisedText) -> String {
    let names: Vec<&str> = name.translations().map(|(_, text)| text).collect();
    search::search_text(&names.join(" "))
}

pub(crate) fn mandate_rows(table: &ConcertationTable) -> Vec<table_mandate::Model> {
    let row = |(position, mandate): (i64, &Mandate)| {
        let (axis_id, strategy_id) = match mandate {
            Mandate::Axis(axis) => (Some(axis.0), None),
            Mandate::Strategy(strategy) => (None, Some(strategy.0)),
        };
        table_mandate::Model { table_id: table.id.into(), position, axis_id, strategy_id }
    };
    places(&table.mandate).map(row).collect()
}

/// A table from its row and the rows of its mandate, in order.
pub(crate) fn table(
    row: concertation_table::Model,
    mandate: &[table_mandate::Model],
) -> Result<ConcertationTable, AppError> {
    Ok(ConcertationTable {
        id: row.id.into(),
        slug: row.slug,
        name: from_json(row.name)?,
        kind: word(&row.kind)?,
        parent: row.parent_id.map(Into::into),
        mandate: mandate.iter().filter_map(mandate_of).collect(),
        founding_act: row.founding_act,
        rules: from_json(row.rules)?,
        zone: row.zone_id.map(Into::into),
        time_zone: zone(&row.time_zone)?,
        coordinator: row.coordinator_id.map(Into::into),
        publicity: word(&row.publicity)?,
        state: word(&row.state)?,
        version: row.version,
    })
}

fn mandate_of(row: &table_mandate::Model) -> Option<Mandate> {
    let strategy = row.strategy_id.map(|id| Mandate::Strategy(id.into()));
    row.axis_id.map(|id| Mandate::Axis(id.into())).or(strategy)
}

pub(crate) fn seat_row(seat: &Seat) -> seat::Model {
    seat::Model {
        id: seat.id.into(),
        table_id: seat.table.into(),
        organisation_id: seat.organisation.into(),
        kind: name_of(seat.kind),
        voting: seat.voting,
        state: name_of(seat.state),
        valid_from: seat.validity.from,
        valid_to: seat.validity.to,
        recorded_at: seat.recorded_at,
    }
}

pub(crate) fn holder_rows(seat: &Seat) -> Vec<seat_holder::Model> {
    let row = |holder: &SeatHolder| seat_holder::Model {
        id: holder.id.into(),
        seat_id: seat.id.into(),
        person_id: holder.person.into(),
        capacity: name_of(holder.capacity),
        valid_from: holder.validity.from,
        valid_to: holder.validity.to,
        recorded_at: holder.recorded_at,
    };
    seat.holders.iter().map(row).collect()
}

/// Seats, in the order of their rows, from rows of seats and of holders.
pub(crate) fn seats(rows: &[seat::Model], holders: Vec<seat_holder::Model>) -> Result<Vec<Seat>, AppError> {
    let holders = by_owner(holders, |holder| holder.seat_id);
    rows.iter().map(|row| seat(row, of(&holders, row.id))).collect()
}

fn seat(row: &seat::Model, holders: &[seat_holder::Model]) -> Result<Seat, AppError> {
    Ok(Seat {
        id: row.id.into(),
        table: row.table_id.into(),
        organisation: row.organisation_id.into(),
        kind: word(&row.kind)?,
        voting: row.voting,
        state: word(&row.state)?,
        validity: Validity { from: row.valid_from, to: row.valid_to },
        recorded_at: row.recorded_at,
        holders: holders.iter().map(holder).collect::<Result<_, _>>()?,
    })
}

fn holder(row: &seat_holder::Model) -> Result<SeatHolder, AppError> {
    Ok(SeatHolder {
        id: row.id.into(),
        person: row.person_id.into(),
        capacity: word(&row.capacity)?,
        validity: Validity { from: row.valid_from, to: row.valid_to },
        recorded_at: row.recorded_at,
    })
}
