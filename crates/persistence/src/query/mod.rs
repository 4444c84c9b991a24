//! What screens read, one module for each area. What the caller may see is part of every statement.

mod agreement;
mod decision;
mod funding;
mod health;
mod matrix;
mod meeting;
mod notification;
mod people;
mod plan;
mod project;
mod sight;
mod standing;
mod table;
