//! The demo: real bodies, zones, axes and actions; invented people, minutes and decisions.

mod agreements;
mod cast;
pub(crate) mod clock;
mod codesign;
mod documents;
mod indicators;
mod meetings;
mod minutes;
mod plan;
mod projects;
pub(crate) mod seed;
mod validation;
