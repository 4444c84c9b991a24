//! The repositories of a write transaction, one module for each aggregate.

pub(crate) mod agreement;
mod codesign;
mod document;
mod funding;
mod import;
mod indicator;
mod journal;
mod limit;
mod meeting;
mod minutes;
mod openid;
mod people;
mod personal_data;
mod plan;
mod project;
mod queue;
mod record;
mod retention;
mod session;
mod table;
mod upsert;
mod validation;
