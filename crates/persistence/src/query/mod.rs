//! What screens read, one module for each area. What the caller may see is part of every statement.

mod agreement;
mod audit;
mod codesign;
mod decision;
mod document;
mod funding;
mod health;
mod indicator;
mod matrix;
mod meeting;
mod minutes;
mod notification;
mod openid;
pub(crate) mod people;
mod person;
mod plan;
mod project;
mod report;
mod session;
pub(crate) mod sight;
pub(crate) mod standing;
mod table;
mod validation;
