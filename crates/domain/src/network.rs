//! Where on the network somebody comes from, as limits count it.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{InputProblem, Refusal};

/// Bits of the part of an IPv6 address that names a subscriber's network; the rest they choose themselves.
const SUBSCRIBER_BITS: u32 = 64;
/// Bits of an address.
const ADDRESS_BITS: u32 = 128;
/// Bits before an IPv4 address that is written as an IPv6 one.
const MAPPED_BITS: u32 = 96;

/// The network of one subscriber: an IPv4 address, or the first 64 bits of an IPv6 address. It is personal data, so its
/// `Debug` form hides it, and it is kept only as a salted hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(u128);

impl Network {
    /// The network that an address belongs to.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(four) => Self(bits(IpAddr::V4(four))),
            IpAddr::V6(six) => Self(six.to_bits() & mask(SUBSCRIBER_BITS)),
        }
    }

    /// What stands for it in a hash.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Network(…)")
    }
}

/// A range of addresses, written as `192.0.2.7`, `192.0.2.0/24`, `2001:db8::1` or `2001:db8::/32`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AddressRange {
    first: u128,
    length: u32,
}

impl AddressRange {
    /// Whether an address is in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        bits(address) & mask(self.length) == self.first
    }
}

impl FromStr for AddressRange {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let wrong = || Refusal::input(InputProblem::Format { expected: "192.0.2.0/24" });
        let (address, length) = text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
        let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let before = if address.is_ipv4() { MAPPED_BITS } else { 0 };
        let length = match length {
            None => ADDRESS_BITS,
            Some(length) => before.saturating_add(length.trim().parse().map_err(|_| wrong())?),
        };
        if length > ADDRESS_BITS {
            return Err(wrong());
        }
        Ok(Self { first: bits(address) & mask(length), length })
    }
}

impl TryFrom<String> for AddressRange {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("`{text}` is no address and no range of addresses such as 192.0.2.0/24"))
    }
}

impl From<AddressRange> for String {
    fn from(range: AddressRange) -> Self {
        range.to_string()
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = Ipv6Addr::from_bits(self.first);
        match (first.to_ipv4_mapped(), self.length.checked_sub(MAPPED_BITS)) {
            (Some(four), Some(length)) => write!(f, "{four}/{length}"),
            _ => write!(f, "{first}/{}", self.length),
        }
    }
}

/// An address in 128 bits; the two forms of an IPv4 address are one.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(four) => mapped(four),
        IpAddr::V6(six) => six.to_bits(),
    }
}

fn mapped(four: Ipv4Addr) -> u128 {
    four.to_ipv6_mapped().to_bits()
}

/// The first `length` bits.
fn mask(length: u32) -> u128 {
    u128::MAX.checked_shl(ADDRESS_BITS.saturating_sub(length)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("192.0.2.7", "192.0.2.7", true)]
    #[case("192.0.2.7", "192.0.2.8", false)]
    #[case("192.0.2.7", "::ffff:192.0.2.7", true)]
    #[case("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    #[case("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    #[case("::1", "127.0.0.1", false)]
    fn subscribers_are_told_apart_by_network(#[case] one: &str, #[case] other: &str, #[case] same: bool) {
        assert_eq!(Network::of(address(one)) == Network::of(address(other)), same);
    }

    #[rstest]
    #[case("10.0.0.0/8", "10.255.1.2", true)]
    #[case("10.0.0.0/8", "11.0.0.1", false)]
    #[case("10.0.0.0/8", "::ffff:10.1.1.1", true)]
    #[case("192.0.2.7", "192.0.2.7", true)]
    #[case("192.0.2.7/32", "192.0.2.6", false)]
    #[case("0.0.0.0/0", "203.0.113.9", true)]
    #[case("0.0.0.0/0", "2001:db8::1", false)]
    #[case("2001:db8::/32", "2001:db8:9::1", true)]
    #[case("2001:db8::/32", "2001:db9::1", false)]
    #[case("::/0", "2001:db8::1", true)]
    fn a_range_holds_its_addresses(#[case] range: &str, #[case] tried: &str, #[case] inside: bool) {
        assert_eq!(range.parse::<AddressRange>().unwrap().contains(address(tried)), inside);
    }

    #[rstest]
    #[case("10.1.2.3/8", "10.0.0.0/8")]
    #[case("192.0.2.7", "192.0.2.7/32")]
    #[case("2001:db8::1", "2001:db8::1/128")]
    fn a_range_is_written_as_it_is_meant(#[case] given: &str, #[case] written: &str) {
        assert_eq!(given.parse::<AddressRange>().unwrap().to_string(), written);
    }

    #[rstest]
    #[case("")]
    #[case("10.0.0.0/33")]
    #[case("::/129")]
    #[case("10.0.0.0/-1")]
    #[case("10.0.0.0/4294967295")]
    #[case("proxy.example.org")]
    fn what_is_no_range_is_refused(#[case] wrong: &str) {
        assert!(wrong.parse::<AddressRange>().is_err());
    }

    #[test]
    fn nothing_of_a_network_is_printed() {
        assert_eq!(format!("{:?}", Network::of(address("192.0.2.7"))), "Network(…)");
    }
}
