//! What screens read, one module for each area. What the caller may see is part of every statement.

mod agreement;
mod codesign;
mod decision;
mod document;
mod funding;
mod health;
mod indicator;
mod matrix;
mod meeting;
mod notification;
mod people;
mod person;
mod plan;
mod project;
mod report;
mod sight;
mod standing;
mod table;
