//! Who comes in: no network takes all connections, and some are kept for questions about health.

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{
        HeaderValue, Request, StatusCode,
        header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
};
use cordata_domain::network::Network;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::reserve::{HealthSlot, Reserve};
use crate::{
    client::TrustedProxies,
    edge::{
        fault::{EdgeError, FaultCode},
        http,
        places::{Place, Places},
    },
    limits::Limits,
};

/// When it is worth connecting again.
const COME_BACK: Duration = Duration::from_secs(5);

/// The place of a connection among those allowed. Every request carries it; a websocket keeps
/// it after the upgrade, so that it counts as open and the shutdown waits for it.
#[derive(Clone)]
pub(in crate::edge) struct Slot {
    _places: Arc<(OwnedSemaphorePermit, Option<Place<Network>>)>,
}

/// Why a connection gets no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    /// All are taken.
    Everywhere,
    /// Its network has all that it may have.
    Network,
}

/// What becomes of a connection.
pub(super) enum Entry {
    /// It is served.
    In(Slot),
    /// It may ask about health.
    HealthOnly(Full, HealthSlot),
}

/// The door.
pub(super) struct Door {
    proxies: TrustedProxies,
    all: Arc<Semaphore>,
    for_health: Reserve,
    networks: Places<Network>,
    per_network: u32,
    connections: u32,
}

impl Door {
    pub(super) fn new(limits: &Limits, proxies: TrustedProxies) -> Self {
        let places = usize::try_from(limits.connections).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            proxies,
            all: Arc::new(Semaphore::new(places.min(Semaphore::MAX_PERMITS))),
            for_health: Reserve::new(limits.connections_for_health),
            networks: Places::new(),
            per_network: limits.connections_per_network,
            connections: limits.connections,
        }
    }

    /// What becomes of a connection from this address. A proxy of ours stands for many: it is not counted by address.
    pub(super) fn open(&self, peer: IpAddr) -> Entry {
        match self.slot(peer) {
            Ok(slot) => Entry::In(slot),
            Err(full) => Entry::HealthOnly(full, self.for_health.enter(Network::of(peer))),
        }
    }

    fn slot(&self, peer: IpAddr) -> Result<Slot, Full> {
        let counted = (!self.proxies.trust(peer)).then(|| self.networks.take(Network::of(peer), self.per_network));
        let of_network = match counted {
            None => None,
            Some(place) => Some(place.ok_or(Full::Network)?),
        };
        let permit = Arc::clone(&self.all).try_acquire_owned().map_err(|_| Full::Everywhere)?;
        Ok(Slot { _places: Arc::new((permit, of_network)) })
    }

    /// Returns once nobody is in any more.
    pub(super) async fn emptied(&self) {
        // The semaphore is never closed.
        let _ = self.all.acquire_many(self.connections).await;
    }
}

impl Full {
    fn status(self) -> StatusCode {
        match self {
            Self::Everywhere => StatusCode::SERVICE_UNAVAILABLE,
            Self::Network => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    fn error(self) -> EdgeError {
        let (code, message) = match self {
            Self::Everywhere => (FaultCode::RateLimited, "All connections are taken. Try again in a moment."),
            Self::Network => (FaultCode::RateLimited, "Your network has all the connections that it may have."),
        };
        EdgeError { retry_after: Some(COME_BACK), ..EdgeError::new(code, message).with_status(self.status()) }
    }

    /// The answer to who asks for anything but health: to programs as the API answers, to people in their language.
    pub(super) fn answer(self, request: Request<Body>) -> Response {
        let (parts, _) = request.into_parts();
        if parts.uri.path().starts_with("/graphql") {
            return http::refuse(self.error(), &parts);
        }
        let wishes = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let text = cordata_text::words(&cordata_text::negotiate(wishes)).text("page-error-too-many");
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (RETRY_AFTER, HeaderValue::from(COME_BACK.as_secs())),
        ];
        (self.status(), headers, text).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door() -> Door {
        let limits =
            Limits { connections: 3, connections_for_health: 2, connections_per_network: 2, ..Limits::default() };
        Door::new(&limits, TrustedProxies::new(["10.0.0.0/8".parse().unwrap()]))
    }

    fn from(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    #[test]
    fn one_network_takes_only_its_part_and_all_together_leave_some_for_health() {
        let door = door();
        let mut held = vec![door.open(from(1)), door.open(from(1))];
        assert!(held.iter().all(|entry| matches!(entry, Entry::In(_))));
        held.push(door.open(from(1)));
        assert!(matches!(held.last(), Some(Entry::HealthOnly(Full::Network, _))));
        held.push(door.open(from(2)));
        assert!(matches!(held.last(), Some(Entry::In(_))), "another network");
        held.push(door.open(from(3)));
        assert!(matches!(held.last(), Some(Entry::HealthOnly(Full::Everywhere, _))));
        held.clear();
        assert!(matches!(door.open(from(1)), Entry::In(_)), "all places were given back");
    }

    #[test]
    fn a_proxy_of_ours_is_not_one_network() {
        let door = door();
        let held: Vec<_> = (0..3).map(|_| door.open([10, 0, 0, 1].into())).collect();
        assert!(held.iter().all(|entry| matches!(entry, Entry::In(_))));
    }
}
