//! Tables, meetings, money and the queue as use cases see them.

mod agenda;
mod claims;
mod custody;
mod digests;
mod faults;
mod fixture;
mod funding;
mod import;
mod mailroom;
mod meetings;
mod minutes;
mod money;
mod outbox;
mod sight;
mod sight_money;
mod upgrade;
mod validation;
