//! Tables, meetings, money and the queue as use cases see them.

mod agenda;
mod claims;
mod custody;
mod digests;
mod fixture;
mod funding;
mod import;
mod mailroom;
mod meetings;
mod money;
mod outbox;
mod sight;
mod upgrade;
mod validation;
