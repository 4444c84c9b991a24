//! Dates: periods with an open end, local times, working days.

mod local;
mod range;
mod working_days;

pub use local::{LocalMoment, parse_zone};
pub use range::Validity;
pub use working_days::WorkingCalendar;
