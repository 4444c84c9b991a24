//! Where a request comes from: the one place that tells, for all limits that count by network.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::header::{FORWARDED, VIA};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderName, Request};
use cordata_app::Caller;
use cordata_domain::network::{AddressRange, Network};
use cordata_domain::policy::Actor;
use tower_http::request_id::RequestId;

use crate::edge::budget::Purse;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_REAL_IP: HeaderName = HeaderName::from_static("x-real-ip");

/// The network of the client, put into each request by [`locate`].
#[derive(Clone, Copy)]
struct Client(Network);

/// The proxies in front of this server: only what they say about others is believed.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Arc<[AddressRange]>);

impl TrustedProxies {
    /// These proxies.
    pub fn new(ranges: impl IntoIterator<Item = AddressRange>) -> Self {
        Self(ranges.into_iter().collect())
    }

    /// Whether this is the address of one of them.
    pub(crate) fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|range| range.contains(address))
    }

    /// The address of the client: the other end of the connection, unless that is a proxy of ours. Then it is the
    /// last address that one of our proxies saw, in `X-Forwarded-For` or in `Forwarded` (RFC 7239). Where both are
    /// there and do not agree, one of them was made up by the client, and neither is believed.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.trust(peer) {
            return peer;
        }
        let said = |name: HeaderName, read: fn(&str) -> Option<IpAddr>| {
            headers.contains_key(&name).then(|| self.last_seen(peer, elements(headers, &name), read))
        };
        match [said(X_FORWARDED_FOR, hop), said(FORWARDED, forwarded_hop)] {
            [Some(one), Some(other)] if one != other => peer,
            [Some(one), _] | [None, Some(one)] => one,
            [None, None] => peer,
        }
    }

    /// The last address, from the right, that is none of our proxies; what stands left of an unreadable one may be
    /// anybody's invention.
    fn last_seen(&self, peer: IpAddr, elements: Vec<&str>, read: fn(&str) -> Option<IpAddr>) -> IpAddr {
        let mut seen = peer;
        for element in elements.into_iter().rev() {
            let Some(address) = read(element) else { return seen };
            seen = address;
            if !self.trust(address) {
                return seen;
            }
        }
        seen
    }
}

/// The elements of all lines of a header. A line that is no text counts as an element that nobody can read.
fn elements<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a str> {
    headers.get_all(name).iter().flat_map(|line| line.to_str().unwrap_or("?").split(',')).collect()
}

/// `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address = text.parse().ok().or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()));
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    Some(address.or_else(bracketed)?.to_canonical())
}

/// `for=192.0.2.7;proto=https` or `For="[2001:db8::1]:4711"`.
fn forwarded_hop(element: &str) -> Option<IpAddr> {
    let pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, node) = pairs.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("for"))?;
    hop(node.trim_matches('"'))
}

/// Notes with a request which network it comes from.
pub(crate) async fn locate(State(proxies): State<TrustedProxies>, mut request: Request<Body>) -> Request<Body> {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        let client = Client(Network::of(proxies.client(peer.ip(), request.headers())));
        request.extensions_mut().insert(client);
    }
    request
}

/// The network that a request comes from, if it came over one.
pub(crate) fn network(extensions: &Extensions) -> Option<Network> {
    extensions.get::<Client>().map(|client| client.0)
}

/// Whether a request was made on this machine: the other end of the connection is here, and nothing says that it only
/// passes on what others ask.
pub(crate) fn is_local(extensions: &Extensions, headers: &HeaderMap) -> bool {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let here = peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback());
    here && ![X_FORWARDED_FOR, X_REAL_IP, FORWARDED, VIA].iter().any(|name| headers.contains_key(name))
}

/// From what a request is paid.
pub(crate) fn purse(actor: &Actor, extensions: &Extensions) -> Purse {
    Purse::new(actor.person().map(|person| person.to_string()), network(extensions))
}

/// The caller of a command that a request asks for.
pub(crate) fn caller(actor: Actor, extensions: &Extensions) -> Caller {
    let id = extensions.get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    Caller::new(actor).by_request(id.map(str::to_owned)).from_network(network(extensions))
}

