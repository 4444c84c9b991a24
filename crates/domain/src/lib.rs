//! The rules of Cordata: types, state machines, permission policy and events, pure and without input or output.
//!
//! Everything that decides stands here, once. Other crates load facts, ask this crate, and store what it answers.
//! Time, ids and chance come in as arguments. The areas carry the same names in every layer of the workspace.

pub mod agreement;
pub mod audit;
pub mod clock;
pub mod codesign;
pub mod document;
pub mod error;
pub mod event;
pub mod funding;
pub mod identity;
pub mod ids;
pub mod indicator;
pub mod limit;
pub mod locale;
pub mod meeting;
pub mod money;
pub mod network;
pub mod notification;
pub mod percent;
pub mod period;
pub mod plan;
pub mod policy;
pub mod project;
pub mod report;
pub mod search;
pub mod stakeholder;
pub mod table;

pub use error::{InputProblem, Reason, Refusal, RefusalCode};
pub use locale::{Locale, LocalisedText};
