//! What the acceptance suite stands on. The tests are in `it/`, the runner in `src/bin/suite`.

// The schema merges an object per area; the type of its futures is nested deeper than the default allows.
#![recursion_limit = "256"]

pub mod browser;
pub mod database;
pub mod fixture;
pub mod forwarder;
pub mod mailbox;
pub mod provider;
pub mod seeded;
pub mod socket;
pub mod time;
pub mod walk;

mod app;

pub use app::{METRICS_TOKEN, TestApp};
pub use mailbox::ReceivedMail;
