//! Use cases of Cordata and the ports they need.
//!
//! A change is a [`Command`]: [`App::execute`] opens one transaction, lets the command load, ask the policy, apply a
//! rule of the domain and save, and commits state, audit entry and outbox together. A reading goes through the ports
//! of [`ports::read`], whose queries already carry what the caller may see.

pub mod access;
pub mod agreement;
mod app;
pub mod audit;
pub mod codesign;
pub mod document;
pub mod error;
pub mod funding;
pub mod idempotency;
pub mod identity;
pub mod import;
pub mod indicator;
pub mod instance;
pub mod limit;
pub mod meeting;
pub mod notification;
pub mod page;
pub mod personal_data;
pub mod plan;
pub mod ports;
pub mod project;
pub mod report;
pub mod retention;
pub mod session;
pub mod stakeholder;
pub mod table;
pub mod token;

pub use app::{App, Caller, Command, Work};
pub use error::AppError;