/// Somebody whom we do not know, as the caller of a command.
pub(crate) struct Visitor(pub(crate) Caller);

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(caller(Actor::Public, &parts.extensions)))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use rstest::rstest;

    use super::*;

    /// The client, behind the proxies `10.0.0.0/8` and `2001:db8:f::/48`.
    fn client(peer: &str, headers: &[(&'static str, &'static str)]) -> String {
        let proxies = ["10.0.0.0/8", "2001:db8:f::/48"].map(|range| range.parse().unwrap());
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        TrustedProxies::new(proxies).client(peer.parse().unwrap(), &map).to_string()
    }

    const XFF: &str = "x-forwarded-for";
    const FWD: &str = "forwarded";

    #[rstest]
    #[case::nobody_in_between("203.0.113.9", &[], "203.0.113.9")]
    #[case::a_stranger_is_not_believed("203.0.113.9", &[(XFF, "192.0.2.1")], "203.0.113.9")]
    #[case::a_stranger_is_not_believed("203.0.113.9", &[(FWD, "for=192.0.2.1")], "203.0.113.9")]
    #[case::a_proxy_that_says_nothing("10.0.0.1", &[], "10.0.0.1")]
    #[case::a_proxy("10.0.0.1", &[(XFF, "192.0.2.1")], "192.0.2.1")]
    #[case::what_the_client_made_up("10.0.0.1", &[(XFF, "198.51.100.1, 192.0.2.1")], "192.0.2.1")]
    #[case::two_proxies("10.0.0.1", &[(XFF, "198.51.100.1, 192.0.2.1, 10.9.9.9")], "192.0.2.1")]
    #[case::several_lines("10.0.0.1", &[(XFF, "198.51.100.1"), (XFF, "192.0.2.1, 10.9.9.9")], "192.0.2.1")]
    #[case::only_proxies("10.0.0.1", &[(XFF, "10.8.8.8,10.9.9.9")], "10.8.8.8")]
    #[case::a_port("10.0.0.1", &[(XFF, "192.0.2.1:4711")], "192.0.2.1")]
    #[case::ipv6("2001:db8:f::1", &[(XFF, "2001:db8:1::7")], "2001:db8:1::7")]
    #[case::ipv6_with_port("10.0.0.1", &[(XFF, "[2001:db8:1::7]:443")], "2001:db8:1::7")]
    #[case::ipv6_in_brackets("10.0.0.1", &[(XFF, "[2001:db8:1::7]")], "2001:db8:1::7")]
    #[case::mapped("::ffff:10.0.0.1", &[(XFF, "::ffff:192.0.2.1")], "192.0.2.1")]
    #[case::nonsense("10.0.0.1", &[(XFF, "192.0.2.1, unknown")], "10.0.0.1")]
    #[case::nonsense_further_out("10.0.0.1", &[(XFF, "192.0.2.1, _hidden, 10.9.9.9")], "10.9.9.9")]
    #[case::empty("10.0.0.1", &[(XFF, "")], "10.0.0.1")]
    #[case::forwarded("10.0.0.1", &[(FWD, "for=192.0.2.1;proto=https;by=10.0.0.1")], "192.0.2.1")]
    #[case::forwarded_ipv6("10.0.0.1", &[(FWD, "proto=https; For=\"[2001:db8:1::7]:47\"")], "2001:db8:1::7")]
    #[case::forwarded_twice("10.0.0.1", &[(FWD, "for=198.51.100.1, for=192.0.2.1")], "192.0.2.1")]
    #[case::forwarded_by_nobody("10.0.0.1", &[(FWD, "for=192.0.2.1, for=unknown")], "10.0.0.1")]
    #[case::both_agree("10.0.0.1", &[(XFF, "192.0.2.1"), (FWD, "for=192.0.2.1")], "192.0.2.1")]
    #[case::both_differ("10.0.0.1", &[(XFF, "192.0.2.1"), (FWD, "for=198.51.100.1")], "10.0.0.1")]
    fn the_client_is_the_last_whom_our_proxies_saw(
        #[case] peer: &str,
        #[case] headers: &[(&'static str, &'static str)],
        #[case] expected: &str,
    ) {
        assert_eq!(client(peer, headers), expected);
    }
}
