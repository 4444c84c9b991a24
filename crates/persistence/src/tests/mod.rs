//! Tables, meetings and the queue as use cases see them.

mod agenda;
mod claims;
mod digests;
mod fixture;
mod mailroom;
mod meetings;
mod sight;
