//! `/graphql/ws`: subscriptions over the subprotocol `graphql-transport-ws`.

mod message;
mod operations;
mod origin;
mod session;
mod subscription;

use async_graphql::Executor;
use axum::{
    extract::{FromRequestParts, Request, State, WebSocketUpgrade},
    http::{StatusCode, request::Parts},
    response::Response,
};

use self::session::{Handshake, Session};
use super::{
    Edge,
    budget::Purse,
    caller::Credentials,
    fault::{EdgeError, FaultCode},
    http,
    meter::OpenSocket,
    operation,
    server::Slot,
    turnstile::SocketPlace,
};
use crate::client::network;

/// The only subprotocol spoken here; its predecessor `graphql-ws` is refused.
const PROTOCOL: &str = "graphql-transport-ws";

/// Checks origin and subprotocol, then turns the connection into a websocket.
pub(super) async fn upgrade<E: Executor>(State(edge): State<Edge<E>>, request: Request) -> Response {
    let (mut parts, _body) = request.into_parts();
    if !origin::is_allowed(&parts.headers, &parts.uri, &edge.parts.origins) {
        let error = EdgeError::new(FaultCode::Forbidden, "Pages of this origin may not open a websocket.");
        return http::refuse(error, &parts);
    }
    let limits = &edge.parts.limits;
    let Ok(upgrade) = WebSocketUpgrade::from_request_parts(&mut parts, &()).await else {
        let error = EdgeError::bad_request("This address speaks only websockets.");
        return http::refuse(error.with_status(StatusCode::UPGRADE_REQUIRED), &parts);
    };
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .read_buffer_size(limits.ws_read_buffer_bytes)
        .write_buffer_size(limits.ws_read_buffer_bytes)
        .max_frame_size(limits.ws_message_bytes)
        .max_message_size(limits.ws_message_bytes);
    if upgrade.selected_protocol().is_none() {
        let error = EdgeError::bad_request("The subprotocol must be `graphql-transport-ws`.");
        return http::refuse(error, &parts);
    }
    let place = match seat(&edge, &parts).await {
        Ok(place) => place,
        Err(error) => return http::refuse(error, &parts),
    };
    let slot = parts.extensions.get::<Slot>().cloned();
    let handshake = Handshake {
        network: network(&parts.extensions),
        request_id: http::request_id(&parts).map(str::to_owned),
        headers: parts.headers,
    };
    upgrade.on_upgrade(async move |socket| {
        let open = OpenSocket::open();
        Session::new(edge, socket, handshake, place).run().await;
        drop((open, slot));
    })
}

/// A place for the socket: of the person whose session or token comes with the handshake, else of a stranger, who may
/// still say who they are.
async fn seat<E: Executor>(edge: &Edge<E>, parts: &Parts) -> Result<SocketPlace, EdgeError> {
    let network = network(&parts.extensions);
    let credentials = Credentials { headers: &parts.headers, network, request_id: http::request_id(parts) };
    let caller = operation::authenticate(edge, credentials).await;
    edge.turnstile.open_socket(&caller.map_or_else(|_| Purse::new(None, network), |caller| caller.purse))
}

#[cfg(test)]
mod tests;
