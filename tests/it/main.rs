//! The acceptance suite: one binary, so that it links once.

mod access;
mod architecture;
mod command_line;
mod concurrency;
mod database;
mod indicators;
mod meetings;
mod money;
mod pages;
mod reading;
mod real_data;
mod refusals;
mod schema;
mod sending;
