//! Points per minute, for each caller and for each network, kept in memory.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use cordata_domain::network::Network;
use tokio::time::Instant;

use super::fault::{EdgeError, FaultCode};
use crate::limits::Limits;

/// A window opens with the first operation and refills when it is over.
const WINDOW: Duration = Duration::from_mins(1);

/// Callers remembered before finished windows are looked for.
const TIDY_FROM: usize = 1024;

/// What a caller has left. It is in the request's data, for the field `rateLimit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateStatus {
    /// Points per minute.
    pub limit: u64,
    /// Points of this operation.
    pub cost: u64,
    /// Points left in this minute, this operation already subtracted.
    pub remaining: u64,
    /// Time until the budget is full again.
    pub resets_in: Duration,
}

/// From what an operation is paid.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Purse {
    /// The name of the caller; without one, they share a budget with all strangers of their network.
    caller: Option<String>,
    network: Option<Network>,
}

impl Purse {
    /// The purse of a caller, if they are known, who asks from a network, if it is known.
    pub fn new(caller: Option<String>, network: Option<Network>) -> Self {
        Self { caller, network }
    }

    /// Whether the caller is known.
    pub(crate) fn is_known(&self) -> bool {
        self.caller.is_some()
    }

    /// Where it is, if that is known.
    pub(crate) fn network(&self) -> Option<Network> {
        self.network
    }

    /// With whom a network's larger budget is shared: those who are known, or the strangers, never both.
    fn company(&self) -> Option<Company> {
        self.network.map(|network| Company { network, known: self.is_known() })
    }

    /// Whose own budget it is: all purses of one person are one, wherever they are.
    pub(super) fn owner(&self) -> Self {
        let network = if self.caller.is_some() { None } else { self.network };
        Self { caller: self.caller.clone(), network }
    }
}

/// The callers of one network who share a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Company {
    network: Network,
    known: bool,
}

/// The budgets of all callers of this process: each has their own, and all of a network who are known share a larger
/// one, so that many names at one place spend no more than a few. What strangers spend there is none of theirs.
pub struct Budgets {
    own: Mutex<Windows<Purse>>,
    shared: Mutex<Windows<Company>>,
}

impl Budgets {
    /// Full budgets.
    pub fn new(limits: &Limits) -> Self {
        Self {
            own: Mutex::new(Windows::new(limits.complexity_per_minute)),
            shared: Mutex::new(Windows::new(limits.network_complexity_per_minute())),
        }
    }

    /// Takes the points of one operation. Where less is left to the network than to the caller, that is what is told.
    ///
    /// # Errors
    /// `RATE_LIMITED` with the time to wait; nothing is taken then.
    pub fn charge(&self, purse: &Purse, cost: u64, now: Instant) -> Result<RateStatus, EdgeError> {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let owner = purse.owner();
        let mut status = own.offer(&owner, cost, now)?;
        if let Some(company) = purse.company() {
            let of_company = shared.offer(&company, cost, now)?;
            if of_company.remaining < status.remaining {
                status = of_company;
            }
            shared.take(company, cost, now);
        }
        own.take(owner, cost, now);
        Ok(status)
    }

    /// Takes points for what was done already, even if so many are not left.
    pub fn settle(&self, purse: &Purse, cost: u64, now: Instant) {
        self.own.lock().unwrap_or_else(PoisonError::into_inner).take(purse.owner(), cost, now);
        if let Some(company) = purse.company() {
            self.shared.lock().unwrap_or_else(PoisonError::into_inner).take(company, cost, now);
        }
    }

    /// How long it takes until so many points are there; no time at all if they are.
    pub fn wait(&self, purse: &Purse, cost: u64, now: Instant) -> Option<Duration> {
        let own = self.own.lock().unwrap_or_else(PoisonError::into_inner).wait(&purse.owner(), cost, now);
        let shared = |company| self.shared.lock().unwrap_or_else(PoisonError::into_inner).wait(&company, cost, now);
        own.max(purse.company().and_then(shared))
    }
}

struct Windows<K> {
    per_minute: u64,
    by_key: HashMap<K, Window>,
    tidy_at: usize,
}

#[derive(Clone, Copy)]
struct Window {
    opened: Instant,
    spent: u64,
}

impl Window {
    fn left(self, now: Instant) -> Option<Duration> {
        WINDOW.checked_sub(now.saturating_duration_since(self.opened)).filter(|left| !left.is_zero())
    }
}

impl<K: Clone + Eq + Hash> Windows<K> {
    fn new(per_minute: u64) -> Self {
        Self { per_minute, by_key: HashMap::new(), tidy_at: TIDY_FROM }
    }

    /// The window that is open now, or a new one, and how long it stays open.
    fn current(&self, key: &K, now: Instant) -> (Window, Duration) {
        let open = self.by_key.get(key).and_then(|window| Some((*window, window.left(now)?)));
        open.unwrap_or((Window { opened: now, spent: 0 }, WINDOW))
    }

    /// How the budget would stand after the operation.
    fn offer(&self, key: &K, cost: u64, now: Instant) -> Result<RateStatus, EdgeError> {
        let (window, resets_in) = self.current(key, now);
        let left = self.per_minute.saturating_sub(window.spent);
        match left.checked_sub(cost) {
            Some(remaining) => Ok(RateStatus { limit: self.per_minute, cost, remaining, resets_in }),
            None => Err(EdgeError {
                retry_after: Some(resets_in),
                ..EdgeError::new(
                    FaultCode::RateLimited,
                    format!("The operation costs {cost} points, {left} are left in this minute."),
                )
            }),
        }
    }

