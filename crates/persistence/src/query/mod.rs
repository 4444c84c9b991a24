//! What screens read, one module for each area. What the caller may see is part of every statement.

mod decision;
mod health;
mod meeting;
mod notification;
mod people;
mod plan;
mod sight;
mod standing;
mod table;
