//! The web server of Cordata: GraphQL for clients, pages for people.
//!
//! A request comes in through the [`edge`], which knows limits and protocols but nothing of the plan; resolvers and
//! pages read through the ports of `cordata-app` and change through its commands. Nothing here names the store.

// The schema merges an object per area; the type of its futures is nested deeper than the default allows.
#![recursion_limit = "256"]

pub mod auth;
pub mod client;
mod cookie;
pub mod edge;
pub mod error;
pub mod examples;
pub mod explorer;
pub mod file;
pub mod graphql;
pub mod health;
pub mod limits;
pub mod live;
pub mod loader;
pub mod openid;
mod origin;
pub mod page;
pub mod router;
pub mod scalar;
pub mod schema;
pub mod state;
