//! The repositories of a write transaction, one module for each aggregate.

mod journal;
mod meeting;
mod people;
mod plan;
mod queue;
mod record;
mod table;
mod upsert;
