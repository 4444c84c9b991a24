//! The acceptance suite: one binary, one module per area.

mod architecture;
mod database;