    fn wait(&self, key: &K, cost: u64, now: Instant) -> Option<Duration> {
        let (window, resets_in) = self.current(key, now);
        // What costs more than a whole budget is paid by a whole one.
        let enough = cost.min(self.per_minute) <= self.per_minute.saturating_sub(window.spent);
        (!enough).then_some(resets_in)
    }

    /// Takes points; finished windows go when their number has doubled.
    fn take(&mut self, key: K, cost: u64, now: Instant) {
        let (window, _) = self.current(&key, now);
        if !self.by_key.contains_key(&key) && self.by_key.len() >= self.tidy_at {
            self.by_key.retain(|_, window| window.left(now).is_some());
            self.tidy_at = self.by_key.len().saturating_mul(2).max(TIDY_FROM);
        }
        self.by_key.insert(key, Window { spent: window.spent.saturating_add(cost), ..window });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budgets(own: u64, shared: u64) -> Budgets {
        let shared = Some(shared);
        let limits =
            Limits { complexity_per_minute: own, complexity_per_minute_per_address: shared, ..Limits::default() };
        Budgets::new(&limits)
    }

    fn network(last: u8) -> Network {
        Network::of([192, 0, 2, last].into())
    }

    fn known(name: &str, last: u8) -> Purse {
        Purse::new(Some(name.to_owned()), Some(network(last)))
    }

    fn stranger(last: u8) -> Purse {
        Purse::new(None, Some(network(last)))
    }

    #[test]
    fn a_spent_budget_says_when_to_come_back_and_refills() {
        let budgets = budgets(100, 1000);
        let start = Instant::now();
        let later = start + Duration::from_secs(20);
        let ada = known("a", 1);
        assert_eq!(budgets.charge(&ada, 70, start).unwrap().remaining, 30);
        let refused = budgets.charge(&ada, 31, later).unwrap_err();
        assert_eq!(refused.code, FaultCode::RateLimited);
        assert_eq!(refused.retry_after_seconds(), Some(40));
        let status = budgets.charge(&ada, 30, later).unwrap();
        assert_eq!(status.remaining, 0);
        assert_eq!(status.resets_in, Duration::from_secs(40));
        let next = start + WINDOW;
        assert_eq!(budgets.charge(&ada, 100, next).unwrap().remaining, 0);
    }

    #[test]
    fn callers_do_not_share_a_budget_but_the_strangers_of_a_network_do() {
        let budgets = budgets(100, 1000);
        let now = Instant::now();
        budgets.charge(&known("a", 1), 100, now).unwrap();
        assert!(budgets.charge(&known("a", 2), 1, now).is_err(), "not from elsewhere either");
        assert_eq!(budgets.charge(&known("b", 1), 1, now).unwrap().remaining, 99);
        budgets.charge(&stranger(1), 100, now).unwrap();
        assert!(budgets.charge(&stranger(1), 1, now).is_err());
        assert_eq!(budgets.charge(&stranger(2), 1, now).unwrap().remaining, 99);
    }

    #[test]
    fn all_who_are_known_at_a_network_share_a_larger_budget() {
        let budgets = budgets(100, 250);
        let now = Instant::now();
        for name in ["a", "b"] {
            assert_eq!(budgets.charge(&known(name, 1), 80, now).unwrap().limit, 100);
        }
        let status = budgets.charge(&known("c", 1), 50, now).unwrap();
        assert_eq!((status.limit, status.remaining), (250, 40), "the scarcer one is told");
        let refused = budgets.charge(&known("d", 1), 41, now).unwrap_err();
        assert_eq!((refused.code, refused.retry_after_seconds()), (FaultCode::RateLimited, Some(60)));
        assert!(budgets.charge(&known("d", 2), 100, now).is_ok(), "what was refused was not taken");
        assert!(budgets.charge(&stranger(1), 100, now).is_ok(), "strangers there pay for themselves");
    }

    #[test]
    fn strangers_spend_nothing_of_the_members_at_their_address() {
        let budgets = budgets(100, 50);
        let now = Instant::now();
        budgets.charge(&stranger(1), 50, now).unwrap();
        assert!(budgets.charge(&stranger(1), 1, now).is_err());
        assert_eq!(budgets.charge(&known("a", 1), 50, now).unwrap().remaining, 0);
        budgets.settle(&stranger(1), 1000, now);
        assert_eq!(budgets.wait(&known("b", 2), 1, now), None);
    }

    #[test]
    fn what_was_done_already_is_paid_and_waited_for() {
        let budgets = budgets(100, 1000);
        let now = Instant::now();
        let ada = known("a", 1);
        assert_eq!(budgets.wait(&ada, 100, now), None);
        budgets.settle(&ada, 150, now);
        assert_eq!(budgets.wait(&ada, 1, now + Duration::from_secs(20)), Some(Duration::from_secs(40)));
        assert_eq!(budgets.wait(&ada, 1, now + WINDOW), None);
        assert_eq!(
            budgets.wait(&known("b", 2), 5000, now),
            None,
            "more than a whole budget waits for no more than that"
        );
    }

    #[test]
    fn callers_of_the_past_are_forgotten() {
        let budgets = budgets(100, 1_000_000);
        let start = Instant::now();
        for n in 0..TIDY_FROM {
            budgets.charge(&known(&format!("old {n}"), 1), 1, start).unwrap();
        }
        budgets.charge(&known("new", 1), 1, start + WINDOW).unwrap();
        assert_eq!(budgets.own.lock().unwrap().by_key.len(), 1);
    }
}
