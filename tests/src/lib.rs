//! What the acceptance suite stands on. The tests are in `it/`, the runner in `src/bin/suite`.

pub mod database;
pub mod fixture;
pub mod mailbox;
pub mod socket;
pub mod time;

mod app;

pub use app::TestApp;
