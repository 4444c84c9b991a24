//! Types and operations of the schema, one folder per area.

pub mod agreement;
pub mod audit;
pub mod codesign;
pub mod document;
pub mod funding;
pub mod id;
pub mod identity;
pub mod indicator;
pub mod input;
pub mod instance;
pub mod meeting;
pub mod mutation;
pub mod node;
pub mod notification;
pub mod page;
pub mod plan;
pub mod project;
pub mod reading;
pub mod report;
pub mod stakeholder;
pub mod subscription;
pub mod table;
pub mod user_error;
pub mod value;

#[cfg(test)]
mod convention_tests;
