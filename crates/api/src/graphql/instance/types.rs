use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};

use crate::edge::budget::RateStatus;
use crate::scalar::{self, Locale, TimeZone};

/// The body that this installation serves.
#[derive(SimpleObject)]
pub struct Instance {
    /// Its name.
    name: String,
    /// The zone of its dates and times.
    time_zone: TimeZone,
    /// The languages in which it speaks to people, Italian first.
    locales: Vec<Locale>,
}

impl From<cordata_app::instance::Instance> for Instance {
    fn from(instance: cordata_app::instance::Instance) -> Self {
        Self {
            name: instance.name,
            time_zone: instance.zone.into(),
            locales: cordata_text::available().into_iter().map(Locale).collect(),
        }
    }
}

/// Your budget of points. Every operation costs some, by what it asks for.
#[derive(SimpleObject)]
pub struct RateLimit {
    /// Points that you have in a minute.
    limit: u64,
    /// Points of this operation.
    cost: u64,
    /// Points left in this minute, this operation already subtracted.
    remaining: u64,
    /// When the budget is full again.
    reset_at: scalar::DateTime,
}

impl RateLimit {
    /// The budget as it stands at `now`.
    pub fn at(now: DateTime<Utc>, status: &RateStatus) -> Self {
        Self {
            limit: status.limit,
            cost: status.cost,
            remaining: status.remaining,
            reset_at: (now + status.resets_in).into(),
        }
    }
}
