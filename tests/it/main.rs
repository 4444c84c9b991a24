//! The acceptance suite: one binary, so that it links once.

// The schema merges an object per area; the type of its futures is nested deeper than the default allows.
#![recursion_limit = "256"]

mod access;
mod agreements;
mod architecture;
mod audit;
mod audit_file;
mod codesign;
mod codesign_pages;
mod command_line;
mod concurrency;
mod custody;
mod damage;
mod database;
mod documents;
mod forgetting;
mod four_eyes;
mod importing;
mod indicators;
mod invitations;
mod isolation;
mod leaving;
mod limits;
mod live;
mod matrix;
mod meetings;
mod member_pages;
mod minutes;
mod minutes_pages;
mod money;
mod moving;
mod openid;
mod outages;
mod pages;
mod people;
mod people_pages;
mod personal_data;
mod probing;
mod reading;
mod real_data;
mod refusals;
mod report;
mod restores;
mod rules;
mod schema;
mod sending;
mod settings;
mod sign_in;
mod tamper;
