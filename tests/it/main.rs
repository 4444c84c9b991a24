//! The acceptance suite: one binary, so that it links once.

mod access;
mod architecture;
mod command_line;
mod concurrency;
mod database;
mod meetings;
mod pages;
mod reading;
mod refusals;
mod schema;
mod sending;
