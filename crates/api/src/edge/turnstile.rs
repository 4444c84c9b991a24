//! What everybody passes on the way to the work, whatever they ask for: places for requests and sockets, and points.

use std::time::Duration;

use cordata_domain::network::Network;
use tokio::time::Instant;

use super::{
    budget::{Budgets, Purse, RateStatus},
    fault::{EdgeError, FaultCode},
    places::{Place, Places},
};
use crate::limits::Limits;

/// After how long it is worth asking again for a place: most are taken for a moment only.
const PLACE_WAIT: Duration = Duration::from_secs(1);
/// The same for sockets, which stay longer.
const SOCKET_WAIT: Duration = Duration::from_secs(30);

/// The one turnstile of this process: the API, the pages and the files share it.
pub struct Turnstile {
    pub(super) budgets: Budgets,
    requests: Places<Purse>,
    sockets: Places<Purse>,
    newcomers: Places<Option<Network>>,
    most: Most,
}

/// How many places there are for each.
struct Most {
    requests_of_strangers: u32,
    requests_of_caller: u32,
    sockets_of_strangers: u32,
    sockets_of_caller: u32,
}

/// The place of a request that is being answered.
pub(crate) struct RequestPlace {
    _place: Place<Purse>,
}

/// The place of an open socket.
pub(super) enum SocketPlace {
    /// Of whoever it belongs to.
    Owned(Place<Purse>),
    /// Of somebody who has yet to say who they are, where the places of strangers are taken.
    Newcomer { _place: Place<Option<Network>> },
}

impl SocketPlace {
    fn belongs_to(&self, owner: &Purse) -> bool {
        matches!(self, Self::Owned(place) if place.who() == owner)
    }
}

impl Turnstile {
    /// Nobody is in, and all budgets are full.
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            budgets: Budgets::new(limits),
            requests: Places::new(),
            sockets: Places::new(),
            newcomers: Places::new(),
            most: Most {
                requests_of_strangers: limits.requests_per_network,
                requests_of_caller: limits.requests_per_caller,
                sockets_of_strangers: limits.ws_per_network,
                sockets_of_caller: limits.ws_per_caller,
            },
        }
    }

    /// A place for one more request of a caller, or of the strangers of a network.
    ///
    /// # Errors
    /// `RATE_LIMITED` where all their places are taken.
    pub(crate) fn enter(&self, purse: &Purse) -> Result<RequestPlace, EdgeError> {
        let most = if purse.is_known() { self.most.requests_of_caller } else { self.most.requests_of_strangers };
        let place = self.requests.take(purse.owner(), most);
        let place = place.ok_or_else(|| crowded("At most {} requests are answered at once.", most, PLACE_WAIT))?;
        Ok(RequestPlace { _place: place })
    }

    /// Takes the points of something that is asked for.
    ///
    /// # Errors
    /// `RATE_LIMITED` with the time to wait; nothing is taken then.
    pub(crate) fn pay(&self, purse: &Purse, cost: u64) -> Result<RateStatus, EdgeError> {
        self.budgets.charge(purse, cost, Instant::now())
    }

    /// A place for one more socket. Where those of the strangers of a network are taken, somebody may still come in to
    /// say who they are: a member is not kept out by strangers at the same address.
    ///
    /// # Errors
    /// `RATE_LIMITED` where no place is left.
    pub(super) fn open_socket(&self, purse: &Purse) -> Result<SocketPlace, EdgeError> {
        if let Some(place) = self.socket_of(purse) {
            return Ok(place);
        }
        let newcomer = if purse.is_known() { None } else { self.newcomer(purse.network()) };
        newcomer
            .ok_or_else(|| crowded("At most {} websockets may be open at once.", self.most_sockets(purse), SOCKET_WAIT))
    }

    /// The place of a socket, now that it is known whose it is; nothing where they have no place left.
    pub(super) fn settle_socket(&self, place: SocketPlace, purse: &Purse) -> Option<SocketPlace> {
        if place.belongs_to(&purse.owner()) { Some(place) } else { self.socket_of(purse) }
    }

    fn socket_of(&self, purse: &Purse) -> Option<SocketPlace> {
        self.sockets.take(purse.owner(), self.most_sockets(purse)).map(SocketPlace::Owned)
    }

    /// Newcomers stay for no longer than an initialisation may take.
    fn newcomer(&self, network: Option<Network>) -> Option<SocketPlace> {
        let place = self.newcomers.take(network, self.most.sockets_of_caller)?;
        Some(SocketPlace::Newcomer { _place: place })
    }

    fn most_sockets(&self, purse: &Purse) -> u32 {
        if purse.is_known() { self.most.sockets_of_caller } else { self.most.sockets_of_strangers }
    }
}

fn crowded(sentence: &str, most: u32, wait: Duration) -> EdgeError {
    let message = sentence.replace("{}", &most.to_string());
    EdgeError { retry_after: Some(wait), ..EdgeError::new(FaultCode::RateLimited, message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turnstile() -> Turnstile {
        let limits = Limits {
            requests_per_network: 2,
            requests_per_caller: 3,
            ws_per_network: 2,
            ws_per_caller: 1,
            ..Limits::default()
        };
        Turnstile::new(&limits)
    }

    fn network() -> Network {
        Network::of([192, 0, 2, 1].into())
    }

    fn stranger() -> Purse {
        Purse::new(None, Some(network()))
    }

    fn member(name: &str) -> Purse {
        Purse::new(Some(name.to_owned()), Some(network()))
    }

    #[test]
    fn strangers_fill_their_own_places_only() {
        let turnstile = turnstile();
        let _strangers = [turnstile.enter(&stranger()).unwrap(), turnstile.enter(&stranger()).unwrap()];
        let refused = turnstile.enter(&stranger()).err().unwrap();
        assert_eq!((refused.code, refused.retry_after_seconds()), (FaultCode::RateLimited, Some(1)));
        let _ada: Vec<_> = (0..3).map(|_| turnstile.enter(&member("ada")).unwrap()).collect();
        assert!(turnstile.enter(&member("ada")).is_err(), "nor does one member take those of another");
        assert!(turnstile.enter(&member("bruno")).is_ok());
    }

    #[test]
    fn who_says_who_they_are_finds_a_place_though_strangers_took_theirs() {
        let turnstile = turnstile();
        let _strangers = [turnstile.open_socket(&stranger()).unwrap(), turnstile.open_socket(&stranger()).unwrap()];
        let newcomer = turnstile.open_socket(&stranger()).unwrap();
        assert!(turnstile.open_socket(&stranger()).is_err(), "there are few places for newcomers");
        let ada = turnstile.settle_socket(newcomer, &member("ada")).unwrap();
        let another = turnstile.open_socket(&stranger()).unwrap();
        assert!(turnstile.settle_socket(another, &stranger()).is_none(), "who stays a stranger goes");
        let ada = turnstile.settle_socket(ada, &member("ada"));
        assert!(ada.is_some() && turnstile.open_socket(&member("ada")).is_err());
    }
}
