//! The GraphQL edge: transports, limits and faults, knowing nothing of the schema.
//!
//! A request is negotiated, read, authenticated, parsed, measured, charged and only then
//! executed. [`Edge::routes`] mounts `/graphql` and `/graphql/ws`; [`server::serve`] is the
//! accept loop with timers under it.

mod answer;
pub mod budget;
pub mod caller;
pub mod document;
pub mod fault;
pub mod guard;
mod http;
mod input;
mod meter;
mod operation;
mod order;
mod places;
mod scan;
pub mod server;
#[cfg(test)]
mod testing;
pub(crate) mod turnstile;
mod ws;

pub(crate) use self::http::discard;

use std::sync::{Arc, LazyLock};

use async_graphql::Executor;
use axum::{Router, routing::any};
use tokio_util::sync::CancellationToken;

use self::{caller::Authenticate, document::Documents, guard::Lists, turnstile::Turnstile};
use crate::limits::Limits;

/// A schema as it is served.
pub struct Served<E> {
    /// Carries operations out.
    pub executor: E,
    /// How long lists without pages are taken to be.
    pub lists: Lists,
}

/// A schema that is built when the first operation comes: it is large, and who only reads pages and mails never needs
/// it.
pub type LazySchema<E> = LazyLock<Served<E>, Box<dyn FnOnce() -> Served<E> + Send>>;

/// What an edge is made of.
pub struct EdgeParts<E> {
    /// The schema.
    pub schema: LazySchema<E>,
    /// Tells who calls.
    pub authenticate: Arc<dyn Authenticate>,
    /// All limits.
    pub limits: Limits,
    /// Persisted operations, open or a closed list.
    pub documents: Documents,
    /// Origins whose pages may open a websocket, such as `https://piano.example.it`, beside
    /// the host of the request itself.
    pub origins: Vec<String>,
    /// Cancelled at shutdown: websockets close with 1001.
    pub shutdown: CancellationToken,
}

/// The edge over a schema; cheap to clone.
pub struct Edge<E> {
    parts: Arc<EdgeParts<E>>,
    turnstile: Arc<Turnstile>,
}

impl<E> Clone for Edge<E> {
    fn clone(&self) -> Self {
        Self { parts: Arc::clone(&self.parts), turnstile: Arc::clone(&self.turnstile) }
    }
}

impl<E: Executor> Edge<E> {
    /// An edge with full budgets.
    pub fn new(parts: EdgeParts<E>) -> Self {
        Self { turnstile: Arc::new(Turnstile::new(&parts.limits)), parts: Arc::new(parts) }
    }

    /// What everybody passes here, for the pages and files beside the API.
    pub(crate) fn turnstile(&self) -> Arc<Turnstile> {
        Arc::clone(&self.turnstile)
    }

    /// `/graphql` and `/graphql/ws`.
    pub fn routes(self) -> Router {
        Router::new()
            .route("/graphql", any(http::handle::<E>))
            .route("/graphql/ws", any(ws::upgrade::<E>))
            .with_state(self)
    }
}
