//! Types and operations of the schema, one folder per area.

pub mod agreement;
pub mod funding;
pub mod id;
pub mod identity;
pub mod input;
pub mod instance;
pub mod meeting;
pub mod mutation;
pub mod node;
pub mod notification;
pub mod page;
pub mod plan;
pub mod project;
pub mod stakeholder;
pub mod table;
pub mod user_error;
pub mod value;

#[cfg(test)]
mod convention_tests;
