//! The record of the installation.

use cordata_app::AppError;
use cordata_app::instance::Instance;
use cordata_domain::identity::EmailAddress;
use cordata_domain::period::WorkingCalendar;

use super::value::{count, zone};
use crate::entity::instance;
use crate::error::stored;

/// The id of the only row.
pub(crate) const ONLY: i64 = 1;

pub(crate) fn instance_row(instance: &Instance) -> instance::Model {
    let patron = instance.calendar.patron_day;
    instance::Model {
        id: ONLY,
        name: instance.name.clone(),
        zone: instance.zone.name().to_owned(),
        patron_month: patron.map(|(month, _)| month.into()),
        patron_day: patron.map(|(_, day)| day.into()),
        sender_name: instance.sender_name.clone(),
        sender_address: instance.sender_address.as_str().to_owned(),
    }
}

pub(crate) fn instance(row: instance::Model) -> Result<Instance, AppError> {
    let patron_day = match (row.patron_month, row.patron_day) {
        (Some(month), Some(day)) => Some((count(month)?, count(day)?)),
        _ => None,
    };
    Ok(Instance {
        name: row.name,
        zone: zone(&row.zone)?,
        calendar: WorkingCalendar { patron_day },
        sender_name: row.sender_name,
        sender_address: stored(EmailAddress::parse(&row.sender_address))?,
    })
}
